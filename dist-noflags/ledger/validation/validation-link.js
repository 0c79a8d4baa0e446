/**
 * Whether a block follows the one before: the log root, and the rules of the chain. PROTOCOL.md §9.8.
 *
 * @module
 */
import { equalBytes } from "../../base/bytes.js";
import { HASH_BYTES } from "../../crypto/hash.js";
import { entryBounds } from "../block.js";
import { Frontier } from "../log/frontier.js";
import { emptyRoot } from "../log/merkle.js";
import { leadingZeroBits } from "../work.js";
import { faultOf } from "./validation-codes.js";
/** How far a block's time may be ahead of the validator's clock: 10 minutes. */
export const MAX_AHEAD_MS = 10 * 60 * 1000;
const START = { height: -1, hash: new Uint8Array(HASH_BYTES), timeMs: 0, size: 0, frontier: new Frontier() };
/** The point that `position` names: height 0 holds nothing, so that a block there says itself what it follows. */
function pointOf(position, header) {
    if (position === 'start' || (position === 'unknown' && header.height === 0))
        return START;
    return position === 'unknown' ? undefined : position;
}
/** What the second layer says of the log, and the log after the block where it is known. */
export function linkLog({ block: { header }, leaves }, position) {
    const point = pointOf(position, header);
    // After another block than the newest the log before it is not known here: the consensus layer refuses it.
    if (point?.frontier === undefined || !equalBytes(header.previousHash, point.hash))
        return {};
    const frontier = point.frontier.copy();
    for (const leaf of leaves)
        frontier.append(leaf);
    if (equalBytes(frontier.root(), header.logRoot))
        return { frontier };
    return { fault: faultOf('log-root', 'the log root is not that of the log') };
}
/**
 * What is wrong in the third layer: of a block, of one whose entries are archived, or of a header alone.
 *
 * @param hash - Of the header.
 */
export function consensusFault(header, hash, rules, position) {
    const { chainId, difficulty, nowMs } = rules;
    if (chainId !== undefined && !equalBytes(header.chainId, chainId))
        return faultOf('chain', 'the chain is of another network or author');
    const point = pointOf(position, header);
    const fault = point === undefined ? undefined : placeFault(header, point);
    if (fault !== undefined)
        return fault;
    if (header.difficulty !== difficulty)
        return faultOf('difficulty', `the difficulty is ${header.difficulty}, must be ${difficulty}`);
    if (leadingZeroBits(hash) < difficulty)
        return faultOf('work', 'the hash lacks the work');
    if (header.timeMs < (point?.timeMs ?? 0))
        return faultOf('time-before', 'the time is before that of the block before');
    if (header.timeMs > nowMs + MAX_AHEAD_MS)
        return faultOf('time-ahead', 'the time is more than 10 minutes ahead');
    if (header.timeMs === 0)
        return faultOf('no-time', 'the time is 0');
    return undefined;
}
function placeFault(header, point) {
    if (header.height !== point.height + 1)
        return faultOf('height', `the height is ${header.height}, must be ${point.height + 1}`);
    if (!equalBytes(header.previousHash, point.hash))
        return faultOf('previous-hash', 'the previous hash is not that of the block before');
    return undefined;
}
/**
 * What is wrong with the size of the log: the first rule of the fourth layer.
 *
 * @param entries - How many the block has; `undefined` where only its header is there: as many as a block may have then.
 */
export function sizeFault(header, entries, position) {
    const first = pointOf(position, header)?.size;
    const [fewest, most] = entries === undefined ? entryBounds(header.height) : [entries, entries];
    const least = (first ?? 0) + fewest;
    const isRight = header.logSize >= least && (first === undefined || header.logSize <= first + most);
    if (isRight)
        return undefined;
    const must = first !== undefined && fewest === most ? `${least}` : `at least ${least}`;
    const bound = first !== undefined && fewest !== most ? ` and at most ${first + most}` : '';
    return faultOf('log-size', `the log size is ${header.logSize}, must be ${must}${bound}`);
}
/** What is wrong with the roots of a header alone: at height 0 there is nothing under them. */
export function emptinessFault({ height, entryRoot, logRoot }) {
    if (height !== 0)
        return undefined;
    if (!equalBytes(entryRoot, emptyRoot()))
        return faultOf('entry-root', 'the entry root is not that of the entries');
    return equalBytes(logRoot, emptyRoot()) ? undefined : faultOf('log-root', 'the log root is not that of the log');
}
