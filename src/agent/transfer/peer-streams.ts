/**
 * The application streams of an agent: opened to peers, and taken of those whose messages are taken, too. PROTOCOL.md §7.7.
 *
 * @module
 */
import { TalosError } from '../../base/errors.ts';
import type { Allowed, Denial } from '../../capability/verdict.ts';
import { randomBytes } from '../../crypto/random.ts';
import type { Did } from '../../identity/did.ts';
import { PACKET } from '../../message/packet.ts';
import { systemTimer, type Timer } from '../../net/timer.ts';
import { decodeStreamStart, encodeStreamStart, STREAM_ID_BYTES, type StreamStart } from '../../transfer/stream-wire.ts';
import { encodeRefusal, type RefusalBody, refusalOf } from '../tunnel/tunnel-wire.ts';
import { unlessAborted } from '../waits.ts';
import { PeerStream } from './peer-stream.ts';
import type { TransferMux, TransferStream } from './transfer-mux.ts';

/** Streams that peers opened and that wait for the application. PROTOCOL.md §11. */
export const MAX_WAITING_STREAMS = 16;
/** Of them, those of one peer. PROTOCOL.md §11. */
export const MAX_WAITING_STREAMS_A_PEER = 4;
/** Milliseconds that a peer has to take a stream. PROTOCOL.md §11. */
export const STREAM_TAKE_MS = 30_000;

/** What streams need. */
export interface StreamParts {
  /** The transfer link to a peer, dialled where there is none. */
  readonly link: (peer: Did, signal?: AbortSignal) => Promise<TransferMux>;
  /** Whether a stream of the peer is taken: as a message of it would be, of a contact or under a capability. */
  readonly consent: (peer: Did) => Allowed | Denial;
  readonly timer?: Timer;
}

/** See the module comment. */
export class PeerStreams {
  readonly #parts: StreamParts;
  readonly #open = new Set<PeerStream>();
  readonly #waiting: PeerStream[] = [];
  #hasReader = false;
  #wake: () => void = () => {};
  #isClosed = false;

  constructor(parts: StreamParts) {
    this.#parts = parts;
  }

  /**
   * Opens a stream, and waits until the peer takes it.
   *
   * @throws {TalosError} what dialling throws; `E_REFUSED` where the peer does not take streams of this agent;
   *   `E_RATE_LIMITED` where nobody there takes any now, or too many wait; `E_TIMEOUT`; `E_LIMIT`; `E_CLOSED`.
   * @throws The reason of the signal.
   */
  async open(peer: Did, about: Omit<StreamStart, 'id'>, signal?: AbortSignal): Promise<PeerStream> {
    this.#assertOpen();
    signal?.throwIfAborted();
    const start = { ...about, id: randomBytes(STREAM_ID_BYTES) };
    const mux = await this.#parts.link(peer, signal);
    this.#assertOpen();
    const stream = this.#keep(new PeerStream(mux.open(PACKET.streamStart, encodeStreamStart(start)), start, true));
    const late = (): void => stream.fail(new TalosError('E_TIMEOUT', 'nobody there has taken the stream'));
    const cancel = (this.#parts.timer ?? systemTimer).after(STREAM_TAKE_MS, late);
    try {
      await unlessAborted(stream.taken, signal);
    } catch (error) {
      stream.cancel(error);
      throw error;
    } finally {
      cancel();
    }
    return stream;
  }

  #keep(stream: PeerStream): PeerStream {
    this.#open.add(stream);
    const forget = (): void => void this.#open.delete(stream);
    stream.closed.then(forget, forget);
    return stream;
  }

  /** Takes a stream that a peer opened. @throws {TalosError} `E_MALFORMED`: the link ends. */
  accept(stream: TransferStream, content: Uint8Array): void {
    const start = decodeStreamStart(content);
    const { peer } = stream;
    const verdict = this.#parts.consent(peer);
    if (!verdict.allowed) return refuse(stream, { word: 'denied', code: undefined });
    if (this.#isClosed || !this.#hasReader) return refuse(stream, refusalOf('E_RATE_LIMITED'));
    // What was given up meanwhile waits no more.
    for (const each of this.#waiting.splice(0)) if (each.isOpen) this.#waiting.push(each);
    const ofPeer = this.#waiting.filter((each) => each.peer === peer).length;
    if (this.#waiting.length >= MAX_WAITING_STREAMS || ofPeer >= MAX_WAITING_STREAMS_A_PEER)
      return refuse(stream, refusalOf('E_RATE_LIMITED'));
    this.#waiting.push(this.#keep(new PeerStream(stream, start, false)));
    this.#wake();
  }

  /** Who takes streams from now on; `undefined` while somebody else does. Close it. */
  reader(): StreamReader | undefined {
    this.#assertOpen();
    if (this.#hasReader) return undefined;
    this.#hasReader = true;
    let isOver = false;
    return {
      next: async () => {
        for (;;) {
          const stream = this.#waiting.shift();
          if (stream?.isOpen === true) {
            stream.take();
            return stream;
          }
          if (stream !== undefined) continue;
          if (isOver || this.#isClosed) return undefined;
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        }
      },
      close: () => {
        if (isOver) return;
        isOver = true;
        this.#hasReader = false;
        for (const each of this.#waiting.splice(0)) each.fail(new TalosError('E_RATE_LIMITED', 'nobody takes streams'));
        this.#wake();
      },
    };
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new TalosError('E_CLOSED', 'the agent has ended');
  }

  /** Ends every stream. Repeatable. */
  close(): void {
    this.#isClosed = true;
    for (const each of this.#open) each.fail(new TalosError('E_CLOSED', 'the agent has ended'));
    this.#wake();
  }
}

/** Takes the streams that peers open. */
export interface StreamReader {
  /** The oldest that waits, when there is one: taken. `undefined` once it is closed, or the agent has ended. */
  next(): Promise<PeerStream | undefined>;
  /** Takes no more; those that wait are refused. Repeatable. */
  close(): void;
}

function refuse(stream: TransferStream, refusal: RefusalBody): void {
  stream.send(PACKET.refusal, encodeRefusal(refusal));
  stream.end();
}
