/**
 * Parts of a kept revocation list, as large as one packet holds, each up to a head. PROTOCOL.md §8.5.
 *
 * @module
 */
import { utf8 } from "../../base/bytes.js";
import { MAX_ITEM_BYTES } from "../../capability/revocation-list.js";
import { HEAD_STEP, storedHeads, storedItems } from "./revocation-record.js";
/** Most items of one part. */
export const MAX_PART_ITEMS = 1024;
/** Most bytes of the items of one part: those of one step always fit. */
export const MAX_PART_BYTES = HEAD_STEP * MAX_ITEM_BYTES;
/** The items after the first `from`, as many as fit and end at a head, and that head; without one at the end of the list. */
export async function partOf(store, wanted) {
    const { branch, from } = wanted;
    const to = Math.min(branch.size, from + MAX_PART_ITEMS);
    const items = await itemsOf(store, wanted, from, to);
    let bytes = 0;
    let fits = 0;
    while (fits < items.length && bytes + utf8(items[fits] ?? '').length <= MAX_PART_BYTES)
        bytes += utf8(items[fits++] ?? '').length;
    const last = from + fits;
    if (last === branch.size)
        return { items, head: branch.head?.text };
    const seq = last - (last % HEAD_STEP);
    const owner = ownerOf(wanted, seq);
    const [head] = await storedHeads(store, { issuer: wanted.issuer, branch: owner.index, n: seq - 1 }, seq);
    return { items: items.slice(0, seq - from), head: head?.text };
}
/** The items `from + 1` to `to`: those before a branch leaves another are that one's. */
async function itemsOf(store, wanted, from, to) {
    const { issuer, branch, branches } = wanted;
    const base = branches[branch.base.branch];
    const shared = Math.min(to, branch.base.n);
    const before = from < shared && base !== undefined ? await itemsOf(store, { ...wanted, branch: base }, from, shared) : [];
    const first = Math.max(from, branch.base.n);
    if (first >= to)
        return before;
    return [...before, ...(await storedItems(store, { issuer, branch: branch.index, n: first }, to))];
}
/** The branch that the item at `n` is stored with. */
function ownerOf(wanted, n) {
    const { branch, branches } = wanted;
    const base = branches[branch.base.branch];
    return n > branch.base.n || base === undefined ? branch : ownerOf({ ...wanted, branch: base }, n);
}
