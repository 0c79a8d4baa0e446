/**
 * Letters: envelopes about files, which go by mailboxes, and who takes them. PROTOCOL.md §7.6.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Did } from '../../identity/did.ts';
import type { ChunkInformation, FileEnvelopeType } from '../../message/envelope.ts';
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
