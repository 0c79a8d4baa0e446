import type { Metrics } from '../base/metrics.ts';
import { type AnchorKind } from '../ledger/anchor/anchor.ts';
import { type WaitingMessages } from './message/waiting-messages.ts';
import type { WatchedLedger } from './record/watched-ledger.ts';
/** Calls whose time is being taken; of one more, the oldest is not told of. */
export declare const MAX_TIMED_CALLS = 4096;
/** Which end of a session this agent is. */
declare const ROLES: readonly ["initiator", "responder"];
/** What is asked when somebody looks. */
export interface AgentNumbers {
    readonly ledger: WatchedLedger;
    readonly waiting: WaitingMessages;
    /** Live sessions, by the end that this agent is. */
    sessions(role: (typeof ROLES)[number]): number;
    /** Calls that wait for a person. */
    approvals(): Promise<number>;
    /** Tries to anchor the log that failed. */
    anchorFailures(kind: AnchorKind): number;
    /** Monotonic, in milliseconds. */
    readonly nowMs: () => number;
}
/** See the module comment. @returns A function that ends the counting. */
export declare function measureAgent(numbers: AgentNumbers, metrics: Metrics): () => void;
export {};
