/** Longest path of a socket, in bytes: 103 on macOS, 107 on Linux, less a reserve. */
export declare const MAX_SOCKET_PATH_BYTES = 100;
/** Name of the socket in its folder. */
export declare const SOCKET_NAME = "agent.sock";
/** Name of the lock in a data directory; its text is a {@link OwnerNote}. */
export declare const LOCK_NAME = "owner.lock";
/** What an owner says of itself in `owner.lock`. */
export interface OwnerNote {
    readonly pid: number;
    /** Absolute path of its socket. */
    readonly socket: string;
}
/** Text of `owner.lock`. */
export declare function formatOwnerNote(note: OwnerNote): string;
/**
 * The path where the owner of `dataDir` listens: in the directory, or, where that is too long for a socket address, in
 * a folder of the user's own in the temporary directory, which is made.
 *
 * @throws {TalosError} `E_STORAGE_DENIED` where that folder is somebody else's or open to others.
 */
export declare function makeSocketPath(dataDir: string, temporary?: string): Promise<string>;
/**
 * The path where an owner of `dataDir` listens by its own word, or the usual one where there is no word of it. The
 * folder is the user's alone, so whoever wrote the note could as well have been the owner.
 */
export declare function readSocketPath(dataDir: string): Promise<string>;
