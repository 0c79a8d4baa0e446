import { equalBytes, toHex } from "../../base/bytes.js";
import { isTalosError } from "../../base/errors.js";
import { verify } from "../../crypto/sign.js";
import { decodeBlock, encodeBlock, HEADER_BYTES, hashHeader } from "../block.js";
import { leafHash, rootHash } from "../log/merkle.js";
import { faultOf } from "./validation-codes.js";
/** The first layer. */
export function readBlockForm(bytes) {
    try {
        return decodeBlock(bytes);
    }
    catch (error) {
        if (!isTalosError(error, 'MALFORMED_BLOCK'))
            throw error;
        return faultOf(error.details['rule'], error.message);
    }
}
/** The hashes of a block. @param bytes - Those that `block` was read from. */
export function hashBlock(block, bytes) {
    const encoded = new Uint8Array(bytes.subarray(0, HEADER_BYTES));
    return { block, encoded, hash: hashHeader(encoded), leaves: block.entries.map(leafHash) };
}
/** How the signature of a header is remembered: by all that decides whether it verifies, but for the key. */
const nameOfHeader = ({ hash, block }) => toHex(hash) + toHex(block.signature);
/** What is wrong in the second layer, as far as the block alone shows it. The hash costs less, and comes first. */
export function selfFault(read, terms) {
    const { block, encoded, leaves } = read;
    if (!equalBytes(rootHash(leaves), block.header.entryRoot))
        return faultOf('entry-root', 'the entry root is not that of the entries');
    const { authorKey, verified } = terms;
    if (authorKey === undefined)
        return faultOf('no-author', 'nothing says whose block it is, so no signature verifies');
    const name = verified === undefined ? '' : nameOfHeader(read);
    if (verified?.has(name) === true)
        return undefined;
    terms.onSignature?.();
    const fault = signatureFault(encoded, block.signature, authorKey);
    if (fault === undefined)
        verified?.set(name, true);
    return fault;
}
/** Whether the author signed a header. @param encoded - Of the header. */
export function signatureFault(encoded, signature, authorKey) {
    if (verify('block', authorKey, encoded, signature))
        return undefined;
    return faultOf('signature', 'the signature is not of the author');
}
const HEADER_FIELDS = {
    chainId: 32,
    height: 'count',
    previousHash: 32,
    entryRoot: 32,
    logSize: 'count',
    logRoot: 32,
    timeMs: 'count',
    difficulty: 'byte',
    nonce: 'count',
};
const NO_BLOCK = faultOf('no-block', 'a field of the block is missing, unknown or of another type');
/**
 * The bytes of a block that is given as an object, or what keeps it from having any: a field that is missing, unknown,
 * or of another type. A hash that somebody supplies is an unknown field: there is none but the one that is computed.
 */
export function bytesOfBlock(block) {
    if (!hasFields(block, ['header', 'signature', 'entries']))
        return NO_BLOCK;
    const { header, signature, entries } = block;
    const isBlock = isBytes(signature, 64) &&
        Array.isArray(entries) &&
        entries.every((entry) => isBytes(entry)) &&
        hasFields(header, Object.keys(HEADER_FIELDS)) &&
        Object.entries(HEADER_FIELDS).every(([name, kind]) => isField(header[name], kind));
    return isBlock ? encodeBlock(block) : NO_BLOCK;
}
function hasFields(value, names) {
    if (typeof value !== 'object' || value === null)
        return false;
    return Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name));
}
const isBytes = (value, length) => value instanceof Uint8Array && (length === undefined || value.length === length);
function isField(value, kind) {
    if (kind === 32)
        return isBytes(value, kind);
    return Number.isSafeInteger(value) && value >= 0 && (kind === 'count' || value <= 0xff);
}
