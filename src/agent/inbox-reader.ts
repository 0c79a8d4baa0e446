/**
 * The inbox for one reader, the oldest message first. A message stays in it until the reader says that it was taken:
 * where the process ends before, it comes again, under the same id.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
import type { MessageBook } from './message-book.ts';
import type { ReceivedMessage } from './message-records.ts';

/** See the module comment. */
export class InboxReader {
  readonly #book: MessageBook;
  #shown: Bytes | undefined;
  readonly #onClose: () => void;
  #arrived: () => void = () => {};
  #isClosed = false;

  /** @param onClose - Called once, when it is closed. */
  constructor(book: MessageBook, onClose: () => void) {
    this.#book = book;
    this.#onClose = onClose;
  }

  /** Messages until it is closed, which leaving the loop does. One is taken when the loop goes on or is left. */
  async *messages(): AsyncGenerator<ReceivedMessage, void, undefined> {
    try {
      for (let next = await this.next(); next !== undefined; next = await this.next()) {
        try {
          yield next;
        } finally {
          await this.take();
        }
      }
    } finally {
      this.close();
    }
  }

  /** The oldest message, when there is one; the same one again until it was taken. Undefined once closed. */
  async next(): Promise<ReceivedMessage | undefined> {
    while (!this.#isClosed) {
      const arrival = new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
      const next = await this.#book.next();
      if (next === undefined) {
        await arrival;
        continue;
      }
      this.#shown = next.key;
      return next.message;
    }
    return undefined;
  }

  /** The message that `next` gave was taken; durable when it resolves. */
  async take(): Promise<void> {
    const shown = this.#shown;
    this.#shown = undefined;
    if (shown !== undefined) await this.#book.take(shown);
  }

  /** To be called when a message has come. */
  arrived(): void {
    this.#arrived();
  }

  /** Ends the waiting, and makes room for another reader. Repeatable. */
  close(): void {
    if (!this.#isClosed) this.#onClose();
    this.#isClosed = true;
    this.#arrived();
  }
}
