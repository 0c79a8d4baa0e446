import type { Store } from '../../storage/store.ts';
import { type AnchorSource, type AnchorToken } from './anchor.ts';
/** Most sources of an agent, removed ones that tokens are kept of included. */
export declare const MAX_ANCHOR_SOURCES = 16;
/** Most tokens that are kept: one an hour for seven years. */
export declare const MAX_ANCHORS = 65536;
/** A source with its place in the book. */
export interface HeldSource {
    /** 16 hex digits, made of what it is. */
    readonly id: string;
    readonly source: AnchorSource;
    /** Milliseconds since 1970. */
    readonly addedMs: number;
    /** Whether checkpoints are anchored there. */
    readonly isActive: boolean;
}
/** A token that is kept. */
export interface HeldAnchor extends AnchorToken {
    /** Entries of the log that is anchored. */
    readonly size: number;
    /** Id of the source. */
    readonly source: string;
    /** The checkpoint that is anchored: a signed note. */
    readonly note: string;
    /** When, as the token said when it was taken: milliseconds since 1970. */
    readonly atMs: number;
}
/** See the module comment. */
export declare class AnchorBook {
    #private;
    /** @param store - Not disposed here. */
    constructor(store: Store);
    /** All sources, the first one added first. @throws {TalosError} `E_STORAGE_CORRUPT`. */
    sources(): Promise<readonly HeldSource[]>;
    /**
     * Adds a source, or makes one that was removed active again; durable when it resolves.
     *
     * @throws {TalosError} `E_LIMIT` beyond {@link MAX_ANCHOR_SOURCES}.
     */
    add(source: AnchorSource, nowMs: number): Promise<HeldSource>;
    /** Anchors nothing there any more; durable when it resolves. @throws {TalosError} `E_NOT_FOUND`. */
    remove(id: string): Promise<HeldSource>;
    /** All tokens, by the size of the log. @throws {TalosError} `E_STORAGE_CORRUPT`. */
    all(): Promise<readonly HeldAnchor[]>;
    /** The tokens for the smallest log that was anchored with `least` entries or more; none where there is none. */
    from(least: number): Promise<readonly HeldAnchor[]>;
    /** Keeps a token; durable when it resolves. @throws {TalosError} `E_LIMIT` beyond {@link MAX_ANCHORS}. */
    keep(anchor: HeldAnchor): Promise<void>;
}
