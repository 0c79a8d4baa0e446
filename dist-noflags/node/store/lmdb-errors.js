/**
 * What the system and LMDB say, as codes of ours.
 *
 * @module
 */
import { constants } from 'node:os';
import { isTalosError, TalosError } from "../../base/errors.js";
import { RESTORE_HINT } from "../../storage/store.js";
/** Return codes of LMDB (lmdb.h) that have a meaning of their own here. */
const LMDB_CODES = new Map([
    [-30797, 'E_STORAGE_CORRUPT'], // MDB_PAGE_NOTFOUND
    [-30796, 'E_STORAGE_CORRUPT'], // MDB_CORRUPTED
    [-30795, 'E_STORAGE'], // MDB_PANIC
    [-30794, 'E_VERSION'], // MDB_VERSION_MISMATCH
    [-30793, 'E_STORAGE_CORRUPT'], // MDB_INVALID
    [-30792, 'E_STORAGE_FULL'], // MDB_MAP_FULL
    [-30790, 'E_STORAGE'], // MDB_READERS_FULL
    [-30784, 'E_STORAGE_CORRUPT'], // MDB_INCOMPATIBLE
]);
const { errno } = constants;
const SYSTEM_CODES = new Map([
    [errno.ENOSPC, 'E_STORAGE_FULL'],
    [errno.EFBIG, 'E_STORAGE_FULL'],
    [errno.EDQUOT, 'E_STORAGE_FULL'],
    [errno.EACCES, 'E_STORAGE_DENIED'],
    [errno.EPERM, 'E_STORAGE_DENIED'],
    [errno.EROFS, 'E_STORAGE_DENIED'],
    [errno.EMFILE, 'E_RESOURCE'],
    [errno.ENFILE, 'E_RESOURCE'],
]);
const HINTS = {
    E_STORAGE_FULL: 'make room on the disk; reading goes on meanwhile',
    E_STORAGE_DENIED: 'the data directory must belong to you and be writable',
    E_STORAGE_CORRUPT: RESTORE_HINT,
    E_RESOURCE: 'close what is not needed, or raise the limit: ulimit -n 4096, LimitNOFILE of systemd',
};
function codeNumber(error) {
    if (typeof error !== 'object' || error === null || !('code' in error))
        return undefined;
    const { code } = error;
    // LMDB gives numbers, Node names.
    if (typeof code === 'number')
        return code;
    return typeof code === 'string' ? errno[code] : undefined;
}
/**
 * `error` as a {@link TalosError} of the storage group, with the original as its cause; one that is a TalosError already
 * is returned as it is.
 *
 * @param doing - What failed, for the message: `the store cannot be opened`.
 */
export function storageError(error, doing) {
    if (isTalosError(error))
        return error;
    const number = codeNumber(error);
    const code = (number === undefined ? undefined : (LMDB_CODES.get(number) ?? SYSTEM_CODES.get(number))) ?? 'E_STORAGE';
    const hint = HINTS[code];
    const why = error instanceof Error ? error.message.split('\n')[0]?.slice(0, 200) : String(error);
    return new TalosError(code, `${doing}: ${why ?? ''}`, { cause: error, ...(hint === undefined ? {} : { hint }) });
}
/** Why a commit failed. LMDB rejects with a general error that carries a promise of the reason. */
export async function commitFailure(error) {
    const reason = typeof error === 'object' && error !== null && 'commitError' in error ? error.commitError : undefined;
    if (!(reason instanceof Promise))
        return storageError(error, 'the commit failed');
    return reason.then(() => storageError(error, 'the commit failed'), (cause) => storageError(cause, 'the commit failed'));
}
/**
 * Whether a commit failed only because its pages found no room, so that nothing changed and a later one may succeed.
 *
 * A sync that reports a full disk is not of this kind: its pages were written and are lost.
 */
export function isRoomError(error) {
    if (!isTalosError(error, 'E_STORAGE_FULL'))
        return false;
    const number = codeNumber(error.cause);
    if (number !== undefined && number < 0)
        return true;
    // lmdb-room.ts, which asks before LMDB does; its errors are Node's own and carry a name.
    if (error.cause instanceof Error && 'syscall' in error.cause)
        return true;
    // liblmdb, mdb_page_flush: the only place that says it was writing a page.
    return error.cause instanceof Error && error.cause.message.includes('Attempting to write page');
}
