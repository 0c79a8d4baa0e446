/** The name of a network file system by its type; undefined for any other. */
export declare function networkFileSystem(type: number): string | undefined;
/**
 * Checks that `path` is on no network file system, as far as that is known: on Linux.
 *
 * @param typeOf - The type of the file system of a path; that of the system unless given.
 * @throws {TalosError} `E_STORAGE_DENIED`.
 */
export declare function assertLocalDisk(path: string, typeOf?: (path: string) => number): void;
