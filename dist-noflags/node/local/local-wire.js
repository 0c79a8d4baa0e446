import { concat } from "../../base/bytes.js";
import { isErrorCode, isTalosError, TalosError } from "../../base/errors.js";
import { JsonNumber, parseJson } from "../../codec/json.js";
/** Longest line of the local socket, in bytes, without its line feed. PROTOCOL.md §10.3. */
export const MAX_LOCAL_LINE_BYTES = 16 * 1024 * 1024;
const LINE_FEED = 0x0a;
/** `error` without its stack and causes. What is no `TalosError` becomes `E_INTERNAL`. */
export function errorJson(error) {
    if (isTalosError(error))
        return { code: error.code, message: error.message, hint: error.hint, details: error.details };
    const message = error instanceof Error ? error.message : String(error);
    return { code: 'E_INTERNAL', message, hint: '', details: {} };
}
/** The error that {@link errorJson} wrote; `E_PROTOCOL` where the value is none. */
export function errorOfJson(value) {
    if (!isObject(value))
        return new TalosError('E_PROTOCOL', 'the local socket sent an error without a form');
    const { code, message, hint, details } = value;
    if (typeof code !== 'string' || !isErrorCode(code) || typeof message !== 'string')
        return new TalosError('E_PROTOCOL', 'the local socket sent an unknown error');
    return new TalosError(code, message, {
        hint: typeof hint === 'string' ? hint : '',
        details: isObject(details) ? scalarsOf(details) : {},
    });
}
function scalarsOf(object) {
    const scalars = {};
    for (const [key, value] of Object.entries(object))
        if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
            scalars[key] = value;
    return scalars;
}
/** Whether `value` is a JSON object. */
export function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber);
}
/** Cuts a stream of bytes into lines, without ever keeping more than one line of the limit. */
export class LocalLines {
    #maxBytes;
    #parts = [];
    #bytes = 0;
    /** @param maxBytes - Longest line without its line feed. */
    constructor(maxBytes = MAX_LOCAL_LINE_BYTES) {
        this.#maxBytes = maxBytes;
    }
    /**
     * The lines that `chunk` completes, without line feeds. The chunk may be kept until its line is complete.
     *
     * @throws {TalosError} `E_LIMIT` for a line over the limit, complete or not.
     */
    *push(chunk) {
        let start = 0;
        for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
            this.#keep(chunk.subarray(start, end));
            const line = this.#parts.length === 1 && this.#parts[0] !== undefined ? this.#parts[0] : concat(...this.#parts);
            this.#parts = [];
            this.#bytes = 0;
            yield line;
            start = end + 1;
        }
        if (start < chunk.length)
            this.#keep(chunk.subarray(start));
    }
    #keep(part) {
        this.#bytes += part.length;
        if (this.#bytes > this.#maxBytes)
            throw new TalosError('E_LIMIT', `a line of the local socket exceeds ${this.#maxBytes} bytes`);
        this.#parts.push(part);
    }
}
/** One end of a connection: objects in, objects out. Owns its socket. */
export class LocalWire {
    #socket;
    #lines;
    /** Resolves when the connection is over, with the error that ended it. Never rejects. */
    closed;
    /**
     * Starts to read at once.
     *
     * @param socket - Connected.
     * @param receive - Gets each object in order; the next waits for the promise it returns. Throwing ends the
     *   connection, after the error was told to the other side under the id `null`.
     */
    constructor(socket, receive, maxBytes) {
        this.#socket = socket;
        this.#lines = new LocalLines(maxBytes);
        socket.on('error', () => {
            // The reading loop reports it; without a listener the process would end.
        });
        this.closed = this.#read(receive);
    }
    async #read(receive) {
        try {
            // A failure must still be told to the other side, so leaving the loop may not destroy the socket.
            for await (const chunk of this.#socket.iterator({ destroyOnReturn: false }))
                for (const line of this.#lines.push(chunk))
                    await receive(objectOf(line));
            return undefined;
        }
        catch (error) {
            if (!isTalosError(error))
                return new TalosError('E_CLOSED', 'the local connection broke', { cause: error });
            this.send({ id: null, error: errorJson(error) });
            return error;
        }
        finally {
            this.#socket.destroySoon();
        }
    }
    /**
     * Queues one object. What is written to a closed connection is dropped: {@link closed} tells.
     *
     * @throws {TalosError} `E_LIMIT` for an object that makes too long a line; nothing is sent then.
     */
    send(message) {
        const line = JSON.stringify(message);
        if (line.length > MAX_LOCAL_LINE_BYTES / 3 && Buffer.byteLength(line) > MAX_LOCAL_LINE_BYTES)
            throw new TalosError('E_LIMIT', `the answer exceeds ${MAX_LOCAL_LINE_BYTES} bytes`, {
                hint: 'ask for less at once',
            });
        if (this.#socket.writable)
            this.#socket.write(`${line}\n`);
    }
    /** Resolves when little enough waits to be written, or when the connection is over. */
    async drained() {
        if (!this.#socket.writableNeedDrain)
            return;
        await new Promise((resolve) => {
            const done = () => {
                this.#socket.off('drain', done).off('close', done);
                resolve();
            };
            this.#socket.on('drain', done).on('close', done);
            if (this.#socket.destroyed)
                done();
        });
    }
    /** Flushes what was queued, ends the connection, and resolves when it is over. Repeatable. */
    async close() {
        this.#socket.destroySoon();
        await this.closed;
    }
    async [Symbol.asyncDispose]() {
        await this.close();
    }
}
function objectOf(line) {
    const value = parseJson(line, { maxBytes: MAX_LOCAL_LINE_BYTES });
    if (!isObject(value))
        throw new TalosError('E_MALFORMED', 'a line of the local socket is not a JSON object');
    return value;
}
