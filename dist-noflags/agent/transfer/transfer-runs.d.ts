/**
 * The transfers that are under way: each runs over one stream at a time, and again over another where that broke.
 * PROTOCOL.md §7.6.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type ErrorCode, TalosError } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import { type FileStatement, type SignedStatement } from '../../ledger/entry/statement.ts';
import type { FileRoom } from '../../transfer/ports.ts';
import type { FileOffer } from '../../transfer/wire.ts';
import type { AgentCore } from '../agent-core.ts';
import { type RefusalBody } from '../tunnel/tunnel-wire.ts';
import type { TransferBook } from './transfer-book.ts';
import type { TransferStream } from './transfer-mux.ts';
import { type ReceivedFile } from './transfer-receiving.ts';
import { type TransferRecord } from './transfer-records.ts';
/** Files of one peer that are received at a time, and of all. PROTOCOL.md §11. */
export declare const MAX_RECEIVING_A_PEER = 16;
/** See {@link MAX_RECEIVING_A_PEER}. */
export declare const MAX_RECEIVING = 32;
/** What runs need. */
export interface RunParts {
    readonly core: AgentCore;
    readonly book: TransferBook;
    readonly room: FileRoom;
}
/** See the module comment. */
export declare class TransferRuns {
    #private;
    constructor({ core, book, room }: RunParts);
    /** Whether a transfer runs. */
    has(id: string): boolean;
    /** The stream that a transfer runs over. */
    streamOf(id: string): TransferStream | undefined;
    /** Has `work` the transfer to itself: a stream of it that begins meanwhile waits. It must not run. */
    hold(record: TransferRecord, work: () => Promise<void>): Promise<void>;
    /** Whether another file of `peer` may be received now. */
    hasRoomFor(peer: Did): boolean;
    /** Ends the run of a transfer, where there is one, with `reason`; resolves when it is over. */
    stop(id: string, reason: TalosError): Promise<void>;
    /** Ends all of them; they go on at the next start. */
    close(): Promise<void>;
    /** Sends over a stream. Resolves, never rejects, when that is over; the book says what became of it. */
    send(record: TransferRecord, stream: TransferStream): Promise<void>;
    /** Receives over a stream, likewise. */
    receive(record: TransferRecord, stream: TransferStream): Promise<void>;
    /** Answers for a transfer that is over: with the receipt, or with why there is none. */
    answerOver(record: TransferRecord | undefined, stream: TransferStream): void;
    /** Ends a transfer from outside of its run, which is over then, as is every other that was to begin. */
    finish(record: Pick<TransferRecord, 'id' | 'direction'>, code: ErrorCode, reason: TalosError): Promise<void>;
    /** The peer has ended a transfer, whether it runs or not. */
    gone(record: Pick<TransferRecord, 'id' | 'direction'>, refusal: RefusalBody): Promise<void>;
    /** Refuses what a stream is about, and ends it. */
    refuse(stream: TransferStream, refusal: RefusalBody): void;
    /** A transfer has failed for good: what came of it is removed. */
    fail(record: Pick<TransferRecord, 'id' | 'direction'>, code: ErrorCode): Promise<void>;
    /** Removes what came of a file. */
    discard(id: string): Promise<void>;
    /** The peer has it, whole and durable. */
    delivered({ id, peer }: TransferRecord, receipt: SignedStatement<FileStatement>, sha256: string): Promise<void>;
    /** The peer wants no more of a transfer, which does not run. */
    refused(record: Pick<TransferRecord, 'id' | 'direction'>, { word, code }: RefusalBody): Promise<void>;
    /** It is whole and durable under its name. @returns The receipt for its sender, on record here; undefined where it is over. */
    received(record: TransferRecord, { path, type, sha256, salt }: ReceivedFile): Promise<Bytes | undefined>;
    /** What a record of an offer says. */
    static recordOf(peer: Did, offer: FileOffer, state: 'offered' | 'accepted'): Omit<TransferRecord, 'atMs' | 'changedAtMs'>;
}
/** The code of a record that has failed. */
export declare function codeOf(record: TransferRecord): ErrorCode;
/** Whether a transfer is over with an error of this side. */
export declare function isFinal({ code, details }: TalosError): boolean;
