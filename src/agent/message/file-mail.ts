/**
 * Envelopes about files, which go by mailboxes alone: sealed and left for a peer that is away, and given to whoever takes
 * files. What they hold, and what becomes of it, is the business of transfers. PROTOCOL.md §7.6.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import { randomBytes } from '../../crypto/random.ts';
import type { Did } from '../../identity/did.ts';
import { type ChunkInformation, type FileEnvelopeType, TEXT_SALT_BYTES } from '../../message/envelope.ts';
import type { MessageBook } from './message-book.ts';
import type { MessengerOptions } from './messenger-types.ts';

/** What an envelope about a file holds. */
export interface FileLetter {
  readonly type: FileEnvelopeType;
  readonly text: Bytes;
  /** Of a piece; anything else has none. */
  readonly chunk?: ChunkInformation;
}

/** Who takes files out of mailboxes. */
export interface FileLetterTaker {
  /** Whether a letter of `peer` is to be opened: what is not is dropped unopened, and changes nothing. */
  admits(peer: Did, letter: Pick<FileLetter, 'type' | 'chunk'>): Promise<boolean>;
  /**
   * Takes a letter: when it resolves what came of it is durable, or nothing ever will. The session that opened it is stored
   * afterwards, so it may be given again, and must change nothing more then. It must not wait for anything that is sealed
   * for `peer`.
   *
   * @throws {TalosError} `E_MALFORMED` for what is none; `E_STORAGE…`.
   */
  take(peer: Did, letter: FileLetter): Promise<void>;
  /** The peer has a new session: what was left for it before may not open. */
  leftUnread(peer: Did): void;
}

/** What leaving needs. */
export interface FileMailTerms extends Pick<MessengerOptions, 'deposit' | 'assertUnchanged' | 'clock'> {
  readonly book: MessageBook;
  /** Makes a session with a peer that is away. */
  readonly establish: (peer: Did) => Promise<unknown>;
}

/** See the module comment. */
export class FileMail {
  readonly #terms: FileMailTerms;

  constructor(terms: FileMailTerms) {
    this.#terms = terms;
  }

  /**
   * Leaves a letter at the mailbox of `peer`; durable there when it resolves. A session is made where there is none.
   *
   * @throws {TalosError} `E_UNREACHABLE` where no mailbox, or no bundle, is known; what `PostOffice.deposit` throws.
   */
  async leave(peer: Did, { type, text, chunk }: FileLetter): Promise<void> {
    const { book, deposit, assertUnchanged, establish, clock } = this.#terms;
    assertUnchanged?.(peer);
    if (deposit === undefined) throw new TalosError('E_UNREACHABLE', 'this agent knows no mailboxes');
    if (!(await book.outbox.hasSession(peer))) await establish(peer);
    const envelope = await book.seal(peer, {
      type,
      id: book.outbox.nextId(),
      timestampMs: clock.now(),
      text,
      salt: randomBytes(TEXT_SALT_BYTES),
      ...(chunk === undefined ? {} : { chunk }),
    });
    await deposit(peer, envelope);
  }
}
