/**
 * Constraints: what one argument of a tool, one resource URI or one prompt name may be. PROTOCOL.md §8.2.
 *
 * Strings are compared as they are, byte by byte; nothing is trimmed, decoded or normalised. A kind that is not known
 * here is refused, never skipped.
 *
 * @module
 */
import { isFields, readArray, readObject, readString } from '../codec/fields.ts';
import { canonicalJson, isExact, type Json, JsonNumber, numberValue, parseJson } from '../codec/json.ts';
import { matchesGlob, parseGlob } from './glob.ts';
import { isPlainPath, isPlainUri, isUnder } from './path.ts';
import { asMalformed, malformed } from './verdict.ts';

/** Most values of `oneOf`. */
export const MAX_ONE_OF = 256;
/** Longest text of a constraint, in UTF-16 units; patterns are shorter (`MAX_GLOB_PATTERN`). */
export const MAX_CONSTRAINT_TEXT = 4096;

/** Bounds of a number, both included; at least one is there. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
}

/** One constraint, as the token holds it. Made by {@link parseConstraint}, which copies. */
export type Constraint =
  | { readonly exact: Json }
  | { readonly oneOf: readonly Json[] }
  | { readonly prefix: string }
  | { readonly glob: string }
  | { readonly under: string }
  | { readonly range: Range }
  | { readonly any: true };

/** The constraint that every value meets. */
export const ANY: Constraint = Object.freeze({ any: true });

/**
 * Reads one constraint. Values are copied and their numbers brought to JavaScript's own.
 *
 * @throws {TalosError} `MALFORMED` for an unknown kind, two kinds or none, a wrong type, a text or list over its
 *   limit, a number that no double carries, a path or pattern that {@link holds} could never match.
 */
export function parseConstraint(json: Json): Constraint {
  if (!isFields(json)) throw malformed('constraint must be an object');
  const kinds = Object.keys(json);
  const kind = kinds[0];
  if (kind === undefined || kinds.length > 1) throw malformed('constraint must have one kind');
  const read = Object.hasOwn(KINDS, kind) ? KINDS[kind as keyof typeof KINDS] : undefined;
  if (read === undefined) throw malformed('constraint of an unknown kind');
  return asMalformed(() => read(json[kind] as Json));
}

const KINDS = {
  exact: (value: Json): Constraint => ({ exact: plainValue(value) }),
  oneOf: (values: Json): Constraint => ({
    oneOf: readArray(values, 'oneOf', { min: 1, max: MAX_ONE_OF }, plainValue),
  }),
  prefix: (text: Json): Constraint => ({ prefix: readText(text, 'prefix') }),
  glob: (pattern: Json): Constraint => ({ glob: parseGlob(readText(pattern, 'glob')) }),
  under: (path: Json): Constraint => {
    const base = readText(path, 'under');
    if (!isPlainPath(base)) throw malformed('under must be an absolute path without empty, . or .. segments');
    return { under: base };
  },
  range: (bounds: Json): Constraint => ({ range: readRange(bounds) }),
  any: (value: Json): Constraint => {
    if (value !== true) throw malformed('any must be true');
    return ANY;
  },
} as const;

function readText(value: Json, name: string): string {
  const text = readString(value, name, { min: 1, max: MAX_CONSTRAINT_TEXT });
  if (!text.isWellFormed()) throw malformed(`${name} holds a lone surrogate`);
  return text;
}

function readRange(bounds: Json): Range {
  const fields = readObject(bounds, { required: [], optional: ['min', 'max'] }, 'range');
  const min = fields.min === undefined ? undefined : plainNumber(fields.min);
  const max = fields.max === undefined ? undefined : plainNumber(fields.max);
  if (min === undefined && max === undefined) throw malformed('range must have a bound');
  if (min === undefined) return { max: max as number };
  if (max === undefined) return { min };
  if (min > max) throw malformed('range is empty');
  return { min, max };
}

function plainNumber(value: Json): number {
  if ((typeof value !== 'number' && !(value instanceof JsonNumber)) || !isExact(value))
    throw malformed('bound must be an exact finite number');
  // RFC 8785 §3.2.2.3 knows no negative zero.
  return numberValue(value) + 0;
}

function readPlainText(value: string): string {
  if (value.length > MAX_CONSTRAINT_TEXT) throw malformed(`value exceeds ${MAX_CONSTRAINT_TEXT} characters`);
  if (!value.isWellFormed()) throw malformed('value holds a lone surrogate');
  return value;
}

/** A copy without number tokens and negative zeros, nested as deep as JSON is. */
function plainValue(value: Json): Json {
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'string') return readPlainText(value);
  return parseJson(canonicalJson(value));
}

/**
 * Whether `value` meets `constraint`. A value that holds a number no double carries equals nothing and is in no range.
 *
 * @param constraint - From {@link parseConstraint}.
 */
export function holds(constraint: Constraint, value: Json): boolean {
  if ('under' in constraint) return typeof value === 'string' && isUnder(value, constraint.under);
  if ('any' in constraint) return true;
  if ('exact' in constraint) return equalJson(constraint.exact, value);
  if ('oneOf' in constraint) return constraint.oneOf.some((choice) => equalJson(choice, value));
  if ('prefix' in constraint) return typeof value === 'string' && value.startsWith(constraint.prefix);
  if ('glob' in constraint) return typeof value === 'string' && matchesGlob(constraint.glob, value);
  return isWithin(constraint.range, value);
}

/**
 * Whether the resource `uri` meets `constraint`. A pattern or prefix holds only for a URI that all readers take for
 * one place (`isPlainUri`); a URI named in full is compared as it is.
 */
export function holdsForUri(constraint: Constraint, uri: string): boolean {
  if (('prefix' in constraint || 'glob' in constraint) && !isPlainUri(uri)) return false;
  return holds(constraint, uri);
}

function isWithin({ min, max }: Range, value: Json): boolean {
  if (typeof value !== 'number' && !(value instanceof JsonNumber)) return false;
  if (!isExact(value)) return false;
  const number = numberValue(value);
  return (min === undefined || number >= min) && (max === undefined || number <= max);
}

/** Whether two values are equal as JSON: they have one RFC 8785 text, and no number was rounded to get there. */
export function equalJson(a: Json, b: Json): boolean {
  if (a === b) return typeof a !== 'number' || Number.isFinite(a);
  if (typeof a === 'number' || a instanceof JsonNumber) {
    if (typeof b !== 'number' && !(b instanceof JsonNumber)) return false;
    return isExact(a) && isExact(b) && numberValue(a) === numberValue(b);
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && equalArrays(a, b);
  return isFields(a) && isFields(b) && equalObjects(a, b);
}

function equalArrays(a: readonly Json[], b: readonly Json[]): boolean {
  return a.length === b.length && a.every((item, i) => equalJson(item, b[i] as Json));
}

function equalObjects(a: Readonly<Record<string, Json>>, b: Readonly<Record<string, Json>>): boolean {
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && equalJson(a[key] as Json, b[key] as Json));
}
