/**
 * What the tool server of a tunnel asked and the peer has not answered: bounded.
 *
 * @module
 */
import { idKey } from "../../mcp/rpc.js";
import { MAX_CALLS_IN_FLIGHT } from "./open-requests.js";
/** See the module comment. */
export class ToolQuestions {
    /** Whether the tool has taken each back. */
    #open = new Map();
    /** Whether the tool may ask this: it has not too many questions open, those that it has taken back aside. */
    expect(id) {
        if (this.#open.size >= MAX_CALLS_IN_FLIGHT) {
            const forgotten = [...this.#open].find(([, { isCancelled }]) => isCancelled);
            if (forgotten === undefined)
                return false;
            this.#open.delete(forgotten[0]);
        }
        this.#open.set(idKey(id), { isCancelled: false });
        return true;
    }
    /** The tool takes a question back. */
    cancel(id) {
        const asked = this.#open.get(idKey(id));
        if (asked !== undefined)
            asked.isCancelled = true;
    }
    /** Whether `id` is of an open question, which is answered then: only what was asked may be answered, once. */
    answer(id) {
        return this.#open.delete(idKey(id));
    }
}
