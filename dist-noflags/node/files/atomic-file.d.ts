/** How {@link writeFileDurably} puts the file into place. */
export interface DurableWriteOptions {
    /** Whether a file of that name is replaced. Otherwise one that is there makes the write fail. */
    readonly replace: boolean;
    /** Called after each step with its name. */
    readonly afterStep?: (step: string) => void;
}
/**
 * Writes `content` to `path`, mode 0600. When this returns, file and name are durable.
 *
 * A temporary file that a killed process left behind has a random name and ends in `.tmp`; it is never read.
 *
 * @throws {TalosError} `E_FILE_EXISTS` if `path` exists and is not to be replaced; the file there stays as it was.
 * @throws What the file system throws; no temporary file is left then.
 */
export declare function writeFileDurably(path: string, content: Uint8Array, options: DurableWriteOptions): void;
/** Makes the names in `folder` durable. */
export declare function syncFolder(folder: string): void;
/** Whether `error` is what Node throws for the system error `code`. */
export declare function isSystemError(error: unknown, code: string): boolean;
