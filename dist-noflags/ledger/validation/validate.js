import { chainIdOf } from "../block.js";
import { hashBlock, readBlockForm, selfFault } from "./validation-block.js";
import { LAYER_CODES, layerOf, VALIDATION_NUMBERS } from "./validation-codes.js";
import { readEntries } from "./validation-entries.js";
import { consensusFault, linkLog, sizeFault } from "./validation-link.js";
export { MAX_AHEAD_MS } from "./validation-link.js";
/** Validates an encoded block as the next one after `view.tip`. Nothing that `bytes` hold makes this throw. */
export function validateBlock(bytes, view) {
    const block = readBlockForm(bytes);
    if ('rule' in block)
        return refusal(block);
    const read = hashBlock(block, bytes);
    const position = view.tip === undefined ? 'start' : linkPointOf(view.tip);
    const found = selfFault(read, { authorKey: view.authorKey });
    if (found !== undefined)
        return refusal(found);
    const { fault: logFault, frontier } = linkLog(read, position);
    if (logFault !== undefined)
        return refusal(logFault);
    const rules = { chainId: chainIdOf(view.authorKey, view.network), difficulty: view.difficulty, nowMs: view.nowMs };
    const linkFault = consensusFault(block.header, read.hash, rules, position) ?? sizeFault(block.header, block.entries.length, position);
    if (linkFault !== undefined)
        return refusal(linkFault);
    const { entries, fault } = readEntries(block, read.leaves);
    if (fault !== undefined)
        return refusal(fault);
    const { height, timeMs } = block.header;
    // A block that follows had its log compared.
    return { valid: true, block, entries, tip: { height, hash: read.hash, timeMs, frontier: frontier } };
}
/** What a block is compared with that comes after `tip`. */
export function linkPointOf(tip) {
    return { ...tip, size: tip.frontier.size };
}
function refusal({ rule, reason, position }) {
    const place = position === undefined ? {} : { position };
    return { valid: false, code: LAYER_CODES[layerOf(rule)], number: VALIDATION_NUMBERS[rule], reason, ...place };
}
