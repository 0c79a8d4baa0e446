/**
 * How long statements wait for others, to be signed with them: not at all where calls come one by one, and until all
 * input of a turn of the event loop was read where they come many at a time.
 *
 * @module
 */
import type { Defer } from '../agent/tunnel/statement-batch.ts';
/** Milliseconds without a call after which the next one is not expected to have company. */
export declare const QUIET_MS = 0.5;
/**
 * A {@link Defer} for one agent.
 *
 * @param now - Milliseconds from any fixed point.
 */
export declare function untilQuiet(now?: () => number): Defer;
