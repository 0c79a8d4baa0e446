/**
 * Envelopes about files, which go by mailboxes alone: sealed and left for a peer that is away, and given to whoever takes
 * files. What they hold, and what becomes of it, is the business of transfers. PROTOCOL.md §7.6.
 *
 * @module
 */
import { TalosError } from '../../base/errors.ts';
import { randomBytes } from '../../crypto/random.ts';
import type { Did } from '../../identity/did.ts';
import { TEXT_SALT_BYTES } from '../../message/envelope.ts';
import type { FileLetter } from './file-letter.ts';
import type { MessageBook } from './message-book.ts';
import type { MessengerOptions } from './messenger-types.ts';

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
