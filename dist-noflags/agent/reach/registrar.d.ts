import { type Later } from '../../mailbox/client.ts';
import type { Host } from '../../net/link.ts';
import { type Timer } from '../../net/timer.ts';
import type { AgentCore } from '../agent-core.ts';
import type { BundleStock } from '../message/prekey-store.ts';
import { type RecordPublisher } from './record-publisher.ts';
import type { Server, ServerBook } from './server-book.ts';
/** Least time from one announcement over a link to the next, in milliseconds: bundles cost work, and a server may lie. */
export declare const ANNOUNCE_PAUSE_MS = 5000;
/** Faults of one server that people are told of in an hour: it may lie, and be back at once, as often as it likes. */
export declare const NOTICES_A_SERVER = 4;
/** What a registrar needs. */
export interface RegistrarParts {
    readonly core: AgentCore;
    /** Makes the own record. */
    readonly publisher: RecordPublisher;
    readonly servers: ServerBook;
    /** The own host. */
    readonly host: () => Promise<Host>;
    /** New bundles, durable; fewer than `count` where too many are out. */
    readonly stock: (count: number) => Promise<BundleStock>;
    /**
     * Takes what a mailbox has, oldest first, as `OpenTerms.onMessage`.
     *
     * @param closed - Resolves when the link to the mailbox has ended.
     */
    readonly onDeposit: (sealed: Uint8Array, closed: Promise<unknown>) => Promise<Later | undefined>;
    readonly timer?: Timer;
}
/** What a registration came to. */
export interface Registration {
    readonly server: Server;
    /** Single-use bundles that the registry has. */
    readonly bundles: number;
    /** When the record expires that was left there, milliseconds since 1970. */
    readonly expiresAtMs: number;
}
/** See the module comment. */
export declare class Registrar {
    #private;
    constructor(parts: RegistrarParts);
    /**
     * Registers with a server, which is kept as soon as it has the record.
     *
     * @throws {TalosError} `E_UNREACHABLE`, `E_TIMEOUT`, `E_IDENTITY_MISMATCH`, `E_REFUSED`, `E_RATE_LIMITED`; `E_LIMIT` for
     *   one server too many.
     */
    register(server: Server, signal?: AbortSignal): Promise<Registration>;
    /**
     * Stays registered with all servers and takes what their mailboxes have, for as long as what it gives is open.
     * A server that is away is tried again, less and less often.
     *
     * @param takesMail - Whether mailboxes are emptied; they are unless told otherwise.
     */
    keep(takesMail?: boolean): AsyncDisposable;
}
