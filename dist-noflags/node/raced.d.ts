/** @module A wait that a signal ends. */
/** `promise`, or the reason of `signal` where that aborts first. */
export declare function raced<T>(promise: Promise<T>, signal: AbortSignal): Promise<T>;
