import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  fromUtf8,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/codec/json-number.ts
var JsonNumber = class {
  /** The token, as RFC 8259 §6 spells numbers. */
  token;
  /**
   * @param token - For example `9007199254740993`.
   * @throws {RangeError} if `token` is no number of RFC 8259 §6.
   */
  constructor(token) {
    if (!/^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/.test(token))
      throw new RangeError("token must be a JSON number");
    this.token = token;
  }
};
function numberValue(number) {
  return typeof number === "number" ? number : Number(number.token);
}
function isExact(number) {
  if (typeof number === "number") return Number.isFinite(number);
  const value = Number(number.token);
  return Number.isFinite(value) && decimalOf(number.token) === decimalOf(String(value));
}
function decimalOf(token) {
  const [mantissa = "", exponent = "0"] = token.replace(/^-/, "").split(/[eE]/);
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = whole + fraction;
  let start = 0;
  let end = digits.length;
  while (digits.charCodeAt(start) === 48) start++;
  while (end > start && digits.charCodeAt(end - 1) === 48) end--;
  if (start === end) return "0";
  return `${digits.slice(start, end)}e${Number(exponent) - fraction.length + digits.length - end}`;
}

// src/codec/json-parser.ts
var Fields = function Fields2() {
};
Fields.prototype = Object.freeze(/* @__PURE__ */ Object.create(null));
var SAFE_DIGITS = 15;
var ESCAPES = Object.freeze({
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "	"
});
var KNOWN_KEYS = Array.from({ length: 256 }, () => "");
var MAX_KNOWN_KEY = 32;
var LEARN_EVERY = 16;
var unknownKeys = 0;
function slotOf(text, at) {
  const second = text.charCodeAt(at + 1);
  if (second === 34) return text.charCodeAt(at) & 255;
  return text.charCodeAt(at) * 7 + second * 31 + text.charCodeAt(at + 4) * 11 & 255;
}
var ownCopy = (key) => Object.keys({ [key]: true })[0];
var isDigit = (code) => code >= 48 && code <= 57;
var JsonParser = class {
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
    if (this.at !== this.text.length) throw this.fault("text after the value");
    return value;
  }
  /** After {@link parse}: whether the text is the value's RFC 8785 form. Noted on the way, which spares writing it. */
  get isCanonical() {
    return this.canonical;
  }
  fault(what) {
    return new TalosError("E_MALFORMED", `not JSON: ${what} at ${this.at}`);
  }
  /** Skips white space; the code unit found, NaN at the end. */
  next() {
    const code = this.text.charCodeAt(this.at);
    return code > 32 ? code : this.nextAfterSpace();
  }
  nextAfterSpace() {
    for (; ; ) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return code;
      this.canonical = false;
      this.at++;
    }
  }
  value() {
    switch (this.next()) {
      case 34:
        return this.string();
      case 123:
        return this.object();
      case 91:
        return this.array();
      case 116:
        return this.literal("true", true);
      case 102:
        return this.literal("false", false);
      case 110:
        return this.literal("null", null);
      default:
        return this.number();
    }
  }
  literal(word, value) {
    if (!this.text.startsWith(word, this.at)) throw this.fault("unknown word");
    this.at += word.length;
    return value;
  }
  enter() {
    if (this.depthLeft === 0) throw this.fault("too deep a value");
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
    if (this.next() === 125) return this.leave(object);
    let previous = "";
    let isSorted = true;
    for (let count = 0; ; count++) {
      if (this.next() !== 34) throw this.fault("no key");
      const key = this.key();
      if (count > 0 && key <= previous) {
        isSorted = false;
        this.canonical = false;
      }
      if (!isSorted && object[key] !== void 0) throw this.fault("duplicate key");
      previous = key;
      if (this.next() !== 58) throw this.fault("no colon");
      this.at++;
      object[key] = this.value();
      const code = this.next();
      if (code === 125) return this.leave(object);
      if (code !== 44) throw this.fault("no comma");
      this.at++;
    }
  }
  array() {
    this.enter();
    const array = [];
    if (this.next() === 93) return this.leave(array);
    for (; ; ) {
      array.push(this.value());
      const code = this.next();
      if (code === 93) return this.leave(array);
      if (code !== 44) throw this.fault("no comma");
      this.at++;
    }
  }
  key() {
    const start = this.at + 1;
    const slot = slotOf(this.text, start);
    const known = KNOWN_KEYS[slot];
    const end = start + known.length;
    if (this.text.charCodeAt(end) === 34 && this.text.startsWith(known, start)) {
      this.at = end + 1;
      return known;
    }
    const key = this.string();
    const isPlain2 = this.at === start + key.length + 1;
    if (isPlain2 && key.length <= MAX_KNOWN_KEY && unknownKeys++ % LEARN_EVERY === 0) KNOWN_KEYS[slot] = ownCopy(key);
    return key;
  }
  string() {
    const text = this.text;
    const start = this.at + 1;
    const end = this.plainEnd(start);
    if (text.charCodeAt(end) !== 34) return this.escapedString(start, end);
    this.at = end + 1;
    return text.slice(start, end);
  }
  /** Where the run of characters that stand for themselves ends: at a quote, a backslash or something refused. */
  plainEnd(start) {
    const text = this.text;
    let at = start;
    for (; ; ) {
      const code = text.charCodeAt(at);
      if (code === 34 || code === 92) return at;
      if (code >= 32) at++;
      else {
        this.at = at;
        throw this.fault(at < text.length ? "control character" : "unended string");
      }
    }
  }
  /** The string that begins at `start`, the first escape of which is at `end`. */
  escapedString(start, end) {
    const text = this.text;
    let read = text.slice(start, end);
    this.at = end;
    while (text.charCodeAt(this.at) === 92) {
      read += this.escape();
      const next = this.plainEnd(this.at);
      read += text.slice(this.at, next);
      this.at = next;
    }
    this.at++;
    if (JSON.stringify(read) !== text.slice(start - 1, this.at)) this.canonical = false;
    return read;
  }
  escape() {
    const letter = this.text.charAt(this.at + 1);
    if (letter === "u") return this.escapedUnits();
    const character = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : void 0;
    if (character === void 0) throw this.fault("unknown escape");
    this.at += 2;
    return character;
  }
  /** One `\u` escape, or the two of a surrogate pair: half a pair has no UTF-8 form (RFC 7493 §2.1). */
  escapedUnits() {
    const first = this.escapedUnit();
    if (first < 55296 || first > 57343) return String.fromCharCode(first);
    if (first > 56319 || !this.text.startsWith("\\u", this.at)) throw this.fault("lone surrogate");
    const second = this.escapedUnit();
    if (second < 56320 || second > 57343) throw this.fault("lone surrogate");
    return String.fromCharCode(first, second);
  }
  escapedUnit() {
    const digits = this.text.slice(this.at + 2, this.at + 6);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.fault("unknown escape");
    this.at += 6;
    return Number.parseInt(digits, 16);
  }
  number() {
    const text = this.text;
    const start = this.at;
    const isNegative = text.charCodeAt(start) === 45;
    if (isNegative) this.at++;
    const first = this.at;
    this.digits();
    const whole = this.at - first;
    if (whole > 1 && text.charCodeAt(first) === 48) throw this.fault("leading zero");
    const code = text.charCodeAt(this.at);
    if (code === 46 || code === 101 || code === 69) this.fractionAndExponent();
    else if (whole <= SAFE_DIGITS) {
      const value2 = this.wholeNumber(first);
      if (!isNegative) return value2;
      if (value2 !== 0) return -value2;
    }
    const token = text.slice(start, this.at);
    const value = Number(token);
    if (String(value) === token) return value;
    this.canonical = false;
    return new JsonNumber(token);
  }
  /** The value of the digits from `first` to here, exact as long as they are {@link SAFE_DIGITS} at most. */
  wholeNumber(first) {
    let value = 0;
    for (let at = first; at < this.at; at++) value = value * 10 + this.text.charCodeAt(at) - 48;
    return value;
  }
  fractionAndExponent() {
    if (this.text.charCodeAt(this.at) === 46) {
      this.at++;
      this.digits();
    }
    if ((this.text.charCodeAt(this.at) | 32) !== 101) return;
    this.at++;
    const sign = this.text.charCodeAt(this.at);
    if (sign === 43 || sign === 45) this.at++;
    this.digits();
  }
  /** Skips one digit or more. */
  digits() {
    const text = this.text;
    const start = this.at;
    let at = start;
    while (isDigit(text.charCodeAt(at))) at++;
    this.at = at;
    if (at === start) throw this.fault(start < text.length ? "unexpected character" : "unexpected end");
  }
};

// src/codec/json-writer.ts
var COMPACT = { sorted: false, number: ({ token }) => token };
var CANONICAL = {
  sorted: true,
  number: (number) => {
    if (!isExact(number)) throw notJson("a number that a double does not carry");
    return String(numberValue(number));
  }
};
var CANONICAL_KEEPING_TOKENS = {
  sorted: true,
  number: (number) => isExact(number) ? String(numberValue(number)) : number.token
};
function notJson(what) {
  return new TalosError("E_MALFORMED", `not canonical JSON: ${what}`);
}
function write(value, style, depthLeft) {
  if (typeof value === "string") return writeString(value);
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw notJson("an infinite number or none");
    return String(value);
  }
  if (typeof value !== "object") throw notJson(`a value of type ${typeof value}`);
  if (value === null) return "null";
  if (value instanceof JsonNumber) return style.number(value);
  if (depthLeft === 0) throw notJson("too deep a value");
  return Array.isArray(value) ? writeArray(value, style, depthLeft) : writeObject(value, style, depthLeft);
}
function writeArray(array, style, depthLeft) {
  let text = "[";
  for (let i = 0; i < array.length; i++) {
    if (i > 0) text += ",";
    text += write(array[i], style, depthLeft - 1);
  }
  return `${text}]`;
}
function writeObject(object, style, depthLeft) {
  if (!isPlain(object)) throw notJson("an object of a class");
  const keys = Object.keys(object);
  if (style.sorted && !areInOrder(keys)) keys.sort();
  let text = "{";
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (i > 0) text += ",";
    text += `${writeString(key)}:`;
    text += write(object[key], style, depthLeft - 1);
  }
  return `${text}}`;
}
function areInOrder(keys) {
  for (let i = 1; i < keys.length; i++) if (keys[i] < keys[i - 1]) return false;
  return true;
}
function isPlain(object) {
  const prototype = Object.getPrototypeOf(object);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
var MUST_ESCAPE = /[^\u0020\u0021\u0023-\u005b\u005d-\ud7ff\ue000-\uffff]/;
var SHORT_TEXT = 32;
function writeString(text) {
  if (text.length <= SHORT_TEXT && isPlainAscii(text)) return `"${text}"`;
  if (!MUST_ESCAPE.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw notJson("a lone surrogate");
  return JSON.stringify(text);
}
function isPlainAscii(text) {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 32 || code > 126 || code === 34 || code === 92) return false;
  }
  return true;
}

// src/codec/json.ts
var MAX_JSON_DEPTH = 64;
var MAX_JSON_BYTES = 16 * 1024 * 1024;
function parseJson(text, limits = {}) {
  return parserOf(text, limits).parse();
}
function parseCanonicalJson(bytes, limits = {}) {
  const parser = parserOf(bytes, limits);
  const value = parser.parse();
  if (!parser.isCanonical) throw new TalosError("E_MALFORMED", "JSON is not in its canonical form");
  return value;
}
function parserOf(text, { maxDepth = MAX_JSON_DEPTH, maxBytes = MAX_JSON_BYTES }) {
  if (!(maxDepth >= 0 && maxDepth <= MAX_JSON_DEPTH))
    throw new RangeError(`maxDepth must be 0 to ${MAX_JSON_DEPTH}, got ${maxDepth}`);
  return new JsonParser(textWithin(text, maxBytes), maxDepth);
}
function textWithin(text, maxBytes) {
  const isOver = text.length > maxBytes || typeof text === "string" && text.length * 3 > maxBytes && byteLength(text) > maxBytes;
  if (isOver) throw new TalosError("E_LIMIT", `JSON text exceeds ${maxBytes} bytes`, { details: { maxBytes } });
  if (typeof text !== "string") return fromUtf8(text);
  if (!text.isWellFormed()) throw new TalosError("E_MALFORMED", "JSON text holds a lone surrogate");
  return text;
}
function byteLength(text) {
  return utf8(text).length;
}
function writeJson(value) {
  return write(value, COMPACT, MAX_JSON_DEPTH);
}
function canonicalJson(value, options = {}) {
  return write(value, options.keepTokens === true ? CANONICAL_KEEPING_TOKENS : CANONICAL, MAX_JSON_DEPTH);
}
function canonicalBytes(value, options = {}) {
  return utf8(canonicalJson(value, options));
}

export {
  JsonNumber,
  numberValue,
  isExact,
  MAX_JSON_DEPTH,
  parseJson,
  parseCanonicalJson,
  writeJson,
  canonicalJson,
  canonicalBytes
};
