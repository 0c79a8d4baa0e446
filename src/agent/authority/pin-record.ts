/**
 * One pin as it is kept: what its owner approved of a tool, and what was found in its place. PROTOCOL.md §7.4.
 *
 * Layout of the space `pin`:
 *
 * ```text
 *   0x01 | service                   what the server is: {"argv":[…]}, {"url":…} or {"local":…}
 *   0x02 | service | 0x00 | tool     the definition of a tool
 * ```
 *
 * @module
 */
import { type Bytes, concat, fromUtf8, utf8 } from '../../base/bytes.ts';
import { isTalosError, TalosError } from '../../base/errors.ts';
import { readArray, readChoice, readInteger, readObject, readString } from '../../codec/fields.ts';
import { canonicalBytes, type Json, type JsonObject, parseJson } from '../../codec/json.ts';
import type { ToolBody } from '../../ledger/entry/entry-keeping.ts';

/** Definitions of one tool, approved one after the other, under which capabilities go on: the newest. */
export const MAX_ACCEPTED = 64;

/** Canonical JSON and its hash. */
export interface PinnedText {
  /** Empty where it was too long to be kept. */
  readonly text: string;
  /** 43 characters of base64url. */
  readonly hash: string;
}

/** What was found in the place of what is approved; `removed`: nothing. */
export type Found = (PinnedText & { readonly kind: 'changed' }) | { readonly kind: 'removed' };

/** See the module comment. */
export interface Pin {
  readonly approved: PinnedText;
  /** Hashes that lead to the approved one by approvals, itself the last. */
  readonly accepted: readonly string[];
  /** While it is there, nothing is called. */
  readonly found?: Found;
}

/** What is pinned: a tool, or the server of a service where `tool` is absent. */
export interface PinPlace {
  readonly service: string;
  readonly tool?: string;
}

/** An entry that may not be on record yet: looked for from place `from` on. */
export interface DueEntry {
  readonly body: ToolBody;
  readonly from: number;
}

/** A pin with its place. */
export interface PlacedPin {
  readonly place: PinPlace;
  readonly pin: Pin;
  readonly due?: DueEntry;
}

const [SERVER, TOOL] = [Uint8Array.of(1), Uint8Array.of(2)];
const EVENTS = ['pinned', 'changed', 'approved', 'removed'] as const;
const HASH = /^[A-Za-z0-9_-]{43}$/;

/** The key of a place. */
export function pinKey({ service, tool }: PinPlace): Bytes {
  if (tool === undefined) return concat(SERVER, utf8(service));
  return concat(TOOL, utf8(service), Uint8Array.of(0), utf8(tool));
}

function placeOf(key: Uint8Array): PinPlace {
  const text = fromUtf8(key.subarray(1));
  if (key[0] === SERVER[0]) return { service: text };
  const at = text.indexOf('\0');
  if (key[0] !== TOOL[0] || at < 0) throw new TalosError('E_STORAGE_CORRUPT', 'a pin of the store has no place');
  return { service: text.slice(0, at), tool: text.slice(at + 1) };
}

/** A pin as it is kept. */
export function writePin({ approved, accepted, found }: Pin, due?: DueEntry): Bytes {
  const json: JsonObject = {
    v: 1,
    approved: textJson(approved),
    accepted,
    ...(found === undefined ? {} : { found: found.kind === 'removed' ? null : textJson(found) }),
    ...(due === undefined ? {} : { due: { event: due.body.event, definition: due.body.definition, from: due.from } }),
  };
  return canonicalBytes(json);
}

function textJson({ text, hash }: PinnedText): JsonObject {
  return { text, hash };
}

/** Reads a pin. @throws {TalosError} `E_STORAGE_CORRUPT`. */
export function readPin(key: Uint8Array, value: Uint8Array): PlacedPin {
  try {
    const place = placeOf(key);
    const required = ['v', 'approved', 'accepted'] as const;
    const fields = readObject(parseJson(value), { required, optional: ['found', 'due'] }, 'pin');
    readInteger(fields.v, 'pin.v', { min: 1, max: 1 });
    const accepted = readArray(fields.accepted, 'pin.accepted', { min: 1, max: MAX_ACCEPTED }, readHash);
    const approved = readText(fields.approved);
    const found = fields.found === undefined ? {} : { found: readFound(fields.found) };
    const due = fields.due === undefined ? {} : { due: readDue(place, fields.due) };
    return { place, pin: { approved, accepted, ...found }, ...due };
  } catch (cause) {
    if (isTalosError(cause, 'E_STORAGE_CORRUPT')) throw cause;
    throw new TalosError('E_STORAGE_CORRUPT', 'a pin of the store cannot be read', { cause });
  }
}

function readHash(value: Json): string {
  return readString(value, 'pin.hash', { pattern: HASH });
}

function readText(value: Json): PinnedText {
  const { text, hash } = readObject(value, { required: ['text', 'hash'] }, 'pin.text');
  return { text: readString(text, 'pin.text'), hash: readHash(hash) };
}

function readFound(value: Json): Found {
  return value === null ? { kind: 'removed' } : { kind: 'changed', ...readText(value) };
}

function readDue(place: PinPlace, value: Json): DueEntry {
  const fields = readObject(value, { required: ['event', 'definition', 'from'] }, 'pin.due');
  const event = readChoice(fields.event, EVENTS, 'pin.due.event');
  const definition = readString(fields.definition, 'pin.due.definition');
  return { body: { type: 'tool', ...place, event, definition }, from: readInteger(fields.from, 'pin.due.from') };
}
