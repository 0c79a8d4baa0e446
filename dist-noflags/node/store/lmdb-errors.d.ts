import { TalosError } from '../../base/errors.ts';
/**
 * `error` as a {@link TalosError} of the storage group, with the original as its cause; one that is a TalosError already
 * is returned as it is.
 *
 * @param doing - What failed, for the message: `the store cannot be opened`.
 */
export declare function storageError(error: unknown, doing: string): TalosError;
/** Why a commit failed. LMDB rejects with a general error that carries a promise of the reason. */
export declare function commitFailure(error: unknown): Promise<TalosError>;
/**
 * Whether a commit failed only because its pages found no room, so that nothing changed and a later one may succeed.
 *
 * A sync that reports a full disk is not of this kind: its pages were written and are lost.
 */
export declare function isRoomError(error: unknown): boolean;
