/**
 * The inbox and its readers. A message stays in it until its reader says that it was taken: where the process ends
 * before, it comes again, under the same id.
 *
 * There is one general reader at most, and one for a peer at most. While there is one for a peer, the messages of that
 * peer come to it alone, and all others to the general one; when it is closed, what it did not take is the general one's
 * again. So no message is shown by two readers, and none is lost for want of the right one.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import type { Did } from '../../identity/did.ts';
import type { InboxEntry } from './message-book.ts';
import type { ReceivedMessage } from './message-records.ts';
/** Readers of single peers that may be open at once: each looks through what waits for the others once. */
export declare const MAX_PEER_READERS = 256;
/** The store under the inbox. */
export interface InboxStore {
    /** What waits to be taken, the oldest first, from after the key `after` on. */
    waiting(after?: Bytes): AsyncIterable<InboxEntry>;
    take(key: Bytes): Promise<void>;
}
/** See the module comment. */
export declare class Inbox {
    #private;
    constructor(store: InboxStore);
    /**
     * A reader, for the messages of `peer` alone where one is named; undefined where there is one already. Close it.
     *
     * @param wants - Whose messages the general reader takes; others wait for the next one.
     *
     * @throws {TalosError} `E_LIMIT` beyond {@link MAX_PEER_READERS}.
     */
    open(peer?: Did, wants?: (from: Did) => boolean): InboxReader | undefined;
    /** To be called when a message of `from` has come. */
    arrived(from: Did): void;
    /** Closes every reader. */
    close(): void;
}
interface Shown {
    readonly key: Bytes;
    readonly message: ReceivedMessage;
}
interface ReaderParts {
    readonly find: (after: Bytes | undefined, skip: (key: Bytes) => void) => Promise<Shown | undefined>;
    readonly take: (key: Bytes) => Promise<void>;
    /** It was shown and is not taken: another reader's, perhaps. */
    readonly giveBack: (key: Bytes) => void;
    readonly closed: () => void;
}
/** One reader of the inbox, for one caller at a time. */
export declare class InboxReader {
    #private;
    /** Made by {@link Inbox.open}. */
    constructor(parts: ReaderParts);
    /** Messages until it is closed, which leaving the loop does. One is taken when the loop goes on or is left. */
    messages(): AsyncGenerator<ReceivedMessage, void, undefined>;
    /** The oldest message, when there is one; the same one again until it was taken. Undefined once closed. */
    next(): Promise<ReceivedMessage | undefined>;
    /** The message that `next` gave was taken; durable when it resolves. */
    take(): Promise<void>;
    /** To be called when a message has come. */
    arrived(): void;
    /** To be called when messages that were another reader's may be this one's. */
    lookAgain(): void;
    /** Ends the waiting, gives back what was shown and not taken, and makes room for another reader. Repeatable. */
    close(): void;
}
export {};
