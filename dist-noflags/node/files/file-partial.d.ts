import type { FileHandle } from 'node:fs/promises';
import type { PartialFile } from '../../transfer/ports.ts';
import type { HeldFolder } from './held-folder.ts';
/** The temporary name of a file. */
export declare function partName(id: string, random: string): string;
/** What {@link openPartial} takes over: folder and file are closed with it. */
export interface PartialParts {
    readonly id: string;
    readonly folder: HeldFolder;
    /** Temporary, in the folder. */
    readonly name: string;
    readonly file: FileHandle;
    /** Told once how many bytes stay, and whether under the temporary name. */
    readonly onClosed: (bytes: number, isPart: boolean) => void;
}
/** See `PartialFile`. */
export declare function openPartial(parts: PartialParts): PartialFile;
