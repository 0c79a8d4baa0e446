/**
 * Reaching a peer that is away: its agent record and prekey bundle from registries, envelopes into its mailboxes.
 * PROTOCOL.md §5.9, §6.5, §6.6.
 *
 * All of it under throw-away transport keys, one a peer and connection: neither registry nor mailbox learns who asks and
 * who deposits, or that it is the same agent that does so for two peers, but by the network address and the time.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import { TalosError } from '../../base/errors.ts';
import type { AgentRecord } from '../../identity/agent-record.ts';
import { type Did } from '../../identity/did.ts';
import type { AddressPolicy } from '../../net/address-policy.ts';
import type { Host } from '../../net/link.ts';
import { type Timer } from '../../net/timer.ts';
import type { RecordBook } from '../reach/record-book.ts';
import { RecordFinder, type RecordSource } from '../reach/record-finder.ts';
import { type ServerBook } from '../reach/server-book.ts';
/** What a post office needs. */
export interface PostOfficeParts {
    readonly self: Did;
    readonly clock: Clock;
    readonly records: RecordBook;
    readonly servers: ServerBook;
    /** A new host under a key of its own, as {@link VeiledTerms}. */
    readonly host: () => Promise<Host>;
    readonly timer?: Timer;
    /** What may be dialled of what records name. */
    readonly policy: AddressPolicy;
    /** Registries that a peer itself has named, in an invitation: multiaddrs with `/p2p/…`. */
    readonly hints?: (peer: Did) => readonly string[];
    /** Who may know where agents are, beside registries. */
    readonly sources?: () => Promise<readonly RecordSource[]>;
    /** Tells people that somebody gave what is no record. */
    readonly onLie?: (source: string, error: TalosError) => void;
}
/** See the module comment. */
export declare class PostOffice implements AsyncDisposable {
    #private;
    readonly finder: RecordFinder;
    constructor(parts: PostOfficeParts);
    /** As {@link RecordFinder.find}. */
    find(peer: Did, signal?: AbortSignal): Promise<AgentRecord | undefined>;
    /**
     * A prekey bundle of `peer`, as its signature says. Whether it is one that was seen before is for the caller to know.
     *
     * @throws {TalosError} `E_UNREACHABLE` where no registry has one; the reason of `signal`, where that aborts.
     */
    bundleOf(peer: Did, signal?: AbortSignal): Promise<Bytes>;
    /** Whether a mailbox of `peer` is known, or found now. @throws {TalosError} as {@link PostOffice.find}. */
    hasMailbox(peer: Did, signal?: AbortSignal): Promise<boolean>;
    /**
     * Puts an envelope into a mailbox of `peer`, with the own record, so that the peer can answer the same way. It is
     * durable there when the promise resolves.
     *
     * @throws {TalosError} `E_UNREACHABLE` where no mailbox of the peer is known; otherwise what the last one said:
     *   `E_NOT_FOUND`, `E_RATE_LIMITED` where it is full, `E_TIMEOUT` and others of the link.
     */
    deposit(peer: Did, envelope: Uint8Array, signal?: AbortSignal): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}
