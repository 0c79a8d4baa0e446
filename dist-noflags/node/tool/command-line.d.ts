/**
 * Splits `text` into the words of one command.
 *
 * Single quotes, double quotes, backslashes and joined lines as in `sh`; `*`, `?` and `#` stand for themselves.
 *
 * @returns At least one word; the first is not empty.
 * @throws {TalosError} `E_USAGE` for no words, unended quotes, a `~` at the start of a word, an operator
 *   (`| & ; < > ( ) $` backquote, line feed) outside quotes, `$` or a backquote inside double quotes, and NUL.
 */
export declare function splitCommand(text: string): string[];
