/** Names that are tried one after the other, `report (1).pdf` and so on, before a random one is. */
export declare const MAX_NUMBERED_NAMES = 99;
/**
 * `name` where it is one of a file alone.
 *
 * @throws {TalosError} `E_MALFORMED` for what is empty, `.` or `..`, holds a separator of any system or NUL, begins with a
 *   drive, ends in a dot or a space, names a device, or is no Unicode text; `E_LIMIT` for one of over
 *   {@link MAX_FILE_NAME_BYTES}.
 */
export declare function readFileName(name: string): string;
/**
 * What a file of this name is called here: composed (NFC), without characters that are not seen, direct a text or mean
 * something to a shell of Windows, not hidden, and no option of a command.
 *
 * @throws {TalosError} as {@link readFileName}, of the name and of what becomes of it.
 */
export declare function savedName(name: string): string;
/**
 * The name to try where `name` is taken, such as `report (2).pdf`.
 *
 * @param mark - What tells it apart: a number, or something random. Of our own making.
 */
export declare function anotherName(name: string, mark: string): string;
