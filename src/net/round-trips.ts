/**
 * How long a peer takes to answer PING frames that were sent to find that out. PROTOCOL.md §6.2.
 *
 * @module
 */
import { type Bytes, toHex } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import { u64 } from '../codec/writer.ts';
import type { Timer } from './timer.ts';

/** Those of one link. */
export class RoundTrips {
  readonly #timer: Timer;
  readonly #ask: (payload: Bytes) => void;
  /** By their payloads, in hex; those of the keep-alive are all zeros and none of these. */
  readonly #waiting = new Map<string, () => void>();
  #asked = 0;

  /** @param ask - Sends a PING with a payload of 8 bytes. */
  constructor(timer: Timer, ask: (payload: Bytes) => void) {
    this.#timer = timer;
    this.#ask = ask;
  }

  /** A PONG came. One that nobody waits for is no news. */
  answered(payload: Uint8Array): void {
    this.#waiting.get(toHex(payload))?.();
  }

  /** See `Link.roundTrip`. @param closed - Of the link. */
  measure(closed: Promise<unknown>, signal?: AbortSignal): Promise<number> {
    signal?.throwIfAborted();
    const payload = u64(++this.#asked);
    const name = toHex(payload);
    const startedMs = this.#timer.now();
    return new Promise<number>((resolve, reject) => {
      const end = (): void => {
        this.#waiting.delete(name);
        signal?.removeEventListener('abort', abort);
      };
      const abort = (): void => {
        end();
        reject(signal?.reason as Error);
      };
      this.#waiting.set(name, () => {
        end();
        resolve(this.#timer.now() - startedMs);
      });
      signal?.addEventListener('abort', abort, { once: true });
      void closed.then(() => {
        end();
        reject(new TalosError('E_CLOSED', 'the link has ended'));
      });
      this.#ask(payload);
    });
  }
}
