import type { AddressPolicy } from '../../net/address-policy.ts';
import type { Timer } from '../../net/timer.ts';
import type { AgentCore } from '../agent-core.ts';
import type { AgentPlatform } from '../agent-platform.ts';
import type { RecordSource } from './record-finder.ts';
import type { RecordPublisher } from './record-publisher.ts';
/** Head start of the other sources, in milliseconds: strangers are not asked for what an own registry knows. */
export declare const DHT_AFTER_MS = 250;
/** How long an agent runs before it joins, in milliseconds: a command that is over by then need not. */
export declare const DHT_JOIN_AFTER_MS = 1000;
/** How often the own record is given anew, in milliseconds: nodes come and go. */
export declare const DHT_REPUBLISH_MS = 3600000;
/** When it is given again after the first time, in milliseconds: by then this node knows the others, and they know it. */
export declare const DHT_SETTLED_MS = 60000;
/** What the presence needs. */
export interface DhtPresenceParts {
    readonly core: AgentCore;
    readonly platform: AgentPlatform;
    readonly policy: AddressPolicy;
    /** Nodes to begin with. */
    readonly bootstraps: () => readonly string[];
    readonly publisher: RecordPublisher;
    readonly timer: Timer;
}
/** See the module comment. */
export declare class DhtPresence implements AsyncDisposable {
    #private;
    constructor(parts: DhtPresenceParts);
    /** The DHT as one that may know where agents are; nothing is loaded before it is asked. */
    sources(): readonly RecordSource[];
    /** Takes part, and keeps the own record there, for as long as what it gives is open. */
    stay(): AsyncDisposable;
    /** Leaves. What stays is to be disposed before. */
    [Symbol.asyncDispose](): Promise<void>;
}
