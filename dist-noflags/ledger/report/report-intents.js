/**
 * Intents and what was done under them, as a report goes through a log: a call that is not what its caller announced, and
 * a result that says it was. PROTOCOL.md §9.3, §9.10.
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
import { intentFault } from "../entry/intent.js";
/** Most intents that wait for the result that names them, and most that were named; the oldest is forgotten. */
export const MAX_WATCHED_INTENTS = 16_384;
/** See the module comment. */
export class IntentWatch {
    #announced = new BoundedMap(MAX_WATCHED_INTENTS);
    /** Results that named them, by the hash of the intent. */
    #named = new BoundedMap(MAX_WATCHED_INTENTS);
    /** Entries of results that name an intent which was not seen. */
    unseen = [];
    /** Takes an intent. */
    announced({ statement }) {
        this.#announced.set(statement.hash, statement.statement);
    }
    /**
     * What is wrong with the intent that an answer names.
     *
     * @param call - What it answers, where that was seen.
     */
    faultOf(body, { seq }, call) {
        const { intent } = body.statement.statement;
        if (intent === undefined)
            return undefined;
        const before = this.#named.get(intent);
        if (before !== undefined)
            return `the ${body.type} in entry ${seq} names the same intent as that in entry ${before}`;
        this.#named.set(intent, seq);
        const announced = this.#announced.get(intent);
        if (announced === undefined) {
            if (this.unseen.length < MAX_WATCHED_INTENTS)
                this.unseen.push(seq);
            return undefined;
        }
        this.#announced.delete(intent);
        const fault = call && intentFault(announced, call);
        return fault && `the call that entry ${seq} answers has another ${fault} than the intent that it names`;
    }
}
