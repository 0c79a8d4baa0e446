/**
 * What matters only in its newest state, for one reader: a reader that is slow misses what was in between, never the last.
 *
 * @module
 */
import type { TalosError } from '../base/errors.ts';
import type { Feed } from './api/message-api.ts';

/** See the module comment. */
export class LatestFeed<T extends object> implements Feed<T> {
  readonly ended: Promise<void>;
  readonly #onEnd: () => void;
  #newest: T | undefined;
  #shown: T | undefined;
  #isLast = false;
  #isOver = false;
  #wake: () => void = () => {};
  #settle: (error?: TalosError) => void = () => {};

  /** @param onEnd - Called once, when it is over. */
  constructor(onEnd: () => void = () => {}) {
    this.#onEnd = onEnd;
    this.ended = new Promise((resolve, reject) => {
      this.#settle = (error) => (error === undefined ? resolve() : reject(error));
    });
    this.ended.catch(() => undefined); // who awaits it hears of it
  }

  /** Gives the reader `value` instead of what it has not seen yet. */
  tell(value: T): void {
    if (this.#isLast) return;
    this.#newest = value;
    this.#wake();
  }

  /** As {@link tell}; when the reader has taken it, the feed is over. */
  finish(value: T): void {
    this.tell(value);
    this.#isLast = true;
  }

  async next(): Promise<T | undefined> {
    while (this.#newest === undefined && !this.#isOver)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    if (this.#isOver) return undefined;
    this.#shown = this.#newest;
    return this.#shown;
  }

  async take(): Promise<void> {
    if (this.#newest !== this.#shown) return;
    this.#newest = undefined;
    if (this.#isLast) this.end();
  }

  async close(): Promise<void> {
    this.end();
  }

  /** Ends it, with an error where there is one. Repeatable. */
  end(error?: TalosError): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#onEnd();
    this.#settle(error);
    this.#wake();
  }
}
