/** Deposits that are held at a time: of the 16 that a mailbox pushes, so that it always has others to push. */
export const MAX_HELD_DEPOSITS = 12;
/** Those of one sender among them. */
export const MAX_HELD_OF_A_SENDER = 8;
/** Bytes of them: half of what a mailbox pushes, which leaves room for the longest deposit. */
export const MAX_HELD_BYTES = 2 * 1024 * 1024;
/** See the module comment. */
export class HeldDeposits {
    #senders = new Map();
    #messages = 0;
    #bytes = 0;
    /** Whether one of `sender` is held: what comes after it must not overtake it. */
    has(sender) {
        return this.#senders.has(sender);
    }
    /**
     * Runs `task` when those of the same sender that were held before are done.
     *
     * @param closed - Resolves when the link has ended that it came over. The task is not begun then; it comes again.
     * @param task - Gives whether the mailbox is to be told that it was taken.
     * @returns `undefined` where there is no room: nothing is done.
     */
    hold(sender, bytes, closed, task) {
        const queue = this.#senders.get(sender) ?? { messages: 0, last: Promise.resolve() };
        if (this.#messages >= MAX_HELD_DEPOSITS || queue.messages >= MAX_HELD_OF_A_SENDER)
            return undefined;
        if (this.#bytes + bytes > MAX_HELD_BYTES)
            return undefined;
        this.#senders.set(sender, queue);
        this.#messages++;
        this.#bytes += bytes;
        queue.messages++;
        const left = closed.then(() => false);
        const before = queue.last;
        const isTaken = (async () => {
            try {
                const isOver = await Promise.race([before.then(() => undefined), left]);
                return isOver === undefined && (await task());
            }
            finally {
                this.#messages--;
                this.#bytes -= bytes;
                if (--queue.messages === 0)
                    this.#senders.delete(sender);
            }
        })();
        // How it went is for who waits for it; the next one has its turn in any case.
        queue.last = isTaken.catch(() => undefined);
        return { isTaken };
    }
}
