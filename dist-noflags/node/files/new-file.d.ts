/**
 * Writes what `pieces` give to the file `path`, mode 0600: file and name are durable when it resolves. A temporary file that
 * a killed process left behind has a random name and ends in `.tmp`; it is never read.
 *
 * @param replace - Whether a file of that name is replaced.
 * @throws {TalosError} `E_FILE_EXISTS` where one is there and is not to be replaced.
 * @throws What `pieces` and the file system throw; no file is left then.
 */
export declare function writePieces(path: string, pieces: AsyncIterable<Uint8Array>, replace: boolean): Promise<void>;
