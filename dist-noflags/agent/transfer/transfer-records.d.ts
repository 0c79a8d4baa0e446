/**
 * The record of a transfer, as it lies in the space `transfer` of the store: under its id (16 bytes) as canonical JSON, in
 * clear as the files themselves are. PROTOCOL.md §7.6.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type Did } from '../../identity/did.ts';
import type { Change } from '../../storage/store.ts';
import type { TransferState } from '../api/transfer-api.ts';
/** What is kept of a transfer. */
export interface TransferRecord {
    /** 32 hex digits. */
    readonly id: string;
    readonly peer: Did;
    readonly direction: 'sent' | 'received';
    readonly name: string;
    readonly type: string;
    readonly size: number;
    readonly state: TransferState;
    /** Why it failed; `""` otherwise. */
    readonly code: string;
    /** Of the source, or of what was received. */
    readonly path: string;
    /** Of the source, when it was first opened; `""` of what is received. */
    readonly identity: string;
    /** Chunks that are durable at the receiver, as far as that is known here. */
    readonly durable: number;
    /** SHA-256, 64 hex digits; `""` until it is known. */
    readonly sha256: string;
    /** Of the commitment to that, 64 hex digits; of what is received `""` until it is there. */
    readonly salt: string;
    /** The signed statement of the receiver, canonical JSON; `""` until there is one. */
    readonly receipt: string;
    /** Letters of a file of one's own that lie in the mailbox of the peer, the offer first; 0 where none was left. */
    readonly left?: number;
    /** When all of them did, milliseconds since 1970; 0 where they do not. */
    readonly leftAtMs?: number;
    /** Milliseconds since 1970: when it was made here, and when it last changed its state. */
    readonly atMs: number;
    readonly changedAtMs: number;
}
/** Whether nothing more becomes of a transfer. */
export declare function isOver({ state }: Pick<TransferRecord, 'state'>): boolean;
/** The change of the store that keeps a record. */
export declare function putTransfer(record: TransferRecord): Change;
/** The change of the store that forgets one. */
export declare function dropTransfer({ id }: TransferRecord): Change;
/** Reads a record. @throws {TalosError} `E_MALFORMED` for another form. */
export declare function readTransfer(id: string, bytes: Bytes): TransferRecord;
