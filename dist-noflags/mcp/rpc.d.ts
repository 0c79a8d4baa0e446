import { type Json, JsonNumber, type JsonObject } from '../codec/json.ts';
/** Most bytes of one message. PROTOCOL.md §11. */
export declare const MAX_RPC_BYTES: number;
/** Most UTF-16 units of an id, or of its number token: calls in flight are kept by id. */
export declare const MAX_ID_LENGTH = 1024;
/** The error codes of JSON-RPC 2.0 §5.1, and those of PROTOCOL.md §7.2. */
export declare const RPC_CODES: {
    readonly parseError: -32700;
    readonly invalidRequest: -32600;
    readonly internalError: -32603;
    readonly denied: -32003;
    readonly tunnelDown: -32004;
    readonly outcomeUnknown: -32005;
};
/** The id of a request: text, or a number as it was written. */
export type RpcId = string | number | JsonNumber;
/** One message. `json` is all of it, members unknown here included. */
export type RpcMessage = {
    readonly kind: 'request';
    readonly id: RpcId;
    readonly method: string;
    readonly params: JsonObject | undefined;
    readonly json: JsonObject;
} | {
    readonly kind: 'notification';
    readonly method: string;
    readonly params: JsonObject | undefined;
    readonly json: JsonObject;
} | {
    readonly kind: 'result';
    readonly id: RpcId;
    readonly result: Json;
    readonly json: JsonObject;
} | {
    readonly kind: 'error';
    /** Undefined where the other side could not read the id of what it answers. */
    readonly id: RpcId | undefined;
    readonly error: JsonObject;
    readonly json: JsonObject;
};
/** Why a text is no message that is let through. */
export interface RpcFault {
    readonly kind: 'fault';
    readonly code: typeof RPC_CODES.parseError | typeof RPC_CODES.invalidRequest;
    /** What is wrong: names members, never contents. */
    readonly reason: string;
    /** The id that it carries, null where there is none to be trusted. */
    readonly id: RpcId | null;
    /** Whether an error may be sent back: notifications, results and errors are never answered. */
    readonly isAnswerable: boolean;
}
/**
 * Reads one message.
 *
 * @param text - One line without its end; over {@link MAX_RPC_BYTES} it is a fault.
 * @returns The message, or what is wrong with it: nothing that a peer writes makes this throw.
 */
export declare function readRpc(text: Uint8Array | string): RpcMessage | RpcFault;
/** Whether `json` is an object: no array, no number token. */
export declare function isJsonObject(json: Json | undefined): json is JsonObject;
/** Whether `json` may be the id of a request: text or a number, of at most {@link MAX_ID_LENGTH} characters. */
export declare function isRpcId(json: Json | undefined): json is RpcId;
/**
 * A key for maps: different for ids that are written differently (`1`, `"1"` and `1.0` are three).
 *
 * An id that is written otherwise than it was read, say by a tool that gives `1` for `1.0`, is not found again.
 */
export declare function idKey(id: RpcId): string;
/**
 * The member of `names` that `object` holds in another spelling than this one, if any.
 *
 * Some readers (Go's `encoding/json`) take members without regard to case, the last one winning: of `name` and `Name`
 * they would read another than the one that was checked.
 */
export declare function secondSpelling(object: JsonObject, names: readonly string[]): string | undefined;
/** `json` as one line without its end. @throws {TalosError} `E_MALFORMED` for what is no JSON value. */
export declare function writeRpc(json: JsonObject): string;
/** The error that answers the request `id`; `null` where its id could not be read. */
export declare function errorResponse(id: RpcId | null, code: number, message: string, data?: Json): JsonObject;
/** The result that answers the request `id`. */
export declare function resultResponse(id: RpcId, result: Json): JsonObject;
/** What the first bytes of a message show. */
export interface MessageHead {
    /** Undefined where no whole id is among them. */
    readonly id: RpcId | undefined;
    /** Whether a method is among them. */
    readonly isRequest: boolean;
}
/**
 * Looks into the first bytes of a message that was too long to be read, for the error that tells of it.
 *
 * @param head - At most a few KiB from the message's start; looked at once, from left to right.
 */
export declare function readHead(head: Uint8Array): MessageHead;
/**
 * The id in the last bytes of a message that was too long to be read: many servers write the id last.
 *
 * A member before the closing brace of a text that is one JSON object is of its top level.
 */
export declare function idInTail(tail: Uint8Array): RpcId | undefined;
