/**
 * What a tool server writes: messages on standard output, noise there, diagnostics on standard error.
 *
 * @module
 */
import { utf8 } from "../../base/bytes.js";
import { LineSplitter } from "../../mcp/lines.js";
import { errorResponse, idInTail, MAX_RPC_BYTES, RPC_CODES, readHead, writeRpc, } from "../../mcp/rpc.js";
/** Most bytes of a line of diagnostics or noise that are passed on; the rest is cut off. */
export const MAX_DIAGNOSTIC_BYTES = 1024;
/** Lines of noise that are passed on; of the others only the number is told, each time that it has doubled. */
export const MAX_NOISE_LINES = 16;
const decoder = new TextDecoder();
/**
 * Standard output into messages and noise.
 *
 * An answer of more than 8 MiB becomes an error with its id, so that the caller does not wait for it; a request of that
 * size is answered with an error to the tool server.
 */
export class ToolOutput {
    #listener;
    #answer;
    #splitter = new LineSplitter(MAX_RPC_BYTES);
    #noiseCount = 0;
    #overlong;
    /** @param answer - Sends a response to the tool server. */
    constructor(listener, answer) {
        this.#listener = listener;
        this.#answer = answer;
    }
    /** Takes what was written. */
    push(chunk) {
        for (const line of this.#splitter.push(chunk))
            this.#take(line);
    }
    /** Takes the end: a last line without a line feed counts, a message cut short reads as none. */
    finish() {
        for (const line of this.#splitter.finish())
            this.#take(line);
    }
    #take(line) {
        switch (line.kind) {
            case 'line':
                if (mayBeMessage(line.bytes))
                    this.#listener.onLine(line.bytes);
                else
                    this.#noise(diagnosticText(line.bytes));
                return;
            case 'overlong':
                this.#noise(`a line of more than ${MAX_RPC_BYTES} bytes was dropped`);
                this.#overlong = readHead(line.head);
                // Where the start tells the id, an endless line is reported too.
                if (this.#overlong.id !== undefined)
                    this.#tellOverlong(this.#overlong);
                return;
            case 'overlong-end':
                if (this.#overlong !== undefined)
                    this.#tellOverlong({ ...this.#overlong, id: idInTail(line.tail) });
                return;
        }
    }
    #tellOverlong({ id, isRequest }) {
        this.#overlong = undefined;
        if (id === undefined)
            return;
        const response = errorResponse(id, RPC_CODES.internalError, `the message exceeds ${MAX_RPC_BYTES} bytes`);
        if (isRequest)
            this.#answer(response);
        else
            this.#listener.onLine(utf8(writeRpc(response)));
    }
    #noise(text) {
        const count = ++this.#noiseCount;
        if (count <= MAX_NOISE_LINES)
            this.#listener.onNoise(text);
        else if ((count & (count - 1)) === 0)
            this.#listener.onNoise(`${count} lines so far are no messages`);
    }
}
/** Standard error into lines. */
export class ToolDiagnostics {
    #onStderr;
    #splitter = new LineSplitter(MAX_DIAGNOSTIC_BYTES);
    constructor(onStderr) {
        this.#onStderr = onStderr;
    }
    /** Takes what was written. */
    push(chunk) {
        this.#take(this.#splitter.push(chunk));
    }
    /** Takes the end. */
    finish() {
        this.#take(this.#splitter.finish());
    }
    #take(lines) {
        for (const line of lines) {
            if (line.kind === 'line')
                this.#onStderr(diagnosticText(line.bytes));
            else if (line.kind === 'overlong')
                this.#onStderr(`${diagnosticText(line.head)}…`);
        }
    }
}
function diagnosticText(line) {
    return decoder.decode(line.subarray(0, MAX_DIAGNOSTIC_BYTES));
}
const isSpace = (byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d;
/** A look at both ends, so that a message is parsed once, by whoever acts on it. */
function mayBeMessage(line) {
    let start = 0;
    let end = line.length - 1;
    while (isSpace(line[start]))
        start++;
    while (isSpace(line[end]))
        end--;
    return (line[start] === 0x7b && line[end] === 0x7d) || (line[start] === 0x5b && line[end] === 0x5d);
}
