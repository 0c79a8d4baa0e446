/** How much {@link checkLmdbFile} looks at. */
export interface LmdbCheckOptions {
    /** Every page and every value, or the meta pages and the length of the file alone. */
    readonly isWhole: boolean;
}
/**
 * Checks the file `path`, which no process has open for writing.
 *
 * Costs one reading of the file and one SHA-256 of each value where `isWhole`; memory of a page and a bit a page.
 *
 * @throws {TalosError} `E_STORAGE_CORRUPT` at the first thing that is wrong; `E_VERSION` for another format of LMDB.
 */
export declare function checkLmdbFile(path: string, options: LmdbCheckOptions): void;
