/** What one commit changes. */
export interface CommitSize {
    /** Number of records written and deleted. */
    readonly records: number;
    /** Bytes of the keys and values that are written. */
    readonly bytes: number;
    /** Whether nothing is written, only deleted: that may use the reserve. */
    readonly isDeletion: boolean;
}
/** The file of an LMDB store, as far as its length goes. */
export declare class LmdbRoom {
    #private;
    /** @param path - Folder of the store, which LMDB has made. */
    constructor(path: string);
    /**
     * Makes the file long enough for a commit.
     *
     * @throws {TalosError} `E_STORAGE_FULL` if there is no room; `E_STORAGE` as the system says. The file may be longer
     *   than before, and says the same.
     */
    reserve(commit: CommitSize): void;
    /** Lets the file go. */
    close(): void;
}
