/**
 * How much is validated, and what a validator is given of the world. PROTOCOL.md §9.8.
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
/**
 * How much is validated: `minimal` is the form alone; `standard` adds hashes, the author's signature and the rules of
 * the chain; `strict` adds the entries and the signatures in them; `paranoid` adds anchors, remembers no signature that
 * it checked, and writes everything anew to compare it.
 */
export const VALIDATION_LEVELS = ['minimal', 'standard', 'strict', 'paranoid'];
/** Whether `level` is at least `other`. */
export function isAtLeast(level, other) {
    return VALIDATION_LEVELS.indexOf(level) >= VALIDATION_LEVELS.indexOf(other);
}
/** Ids that {@link recentIds} remembers: some 12 MB. */
export const MAX_RECENT_IDS = 65_536;
/** The ids of the newest blocks, in memory. */
export function recentIds(capacity = MAX_RECENT_IDS) {
    const ids = new BoundedMap(capacity);
    return {
        has: (id) => ids.has(id),
        add: (more) => {
            for (const id of more)
                ids.set(id, true);
        },
    };
}
