/**
 * What each peer has used of its limits in access-control lists: calls in the last minute, bytes on this day (UTC).
 *
 * Both outlive the process. The calls are counted anew from the decisions on record. Of the bytes the store has a mark
 * ahead of what is used, written before it is reached, so that a crash makes a peer poorer by a little and never richer;
 * an agent that ends writes what is used.
 *
 * Layout in the space `usage`, whose other keys have at most 32 bytes: `a` ‖ DID → canonical JSON `{ v, day, bytes }`.
 *
 * @module
 */
import type { AclLimits } from '../../acl/acl.ts';
import type { Clock } from '../../base/clock.ts';
import type { Did } from '../../identity/did.ts';
import type { Ledger } from '../../ledger/journal/ledger.ts';
import type { Store } from '../../storage/store.ts';
/** Farthest that a mark is ahead, in bytes; less where the limit is low. */
export declare const MAX_AHEAD_BYTES: number;
/** What usage is kept in; owned by its maker. */
export interface UsageParts {
    readonly store: Store;
    readonly ledger: Ledger;
    readonly clock: Clock;
    /** Told when a mark could not be written. */
    readonly onFailure: (error: unknown) => void;
}
/** See the module comment. */
export declare class AccessUsage {
    #private;
    private constructor();
    /** Reads what was used. @throws {TalosError} `E_STORAGE…`. */
    static open(parts: UsageParts): Promise<AccessUsage>;
    /** Why a call of so many bytes is beyond what the peer may do now, or undefined. Changes nothing. */
    excess(peer: Did, limits: AclLimits, bytes: number): string | undefined;
    /** Counts a call of so many bytes, which {@link excess} let through. */
    called(peer: Did, limits: AclLimits, bytes: number): void;
    /** Counts bytes of an answer. */
    moved(peer: Did, { dataBytesPerDay }: AclLimits, bytes: number): void;
    /** Writes what is used. Resolves when it is durable, or its failure was told. */
    close(): Promise<void>;
}
