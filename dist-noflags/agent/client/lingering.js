/**
 * Clients that stay open for a while after their last use, so that what follows soon needs no new connection.
 *
 * @module
 */
import { isTalosError, TalosError } from "../../base/errors.js";
import { unlessAborted } from "../waits.js";
/** How long a client that nobody uses stays open, in milliseconds. */
export const LINGER_MS = 10_000;
/** See the module comment. Clients are told apart by name; who names them bounds how many there can be. */
export class Lingering {
    #timer;
    #held = new Map();
    #isClosed = false;
    constructor(timer) {
        this.#timer = timer;
    }
    /**
     * Runs `task` with the client called `name`, which `open` opens where there is none.
     *
     * @param signal - Ends the waiting for the client, which is opened all the same: others may wait for it.
     * @throws what `open` and `task` throw; the reason of `signal`; `E_CLOSED` after disposal.
     */
    async use(name, open, task, signal) {
        if (this.#isClosed)
            throw new TalosError('E_CLOSED', 'nothing is opened any more');
        const held = this.#held.get(name) ?? this.#open(name, open);
        held.users++;
        held.cancel();
        try {
            return await task(await unlessAborted(held.client, signal));
        }
        finally {
            held.users--;
            // Of one that did not open, or has ended, nothing lingers.
            if (held.users === 0 && this.#held.get(name) === held)
                held.cancel = this.#timer.after(LINGER_MS, () => this.#end(name, held));
        }
    }
    #open(name, open) {
        const held = { client: open(), users: 0, cancel: () => { } };
        this.#held.set(name, held);
        const forget = () => {
            held.cancel();
            if (this.#held.get(name) === held)
                this.#held.delete(name);
        };
        held.client.then((client) => void client.closed.then(forget), forget);
        return held;
    }
    /** Ends those that nobody uses, the one opened first before the others, until at most `count` are held. */
    endIdle(count) {
        for (const [name, held] of this.#held) {
            if (this.#held.size <= count)
                return;
            if (held.users > 0)
                continue;
            held.cancel();
            this.#end(name, held);
        }
    }
    #end(name, held) {
        if (held.users > 0)
            return;
        if (this.#held.get(name) === held)
            this.#held.delete(name);
        // Nobody uses it: how its closing went is nobody's concern.
        void closed(held.client);
    }
    /** Closes all clients; tasks that run fail. */
    async [Symbol.asyncDispose]() {
        this.#isClosed = true;
        const all = [...this.#held.values()];
        this.#held.clear();
        for (const { cancel } of all)
            cancel();
        await Promise.all(all.map(({ client }) => closed(client)));
    }
}
async function closed(client) {
    try {
        await (await client).close();
    }
    catch (error) {
        // One that did not open has nothing to close; whoever asked for it was told.
        if (!isTalosError(error))
            throw error;
    }
}
