/**
 * What a peer sends in gossip, at the pace at which it is worked through, and no faster than {@link BYTES_A_SECOND}:
 * libp2p's own iteration of a stream takes in whatever comes.
 *
 * @module
 */
import type { Stream } from '@libp2p/interface';

/** Bytes of gossip a second of one peer, once it has sent {@link BURST_BYTES}. PROTOCOL.md §11. */
export const BYTES_A_SECOND: number = 128 * 1024;
/** Bytes that a peer may send at once. PROTOCOL.md §11. */
export const BURST_BYTES: number = 1024 * 1024;

type Chunk = Uint8Array | { readonly byteLength: number; subarray(): Uint8Array };

/** What gossipsub uses of a stream that a peer opened. */
export class PacedSource implements AsyncIterable<Uint8Array> {
  readonly #stream: Stream;
  readonly #waiting: Chunk[] = [];
  #wake: () => void = () => {};
  #isResuming = false;
  #isOver = false;
  #room = BURST_BYTES;
  #atMs = Date.now();

  constructor(stream: Stream) {
    this.#stream = stream;
    stream.addEventListener('message', ({ data }) => this.#took(data));
    for (const end of ['end', 'close'] as const)
      stream.addEventListener(end, () => {
        this.#isOver = true;
        this.#wake();
      });
  }

  #took(data: Chunk): void {
    this.#waiting.push(data);
    if (!this.#isResuming) this.#pause();
    this.#wake();
  }

  #pause(): void {
    try {
      this.#stream.pause();
    } catch {
      // The readable side has ended; nothing more comes.
    }
  }

  #resume(): void {
    this.#isResuming = true;
    try {
      this.#stream.resume();
    } catch {
      // The readable side has ended; there is nothing to resume.
    } finally {
      this.#isResuming = false;
    }
    // What waited was handed out meanwhile.
    if (this.#waiting.length > 0) this.#pause();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = this.#waiting.shift();
      if (chunk !== undefined) {
        await this.#pace(chunk.byteLength);
        yield chunk instanceof Uint8Array ? chunk : chunk.subarray();
        continue;
      }
      if (this.#isOver) return;
      this.#resume();
      if (this.#waiting.length > 0 || this.#hasEnded()) continue;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #hasEnded(): boolean {
    return this.#isOver;
  }

  async #pace(bytes: number): Promise<void> {
    const now = Date.now();
    this.#room = Math.min(BURST_BYTES, this.#room + (Math.max(0, now - this.#atMs) / 1000) * BYTES_A_SECOND) - bytes;
    this.#atMs = now;
    if (this.#room >= 0) return;
    const ms = (-this.#room / BYTES_A_SECOND) * 1000;
    await new Promise<void>((resolve) => {
      setTimeout(resolve, ms).unref();
    });
  }

  close(): Promise<void> {
    return this.#stream.close();
  }

  abort(error: Error): void {
    this.#stream.abort(error);
  }
}
