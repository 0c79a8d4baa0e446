import { type ErrorCode, type TalosError } from '../../base/errors.ts';
/** Makes the error that says what is wrong with a file, such as `/run/x cannot be read`. */
export type PrivateFileFault = (what: string, options: {
    cause?: unknown;
    hint?: string;
}) => TalosError<ErrorCode>;
/** How such a file is read. */
export interface PrivateFileOptions {
    readonly maxBytes: number;
    /** Told, before it is read, of a file that every user of this machine may read. */
    readonly onExposed: () => void;
    readonly fault: PrivateFileFault;
}
/**
 * The bytes of the file at `path`, or of a pipe: the reader's to overwrite.
 *
 * @throws what `fault` makes, of a file that cannot be read, may be written by everybody or is too long.
 */
export declare function readPrivateFile(path: string, { maxBytes, onExposed, fault }: PrivateFileOptions): Uint8Array;
