/**
 * Envelopes of a link that have opened and are being stored and answered, one after the other, while the next are opened:
 * so that many share a commit. Bounded: beyond that the link waits.
 *
 * @module
 */
import type { Link } from '../../net/link.ts';

/** Envelopes of one link that are stored and answered while the next are opened. */
export const MAX_STORING = 64;
/** Bytes of them; one may go beyond. */
export const MAX_STORING_BYTES: number = 1024 * 1024;

/** One of them. */
interface Storing {
  readonly bytes: number;
  readonly over: Promise<void>;
}

/** See the module comment. Those of one link. */
export class StoringEnvelopes {
  readonly #link: Link;
  readonly #storing: Storing[] = [];
  #bytes = 0;
  #last: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | undefined;

  constructor(link: Link) {
    this.#link = link;
  }

  /**
   * Runs `answer` when those before have been answered. Where it fails, the link ends.
   *
   * @returns When there is room for another one.
   * @throws What `answer` of this or an earlier one has thrown by then.
   */
  async add(bytes: number, answer: () => Promise<void>): Promise<void> {
    const over = this.#last.then(answer).catch((error: unknown) => this.#fail(error));
    const storing: Storing = { bytes, over: over.then(() => this.#remove(storing)) };
    this.#last = storing.over;
    this.#storing.push(storing);
    this.#bytes += bytes;
    while (this.#storing.length >= MAX_STORING || this.#bytes >= MAX_STORING_BYTES) await this.#storing[0]?.over;
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #remove(storing: Storing): void {
    this.#storing.splice(this.#storing.indexOf(storing), 1);
    this.#bytes -= storing.bytes;
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    // Nothing may come that would throw it.
    void this.#link.close();
  }

  /** Resolves when what was added is over. */
  async settled(): Promise<void> {
    await this.#last;
  }
}
