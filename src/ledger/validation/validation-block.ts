/**
 * What a block says by itself: form, hashes, signature. PROTOCOL.md §9.8.
 *
 * Whether it follows the block before is `validation-link.ts`, what its entries say `validation-entries.ts`.
 *
 * @module
 */
import type { BoundedMap } from '../../base/bounded.ts';
import { type Bytes, equalBytes, toHex } from '../../base/bytes.ts';
import { isTalosError } from '../../base/errors.ts';
import { verify } from '../../crypto/sign.ts';
import { type Block, decodeBlock, encodeBlock, HEADER_BYTES, hashHeader } from '../block.ts';
import { leafHash, rootHash } from '../log/merkle.ts';
import { type BlockFault, faultOf, type ValidationRule } from './validation-codes.ts';

/** A block whose form is right, with its hashes. */
export interface ReadBlock {
  readonly block: Block;
  /** The header as it was signed: 162 bytes. */
  readonly encoded: Bytes;
  /** Its hash, 32 bytes. */
  readonly hash: Bytes;
  /** Leaf hashes of its entries. */
  readonly leaves: readonly Bytes[];
}

/** The first layer. */
export function readBlockForm(bytes: Uint8Array): Block | BlockFault {
  try {
    return decodeBlock(bytes);
  } catch (error) {
    if (!isTalosError(error, 'MALFORMED_BLOCK')) throw error;
    return faultOf(error.details['rule'] as ValidationRule, error.message);
  }
}

/** The hashes of a block. @param bytes - Those that `block` was read from. */
export function hashBlock(block: Block, bytes: Uint8Array): ReadBlock {
  const encoded = new Uint8Array(bytes.subarray(0, HEADER_BYTES));
  return { block, encoded, hash: hashHeader(encoded), leaves: block.entries.map(leafHash) };
}

/** Headers whose signature was verified, by {@link nameOfHeader}. Only what verified is remembered. */
export type VerifiedHeaders = BoundedMap<string, true>;

/** How the signature of a header is remembered: by all that decides whether it verifies, but for the key. */
const nameOfHeader = ({ hash, block }: ReadBlock): string => toHex(hash) + toHex(block.signature);

/** What {@link selfFault} needs to know. */
export interface SignatureTerms {
  /** Ed25519 key of the author, 32 bytes; `undefined` where nobody said whose block it is. */
  readonly authorKey: Bytes | undefined;
  /** Of this author. Without it every signature is checked. */
  readonly verified?: VerifiedHeaders | undefined;
  /** Called before a signature is checked. */
  readonly onSignature?: (() => void) | undefined;
}

/** What is wrong in the second layer, as far as the block alone shows it. The hash costs less, and comes first. */
export function selfFault(read: ReadBlock, terms: SignatureTerms): BlockFault | undefined {
  const { block, encoded, leaves } = read;
  if (!equalBytes(rootHash(leaves), block.header.entryRoot))
    return faultOf('entry-root', 'the entry root is not that of the entries');
  const { authorKey, verified } = terms;
  if (authorKey === undefined) return faultOf('no-author', 'nothing says whose block it is, so no signature verifies');
  const name = verified === undefined ? '' : nameOfHeader(read);
  if (verified?.has(name) === true) return undefined;
  terms.onSignature?.();
  const fault = signatureFault(encoded, block.signature, authorKey);
  if (fault === undefined) verified?.set(name, true);
  return fault;
}

/** Whether the author signed a header. @param encoded - Of the header. */
export function signatureFault(encoded: Bytes, signature: Bytes, authorKey: Bytes): BlockFault | undefined {
  if (verify('block', authorKey, encoded, signature)) return undefined;
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
} as const;

const NO_BLOCK = faultOf('no-block', 'a field of the block is missing, unknown or of another type');

/**
 * The bytes of a block that is given as an object, or what keeps it from having any: a field that is missing, unknown,
 * or of another type. A hash that somebody supplies is an unknown field: there is none but the one that is computed.
 */
export function bytesOfBlock(block: Block): Bytes | BlockFault {
  if (!hasFields(block, ['header', 'signature', 'entries'])) return NO_BLOCK;
  const { header, signature, entries } = block as Partial<Block>;
  const isBlock =
    isBytes(signature, 64) &&
    Array.isArray(entries) &&
    entries.every((entry: unknown) => isBytes(entry)) &&
    hasFields(header, Object.keys(HEADER_FIELDS)) &&
    Object.entries(HEADER_FIELDS).every(([name, kind]) => isField((header as unknown as Fields)[name], kind));
  return isBlock ? encodeBlock(block) : NO_BLOCK;
}

type Fields = Readonly<Record<string, unknown>>;

function hasFields(value: unknown, names: readonly string[]): value is Fields {
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name));
}

const isBytes = (value: unknown, length?: number): boolean =>
  value instanceof Uint8Array && (length === undefined || value.length === length);

function isField(value: unknown, kind: 32 | 'count' | 'byte'): boolean {
  if (kind === 32) return isBytes(value, kind);
  return Number.isSafeInteger(value) && (value as number) >= 0 && (kind === 'count' || (value as number) <= 0xff);
}
