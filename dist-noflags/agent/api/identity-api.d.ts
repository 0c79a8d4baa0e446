/**
 * What commands ask about identities and the documents of them. Types only; part of `AgentApi`.
 *
 * @module
 */
/** Where an agent says that it is to be found (PROTOCOL.md §4.4). */
export interface RecordView {
    readonly did: string;
    readonly sequence: number;
    /** Milliseconds since 1970. */
    readonly issuedAtMs: number;
    /** Milliseconds since 1970. */
    readonly expiresAtMs: number;
    readonly addresses: readonly string[];
    readonly mailboxes: readonly string[];
    readonly services: readonly string[];
    /** The record itself: canonical JSON, signed. */
    readonly record: string;
}
/** A `did:web` that was used here, and the agent that it is pinned to. */
export interface NameView {
    /** The `did:web`. */
    readonly name: string;
    /** DIDs. */
    readonly pinned: string;
    /** What its document names instead, where that was found: nothing goes there until its owner has chosen. */
    readonly offered?: string;
    /** Milliseconds since 1970. */
    readonly pinnedAtMs: number;
}
/** Whose record, and from where. */
export interface RecordParams {
    /** The own one where absent. */
    readonly peer?: string;
    /** Whether it is looked for, at servers and in the DHT, and not only in what is kept here. */
    readonly isSought?: boolean;
}
/** Who was shown that this agent goes on for an earlier identity. */
export interface AnnouncedView {
    /** DIDs of those who have read it. */
    readonly told: readonly string[];
    /** DIDs of those who were not reached, or did not answer: they are shown it when they are connected to. */
    readonly notReached: readonly string[];
}
/** See the module comment. */
export interface IdentitiesApi {
    /**
     * The newest agent record that is kept here and has not expired: of a peer, or the own one.
     *
     * @throws {TalosError} `E_NOT_FOUND` where there is none; what naming a peer throws.
     */
    record(params: RecordParams): Promise<RecordView>;
    /** The DID that a person means: one that is known, without asking anybody. @throws {TalosError} as naming a peer. */
    peer(params: {
        readonly peer: string;
    }): Promise<string>;
    /**
     * Shows its line to all whom it knows an address of, and to those whom it granted something or holds something of. What
     * is not reached in 10 s is left.
     */
    announce(signal?: AbortSignal): Promise<AnnouncedView>;
    /** The names that are pinned. */
    names(): Promise<readonly NameView[]>;
}
