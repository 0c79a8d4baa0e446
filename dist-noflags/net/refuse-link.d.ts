import { type Refusal } from '../base/errors.ts';
import type { Link } from './link.ts';
import { type Timer } from './timer.ts';
/** How long a link that is refused waits for its dialler's first frame, in milliseconds. */
export declare const REFUSAL_WAIT_MS = 1000;
/** Refused links that wait so at a time; one more is ended at once. Each holds a first frame that is coming in, at most. */
export declare const MAX_WAITING_REFUSALS = 64;
/**
 * Ends links that were just dialled and are not taken, with a word for their diallers.
 *
 * The word waits for the dialler's first frame, {@link REFUSAL_WAIT_MS} at most. Until then the dialler's libp2p may
 * still be agreeing on the protocol, and what comes behind the answer to that together with the end of the stream is
 * lost: the dialler would see a connection that broke, not a refusal.
 */
export declare class LinkRefusals {
    #private;
    constructor(timer?: Timer);
    /** Refuses `link`, which has no receiver yet. Resolves when it has ended. */
    refuse(link: Link, word: Refusal): Promise<void>;
}
