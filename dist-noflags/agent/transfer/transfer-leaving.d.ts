import { type ErrorCode } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import type { FileRoom } from '../../transfer/ports.ts';
import type { AgentCore } from '../agent-core.ts';
import type { TransferBook } from './transfer-book.ts';
import type { TransferMail } from './transfer-parts.ts';
import type { TransferRecord } from './transfer-records.ts';
import { type TransferRuns } from './transfer-runs.ts';
/** A file that was left and not answered is left again after so long, in milliseconds: a mailbox may lose one. */
export declare const LEAVE_AGAIN_MS: number;
/** After a mailbox has refused, or was not there, so long nothing is left for that peer, in milliseconds. */
export declare const LEAVE_PAUSE_MS = 300000;
/** Times in an hour that one peer has what it lacks left again. */
export declare const ASKS_AN_HOUR = 10;
/** What leaving needs. */
export interface LeavingTerms {
    readonly core: AgentCore;
    readonly room: FileRoom;
    readonly book: TransferBook;
    readonly runs: TransferRuns;
    readonly mail: TransferMail;
    /** Tokens to present with an offer. */
    readonly chainFor: (peer: Did) => readonly string[] | undefined;
}
/** See the module comment. */
export declare class TransferLeaving {
    #private;
    constructor(terms: LeavingTerms);
    /** Leaves what waits for a peer that is away, as far as it may; one pass at a time. Never rejects. */
    leave(peer: Did): Promise<void>;
    /** The direct way is open: no further letter of it is left. @returns When none is being left any more. */
    stop(id: string): Promise<void>;
    /** The peer lacks the file from chunk `from` on. @returns Whether it is to be left again. */
    asked(record: TransferRecord, from: number): Promise<boolean>;
    /** What was left for `peer` may not open there: all of it is left again. */
    again(peer: Did): Promise<void>;
    /** Leaves a letter in the background, where there is a mailbox. Whoever waits for it hears another way otherwise. */
    post(peer: Did, letter: Parameters<TransferMail['leave']>[1]): void;
    /** Tells the peer by its mailbox that a transfer is over. */
    tellGone({ id, peer }: Pick<TransferRecord, 'id' | 'peer'>, code: ErrorCode): void;
    /** Nothing more is left; what is under way is waited for. */
    close(): Promise<void>;
}
