/**
 * Validating a chain: block after block, with progress, an end on demand, and other threads where there are some.
 * PROTOCOL.md §9.8.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import type { BlockHeader } from '../block.ts';
import type { Entry } from '../entry/entry.ts';
import { type Blocks, examinedAhead, examinedHere, type Pair } from './validation-ahead.ts';
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

/** How long a run holds the event loop, in milliseconds: half of what people feel. */
const SLICE_MS = 40;
/** Between two reports of progress, in milliseconds. */
const PROGRESS_MS = 100;
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
