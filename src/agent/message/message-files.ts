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
import { isTalosError, TalosError } from '../../base/errors.ts';
import { u64 } from '../../codec/writer.ts';
import { randomBytes } from '../../crypto/random.ts';
import type { Did } from '../../identity/did.ts';
import {
  decodeEnvelope,
  ENVELOPE_TYPES,
  ENVELOPE_VERSION,
  type Envelope,
  TEXT_SALT_BYTES,
  textCommitment,
} from '../../message/envelope.ts';
import { timeOfMessageId } from '../../message/message-id.ts';
import { type DurableSession, readEnvelope } from '../../session/durable.ts';
import type { Party } from '../../session/key-schedule.ts';
import { addOpened } from '../../session/peer-sessions.ts';
import type { Change, Store } from '../../storage/store.ts';
import type { MessageHistory } from './message-history.ts';
import { keyOf, type MessageRecords, PARTS, type PastMessage, type ReceivedMessage } from './message-records.ts';
import { messageEvent, sessionEvent } from './messenger-event.ts';
import type { SessionSteps, Step } from './session-steps.ts';

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
export class MessageFiles {
  readonly #options: MessageFilesOptions;

  constructor(options: MessageFilesOptions) {
    this.#options = options;
  }

  /**
   * Seals a message under the session with `peer`. Session and history are durable when it resolves.
   *
   * Nothing is known of what becomes of it, so no number of unanswered ones asks for a new session.
   *
   * @param text - At most 1 MiB; may be empty.
   * @throws {TalosError} `E_NO_SESSION`; `E_LIMIT` for a longer text: nothing is changed then.
   */
  async seal(peer: Did, text: Uint8Array): Promise<SealedForFile> {
    const { clock, sessions, history, nextId } = this.#options;
    const salt = randomBytes(TEXT_SALT_BYTES);
    let past: readonly Change[] = [];
    const sealed = await sessions.take(peer, (held): Step<SealedForFile> => {
      const id = nextId();
      const timestampMs = clock.now();
      const message = { type: ENVELOPE_TYPES.text, id, timestampMs, text, salt };
      const { next, envelope } = sessions.seal(held, message);
      const content = new Uint8Array(text);
      past = [this.#put({ id, peer, direction: 'sent', atMs: timestampMs, content }, timeOfMessageId(id))];
      const commitment = textCommitment(salt, text);
      const kept = sessions.kept(messageEvent(peer, { id, commitment }, 'sent'));
      return { next, changes: [...past, ...kept], result: { id, envelope, commitment } };
    });
    await history.added(past);
    return sealed;
  }

  /**
   * Opens an envelope, once. Its id, the session and the text in the history are durable when it resolves.
   *
   * @throws {TalosError} `E_VERSION` and `E_MALFORMED` for another form; `E_DECRYPT` for one that is not from and for
   *   those that it is said to be, or does not open; `E_REPLAY` for one that was opened or received before;
   *   `E_NO_SESSION`, `E_SKIP_LIMIT`, `E_PREKEY_GONE` and others of its session. Nothing is changed then.
   */
  async open(file: EnvelopeFile): Promise<OpenedFromFile> {
    const { store, clock, sessions, history } = this.#options;
    const envelope = this.#read(file);
    let past: readonly Change[] = [];
    const opened = await sessions.take(envelope.sender, async (held): Promise<Step<OpenedFromFile>> => {
      const { sender: from, id, commitment } = envelope;
      const seen = keyOf(PARTS.seen, from, id);
      if ((await store.get('message', seen)) !== undefined)
        throw new TalosError('E_REPLAY', 'the message was opened or received before', {
          hint: 'talos history shows it',
        });
      const { session, text: content, consume, isNew } = await sessions.open(held, envelope);
      const newSession = isNew ? session : undefined;
      const receivedAtMs = clock.now();
      past = [this.#put({ id, peer: from, direction: 'received', atMs: receivedAtMs, content }, receivedAtMs)];
      const changes: Change[] = [
        ...consume,
        { kind: 'require', space: 'message', key: seen, value: undefined },
        { kind: 'put', space: 'message', key: seen, value: u64(receivedAtMs) },
        ...past,
        ...sessions.kept(newSession && sessionEvent(from, newSession), messageEvent(from, envelope)),
      ];
      return {
        next: addOpened(held, session, { nowMs: receivedAtMs }),
        changes,
        result: { id, from, receivedAtMs, content, commitment, newSession },
      };
    });
    await history.added(past);
    return opened;
  }

  #put(message: Omit<PastMessage, 'failure' | 'isFile'>, order: number): Change {
    return this.#options.records.putPast(order, { ...message, failure: '', isFile: true });
  }

  /** All that is done before any ratchet work. */
  #read({ from, to, envelope: bytes }: EnvelopeFile): Envelope {
    const { did } = this.#options.party;
    const version = bytes[0];
    if (version !== undefined && version !== ENVELOPE_VERSION)
      throw new TalosError('E_VERSION', `envelope of version ${version}`);
    const { sender, recipient, type } = readable(bytes);
    if (sender !== from || recipient !== to || to !== did)
      throw new TalosError('E_DECRYPT', 'the message is not for this agent, or not from whom it is said to be', {
        hint: 'it opens where it was sealed to',
      });
    const envelope = readEnvelope(bytes, { sender, recipient: did });
    if (type !== ENVELOPE_TYPES.text) throw new TalosError('E_MALFORMED', 'the envelope holds no text');
    return envelope;
  }
}

/** An edited DID is no other fault than an edited byte elsewhere: the envelope does not open. */
function readable(bytes: Uint8Array): Envelope {
  try {
    return decodeEnvelope(bytes);
  } catch (error) {
    if (!isTalosError(error, 'E_BAD_DID')) throw error;
    throw new TalosError('E_DECRYPT', 'the envelope names no agent', { cause: error });
  }
}
