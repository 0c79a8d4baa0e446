/**
 * What transfers need of mailboxes, and the letters that travel through them. PROTOCOL.md §7.6.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type FileEnd } from '../../transfer/wire.ts';
import type { Correspondence } from '../message/correspondence.ts';
import type { FileLetter } from '../message/file-letter.ts';
import { type RefusalBody } from '../tunnel/tunnel-wire.ts';
import type { TransferMail, TransferParts } from './transfer-parts.ts';
import type { TransferRecord } from './transfer-records.ts';
/** What transfers have of the messages of their agent: who may send what, and mailboxes. */
export declare function throughMessages(messages: Correspondence): Required<Pick<TransferParts, 'consent' | 'mayWrite' | 'chainFor' | 'mail'>>;
/** Where nobody knows a mailbox. */
export declare const NO_MAIL: TransferMail;
/** How many letters a file of this size is: the offer, its pieces, the end. */
export declare function lettersOf(size: number): number;
/** The letter that offers a file. */
export declare function offerLetter({ id, name, size, type }: TransferRecord, chain: readonly string[] | undefined): FileLetter;
/** The letter with one piece of a file. */
export declare function pieceLetter({ id, size }: TransferRecord, sequence: number, text: Bytes): FileLetter;
/** The letter behind the last piece. */
export declare function endLetter({ id }: TransferRecord, end: FileEnd): FileLetter;
/** The letter with the receipt. */
export declare function receivedLetter(text: Bytes): FileLetter;
/** The letter that asks for a file from chunk `from` on. */
export declare function askLetter(id: string, from: number): FileLetter;
/** The letter that says that a transfer is over. */
export declare function goneLetter(id: string, refusal: RefusalBody): FileLetter;
