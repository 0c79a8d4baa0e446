/**
 * Validation on several threads: what a block says by itself is checked there, what follows from its chain by the
 * caller. PROTOCOL.md §9.8.
 *
 * @module
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { concat } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import { HASH_BYTES } from '../../crypto/hash.ts';
import { decodeBlock, HEADER_BYTES } from '../../ledger/block.ts';
import type { BlockExaminer, Examined, ExamineTerms } from '../../ledger/validation/validation-examine.ts';
import type { BlockFindings, ExamineJob, ExamineResult } from './validation-worker.ts';

/** Most threads of a pool: one caller links the blocks, and keeps no more of them busy. */
export const MAX_VALIDATION_THREADS = 16;
/** Jobs that a thread has at once: the next one is there when it is done with one. */
const JOBS_A_THREAD = 2;
/** Times that a job is given to a thread: one may die of what has nothing to do with the job. */
const MAX_ATTEMPTS = 2;

/** Options of {@link openValidationPool}. */
export interface ValidationPoolOptions {
  /** 1 to {@link MAX_VALIDATION_THREADS}; as many as there are processors unless given. */
  readonly threads?: number;
  /** The compiled worker; by default `validation-worker.js` beside this file. */
  readonly workerUrl?: URL;
}

/** Threads that validate, until it is disposed of: who waits then gets `E_CLOSED`. */
export interface ValidationPool extends BlockExaminer, AsyncDisposable {
  readonly threads: number;
}

/**
 * Opens a pool; its threads start with the first blocks and never keep the process alive by themselves.
 *
 * @throws {RangeError} for another number of threads.
 */
export function openValidationPool(options: ValidationPoolOptions = {}): ValidationPool {
  return new ThreadPool(options);
}

interface Job {
  readonly blocks: readonly Uint8Array[];
  readonly terms: ExamineTerms;
  readonly resolve: (result: ExamineResult) => void;
  readonly reject: (error: unknown) => void;
  attempts: number;
  isOver: boolean;
}

interface Thread {
  readonly worker: Worker;
  readonly jobs: Map<number, Job>;
}

class ThreadPool implements ValidationPool {
  readonly threads: number;
  readonly #url: URL;
  readonly #running = new Set<Thread>();
  readonly #waiting: Job[] = [];
  #lastId = 0;
  #isClosed = false;

  constructor({
    threads = Math.min(availableParallelism(), MAX_VALIDATION_THREADS),
    workerUrl,
  }: ValidationPoolOptions) {
    if (!Number.isInteger(threads) || threads < 1 || threads > MAX_VALIDATION_THREADS)
      throw new RangeError(`threads must be 1 to ${MAX_VALIDATION_THREADS}, got ${threads}`);
    this.threads = threads;
    this.#url = workerUrl ?? new URL('./validation-worker.js', import.meta.url);
  }

  get width(): number {
    return this.threads * JOBS_A_THREAD + 1;
  }

  async examine(
    blocks: readonly Uint8Array[],
    terms: ExamineTerms,
    signal?: AbortSignal,
  ): ReturnType<BlockExaminer['examine']> {
    signal?.throwIfAborted();
    const result = await this.#done(blocks, terms, signal);
    return { examined: examinedOf(blocks, result), metrics: result.metrics };
  }

  async #done(blocks: Job['blocks'], terms: ExamineTerms, signal: AbortSignal | undefined): Promise<ExamineResult> {
    if (this.#isClosed) throw closed();
    const { promise, job } = jobOf(blocks, terms);
    const stop = (): void => job.reject(signal?.reason);
    signal?.addEventListener('abort', stop, { once: true });
    this.#waiting.push(job);
    this.#hand();
    try {
      return await promise;
    } finally {
      job.isOver = true;
      signal?.removeEventListener('abort', stop);
    }
  }

  /** Gives what waits to threads that have room. */
  #hand(): void {
    while (this.#waiting.length > 0) {
      const job = this.#waiting[0] as Job;
      const thread = job.isOver ? undefined : this.#free();
      if (!job.isOver && thread === undefined) return;
      this.#waiting.shift();
      if (thread !== undefined) this.#give(thread, job);
    }
  }

  /** A thread with room, the least busy first; started where there are fewer than there may be. */
  #free(): Thread | undefined {
    const [least] = [...this.#running].sort((a, b) => a.jobs.size - b.jobs.size);
    if (least?.jobs.size === 0) return least;
    if (this.#running.size < this.threads) return this.#start();
    return least !== undefined && least.jobs.size < JOBS_A_THREAD ? least : undefined;
  }

  #give(thread: Thread, job: Job): void {
    const { blocks, terms } = job;
    const bytes = concat(...blocks);
    const message: ExamineJob = { id: ++this.#lastId, terms, bytes, lengths: blocks.map(({ length }) => length) };
    job.attempts++;
    thread.jobs.set(message.id, job);
    thread.worker.ref();
    thread.worker.postMessage(message, [bytes.buffer]);
  }

  #start(): Thread {
    const worker = new Worker(this.#url, {
      name: 'talos-validation',
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 },
    });
    const thread = { worker, jobs: new Map<number, Job>() };
    worker.on('message', (result: ExamineResult) => this.#found(thread, result));
    worker.on('error', (cause) => this.#lost(thread, cause));
    worker.on('exit', () => this.#lost(thread, undefined));
    this.#running.add(thread);
    return thread;
  }

  #found(thread: Thread, result: ExamineResult): void {
    thread.jobs.get(result.id)?.resolve(result);
    thread.jobs.delete(result.id);
    if (thread.jobs.size === 0) thread.worker.unref();
    this.#hand();
  }

  /** A thread ended: what it had is done by another, once. */
  #lost(thread: Thread, cause: unknown): void {
    if (!this.#running.delete(thread)) return;
    const jobs = [...thread.jobs.values()].filter((job) => !job.isOver);
    thread.jobs.clear();
    for (const job of jobs) {
      if (job.attempts >= MAX_ATTEMPTS)
        job.reject(new TalosError('E_INTERNAL', 'the thread that validates ended', { cause }));
      else this.#waiting.unshift(job);
    }
    if (!this.#isClosed) this.#hand();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    const threads = [...this.#running];
    this.#running.clear();
    const jobs = [...this.#waiting.splice(0), ...threads.flatMap(({ jobs: held }) => [...held.values()])];
    for (const job of jobs) job.reject(closed());
    await Promise.all(threads.map(({ worker }) => worker.terminate()));
  }
}

const closed = (): TalosError => new TalosError('E_CLOSED', 'the threads that validate were ended');

function jobOf(
  blocks: Job['blocks'],
  terms: ExamineTerms,
): { readonly promise: Promise<ExamineResult>; readonly job: Job } {
  let job: Job | undefined;
  const promise = new Promise<ExamineResult>((resolve, reject) => {
    job = { blocks, terms, resolve, reject, attempts: 0, isOver: false };
  });
  return { promise, job: job as unknown as Job };
}

/** What was found, with the blocks as they are here. */
function examinedOf(blocks: readonly Uint8Array[], { findings, hashes }: ExamineResult): Examined[] {
  let at = 0;
  const take = (): Uint8Array<ArrayBuffer> => hashes.slice(at, (at += HASH_BYTES));
  return blocks.map((bytes, i) => {
    const { form, self, entries: fault, ids = [] } = findings[i] as BlockFindings;
    if (form !== undefined) return { form, findings: () => ({ ids: [] }) };
    // Its form was found right, by the same code.
    const block = decodeBlock(bytes);
    const encoded = new Uint8Array(bytes.subarray(0, HEADER_BYTES));
    const isHashed = at < hashes.length;
    const hash = isHashed ? take() : new Uint8Array(0);
    const read = { block, encoded, hash, leaves: isHashed ? block.entries.map(take) : [] };
    return {
      read,
      ...(self && { self }),
      findings: () => ({ ids, ...(fault && { fault }) }),
    };
  });
}
