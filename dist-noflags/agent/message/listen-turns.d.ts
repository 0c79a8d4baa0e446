/**
 * One listener at a time. Who comes while the one before is ending, as when its command was killed, waits for that; and,
 * as a death may not have been noticed yet, a moment for it to begin.
 *
 * @module
 */
import { type Timer } from '../../net/timer.ts';
/** So long a listener waits for the end of the one before, in milliseconds. */
export declare const LISTENER_END_MS = 10000;
/** So long a listener waits for the one before to begin to end: this process may be too busy to know of a death at once. */
export declare const LISTENER_DEATH_MS = 1000;
/** A listener, from its first step to its last. */
export interface ListenTurn {
    /** It is ending. Repeatable. */
    end(): void;
    /** It has let go of everything. Repeatable. */
    over(): void;
}
/** See the module comment. */
export declare class ListenTurns {
    #private;
    constructor(timer?: Timer);
    /**
     * Begins a turn as soon as nobody listens any more; the next one is not begun before it is over.
     *
     * @param signal - Aborts when the turn is to end.
     * @returns `undefined` where it is no use to wait longer: {@link LISTENER_DEATH_MS} after the call for one who goes on,
     *   {@link LISTENER_END_MS} for one who is ending.
     * @throws The reason of `signal`, where that aborts before.
     */
    begin(signal?: AbortSignal): Promise<ListenTurn | undefined>;
}
