/**
 * JSON lines over a connected local socket (PROTOCOL.md §10.3): framing, limits, back-pressure, and errors as JSON.
 * What the lines mean is `local-socket.ts` and `local-client.ts`.
 *
 * @module
 */
import type { Socket } from 'node:net';
import { type ErrorCode, TalosError } from '../../base/errors.ts';
import { type Json, type JsonObject } from '../../codec/json.ts';
/** Longest line of the local socket, in bytes, without its line feed. PROTOCOL.md §10.3. */
export declare const MAX_LOCAL_LINE_BYTES: number;
/** An error as it crosses the local socket, and as `--json` shows it. */
export interface ErrorJson {
    readonly code: ErrorCode;
    readonly message: string;
    readonly hint: string;
    readonly details: Readonly<Record<string, string | number | boolean>>;
}
/** `error` without its stack and causes. What is no `TalosError` becomes `E_INTERNAL`. */
export declare function errorJson(error: unknown): ErrorJson;
/** The error that {@link errorJson} wrote; `E_PROTOCOL` where the value is none. */
export declare function errorOfJson(value: Json | undefined): TalosError;
/** Whether `value` is a JSON object. */
export declare function isObject(value: Json | undefined): value is JsonObject;
/** Cuts a stream of bytes into lines, without ever keeping more than one line of the limit. */
export declare class LocalLines {
    #private;
    /** @param maxBytes - Longest line without its line feed. */
    constructor(maxBytes?: number);
    /**
     * The lines that `chunk` completes, without line feeds. The chunk may be kept until its line is complete.
     *
     * @throws {TalosError} `E_LIMIT` for a line over the limit, complete or not.
     */
    push(chunk: Uint8Array): Generator<Uint8Array>;
}
/** One end of a connection: objects in, objects out. Owns its socket. */
export declare class LocalWire implements AsyncDisposable {
    #private;
    /** Resolves when the connection is over, with the error that ended it. Never rejects. */
    readonly closed: Promise<TalosError | undefined>;
    /**
     * Starts to read at once.
     *
     * @param socket - Connected.
     * @param receive - Gets each object in order; the next waits for the promise it returns. Throwing ends the
     *   connection, after the error was told to the other side under the id `null`.
     */
    constructor(socket: Socket, receive: (message: JsonObject) => Promise<void> | void, maxBytes?: number);
    /**
     * Queues one object. What is written to a closed connection is dropped: {@link closed} tells.
     *
     * @throws {TalosError} `E_LIMIT` for an object that makes too long a line; nothing is sent then.
     */
    send(message: object): void;
    /** Resolves when little enough waits to be written, or when the connection is over. */
    drained(): Promise<void>;
    /** Flushes what was queued, ends the connection, and resolves when it is over. Repeatable. */
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}
