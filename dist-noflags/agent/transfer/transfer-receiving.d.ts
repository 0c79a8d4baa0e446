import { type FileRoom } from '../../transfer/ports.ts';
import { type RefusalBody } from '../tunnel/tunnel-wire.ts';
import type { TransferStream } from './transfer-mux.ts';
import type { TransferRecord } from './transfer-records.ts';
/** A file that is whole and durable under its name. */
export interface ReceivedFile {
    /** Absolute. */
    readonly path: string;
    /** Media type, by its content where kinds are told apart. */
    readonly type: string;
    /** 64 hex digits each: of the file, and of the commitment to that. */
    readonly sha256: string;
    readonly salt: string;
}
/** How a stream of a transfer ended. */
export type ReceivingOutcome = {
    readonly kind: 'received';
}
/** What was there before was not the beginning of this file: it is gone, and the file must come anew. */
 | {
    readonly kind: 'again';
} | {
    readonly kind: 'refused';
    readonly refusal: RefusalBody;
};
/** What receiving needs. */
export interface ReceivingParts {
    readonly stream: TransferStream;
    readonly record: TransferRecord;
    readonly room: FileRoom;
    /** Ends it. */
    readonly signal: AbortSignal;
    /** Told when bytes begin to flow. */
    readonly onStart: () => void;
    /** Told of bytes that have come. */
    readonly onProgress: (bytes: number) => void;
    /** Keeps how many chunks are durable. */
    readonly onDurable: (chunks: number) => Promise<void>;
    /** Records the file; what it was called until then is given up afterwards. */
    readonly onReceived: (file: ReceivedFile) => Promise<void>;
}
/**
 * Receives a file over a stream on which it was offered or asked for. Where it throws, what was written stays.
 *
 * @throws {TalosError} `E_PROTOCOL` or `E_MALFORMED` for a breach of the peer; `E_LIMIT` for a kind of file that may not
 *   be so large; `E_TIMEOUT`; why the link ended; `E_STORAGE…`.
 * @throws The reason of `signal`, where that aborts.
 */
export declare function receiveOver(parts: ReceivingParts): Promise<ReceivingOutcome>;
