/**
 * Envelopes about files, which go by mailboxes alone: sealed and left for a peer that is away, and given to whoever takes
 * files. What they hold, and what becomes of it, is the business of transfers. PROTOCOL.md §7.6.
 *
 * @module
 */
import { TalosError } from "../../base/errors.js";
import { randomBytes } from "../../crypto/random.js";
import { TEXT_SALT_BYTES } from "../../message/envelope.js";
/** See the module comment. */
export class FileMail {
    #terms;
    constructor(terms) {
        this.#terms = terms;
    }
    /**
     * Leaves a letter at the mailbox of `peer`; durable there when it resolves. A session is made where there is none.
     *
     * @throws {TalosError} `E_UNREACHABLE` where no mailbox, or no bundle, is known; what `PostOffice.deposit` throws.
     */
    async leave(peer, { type, text, chunk }) {
        const { book, deposit, assertUnchanged, establish, clock } = this.#terms;
        assertUnchanged?.(peer);
        if (deposit === undefined)
            throw new TalosError('E_UNREACHABLE', 'this agent knows no mailboxes');
        if (!(await book.outbox.hasSession(peer)))
            await establish(peer);
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
