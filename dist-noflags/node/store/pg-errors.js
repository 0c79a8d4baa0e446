/**
 * What a database says, as codes of ours, and what may be tried again. SQLSTATEs are those of PostgreSQL's Appendix A.
 *
 * @module
 */
import { isTalosError, TalosError } from "../../base/errors.js";
/** Two transactions met: rolled back whole, to be run again. */
const CONFLICTS = new Set(['40001', '40P01']);
/** The connection is of no use, another may be: admin shutdown, crash, starting up, too many, a standby. */
const AWAY = new Set(['57P01', '57P02', '57P03', '53300', '25006', '25P03']);
const CODES = new Map([
    ['53100', 'E_STORAGE_FULL'],
    ['28P01', 'E_STORAGE_DENIED'],
    ['28000', 'E_STORAGE_DENIED'],
    ['42501', 'E_STORAGE_DENIED'],
    ['25006', 'E_STORAGE_DENIED'],
    ['XX001', 'E_STORAGE_CORRUPT'],
    ['XX002', 'E_STORAGE_CORRUPT'],
]);
const HINTS = new Map([
    ['28P01', 'user and password stand in the address of the store'],
    ['3D000', 'make the database first: createdb'],
    ['42501', 'the role must own the database, or may create tables in its schema'],
    ['25006', 'the address must lead to the primary'],
]);
/** What a write met that another process made at the same moment. */
export class PgConflict extends Error {
}
/** A transaction whose commit was sent and never answered: it may be there. */
export class PgUnknown extends Error {
}
function sqlState(error) {
    if (typeof error !== 'object' || error === null || !('code' in error) || !('severity' in error))
        return undefined;
    return typeof error.code === 'string' ? error.code : undefined;
}
/**
 * Whether the server said that a statement, or a commit, did not take place, and the connection lives. Read off the code:
 * the word for how bad it is comes in the language of the server.
 */
export function isRolledBack(error) {
    const code = sqlState(error) ?? '';
    // 40003: the outcome is not known. 53300: too many connections. 57014: the statement took too long.
    return /^(22|23|40|42|53|54)/.test(code) ? code !== '40003' && code !== '53300' : code === '57014';
}
/** Whether the transaction met another one and may succeed when it is run again. */
export function isConflict(error) {
    return error instanceof PgConflict || CONFLICTS.has(sqlState(error) ?? '');
}
/** Whether the database was not there, so that another connection may find it: what failed was not carried out. */
export function isAway(error) {
    if (error instanceof PgUnknown || error instanceof PgConflict || isTalosError(error))
        return false;
    // Mistakes of ours.
    if (error instanceof TypeError || error instanceof RangeError)
        return false;
    const code = sqlState(error);
    // Without a code of the server it was the network, or its silence.
    return code === undefined ? !isFileError(error) && !isTlsError(error) : AWAY.has(code) || code.startsWith('08');
}
/** Of a certificate or key that the address names. */
const isFileError = (error) => error instanceof Error && 'syscall' in error && error.syscall === 'open';
function isTlsError(error) {
    if (!(error instanceof Error))
        return false;
    const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
    return /^(ERR_(TLS|SSL|OSSL)_|.*CERT|.*SIGNATURE|UNABLE_TO_)/.test(code) || /SSL|SASL|SCRAM/.test(error.message);
}
/** `error` as a {@link TalosError} of the storage group; one that is a TalosError already is returned as it is. */
export function pgError(error, doing) {
    if (isTalosError(error))
        return error;
    const state = sqlState(error) ?? '';
    const code = CODES.get(state) ?? (isFileError(error) ? 'E_CONFIG' : 'E_STORAGE');
    const hint = HINTS.get(state) ?? (isAway(error) ? 'the database must be running and reachable' : undefined);
    const why = error instanceof Error ? textOf(error) : String(error);
    return new TalosError(code, `${doing}: ${why}`, { cause: error, ...(hint === undefined ? {} : { hint }) });
}
/** Node tries several addresses of a name and throws them together. */
function textOf(error) {
    const first = error instanceof AggregateError ? error.errors[0] : error;
    return (first instanceof Error ? first.message : error.message).split('\n')[0]?.slice(0, 200) ?? '';
}
