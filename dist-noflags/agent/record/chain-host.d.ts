import type { CborMap } from '../../codec/cbor.ts';
import { type Did } from '../../identity/did.ts';
import type { Link } from '../../net/link.ts';
import { type Timer } from '../../net/timer.ts';
import type { AgentCore } from '../agent-core.ts';
import type { ChainShare, ChainShares } from './chain-shares.ts';
/** Open chain links of one peer, and of all together. PROTOCOL.md §11. */
export declare const MAX_CHAIN_LINKS_A_PEER = 4;
/** See {@link MAX_CHAIN_LINKS_A_PEER}. */
export declare const MAX_CHAIN_LINKS = 64;
/** Requests of one peer in a minute, over all its links. PROTOCOL.md §11. */
export declare const CHAIN_REQUESTS_A_MINUTE = 600;
/** Largest request in bytes: far above a locator of 64 points. PROTOCOL.md §11. */
export declare const MAX_CHAIN_REQUEST_BYTES: number;
/** Milliseconds after the last answer that an unused chain link is ended. */
export declare const CHAIN_LINK_IDLE_MS = 60000;
/** Who may ask: whom this agent knows or has a tunnel with; whom headers, or blocks, are shared with. */
export type ChainAccess = 'known' | ChainShare;
/** A request that its asker may make. */
export interface ChainRequest {
    /** Who asks: the key that the transport authenticated. */
    readonly peer: Did;
    /** What is shared with it. */
    readonly share: ChainShare | undefined;
    /** Not checked yet. */
    readonly fields: CborMap;
}
/** An operation of chain links. */
export interface ChainOperation {
    readonly access: ChainAccess;
    /** Answers; what it throws becomes a word for the peer (`refusalOf` of `request-link.ts`). */
    answer(request: ChainRequest): Promise<CborMap>;
}
/** Operations by name: 1 to 32 of `a`–`z` and `-`. */
export type ChainOperations = Readonly<Record<string, ChainOperation>>;
/** What a chain host needs. */
export interface ChainHostParts {
    readonly core: AgentCore;
    readonly shares: ChainShares;
    readonly operations: ChainOperations;
    /** Whether a tunnel with `peer` is open. */
    readonly hasTunnel: (peer: Did) => boolean;
    /** The system's unless given. */
    readonly timer?: Timer;
}
/** See the module comment. */
export declare class ChainHost {
    #private;
    constructor(parts: ChainHostParts);
    /** Takes a link of purpose `chain` and owns it. Resolves when it has ended. */
    accept(link: Link): Promise<void>;
    /** Ends every link; takes none any more. Repeatable. */
    close(): Promise<void>;
}
