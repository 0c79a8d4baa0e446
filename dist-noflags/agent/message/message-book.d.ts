/**
 * Durable messages in the store: what waits to be sent and to be taken, each stored in one batch with the step of the
 * session that it took (`session-steps.ts`). PROTOCOL.md §5.6. Layout of the space `message`: `message-records.ts`.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import type { Did } from '../../identity/did.ts';
import { type DurableSession, type OutgoingMessage } from '../../session/durable.ts';
import type { Deliveries } from './deliveries.ts';
import type { FileLetterTaker } from './file-letter.ts';
import { InboxRoom } from './inbox-room.ts';
import { MessageFiles } from './message-files.ts';
import { MessageHistory } from './message-history.ts';
import { type ReceivedMessage } from './message-records.ts';
import { Outbox } from './outbox.ts';
import { SessionRepairs } from './session-repair.ts';
import { type Begun, type SessionStepsOptions } from './session-steps.ts';
/**
 * A message that was signed longer ago is refused, in milliseconds: 62 days. It may be left at a mailbox 30 days after it
 * was written, and lie there for 30 more.
 */
export declare const MAX_MESSAGE_AGE_MS: number;
/** How long an id is remembered, in milliseconds: 65 days, so that nothing that is not refused for its age is new. */
export declare const SEEN_AGE_MS: number;
/** What became of an envelope. `reply` is the acknowledgement to send; absent where it is made later. */
export type Received = {
    readonly kind: 'message' | 'duplicate';
    readonly id: Bytes;
    readonly commitment: Bytes;
    readonly reply: Bytes | undefined;
    /** The session that the message made. */
    readonly newSession: DurableSession | undefined;
} | PeerRepaired | Acknowledged | TakenLetter;
/** A letter about a file was taken, or had been before. */
export interface TakenLetter {
    readonly kind: 'file';
    /** The session that it made. */
    readonly newSession: DurableSession | undefined;
}
/** The peer could not open what was sent, and has made a new session. PROTOCOL.md §5.8. */
export interface PeerRepaired {
    readonly kind: 'repaired';
    readonly id: Bytes;
    /** Id of the session that it says so under. */
    readonly session: Bytes;
    /** It was told before. */
    readonly repeated: boolean;
    readonly reply: Bytes | undefined;
    readonly newSession: DurableSession | undefined;
}
/** The peer has stored messages of ours. */
export interface Acknowledged {
    readonly kind: 'acknowledged';
    /** Each with its commitment; without where it was acknowledged, or given up, before. */
    readonly messages: readonly {
        readonly id: Bytes;
        readonly commitment: Bytes | undefined;
    }[];
    /** The session that the acknowledgement made: of two that were started at once, the peer acknowledges under its own. */
    readonly newSession: DurableSession | undefined;
}
/** What a book needs. */
export interface MessageBookOptions extends SessionStepsOptions {
    /** Told what becomes of each message that is sent, but for its delivery: who takes an acknowledgement tells that. */
    readonly deliveries?: Deliveries;
    /** Whether a peer is one that this agent has not dealt with; nobody is where absent. */
    readonly isStranger?: (peer: Did) => boolean;
    /** Takes files out of mailboxes; none are where absent. */
    readonly files?: FileLetterTaker;
}
/** A message in the inbox. */
export interface InboxEntry {
    /** For {@link MessageBook.take}. */
    readonly key: Bytes;
    /** Opens it. */
    readonly read: () => ReceivedMessage;
}
/** See the module comment. One a data directory; two over one store never use a message key twice. */
export declare class MessageBook {
    #private;
    /** What was and is in it, for people. */
    readonly history: MessageHistory;
    /** Messages that travel as files. */
    readonly files: MessageFiles;
    /** What waits to be sent. */
    readonly outbox: Outbox;
    readonly repairs: SessionRepairs;
    /** How much more may come. */
    readonly room: InboxRoom;
    constructor(options: MessageBookOptions);
    /** As `SessionSteps.establish`. */
    establish(peer: Did, bundle: Uint8Array, requireOneTime?: boolean): Promise<DurableSession>;
    /**
     * Opens an envelope that came from `peer`, and stores what it brings.
     *
     * @param isLater - Whether it is acknowledged later, by {@link MessageBook.acknowledge}.
     * @throws {TalosError} `E_MALFORMED`, `E_BAD_DID` and `E_DECRYPT` of `readEnvelope`; `E_REPLAY`, `E_SKIP_LIMIT`,
     *   `E_BAD_KEY` and `E_DECRYPT` of the session; `E_NO_SESSION` where none fits; `E_PREKEY_GONE`, `E_STALE` and
     *   others of an initial message; `E_LIMIT` of {@link InboxRoom.assertRoomFor}, for one that was not received
     *   before. Nothing is changed then.
     */
    receive(peer: Did, bytes: Uint8Array, isLater?: boolean): Promise<Received>;
    /**
     * As {@link MessageBook.receive}, for who opens the next one meanwhile: resolves when the envelope has opened, and
     * rejects where it does not.
     */
    begin(peer: Did, bytes: Uint8Array, isLater?: boolean): Promise<Begun<Received>>;
    /** Seals what nothing is kept of: whoever sends it makes it again. @throws {TalosError} `E_NO_SESSION`. */
    seal(peer: Did, message: OutgoingMessage): Promise<Bytes>;
    /**
     * Seals the acknowledgement of messages that were received.
     *
     * @param ids - 1 to `MAX_ACKNOWLEDGED_IDS`, each once.
     * @returns The envelope to send.
     * @throws {TalosError} `E_NO_SESSION`.
     */
    acknowledge(peer: Did, ids: readonly Bytes[]): Promise<Bytes>;
    /** What is in the inbox, the oldest first, from after the key `after` on. */
    waiting(after?: Bytes): AsyncGenerator<InboxEntry, void, undefined>;
    /** Moves a message that the application has taken to the history. */
    take(key: Bytes): Promise<void>;
    /** Forgets ids older than {@link SEEN_AGE_MS}. */
    prune(): Promise<void>;
    /** Goes on after the orders and ids that the store holds: a clock that was set back meanwhile changes no order. */
    resume(): Promise<void>;
}
