import { type EnvelopeMetadata } from '../message/envelope.ts';
/** Shortest time between two repairs with one peer, in milliseconds: one a minute. PROTOCOL.md §5.8. */
export declare const REPAIR_PAUSE_MS = 60000;
/** Repairs with one peer that this side begins in a day. PROTOCOL.md §5.8. */
export declare const MAX_REPAIRS_A_DAY = 24;
/** An envelope that was signed longer ago begins none, in milliseconds: 61 days, longer than any message can be under way. */
export declare const MAX_REPAIRED_AGE_MS: number;
/**
 * Why a session was made anew. `copied`: the envelope came under a key that was used before, so the state of the peer was
 * put back to an earlier copy, or copied. `unopened`: no session opens it. `gone`: the session or the prekey that it needs
 * is not here any more. `told`: the peer could not open what this side sent.
 */
export declare const REPAIR_CAUSES: readonly ["copied", "unopened", "gone", "told"];
/** One of {@link REPAIR_CAUSES}. */
export type RepairCause = (typeof REPAIR_CAUSES)[number];
/** The repairs with one peer. Times are in milliseconds since 1970. */
export interface RepairHistory {
    /** All of them, whoever began. */
    readonly count: number;
    /** The last of them; 0 before the first. */
    readonly lastAtMs: number;
    /** Those that this side began, the newest last; at most {@link MAX_REPAIRS_A_DAY}. */
    readonly begunAtMs: readonly number[];
    /**
     * Whether the session that this side made last is a repair; `crossed` where the peer has repaired, too, and did not win.
     * Says nothing once the peer has answered.
     */
    readonly own: (typeof OWN_SESSIONS)[number];
}
/** See {@link RepairHistory}. */
export declare const OWN_SESSIONS: readonly ["plain", "repair", "crossed"];
/** Of a peer with whom nothing was ever repaired. */
export declare const NO_REPAIRS: RepairHistory;
/**
 * What `error`, which opening an envelope gave, says of the session; undefined where a new one would not help.
 *
 * @param isKnownSession - Whether the session is here whose initial message the envelope carries; also where it has none.
 */
export declare function repairCauseOf(error: unknown, isKnownSession: boolean): Exclude<RepairCause, 'told'> | undefined;
/** How an envelope came. */
export type Way = 'link' | 'mailbox';
/**
 * Whether an envelope is one that may begin a repair: of a time in which its sender would still send it, and no
 * acknowledgement that a mailbox kept, which nobody sends again.
 */
export declare function isRepairable({ type, timestampMs }: EnvelopeMetadata, way: Way, nowMs: number): boolean;
/** Whether this side may begin another repair. A clock that was set back by more than a day forgets all of them. */
export declare function mayRepair({ begunAtMs }: RepairHistory, nowMs: number): boolean;
/** With one more that this side begins now. It counts whether it succeeds or not. */
export declare function withBegun(history: RepairHistory, nowMs: number): RepairHistory;
/** With one more that was made. */
export declare function withRepaired(history: RepairHistory, nowMs: number): RepairHistory;
