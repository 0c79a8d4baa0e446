/**
 * What to think of a checkpoint that somebody shows, knowing one that was kept of the same log. PROTOCOL.md §9.9.
 *
 * @module
 */
import { equalBytes } from "../../base/bytes.js";
import { verifyConsistency } from "./merkle.js";
/** Compares what was shown with what is `kept`, both of one author. */
export function judgeShown(kept, { checkpoint, from, path }) {
    if (checkpoint.size === kept.size)
        return equalBytes(checkpoint.root, kept.root) ? 'same' : 'fork';
    if (checkpoint.size < kept.size)
        return from === kept.size ? 'rollback' : 'older';
    const isProved = from === kept.size && verifyConsistency(from, kept.root, checkpoint.size, checkpoint.root, path);
    return isProved ? 'grown' : 'unconnected';
}
