/**
 * What happens to transfers, for one reader: each event in order, but of progress that was not read in time only the
 * newest of each transfer.
 *
 * @module
 */
import { TalosError } from '../../base/errors.ts';
import type { Feed } from '../api/message-api.ts';
import type { TransferEvent } from '../api/transfer-api.ts';
/** Events besides progress that wait for a reader who is slow. PROTOCOL.md §11. */
export declare const MAX_TRANSFER_EVENTS = 4096;
/** See the module comment. */
export declare class TransferFeed implements Feed<TransferEvent> {
    #private;
    readonly ended: Promise<void>;
    /** @param onEnd - Called once, when it is over. */
    constructor(onEnd: () => void);
    /** Adds an event. */
    add(event: TransferEvent): void;
    next(): Promise<TransferEvent | undefined>;
    take(): Promise<void>;
    close(): Promise<void>;
    /** Ends it, with an error where there is one. Repeatable. */
    end(error?: TalosError): void;
}
