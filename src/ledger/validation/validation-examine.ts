/**
 * Everything of a block that can be checked without its chain, in one value: what another thread does for a validator.
 * PROTOCOL.md §9.8.
 *
 * @module
 */
import { type Bytes, equalBytes } from '../../base/bytes.ts';
import { type Did, keyOfDid } from '../../identity/did.ts';
import { type Block, encodeBlock } from '../block.ts';
import { makeEntry } from '../entry/entry.ts';
import { VerifiedBatches } from '../entry/statement.ts';
import { hashBlock, type ReadBlock, readBlockForm, selfFault, type VerifiedHeaders } from './validation-block.ts';
import { type BlockFault, faultOf } from './validation-codes.ts';
import { checkEntries, type EntryFindings } from './validation-entries.ts';
import { isAtLeast, type ValidationLevel } from './validation-levels.ts';
import { MetricsCounter, type ValidationMetrics } from './validation-metrics.ts';

/** What is found in a block by itself. */
export interface Examined {
  /** Absent where the form is wrong. */
  readonly read?: ReadBlock;
  /** In the first layer. */
  readonly form?: BlockFault;
  /** In the second layer. */
  readonly self?: BlockFault;
  /** Of the fourth layer; computed when it is first called. */
  readonly findings: () => EntryFindings;
}

/** How blocks are examined. */
export interface ExamineTerms {
  readonly author: Did | undefined;
  readonly level: ValidationLevel;
}

/** Examines blocks elsewhere. `node/ledger/validation-pool.ts` is one over threads. */
export interface BlockExaminer {
  /** How many batches are worth having in the air at once. */
  readonly width: number;
  /** Examines a batch, in order. Rejects with the signal's reason; with `E_CLOSED` or `E_INTERNAL` when it cannot. */
  examine(
    blocks: readonly Uint8Array[],
    terms: ExamineTerms,
    signal?: AbortSignal,
  ): Promise<{ readonly examined: readonly Examined[]; readonly metrics: ExamineMetrics }>;
}

/** What an examination elsewhere took. */
export type ExamineMetrics = Pick<ValidationMetrics, 'signatures' | 'layerMs'>;

const NOTHING: EntryFindings = { ids: [] };

/** What an {@link Examination} works with. */
export interface ExaminationParts extends ExamineTerms {
  readonly metrics?: MetricsCounter;
  /** Milliseconds from any moment on. */
  readonly nowMs?: () => number;
  /** Signatures of this author's headers that were verified. */
  readonly headers?: VerifiedHeaders;
}

/** Examines blocks of one author, one after the other, remembering signatures that it verified unless it is paranoid. */
export class Examination {
  readonly metrics: MetricsCounter;
  readonly #terms: ExamineTerms;
  readonly #authorKey: Bytes | undefined;
  readonly #headers: VerifiedHeaders | undefined;
  readonly #now: () => number;
  readonly #verified: () => VerifiedBatches;
  readonly #onSignature = (): void => this.metrics.addSignatures(1);

  constructor({ author, level, metrics, nowMs, headers }: ExaminationParts) {
    this.#terms = { author, level };
    this.#authorKey = author === undefined ? undefined : keyOfDid(author);
    this.metrics = metrics ?? new MetricsCounter();
    this.#now = nowMs ?? (() => performance.now());
    this.#headers = level === 'paranoid' ? undefined : headers;
    const batches = new VerifiedBatches(this.#onSignature);
    this.#verified = level === 'paranoid' ? () => new VerifiedBatches(this.#onSignature) : () => batches;
  }

  /** Examines one block, no further than the level asks and the first thing that is wrong. */
  examine(bytes: Uint8Array): Examined {
    const block = this.#timed('structural', () => this.#form(bytes));
    if ('rule' in block) return { form: block, findings: () => NOTHING };
    this.metrics.addEntries(block.entries.length);
    const { level } = this.#terms;
    if (!isAtLeast(level, 'standard')) return { read: unhashed(block), findings: () => NOTHING };
    return this.#timed('cryptographic', () => this.#hashed(block, bytes));
  }

  #form(bytes: Uint8Array): Block | BlockFault {
    const block = readBlockForm(bytes);
    if ('rule' in block || this.#terms.level !== 'paranoid' || equalBytes(encodeBlock(block), bytes)) return block;
    return faultOf('no-block', 'the block is not what its fields are as bytes');
  }

  #hashed(block: Block, bytes: Uint8Array): Examined {
    const read = hashBlock(block, bytes);
    const self = selfFault(read, {
      authorKey: this.#authorKey,
      verified: this.#headers,
      onSignature: this.#onSignature,
    });
    if (self !== undefined) return { read, self, findings: () => NOTHING };
    if (!isAtLeast(this.#terms.level, 'strict')) return { read, findings: () => NOTHING };
    return { read, findings: () => this.#timed('semantic', () => this.#entries(read)) };
  }

  #entries({ block, leaves }: ReadBlock): EntryFindings {
    const { author, level } = this.#terms;
    const found = checkEntries(block, leaves, { author, verified: this.#verified });
    return level === 'paranoid' && found.fault === undefined ? rewritten(found) : found;
  }

  #timed<T>(layer: 'structural' | 'cryptographic' | 'semantic', work: () => T): T {
    const from = this.#now();
    try {
      return work();
    } finally {
      this.metrics.addTime(layer, this.#now() - from);
    }
  }
}

const EMPTY = new Uint8Array(0);
const unhashed = (block: Block): ReadBlock => ({ block, encoded: EMPTY, hash: EMPTY, leaves: [] });

/** Writes every entry anew: a reader that took two texts for one entry would show. */
function rewritten(found: EntryFindings): EntryFindings {
  for (const [position, { body, seq, timeMs, bytes }] of (found.entries ?? []).entries()) {
    if (!equalBytes(makeEntry(body, seq, timeMs).bytes, bytes))
      return { ...found, fault: faultOf('entry-form', 'the entry is not what its fields are as bytes', position) };
  }
  return found;
}
