/**
 * The conversation with one peer, for the SDK: its messages as they come, and what is sent to it.
 *
 * @module
 */
import { assertBytes, type Bytes } from '../../base/bytes.ts';
import { type WaitOptions, waitOptions } from '../../base/caller-mistakes.ts';
import { TalosError } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import { formatMessageId } from '../../message/message-id.ts';
import type { InboxReader } from '../message/inbox-reader.ts';
import type { Messenger } from '../message/messenger.ts';

/** A message that was sent. */
export interface SentMessage {
  /** UUIDv7 as text. */
  readonly id: string;
  /** `delivered`: the recipient has stored it. `queued`: it is kept and goes out with the next link. */
  readonly state: 'delivered' | 'queued';
  /** Where it is queued: whether it also lies in a mailbox of the peer. */
  readonly inMailbox: boolean;
}

/** A message that was received. */
export interface ReceivedText {
  readonly id: string;
  readonly from: Did;
  readonly receivedAtMs: number;
  readonly content: Bytes;
}

/** What a channel is made of. */
export interface SecureChannelParts {
  readonly peer: Did;
  readonly messenger: Messenger;
  /** Of the messages of that peer alone; the channel closes it. */
  readonly reader: InboxReader;
  readonly signal: AbortSignal | undefined;
}

/**
 * See the module comment. Made by `TalosClient.channel`; `await using` closes it.
 *
 * While it is open the messages of its peer come to it alone; `TalosClient.messages()` gives those of all others, and
 * after it is closed what it did not take. An abort of its signal closes it: who waits gets the reason of the signal, and
 * the message that a loop is at comes again.
 *
 * @example
 * await using channel = await client.channel(peer);
 * await channel.send(new TextEncoder().encode('are you there?'));
 * for await (const { content } of channel) console.log(new TextDecoder().decode(content));
 */
export class SecureChannel implements AsyncDisposable, AsyncIterable<ReceivedText> {
  readonly peer: Did;
  readonly #parts: SecureChannelParts;
  readonly #abort: () => void;
  #isReading = false;
  #isClosed = false;

  constructor(parts: SecureChannelParts) {
    this.#parts = parts;
    this.peer = parts.peer;
    // Nobody waits for this closing; what was shown comes again.
    this.#abort = () => this.#end();
    parts.signal?.addEventListener('abort', this.#abort, { once: true });
    if (parts.signal?.aborted === true) this.#end();
  }

  /**
   * Sends a message, as `TalosClient.send`.
   *
   * @param content - At most 1 MiB; copied.
   * @throws {TypeError} for a content that is no `Uint8Array`.
   * @throws {TalosError} `E_CLOSED`; what `TalosClient.send` throws.
   * @throws The reason of the signal, of the channel or of `options`, where that aborts before the message was stored.
   */
  async send(content: Uint8Array, options: WaitOptions = {}): Promise<SentMessage> {
    const { signal: own, waitMs } = waitOptions(options);
    assertBytes(content, 'content');
    const copy = new Uint8Array(content);
    const { peer, messenger, signal: ofChannel } = this.#parts;
    ofChannel?.throwIfAborted();
    if (this.#isClosed) throw new TalosError('E_CLOSED', 'the channel is closed');
    const signals = [own, ofChannel].filter((each) => each !== undefined);
    const signal = signals.length > 1 ? AbortSignal.any(signals) : signals[0];
    const { id, state, inMailbox } = await messenger.send(peer, copy, {
      ...(signal === undefined ? {} : { signal }),
      ...(waitMs === undefined ? {} : { waitMs }),
    });
    return { id: formatMessageId(id), state, inMailbox };
  }

  /**
   * The messages of the peer, the oldest first; each is taken when the loop goes on or is left, and can be followed by
   * another loop. Ends when the channel or its client is closed.
   *
   * @throws {TypeError} while another loop is reading.
   * @throws The reason of the signal where that aborts.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<ReceivedText, void, void> {
    if (this.#isReading) throw new TypeError('the messages of the channel are being read already');
    const { reader, signal } = this.#parts;
    this.#isReading = true;
    try {
      for (;;) {
        const message = await reader.next();
        signal?.throwIfAborted();
        if (message === undefined) return;
        const { id, from, receivedAtMs, content } = message;
        try {
          yield { id: formatMessageId(id), from, receivedAtMs, content };
        } finally {
          await reader.take();
        }
      }
    } finally {
      this.#isReading = false;
    }
  }

  /** Ends the loop; the message that it is at counts as taken. What is under way still arrives. Repeatable. */
  async close(): Promise<void> {
    if (!this.#isClosed && this.#isReading) await this.#parts.reader.take();
    this.#end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #end(): void {
    this.#isClosed = true;
    this.#parts.signal?.removeEventListener('abort', this.#abort);
    this.#parts.reader.close();
  }
}
