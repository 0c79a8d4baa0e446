import { type EpochPlace } from '../../storage/epoch-keys.ts';
/** Options of {@link openEpochFile}. */
export interface EpochFileOptions {
    /** Called after each step that changes the disk, with its name. */
    readonly afterStep?: (step: string) => void;
}
/** The place at `path`; made, mode 0600, with the first content. Holds no file open. One process at a time. */
export declare function openEpochFile(path: string, options?: EpochFileOptions): EpochPlace;
