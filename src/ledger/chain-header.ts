/**
 * Signed headers: a chain without its entries. Enough to know its length, its work and the roots of its log.
 * PROTOCOL.md §9.5, §9.11.
 *
 * @module
 */
import { type Bytes, concat, equalBytes } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import { HASH_BYTES } from '../crypto/hash.ts';
import { SIGNATURE_BYTES, verify } from '../crypto/sign.ts';
import { type BlockHeader, chainIdOf, decodeHeader, encodeHeader, HEADER_BYTES, hashHeader } from './block.ts';
import { MAX_AHEAD_MS } from './validation-link.ts';
import { leadingZeroBits } from './work.ts';

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
 * @throws {TalosError} `CONSENSUS_VIOLATION` for another chain, a wrong difficulty, lacking work, a time far ahead;
 *   `CRYPTO_INVALID` where the author did not sign it.
 */
export function verifyLoneHeader({ header, signature, hash }: SignedHeader, rules: HeaderRules): void {
  const { authorKey, network, difficulty, nowMs } = rules;
  const demand = demanding(header.height);
  // What costs nothing first: signatures are dear.
  demand(equalBytes(header.chainId, chainIdOf(authorKey, network)), 'is of another network or author');
  demand(header.difficulty === difficulty, `has difficulty ${header.difficulty}, must be ${difficulty}`);
  demand(leadingZeroBits(hash) >= difficulty, 'lacks the work');
  demand(header.timeMs <= nowMs + MAX_AHEAD_MS, 'has a time more than 10 minutes ahead');
  if (!verify('block', authorKey, encodeHeader(header), signature))
    throw fault('CRYPTO_INVALID', header.height, 'is not signed by the author');
}

/**
 * Verifies a header as the next one after `view.tip`: all rules but those that need the entries.
 *
 * @returns The tip that it makes.
 * @throws {TalosError} `CRYPTO_INVALID` where the author did not sign it; `CONSENSUS_VIOLATION` for another chain, height
 *   or previous hash, a wrong difficulty, lacking work, a time that goes back or is far ahead; `SEMANTIC_ERROR` for a log
 *   that does not grow.
 */
export function verifyHeader(signed: SignedHeader, view: HeaderView): HeaderTip {
  const { header, hash } = signed;
  const { tip } = view;
  const demand = demanding(header.height);
  demand(header.height === (tip?.height ?? -1) + 1, `stands where ${(tip?.height ?? -1) + 1} must be`);
  demand(equalBytes(header.previousHash, tip?.hash ?? new Uint8Array(HASH_BYTES)), 'does not follow the one before');
  demand(header.timeMs >= (tip?.timeMs ?? 0), 'has a time before that of the one before');
  const grows = tip === undefined ? header.logSize === 0 : header.logSize > tip.logSize;
  if (!grows) throw fault('SEMANTIC_ERROR', header.height, 'has a log that does not grow');
  verifyLoneHeader(signed, view);
  const { height, timeMs, logSize } = header;
  return { height, hash, timeMs, logSize, work: (tip?.work ?? 0n) + workOf(header.difficulty) };
}

/** A rule of the consensus, of the header of that height. */
function demanding(height: number): (holds: boolean, reason: string) => void {
  return (holds, reason) => {
    if (!holds) throw fault('CONSENSUS_VIOLATION', height, reason);
  };
}

function fault(
  code: 'CRYPTO_INVALID' | 'CONSENSUS_VIOLATION' | 'SEMANTIC_ERROR',
  height: number,
  what: string,
): TalosError {
  return new TalosError(code, `header ${height} ${what}`, { details: { height } });
}
