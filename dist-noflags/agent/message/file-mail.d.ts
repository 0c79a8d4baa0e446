import type { Did } from '../../identity/did.ts';
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
export declare class FileMail {
    #private;
    constructor(terms: FileMailTerms);
    /**
     * Leaves a letter at the mailbox of `peer`; durable there when it resolves. A session is made where there is none.
     *
     * @throws {TalosError} `E_UNREACHABLE` where no mailbox, or no bundle, is known; what `PostOffice.deposit` throws.
     */
    leave(peer: Did, { type, text, chunk }: FileLetter): Promise<void>;
}
