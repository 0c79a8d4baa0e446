/**
 * One listener at a time. Who comes while the one before is ending, as when its command was killed, waits for that.
 *
 * @module
 */
import { systemTimer, type Timer } from '../net/timer.ts';
import { Waits } from './waits.ts';

/** So long a listener waits for the end of the one before, in milliseconds. */
export const LISTENER_END_MS = 10_000;

/** A listener, from its first step to its last. */
export interface ListenTurn {
  /** It is ending. Repeatable. */
  end(): void;
  /** It has let go of everything. Repeatable. */
  over(): void;
}

interface Running {
  isEnding: boolean;
  readonly over: Promise<void>;
}

/** See the module comment. */
export class ListenTurns {
  readonly #waits: Waits;
  #last: Running | undefined;

  constructor(timer: Timer = systemTimer) {
    this.#waits = new Waits(timer);
  }

  /**
   * Resolves when nobody is ending, or {@link LISTENER_END_MS} later.
   *
   * @throws The reason of `signal`, where that aborts.
   */
  async untilFree(signal?: AbortSignal): Promise<void> {
    for (let last = this.#last; last?.isEnding === true; last = this.#last) {
      const { over } = last;
      const isOver = await this.#waits.until({ ms: LISTENER_END_MS, signal }, (done) => {
        void over.finally(done);
      });
      signal?.throwIfAborted();
      if (!isOver) return;
    }
  }

  /** Begins a turn, to be called in the step that found nobody. @param signal - Aborts when it is to end. */
  begin(signal?: AbortSignal): ListenTurn {
    let resolve = (): void => {};
    const turn: Running = {
      isEnding: signal?.aborted === true,
      over: new Promise((settle) => {
        resolve = settle;
      }),
    };
    this.#last = turn;
    const end = (): void => {
      turn.isEnding = true;
    };
    signal?.addEventListener('abort', end, { once: true });
    return {
      end,
      over: () => {
        signal?.removeEventListener('abort', end);
        if (this.#last === turn) this.#last = undefined;
        resolve();
      },
    };
  }
}
