/**
 * Changes that read before they write: one at a time of each thing within a process, and again where another process was
 * faster.
 *
 * @module
 */
import { TalosError } from "../base/errors.js";
import { Mutex } from "../base/lifetime.js";
import { randomFraction } from "../crypto/random.js";
/** What a step gives whose batch did not hold: what it had read was changed by another process. */
export const AGAIN = Symbol('again');
/** How often a step is taken before its writer is told that it is of no use. */
export const MAX_STEP_ATTEMPTS = 64;
/** Longest wait before it is taken again, in milliseconds. */
const MAX_WAIT_MS = 50;
/** Lets one task a name run at a time, in the order of the calls. */
export class Turns {
    #taken = new Map();
    /**
     * Takes a step when its turn comes, and again for as long as it gives {@link AGAIN}: it reads anew each time.
     *
     * @throws {TalosError} `E_STORAGE` where that does not end; what the step throws.
     */
    async run(name, step) {
        const turn = this.#taken.get(name) ?? { mutex: new Mutex(), tasks: 0 };
        this.#taken.set(name, turn);
        turn.tasks += 1;
        try {
            return await turn.mutex.run(() => untilHeld(step));
        }
        finally {
            turn.tasks -= 1;
            if (turn.tasks === 0)
                this.#taken.delete(name);
        }
    }
}
/** Takes a step as {@link Turns.run} does, whoever else takes one. @throws {TalosError} as there. */
export async function untilHeld(step) {
    for (let attempt = 1; attempt <= MAX_STEP_ATTEMPTS; attempt++) {
        const result = await step();
        if (result !== AGAIN)
            return result;
        // Two that meet must not meet again.
        const waitMs = randomFraction() * Math.min(MAX_WAIT_MS, attempt * 4);
        await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
    throw new TalosError('E_STORAGE', `others changed it ${MAX_STEP_ATTEMPTS} times meanwhile`);
}
