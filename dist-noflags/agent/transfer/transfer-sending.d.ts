/**
 * The sending side of one transfer, over one stream: what the receiver wants, the chunks that it lacks, and the receipt.
 * PROTOCOL.md §7.6.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import { type FileStatement, type SignedStatement } from '../../ledger/entry/statement.ts';
import { type Packet } from '../../message/packet.ts';
import type { FileRoom, SourceFile } from '../../transfer/ports.ts';
import { type RefusalBody } from '../tunnel/tunnel-wire.ts';
import type { TransferStream } from './transfer-mux.ts';
import type { TransferRecord } from './transfer-records.ts';
/** Milliseconds that either side of a transfer waits for the other's next word. PROTOCOL.md §11. */
export declare const TRANSFER_SILENCE_MS = 60000;
/** How a stream of a transfer ended, by the words of the receiver. */
export type SendingOutcome = {
    readonly kind: 'delivered';
    readonly receipt: SignedStatement<FileStatement>;
    readonly sha256: string;
}
/** A person is to accept it first. */
 | {
    readonly kind: 'offered';
} | {
    readonly kind: 'refused';
    readonly refusal: RefusalBody;
};
/** What sending needs. */
export interface SendingParts {
    readonly self: Did;
    readonly stream: TransferStream;
    readonly record: TransferRecord;
    readonly source: SourceFile;
    /** Ends it. */
    readonly signal: AbortSignal;
    /** Told when bytes begin to flow. */
    readonly onStart: () => void;
    /** Told of bytes that have left, and of chunks that are durable there. */
    readonly onProgress: (bytes: number, durable: number) => void;
}
/** A breach of the peer, with which the transfer is over. */
export declare function breach(message: string): TalosError;
/** The next packet of a stream. @throws {TalosError} `E_TIMEOUT` after {@link TRANSFER_SILENCE_MS}; as `TransferStream.next`. */
export declare function nextOf(stream: TransferStream, signal: AbortSignal): Promise<Packet>;
/**
 * Sends a file over a stream on which it was offered or asked for.
 *
 * @throws {TalosError} `E_SOURCE_CHANGED`; `E_PROTOCOL`, `E_MALFORMED` or `SIGNATURE_INVALID` for a breach of the peer;
 *   `E_TIMEOUT`; why the link ended; `E_STORAGE…` of the source.
 * @throws The reason of `signal`, where that aborts.
 */
export declare function sendOver(parts: SendingParts): Promise<SendingOutcome>;
/**
 * Reads the receipt for a file that was sent.
 *
 * @param record - With the SHA-256 of the file.
 * @throws {TalosError} `SIGNATURE_INVALID`, `E_MALFORMED`; a breach where it is of another transfer or file.
 */
export declare function readReceipt(content: Bytes, self: Did, record: Pick<TransferRecord, 'id' | 'peer' | 'size' | 'salt' | 'sha256'>): SignedStatement<FileStatement>;
/** Opens the source of a transfer, as it was. @throws {TalosError} `E_SOURCE_CHANGED`; as `FileRoom.open`. */
export declare function openedSource(room: FileRoom, { path, identity }: TransferRecord): Promise<SourceFile>;
/** The source is another one than when its sending began. */
export declare function changed(): TalosError;
