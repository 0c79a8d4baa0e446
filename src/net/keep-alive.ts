/**
 * Notices a peer that is gone without a word: cable cut, machine asleep, process stopped. PROTOCOL.md §6.2.
 *
 * @module
 */
import { KEEPALIVE_IDLE_MS, KEEPALIVE_TIMEOUT_MS } from './link.ts';
import type { Timer } from './timer.ts';

/** Questions before the peer is given up. More than one, so that waking from sleep leaves time for an answer. */
const PROBES = 3;
/** Silence after {@link KeepAlive.probe} that ends the link, in milliseconds. PROTOCOL.md §6.2. */
export const PROBE_TIMEOUT_MS = 3000;
/** The same of a side that slept for so long that a peer that did not has given the link up: most likely it is gone. */
export const SLEPT_TIMEOUT_MS = 1000;
/** Questions in that time. */
const QUICK_PROBES = 2;
/** A step that comes so much too late says that this side was held up, and nothing about the peer; in milliseconds. */
const HELD_UP_MS = 500;

/** What a {@link KeepAlive} asks of its link. */
export interface KeepAliveActions {
  /** Sends PING. */
  readonly ask: () => void;
  /** Sends PONG unasked: this side reads nothing now, but is there. */
  readonly reassure: () => void;
  /** Whether this side reads. While it does not, silence says nothing about the peer. */
  readonly reading: () => boolean;
  /** The peer did not answer for {@link KEEPALIVE_IDLE_MS} + {@link KEEPALIVE_TIMEOUT_MS}. */
  readonly silent: () => void;
}

/** Watches one link from construction to `stop`. */
export class KeepAlive {
  readonly #timer: Timer;
  readonly #actions: KeepAliveActions;
  #heardAt: number;
  #asked = 0;
  /** Since it was asked at once nothing was heard. */
  #isProbing = false;
  #cancel: () => void;

  constructor(timer: Timer, actions: KeepAliveActions) {
    this.#timer = timer;
    this.#actions = actions;
    this.#heardAt = timer.now();
    this.#cancel = timer.after(KEEPALIVE_IDLE_MS, () => this.#tick());
  }

  /** Bytes came. Cheap: nothing is rescheduled. */
  heard(): void {
    this.#heardAt = this.#timer.now();
    this.#asked = 0;
    this.#isProbing = false;
  }

  /**
   * Asks at once whether the peer is there, and gives it {@link PROBE_TIMEOUT_MS}: the network may be another one.
   *
   * @param sleptMs - So long this side did nothing; after long the peer gets {@link SLEPT_TIMEOUT_MS}.
   */
  probe(sleptMs = 0): void {
    // One that is under way is not put off.
    if (this.#isProbing || !this.#actions.reading()) return;
    this.#isProbing = true;
    this.#cancel();
    const isLong = sleptMs >= KEEPALIVE_IDLE_MS + KEEPALIVE_TIMEOUT_MS;
    this.#quick(QUICK_PROBES, (isLong ? SLEPT_TIMEOUT_MS : PROBE_TIMEOUT_MS) / QUICK_PROBES);
  }

  #quick(left: number, stepMs: number): void {
    const from = this.#timer.now();
    this.#actions.ask();
    this.#cancel = this.#timer.after(stepMs, () => {
      const isLate = this.#timer.now() - from >= stepMs + HELD_UP_MS;
      if (!this.#isProbing || !this.#actions.reading()) {
        this.#isProbing = false;
        this.#tick();
      } else if (isLate || left > 1) this.#quick(isLate ? left : left - 1, stepMs);
      else this.#actions.silent();
    });
  }

  /** Ends the watch. */
  stop(): void {
    this.#cancel();
  }

  #tick(): void {
    this.#wait(this.#step());
  }

  #wait(ms: number | undefined): void {
    if (ms !== undefined) this.#cancel = this.#timer.after(ms, () => this.#tick());
  }

  /** Milliseconds until the next look, or `undefined` where the watch is over. */
  #step(): number | undefined {
    if (!this.#actions.reading()) {
      this.heard();
      this.#actions.reassure();
      return KEEPALIVE_IDLE_MS;
    }
    const idleMs = this.#timer.now() - this.#heardAt;
    if (idleMs < KEEPALIVE_IDLE_MS) return KEEPALIVE_IDLE_MS - idleMs;
    if (this.#asked === PROBES) {
      this.#actions.silent();
      return undefined;
    }
    this.#asked += 1;
    this.#actions.ask();
    return KEEPALIVE_TIMEOUT_MS / PROBES;
  }
}
