/**
 * Kinds of files: told by their first bytes, each with a size that a file of it may have. PROTOCOL.md §10.8.
 *
 * The kind is what bounds a size and what people are told. Nothing is opened, unpacked or run because of it: a file with
 * two meanings is the one that its first bytes say.
 *
 * @module
 */
import { KIND_BYTES } from "./ports.js";
/** See the module comment. Whatever is no image, audio or video is a document. */
export const FILE_KINDS = ['image', 'audio', 'video', 'document'];
const MIB = 1024 * 1024;
/** As they are published, unless configured otherwise. */
export const FILE_LIMITS = {
    image: 50 * MIB,
    audio: 200 * MIB,
    video: 2048 * MIB,
    document: 100 * MIB,
};
/** A file of unknown content: bytes, and no more is said. */
export const UNKNOWN_TYPE = 'application/octet-stream';
/** Media types of the kinds that are not documents: jpg, png, gif, webp; mp3, wav, ogg, flac; mp4, webm, mov. */
const KIND_OF = new Map([
    ['image/jpeg', 'image'],
    ['image/png', 'image'],
    ['image/apng', 'image'],
    ['image/gif', 'image'],
    ['image/webp', 'image'],
    ['audio/mpeg', 'audio'],
    ['audio/wav', 'audio'],
    ['audio/ogg', 'audio'],
    ['audio/flac', 'audio'],
    ['video/mp4', 'video'],
    ['video/x-m4v', 'video'],
    ['video/webm', 'video'],
    ['video/quicktime', 'video'],
]);
/** Endings of files whose content is text, which has no mark of its own. */
const TEXT_TYPES = new Map([
    ['txt', 'text/plain'],
    ['log', 'text/plain'],
    ['md', 'text/markdown'],
    ['csv', 'text/csv'],
    ['html', 'text/html'],
    ['htm', 'text/html'],
    ['svg', 'image/svg+xml'],
    ['json', 'application/json'],
    ['yaml', 'application/yaml'],
    ['yml', 'application/yaml'],
]);
/** Media types that the endings of names stand for, where the content of such a file would show it. */
const MARKED_TYPES = new Map([
    ['jpg', ['image/jpeg']],
    ['jpeg', ['image/jpeg']],
    ['png', ['image/png', 'image/apng']],
    ['gif', ['image/gif']],
    ['webp', ['image/webp']],
    ['mp3', ['audio/mpeg']],
    ['wav', ['audio/wav']],
    ['ogg', ['audio/ogg', 'video/ogg']],
    ['oga', ['audio/ogg']],
    ['opus', ['audio/ogg']],
    ['flac', ['audio/flac']],
    ['mp4', ['video/mp4', 'video/x-m4v', 'audio/mp4']],
    ['m4v', ['video/x-m4v', 'video/mp4']],
    ['webm', ['video/webm']],
    ['mov', ['video/quicktime']],
    ['pdf', ['application/pdf']],
    ['gz', ['application/gzip']],
    ['7z', ['application/x-7z-compressed']],
    // The older formats of office suites are one container, the newer ones another.
    ['doc', ['application/x-cfb', 'application/msword', 'application/rtf']],
    ['xls', ['application/x-cfb']],
    ['ppt', ['application/x-cfb']],
]);
/** Containers that are ZIP archives: the first bytes may show no more than that. */
const ZIPPED = /^(?:zip|jar|apk|epub|docx|xlsx|pptx|odt|ods|odp)$/u;
const ZIP_TYPE = /^application\/(?:zip|java-archive|epub\+zip|vnd\.(?:android|openxmlformats|oasis)\S+)$/u;
/** What no text holds: control characters other than white space and what colours a terminal. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f]/u;
/** The kind of a file of media type `type`. */
export function kindOf(type) {
    return KIND_OF.get(type) ?? 'document';
}
/**
 * The media type of a file by its first bytes; where these have no mark, that of a text by its name, or of bytes.
 *
 * @param start - The first {@link KIND_BYTES} at least, where there are so many; more are not looked at.
 */
export async function detectType(start, name) {
    const looked = start.subarray(0, KIND_BYTES);
    const { fileTypeFromBuffer } = await import('file-type/core');
    const found = await fileTypeFromBuffer(looked).catch(() => undefined);
    // Parameters, such as the codecs of Ogg, are no part of the kind.
    if (found !== undefined)
        return found.mime.replace(/;.*$/u, '');
    const text = textOf(looked);
    if (text === undefined)
        return UNKNOWN_TYPE;
    // What a browser would run, whatever its name says.
    if (/^\s*<(?:!doctype html|html|head|body|script|iframe)\b/iu.test(text))
        return 'text/html';
    return TEXT_TYPES.get(endingOf(name)) ?? (text === '' ? UNKNOWN_TYPE : 'text/plain');
}
/** The text that `start` is the start of, its last character perhaps cut; undefined where it is none. */
function textOf(start) {
    try {
        const text = new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
        return CONTROL.test(text) ? undefined : text;
    }
    catch {
        return undefined; // no UTF-8: bytes, and no more is said
    }
}
/**
 * Whether a file of this name is not what its name says.
 *
 * @param type - As {@link detectType} found.
 */
export function isMisnamed(name, type) {
    const ending = endingOf(name);
    if (ZIPPED.test(ending))
        return !ZIP_TYPE.test(type);
    const marked = MARKED_TYPES.get(ending);
    if (marked !== undefined)
        return !marked.includes(type);
    const text = TEXT_TYPES.get(ending);
    if (text === undefined)
        return false;
    // A page is a text, but one that a browser runs.
    return type !== text && type !== 'text/plain' && !(ending === 'svg' && type === 'application/xml');
}
/** Kinds with these limits, those that are not given as they are published. */
export function fileKinds(limits = {}) {
    const all = { ...FILE_LIMITS, ...limits };
    return { detect: detectType, maxBytes: (type) => all[kindOf(type)] };
}
function endingOf(name) {
    return /\.([a-z0-9]{1,8})$/iu.exec(name)?.[1]?.toLowerCase() ?? '';
}
