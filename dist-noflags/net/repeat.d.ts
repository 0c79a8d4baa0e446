/**
 * What a service does again and again by itself.
 *
 * @module
 */
import type { Timer } from './timer.ts';
/** Stops; resolves when what was under way is over. */
export type StopRepeating = () => Promise<void>;
/**
 * Runs `task` after `waitMs`, and again so long after it has ended.
 *
 * @param waitMs - Asked anew each time.
 * @param onFault - Told of what `task` throws; it goes on.
 */
export declare function repeat(timer: Timer, waitMs: () => number, task: () => Promise<void>, onFault: (error: unknown) => void): StopRepeating;
