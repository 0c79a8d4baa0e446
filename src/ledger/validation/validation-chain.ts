/**
 * Validating a chain: block after block, with progress, an end on demand, and other threads where there are some.
 * PROTOCOL.md §9.8.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import type { BlockHeader } from '../block.ts';
import type { Entry } from '../entry/entry.ts';
import type { BlockCode, ValidationLayer } from './validation-codes.ts';
import type { BlockExaminer, Examined, ExamineMetrics, ExamineTerms } from './validation-examine.ts';
import type { ValidationLevel } from './validation-levels.ts';
import type { ChainState } from './validation-state.ts';

/** A rule that a block breaks. */
export interface ValidationError {
  readonly layer: ValidationLayer;
  readonly code: BlockCode;
  /** Of the rule. PROTOCOL.md §9.8. */
  readonly number: number;
  /** One sentence, lower case. */
  readonly reason: string;
  /** Place in the block of the entry at fault, where one is. */
  readonly position?: number;
}

/** What an engine says of a block. */
export interface BlockValidation {
  readonly isValid: boolean;
  /** The first rule that is broken; empty where none is. */
  readonly errors: readonly ValidationError[];
  readonly level: ValidationLevel;
  /** Where its form is right. */
  readonly header?: BlockHeader;
  /** Computed, 32 bytes; from the level `standard` on. */
  readonly hash?: Bytes;
  /** From the level `strict` on, where the block is valid and was examined in this thread. */
  readonly entries?: readonly Entry[];
  /** The chain with the block, where it is valid and all of its chain is known; what `commit` takes. */
  readonly next?: ChainState;
  /** What the block records once and for all. */
  readonly ids: readonly string[];
}

/** How far a run is. */
export interface ChainProgress {
  /** Blocks and entries that this run found valid. */
  readonly blocks: number;
  readonly entries: number;
  /** Height of the newest of them. */
  readonly height: number;
}

/** How a chain is validated. */
export interface ChainOptions {
  /** Ends the run between two blocks. */
  readonly signal?: AbortSignal;
  /** Called every 100 ms or so, and at the end. */
  readonly onProgress?: (progress: ChainProgress) => void;
  /** Takes a block that is valid, before the next one is judged; it is committed once this has resolved. */
  readonly onBlock?: (result: BlockValidation, bytes: Uint8Array) => void | Promise<void>;
  /** Examines blocks elsewhere, ahead of the run. */
  readonly examiner?: BlockExaminer;
}

/** What a run found. */
export interface ChainReport extends ChainProgress {
  readonly isValid: boolean;
  /** The first block that was refused. */
  readonly firstBad?: { readonly height: number; readonly errors: readonly ValidationError[] };
}

/** The engine, as a run uses it. */
export interface ChainJudge {
  readonly terms: ExamineTerms;
  state(): ChainState | undefined;
  examine(bytes: Uint8Array): Examined;
  judge(examined: Examined): Promise<BlockValidation>;
  commit(result: BlockValidation): void;
  /** Notes what was done elsewhere. */
  count(metrics: ExamineMetrics, entries: number): void;
}

type Blocks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
type Pair = readonly [bytes: Uint8Array, examined: Examined];

/** How long a run holds the event loop, in milliseconds: half of what people feel. */
const SLICE_MS = 40;
/** Between two reports of progress, in milliseconds. */
const PROGRESS_MS = 100;
/** Blocks that are examined together: enough to make a hand-off cheap. */
const BATCH_BLOCKS = 64;
/** Bytes that are examined together, unless one block has more. */
const BATCH_BYTES: number = 512 * 1024;

/** Runs `blocks` through `judge`; see `ValidationEngine.validateChain`. */
export async function runChain(judge: ChainJudge, blocks: Blocks, options: ChainOptions): Promise<ChainReport> {
  const { signal, examiner } = options;
  signal?.throwIfAborted();
  const run = new Run(judge, options);
  // What was read ahead ends with the run.
  const over = new AbortController();
  const pairs =
    examiner === undefined ? examinedHere(judge, blocks) : examinedAhead(judge, blocks, examiner, over.signal);
  try {
    for await (const pair of pairs) {
      signal?.throwIfAborted();
      if (!(await run.take(pair))) break;
    }
  } finally {
    over.abort();
  }
  signal?.throwIfAborted();
  return run.report();
}

class Run {
  readonly #judge: ChainJudge;
  readonly #options: ChainOptions;
  readonly #first: number;
  #blocks = 0;
  #entries = 0;
  #firstBad: ChainReport['firstBad'];
  #slice = performance.now();
  #told = performance.now();

  constructor(judge: ChainJudge, options: ChainOptions) {
    this.#judge = judge;
    this.#options = options;
    this.#first = (judge.state()?.tip.height ?? -1) + 1;
  }

  get #progress(): ChainProgress {
    return { blocks: this.#blocks, entries: this.#entries, height: this.#first + this.#blocks - 1 };
  }

  /** Judges one block; whether it is valid. */
  async take([bytes, examined]: Pair): Promise<boolean> {
    const result = await this.#judge.judge(examined);
    if (!result.isValid) {
      this.#firstBad = { height: this.#first + this.#blocks, errors: result.errors };
      return false;
    }
    await this.#options.onBlock?.(result, bytes);
    // The form alone makes no chain.
    if (result.next !== undefined) this.#judge.commit(result);
    this.#blocks++;
    this.#entries += examined.read?.block.entries.length ?? 0;
    await this.#rest();
    return true;
  }

  async #rest(): Promise<void> {
    const now = performance.now();
    if (now - this.#told >= PROGRESS_MS) {
      this.#told = now;
      this.#options.onProgress?.(this.#progress);
    }
    if (now - this.#slice < SLICE_MS) return;
    await new Promise((resolve) => setTimeout(resolve));
    this.#slice = performance.now();
  }

  report(): ChainReport {
    this.#options.onProgress?.(this.#progress);
    const isValid = this.#firstBad === undefined;
    return { isValid, ...this.#progress, ...(this.#firstBad && { firstBad: this.#firstBad }) };
  }
}

async function* examinedHere(judge: ChainJudge, blocks: Blocks): AsyncIterable<Pair> {
  for await (const bytes of blocks) yield [bytes, judge.examine(bytes)];
}

/** Keeps as many batches in the air as the examiner has hands for, and gives them back in order. */
async function* examinedAhead(
  judge: ChainJudge,
  blocks: Blocks,
  examiner: BlockExaminer,
  signal: AbortSignal,
): AsyncIterable<Pair> {
  const source = batchesOf(blocks);
  const flying: { readonly batch: readonly Uint8Array[]; readonly result: ReturnType<BlockExaminer['examine']> }[] = [];
  let end: { readonly failed: boolean; readonly error?: unknown } | undefined;
  try {
    for (;;) {
      while (end === undefined && flying.length < examiner.width) {
        const batch = await source.next().then(
          ({ value, done }) => (done === true ? { failed: false } : value),
          (error: unknown) => ({ failed: true, error }),
        );
        if (!Array.isArray(batch)) {
          end = batch as { readonly failed: boolean; readonly error?: unknown };
          break;
        }
        const result = examiner.examine(batch, judge.terms, signal);
        // Its failure is met in its turn, or not at all where the run ends before.
        result.catch(() => undefined);
        flying.push({ batch, result });
      }
      const next = flying.shift();
      if (next === undefined) break;
      yield* pairsOf(judge, next.batch, await next.result);
    }
    // What came before a failure of the source was judged first.
    if (end?.failed === true) throw end.error;
  } finally {
    await source.return();
  }
}

function* pairsOf(
  judge: ChainJudge,
  batch: readonly Uint8Array[],
  { examined, metrics }: Awaited<ReturnType<BlockExaminer['examine']>>,
): Iterable<Pair> {
  const entries = examined.reduce((sum, { read }) => sum + (read?.block.entries.length ?? 0), 0);
  judge.count(metrics, entries);
  for (const [i, bytes] of batch.entries()) yield [bytes, examined[i] as Examined];
}

/** Where `blocks` fail, what came before goes first. */
async function* batchesOf(blocks: Blocks): AsyncGenerator<readonly Uint8Array[], void> {
  let batch: Uint8Array[] = [];
  let bytes = 0;
  let failure: { readonly error: unknown } | undefined;
  try {
    for await (const block of blocks) {
      batch.push(block);
      bytes += block.length;
      if (batch.length < BATCH_BLOCKS && bytes < BATCH_BYTES) continue;
      yield batch;
      [batch, bytes] = [[], 0];
    }
  } catch (error) {
    failure = { error };
  }
  if (batch.length > 0) yield batch;
  if (failure !== undefined) throw failure.error;
}
