/**
 * One JSON-RPC 2.0 message as MCP uses it, read strictly: PROTOCOL.md §7.2.
 *
 * What two readers could take in two ways is refused: batches, duplicate keys, a second spelling of a member, ids that
 * are not text or number. Everything else is kept as it was written, number tokens included, so that `writeRpc` gives
 * a message equal as JSON.
 *
 * @module
 */
import { fromUtf8 } from "../base/bytes.js";
import { isTalosError } from "../base/errors.js";
import { foldCase } from "../base/fold-case.js";
import { JsonNumber, parseJson, writeJson } from "../codec/json.js";
/** Most bytes of one message. PROTOCOL.md §11. */
export const MAX_RPC_BYTES = 8 * 1024 * 1024;
/** Most UTF-16 units of an id, or of its number token: calls in flight are kept by id. */
export const MAX_ID_LENGTH = 1024;
/** The error codes of JSON-RPC 2.0 §5.1, and those of PROTOCOL.md §7.2. */
export const RPC_CODES = {
    parseError: -32700,
    invalidRequest: -32600,
    internalError: -32603,
    denied: -32003,
    tunnelDown: -32004,
    outcomeUnknown: -32005,
};
const MEMBERS = ['jsonrpc', 'id', 'method', 'params', 'result', 'error'];
/**
 * Reads one message.
 *
 * @param text - One line without its end; over {@link MAX_RPC_BYTES} it is a fault.
 * @returns The message, or what is wrong with it: nothing that a peer writes makes this throw.
 */
export function readRpc(text) {
    try {
        return messageOf(parseJson(text, { maxBytes: MAX_RPC_BYTES }));
    }
    catch (error) {
        if (!isTalosError(error))
            throw error;
        const code = error.code === 'E_LIMIT' ? RPC_CODES.invalidRequest : RPC_CODES.parseError;
        return { kind: 'fault', code, reason: error.message, id: null, isAnswerable: true };
    }
}
function messageOf(json) {
    if (Array.isArray(json))
        return fault('batches are not accepted', null, true);
    if (!isJsonObject(json))
        return fault('message is not an object', null, true);
    const { id, method, result, error } = json;
    // Of a message that answers something nothing is said back, however broken it is; so too of a notification.
    const isAnswerable = method !== undefined ? id !== undefined : result === undefined && error === undefined;
    const broken = (reason) => fault(reason, isRpcId(id) ? id : null, isAnswerable);
    const twin = secondSpelling(json, MEMBERS);
    if (twin !== undefined)
        return broken(`a second spelling of "${twin}"`);
    if (json['jsonrpc'] !== '2.0')
        return broken('"jsonrpc" is not "2.0"');
    if (Number(method !== undefined) + Number(result !== undefined) + Number(error !== undefined) !== 1)
        return broken('not exactly one of "method", "result" and "error"');
    if (method !== undefined)
        return callOf(json, method, broken);
    if (result !== undefined)
        return isRpcId(id) ? { kind: 'result', id, result, json } : broken(ID_REASON);
    if (!isJsonObject(error))
        return broken('"error" is not an object');
    // JSON-RPC 2.0 §5: null, where the request could not be read.
    if (id === undefined || id === null)
        return { kind: 'error', id: undefined, error, json };
    return isRpcId(id) ? { kind: 'error', id, error, json } : broken(ID_REASON);
}
const ID_REASON = `"id" is not a text or number of at most ${MAX_ID_LENGTH} characters`;
function callOf(json, method, broken) {
    const { id, params } = json;
    if (typeof method !== 'string' || method === '')
        return broken('"method" is not a text');
    if (params !== undefined && !isJsonObject(params))
        return broken('"params" is not an object');
    if (id === undefined)
        return { kind: 'notification', method, params, json };
    return isRpcId(id) ? { kind: 'request', id, method, params, json } : broken(ID_REASON);
}
function fault(reason, id, isAnswerable) {
    return { kind: 'fault', code: RPC_CODES.invalidRequest, reason, id, isAnswerable };
}
/** Whether `json` is an object: no array, no number token. */
export function isJsonObject(json) {
    return typeof json === 'object' && json !== null && !Array.isArray(json) && !(json instanceof JsonNumber);
}
/** Whether `json` may be the id of a request: text or a number, of at most {@link MAX_ID_LENGTH} characters. */
export function isRpcId(json) {
    if (json instanceof JsonNumber)
        return json.token.length <= MAX_ID_LENGTH;
    return typeof json === 'number' || (typeof json === 'string' && json.length <= MAX_ID_LENGTH);
}
/**
 * A key for maps: different for ids that are written differently (`1`, `"1"` and `1.0` are three).
 *
 * An id that is written otherwise than it was read, say by a tool that gives `1` for `1.0`, is not found again.
 */
export function idKey(id) {
    if (typeof id === 'string')
        return `s:${id}`;
    return `n:${id instanceof JsonNumber ? id.token : String(id)}`;
}
/**
 * The member of `names` that `object` holds in another spelling than this one, if any.
 *
 * Some readers (Go's `encoding/json`) take members without regard to case, the last one winning: of `name` and `Name`
 * they would read another than the one that was checked.
 */
export function secondSpelling(object, names) {
    for (const key of Object.keys(object)) {
        if (names.includes(key))
            continue;
        const folded = foldCase(key);
        const twin = names.find((name) => foldCase(name) === folded);
        if (twin !== undefined)
            return twin;
    }
    return undefined;
}
/** `json` as one line without its end. @throws {TalosError} `E_MALFORMED` for what is no JSON value. */
export function writeRpc(json) {
    return writeJson(json);
}
/** The error that answers the request `id`; `null` where its id could not be read. */
export function errorResponse(id, code, message, data) {
    return { jsonrpc: '2.0', id, error: data === undefined ? { code, message } : { code, message, data } };
}
/** The result that answers the request `id`. */
export function resultResponse(id, result) {
    return { jsonrpc: '2.0', id, result };
}
const STRING = '"(?:[^"\\\\\\u0000-\\u001f]|\\\\.)*"';
const NUMBER = '-?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?';
// A number at the very end may go on beyond it.
const TOKEN = `${STRING}|${NUMBER}(?![0-9.eE+-]|$)|true|false|null|[[\\]{},:]`;
/**
 * Looks into the first bytes of a message that was too long to be read, for the error that tells of it.
 *
 * @param head - At most a few KiB from the message's start; looked at once, from left to right.
 */
export function readHead(head) {
    let depth = 0;
    let id;
    let isRequest = false;
    let key = '';
    let previous = '';
    for (const token of tokensOf(latinText(head))) {
        if (depth === 1 && token === ':')
            key = previous;
        else if (depth === 1 && previous === ':' && key === '"id"')
            id = idOf(token);
        if (depth === 1 && token === ':' && key === '"method"')
            isRequest = true;
        if (token === '{' || token === '[')
            depth++;
        else if (token === '}' || token === ']')
            depth--;
        if (depth < 1 || (depth === 1 && token === '['))
            break;
        previous = token;
    }
    return { id, isRequest };
}
function* tokensOf(text) {
    const tokens = new RegExp(`[ \\t\\r\\n]*(${TOKEN})`, 'y');
    for (;;) {
        const token = tokens.exec(text)?.[1];
        if (token === undefined)
            return;
        yield token;
    }
}
const LAST_ID = new RegExp(`,[ \\t]*"id"[ \\t]*:[ \\t]*(${STRING}|${NUMBER})[ \\t]*(?:,[ \\t]*"jsonrpc"[^,}]*)?}\\s*$`);
/**
 * The id in the last bytes of a message that was too long to be read: many servers write the id last.
 *
 * A member before the closing brace of a text that is one JSON object is of its top level.
 */
export function idInTail(tail) {
    const token = LAST_ID.exec(latinText(tail))?.[1];
    return token === undefined ? undefined : idOf(token);
}
function idOf(token) {
    try {
        const id = parseJson(fromUtf8(Uint8Array.from(token, (character) => character.charCodeAt(0))));
        return isRpcId(id) ? id : undefined;
    }
    catch {
        // Only a guess for the sake of an error message: what does not read is no id.
        return undefined;
    }
}
/** Bytes as characters of the same number, so that a character cut in two does no harm. */
function latinText(bytes) {
    let text = '';
    for (const byte of bytes)
        text += String.fromCharCode(byte);
    return text;
}
