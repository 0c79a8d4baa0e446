/**
 * What can be checked of a block whose entries were archived: its header, against the hashes of the entries.
 *
 * @module
 */
import { type Bytes, equalBytes } from '../base/bytes.ts';
import { HASH_BYTES } from '../crypto/hash.ts';
import { verify } from '../crypto/sign.ts';
import { chainIdOf, encodeHeader, hashHeader } from './block.ts';
import type { BlockRecord } from './block-record.ts';
import type { Frontier } from './frontier.ts';
import { rootHash } from './merkle.ts';
import type { ChainView } from './validate.ts';
import type { BlockCode } from './validation-codes.ts';
import { MAX_AHEAD_MS } from './validation-link.ts';
import { leadingZeroBits } from './work.ts';

/** What is wrong with a header. */
export interface HeaderFlaw {
  readonly code: BlockCode;
  readonly reason: string;
}

/**
 * The first flaw of a header, where it has one, in the order of the layers of §9.5; and its hash.
 *
 * @param leaves - Hashes of its entries.
 * @param frontier - The log with these.
 */
export function headerFlaw(
  { header, signature }: BlockRecord,
  leaves: readonly Bytes[],
  frontier: Frontier,
  view: ChainView,
): { readonly flaw: HeaderFlaw | undefined; readonly hash: Bytes } {
  const encoded = encodeHeader(header);
  const hash = hashHeader(encoded);
  const { tip, authorKey, network, difficulty, nowMs } = view;
  const rules: readonly (readonly [BlockCode, boolean, string])[] = [
    ['CRYPTO_INVALID', equalBytes(rootHash(leaves), header.entryRoot), 'the entry root is not that of the entries'],
    ['CRYPTO_INVALID', verify('block', authorKey, encoded, signature), 'the signature is not of the author'],
    ['CRYPTO_INVALID', equalBytes(frontier.root(), header.logRoot), 'the log root is not that of the log'],
    ['CONSENSUS_VIOLATION', equalBytes(header.chainId, chainIdOf(authorKey, network)), 'the chain is another'],
    ['CONSENSUS_VIOLATION', header.height === (tip?.height ?? -1) + 1, `the height is ${header.height}`],
    [
      'CONSENSUS_VIOLATION',
      equalBytes(header.previousHash, tip?.hash ?? new Uint8Array(HASH_BYTES)),
      'the previous hash is not that of the block before',
    ],
    [
      'CONSENSUS_VIOLATION',
      header.difficulty === difficulty && leadingZeroBits(hash) >= difficulty,
      'the hash lacks the work',
    ],
    ['CONSENSUS_VIOLATION', header.timeMs >= (tip?.timeMs ?? 0), 'the time is before that of the block before'],
    ['CONSENSUS_VIOLATION', header.timeMs <= nowMs + MAX_AHEAD_MS, 'the time is more than 10 minutes ahead'],
    ['SEMANTIC_ERROR', header.logSize === frontier.size, `the log size is ${header.logSize}, must be ${frontier.size}`],
  ];
  const broken = rules.find(([, holds]) => !holds);
  return { flaw: broken && { code: broken[0], reason: broken[2] }, hash };
}
