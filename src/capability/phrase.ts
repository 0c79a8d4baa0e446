/**
 * Grants in a person's words: `read_file(path under /data, mode in ["r","rb"], *)`. The short form of the commands. No
 * format of the protocol.
 *
 *     phrase   = tool [ "(" [ rule *( "," rule ) ] ")" ]       no parentheses: any arguments; empty: none
 *     rule     = "*" | argument kind                           "*": other arguments are free
 *     kind     = "exact" JSON | "in" JSON-array | "prefix" text | "glob" text | "under" text
 *              | "from" number [ "to" number ] | "to" number | "any"
 *     text     = JSON string, or a word without white space, comma and parentheses
 *
 * @module
 */
import { isTalosError, TalosError } from '../base/errors.ts';
import { type Json, type JsonObject, parseJson } from '../codec/json.ts';
import { ANY, type Constraint, parseConstraint } from './constraint.ts';
import { type ArgumentRules, MAX_NAME, OTHER_ARGUMENTS } from './scope.ts';

/** Longest phrase, in characters: a scope cannot hold more anyway. */
export const MAX_PHRASE_CHARACTERS: number = 16 * 1024;

/** A tool and what its arguments may be. */
export interface ToolPhrase {
  readonly tool: string;
  readonly arguments: ArgumentRules;
}

/** Rules that admit all arguments. */
export const ANY_ARGUMENTS: ArgumentRules = Object.freeze(
  Object.assign(Object.create(null) as Record<string, Constraint>, { [OTHER_ARGUMENTS]: ANY }),
);

const HINT = 'write it like read_file(path under /data), search(limit from 1 to 10, *) or list()';

function misread(what: string, cause?: unknown): TalosError<'E_USAGE'> {
  return new TalosError('E_USAGE', `grant not understood: ${what}`, { hint: HINT, ...(cause ? { cause } : {}) });
}

/**
 * Reads a phrase for one tool, named in full.
 *
 * @throws {TalosError} `E_USAGE` for anything but the grammar above, or a name with `*`.
 */
export function parseToolPhrase(text: string): ToolPhrase {
  const phrase = parsePhrase(text);
  if (phrase.tool.includes('*')) throw misread('a tool must be named in full');
  return phrase;
}

/** As {@link parseToolPhrase}; the name may hold `*`, for lists that are expanded over known tools. */
export function parsePhrase(text: string): ToolPhrase {
  if (text.length > MAX_PHRASE_CHARACTERS) throw misread(`longer than ${MAX_PHRASE_CHARACTERS} characters`);
  return new PhraseReader(text).phrase();
}

const WORD = /[^\s,()"[\]{}]+/y;
const BARE_TEXT = /[^\s,()"]+/y;
const SPACE = /\s*/y;
const JSON_SCALAR = /"(?:[^"\\]|\\.)*"|[^\s,()"[\]{}]+/y;

/** Reads one phrase, once, from left to right. */
class PhraseReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  phrase(): ToolPhrase {
    const tool = this.#name('a tool');
    this.#match(SPACE);
    if (this.#isAtEnd()) return { tool, arguments: ANY_ARGUMENTS };
    if (!this.#take('(')) throw misread(`text after the tool's name at ${this.#at}`);
    const rules: Record<string, Constraint> = Object.create(null);
    if (!this.#take(')')) {
      do this.#rule(rules);
      while (this.#take(','));
      if (!this.#take(')')) throw misread(`no comma and no closing parenthesis at ${this.#at}`);
    }
    if (!this.#isAtEnd()) throw misread(`text after the closing parenthesis at ${this.#at}`);
    return { tool, arguments: rules };
  }

  #rule(rules: Record<string, Constraint>): void {
    const name = this.#name('an argument');
    if (rules[name] !== undefined) throw misread(`${name} is constrained twice`);
    const constraint = name === OTHER_ARGUMENTS ? ANY : this.#constraint(name);
    try {
      rules[name] = parseConstraint(constraint as unknown as Json);
    } catch (error) {
      if (isTalosError(error, 'MALFORMED')) throw misread(`${name}: ${error.message}`, error);
      throw error;
    }
  }

  #constraint(name: string): JsonObject {
    const kind = this.#word();
    switch (kind) {
      case 'exact':
        return { exact: this.#json() };
      case 'in':
        return { oneOf: this.#json() };
      case 'prefix':
      case 'glob':
      case 'under':
        return { [kind]: this.#bareText() };
      case 'from':
        return { range: { min: this.#json(), ...(this.#takeWord('to') ? { max: this.#json() } : {}) } };
      case 'to':
        return { range: { max: this.#json() } };
      case 'any':
        return { any: true };
      default:
        throw misread(`${name}: none of exact, in, prefix, glob, under, from, to, any`);
    }
  }

  /** Skips white space and matches `pattern`, a sticky one; the text, or `undefined`. */
  #match(pattern: RegExp): string | undefined {
    if (pattern !== SPACE) this.#match(SPACE);
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #take(mark: string): boolean {
    this.#match(SPACE);
    if (!this.#text.startsWith(mark, this.#at)) return false;
    this.#at += mark.length;
    this.#match(SPACE);
    return true;
  }

  #takeWord(word: string): boolean {
    const before = this.#at;
    if (this.#match(WORD) === word) return true;
    this.#at = before;
    return false;
  }

  #isAtEnd(): boolean {
    return this.#at === this.#text.length;
  }

  #word(): string {
    return this.#match(WORD) ?? '';
  }

  #name(what: string): string {
    const name = this.#word();
    if (name === '' || name.length > MAX_NAME || !/^[!-~]+$/.test(name))
      throw misread(`${what} must be named, in 1 to ${MAX_NAME} printable ASCII characters`);
    return name;
  }

  #bareText(): Json {
    this.#match(SPACE);
    if (this.#text.startsWith('"', this.#at)) return this.#json();
    const text = this.#match(BARE_TEXT);
    if (text === undefined) throw misread(`no text at ${this.#at}`);
    return text;
  }

  /** The JSON value that starts here: a scalar, or brackets up to the one that closes them. */
  #json(): Json {
    this.#match(SPACE);
    const start = this.#at;
    let open = 0;
    do {
      this.#match(SPACE);
      const mark = this.#text.charAt(this.#at);
      if (mark === '[' || mark === '{') open++;
      else if (mark === ']' || mark === '}') open--;
      if ('[]{}'.includes(mark) || (open > 0 && mark === ',')) this.#at++;
      else if (this.#match(JSON_SCALAR) === undefined) throw misread(`no JSON value at ${this.#at}`);
    } while (open > 0 && !this.#isAtEnd());
    try {
      return parseJson(this.#text.slice(start, this.#at));
    } catch (error) {
      if (isTalosError(error, 'E_MALFORMED')) throw misread(`no JSON value at ${start}`, error);
      throw error;
    }
  }
}
