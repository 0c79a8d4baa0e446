import type { Did } from '../../identity/did.ts';
import { type Packet } from '../../message/packet.ts';
import type { AgentCore } from '../agent-core.ts';
import { type FreshnessParts } from '../authority/freshness.ts';
import { type Chain, Issuers, type IssuersParts } from '../authority/issuers.ts';
import { Renewals } from '../authority/renewals.ts';
import { RevocationExchange } from '../authority/revocation-exchange.ts';
import { Successions, type SuccessionsParts } from '../identity/successions.ts';
import type { Channel } from './channel.ts';
/** What either end of a channel needs of this. */
export interface ChannelSide {
    /** Takes part in a channel until it ends. */
    join(channel: Channel): void;
    /**
     * Takes a packet of stream 0.
     *
     * @throws {TalosError} `E_PROTOCOL` for one of another type; `E_MALFORMED`; `E_STORAGE…`. The channel ends then.
     */
    take(channel: Channel, packet: Packet): Promise<void>;
    /** Asks for the lists of all that issued a token of a chain that was presented on `channel`, which is well-formed. */
    freshen(channel: Channel, chain: readonly string[]): Promise<void>;
    /** Tells the peer what those revoked that issued a token of a chain of its own, which is revoked. */
    tellRevoked(channel: Channel, chain: readonly string[]): void;
    /** Learns what the issuers of a chain revoke, until the returned function is called. */
    learn(channel: Channel, chain: Chain): () => void;
}
/** See the module comment. */
export declare class ChannelControl implements ChannelSide, Disposable {
    #private;
    readonly issuers: Issuers;
    readonly revocations: RevocationExchange;
    readonly renewals: Renewals;
    readonly successions: Successions;
    /**
     * @param host - What is served here, once it is asked: see `IssuersParts`.
     * @param reach - A channel to an agent, dialled where none is open.
     */
    constructor(core: AgentCore, host: Pick<IssuersParts, 'served' | 'rootsOf'> & Pick<SuccessionsParts, 'veiledHost' | 'end'>, reach: FreshnessParts['reach']);
    freshen(channel: Channel, chain: readonly string[]): Promise<void>;
    tellRevoked(channel: Channel, chain: readonly string[]): void;
    learn(channel: Channel, chain: Chain): () => void;
    /** Asks `issuer`, and `other`, for the list of `issuer`. Resolves when they have answered, or in time. */
    learnList(issuer: Did, other: Did): Promise<void>;
    join(channel: Channel): void;
    take(channel: Channel, packet: Packet): Promise<void>;
    [Symbol.dispose](): void;
}
