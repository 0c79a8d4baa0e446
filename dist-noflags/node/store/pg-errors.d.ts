/**
 * What a database says, as codes of ours, and what may be tried again. SQLSTATEs are those of PostgreSQL's Appendix A.
 *
 * @module
 */
import { TalosError } from '../../base/errors.ts';
/** What a write met that another process made at the same moment. */
export declare class PgConflict extends Error {
}
/** A transaction whose commit was sent and never answered: it may be there. */
export declare class PgUnknown extends Error {
}
/**
 * Whether the server said that a statement, or a commit, did not take place, and the connection lives. Read off the code:
 * the word for how bad it is comes in the language of the server.
 */
export declare function isRolledBack(error: unknown): boolean;
/** Whether the transaction met another one and may succeed when it is run again. */
export declare function isConflict(error: unknown): boolean;
/** Whether the database was not there, so that another connection may find it: what failed was not carried out. */
export declare function isAway(error: unknown): boolean;
/** `error` as a {@link TalosError} of the storage group; one that is a TalosError already is returned as it is. */
export declare function pgError(error: unknown, doing: string): TalosError;
