/**
 * Networks: what the chains of one network have in common. PROTOCOL.md §9.5.
 *
 * @module
 */
import { type Bytes, concat, fromUtf8, utf8 } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import { decode } from '../codec/reader.ts';
import { blob16, u8 } from '../codec/writer.ts';

/** What a ledger begins with, for good. */
export interface NetworkTerms {
  /** 1 to {@link MAX_NETWORK_CHARACTERS} of `a` to `z`, `0` to `9`, `.`, `-`, the first a letter: part of the chain id. */
  readonly name: string;
  /** Leading zero bits that each block hash must have, 0 to {@link MAX_DIFFICULTY}. */
  readonly difficulty: number;
}

/** Longest name of a network, in characters. */
export const MAX_NETWORK_CHARACTERS = 64;
/** Hardest work of a network, in leading zero bits: about a minute of one core a block. */
export const MAX_DIFFICULTY = 24;
/** The network that a ledger begins in unless another is configured. */
export const DEFAULT_NETWORK: NetworkTerms = { name: 'talos', difficulty: 8 };

/** Whether `name` names a network. */
export function isNetworkName(name: string): boolean {
  return name.length <= MAX_NETWORK_CHARACTERS && /^[a-z][a-z0-9.-]*$/.test(name);
}

/** Work of the blocks up to `height` in all, the first one included: 2^difficulty each, and the difficulty never changes. */
export function totalWork(height: number, { difficulty }: NetworkTerms): bigint {
  return BigInt(height + 1) << BigInt(difficulty);
}

/** Checks what a ledger is to begin with. @throws {RangeError} for a name that is none, or a difficulty out of bounds. */
export function assertNetwork({ name, difficulty }: NetworkTerms): void {
  if (!isNetworkName(name)) throw new RangeError(`"${name}" names no network`);
  if (!Number.isInteger(difficulty) || difficulty < 0 || difficulty > MAX_DIFFICULTY)
    throw new RangeError(`difficulty must be 0 to ${MAX_DIFFICULTY}, got ${difficulty}`);
}

/** As bytes: `u8 difficulty ‖ blob16(name)`. */
export function encodeNetwork({ name, difficulty }: NetworkTerms): Bytes {
  return concat(u8(difficulty), blob16(utf8(name)));
}

/** Reads what {@link encodeNetwork} gave. @throws {TalosError} `E_MALFORMED`. */
export function decodeNetwork(bytes: Uint8Array): NetworkTerms {
  return decode(bytes, (reader) => {
    const difficulty = reader.u8('difficulty');
    const name = fromUtf8(reader.blob16(MAX_NETWORK_CHARACTERS, 'network'));
    if (!isNetworkName(name) || difficulty > MAX_DIFFICULTY)
      throw new TalosError('E_MALFORMED', 'the terms of the network have another form');
    return { name, difficulty };
  });
}
