/** What V8 is told: each is looked at when it is needed, so that it may be told to a process that runs. */
export declare const ENGINE_FLAGS: readonly string[];
/**
 * Tells V8 so, where it is one that this was measured with. For the process of a command: one that other code shares is not
 * ours to tune.
 *
 * @param version - Of V8.
 * @param tell - Takes a flag.
 */
export declare function tuneEngine(version?: string, tell?: (flag: string) => void): void;
