import type { Did } from '../../identity/did.ts';
import { type Timer } from '../../net/timer.ts';
/** Milliseconds between two talks with a peer while calls flow. PROTOCOL.md §9.9. */
export declare const WITNESS_PAUSE_MS = 2000;
/** Milliseconds from a talk with a peer to the one after another tunnel was opened: some open one for each call. */
export declare const WITNESS_OPENING_PAUSE_MS = 100;
/** Milliseconds that a talk may take. */
export declare const WITNESS_TALK_MS = 10000;
/** Milliseconds that an agent which ends gives talks under way. */
export declare const WITNESS_GRACE_MS = 500;
/** What a schedule runs. */
export interface WitnessScheduleParts {
    /** Never rejects. */
    readonly talk: (peer: Did, signal: AbortSignal) => Promise<void>;
    /** Whether there is something to say to `peer`, or to hear of it. */
    readonly hasNews: (peer: Did) => Promise<boolean>;
    /** Whether a checkpoint of this agent is about to appear. */
    readonly isSealing: () => boolean;
    /** The system's unless given. */
    readonly timer?: Timer;
}
/** See the module comment. Disposing ends it; talks under way get a little time. */
export declare class WitnessSchedule implements AsyncDisposable {
    #private;
    constructor(parts: WitnessScheduleParts);
    /** A tunnel to `peer` was opened. @returns A function that says that it has ended, to be called once. */
    opened(peer: Did): () => void;
    /** A tunnel to `peer` was used: talks with it soon, where there is news and a tunnel is open. */
    used(peer: Did): void;
    [Symbol.asyncDispose](): Promise<void>;
}
