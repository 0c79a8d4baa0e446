import { isTalosError } from "../../base/errors.js";
/** See the module comment. One pass at a time for each peer. */
export class Leaving {
    #parts;
    #passes = new Map();
    constructor(parts) {
        this.#parts = parts;
    }
    /** Leaves all that waits for `peer`. What cannot be left, because of the mailbox or for want of a bundle, waits on. */
    async leave(peer) {
        const { deposit } = this.#parts;
        if (deposit === undefined)
            return;
        const before = this.#passes.get(peer) ?? Promise.resolve();
        const pass = before.then(() => this.#pass(peer, deposit));
        this.#passes.set(peer, pass);
        await pass;
        if (this.#passes.get(peer) === pass)
            this.#passes.delete(peer);
    }
    async #pass(peer, deposit) {
        try {
            this.#parts.assertUnchanged?.(peer);
            for await (const { envelope } of this.#parts.unleft(peer))
                await deposit(peer, envelope);
        }
        catch (error) {
            if (!isTalosError(error))
                throw error;
        }
    }
}
