/**
 * Anchors as every command sees them: where the log is anchored, and what came of it. PROTOCOL.md §9.10.
 *
 * @module
 */
import type { AnchorKind, AnchorSource } from '../../ledger/anchor/anchor.ts';
/** A source of anchors that a person configured. */
export interface AnchorSourceView {
    /** 16 hex digits. */
    readonly id: string;
    readonly source: AnchorSource;
    /** Milliseconds since 1970. */
    readonly addedAtMs: number;
    /** Whether checkpoints are anchored there; one that was removed is kept with the tokens that it gave. */
    readonly active: boolean;
}
/** A checkpoint that is anchored. */
export interface AnchorView {
    readonly kind: AnchorKind;
    /** Id of the source. */
    readonly source: string;
    /** Entries of the log that is anchored. */
    readonly size: number;
    /** When, by the clock of the source: milliseconds since 1970. */
    readonly atMs: number;
    /** The checkpoint, a signed note: what the token is about. */
    readonly note: string;
    /** What the source gave, base64url: for `rfc3161` the response, as `openssl ts -verify -in` reads it. */
    readonly token: string;
    /** What the request held, hex; `""` where nothing could. */
    readonly nonce: string;
}
/** What became of anchoring the newest checkpoint at one source. */
export interface AnchorAttempt {
    /** Id of the source. */
    readonly source: string;
    readonly anchor?: AnchorView;
    /** Id of the entry that records it. */
    readonly entry?: string;
    readonly error?: {
        readonly code: string;
        readonly message: string;
    };
}
/** What verifying an anchor found. */
export interface AnchorFinding {
    /** Id of the source. */
    readonly source: string;
    readonly size: number;
    readonly atMs: number;
    /** Who anchored: text of another. */
    readonly by?: string;
    /** Why it does not hold: there where it does not. */
    readonly reason?: string;
}
/** What verifying all anchors found. */
export interface AnchorReport {
    /** Whether all hold. */
    readonly valid: boolean;
    readonly anchors: readonly AnchorFinding[];
}
/** The anchors of the agent of a data directory. */
export interface AnchorsApi {
    /** All sources, removed ones with tokens included. */
    sources(): Promise<readonly AnchorSourceView[]>;
    /** Adds a source. @throws {TalosError} `E_USAGE` for a source in another form; `E_LIMIT`. */
    add(source: AnchorSource): Promise<AnchorSourceView>;
    /** Anchors nothing there any more. @throws {TalosError} `E_NOT_FOUND`. */
    remove(id: string): Promise<AnchorSourceView>;
    /** All anchors, by the size of the log. */
    list(): Promise<readonly AnchorView[]>;
    /** The anchors of the smallest log that was anchored with `least` entries or more; none where there is none. */
    from(least: number): Promise<readonly AnchorView[]>;
    /**
     * Seals the log and anchors its newest checkpoint at every source; what a source gave is verified, kept and recorded
     * before it is given.
     *
     * @returns One for each source; what failed says why and leaves nothing.
     * @throws {TalosError} `E_NOT_FOUND` where there is no source.
     */
    now(signal?: AbortSignal): Promise<readonly AnchorAttempt[]>;
    /** Verifies all anchors against the log, without a network. */
    verify(): Promise<AnchorReport>;
}
