/**
 * Anchors: what others say of a checkpoint of this log, so that its author cannot make another past later on.
 * PROTOCOL.md §9.10.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Checkpoint } from '../log/checkpoint.ts';
/** Kinds of anchor: a time stamp of an authority, and the cosignatures of witnesses. PROTOCOL.md §9.10. */
export declare const ANCHOR_KINDS: readonly ["rfc3161", "cosignature"];
/** One of {@link ANCHOR_KINDS}. */
export type AnchorKind = (typeof ANCHOR_KINDS)[number];
/** Largest response of an authority in bytes: a public one with a chain of RSA certificates gives some 6,000. */
export declare const MAX_TIME_STAMP_BYTES = 65536;
/** So long a request to an authority may take in all, in milliseconds. */
export declare const TIME_STAMP_DEADLINE_MS = 30000;
/** Most certificates in a time stamp, and most roots of an authority. */
export declare const MAX_ANCHOR_CERTIFICATES = 16;
/** A time-stamping authority (RFC 3161), as a person configured it. */
export interface TimeStampSource {
    readonly kind: 'rfc3161';
    /** HTTP or HTTPS, without user and password. */
    readonly url: string;
    /** The roots that its certificate must lead to, DER, base64url: 1 to 16. */
    readonly roots: readonly string[];
    /** The only policy that is taken, an object identifier; any where absent. */
    readonly policy?: string;
}
/** Witnesses, of which enough must cosign. */
export interface CosignatureSource {
    readonly kind: 'cosignature';
    /** So many different witnesses must have cosigned: 1 to the number of {@link witnesses}. */
    readonly threshold: number;
    /** Their verifier keys, 1 to 15, no key twice: those that were known when a person configured it. */
    readonly witnesses: readonly string[];
}
/** What a person configured to anchor the log with. */
export type AnchorSource = TimeStampSource | CosignatureSource;
/** What a source gave for a checkpoint. */
export interface AnchorToken {
    /** As it came: the response of the authority, or the cosigned checkpoint. */
    readonly token: Bytes;
    /** What the request held, so that no earlier answer passes for this one; empty where that cannot be. */
    readonly nonce: Bytes;
}
/** What a token that holds says. */
export interface AnchorWord {
    /** When, by the clock of whoever anchored: milliseconds since 1970. */
    readonly atMs: number;
    /** Who: the name in the certificate, or the names of the witnesses. Text of another. */
    readonly by: string;
}
/** A kind of anchor: the port. An implementation takes nothing on trust but what the source names. */
export interface Anchor<S extends AnchorSource = AnchorSource> {
    readonly kind: S['kind'];
    /** Checks the form of what a person gave. @throws {TalosError} `E_USAGE`. */
    check(source: S): void;
    /**
     * Asks the source about `checkpoint`, and verifies what it gives.
     *
     * @throws {TalosError} `ANCHOR_MISMATCH` where it does not verify; `E_UNREACHABLE`, `E_TIMEOUT`; `E_STALE` where the
     *   log has a newer checkpoint by now.
     */
    make(checkpoint: Checkpoint, source: S, signal?: AbortSignal): Promise<AnchorToken & AnchorWord>;
    /**
     * Verifies a token again, without a network.
     *
     * @throws {TalosError} `ANCHOR_MISMATCH` for whatever does not hold.
     */
    verify(checkpoint: Checkpoint, token: AnchorToken, source: S): Promise<AnchorWord>;
}
