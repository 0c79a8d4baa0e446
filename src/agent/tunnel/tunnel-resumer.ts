/**
 * Keeps a lasting tunnel of the calling side at a channel: where that is lost it dials again and goes on with the tunnel
 * by its id, until the serving side has it no more. PROTOCOL.md §7.5.
 *
 * @module
 */

import type { Bytes } from '../../base/bytes.ts';
import { isTalosError, TalosError } from '../../base/errors.ts';
import { deadline } from '../../base/lifetime.ts';
import { type Keeper, keepConnected } from '../../net/redial.ts';
import { systemTimer, type Timer } from '../../net/timer.ts';
import { isStorageFailure } from '../record/watched-ledger.ts';
import type { Dialled, DialledChannels } from './dialled-channels.ts';
import { TUNNEL_LINGER_MS } from './tunnel-linger.ts';
import type { TunnelStream } from './tunnel-stream.ts';
import { encodeTunnelResume } from './tunnel-wire.ts';

/** Milliseconds that a server gets to answer that a tunnel goes on. */
export const RESUME_TIMEOUT_MS = 10_000;

/** A connection that held so long was one: where it is lost, the next try comes soon. In milliseconds. */
export const HELD_MS = 2000;

/** Whoever is told of a lasting tunnel. */
export interface TunnelLineWatcher {
  /** It has no channel, for `reason`; the next try is in `retryMs`. */
  away(reason: unknown, retryMs: number): void;
  /** It goes on. */
  back(): void;
  /** Whether somebody waits for it. */
  isWanted(): boolean;
}

/** What resuming needs. */
export interface TunnelResumerParts {
  readonly stream: TunnelStream;
  /** Its id. */
  readonly id: Bytes;
  /** A channel to the server, in use until it is released; dialled where there is none. */
  readonly use: (signal: AbortSignal) => Promise<Dialled>;
  readonly channels: Pick<DialledChannels, 'release' | 'resume'>;
  readonly watcher: TunnelLineWatcher;
  /** The tunnel cannot go on, and ends with `error`. */
  readonly fail: (error: TalosError) => void;
  /** Milliseconds without a channel after which it ends; {@link TUNNEL_LINGER_MS} where absent. */
  readonly lingerMs?: number | undefined;
  readonly timer?: Timer;
}

/** See the module comment. Ends with its stream. */
export class TunnelResumer {
  readonly #parts: TunnelResumerParts;
  readonly #keeper: Keeper;
  readonly #timer: Timer;
  #turn = 0;
  #isMoving = false;
  /** Told that the channel was lost. */
  #lost: (reason: TalosError) => void = () => {};
  #cancelLinger: () => void = () => {};

  /** Starts at a stream that is at its first channel. */
  constructor(parts: TunnelResumerParts) {
    this.#parts = parts;
    this.#timer = parts.timer ?? systemTimer;
    const { stream, watcher } = parts;
    stream.last({ away: (reason) => this.#away(reason), back: () => this.#cancelLinger() });
    let isFirst = true;
    this.#keeper = keepConnected({
      open: async (signal) => {
        const held = this.#held();
        if (!isFirst) await this.#resumeOver(await parts.use(signal), signal, true);
        return held;
      },
      up: () => {
        if (!isFirst) watcher.back();
        isFirst = false;
      },
      down: (reason, retryMs) => watcher.away(reason, retryMs),
      isFinal: (reason) => !stream.isOpen || isStorageFailure(reason) || isBreach(reason),
      isWanted: () => watcher.isWanted(),
      settledMs: HELD_MS,
      timer: this.#timer,
    });
    void this.#keeper.stopped.then((reason) => {
      if (stream.isOpen && isTalosError(reason)) parts.fail(reason);
    });
    void stream.closed.then(() => {
      this.#cancelLinger();
      return this.#keeper[Symbol.asyncDispose]();
    });
  }

  /** Somebody waits: the next try comes soon. */
  hurry(): void {
    this.#keeper.hurry();
  }

  /** The network has changed: the next try comes now. */
  retryNow(): void {
    this.#keeper.retryNow();
  }

  /** What the keeper keeps: the tunnel at a channel, until that is lost. */
  #held(): { readonly closed: Promise<TalosError>; close(): Promise<void> } {
    const closed = new Promise<TalosError>((resolve) => {
      this.#lost = resolve;
    });
    const over = this.#parts.stream.closed.then(() => new TalosError('E_CLOSED', 'the tunnel is over'));
    return { closed: Promise.race([closed, over]), close: () => Promise.resolve() };
  }

  #isNowhere(): boolean {
    const { isOpen, channel } = this.#parts.stream;
    return isOpen && channel === undefined;
  }

  #away(reason: TalosError): void {
    // The move that is under way says what becomes of it.
    if (this.#isMoving) return;
    this.#cancelLinger();
    const { stream, lingerMs = TUNNEL_LINGER_MS } = this.#parts;
    this.#cancelLinger = this.#timer.after(lingerMs, () => stream.end(undefined));
    this.#lost(reason);
  }

  /**
   * Moves the tunnel to `dialled`, without loss: what is under way goes on. Where it cannot, the tunnel is resumed like one
   * whose channel was lost. Does nothing while it has no channel.
   */
  async move(dialled: Dialled): Promise<void> {
    const { stream } = this.#parts;
    if (this.#isMoving || this.#isNowhere()) return;
    this.#isMoving = true;
    try {
      await this.#resumeOver(dialled, undefined, false);
      this.#isMoving = false;
      if (this.#isNowhere()) this.#away(gone());
    } catch (error) {
      this.#isMoving = false;
      if (!isTalosError(error)) throw error;
      if (isBreach(error)) this.#parts.fail(error);
      else if (stream.isOpen) this.#away(error);
    }
  }

  async #resumeOver(dialled: Dialled, signal: AbortSignal | undefined, isUsed: boolean): Promise<void> {
    const { stream, id, channels } = this.#parts;
    try {
      using limit = deadline(signal, RESUME_TIMEOUT_MS);
      // From here on nothing counts that still comes over another channel.
      const progress = stream.detach();
      this.#turn++;
      const request = encodeTunnelResume({ tunnel: id, turn: this.#turn, ...progress });
      await channels.resume(dialled, stream, request, limit.signal);
    } catch (error) {
      this.#refused(error);
      throw error;
    } finally {
      if (isUsed) channels.release(dialled);
    }
  }

  /** The serving side has it no more, or ended it: so has this one. */
  #refused(error: unknown): void {
    if (!isTalosError(error) || error.details['word'] === undefined || error.code === 'E_RATE_LIMITED') return;
    const isGone = error.code === 'E_NOT_FOUND' || error.code === 'REPLAY';
    if (isGone) this.#parts.stream.end(undefined);
    else this.#parts.fail(error);
  }
}

function gone(): TalosError {
  return new TalosError('E_UNREACHABLE', 'the connection to the peer was lost');
}

/** Whether the server said what no server says. */
function isBreach(error: unknown): error is TalosError {
  return isTalosError(error, 'E_PROTOCOL') || isTalosError(error, 'E_MALFORMED');
}
