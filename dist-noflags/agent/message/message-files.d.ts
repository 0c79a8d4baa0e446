/**
 * Messages that travel as files: sealed here, opened there, without a network between. PROTOCOL.md §5.10.
 *
 * A sealed message is not in the outbox: it is sealed once, never sent again and not acknowledged. One that was opened is
 * not in the inbox: whoever opened it has it. Both are in the history before anybody sees them.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import type { Did } from '../../identity/did.ts';
import { type DurableSession } from '../../session/durable.ts';
import type { Party } from '../../session/key-schedule.ts';
import type { Store } from '../../storage/store.ts';
import type { MessageHistory } from './message-history.ts';
import { type MessageRecords, type ReceivedMessage } from './message-records.ts';
import type { SessionSteps } from './session-steps.ts';
/** A message that was sealed into a file. */
export interface SealedForFile {
    /** UUIDv7, 16 bytes. */
    readonly id: Bytes;
    readonly envelope: Bytes;
    /** What the envelope commits to, 32 bytes. */
    readonly commitment: Bytes;
}
/** An envelope that came in a file, and between whom it is said to be. */
export interface EnvelopeFile {
    readonly from: string;
    readonly to: string;
    readonly envelope: Uint8Array;
}
/** A message that came in a file, opened. */
export interface OpenedFromFile extends ReceivedMessage {
    readonly commitment: Bytes;
    /** The session that the message made. */
    readonly newSession: DurableSession | undefined;
}
/** What messages in files need of the book. */
export interface MessageFilesOptions {
    readonly party: Party;
    readonly store: Store;
    readonly clock: Clock;
    readonly records: MessageRecords;
    readonly history: MessageHistory;
    readonly sessions: SessionSteps;
    /** The id of a message of our own: after every earlier one. */
    readonly nextId: () => Bytes;
}
/** See the module comment. */
export declare class MessageFiles {
    #private;
    constructor(options: MessageFilesOptions);
    /**
     * Seals a message under the session with `peer`. Session and history are durable when it resolves.
     *
     * Nothing is known of what becomes of it, so no number of unanswered ones asks for a new session.
     *
     * @param text - At most 1 MiB; may be empty.
     * @throws {TalosError} `E_NO_SESSION`; `E_LIMIT` for a longer text: nothing is changed then.
     */
    seal(peer: Did, text: Uint8Array): Promise<SealedForFile>;
    /**
     * Opens an envelope, once. Its id, the session and the text in the history are durable when it resolves.
     *
     * @throws {TalosError} `E_VERSION` and `E_MALFORMED` for another form; `E_DECRYPT` for one that is not from and for
     *   those that it is said to be, or does not open; `E_REPLAY` for one that was opened or received before;
     *   `E_NO_SESSION`, `E_SKIP_LIMIT`, `E_PREKEY_GONE` and others of its session. Nothing is changed then.
     */
    open(file: EnvelopeFile): Promise<OpenedFromFile>;
}
