/**
 * Signed headers: a chain without its entries. Enough to know its length, its work and the roots of its log.
 * PROTOCOL.md §9.5, §9.11.
 *
 * @module
 */
import { type Bytes, concat } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import { SIGNATURE_BYTES } from '../../crypto/sign.ts';
import { type BlockHeader, chainIdOf, decodeHeader, encodeHeader, HEADER_BYTES, hashHeader } from '../block.ts';
import { signatureFault } from '../validation/validation-block.ts';
import { type BlockFault, LAYER_CODES, layerOf, VALIDATION_NUMBERS } from '../validation/validation-codes.ts';
import { consensusFault, emptinessFault, type Position, sizeFault } from '../validation/validation-link.ts';

/** Length of an encoded header and its signature. */
export const SIGNED_HEADER_BYTES: number = HEADER_BYTES + SIGNATURE_BYTES;

/** A header as its author signed it; that the signature is the author's is not checked by reading. */
export interface SignedHeader {
  readonly header: BlockHeader;
  /** 64 bytes. */
  readonly signature: Bytes;
  /** Of the block: computed here. */
  readonly hash: Bytes;
}

/** The newest header that was verified. */
export interface HeaderTip {
  readonly height: number;
  readonly hash: Bytes;
  readonly timeMs: number;
  readonly logSize: number;
  /** Sum of the work of every header so far, see {@link workOf}. */
  readonly work: bigint;
}

/** What a header is verified against that stands alone. */
export interface HeaderRules {
  /** Ed25519 key of the author, 32 bytes. */
  readonly authorKey: Bytes;
  /** Name of the network; `talos` where absent. */
  readonly network?: string;
  /** Leading zero bits that the network demands. */
  readonly difficulty: number;
  /** The verifier's clock, milliseconds since 1970. */
  readonly nowMs: number;
}

/** What a header is verified against. */
export interface HeaderView extends HeaderRules {
  /** `undefined` before height 0. */
  readonly tip: HeaderTip | undefined;
}

/** Hashes that a block of this difficulty takes on the average: 2^difficulty. */
export function workOf(difficulty: number): bigint {
  return 1n << BigInt(difficulty);
}

/** Header and signature as {@link SIGNED_HEADER_BYTES} bytes. */
export function encodeSignedHeader({ header, signature }: Pick<SignedHeader, 'header' | 'signature'>): Bytes {
  return concat(encodeHeader(header), signature);
}

/** Reads header and signature. @throws {TalosError} `MALFORMED_BLOCK` for another length or form. */
export function decodeSignedHeader(bytes: Uint8Array): SignedHeader {
  if (bytes.length !== SIGNED_HEADER_BYTES)
    throw new TalosError('MALFORMED_BLOCK', `a signed header has ${SIGNED_HEADER_BYTES} bytes, not ${bytes.length}`);
  const encoded = bytes.slice(0, HEADER_BYTES);
  return { header: decodeHeader(encoded), signature: bytes.slice(HEADER_BYTES), hash: hashHeader(encoded) };
}

/** Reads headers that follow each other. @throws {TalosError} `MALFORMED_BLOCK` for another length or form. */
export function decodeSignedHeaders(bytes: Uint8Array): SignedHeader[] {
  if (bytes.length % SIGNED_HEADER_BYTES !== 0)
    throw new TalosError('MALFORMED_BLOCK', `signed headers of ${bytes.length} bytes are not whole`);
  return Array.from({ length: bytes.length / SIGNED_HEADER_BYTES }, (_, i) =>
    decodeSignedHeader(bytes.subarray(i * SIGNED_HEADER_BYTES, (i + 1) * SIGNED_HEADER_BYTES)),
  );
}

/**
 * Verifies what a header says by itself, whatever stands before it: that its author signed it and did its work.
 *
 * @throws {TalosError} with the code and, in its details, the number of the rule (PROTOCOL.md §9.8) that it breaks:
 *   `CONSENSUS_VIOLATION`, `SEMANTIC_ERROR`, or `CRYPTO_INVALID`.
 */
export function verifyLoneHeader(signed: SignedHeader, rules: HeaderRules): void {
  verifyAt(signed, rules, 'unknown');
}

/**
 * Verifies a header as the next one after `view.tip`: all rules but those that need the entries.
 *
 * @returns The tip that it makes.
 * @throws {TalosError} as {@link verifyLoneHeader}.
 */
export function verifyHeader(signed: SignedHeader, view: HeaderView): HeaderTip {
  const { header, hash } = signed;
  const { tip } = view;
  verifyAt(signed, view, tip === undefined ? 'start' : { ...tip, size: tip.logSize });
  const { height, timeMs, logSize } = header;
  return { height, hash, timeMs, logSize, work: (tip?.work ?? 0n) + workOf(header.difficulty) };
}

/** What costs nothing first: signatures are dear. */
function verifyAt({ header, signature, hash }: SignedHeader, rules: HeaderRules, position: Position): void {
  const { authorKey, network, difficulty, nowMs } = rules;
  const fault =
    emptinessFault(header) ??
    consensusFault(header, hash, { chainId: chainIdOf(authorKey, network), difficulty, nowMs }, position) ??
    sizeFault(header, undefined, position) ??
    signatureFault(encodeHeader(header), signature, authorKey);
  if (fault !== undefined) throw refusal(fault, header);
}

function refusal({ rule, reason }: BlockFault, { height }: BlockHeader): TalosError {
  const details = { height, number: VALIDATION_NUMBERS[rule], rule };
  return new TalosError(LAYER_CODES[layerOf(rule)], `header ${height}: ${reason}`, { details });
}
