import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  fromBase64url
} from "./chunk-YHWXIR64.js";
import {
  fromHex
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/codec/fields.ts
function fault(name, what) {
  return new TalosError("E_MALFORMED", `${name}: ${what}`);
}
function isFields(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
function readObject(value, shape, name) {
  if (value === void 0 || !isFields(value)) throw fault(name, "must be an object");
  const { required, optional = [] } = shape;
  for (const field of required) if (!Object.hasOwn(value, field)) throw fault(name, `lacks ${field}`);
  const count = Object.keys(value).length;
  let known = required.length;
  if (count > known) {
    for (const field of optional) if (Object.hasOwn(value, field)) known++;
  }
  if (count !== known) throw fault(name, "has an unknown field");
  return value;
}
function readString(value, name, bounds = {}) {
  if (typeof value !== "string") throw fault(name, "must be a string");
  const { min = 0, max = Number.POSITIVE_INFINITY, pattern } = bounds;
  if (value.length < min || value.length > max) throw fault(name, `must be ${min} to ${max} characters`);
  if (pattern !== void 0 && !pattern.test(value)) throw fault(name, "has another form");
  return value;
}
function readChoice(value, choices, name) {
  const choice = choices.find((candidate) => candidate === value);
  if (choice === void 0) throw fault(name, `must be one of ${choices.join(", ")}`);
  return choice;
}
function readInteger(value, name, bounds = {}) {
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = bounds;
  if (typeof value !== "number" || !Number.isSafeInteger(value) || Object.is(value, -0) || value < min || value > max)
    throw fault(name, `must be an integer from ${min} to ${max}`);
  return value;
}
function readBoolean(value, name) {
  if (typeof value !== "boolean") throw fault(name, "must be true or false");
  return value;
}
function readArray(value, name, bounds, read) {
  const { min = 0, max } = bounds;
  if (!Array.isArray(value)) throw fault(name, "must be an array");
  if (value.length < min || value.length > max) throw fault(name, `must have ${min} to ${max} entries`);
  return value.map((item, i) => read(item, `${name}[${i}]`));
}
function readEntries(value, name, { min = 0, max }, read) {
  if (!Array.isArray(value)) throw fault(name, "must be an array");
  if (value.length < min || value.length > max) throw fault(name, `must have ${min} to ${max} entries`);
  return value.map((item) => read(item));
}
function readBytes(value, name, length) {
  if (!(value instanceof Uint8Array)) throw fault(name, "must be bytes");
  if (length !== void 0 && value.length !== length) throw fault(name, `must be ${length} bytes`);
  return new Uint8Array(value);
}
function readBase64url(value, name, length) {
  const bytes = fromBase64url(readString(value, name));
  if (length !== void 0 && bytes.length !== length) throw fault(name, `must be ${length} bytes`);
  return bytes;
}
function readHex(value, name, length) {
  return readBytes(fromHex(readString(value, name)), name, length);
}

export {
  isFields,
  readObject,
  readString,
  readChoice,
  readInteger,
  readBoolean,
  readArray,
  readEntries,
  readBytes,
  readBase64url,
  readHex
};
