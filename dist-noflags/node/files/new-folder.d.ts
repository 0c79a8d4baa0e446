/** A file in a folder. */
export interface FolderFile {
    /** Below the folder, `/` between folders; of our own making. */
    readonly path: string;
    readonly bytes: Uint8Array;
}
/**
 * Writes `files` into the new folder `path`, all of them for their owner alone. What a killed process left behind has a
 * random name and ends in `.tmp`; it is never read.
 *
 * @throws {TalosError} `E_FILE_EXISTS` where something has that name.
 * @throws What `files` and the file system throw; nothing is left then.
 */
export declare function writeFolder(path: string, files: AsyncIterable<FolderFile>): Promise<void>;
/**
 * As {@link writeFolder}, of what `fill` makes in a folder that has another name until all of it is there.
 *
 * @param fill - Syncs what it makes.
 * @throws As {@link writeFolder}, and what `fill` throws.
 */
export declare function makeNewFolder(path: string, fill: (temporary: string) => Promise<void>): Promise<void>;
