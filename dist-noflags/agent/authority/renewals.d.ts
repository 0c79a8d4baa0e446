import { type Packet } from '../../message/packet.ts';
import type { AgentCore } from '../agent-core.ts';
import type { Channel } from '../tunnel/channel.ts';
import type { HeldGrant } from './grant-book.ts';
/** Renewals that one holder may ask for in a minute. PROTOCOL.md §11. */
export declare const RENEWALS_A_MINUTE = 60;
/** Milliseconds that an issuer gets to answer. */
export declare const RENEWAL_TIMEOUT_MS = 10000;
/** See the module comment. */
export declare class Renewals {
    #private;
    constructor(core: AgentCore);
    /** Takes a packet of stream 0. @throws {TalosError} `E_MALFORMED`; `E_STORAGE…`. The channel ends then. */
    take(channel: Channel, { type, content }: Packet): Promise<void>;
    /**
     * Asks the issuer of a grant that this agent received, over `channel`, to renew it. The new one is durable when it
     * resolves.
     *
     * @throws {TalosError} `REVOKED`, `RENEWAL_REFUSED` and what else the issuer says; `E_PROTOCOL` where it gave something
     *   else; `E_TIMEOUT`; `E_UNREACHABLE` where the channel ends before.
     */
    ask(channel: Channel, held: HeldGrant, signal?: AbortSignal): Promise<HeldGrant>;
}
