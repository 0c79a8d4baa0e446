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
import { concat, fromUtf8, utf8 } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { readArray, readChoice, readInteger, readObject, readString } from "../../codec/fields.js";
import { canonicalBytes, parseJson } from "../../codec/json.js";
/** Definitions of one tool, approved one after the other, under which capabilities go on: the newest. */
export const MAX_ACCEPTED = 64;
const [SERVER, TOOL] = [Uint8Array.of(1), Uint8Array.of(2)];
const EVENTS = ['pinned', 'changed', 'approved', 'removed'];
const HASH = /^[A-Za-z0-9_-]{43}$/;
/** The key of a place. */
export function pinKey({ service, tool }) {
    if (tool === undefined)
        return concat(SERVER, utf8(service));
    return concat(TOOL, utf8(service), Uint8Array.of(0), utf8(tool));
}
function placeOf(key) {
    const text = fromUtf8(key.subarray(1));
    if (key[0] === SERVER[0])
        return { service: text };
    const at = text.indexOf('\0');
    if (key[0] !== TOOL[0] || at < 0)
        throw new TalosError('E_STORAGE_CORRUPT', 'a pin of the store has no place');
    return { service: text.slice(0, at), tool: text.slice(at + 1) };
}
/** A pin as it is kept. */
export function writePin({ approved, accepted, found }, due) {
    const json = {
        v: 1,
        approved: textJson(approved),
        accepted,
        ...(found === undefined ? {} : { found: found.kind === 'removed' ? null : textJson(found) }),
        ...(due === undefined ? {} : { due: { event: due.body.event, definition: due.body.definition, from: due.from } }),
    };
    return canonicalBytes(json);
}
function textJson({ text, hash }) {
    return { text, hash };
}
/** Reads a pin. @throws {TalosError} `E_STORAGE_CORRUPT`. */
export function readPin(key, value) {
    try {
        const place = placeOf(key);
        const required = ['v', 'approved', 'accepted'];
        const fields = readObject(parseJson(value), { required, optional: ['found', 'due'] }, 'pin');
        readInteger(fields.v, 'pin.v', { min: 1, max: 1 });
        const accepted = readArray(fields.accepted, 'pin.accepted', { min: 1, max: MAX_ACCEPTED }, readHash);
        const approved = readText(fields.approved);
        const found = fields.found === undefined ? {} : { found: readFound(fields.found) };
        const due = fields.due === undefined ? {} : { due: readDue(place, fields.due) };
        return { place, pin: { approved, accepted, ...found }, ...due };
    }
    catch (cause) {
        if (isTalosError(cause, 'E_STORAGE_CORRUPT'))
            throw cause;
        throw new TalosError('E_STORAGE_CORRUPT', 'a pin of the store cannot be read', { cause });
    }
}
function readHash(value) {
    return readString(value, 'pin.hash', { pattern: HASH });
}
function readText(value) {
    const { text, hash } = readObject(value, { required: ['text', 'hash'] }, 'pin.text');
    return { text: readString(text, 'pin.text'), hash: readHash(hash) };
}
function readFound(value) {
    return value === null ? { kind: 'removed' } : { kind: 'changed', ...readText(value) };
}
function readDue(place, value) {
    const fields = readObject(value, { required: ['event', 'definition', 'from'] }, 'pin.due');
    const event = readChoice(fields.event, EVENTS, 'pin.due.event');
    const definition = readString(fields.definition, 'pin.due.definition');
    return { body: { type: 'tool', ...place, event, definition }, from: readInteger(fields.from, 'pin.due.from') };
}
