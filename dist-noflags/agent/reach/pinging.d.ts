import { type Timer } from '../../net/timer.ts';
import type { AgentCore } from '../agent-core.ts';
import { type PingParams, type PingView } from '../api/ping-api.ts';
import type { ReachStatus } from '../api/reach-api.ts';
import { type DialParts } from './peer-dial.ts';
/** Pause between two questions, in milliseconds. */
export declare const PING_PAUSE_MS = 1000;
/** For one answer, in milliseconds. */
export declare const PING_TIMEOUT_MS = 10000;
/** What a ping needs. */
export interface PingParts extends DialParts {
    readonly timer?: Timer;
    /** How this agent is reached; absent where nothing is known of that. */
    readonly reach?: () => Promise<ReachStatus> | undefined;
}
/**
 * Asks a peer, each time over the best connection that there is then.
 *
 * @throws {TalosError} what dialling throws; `E_TIMEOUT`, `E_CLOSED` where no answer comes.
 * @throws {RangeError} for a count out of bounds.
 */
export declare function pingPeer(core: AgentCore, parts: PingParts, { peer: text, count }: PingParams, signal?: AbortSignal): Promise<PingView>;
