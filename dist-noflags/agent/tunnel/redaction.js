/**
 * Finding secrets in what a tool says, in the forms that programs write text in, and taking them out.
 *
 * @module
 */
import { toHex, utf8 } from "../../base/bytes.js";
import { toBase64 } from "../../base/encoding.js";
import { JsonNumber } from "../../codec/json.js";
/** What stands in the place of a secret. */
export const REDACTED = '[redacted]';
/** Shortest line of a secret of several lines, or of its base64, that is taken out by itself, in characters. */
const MIN_LINE = 16;
/** Shortest beginning of a secret that is taken out at the end of a text that was cut. */
const MIN_BEGINNING = 6;
/** Columns that base64 is wrapped at: PEM (RFC 7468 §2), MIME (RFC 2045 §6.8). */
const COLUMNS = [64, 76];
/** See the module comment. */
export class Redaction {
    /** The longest first: a whole secret before its lines. */
    #patterns;
    /** @param secrets - None is empty. */
    constructor(secrets) {
        const patterns = new Map();
        for (const pattern of secrets.flatMap(patternsOf))
            patterns.set(pattern.text, pattern);
        this.#patterns = [...patterns.values()].sort((a, b) => b.text.length - a.text.length);
    }
    /** `text` without the secrets. @returns `text` itself where there was none. */
    text(text) {
        let clean = text;
        for (const pattern of this.#patterns) {
            if (pattern.text.length > clean.length)
                continue;
            for (let at = clean.indexOf(pattern.text); at >= 0; at = clean.indexOf(pattern.text, at + REDACTED.length)) {
                const start = Math.max(0, at - pattern.before);
                const end = at + pattern.text.length + pattern.after;
                clean = `${clean.slice(0, start)}${REDACTED}${clean.slice(end)}`;
                at = start;
            }
        }
        return clean;
    }
    /** As {@link text}, of a text whose end may have been cut off within a secret. */
    cut(text) {
        const clean = this.text(text);
        const end = clean.replace(/…$/, '');
        const from = Math.min(...this.#patterns.map((pattern) => beginningAt(pattern.text, end)));
        return from === Number.POSITIVE_INFINITY ? clean : `${end.slice(0, from)}${REDACTED}…`;
    }
    /** A value of JSON without the secrets, in its texts, names and numbers. @returns `json` itself where there was none. */
    json(json) {
        return this.#json(json);
    }
    #json(json) {
        if (typeof json === 'string')
            return this.text(json);
        if (typeof json === 'number')
            return this.#number(json, String(json));
        if (typeof json !== 'object' || json === null)
            return json;
        if (json instanceof JsonNumber)
            return this.#number(json, json.token);
        if (Array.isArray(json)) {
            const items = json.map((item) => this.#json(item));
            return items.some((item, at) => item !== json[at]) ? items : json;
        }
        return this.#object(json);
    }
    #number(number, text) {
        const clean = this.text(text);
        return clean === text ? number : clean;
    }
    #object(object) {
        const members = Object.entries(object);
        const clean = members.map(([key, value]) => [this.text(key), this.#json(value)]);
        const isSame = clean.every(([key, value], at) => key === members[at]?.[0] && value === members[at][1]);
        // fromEntries defines members, so `__proto__` stays a member.
        return isSame ? object : Object.fromEntries(clean);
    }
}
/** Where `text` ends with the beginning of `secret`; infinity where it does not. */
function beginningAt(secret, text) {
    const start = secret.slice(0, MIN_BEGINNING);
    for (let at = text.indexOf(start, text.length - secret.length + 1); at >= 0; at = text.indexOf(start, at + 1))
        if (secret.startsWith(text.slice(at)))
            return at;
    return Number.POSITIVE_INFINITY;
}
/** The forms of one secret. */
function patternsOf(secret) {
    const bytes = utf8(secret);
    const lines = secret.split(/\r?\n/).filter((line) => line.length >= MIN_LINE && line !== secret);
    const plain = [
        secret,
        ...lines,
        ...escapesOf(secret),
        ...percentsOf(secret),
        toHex(bytes),
        toHex(bytes).toUpperCase(),
    ];
    return [...plain.map((text) => ({ text, before: 0, after: 0 })), ...base64Of(bytes)];
}
/** As JSON writes it inside a string, and inside a string of a string; with and without escapes that are not needed. */
function escapesOf(secret) {
    const once = JSON.stringify(secret).slice(1, -1);
    const ascii = once.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    const forms = [once, ascii, once.replaceAll('/', '\\/'), ascii.replaceAll('/', '\\/')];
    return [...forms, ...forms.map((form) => JSON.stringify(form).slice(1, -1))];
}
/** As URLs and forms hold it. */
function percentsOf(secret) {
    const escaped = encodeURIComponent(secret);
    const lower = escaped.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
    const strict = escaped.replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
    return [escaped, lower, strict, escaped.replaceAll('%20', '+')];
}
/**
 * As base64 holds it wherever it begins in what was encoded: three alignments, two alphabets, and the lines of one that
 * is wrapped. The characters at both ends may hold bits of what is beside it: they are taken out, not looked for.
 */
function base64Of(bytes) {
    const patterns = [];
    for (const offset of [0, 1, 2]) {
        const shifted = new Uint8Array(offset + bytes.length);
        shifted.set(bytes, offset);
        const encoded = toBase64(shifted).replace(/=+$/, '');
        const whole = Math.floor((shifted.length * 8) / 6);
        const first = Math.ceil((offset * 8) / 6);
        const text = encoded.slice(first, whole);
        const [before, after] = [offset === 0 ? 0 : 1, encoded.length - whole];
        for (const form of [text, text.replaceAll('+', '-').replaceAll('/', '_')])
            patterns.push({ text: form, before, after });
        if (offset === 0)
            for (const line of COLUMNS.flatMap((columns) => text.match(new RegExp(`.{1,${columns}}`, 'g')) ?? []))
                if (line.length >= MIN_LINE && line !== text)
                    patterns.push({ text: line, before: 0, after: 0 });
    }
    return patterns;
}
