/**
 * When a session is made anew because an envelope did not open, and how often. PROTOCOL.md §5.8.
 *
 * Pure: who calls has checked the signature of the envelope, that its id was never seen, and that its sender is known.
 *
 * @module
 */
import { isTalosError } from "../base/errors.js";
import { ENVELOPE_TYPES } from "../message/envelope.js";
import { MAX_SKEW_MS } from "./suite.js";
/** Shortest time between two repairs with one peer, in milliseconds: one a minute. PROTOCOL.md §5.8. */
export const REPAIR_PAUSE_MS = 60_000;
/** Repairs with one peer that this side begins in a day. PROTOCOL.md §5.8. */
export const MAX_REPAIRS_A_DAY = 24;
/** An envelope that was signed longer ago begins none, in milliseconds: 61 days, longer than any message can be under way. */
export const MAX_REPAIRED_AGE_MS = 61 * 86_400_000;
const DAY_MS = 86_400_000;
/**
 * Why a session was made anew. `copied`: the envelope came under a key that was used before, so the state of the peer was
 * put back to an earlier copy, or copied. `unopened`: no session opens it. `gone`: the session or the prekey that it needs
 * is not here any more. `told`: the peer could not open what this side sent.
 */
export const REPAIR_CAUSES = ['copied', 'unopened', 'gone', 'told'];
/** See {@link RepairHistory}. */
export const OWN_SESSIONS = ['plain', 'repair', 'crossed'];
/** Of a peer with whom nothing was ever repaired. */
export const NO_REPAIRS = { count: 0, lastAtMs: 0, begunAtMs: [], own: 'plain' };
/**
 * What `error`, which opening an envelope gave, says of the session; undefined where a new one would not help.
 *
 * @param isKnownSession - Whether the session is here whose initial message the envelope carries; also where it has none.
 */
export function repairCauseOf(error, isKnownSession) {
    if (isTalosError(error, 'E_REPLAY'))
        return isKnownSession ? 'copied' : 'gone';
    if (isTalosError(error, 'E_NO_SESSION') || isTalosError(error, 'E_PREKEY_GONE'))
        return 'gone';
    if (isTalosError(error, 'E_DECRYPT') || isTalosError(error, 'E_SKIP_LIMIT'))
        return 'unopened';
    return undefined;
}
/**
 * Whether an envelope is one that may begin a repair: of a time in which its sender would still send it, and no
 * acknowledgement that a mailbox kept, which nobody sends again.
 */
export function isRepairable({ type, timestampMs }, way, nowMs) {
    if (type === ENVELOPE_TYPES.acknowledgement && way === 'mailbox')
        return false;
    return nowMs - timestampMs <= MAX_REPAIRED_AGE_MS && timestampMs - nowMs <= MAX_SKEW_MS;
}
/** Whether this side may begin another repair. A clock that was set back by more than a day forgets all of them. */
export function mayRepair({ begunAtMs }, nowMs) {
    const last = begunAtMs.at(-1);
    if (last !== undefined && Math.abs(nowMs - last) < REPAIR_PAUSE_MS)
        return false;
    return begunAtMs.filter((atMs) => Math.abs(nowMs - atMs) < DAY_MS).length < MAX_REPAIRS_A_DAY;
}
/** With one more that this side begins now. It counts whether it succeeds or not. */
export function withBegun(history, nowMs) {
    return { ...history, begunAtMs: [...history.begunAtMs, nowMs].slice(-MAX_REPAIRS_A_DAY) };
}
/** With one more that was made. */
export function withRepaired(history, nowMs) {
    return { ...history, count: history.count + 1, lastAtMs: nowMs };
}
