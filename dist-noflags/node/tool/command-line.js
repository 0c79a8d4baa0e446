/**
 * A command in one string, split into arguments as a POSIX shell would, without a shell (XCU §2.2).
 *
 * Whatever a shell would do more than split is refused rather than taken for text: who writes `a | b` does not mean
 * a program that is called with a bar.
 *
 * @module
 */
import { TalosError } from "../../base/errors.js";
/** What a shell would act on outside quotes, and inside double quotes. */
const OPERATORS = '|&;<>()$`\n';
const EXPANSIONS = '$`';
/** What a backslash takes its meaning from inside double quotes, XCU §2.2.3. */
const ESCAPABLE = '$`"\\';
function refuse(message) {
    return new TalosError('E_USAGE', message, {
        hint: 'commands run without a shell: quote the character, or name a script that does what is meant',
    });
}
/**
 * Splits `text` into the words of one command.
 *
 * Single quotes, double quotes, backslashes and joined lines as in `sh`; `*`, `?` and `#` stand for themselves.
 *
 * @returns At least one word; the first is not empty.
 * @throws {TalosError} `E_USAGE` for no words, unended quotes, a `~` at the start of a word, an operator
 *   (`| & ; < > ( ) $` backquote, line feed) outside quotes, `$` or a backquote inside double quotes, and NUL.
 */
export function splitCommand(text) {
    if (text.includes('\0'))
        throw refuse('the command holds a NUL character');
    const words = [];
    // Undefined between words: '' is a word too.
    let word;
    let at = 0;
    while (at < text.length) {
        const character = text.charAt(at);
        if (character === ' ' || character === '\t') {
            if (word !== undefined)
                words.push(word);
            word = undefined;
            at++;
            continue;
        }
        const piece = pieceAt(text, at, word === undefined);
        // A joined line alone begins no word.
        if (piece.text !== '' || piece.isQuoted)
            word = (word ?? '') + piece.text;
        at = piece.end;
    }
    if (word !== undefined)
        words.push(word);
    if (words[0] === undefined || words[0] === '')
        throw refuse('the command is empty');
    return words;
}
function pieceAt(text, at, isFirst) {
    const character = text.charAt(at);
    if (character === "'")
        return singleQuoted(text, at);
    if (character === '"')
        return doubleQuoted(text, at);
    if (character === '\\')
        return escaped(text, at);
    if (OPERATORS.includes(character))
        throw refuse(`the command holds ${character === '\n' ? 'a line feed' : character} outside quotes`);
    if (character === '~' && isFirst)
        throw refuse('the command holds a word that starts with ~');
    return { text: character, end: at + 1, isQuoted: false };
}
function singleQuoted(text, at) {
    const end = text.indexOf("'", at + 1);
    if (end === -1)
        throw refuse('the command holds a single quote without an end');
    return { text: text.slice(at + 1, end), end: end + 1, isQuoted: true };
}
function doubleQuoted(text, start) {
    let read = '';
    for (let at = start + 1; at < text.length; at++) {
        const character = text.charAt(at);
        if (character === '"')
            return { text: read, end: at + 1, isQuoted: true };
        if (EXPANSIONS.includes(character))
            throw refuse(`the command holds ${character} inside double quotes`);
        const next = text.charAt(at + 1);
        if (character !== '\\' || !(next === '\n' || (next !== '' && ESCAPABLE.includes(next))))
            read += character;
        else {
            if (next !== '\n')
                read += next;
            at++;
        }
    }
    throw refuse('the command holds a double quote without an end');
}
function escaped(text, at) {
    const next = text.charAt(at + 1);
    if (next === '')
        throw refuse('the command ends with a backslash');
    // A backslash before a line feed joins two lines.
    return next === '\n' ? { text: '', end: at + 2, isQuoted: false } : { text: next, end: at + 2, isQuoted: true };
}
