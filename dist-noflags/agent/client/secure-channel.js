/**
 * The conversation with one peer, for the SDK: its messages as they come, and what is sent to it.
 *
 * @module
 */
import { assertBytes } from "../../base/bytes.js";
import { waitOptions } from "../../base/caller-mistakes.js";
import { TalosError } from "../../base/errors.js";
import { formatMessageId } from "../../message/message-id.js";
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
export class SecureChannel {
    peer;
    #parts;
    #abort;
    #isReading = false;
    #isClosed = false;
    constructor(parts) {
        this.#parts = parts;
        this.peer = parts.peer;
        // Nobody waits for this closing; what was shown comes again.
        this.#abort = () => this.#end();
        parts.signal?.addEventListener('abort', this.#abort, { once: true });
        if (parts.signal?.aborted === true)
            this.#end();
    }
    /**
     * Sends a message, as `TalosClient.send`.
     *
     * @param content - At most 1 MiB; copied.
     * @throws {TypeError} for a content that is no `Uint8Array`.
     * @throws {TalosError} `E_CLOSED`; what `TalosClient.send` throws.
     * @throws The reason of the signal, of the channel or of `options`, where that aborts before the message was stored.
     */
    async send(content, options = {}) {
        const { signal: own, waitMs } = waitOptions(options);
        assertBytes(content, 'content');
        const copy = new Uint8Array(content);
        const { peer, messenger, signal: ofChannel } = this.#parts;
        ofChannel?.throwIfAborted();
        if (this.#isClosed)
            throw new TalosError('E_CLOSED', 'the channel is closed');
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
    async *[Symbol.asyncIterator]() {
        if (this.#isReading)
            throw new TypeError('the messages of the channel are being read already');
        const { reader, signal } = this.#parts;
        this.#isReading = true;
        try {
            for (;;) {
                const message = await reader.next();
                signal?.throwIfAborted();
                if (message === undefined)
                    return;
                const { id, from, receivedAtMs, content } = message;
                try {
                    yield { id: formatMessageId(id), from, receivedAtMs, content };
                }
                finally {
                    await reader.take();
                }
            }
        }
        finally {
            this.#isReading = false;
        }
    }
    /** Ends the loop; the message that it is at counts as taken. What is under way still arrives. Repeatable. */
    async close() {
        if (!this.#isClosed && this.#isReading)
            await this.#parts.reader.take();
        this.#end();
    }
    async [Symbol.asyncDispose]() {
        await this.close();
    }
    #end() {
        this.#isClosed = true;
        this.#parts.signal?.removeEventListener('abort', this.#abort);
        this.#parts.reader.close();
    }
}
