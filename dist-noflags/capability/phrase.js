/**
 * Grants in a person's words: `read_file(path under /data, mode in ["r","rb"], *)`. The short form of the commands. No
 * format of the protocol.
 *
 *     phrase   = tool [ "(" [ rule *( "," rule ) ] ")" ] *limit     no parentheses: any arguments; empty: none
 *     limit    = "calls" number | "bytes" size | "rate" rate         each once: as --calls, --bytes, --rate, of this tool
 *     rule     = "*" | argument kind                           "*": other arguments are free
 *     kind     = "exact" JSON | "in" JSON-array | "not in" JSON-array
 *              | "prefix" text | "suffix" text | "glob" text | "matches" text | "under" text
 *              | range | "size" range | "count" range | "contains" JSON | "subset of" JSON-array
 *              | "any" | "any of" "(" kind *( "," kind ) ")" | "all of" "(" kind *( "," kind ) ")"
 *     range    = "from" number [ "to" number ] | "to" number
 *     text     = JSON string, or a word without white space, comma, parentheses and quotes
 *
 * @module
 */
import { isTalosError, TalosError } from "../base/errors.js";
import { parseJson } from "../codec/json.js";
import { ANY, MAX_COMBINED_DEPTH, parseConstraint } from "./constraint.js";
import { MAX_NAME, OTHER_ARGUMENTS } from "./scope.js";
import { parseRate, parseSize } from "./term-phrases.js";
/** Longest phrase, in characters: a scope cannot hold more anyway. */
export const MAX_PHRASE_CHARACTERS = 16 * 1024;
/** Rules that admit all arguments. */
export const ANY_ARGUMENTS = Object.freeze(Object.assign(Object.create(null), { [OTHER_ARGUMENTS]: ANY }));
const HINT = 'write it like read_file(path under /data), search(limit from 1 to 10, *) or list() calls 10';
const RULE_HINT = 'write it like exact "x", in ["a","b"], prefix file:///data/, glob *.txt or any of (exact "x", suffix y)';
/** Between a name and its rule. */
const KINDS = 'exact, in, not in, prefix, suffix, glob, matches, under, from, to, size, count, contains, subset of, any, any of, all of';
function misread(what, cause, hint = HINT) {
    return new TalosError('E_USAGE', `grant not understood: ${what}`, { hint, ...(cause ? { cause } : {}) });
}
/**
 * Reads a phrase for one tool, named in full.
 *
 * @throws {TalosError} `E_USAGE` for anything but the grammar above, or a name with `*`.
 */
export function parseToolPhrase(text) {
    if (text.length > MAX_PHRASE_CHARACTERS)
        throw misread(`longer than ${MAX_PHRASE_CHARACTERS} characters`);
    const phrase = new PhraseReader(text).limitedPhrase();
    if (phrase.tool.includes('*'))
        throw misread('a tool must be named in full');
    return phrase;
}
/**
 * Reads phrases for tools, each once.
 *
 * @throws {TalosError} `E_USAGE` as {@link parseToolPhrase}, and for a tool that is named twice.
 */
export function parseToolPhrases(texts) {
    const phrases = texts.map(parseToolPhrase);
    if (new Set(phrases.map(({ tool }) => tool)).size < phrases.length)
        throw misread('a tool is named twice');
    const tools = Object.fromEntries(phrases.map((each) => [each.tool, each.arguments]));
    const limited = phrases.flatMap(({ tool, limits }) => limits === undefined ? [] : [[tool, limits]]);
    return { tools, ...(limited.length === 0 ? {} : { tool_limits: Object.fromEntries(limited) }) };
}
/** As {@link parseToolPhrase}, without limits; the name may hold `*`, for lists that are expanded over known tools. */
export function parsePhrase(text) {
    if (text.length > MAX_PHRASE_CHARACTERS)
        throw misread(`longer than ${MAX_PHRASE_CHARACTERS} characters`);
    return new PhraseReader(text).phrase();
}
/**
 * Reads a rule without a name: what a resource's URI, a prompt, a file's name or a declared text may be.
 *
 * @throws {TalosError} `E_USAGE` for anything but a `kind` of the grammar above.
 */
export function parseRule(text) {
    if (text.length > MAX_PHRASE_CHARACTERS)
        throw misread(`longer than ${MAX_PHRASE_CHARACTERS} characters`);
    return constraintOf(new PhraseReader(text, RULE_HINT).rule(), 'the rule', RULE_HINT);
}
function constraintOf(json, name, hint) {
    try {
        return parseConstraint(json);
    }
    catch (error) {
        if (isTalosError(error, 'MALFORMED'))
            throw misread(`${name}: ${error.message}`, error, hint);
        throw error;
    }
}
const WORD = /[^\s,()"[\]{}]+/y;
const BARE_TEXT = /[^\s,()"]+/y;
const SPACE = /\s*/y;
const JSON_SCALAR = /"(?:[^"\\]|\\.)*"|[^\s,()"[\]{}]+/y;
/** Reads one phrase, once, from left to right. */
class PhraseReader {
    #text;
    #hint;
    #at = 0;
    constructor(text, hint = HINT) {
        this.#text = text;
        this.#hint = hint;
    }
    #misread(what, cause) {
        return misread(what, cause, this.#hint);
    }
    phrase() {
        const phrase = this.#tool();
        if (!this.#isAtEnd())
            throw this.#misread(`text behind the tool and its arguments at ${this.#at}`);
        return phrase;
    }
    limitedPhrase() {
        const phrase = this.#tool();
        const limits = {};
        while (!this.#isAtEnd()) {
            const [at, word] = [this.#at, this.#word()];
            if (word !== 'calls' && word !== 'bytes' && word !== 'rate')
                throw this.#misread(`none of calls, bytes and rate behind the tool and its arguments at ${at}`);
            if (limits[word] !== undefined)
                throw this.#misread(`${word} is said twice`);
            if (word === 'calls')
                limits.calls = this.#count();
            if (word === 'bytes')
                limits.bytes = parseSize(this.#word());
            if (word === 'rate')
                limits.rate = parseRate(this.#word());
            this.#match(SPACE);
        }
        return Object.keys(limits).length === 0 ? phrase : { ...phrase, limits };
    }
    #count() {
        const text = this.#word();
        if (!/^[1-9][0-9]{0,14}$/.test(text))
            throw this.#misread('calls: no number of 1 or more');
        return Number(text);
    }
    #tool() {
        const tool = this.#name('a tool');
        this.#match(SPACE);
        if (!this.#take('('))
            return { tool, arguments: ANY_ARGUMENTS };
        const rules = Object.create(null);
        if (!this.#take(')')) {
            do
                this.#rule(rules);
            while (this.#take(','));
            if (!this.#take(')'))
                throw this.#misread(`no comma and no closing parenthesis at ${this.#at}`);
        }
        return { tool, arguments: rules };
    }
    rule() {
        this.#match(SPACE);
        const rule = this.#constraint('a rule', 0);
        this.#match(SPACE);
        if (!this.#isAtEnd())
            throw this.#misread(`text after the rule at ${this.#at}`);
        return rule;
    }
    #rule(rules) {
        const name = this.#name('an argument');
        if (rules[name] !== undefined)
            throw this.#misread(`${name} is constrained twice`);
        rules[name] = name === OTHER_ARGUMENTS ? ANY : constraintOf(this.#constraint(name, 0), name);
    }
    #constraint(name, depth) {
        const kind = this.#word();
        switch (kind) {
            case 'exact':
            case 'contains':
                return { [kind]: this.#json() };
            case 'in':
                return { oneOf: this.#json() };
            case 'not':
                return { noneOf: this.#jsonAfter('in', name) };
            case 'subset':
                return { subset: this.#jsonAfter('of', name) };
            case 'prefix':
            case 'suffix':
            case 'glob':
            case 'under':
                return { [kind]: this.#bareText() };
            case 'matches':
                return { pattern: this.#bareText() };
            case 'size':
            case 'count':
                return { [kind]: this.#range(this.#word(), name) };
            case 'from':
            case 'to':
                return { range: this.#range(kind, name) };
            case 'any':
                return this.#takeWord('of') ? { anyOf: this.#combined(name, depth) } : { any: true };
            case 'all':
                if (this.#takeWord('of'))
                    return { allOf: this.#combined(name, depth) };
                break;
        }
        throw this.#misread(`${name}: none of ${KINDS}`);
    }
    #range(word, name) {
        if (word === 'to')
            return { max: this.#json() };
        if (word !== 'from')
            throw this.#misread(`${name}: neither from nor to`);
        return { min: this.#json(), ...(this.#takeWord('to') ? { max: this.#json() } : {}) };
    }
    #combined(name, depth) {
        if (depth === MAX_COMBINED_DEPTH)
            throw this.#misread(`${name}: any of and all of are deeper than ${MAX_COMBINED_DEPTH}`);
        if (!this.#take('('))
            throw this.#misread(`no parenthesis at ${this.#at}`);
        const rules = [];
        do
            rules.push(this.#constraint(name, depth + 1));
        while (this.#take(','));
        if (!this.#take(')'))
            throw this.#misread(`no comma and no closing parenthesis at ${this.#at}`);
        return rules;
    }
    #jsonAfter(word, name) {
        if (!this.#takeWord(word))
            throw this.#misread(`${name}: none of ${KINDS}`);
        return this.#json();
    }
    /** Skips white space and matches `pattern`, a sticky one; the text, or `undefined`. */
    #match(pattern) {
        if (pattern !== SPACE)
            this.#match(SPACE);
        pattern.lastIndex = this.#at;
        const found = pattern.exec(this.#text)?.[0];
        if (found !== undefined)
            this.#at += found.length;
        return found;
    }
    #take(mark) {
        this.#match(SPACE);
        if (!this.#text.startsWith(mark, this.#at))
            return false;
        this.#at += mark.length;
        this.#match(SPACE);
        return true;
    }
    #takeWord(word) {
        const before = this.#at;
        if (this.#match(WORD) === word)
            return true;
        this.#at = before;
        return false;
    }
    #isAtEnd() {
        return this.#at === this.#text.length;
    }
    #word() {
        return this.#match(WORD) ?? '';
    }
    #name(what) {
        const name = this.#word();
        if (name === '' || name.length > MAX_NAME || !/^[!-~]+$/.test(name))
            throw this.#misread(`${what} must be named, in 1 to ${MAX_NAME} printable ASCII characters`);
        return name;
    }
    #bareText() {
        this.#match(SPACE);
        if (this.#text.startsWith('"', this.#at))
            return this.#json();
        const text = this.#match(BARE_TEXT);
        if (text === undefined)
            throw this.#misread(`no text at ${this.#at}`);
        return text;
    }
    /** The JSON value that starts here: a scalar, or brackets up to the one that closes them. */
    #json() {
        this.#match(SPACE);
        const start = this.#at;
        let open = 0;
        do {
            this.#match(SPACE);
            const mark = this.#text.charAt(this.#at);
            if (mark === '[' || mark === '{')
                open++;
            else if (mark === ']' || mark === '}')
                open--;
            if ('[]{}'.includes(mark) || (open > 0 && mark === ','))
                this.#at++;
            else if (this.#match(JSON_SCALAR) === undefined)
                throw this.#misread(`no JSON value at ${this.#at}`);
        } while (open > 0 && !this.#isAtEnd());
        try {
            return parseJson(this.#text.slice(start, this.#at));
        }
        catch (error) {
            if (isTalosError(error, 'E_MALFORMED'))
                throw this.#misread(`no JSON value at ${start}`, error);
            throw error;
        }
    }
}
