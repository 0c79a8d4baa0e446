import type { Did } from '../../identity/did.ts';
import { type FileRoom } from '../../transfer/ports.ts';
import type { AgentCore } from '../agent-core.ts';
import type { FileLetter, FileLetterTaker } from '../message/file-letter.ts';
import type { TransferBook } from './transfer-book.ts';
import { type ConsentParts } from './transfer-consent.ts';
import type { TransferLeaving } from './transfer-leaving.ts';
import { type TransferRecord } from './transfer-records.ts';
import { TransferRuns } from './transfer-runs.ts';
/** A file of which nothing came for so long is asked for by letter, in milliseconds. */
export declare const ASK_AFTER_MS = 60000;
/** Between two such letters about one file, in milliseconds. */
export declare const ASK_PAUSE_MS = 3600000;
/** What taking needs. */
export interface LettersTerms {
    readonly core: AgentCore;
    readonly room: FileRoom;
    readonly book: TransferBook;
    readonly runs: TransferRuns;
    readonly leaving: TransferLeaving;
    readonly consent: ConsentParts;
    /** Most bytes of a file of a media type. */
    readonly mostBytes: (type: string) => number;
    /** Something is new for a peer. */
    readonly kick: (peer: Did) => void;
}
/** See the module comment. */
export declare class TransferLetters implements FileLetterTaker {
    #private;
    constructor(terms: LettersTerms);
    admits(peer: Did, { type, chunk }: Pick<FileLetter, 'type' | 'chunk'>): Promise<boolean>;
    take(peer: Did, letter: FileLetter): Promise<void>;
    leftUnread(peer: Did): void;
    /** The sender is away: what is lacking, and does not come, is asked for by letter. */
    away(peer: Did): void;
    /** A person has accepted it: nothing of it is on its way until its sender hears so. */
    accepted({ id }: Pick<TransferRecord, 'id'>): void;
}
