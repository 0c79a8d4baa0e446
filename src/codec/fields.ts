/**
 * Typed fields of decoded values: each reader checks one value and names it in the error. For decoders of signed
 * formats, which accept no field that they do not know.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
import { fromHex } from '../base/bytes.ts';
import { fromBase64url } from '../base/encoding.ts';
import { TalosError } from '../base/errors.ts';

function fault(name: string, what: string): TalosError {
  return new TalosError('E_MALFORMED', `${name}: ${what}`);
}

/** Which fields an object has. */
export interface Shape<R extends string, O extends string> {
  readonly required: readonly R[];
  readonly optional?: readonly O[];
}

/** The fields of an object that was read: the required ones are there, no unknown one is. */
export type ReadObject<V, R extends string, O extends string> = { readonly [K in R]: V } & { readonly [K in O]?: V };

type Members<V> = Readonly<Record<string, V>>;

/** Whether `value` is an object of fields, as the JSON and CBOR readers make them. */
export function isFields<V>(value: V): value is V & Members<V> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Reads an object with exactly the fields of `shape`.
 *
 * @param name - What is read, for the error: `token.payload`.
 * @throws {TalosError} `E_MALFORMED` if it is no object, lacks a required field or has an unknown one.
 */
export function readObject<V, R extends string, O extends string = never>(
  value: V | undefined,
  shape: Shape<R, O>,
  name: string,
): ReadObject<V, R, O> {
  if (value === undefined || !isFields(value)) throw fault(name, 'must be an object');
  const { required, optional = [] } = shape;
  for (const field of required) if (!Object.hasOwn(value, field)) throw fault(name, `lacks ${field}`);
  const count = Object.keys(value).length;
  let known = required.length;
  // Most have no other field than those that they must have.
  if (count > known) for (const field of optional) if (Object.hasOwn(value, field)) known++;
  // An unknown name is a stranger's text and stays out of the message.
  if (count !== known) throw fault(name, 'has an unknown field');
  return value as ReadObject<V, R, O>;
}

/** Bounds of a text: lengths in UTF-16 code units. */
export interface StringBounds {
  readonly min?: number;
  readonly max?: number;
  /** Must match; anchor it, and keep it linear. */
  readonly pattern?: RegExp;
}

/** A string within `bounds`. @throws {TalosError} `E_MALFORMED` otherwise. */
export function readString(value: unknown, name: string, bounds: StringBounds = {}): string {
  if (typeof value !== 'string') throw fault(name, 'must be a string');
  const { min = 0, max = Number.POSITIVE_INFINITY, pattern } = bounds;
  if (value.length < min || value.length > max) throw fault(name, `must be ${min} to ${max} characters`);
  if (pattern !== undefined && !pattern.test(value)) throw fault(name, 'has another form');
  return value;
}

/** One of `choices`. @throws {TalosError} `E_MALFORMED` otherwise. */
export function readChoice<const T extends string>(value: unknown, choices: readonly T[], name: string): T {
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw fault(name, `must be one of ${choices.join(', ')}`);
  return choice;
}

/** Bounds of an integer, both included; 0 and 2^53 − 1 by default. */
export interface IntegerBounds {
  readonly min?: number;
  readonly max?: number;
}

/** An integer within `bounds`, written as an integer. @throws {TalosError} `E_MALFORMED` otherwise. */
export function readInteger(value: unknown, name: string, bounds: IntegerBounds = {}): number {
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = bounds;
  // A `JsonNumber` (1.0, 1e2, 2^53 + 1) is no plain number and is refused: one form a value.
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || Object.is(value, -0) || value < min || value > max)
    throw fault(name, `must be an integer from ${min} to ${max}`);
  return value;
}

/** `true` or `false`. @throws {TalosError} `E_MALFORMED` otherwise. */
export function readBoolean(value: unknown, name: string): boolean {
  if (typeof value !== 'boolean') throw fault(name, 'must be true or false');
  return value;
}

/** Bounds of an array, in entries, both included. */
export interface ArrayBounds {
  readonly min?: number;
  readonly max: number;
}

/** An array within `bounds`, each entry read by `read`. @throws {TalosError} `E_MALFORMED` otherwise. */
export function readArray<V, T>(
  value: V | undefined,
  name: string,
  bounds: ArrayBounds,
  read: (item: V, name: string) => T,
): T[] {
  const { min = 0, max } = bounds;
  if (!Array.isArray(value)) throw fault(name, 'must be an array');
  if (value.length < min || value.length > max) throw fault(name, `must have ${min} to ${max} entries`);
  return value.map((item: V, i) => read(item, `${name}[${i}]`));
}

/** As {@link readArray}, for readers of entries that need not be told apart: their names cost more than most of them. */
export function readEntries<V, T>(
  value: V | undefined,
  name: string,
  { min = 0, max }: ArrayBounds,
  read: (item: V) => T,
): T[] {
  if (!Array.isArray(value)) throw fault(name, 'must be an array');
  if (value.length < min || value.length > max) throw fault(name, `must have ${min} to ${max} entries`);
  return value.map((item: V) => read(item));
}

/** Bytes of `length`, from a decoder of bytes. A copy. @throws {TalosError} `E_MALFORMED` otherwise. */
export function readBytes(value: unknown, name: string, length?: number): Bytes {
  if (!(value instanceof Uint8Array)) throw fault(name, 'must be bytes');
  if (length !== undefined && value.length !== length) throw fault(name, `must be ${length} bytes`);
  return new Uint8Array(value);
}

/** Bytes of `length` in base64url without padding. @throws {TalosError} `E_MALFORMED` otherwise. */
export function readBase64url(value: unknown, name: string, length?: number): Bytes {
  const bytes = fromBase64url(readString(value, name));
  if (length !== undefined && bytes.length !== length) throw fault(name, `must be ${length} bytes`);
  return bytes;
}

/** Bytes of `length` in lowercase hexadecimal. @throws {TalosError} `E_MALFORMED` otherwise. */
export function readHex(value: unknown, name: string, length?: number): Bytes {
  return readBytes(fromHex(readString(value, name)), name, length);
}
