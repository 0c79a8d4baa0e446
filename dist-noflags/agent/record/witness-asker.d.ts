import type { AgentCore } from '../agent-core.ts';
import type { PostedText } from '../agent-platform.ts';
import type { OwnLog } from './own-log.ts';
import type { WitnessExchange } from './witness-exchange.ts';
import type { WitnessList } from './witness-list.ts';
/** What asking needs. */
export interface WitnessAskerParts {
    readonly core: AgentCore;
    readonly log: OwnLog;
    readonly list: WitnessList;
    readonly exchange: WitnessExchange;
    readonly post: (url: string, body: string, signal: AbortSignal) => Promise<PostedText>;
}
/** See the module comment. */
export declare class WitnessAsker {
    #private;
    constructor(parts: WitnessAskerParts);
    /**
     * Asks every witness that has not the newest checkpoint; what came of it is in the list.
     *
     * @throws {TalosError} `E_STORAGE…`.
     * @throws The reason of `signal`.
     */
    ask(signal: AbortSignal): Promise<void>;
}
