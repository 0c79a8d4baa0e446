/**
 * Signed headers: a chain without its entries. Enough to know its length, its work and the roots of its log.
 * PROTOCOL.md §9.5, §9.11.
 *
 * @module
 */
import { concat } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { SIGNATURE_BYTES } from "../../crypto/sign.js";
import { chainIdOf, decodeHeader, encodeHeader, HEADER_BYTES, hashHeader } from "../block.js";
import { signatureFault } from "../validation/validation-block.js";
import { LAYER_CODES, layerOf, VALIDATION_NUMBERS } from "../validation/validation-codes.js";
import { consensusFault, emptinessFault, sizeFault } from "../validation/validation-link.js";
/** Length of an encoded header and its signature. */
export const SIGNED_HEADER_BYTES = HEADER_BYTES + SIGNATURE_BYTES;
/** Hashes that a block of this difficulty takes on the average: 2^difficulty. */
export function workOf(difficulty) {
    return 1n << BigInt(difficulty);
}
/** Header and signature as {@link SIGNED_HEADER_BYTES} bytes. */
export function encodeSignedHeader({ header, signature }) {
    return concat(encodeHeader(header), signature);
}
/** Reads header and signature. @throws {TalosError} `MALFORMED_BLOCK` for another length or form. */
export function decodeSignedHeader(bytes) {
    if (bytes.length !== SIGNED_HEADER_BYTES)
        throw new TalosError('MALFORMED_BLOCK', `a signed header has ${SIGNED_HEADER_BYTES} bytes, not ${bytes.length}`);
    const encoded = bytes.slice(0, HEADER_BYTES);
    return { header: decodeHeader(encoded), signature: bytes.slice(HEADER_BYTES), hash: hashHeader(encoded) };
}
/** Reads headers that follow each other. @throws {TalosError} `MALFORMED_BLOCK` for another length or form. */
export function decodeSignedHeaders(bytes) {
    if (bytes.length % SIGNED_HEADER_BYTES !== 0)
        throw new TalosError('MALFORMED_BLOCK', `signed headers of ${bytes.length} bytes are not whole`);
    return Array.from({ length: bytes.length / SIGNED_HEADER_BYTES }, (_, i) => decodeSignedHeader(bytes.subarray(i * SIGNED_HEADER_BYTES, (i + 1) * SIGNED_HEADER_BYTES)));
}
/**
 * Verifies what a header says by itself, whatever stands before it: that its author signed it and did its work.
 *
 * @throws {TalosError} with the code and, in its details, the number of the rule (PROTOCOL.md §9.8) that it breaks:
 *   `CONSENSUS_VIOLATION`, `SEMANTIC_ERROR`, or `CRYPTO_INVALID`.
 */
export function verifyLoneHeader(signed, rules) {
    verifyAt(signed, rules, 'unknown');
}
/**
 * Verifies a header as the next one after `view.tip`: all rules but those that need the entries.
 *
 * @returns The tip that it makes.
 * @throws {TalosError} as {@link verifyLoneHeader}.
 */
export function verifyHeader(signed, view) {
    const { header, hash } = signed;
    const { tip } = view;
    verifyAt(signed, view, tip === undefined ? 'start' : { ...tip, size: tip.logSize });
    const { height, timeMs, logSize } = header;
    return { height, hash, timeMs, logSize, work: (tip?.work ?? 0n) + workOf(header.difficulty) };
}
/** What costs nothing first: signatures are dear. */
function verifyAt({ header, signature, hash }, rules, position) {
    const { authorKey, network, difficulty, nowMs } = rules;
    const fault = emptinessFault(header) ??
        consensusFault(header, hash, { chainId: chainIdOf(authorKey, network), difficulty, nowMs }, position) ??
        sizeFault(header, undefined, position) ??
        signatureFault(encodeHeader(header), signature, authorKey);
    if (fault !== undefined)
        throw refusal(fault, header);
}
function refusal({ rule, reason }, { height }) {
    const details = { height, number: VALIDATION_NUMBERS[rule], rule };
    return new TalosError(LAYER_CODES[layerOf(rule)], `header ${height}: ${reason}`, { details });
}
