import type { Did } from '../../identity/did.ts';
import type { AgentCore } from '../agent-core.ts';
import type { Channel } from '../tunnel/channel.ts';
import type { Chain } from './issuers.ts';
import type { RevocationExchange } from './revocation-exchange.ts';
/** Milliseconds that those who are asked for their list get: a tunnel whose grant demands it waits for them. */
export declare const REFRESH_TIMEOUT_MS = 5000;
/** Shortest time from one question about a list to the next, in milliseconds. */
export declare const REFRESH_PAUSE_MS = 1000;
/** A channel in use until it is released. */
export interface Reached extends Disposable {
    readonly channel: Channel;
}
/** What learning needs. */
export interface FreshnessParts {
    readonly core: AgentCore;
    readonly exchange: RevocationExchange;
    /** A channel to an agent, dialled where none is open. */
    readonly reach: (peer: Did, signal: AbortSignal) => Promise<Reached>;
}
/** Asks for the lists of all others that signed a token of `chain`. Resolves when they have answered, or in time. */
export declare function refresh(parts: FreshnessParts, holder: Channel, chain: Chain): Promise<void>;
/** Asks `issuer` for its list, and `other`, who may have it. Resolves when they have answered, or in time. */
export declare function learnList(parts: FreshnessParts, issuer: Did, other: Did): Promise<void>;
/** Learns once, and where the grant demands fresh lists again and again, until the returned function is called. */
export declare function keepLearning(parts: FreshnessParts, holder: Channel, chain: Chain): () => void;
