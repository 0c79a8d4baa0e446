/**
 * Names of files that come from others: which are accepted, and what a file is called here. PROTOCOL.md §10.8.
 *
 * A name that leads anywhere, on any system, is refused and never mended: whoever sends one means harm or is broken. What
 * is left may still be ugly (characters that are not seen, a dot that hides the file); that is replaced.
 *
 * @module
 */
import { utf8 } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
import { UNPRINTABLE } from "../base/printable.js";
import { MAX_FILE_NAME_BYTES } from "./limits.js";
/** Names that are tried one after the other, `report (1).pdf` and so on, before a random one is. */
export const MAX_NUMBERED_NAMES = 99;
/** Longest ending that counts as one, with its dot, in bytes: a name is shortened before it. */
const MAX_ENDING_BYTES = 16;
/** Names that Windows takes for devices, whatever stands behind a dot: `COM¹` and its like among them. */
const DEVICE = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])[ .]*(?:[.:].*)?$/iu;
/**
 * `name` where it is one of a file alone.
 *
 * @throws {TalosError} `E_MALFORMED` for what is empty, `.` or `..`, holds a separator of any system or NUL, begins with a
 *   drive, ends in a dot or a space, names a device, or is no Unicode text; `E_LIMIT` for one of over
 *   {@link MAX_FILE_NAME_BYTES}.
 */
export function readFileName(name) {
    const refuse = (why) => {
        throw new TalosError('E_MALFORMED', `the name of the file ${why}`);
    };
    // Characters are never fewer than a third of the bytes: nothing longer is looked at.
    if (name.length > MAX_FILE_NAME_BYTES || utf8(name).length > MAX_FILE_NAME_BYTES)
        throw new TalosError('E_LIMIT', `the name of the file exceeds ${MAX_FILE_NAME_BYTES} bytes`, {
            details: { maxBytes: MAX_FILE_NAME_BYTES },
        });
    if (name === '')
        refuse('is empty');
    if (!name.isWellFormed())
        refuse('is no Unicode text');
    if (/[/\\\0\u2215\u2044\uff0f\uff3c]/u.test(name))
        refuse('holds a separator of folders');
    if (/^[a-z]:/iu.test(name))
        refuse('begins with a drive');
    // What is compatible with a separator or a dot may become one where names are normalised.
    const plain = name.normalize('NFKC');
    if (/[/\\\0]/u.test(plain) || /^\.{1,2}$/u.test(plain.trim()))
        refuse('leads to a folder');
    if (/[. ]$/u.test(name))
        refuse('ends in a dot or a space');
    if (DEVICE.test(plain))
        refuse('is that of a device');
    return name;
}
/**
 * What a file of this name is called here: composed (NFC), without characters that are not seen, direct a text or mean
 * something to a shell of Windows, not hidden, and no option of a command.
 *
 * @throws {TalosError} as {@link readFileName}, of the name and of what becomes of it.
 */
export function savedName(name) {
    const seen = readFileName(name)
        .normalize('NFC')
        .replace(UNPRINTABLE, '_')
        .replace(/[<>:"|?*]/gu, '_')
        .replace(/^[.\-~ ]/u, '_');
    return readFileName(shortened(seen, ''));
}
/**
 * The name to try where `name` is taken, such as `report (2).pdf`.
 *
 * @param mark - What tells it apart: a number, or something random. Of our own making.
 */
export function anotherName(name, mark) {
    return shortened(name, ` (${mark})`);
}
/** `name` with `mark` before its ending, the rest as long as it may be. */
function shortened(name, mark) {
    const dot = name.lastIndexOf('.');
    const found = dot > 0 ? name.slice(dot) : '';
    const ending = utf8(found).length <= MAX_ENDING_BYTES ? found : '';
    const room = MAX_FILE_NAME_BYTES - utf8(mark + ending).length;
    let stem = '';
    let bytes = 0;
    for (const character of name.slice(0, name.length - ending.length)) {
        bytes += utf8(character).length;
        if (bytes > room)
            break;
        stem += character;
    }
    return `${stem}${mark}${ending}`;
}
