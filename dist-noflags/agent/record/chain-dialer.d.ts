/**
 * The end of chain links that asks: one link for each peer, which stays open a little after its last use.
 * PROTOCOL.md §9.11.
 *
 * @module
 */
import type { Did } from '../../identity/did.ts';
import { type RequestLink } from '../../net/request-link.ts';
import { type Timer } from '../../net/timer.ts';
import type { AgentCore } from '../agent-core.ts';
import { type DialParts } from '../reach/peer-dial.ts';
/** How long a peer may take for one answer, in milliseconds, before another source is asked. */
export declare const CHAIN_ANSWER_TIMEOUT_MS = 30000;
/** What a chain dialer needs. */
export interface ChainDialerParts extends DialParts {
    readonly core: AgentCore;
    /** The system's unless given. */
    readonly timer?: Timer;
}
/** See the module comment. */
export declare class ChainDialer implements AsyncDisposable {
    #private;
    constructor(parts: ChainDialerParts);
    /**
     * Runs `task` with a link to `peer`, which is dialled where there is none. The link is not the task's to close.
     *
     * @throws {TalosError} `E_UNREACHABLE` and what else dialling throws; `E_REFUSED` where the peer does not let this agent
     *   ask; what `task` throws.
     */
    use<T>(peer: Did, task: (link: RequestLink) => Promise<T>, signal?: AbortSignal): Promise<T>;
    /** Ends every link; what is asked fails. */
    [Symbol.asyncDispose](): Promise<void>;
}
