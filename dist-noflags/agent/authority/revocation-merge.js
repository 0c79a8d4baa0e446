/**
 * What an update adds to the histories of a list. Pure. PROTOCOL.md §8.5.
 *
 * @module
 */
import { equalBytes, fromHex } from "../../base/bytes.js";
import { malformed } from "../../capability/verdict.js";
import { hashesAfter, RevocationBranch } from "./revocation-branch.js";
const RANK = { known: 3, append: 2, fork: 1, gap: 0 };
/**
 * Compares an update with what is known.
 *
 * @throws {TalosError} `MALFORMED` if there are more or fewer items than its head says, or it begins with the first item
 *   and its items are not those of its head.
 */
export function planMerge(branches, update) {
    const { head, from, items } = update;
    if (head.seq !== from + items.length)
        throw malformed('the items are not as many as their head says');
    const known = branches.length > 0 ? branches : [new RevocationBranch(0)];
    const plans = known.filter(({ size }) => size >= from).map((branch) => planFor(branch, update));
    const [best = { kind: 'gap' }] = plans.sort((a, b) => RANK[b.kind] - RANK[a.kind] || forkedAt(b) - forkedAt(a));
    if (best.kind === 'gap' && from === 0)
        throw malformed('the items are not those of their head');
    return best;
}
function planFor(branch, { head, from, items }) {
    const before = branch.hashAt(from);
    const hashes = hashesAfter(before, items);
    // Another history before, or items that its issuer did not sign.
    if (!equalBytes(hashes.at(-1) ?? before, fromHex(head.hash)))
        return { kind: 'gap' };
    const same = branch.agreesWith(from, hashes);
    if (same === items.length)
        return { kind: 'known', branch };
    const more = items.slice(same);
    const n = from + same;
    return n === branch.size ? { kind: 'append', branch, items: more } : { kind: 'fork', branch, n, items: more };
}
function forkedAt(plan) {
    return plan.kind === 'fork' ? plan.n : 0;
}
