/**
 * Intents of one session at its server: what its caller announced and has not done yet. PROTOCOL.md §7.2.
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
import { intentFault } from "../../ledger/entry/intent.js";
/** Intents of a session that wait for their calls; the oldest is forgotten first. Each comes right before its call. */
export const MAX_WAITING_INTENTS = 64;
/** Intents of a session that are remembered as used, so that none is taken again. */
export const MAX_USED_INTENTS = 4096;
/** See the module comment. */
export class IntentDesk {
    #waiting = new BoundedMap(MAX_WAITING_INTENTS);
    #used = new BoundedMap(MAX_USED_INTENTS);
    /** Whether intents wait. */
    get isWaiting() {
        return this.#waiting.size > 0;
    }
    /** Takes a verified intent; one that was used before is dropped. */
    announce(intent) {
        if (!this.#used.has(intent.hash))
            this.#waiting.set(intent.hash, intent);
    }
    /** The intent that `call` fits, which is used with that: once, whatever becomes of the call. */
    take(call) {
        for (const [hash, intent] of this.#waiting) {
            if (intentFault(intent.statement, call) !== undefined)
                continue;
            this.#waiting.delete(hash);
            this.#used.set(hash, true);
            return intent;
        }
        return undefined;
    }
}
