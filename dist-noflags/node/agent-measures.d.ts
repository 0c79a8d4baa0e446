import type { Agent } from '../agent/agent.ts';
import type { AgentCore } from '../agent/agent-core.ts';
import type { Store } from '../storage/store.ts';
/** Where metrics are. Disposing it ends its connections. */
export interface MetricsPort extends AsyncDisposable {
    readonly url: string;
}
/** See the module comment. Made before the agent, whose store it measures. */
export declare class AgentMeasures {
    #private;
    /** The store that the agent is to use. */
    readonly store: Store;
    /** @param store - Not owned. */
    constructor(store: Store);
    /**
     * Counts what `agent` does, and listens.
     *
     * @param place - As `metricsPlace` has read it.
     * @param onFault - Told of what is this side's fault.
     * @throws {TalosError} `E_CONFIG` if it cannot listen.
     */
    open({ agent, core }: {
        readonly agent: Agent;
        readonly core: AgentCore;
    }, place: string, onFault: (error: unknown) => void): Promise<MetricsPort>;
}
