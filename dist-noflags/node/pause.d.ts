/** @module A wait that a signal ends, and that keeps no process alive. */
/** Resolves after `ms`, or at the signal. */
export declare function pause(ms: number, signal: AbortSignal): Promise<void>;
