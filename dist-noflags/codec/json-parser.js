/**
 * The strict parser behind `json.ts`, which is what to import.
 *
 * @module
 */
import { TalosError } from "../base/errors.js";
import { JsonNumber } from "./json-number.js";
/**
 * Makes an object without inherited properties. An object whose prototype is an empty frozen one is as safe as
 * `Object.create(null)`, and V8 keeps it in its fast form.
 */
const Fields = function Fields() { };
Fields.prototype = Object.freeze(Object.create(null));
/** Integers of at most this many digits are exact and are their own text. */
const SAFE_DIGITS = 15;
const ESCAPES = Object.freeze({
    '"': '"',
    '\\': '\\',
    '/': '/',
    b: '\b',
    f: '\f',
    n: '\n',
    r: '\r',
    t: '\t',
});
/**
 * Keys that were read before, by how they begin: most texts have the few keys of some format. Cutting a key out of the
 * text, and finding the one string that V8 has for it, costs as much as everything else of a member.
 */
const KNOWN_KEYS = Array.from({ length: 256 }, () => '');
/** Longest key that is remembered. */
const MAX_KNOWN_KEY = 32;
/** One in so many keys that are not known is remembered, so that keys that never come again cost little. */
const LEARN_EVERY = 16;
let unknownKeys = 0;
/** Where a key that starts at `at` would be: any number would do, if it is the same for most texts with the key. */
function slotOf(text, at) {
    const second = text.charCodeAt(at + 1);
    // Behind a key of one letter stands its value, which is different each time.
    if (second === 0x22)
        return text.charCodeAt(at) & 255;
    return (text.charCodeAt(at) * 7 + second * 31 + text.charCodeAt(at + 4) * 11) & 255;
}
/** `key` over memory of its own: a part of a text would keep all of it. */
const ownCopy = (key) => Object.keys({ [key]: true })[0];
const isDigit = (code) => code >= 0x30 && code <= 0x39;
/** Parses one text, once. The text must be well-formed UTF-16. */
export class JsonParser {
    // Private by TypeScript alone: the fields are read once a character.
    text;
    at = 0;
    depthLeft;
    canonical = true;
    /** @param maxDepth - Deepest nesting of arrays and objects; the recursion goes no deeper. */
    constructor(text, maxDepth) {
        this.text = text;
        this.depthLeft = maxDepth;
    }
    /**
     * The value of the text.
     *
     * @throws {TalosError} `E_MALFORMED`, naming the place, never the content.
     */
    parse() {
        const value = this.value();
        this.next();
        if (this.at !== this.text.length)
            throw this.fault('text after the value');
        return value;
    }
    /** After {@link parse}: whether the text is the value's RFC 8785 form. Noted on the way, which spares writing it. */
    get isCanonical() {
        return this.canonical;
    }
    fault(what) {
        return new TalosError('E_MALFORMED', `not JSON: ${what} at ${this.at}`);
    }
    /** Skips white space; the code unit found, NaN at the end. */
    next() {
        const code = this.text.charCodeAt(this.at);
        return code > 0x20 ? code : this.nextAfterSpace();
    }
    nextAfterSpace() {
        for (;;) {
            const code = this.text.charCodeAt(this.at);
            if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09)
                return code;
            this.canonical = false;
            this.at++;
        }
    }
    value() {
        switch (this.next()) {
            case 0x22:
                return this.string();
            case 0x7b:
                return this.object();
            case 0x5b:
                return this.array();
            case 0x74:
                return this.literal('true', true);
            case 0x66:
                return this.literal('false', false);
            case 0x6e:
                return this.literal('null', null);
            default:
                return this.number();
        }
    }
    literal(word, value) {
        if (!this.text.startsWith(word, this.at))
            throw this.fault('unknown word');
        this.at += word.length;
        return value;
    }
    enter() {
        if (this.depthLeft === 0)
            throw this.fault('too deep a value');
        this.depthLeft--;
        this.at++;
    }
    leave(value) {
        this.depthLeft++;
        this.at++;
        return value;
    }
    object() {
        this.enter();
        const object = new Fields();
        if (this.next() === 0x7d)
            return this.leave(object);
        let previous = '';
        let isSorted = true;
        for (let count = 0;; count++) {
            if (this.next() !== 0x22)
                throw this.fault('no key');
            const key = this.key();
            // RFC 8785 §3.2.3 orders by UTF-16 code units, as strings compare. While each key is above the one before, none
            // is a duplicate; after that only a look tells: nothing is inherited and no value is undefined.
            if (count > 0 && key <= previous) {
                isSorted = false;
                this.canonical = false;
            }
            if (!isSorted && object[key] !== undefined)
                throw this.fault('duplicate key');
            previous = key;
            if (this.next() !== 0x3a)
                throw this.fault('no colon');
            this.at++;
            object[key] = this.value();
            const code = this.next();
            if (code === 0x7d)
                return this.leave(object);
            if (code !== 0x2c)
                throw this.fault('no comma');
            this.at++;
        }
    }
    array() {
        this.enter();
        const array = [];
        if (this.next() === 0x5d)
            return this.leave(array);
        for (;;) {
            array.push(this.value());
            const code = this.next();
            if (code === 0x5d)
                return this.leave(array);
            if (code !== 0x2c)
                throw this.fault('no comma');
            this.at++;
        }
    }
    key() {
        const start = this.at + 1;
        const slot = slotOf(this.text, start);
        const known = KNOWN_KEYS[slot];
        const end = start + known.length;
        // What is remembered has no escape and nothing that is refused.
        if (this.text.charCodeAt(end) === 0x22 && this.text.startsWith(known, start)) {
            this.at = end + 1;
            return known;
        }
        const key = this.string();
        const isPlain = this.at === start + key.length + 1;
        if (isPlain && key.length <= MAX_KNOWN_KEY && unknownKeys++ % LEARN_EVERY === 0)
            KNOWN_KEYS[slot] = ownCopy(key);
        return key;
    }
    string() {
        const text = this.text;
        const start = this.at + 1;
        const end = this.plainEnd(start);
        if (text.charCodeAt(end) !== 0x22)
            return this.escapedString(start, end);
        this.at = end + 1;
        return text.slice(start, end);
    }
    /** Where the run of characters that stand for themselves ends: at a quote, a backslash or something refused. */
    plainEnd(start) {
        const text = this.text;
        let at = start;
        for (;;) {
            const code = text.charCodeAt(at);
            if (code === 0x22 || code === 0x5c)
                return at;
            if (code >= 0x20)
                at++;
            else {
                // NaN, beyond the end, is no number above a space either.
                this.at = at;
                throw this.fault(at < text.length ? 'control character' : 'unended string');
            }
        }
    }
    /** The string that begins at `start`, the first escape of which is at `end`. */
    escapedString(start, end) {
        const text = this.text;
        let read = text.slice(start, end);
        this.at = end;
        while (text.charCodeAt(this.at) === 0x5c) {
            read += this.escape();
            const next = this.plainEnd(this.at);
            read += text.slice(this.at, next);
            this.at = next;
        }
        this.at++;
        // RFC 8785 §3.2.2.2 is ECMAScript's own escaping; without an escape there is nothing to compare.
        if (JSON.stringify(read) !== text.slice(start - 1, this.at))
            this.canonical = false;
        return read;
    }
    escape() {
        const letter = this.text.charAt(this.at + 1);
        if (letter === 'u')
            return this.escapedUnits();
        const character = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
        if (character === undefined)
            throw this.fault('unknown escape');
        this.at += 2;
        return character;
    }
    /** One `\u` escape, or the two of a surrogate pair: half a pair has no UTF-8 form (RFC 7493 §2.1). */
    escapedUnits() {
        const first = this.escapedUnit();
        if (first < 0xd800 || first > 0xdfff)
            return String.fromCharCode(first);
        if (first > 0xdbff || !this.text.startsWith('\\u', this.at))
            throw this.fault('lone surrogate');
        const second = this.escapedUnit();
        if (second < 0xdc00 || second > 0xdfff)
            throw this.fault('lone surrogate');
        return String.fromCharCode(first, second);
    }
    escapedUnit() {
        const digits = this.text.slice(this.at + 2, this.at + 6);
        if (!/^[0-9a-fA-F]{4}$/.test(digits))
            throw this.fault('unknown escape');
        this.at += 6;
        return Number.parseInt(digits, 16);
    }
    number() {
        const text = this.text;
        const start = this.at;
        const isNegative = text.charCodeAt(start) === 0x2d;
        if (isNegative)
            this.at++;
        const first = this.at;
        this.digits();
        const whole = this.at - first;
        if (whole > 1 && text.charCodeAt(first) === 0x30)
            throw this.fault('leading zero');
        const code = text.charCodeAt(this.at);
        if (code === 0x2e || code === 0x65 || code === 0x45)
            this.fractionAndExponent();
        else if (whole <= SAFE_DIGITS) {
            const value = this.wholeNumber(first);
            if (!isNegative)
                return value;
            if (value !== 0)
                return -value;
        }
        const token = text.slice(start, this.at);
        const value = Number(token);
        if (String(value) === token)
            return value;
        this.canonical = false;
        return new JsonNumber(token);
    }
    /** The value of the digits from `first` to here, exact as long as they are {@link SAFE_DIGITS} at most. */
    wholeNumber(first) {
        let value = 0;
        for (let at = first; at < this.at; at++)
            value = value * 10 + this.text.charCodeAt(at) - 0x30;
        return value;
    }
    fractionAndExponent() {
        if (this.text.charCodeAt(this.at) === 0x2e) {
            this.at++;
            this.digits();
        }
        if ((this.text.charCodeAt(this.at) | 0x20) !== 0x65)
            return;
        this.at++;
        const sign = this.text.charCodeAt(this.at);
        if (sign === 0x2b || sign === 0x2d)
            this.at++;
        this.digits();
    }
    /** Skips one digit or more. */
    digits() {
        const text = this.text;
        const start = this.at;
        let at = start;
        while (isDigit(text.charCodeAt(at)))
            at++;
        this.at = at;
        if (at === start)
            throw this.fault(start < text.length ? 'unexpected character' : 'unexpected end');
    }
}
