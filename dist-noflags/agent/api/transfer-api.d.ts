/**
 * Files as every command sees them. Part of `AgentApi`, under the same rules: types only, JSON values only. Names of
 * files, where they come from peers, are not escaped.
 *
 * @module
 */
import type { Feed, FeedOptions } from './message-api.ts';
/**
 * Where a transfer is. Over: `delivered` (whole and durable at the peer, with its receipt), `received` (whole and durable
 * here), `failed`, `declined`, `cancelled`. Of one's own: `waiting` for the peer to be there, or to be connected again. Of
 * both: `offered`: a person at the receiver is to accept it; `accepted`, of one to be received: that person has, and the
 * peer is waited for; `running`.
 */
export type TransferState = 'waiting' | 'offered' | 'accepted' | 'running' | 'delivered' | 'received' | 'failed' | 'declined' | 'cancelled';
/** A file on its way, or past it. */
export interface TransferView {
    /** 32 hex digits. */
    readonly id: string;
    /** DID of the other one, and what it is called here, `""` where it has no alias. */
    readonly peer: string;
    readonly alias: string;
    readonly direction: 'sent' | 'received';
    /** Name of the file, without folders. Of one to be received: as the sender says. */
    readonly name: string;
    /** Media type; of one to be received, until it is there, as the sender says. `""`: not known. */
    readonly type: string;
    /** In bytes. */
    readonly size: number;
    /** How much of it is durable at the receiver, as far as that is known here. */
    readonly bytes: number;
    readonly state: TransferState;
    /** Of one's own that waits: whether it lies in a mailbox of the peer, who finds it there without this agent. */
    readonly inMailbox: boolean;
    /** The code of why it failed; `""` otherwise. */
    readonly code: string;
    /** Absolute path: of what is sent; of what was received, `""` until it is there. */
    readonly path: string;
    /** SHA-256 of the file, 64 hex digits; `""` until it is known. */
    readonly sha256: string;
    /** When it was made here, and when it last changed its state, milliseconds since 1970. */
    readonly atMs: number;
    readonly changedAtMs: number;
}
/** What to send. */
export interface SendFileParams {
    /** DID or alias. */
    readonly peer: string;
    /** Absolute, of a regular file. It stays where it is, and is read when the peer is there. */
    readonly path: string;
    /** What the peer is told that it is called; its own name where absent. */
    readonly name?: string;
    /** Port to listen on meanwhile. */
    readonly port?: number;
}
/** Which transfer is waited for. */
export interface TransferOutcomeParams {
    /** As for {@link TransferApi.accept}. */
    readonly id: string;
    /**
     * Milliseconds to wait, through a peer that is away and one that has not decided. Absent: until it is over, or waits for
     * the peer (`waiting`, `offered`).
     */
    readonly waitMs?: number;
    /** Port to listen on meanwhile. */
    readonly port?: number;
}
/** Of which transfers. */
export interface TransferEventsParams {
    /** As for {@link TransferApi.accept}; all where absent. */
    readonly id?: string;
}
/** What happens to a transfer. */
export interface TransferEvent {
    /**
     * `offered`: by a peer, for a person to accept. `started`: bytes flow, for the first time or again. `progress`: `bytes` of
     * `size` have left, or come. `waiting`: the peer is away, or has to accept it.
     */
    readonly kind: 'offered' | 'accepted' | 'declined' | 'waiting' | 'started' | 'progress' | 'delivered' | 'received' | 'failed' | 'cancelled';
    /** As it is then; `bytes` is how far it is, durable or not. */
    readonly transfer: TransferView;
}
/** The transfers of the agent of a data directory. */
export interface TransferApi {
    /**
     * Begins to send a file: durable when it resolves, and under way where the peer is there. What becomes of it is what
     * `outcome` and `events` say.
     *
     * @throws {TalosError} `E_NOT_FOUND` where there is no such file or peer; `E_USAGE` for what is no regular file, and for
     *   the own identity; `E_LIMIT` for one that is larger than its kind may be, or too many at once; `E_STORAGE…`.
     */
    sendFile(params: SendFileParams, signal?: AbortSignal): Promise<TransferView>;
    /**
     * Waits until a transfer is over, or waits itself.
     *
     * @param signal - Ends the waiting; the transfer goes on.
     * @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`.
     */
    outcome(params: TransferOutcomeParams, signal?: AbortSignal): Promise<TransferView>;
    /** Those that are not over, and the newest of those that are; the newest last. */
    list(): Promise<readonly TransferView[]>;
    /** One of them. `id` as for {@link accept}. @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`. */
    get(id: string): Promise<TransferView>;
    /**
     * Takes a file that was offered; durable when it resolves. It comes now, or when the peer is there again.
     *
     * @param id - All 32 hex digits, or at least 4 that fit one alone.
     * @throws {TalosError} `E_NOT_FOUND` where none was offered under that id; `E_AMBIGUOUS`.
     */
    accept(id: string): Promise<TransferView>;
    /** Refuses a file that was offered; the peer is told. `id` and errors as for {@link accept}. */
    decline(id: string): Promise<TransferView>;
    /**
     * Ends a transfer that is not over, and removes what came of it; the peer is told where it is there.
     *
     * @throws {TalosError} `E_NOT_FOUND` where none is under way under that id; `E_AMBIGUOUS`.
     */
    cancel(id: string): Promise<TransferView>;
    /**
     * What happens to transfers: first, of those that are not over, what they are at; then whatever changes. Progress that is
     * not read in time is left out, the newest excepted.
     *
     * @throws {TalosError} as {@link get}, where an id is given.
     */
    events(params?: TransferEventsParams, options?: FeedOptions): Promise<Feed<TransferEvent>>;
}
