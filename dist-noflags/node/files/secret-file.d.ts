/**
 * The secret in the file at `path`, or in a pipe: its text without one line break at the end.
 *
 * @param onExposed - Told of a file that every user of this machine may read.
 * @throws {TalosError} `E_CONFIG` if it cannot be read, may be written by everybody, is too long or is no text.
 */
export declare function readSecretFile(path: string, onExposed: () => void): string;
