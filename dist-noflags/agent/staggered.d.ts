/**
 * Asking several who may know, one after the other, without waiting for who is slow.
 *
 * @module
 */
import type { Timer } from '../net/timer.ts';
/** How long one is waited for before the next is asked, too, in milliseconds: more than an honest one takes. */
export declare const STAGGER_MS = 1500;
/**
 * The first answer that is one. The next is asked when the one before has said that it knows nothing, or has not answered for
 * {@link STAGGER_MS}; who was asked before may still be the one that answers.
 *
 * @param asks - In the order of preference; each rejects for what ends the whole alone.
 * @returns `undefined` where none knows.
 */
export declare function firstAnswer<T>(asks: readonly (() => Promise<T | undefined>)[], timer: Timer): Promise<T | undefined>;
