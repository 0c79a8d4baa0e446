/**
 * The timer port of the network: waiting without looking at the wall clock, so that tests need not wait.
 *
 * @module
 */
/** Calls back later. */
export interface Timer {
    /** Milliseconds from any fixed point; never goes back. */
    now(): number;
    /** Runs `action` once, `ms` from now; the function returned cancels it, and may be called at any time. */
    after(ms: number, action: () => void): () => void;
}
/** The timer of the system. */
export declare const systemTimer: Timer;
/** A timer that moves only when told to. */
export declare class ManualTimer implements Timer {
    #private;
    now(): number;
    after(ms: number, action: () => void): () => void;
    /** Moves on by `ms`, running what falls due, in order. */
    advance(ms: number): void;
}
