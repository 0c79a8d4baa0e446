import { type OwnerNote } from './socket-path.ts';
/** The exclusive lock of a data directory, held until it is disposed or the process ends. */
export interface OwnerLock extends AsyncDisposable {
    /** Replaces what others may read in the lock file: who owns the directory, and where it listens. */
    write(text: string): void;
    /** Lets go; again is nothing. */
    release(): void;
}
/**
 * Takes the lock of the data directory `path`, which must exist, without waiting.
 *
 * A second attempt fails in the same process too.
 *
 * @returns `undefined` where the lock is held.
 * @throws {TalosError} `E_STORAGE_DENIED` or `E_STORAGE` if its lock file cannot be opened or locked, as where there is
 *   no such directory, and on network file systems; `E_RESOURCE` where no file can be opened any more.
 */
export declare function tryOwnDirectory(path: string): OwnerLock | undefined;
/**
 * What the owner of the data directory `path` says of itself; `undefined` where nobody has said anything. That a note is
 * there does not mean that its owner lives.
 *
 * @throws {TalosError} `E_STORAGE_DENIED` or `E_STORAGE` if it cannot be read.
 */
export declare function readOwner(path: string): OwnerNote | undefined;
