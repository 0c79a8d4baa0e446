/**
 * As much of XML 1.0 as the descriptions and answers of routers need: elements, text, and attributes, which are left out.
 * There is no document type, so no entity can be declared; no CDATA and no instruction but the one that XML begins with.
 * Prefixes of names are left out. Time is linear in the text's length. https://www.w3.org/TR/xml/
 *
 * @module
 */
import { fromUtf8 } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
/** Most bytes of a document. */
export const MAX_XML_BYTES = 65_536;
/** Most elements within each other, the root counted. */
export const MAX_XML_DEPTH = 16;
/** Most elements in all. */
export const MAX_XML_ELEMENTS = 1000;
const NAME = '[A-Za-z_][\\w.-]*(?::[A-Za-z_][\\w.-]*)?';
const DECLARATION = /^<\?xml\s[^<>?]*\?>/;
const START = new RegExp(`<(${NAME})(?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*\\s*(/?)>`, 'y');
const END = new RegExp(`</(${NAME})\\s*>`, 'y');
const REFERENCE = /&(?:(lt|gt|amp|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));/g;
const NAMED = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
/** What XML admits no place for, of what UTF-8 can say. */
// oxlint-disable-next-line no-control-regex -- these are the ones that are refused.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
/**
 * Reads a document.
 *
 * @returns Its root.
 * @throws {TalosError} `E_LIMIT` for one that is too long, too deep or has too many elements; `E_MALFORMED` for what is not XML,
 * or more of it than is read here.
 */
export function readXml(bytes) {
    if (bytes.length > MAX_XML_BYTES)
        throw new TalosError('E_LIMIT', `the document exceeds ${MAX_XML_BYTES} bytes`);
    const text = fromUtf8(bytes).replace(/^\ufeff/, '');
    if (FORBIDDEN.test(text))
        throw malformed('a character that XML has no place for');
    return new Reader(text).root();
}
/** The first child of that name. */
export function childOf({ children }, name) {
    return children.find((each) => each.name === name);
}
/** Every element of that name under `root`, in the order of the document. */
export function elementsOf(root, name) {
    return root.children.flatMap((each) => [...(each.name === name ? [each] : []), ...elementsOf(each, name)]);
}
class Reader {
    #text;
    #at;
    #elements = 0;
    #open = [];
    #root;
    constructor(text) {
        this.#text = text;
        this.#at = DECLARATION.exec(text)?.[0].length ?? 0;
    }
    root() {
        while (this.#at < this.#text.length) {
            this.#characters();
            if (this.#at >= this.#text.length)
                break;
            if (this.#text.startsWith('<!--', this.#at))
                this.#comment();
            else if (this.#text.startsWith('</', this.#at))
                this.#end();
            else
                this.#start();
        }
        if (this.#root === undefined || this.#open.length > 0)
            throw malformed('it ends too early');
        return this.#root;
    }
    /** Text until the next mark-up; none but white space outside the root. */
    #characters() {
        const next = this.#text.indexOf('<', this.#at);
        const end = next === -1 ? this.#text.length : next;
        const text = this.#text.slice(this.#at, end);
        this.#at = end;
        const inner = this.#open.at(-1);
        if (inner !== undefined)
            inner.texts.push(withoutReferences(text));
        else if (text.trim() !== '')
            throw malformed('text outside the root');
    }
    #comment() {
        const end = this.#text.indexOf('--', this.#at + 4);
        if (end === -1 || this.#text[end + 2] !== '>')
            throw malformed('a comment that does not end');
        this.#at = end + 3;
    }
    #start() {
        START.lastIndex = this.#at;
        const match = START.exec(this.#text);
        if (match === null)
            throw malformed('mark-up that is none, or is not read');
        if (this.#root !== undefined && this.#open.length === 0)
            throw malformed('two roots');
        this.#elements += 1;
        if (this.#elements > MAX_XML_ELEMENTS)
            throw new TalosError('E_LIMIT', `the document has more than ${MAX_XML_ELEMENTS} elements`);
        if (this.#open.length >= MAX_XML_DEPTH)
            throw new TalosError('E_LIMIT', `the document has more than ${MAX_XML_DEPTH} elements within each other`);
        this.#at = START.lastIndex;
        const [, tag = '', closed] = match;
        this.#open.push({ tag, texts: [], children: [] });
        if (closed === '/')
            this.#close();
    }
    #end() {
        END.lastIndex = this.#at;
        const match = END.exec(this.#text);
        if (match === null || match[1] !== this.#open.at(-1)?.tag)
            throw malformed('an end of another element');
        this.#at = END.lastIndex;
        this.#close();
    }
    #close() {
        const open = this.#open.pop();
        if (open === undefined)
            return;
        const { tag, texts, children } = open;
        const element = { name: tag.slice(tag.indexOf(':') + 1), text: texts.join('').trim(), children };
        const outer = this.#open.at(-1);
        if (outer === undefined)
            this.#root = element;
        else
            outer.children.push(element);
    }
}
function withoutReferences(text) {
    if (!text.includes('&'))
        return text;
    const read = text.replace(REFERENCE, (_all, name, decimal, hex) => name === undefined
        ? characterOf(Number.parseInt(decimal ?? hex ?? '', decimal === undefined ? 16 : 10))
        : (NAMED[name] ?? ''));
    // What is left of ampersands is no reference, or one to an entity that somebody would have to declare.
    if (text.replace(REFERENCE, '').includes('&'))
        throw malformed('a reference to what is not known');
    return read;
}
function characterOf(code) {
    const isThere = code <= 0x10_ffff && !(code >= 0xd800 && code <= 0xdfff);
    const character = isThere ? String.fromCodePoint(code) : '';
    if (!isThere || FORBIDDEN.test(character))
        throw malformed('a reference to a character that XML has no place for');
    return character;
}
function malformed(what) {
    return new TalosError('E_MALFORMED', `the document is not XML that is read here: ${what}`);
}
