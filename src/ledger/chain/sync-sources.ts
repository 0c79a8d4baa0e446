/**
 * The sources of one synchronisation: asked with a deadline, rested when they are busy, dropped with a reason when they
 * fail or are not right.
 *
 * @module
 */
import { type ErrorCode, isTalosError, TalosError } from '../../base/errors.ts';
import { deadline } from '../../base/lifetime.ts';
import type { ChainSource } from './chain-source.ts';
import type { SourceOutcome } from './sync-types.ts';

/** How long a source that is busy is left alone, in milliseconds. */
export const SOURCE_REST_MS = 5000;
/** How often a source may be busy without having given anything in between. */
export const MAX_RESTS = 24;
/** An answer that took longer than this makes room for another source, in milliseconds. */
export const SLOW_ANSWER_MS = 5000;

/** A source, and what became of it. */
export class Standing {
  readonly source: ChainSource;
  blocks = 0;
  dropped: { readonly code: ErrorCode; readonly reason: string } | undefined;
  /** Not asked before, by the clock of the asker. */
  restsUntilMs = 0;
  #rests = 0;
  /** Whether a lost connection is forgiven: it has given something since the last one. */
  #hasGiven = false;

  constructor(source: ChainSource) {
    this.source = source;
  }

  /** Has it asked no more. The first reason stays. */
  drop(code: ErrorCode, reason: string): void {
    this.dropped ??= { code, reason };
  }

  /** It gave `blocks` that were right. */
  gave(blocks: number): void {
    this.blocks += blocks;
    this.#rests = 0;
    this.#hasGiven = true;
  }

  /** @returns Whether it was dropped. */
  failed(error: TalosError, nowMs: number): boolean {
    if (error.code === 'E_RATE_LIMITED' && ++this.#rests <= MAX_RESTS) {
      this.restsUntilMs = nowMs + SOURCE_REST_MS;
      return false;
    }
    if (error.code === 'E_UNREACHABLE' && this.#hasGiven) {
      this.#hasGiven = false;
      return false;
    }
    this.drop(error.code, error.message);
    return true;
  }

  outcome(): SourceOutcome {
    const { source, blocks, dropped } = this;
    return { name: source.name, blocks, ...(dropped === undefined ? {} : { dropped }) };
  }
}

/** What asking needs. */
export interface AskingTerms {
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
  readonly now: () => number;
  readonly pause: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

/** Asks sources, which may be slow, silent, or wrong. */
export class Asking {
  readonly terms: AskingTerms;

  constructor(terms: AskingTerms) {
    this.terms = terms;
  }

  /**
   * Asks a source, and again when it has rested.
   *
   * @returns `undefined` where it was dropped.
   * @throws The reason of the signal; what is no `TalosError`.
   */
  async ask<T>(
    standing: Standing,
    question: (source: ChainSource, signal: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> {
    while (standing.dropped === undefined) {
      await this.rested([standing]);
      const answer = await this.askOnce(standing, question);
      if (answer !== undefined) return answer.value;
    }
    return undefined;
  }

  /** As {@link Asking.ask}, once: `undefined` where it failed, whether it was dropped or not. */
  async askOnce<T>(
    standing: Standing,
    question: (source: ChainSource, signal: AbortSignal) => Promise<T>,
  ): Promise<{ readonly value: T } | undefined> {
    const { signal, timeoutMs, now } = this.terms;
    signal?.throwIfAborted();
    using limit = deadline(signal, timeoutMs);
    try {
      // A source that heeds no signal is not waited for either.
      return { value: await unlessAborted(question(standing.source, limit.signal), limit.signal) };
    } catch (error) {
      signal?.throwIfAborted();
      if (!isTalosError(error)) throw error;
      standing.failed(error, now());
      return undefined;
    }
  }

  /** Waits until one of them does not rest. */
  async rested(standings: readonly Standing[]): Promise<void> {
    const { signal, now, pause } = this.terms;
    const waitMs = Math.min(...standings.map(({ restsUntilMs }) => restsUntilMs)) - now();
    // A clock that was set back does not make it longer.
    if (waitMs > 0) await pause(Math.min(waitMs, SOURCE_REST_MS), signal);
    signal?.throwIfAborted();
  }
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Waits with a timer of the platform. @throws The reason of `signal`. */
export function pauseOf(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      if (signal?.aborted === true) reject(signal.reason as Error);
      else resolve();
    };
    const timer = setTimeout(end, ms);
    if (signal?.aborted === true) end();
    else signal?.addEventListener('abort', end, { once: true });
  });
}

/** How telling a code is: what does not verify says more than what is not shared, and that more than who is away. */
function weightOf(code: ErrorCode): number {
  if (['E_UNREACHABLE', 'E_TIMEOUT', 'E_CLOSED', 'E_RATE_LIMITED'].includes(code)) return 0;
  return ['E_REFUSED', 'E_NOT_FOUND'].includes(code) ? 1 : 2;
}

/** The error of a synchronisation whose sources are all dropped. */
export function allDropped(standings: readonly Standing[], height: number): TalosError {
  const reasons = standings.flatMap(({ source, dropped }) => (dropped === undefined ? [] : [{ source, ...dropped }]));
  const worst = reasons.toSorted((a, b) => weightOf(b.code) - weightOf(a.code))[0];
  if (worst === undefined) return new TalosError('E_UNREACHABLE', 'no source has the chain', { details: { height } });
  const others = reasons.length > 1 ? ` (and ${reasons.length - 1} more sources failed)` : '';
  return new TalosError(worst.code, `${worst.source.name}: ${worst.reason}${others}`, {
    details: { height, source: worst.source.name },
  });
}
