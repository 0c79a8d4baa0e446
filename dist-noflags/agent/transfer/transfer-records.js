/**
 * The record of a transfer, as it lies in the space `transfer` of the store: under its id (16 bytes) as canonical JSON, in
 * clear as the files themselves are. PROTOCOL.md §7.6.
 *
 * @module
 */
import { fromHex } from "../../base/bytes.js";
import { readChoice, readInteger, readObject, readString } from "../../codec/fields.js";
import { canonicalBytes, parseCanonicalJson } from "../../codec/json.js";
import { parseDid } from "../../identity/did.js";
import { MAX_FILE_BYTES } from "../../transfer/limits.js";
import { readFileName, readFileType } from "../../transfer/wire.js";
const STATES = [
    'waiting',
    'offered',
    'accepted',
    'running',
    'delivered',
    'received',
    'failed',
    'declined',
    'cancelled',
];
const OVER = new Set(['delivered', 'received', 'failed', 'declined', 'cancelled']);
const FIELDS = [
    'v',
    'peer',
    'direction',
    'name',
    'type',
    'size',
    'state',
    'code',
    'path',
    'identity',
    'durable',
    'sha256',
    'salt',
    'receipt',
    'at',
    'changed',
];
/** Longest path in a record, in characters. */
const MAX_PATH_CHARACTERS = 4096;
/** Longest receipt in a record, in characters. */
const MAX_RECEIPT_CHARACTERS = 16 * 1024;
const HASH_OR_NOTHING = /^(?:[0-9a-f]{64})?$/;
/** Whether nothing more becomes of a transfer. */
export function isOver({ state }) {
    return OVER.has(state);
}
/** The change of the store that keeps a record. */
export function putTransfer(record) {
    const { id, atMs, changedAtMs, left = 0, leftAtMs = 0, ...rest } = record;
    const mailed = left === 0 ? {} : { left, leftAt: leftAtMs };
    const json = { v: 1, ...rest, ...mailed, at: atMs, changed: changedAtMs };
    return { kind: 'put', space: 'transfer', key: fromHex(id), value: canonicalBytes(json) };
}
/** The change of the store that forgets one. */
export function dropTransfer({ id }) {
    return { kind: 'delete', space: 'transfer', key: fromHex(id) };
}
/** Reads a record. @throws {TalosError} `E_MALFORMED` for another form. */
export function readTransfer(id, bytes) {
    const names = { required: FIELDS, optional: ['left', 'leftAt'] };
    const fields = readObject(parseCanonicalJson(bytes), names, 'transfer');
    readInteger(fields.v, 'transfer.v', { min: 1, max: 1 });
    const text = (value, name, max) => readString(value, `transfer.${name}`, { max });
    return {
        id,
        peer: parseDid(text(fields.peer, 'peer', 128)),
        direction: readChoice(fields.direction, ['sent', 'received'], 'transfer.direction'),
        name: readFileName(fields.name, 'transfer.name'),
        type: readFileType(fields.type, 'transfer.type'),
        size: readInteger(fields.size, 'transfer.size', { max: MAX_FILE_BYTES }),
        state: readChoice(fields.state, STATES, 'transfer.state'),
        code: text(fields.code, 'code', 64),
        path: text(fields.path, 'path', MAX_PATH_CHARACTERS),
        identity: text(fields.identity, 'identity', MAX_PATH_CHARACTERS),
        durable: readInteger(fields.durable, 'transfer.durable', { max: 0xffffffff }),
        sha256: readString(fields.sha256, 'transfer.sha256', { pattern: HASH_OR_NOTHING }),
        salt: readString(fields.salt, 'transfer.salt', { pattern: HASH_OR_NOTHING }),
        receipt: text(fields.receipt, 'receipt', MAX_RECEIPT_CHARACTERS),
        ...(fields.left === undefined ? {} : { left: readInteger(fields.left, 'transfer.left', { max: 0xffff }) }),
        ...(fields.leftAt === undefined ? {} : { leftAtMs: readInteger(fields.leftAt, 'transfer.leftAt') }),
        atMs: readInteger(fields.at, 'transfer.at'),
        changedAtMs: readInteger(fields.changed, 'transfer.changed'),
    };
}
