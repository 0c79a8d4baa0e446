/**
 * The one implementation of {@link Link}, over any duplex of bytes: queues, back-pressure, keep-alive, good-byes.
 *
 * @module
 */
import { assertBytes, type Bytes, concat, fromUtf8, utf8 } from '../base/bytes.ts';
import { isTalosError, REFUSALS, type Refusal, TalosError } from '../base/errors.ts';
import { FRAME_TYPES, type Frame, FrameDecoder, type FrameType, frameHeader, PING_BYTES } from './frame.ts';
import { KeepAlive } from './keep-alive.ts';
import {
  CLOSE_TIMEOUT_MS,
  type FrameReceiver,
  type Link,
  LOW_WATER_BYTES,
  MAX_BUFFERED_BYTES,
  type Path,
} from './link.ts';
import type { Terms } from './protocols.ts';
import { RoundTrips } from './round-trips.ts';
import type { Timer } from './timer.ts';

/** What a {@link ByteDuplex} tells its link. */
export interface DuplexListener {
  /** Bytes came; they are the link's. Few come after `pause`. */
  bytes(chunk: Uint8Array): void;
  /** The duplex may have taken more of what was written. */
  drain(): void;
  /** No bytes will come after those already given: the peer or the transport ended. */
  end(): void;
  /** The duplex broke; nothing can be read or written any more. */
  broken(cause: unknown): void;
}

/** A transport as a link needs it. None of its methods throws. */
export interface ByteDuplex {
  readonly remoteAddress: string;
  /** Takes `chunk`, which is the duplex's from now on. */
  write(chunk: Uint8Array): void;
  /** Whether it is time to write more; where not, `drain` follows. */
  readonly writable: boolean;
  /** Bytes written that have not left yet. */
  readonly unsentBytes: number;
  pause(): void;
  resume(): void;
  /** Ends this side after all that was written; again, does nothing. */
  end(): void;
  /** Drops everything, at once; after the end, does nothing. */
  abort(reason: Error): void;
  /** Called once, by the link. */
  listen(listener: DuplexListener): void;
}

/** What a link is told about itself. */
export interface LinkInit {
  /** Ed25519, 32 bytes, as the transport authenticated it. */
  readonly peerKey: Uint8Array;
  readonly direction: 'inbound' | 'outbound';
  readonly path: Path;
  readonly terms: Terms;
  readonly timer: Timer;
}

/** Frames read ahead of a receiver that is busy, so that PING is answered and the next frame is there. */
const READ_AHEAD_FRAMES = 256;
/** Bytes read ahead of a receiver that is busy. */
const READ_AHEAD_BYTES = 256 * 1024;
/** Bytes joined into one write, at least one frame. */
const WRITE_BYTES = 256 * 1024;
const EMPTY = new Uint8Array(0);
const OWN_TYPES: readonly FrameType[] = [FRAME_TYPES.ping, FRAME_TYPES.pong, FRAME_TYPES.close];

/** Makes a link over `duplex`, which it owns from now on. */
export function linkOver(duplex: ByteDuplex, init: LinkInit): Link {
  return new FrameLink(duplex, init);
}

class FrameLink implements Link {
  readonly peerKey: Bytes;
  readonly direction: 'inbound' | 'outbound';
  readonly path: Path;
  readonly closed: Promise<TalosError | undefined>;
  readonly #duplex: ByteDuplex;
  readonly #terms: Terms;
  readonly #timer: Timer;
  readonly #decoder: FrameDecoder;
  readonly #keepAlive: KeepAlive;

  #outbox: Uint8Array[] = [];
  #outboxBytes = 0;
  #flushing = false;
  #waiting = new Set<() => void>();

  #inbox: Frame[] = [];
  #inboxBytes = 0;
  #receive: FrameReceiver | undefined;
  #busy = false;
  #pumping = false;
  #paused = false;
  #ended = false;
  #cancelDeadline: () => void = () => {};

  readonly #roundTrips: RoundTrips;
  #state: 'open' | 'closing' | 'closed' = 'open';
  #resolveClosed: (reason: TalosError | undefined) => void = () => {};

  constructor(duplex: ByteDuplex, init: LinkInit) {
    assertBytes(init.peerKey, 'peerKey', 32);
    this.peerKey = new Uint8Array(init.peerKey);
    this.direction = init.direction;
    this.path = init.path;
    this.#duplex = duplex;
    this.#terms = init.terms;
    this.#timer = init.timer;
    this.#decoder = new FrameDecoder({ maxPayloadBytes: init.terms.firstPayloadBytes });
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
    this.#keepAlive = new KeepAlive(init.timer, {
      ask: () => this.#control(FRAME_TYPES.ping, new Uint8Array(PING_BYTES)),
      reassure: () => this.#control(FRAME_TYPES.pong, new Uint8Array(PING_BYTES)),
      reading: () => !this.#paused,
      silent: () => this.#finish(new TalosError('E_TIMEOUT', 'the peer fell silent')),
    });
    this.#roundTrips = new RoundTrips(init.timer, (asked) => this.#control(FRAME_TYPES.ping, asked));
    duplex.listen({
      bytes: (chunk) => this.#onBytes(chunk),
      drain: () => this.#flush(),
      end: () => this.#onEnd(),
      broken: (cause) => this.#onBroken(cause),
    });
  }

  get remoteAddress(): string {
    return this.#duplex.remoteAddress;
  }

  get bufferedBytes(): number {
    return this.#outboxBytes + this.#duplex.unsentBytes;
  }

  // Sending

  send(type: FrameType, payload: Uint8Array): void {
    if (OWN_TYPES.includes(type)) throw new TypeError(`frames of type ${type} are the link's own`);
    assertBytes(payload, 'payload');
    const header = frameHeader(type, payload.length);
    if (this.#state !== 'open') throw new TalosError('E_CLOSED', 'the link has ended');
    const waiting = this.bufferedBytes + header.length + payload.length;
    if (waiting > MAX_BUFFERED_BYTES)
      throw new TalosError('E_LIMIT', `${waiting} bytes would wait on the link, limit ${MAX_BUFFERED_BYTES}`);
    this.#queue(header, payload);
  }

  probe(sleptMs?: number): void {
    if (this.#state === 'open') this.#keepAlive.probe(sleptMs);
  }

  async drained(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await this.#until(() => this.bufferedBytes < LOW_WATER_BYTES, signal);
    if (this.#state === 'closed') throw new TalosError('E_CLOSED', 'the link has ended');
  }

  #queue(header: Uint8Array, payload: Uint8Array): void {
    this.#outbox.push(header);
    if (payload.length > 0) this.#outbox.push(payload);
    this.#outboxBytes += header.length + payload.length;
    if (this.#flushing) return;
    this.#flushing = true;
    queueMicrotask(() => this.#flush());
  }

  /** PING and PONG: left out where much waits already, since a peer must not fill memory with questions. */
  #control(type: typeof FRAME_TYPES.ping | typeof FRAME_TYPES.pong, payload: Uint8Array): void {
    if (this.#state === 'closed' || this.#outboxBytes > LOW_WATER_BYTES) return;
    this.#queue(frameHeader(type, payload.length), payload);
  }

  #flush(): void {
    this.#flushing = false;
    while (this.#state !== 'closed' && this.#duplex.writable && this.#outbox.length > 0) {
      let count = 0;
      let bytes = 0;
      for (const part of this.#outbox) {
        if (count > 0 && bytes + part.length > WRITE_BYTES) break;
        count += 1;
        bytes += part.length;
      }
      const parts = this.#outbox.splice(0, count);
      this.#outboxBytes -= bytes;
      this.#duplex.write(concat(...parts));
    }
    this.#wake();
  }

  /** Resolves when `done()` holds or the link has closed; `done` is looked at whenever bytes leave. */
  #until(done: () => boolean, signal?: AbortSignal): Promise<void> {
    if (done() || this.#state === 'closed') return Promise.resolve();
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (!done() && this.#state !== 'closed') return;
        stop();
        resolve();
      };
      const abort = (): void => {
        stop();
        reject(signal?.reason as Error);
      };
      const stop = (): void => {
        this.#waiting.delete(look);
        signal?.removeEventListener('abort', abort);
      };
      this.#waiting.add(look);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  #wake(): void {
    for (const look of this.#waiting) look();
  }

  // Receiving

  onFrame(receive: FrameReceiver): void {
    if (this.#receive !== undefined) throw new TypeError('the link has a receiver already');
    this.#receive = receive;
    queueMicrotask(() => this.#pump());
  }

  limitPayload(bytes: number): void {
    const most = this.#terms.maxPayloadBytes;
    if (!Number.isInteger(bytes) || bytes < 1 || bytes > most)
      throw new RangeError(`the limit of a payload must be an integer from 1 to ${most}, got ${bytes}`);
    this.#decoder.maxPayloadBytes = bytes;
  }

  async roundTrip(signal?: AbortSignal): Promise<number> {
    if (this.#state !== 'open') throw new TalosError('E_CLOSED', 'the link has ended');
    return this.#roundTrips.measure(this.closed, signal);
  }

  #onBytes(chunk: Uint8Array): void {
    if (this.#state === 'closed') return;
    this.#keepAlive.heard();
    if (this.#state === 'closing') return;
    this.#decoder.push(chunk);
    this.#pump();
  }

  #onEnd(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#cancelDeadline();
    if (this.#state === 'closing') this.#finish(undefined);
    if (this.#state !== 'open') return;
    // A good-bye may stand behind frames that the receiver has not taken; it has as long as the peer waits.
    this.#cancelDeadline = this.#timer.after(CLOSE_TIMEOUT_MS, () => this.#finish(lost()));
    this.#pump();
  }

  #onBroken(cause: unknown): void {
    this.#ended = true;
    this.#cancelDeadline();
    this.#finish(this.#state === 'closing' ? undefined : lost(cause));
  }

  /** Decodes and delivers as far as it may, then opens or shuts the tap. */
  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      while (this.#state === 'open' && (this.#deliver() || this.#decode()));
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#pumping = false;
    }
    if (this.#ended && this.#inbox.length === 0 && (this.#mayReadAhead || !this.#busy)) this.#finish(lost());
    else this.#turnTap();
  }

  /** Delivers one frame; `false` if there is none or the receiver is not ready. */
  #deliver(): boolean {
    const first = this.#inbox[0];
    if (first === undefined) return false;
    if (first.type === FRAME_TYPES.close) {
      this.#finish(undefined);
      return false;
    }
    if (this.#busy || this.#receive === undefined) return false;
    this.#inbox.shift();
    this.#inboxBytes -= first.payload.length;
    const done = this.#receive(first);
    if (done === undefined) return true;
    this.#busy = true;
    done.then(
      () => {
        this.#busy = false;
        this.#pump();
      },
      (error: unknown) => this.#fail(error),
    );
    return false;
  }

  /** Decodes one frame; `false` if none is there or enough wait. */
  #decode(): boolean {
    if (!this.#mayReadAhead && (this.#busy || this.#inbox.length > 0)) return false;
    if (this.#inbox.length >= READ_AHEAD_FRAMES || this.#inboxBytes >= READ_AHEAD_BYTES) return false;
    const frame = this.#decoder.next();
    if (frame === undefined) return false;
    if (frame.type === FRAME_TYPES.ping) this.#control(FRAME_TYPES.pong, frame.payload);
    else if (frame.type === FRAME_TYPES.error) this.#finish(refused(frame.payload));
    else if (frame.type === FRAME_TYPES.pong) this.#roundTrips.answered(frame.payload);
    else {
      this.#inbox.push(frame);
      this.#inboxBytes += frame.payload.length;
    }
    return true;
  }

  /** Under a lowered limit the receiver may be about to raise it: the next frame is looked at when it is done. */
  get #mayReadAhead(): boolean {
    return this.#decoder.maxPayloadBytes === this.#terms.maxPayloadBytes;
  }

  #turnTap(): void {
    const full = this.#state === 'open' && this.#isFull();
    if (full === this.#paused) return;
    this.#paused = full;
    if (full) {
      this.#duplex.pause();
      return;
    }
    // A long pause is no silence of the peer.
    this.#keepAlive.heard();
    this.#duplex.resume();
  }

  #isFull(): boolean {
    if (this.#receive !== undefined && !this.#busy) return false;
    if (this.#inbox.length >= READ_AHEAD_FRAMES || this.#inboxBytes >= READ_AHEAD_BYTES) return true;
    return !this.#mayReadAhead && this.#decoder.bufferedBytes >= READ_AHEAD_BYTES;
  }

  // Ending

  async close(): Promise<void> {
    if (this.#state === 'open') {
      this.#queue(frameHeader(FRAME_TYPES.close, 0), EMPTY);
      this.#state = 'closing';
      this.#inbox = [];
      this.#turnTap();
      this.#cancelDeadline();
      this.#cancelDeadline = this.#timer.after(CLOSE_TIMEOUT_MS, () =>
        this.#finish(undefined, new Error('the peer did not close')),
      );
      await this.#until(() => this.#outbox.length === 0);
      if (this.#ended) this.#finish(undefined);
      else this.#duplex.end();
    }
    await this.closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Ours or the peer's fault: says `failed`, which is all a peer may know, and ends. */
  #fail(error: unknown): void {
    if (this.#state !== 'open') return;
    const reason = isTalosError(error)
      ? error
      : new TalosError('E_PROTOCOL', 'a received frame could not be handled', { cause: error });
    const word = utf8('failed' satisfies Refusal);
    if (this.#duplex.writable)
      this.#duplex.write(concat(...this.#outbox, frameHeader(FRAME_TYPES.error, word.length), word));
    this.#finish(reason);
  }

  /** The one way to `closed`. With `reason` or `abort` nothing more leaves but what the duplex already has. */
  #finish(reason: TalosError | undefined, abort?: Error): void {
    if (this.#state === 'closed') return;
    const resume = this.#paused;
    this.#state = 'closed';
    this.#paused = false;
    this.#keepAlive.stop();
    this.#cancelDeadline();
    this.#inbox = [];
    this.#outbox = [];
    this.#outboxBytes = 0;
    this.#wake();
    if (abort !== undefined || reason?.code === 'E_TIMEOUT' || reason?.code === 'E_UNREACHABLE')
      this.#duplex.abort(abort ?? reason ?? new Error('ended'));
    else {
      // Its end is only seen by reading on; what comes is dropped.
      if (resume) this.#duplex.resume();
      this.#endWithin();
    }
    this.#resolveClosed(reason);
  }

  /** Ends the duplex in peace, and by force where the peer does not end its side. */
  #endWithin(): void {
    this.#duplex.end();
    if (this.#ended) return;
    this.#cancelDeadline = this.#timer.after(CLOSE_TIMEOUT_MS, () =>
      this.#duplex.abort(new Error('the peer did not close')),
    );
  }
}

function lost(cause?: unknown): TalosError {
  return new TalosError('E_UNREACHABLE', 'the connection to the peer was lost', cause === undefined ? {} : { cause });
}

function refused(word: Uint8Array): TalosError {
  const text = readWord(word);
  return new TalosError('E_REFUSED', `the peer ended the link: ${text}`, { details: { reason: text } });
}

/** A word of the table; anything else a peer may write there is `failed`. */
function readWord(bytes: Uint8Array): Refusal {
  try {
    const text = fromUtf8(bytes);
    return REFUSALS.find((word) => word === text) ?? 'failed';
  } catch {
    // Not UTF-8 is not a word either.
    return 'failed';
  }
}
