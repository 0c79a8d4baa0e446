/**
 * Messages to and from other agents over links of purpose `message`. PROTOCOL.md §5.6.
 *
 * A message is delivered to the application once. It is kept, and sent again over the next link, until its recipient
 * has acknowledged it, and so stored it. Messages to a peer leave in the order given: those that wait go first.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type Did } from '../../identity/did.ts';
import type { Link } from '../../net/link.ts';
import { FileMail } from './file-mail.ts';
import { type InboxReader } from './inbox-reader.ts';
import type { EnvelopeFile, OpenedFromFile, SealedForFile } from './message-files.ts';
import type { HistoryMessage, HistoryPage, HistoryQuery, MessageHistory } from './message-history.ts';
import type { ReceivedMessage } from './message-records.ts';
import type { DeliveryOptions, EstablishedSession, EstablishOptions, MessengerOptions, Receipt } from './messenger-types.ts';
import { type BundleStock } from './prekey-store.ts';
import { type Taken } from './reception.ts';
import { type SessionsWithPeer } from './session-list.ts';
/** How long `send` waits for an acknowledgement, in milliseconds. */
export declare const ACKNOWLEDGEMENT_TIMEOUT_MS = 30000;
/** How long a link waits for room in the inbox before it is ended, in milliseconds: where somebody reads, there is some soon. */
export declare const ROOM_TIMEOUT_MS = 10000;
/** Bundles with one-time prekeys that one identity gets in an hour, over however many links; more come without. */
export declare const ONE_TIME_BUNDLES_A_PEER = 16;
/** See the module comment. */
export declare class Messenger implements AsyncDisposable {
    #private;
    readonly fileMail: FileMail;
    private constructor();
    /** Opens the messages of a store. `options.store` stays the caller's. */
    static open(options: MessengerOptions): Promise<Messenger>;
    /** Takes a link that a peer dialled; the messenger owns it from now on. What waits for that peer goes out. */
    accept(link: Link): void;
    /**
     * A bundle for a peer that is to open a session: signed, with one-time prekeys where there is room, durable here. At
     * most 8 KiB.
     *
     * @throws {TalosError} `E_CLOSED`; `E_LIMIT` without room for one-time prekeys that are required.
     */
    prekeyBundle(options?: {
        readonly requireOneTime?: boolean;
    }): Promise<Bytes>;
    /** Bundles for a server to hand out while this agent is away; as `PrekeyStore.stock`. @throws {TalosError} `E_CLOSED`. */
    bundleStock(count?: number): Promise<BundleStock>;
    /** Bundles of the stock that nobody has used, as far as this agent knows. */
    stockedBundles(): Promise<number>;
    /** A new signed prekey, offered from now on. @throws {TalosError} `E_CLOSED`. */
    rotatePrekeys(): Promise<{
        readonly id: number;
        readonly madeAtMs: number;
        readonly expiresAtMs: number;
    }>;
    /**
     * Makes a new session with `peer`.
     *
     * @param bundle - Its bundle; asked for over a link where absent, once for all who ask for the same at the same time.
     * @throws {TalosError} what `verifyBundle` throws; `E_UNREACHABLE` or `E_TIMEOUT` where the bundle cannot be had.
     */
    establishSession(peer: Did, bundle?: Uint8Array, options?: EstablishOptions): Promise<EstablishedSession>;
    /**
     * Sends `content` to `peer`; makes the session where there is none. A message to a peer that is away is kept, where
     * there is a session with it or an address of it.
     *
     * @param content - At most 1 MiB.
     * @returns When the peer has acknowledged it; or, with `queued`, when it is away or the time of `options` is over.
     * @throws {TalosError} `E_UNREACHABLE`, `E_TIMEOUT` and others of `connect`, `E_LIMIT` for a content that is too
     *   long or too much that waits, and what `establishSession` throws: nothing is kept then.
     * @throws The reason of `signal`, where that aborts before the message was stored.
     */
    send(peer: Did, content: Uint8Array, options?: DeliveryOptions): Promise<Receipt>;
    /**
     * Takes an envelope that `peer` has sent another way than over a link; resolves when what it brings is stored.
     *
     * @returns The id of what was stored, for {@link Messenger.acknowledge}, or why nothing was.
     * @throws {TalosError} `E_CLOSED`; where the store or the ledger fails.
     */
    receive(peer: Did, envelope: Bytes): Promise<Taken>;
    /** Acknowledges what {@link Messenger.receive} stored: over the link where there is one, otherwise the way that it came. */
    acknowledge(peer: Did, ids: readonly Bytes[]): Promise<void>;
    /** Tries to reach everybody for whom something waits, from now on. */
    sendWaiting(): Promise<void>;
    /** What waits for `peer` goes out now, over its link or a new one. */
    resume(peer: Did): Promise<void>;
    /**
     * What becomes of a message that was sent: waits until it is delivered or given up, through links that break and a peer
     * that is away, or until the time of `options` is over.
     *
     * @throws {TalosError} `E_NOT_FOUND` where there is none of this id, or none any more.
     */
    outcome(peer: Did, id: Bytes, options?: DeliveryOptions): Promise<HistoryMessage>;
    /**
     * A reader of the inbox, of the messages of `peer` alone where one is named; undefined where there is one already.
     * Close it. See `inbox-reader.ts` for who gets what.
     *
     * @throws {TalosError} `E_CLOSED`; `E_LIMIT`.
     */
    openReader(peer?: Did, wants?: (from: Did) => boolean): InboxReader | undefined;
    /**
     * Messages, the oldest first, for one reader: first those that were not taken when the process last ended. One is
     * taken when the loop goes on or is left; where the process ends before, it comes again, under the same id.
     *
     * @throws {TypeError} while another reader is reading.
     */
    messages(): AsyncGenerator<ReceivedMessage, void, undefined>;
    /**
     * Seals a message into a file: durable and on record when it resolves. No network, no acknowledgement.
     *
     * @param content - At most 1 MiB.
     * @throws {TalosError} `E_NO_SESSION`; `E_LIMIT`; `E_CLOSED`.
     */
    seal(peer: Did, content: Uint8Array): Promise<SealedForFile>;
    /** Opens a message out of a file: durable and on record when it resolves. @throws {TalosError} as `MessageFiles.open`. */
    openSealed(file: EnvelopeFile): Promise<OpenedFromFile>;
    /** A page of what was sent and received. @throws {TalosError} as `MessageHistory.page`. */
    history(query: HistoryQuery): Promise<HistoryPage>;
    /** What was and is in its book, for people. */
    get past(): MessageHistory;
    /** The durable sessions. */
    sessions(): Promise<readonly SessionsWithPeer[]>;
    /** Ends the links; whoever waits for an acknowledgement gets `queued`, and `messages()` ends. */
    [Symbol.asyncDispose](): Promise<void>;
}
