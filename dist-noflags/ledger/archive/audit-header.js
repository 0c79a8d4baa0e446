/**
 * What can be checked of a block whose entries were archived: its header, against the hashes of the entries.
 *
 * @module
 */
import { equalBytes } from "../../base/bytes.js";
import { chainIdOf, encodeHeader, hashHeader } from "../block.js";
import { linkPointOf } from "../validation/validate.js";
import { selfFault } from "../validation/validation-block.js";
import { faultOf, LAYER_CODES, layerOf } from "../validation/validation-codes.js";
import { consensusFault, sizeFault } from "../validation/validation-link.js";
/**
 * The first flaw of a header, where it has one, in the order of §9.8; and its hash.
 *
 * @param leaves - Hashes of its entries.
 * @param frontier - The log with these.
 */
export function headerFlaw({ header, signature }, leaves, frontier, view) {
    const encoded = encodeHeader(header);
    const hash = hashHeader(encoded);
    const { tip, authorKey, network, difficulty, nowMs } = view;
    const position = tip === undefined ? 'start' : linkPointOf(tip);
    const rules = { chainId: chainIdOf(authorKey, network), difficulty, nowMs };
    const read = { block: { header, signature, entries: [] }, encoded, hash, leaves };
    const fault = selfFault(read, { authorKey }) ??
        logFault(header.logRoot, frontier) ??
        consensusFault(header, hash, rules, position) ??
        sizeFault(header, leaves.length, position);
    return { flaw: fault && { code: LAYER_CODES[layerOf(fault.rule)], reason: fault.reason }, hash };
}
function logFault(logRoot, frontier) {
    return equalBytes(frontier.root(), logRoot) ? undefined : faultOf('log-root', 'the log root is not that of the log');
}
