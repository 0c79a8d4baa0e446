/**
 * Messages on a libp2p stream, each after its length as a varint, as libp2p's own small protocols have them.
 *
 * @module
 */
import type { Stream } from '@libp2p/interface';
import { type Bytes, concat } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import { readVarint, varint } from '../../codec/protobuf.ts';

/** See the module comment. Reads one message at a time. */
export class MessageStream {
  readonly #stream: Stream;
  readonly #maxBytes: number;
  #received: Bytes = new Uint8Array(0);
  #isTooLong = false;
  #end: Error | undefined;
  #wake: () => void = () => {};

  /** @param maxBytes - Of one message; more is `E_LIMIT`, and what follows is not read. */
  constructor(stream: Stream, maxBytes: number) {
    this.#stream = stream;
    this.#maxBytes = maxBytes;
    stream.addEventListener('message', ({ data }) => {
      if (this.#isTooLong) return;
      this.#received = concat(this.#received, data.subarray());
      // One message that waits to be read, and the beginning of the next.
      this.#isTooLong = this.#received.length > 2 * (maxBytes + 5);
      if (this.#isTooLong) this.#stop(tooLong(maxBytes));
      this.#wake();
    });
    const end = (): void => this.#stop(new TalosError('E_UNREACHABLE', 'the peer closed the stream'));
    stream.addEventListener('end', end);
    stream.addEventListener('close', end);
    if (stream.readableEnded || stream.status !== 'open') end();
  }

  /** Sends one message. */
  write(message: Uint8Array): void {
    this.#stream.send(concat(varint(message.length), message));
  }

  /**
   * The next message.
   *
   * @throws {TalosError} `E_UNREACHABLE` where the stream ends before; `E_LIMIT`; `E_MALFORMED` for a length that is none.
   * @throws The reason of `signal`, where that aborts.
   */
  async read(signal: AbortSignal): Promise<Bytes> {
    for (;;) {
      signal.throwIfAborted();
      const message = this.#next();
      if (message !== undefined) return message;
      if (this.#end !== undefined) throw this.#end;
      await new Promise<void>((wake) => {
        this.#wake = wake;
        signal.addEventListener('abort', () => wake(), { once: true });
      });
    }
  }

  /** Sends what waits, and ends the stream; by force where that takes longer than `signal` lets it. */
  async close(signal: AbortSignal): Promise<void> {
    try {
      await this.#stream.close({ signal });
    } catch (error) {
      this.abort(error);
    }
  }

  /** Ends the stream at once. */
  abort(reason: unknown): void {
    this.#stream.abort(reason instanceof Error ? reason : new Error('given up'));
  }

  #next(): Bytes | undefined {
    const length = readVarint(this.#received, 0);
    if (length === undefined) return undefined;
    if (length.value > this.#maxBytes) throw tooLong(this.#maxBytes);
    const end = length.next + length.value;
    if (this.#received.length < end) return undefined;
    const message = this.#received.slice(length.next, end);
    this.#received = this.#received.slice(end);
    return message;
  }

  #stop(reason: Error): void {
    this.#end ??= reason;
    this.#wake();
  }
}

function tooLong(maxBytes: number): TalosError {
  return new TalosError('E_LIMIT', `a message of more than ${maxBytes} bytes`);
}
