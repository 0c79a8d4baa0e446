/**
 * Calls of a tunnel that wait until somebody consents.
 *
 * @module
 */
import { idKey } from "../../mcp/rpc.js";
import { MAX_CALLS_IN_FLIGHT } from "../tunnel/open-requests.js";
/** See the module comment. */
export class OpenConsents {
    #open = new Map();
    /** Whether a call with this id can wait: none does, and there is room. */
    hasRoomFor(id) {
        return this.#open.size < MAX_CALLS_IN_FLIGHT && !this.#open.has(idKey(id));
    }
    /** The call with this id waits until it was `decided`, or {@link made}; `withdrawn` ends it. */
    async wait(id, decided, withdrawn) {
        const key = idKey(id);
        this.#open.set(key, withdrawn);
        try {
            await decided;
        }
        finally {
            // Once it was made another may have its id.
            if (this.#open.get(key) === withdrawn)
                this.#open.delete(key);
        }
    }
    /** The call with this id is made: it waits no more. */
    made(id) {
        this.#open.delete(idKey(id));
    }
    /** The caller takes its call back. @returns Whether it waited. */
    withdraw(id) {
        const open = this.#open.get(idKey(id));
        open?.abort();
        return open !== undefined;
    }
    /** Nobody need consent any more. */
    withdrawAll() {
        for (const open of this.#open.values())
            open.abort();
    }
}
