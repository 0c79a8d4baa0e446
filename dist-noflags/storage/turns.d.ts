/** What a step gives whose batch did not hold: what it had read was changed by another process. */
export declare const AGAIN: unique symbol;
/** How often a step is taken before its writer is told that it is of no use. */
export declare const MAX_STEP_ATTEMPTS = 64;
/** Lets one task a name run at a time, in the order of the calls. */
export declare class Turns {
    #private;
    /**
     * Takes a step when its turn comes, and again for as long as it gives {@link AGAIN}: it reads anew each time.
     *
     * @throws {TalosError} `E_STORAGE` where that does not end; what the step throws.
     */
    run<T>(name: string, step: () => Promise<T | typeof AGAIN>): Promise<T>;
}
/** Takes a step as {@link Turns.run} does, whoever else takes one. @throws {TalosError} as there. */
export declare function untilHeld<T>(step: () => Promise<T | typeof AGAIN>): Promise<T>;
