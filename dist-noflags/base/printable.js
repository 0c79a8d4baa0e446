/**
 * Text of others on one line, for people: shown, never obeyed by what shows it.
 *
 * @module
 */
/** Control characters, what changes the direction of text, what is invisible, and halves of surrogate pairs; each of them. */
export const UNPRINTABLE = 
// biome-ignore format: one class, by kind
// oxlint-disable-next-line no-control-regex
/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Cs}/gu;
/** Longest foreign text that is shown in a line, in characters; the rest is cut and said to be. */
export const MAX_SHOWN = 2000;
/** `text` on one line, with everything that a terminal would act on or hide written as `\u{hex}`. */
export function printable(text) {
    const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}… (${text.length} characters)` : text;
    return shown.replace(UNPRINTABLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
/** JSON text on one line: unprintable characters, which stand only within its strings or as space, as `\uHHHH`. */
export function printableJson(text) {
    return text.replace(UNPRINTABLE, (character) => character === '\n' || character === '\r' || character === '\t' ? ' ' : escapesOf(character));
}
function escapesOf(character) {
    let escapes = '';
    for (let at = 0; at < character.length; at++)
        escapes += `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
    return escapes;
}
