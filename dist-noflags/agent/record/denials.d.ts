/**
 * Refusals in the ledger: one entry each, until a peer makes so many that they are counted instead. A peer that is
 * refused ten thousand times fills no disk, and the count is on record.
 *
 * @module
 */
import type { Clock } from '../../base/clock.ts';
import { type ErrorCode } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import type { DenialSubject, EntryBody } from '../../ledger/entry/entry.ts';
/** Refusals of one peer in one window that get an entry of their own. */
export declare const DENIALS_A_WINDOW = 64;
/** Length of the window in milliseconds. */
export declare const DENIAL_WINDOW_MS = 60000;
/** Peers that are counted at a time; the one counted longest is written out when another comes. */
export declare const MAX_COUNTED_PEERS = 256;
/** See the module comment. */
export declare class DenialLog {
    #private;
    /**
     * @param append - Writes an entry to the ledger; what it throws is passed on.
     * @param isKnown - Whether a peer is counted by itself, or among the strangers.
     */
    constructor(append: (body: EntryBody) => void, clock: Clock, isKnown?: (peer: Did) => boolean);
    /**
     * Notes a refusal that has no statement of the caller to go with.
     *
     * @returns Whether it got an entry of its own.
     */
    note(peer: Did, subject: DenialSubject, code: ErrorCode): boolean;
    /** Whether a refusal may have an entry that the caller of this writes; if not, it is counted here. */
    admit(peer: Did, subject: DenialSubject, code: ErrorCode): boolean;
    /** Writes the counts of every window that has ended, or of all of them. */
    flush(all?: boolean): void;
}
/** Writes the counts of refusals. A ledger that has failed takes none, which it has told already. */
export declare function flushQuietly(denials: DenialLog, all: boolean): void;
