/**
 * Every rule of validation with its number, in one published table. PROTOCOL.md §9.8.
 *
 * The hundreds name the layer, and with it the code; a number keeps its meaning for ever.
 *
 * @module
 */
import { TalosError } from '../../base/errors.ts';

/** The layers, in the order in which they are checked, each with the code of a block that fails in it. */
export const LAYER_CODES = {
  structural: 'MALFORMED_BLOCK',
  cryptographic: 'CRYPTO_INVALID',
  consensus: 'CONSENSUS_VIOLATION',
  semantic: 'SEMANTIC_ERROR',
  'cross-chain': 'ANCHOR_MISMATCH',
} as const;
/** A layer of validation. */
export type ValidationLayer = keyof typeof LAYER_CODES;
/** The code of a refused block. */
export type BlockCode = (typeof LAYER_CODES)[ValidationLayer];

/** The layers in order: the rules of the first have numbers from 101 on, those of the second from 201 on. */
export const VALIDATION_LAYERS: readonly ValidationLayer[] = Object.keys(LAYER_CODES) as ValidationLayer[];

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
} as const;
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
export function faultOf(rule: ValidationRule, reason: string, position?: number): BlockFault {
  return position === undefined ? { rule, reason } : { rule, reason, position };
}

/** The layer of a rule. */
export function layerOf(rule: ValidationRule): ValidationLayer {
  return VALIDATION_LAYERS[Math.floor(VALIDATION_NUMBERS[rule] / 100) - 1] as ValidationLayer;
}

/** A block that has another form than a block has. Its `details` hold the number of the rule. */
export function malformedBlock(rule: ValidationRule, reason: string): TalosError<'MALFORMED_BLOCK'> {
  return new TalosError('MALFORMED_BLOCK', reason, { details: { number: VALIDATION_NUMBERS[rule], rule } });
}
