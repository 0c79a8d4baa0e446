/**
 * Deposits that cannot be taken yet, because a person is being asked about their sender or it has begun too many
 * sessions: they stay in the mailbox, and what came after them goes on. PROTOCOL.md §6.7.
 *
 * @module
 */
import type { Did } from '../../identity/did.ts';
import type { Later } from '../../mailbox/client.ts';
/** Deposits that are held at a time: of the 16 that a mailbox pushes, so that it always has others to push. */
export declare const MAX_HELD_DEPOSITS = 12;
/** Those of one sender among them. */
export declare const MAX_HELD_OF_A_SENDER = 8;
/** Bytes of them: half of what a mailbox pushes, which leaves room for the longest deposit. */
export declare const MAX_HELD_BYTES: number;
/** See the module comment. */
export declare class HeldDeposits {
    #private;
    /** Whether one of `sender` is held: what comes after it must not overtake it. */
    has(sender: Did): boolean;
    /**
     * Runs `task` when those of the same sender that were held before are done.
     *
     * @param closed - Resolves when the link has ended that it came over. The task is not begun then; it comes again.
     * @param task - Gives whether the mailbox is to be told that it was taken.
     * @returns `undefined` where there is no room: nothing is done.
     */
    hold(sender: Did, bytes: number, closed: Promise<unknown>, task: () => Promise<boolean>): Later | undefined;
}
