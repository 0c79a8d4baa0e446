/**
 * Every rule of validation with its number, in one published table. PROTOCOL.md §9.8.
 *
 * The hundreds name the layer, and with it the code; a number keeps its meaning for ever.
 *
 * @module
 */
import { TalosError } from "../../base/errors.js";
/** The layers, in the order in which they are checked, each with the code of a block that fails in it. */
export const LAYER_CODES = {
    structural: 'MALFORMED_BLOCK',
    cryptographic: 'CRYPTO_INVALID',
    consensus: 'CONSENSUS_VIOLATION',
    semantic: 'SEMANTIC_ERROR',
    'cross-chain': 'ANCHOR_MISMATCH',
};
/** The layers in order: the rules of the first have numbers from 101 on, those of the second from 201 on. */
export const VALIDATION_LAYERS = Object.keys(LAYER_CODES);
/** The number of each rule. PROTOCOL.md §9.8 says what each is. */
export const VALIDATION_NUMBERS = {
    'too-large': 101,
    'too-short': 102,
    'left-over': 103,
    version: 104,
    'large-number': 105,
    'entry-count': 106,
    'large-entry': 107,
    'empty-entry': 108,
    'no-block': 109,
    'entry-root': 201,
    signature: 202,
    'log-root': 203,
    'no-author': 204,
    chain: 301,
    height: 302,
    'previous-hash': 303,
    difficulty: 304,
    work: 305,
    'time-before': 306,
    'time-ahead': 307,
    'no-time': 308,
    'log-size': 401,
    'entry-form': 402,
    'entry-fields': 403,
    'entry-version': 404,
    'entry-sequence': 405,
    'message-repeated': 406,
    'call-repeated': 407,
    'answer-repeated': 408,
    identity: 409,
    'statement-fit': 410,
    'statement-signature': 411,
    'statement-checkpoint': 412,
    'statement-younger': 413,
    anchor: 501,
};
/** A fault, as a value. */
export function faultOf(rule, reason, position) {
    return position === undefined ? { rule, reason } : { rule, reason, position };
}
/** The layer of a rule. */
export function layerOf(rule) {
    return VALIDATION_LAYERS[Math.floor(VALIDATION_NUMBERS[rule] / 100) - 1];
}
/** A block that has another form than a block has. Its `details` hold the number of the rule. */
export function malformedBlock(rule, reason) {
    return new TalosError('MALFORMED_BLOCK', reason, { details: { number: VALIDATION_NUMBERS[rule], rule } });
}
