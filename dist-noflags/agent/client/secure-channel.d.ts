/**
 * The conversation with one peer, for the SDK: its messages as they come, and what is sent to it.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type WaitOptions } from '../../base/caller-mistakes.ts';
import type { Did } from '../../identity/did.ts';
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
export declare class SecureChannel implements AsyncDisposable, AsyncIterable<ReceivedText> {
    #private;
    readonly peer: Did;
    constructor(parts: SecureChannelParts);
    /**
     * Sends a message, as `TalosClient.send`.
     *
     * @param content - At most 1 MiB; copied.
     * @throws {TypeError} for a content that is no `Uint8Array`.
     * @throws {TalosError} `E_CLOSED`; what `TalosClient.send` throws.
     * @throws The reason of the signal, of the channel or of `options`, where that aborts before the message was stored.
     */
    send(content: Uint8Array, options?: WaitOptions): Promise<SentMessage>;
    /**
     * The messages of the peer, the oldest first; each is taken when the loop goes on or is left, and can be followed by
     * another loop. Ends when the channel or its client is closed.
     *
     * @throws {TypeError} while another loop is reading.
     * @throws The reason of the signal where that aborts.
     */
    [Symbol.asyncIterator](): AsyncGenerator<ReceivedText, void, void>;
    /** Ends the loop; the message that it is at counts as taken. What is under way still arrives. Repeatable. */
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}
