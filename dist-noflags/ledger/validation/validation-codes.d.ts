/**
 * Every rule of validation with its number, in one published table. PROTOCOL.md §9.8.
 *
 * The hundreds name the layer, and with it the code; a number keeps its meaning for ever.
 *
 * @module
 */
import { TalosError } from '../../base/errors.ts';
/** The layers, in the order in which they are checked, each with the code of a block that fails in it. */
export declare const LAYER_CODES: {
    readonly structural: "MALFORMED_BLOCK";
    readonly cryptographic: "CRYPTO_INVALID";
    readonly consensus: "CONSENSUS_VIOLATION";
    readonly semantic: "SEMANTIC_ERROR";
    readonly 'cross-chain': "ANCHOR_MISMATCH";
};
/** A layer of validation. */
export type ValidationLayer = keyof typeof LAYER_CODES;
/** The code of a refused block. */
export type BlockCode = (typeof LAYER_CODES)[ValidationLayer];
/** The layers in order: the rules of the first have numbers from 101 on, those of the second from 201 on. */
export declare const VALIDATION_LAYERS: readonly ValidationLayer[];
/** The number of each rule. PROTOCOL.md §9.8 says what each is. */
export declare const VALIDATION_NUMBERS: {
    readonly 'too-large': 101;
    readonly 'too-short': 102;
    readonly 'left-over': 103;
    readonly version: 104;
    readonly 'large-number': 105;
    readonly 'entry-count': 106;
    readonly 'large-entry': 107;
    readonly 'empty-entry': 108;
    readonly 'no-block': 109;
    readonly 'entry-root': 201;
    readonly signature: 202;
    readonly 'log-root': 203;
    readonly 'no-author': 204;
    readonly chain: 301;
    readonly height: 302;
    readonly 'previous-hash': 303;
    readonly difficulty: 304;
    readonly work: 305;
    readonly 'time-before': 306;
    readonly 'time-ahead': 307;
    readonly 'no-time': 308;
    readonly 'log-size': 401;
    readonly 'entry-form': 402;
    readonly 'entry-fields': 403;
    readonly 'entry-version': 404;
    readonly 'entry-sequence': 405;
    readonly 'message-repeated': 406;
    readonly 'call-repeated': 407;
    readonly 'answer-repeated': 408;
    readonly identity: 409;
    readonly 'statement-fit': 410;
    readonly 'statement-signature': 411;
    readonly 'statement-checkpoint': 412;
    readonly 'statement-younger': 413;
    readonly anchor: 501;
};
/** A rule of validation. */
export type ValidationRule = keyof typeof VALIDATION_NUMBERS;
/** A rule that a block breaks. */
export interface BlockFault {
    readonly rule: ValidationRule;
    /** One sentence, lower case. */
    readonly reason: string;
    /** Place in the block of the entry at fault, where one is. */
    readonly position?: number;
}
/** A fault, as a value. */
export declare function faultOf(rule: ValidationRule, reason: string, position?: number): BlockFault;
/** The layer of a rule. */
export declare function layerOf(rule: ValidationRule): ValidationLayer;
/** A block that has another form than a block has. Its `details` hold the number of the rule. */
export declare function malformedBlock(rule: ValidationRule, reason: string): TalosError<'MALFORMED_BLOCK'>;
