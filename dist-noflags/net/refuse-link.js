/**
 * The end of a link that is not taken. PROTOCOL.md §6.2.
 *
 * @module
 */
import { utf8 } from "../base/bytes.js";
import { isTalosError } from "../base/errors.js";
import { FRAME_TYPES } from "./frame.js";
import { systemTimer } from "./timer.js";
/** How long a link that is refused waits for its dialler's first frame, in milliseconds. */
export const REFUSAL_WAIT_MS = 1000;
/** Refused links that wait so at a time; one more is ended at once. Each holds a first frame that is coming in, at most. */
export const MAX_WAITING_REFUSALS = 64;
/**
 * Ends links that were just dialled and are not taken, with a word for their diallers.
 *
 * The word waits for the dialler's first frame, {@link REFUSAL_WAIT_MS} at most. Until then the dialler's libp2p may
 * still be agreeing on the protocol, and what comes behind the answer to that together with the end of the stream is
 * lost: the dialler would see a connection that broke, not a refusal.
 */
export class LinkRefusals {
    #timer;
    #waiting = 0;
    constructor(timer = systemTimer) {
        this.#timer = timer;
    }
    /** Refuses `link`, which has no receiver yet. Resolves when it has ended. */
    async refuse(link, word) {
        if (this.#waiting < MAX_WAITING_REFUSALS)
            await this.#firstFrame(link);
        try {
            link.send(FRAME_TYPES.error, utf8(word));
        }
        catch (error) {
            // The dialler went first.
            if (!isTalosError(error, 'E_CLOSED'))
                throw error;
        }
        await link.close();
    }
    /** Resolves when the first frame came, the wait is over, or the link has ended. */
    async #firstFrame(link) {
        this.#waiting++;
        await new Promise((resolve) => {
            const cancel = this.#timer.after(REFUSAL_WAIT_MS, resolve);
            const go = () => {
                cancel();
                resolve();
            };
            link.onFrame(go);
            void link.closed.then(go);
        });
        this.#waiting--;
    }
}
