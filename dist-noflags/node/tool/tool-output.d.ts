import type { JsonObject } from '../../codec/json.ts';
/** Most bytes of a line of diagnostics or noise that are passed on; the rest is cut off. */
export declare const MAX_DIAGNOSTIC_BYTES = 1024;
/** Lines of noise that are passed on; of the others only the number is told, each time that it has doubled. */
export declare const MAX_NOISE_LINES = 16;
/** Who hears what a tool server writes. Texts are not escaped. */
export interface ToolListener {
    /** A line of standard output that begins and ends like a JSON object or array. */
    readonly onLine: (line: Uint8Array) => void;
    /** A line of standard output that cannot be a message: at most {@link MAX_DIAGNOSTIC_BYTES}. */
    readonly onNoise: (text: string) => void;
    /** A line of standard error: at most {@link MAX_DIAGNOSTIC_BYTES}. */
    readonly onStderr: (text: string) => void;
}
/**
 * Standard output into messages and noise.
 *
 * An answer of more than 8 MiB becomes an error with its id, so that the caller does not wait for it; a request of that
 * size is answered with an error to the tool server.
 */
export declare class ToolOutput {
    #private;
    /** @param answer - Sends a response to the tool server. */
    constructor(listener: ToolListener, answer: (response: JsonObject) => void);
    /** Takes what was written. */
    push(chunk: Uint8Array): void;
    /** Takes the end: a last line without a line feed counts, a message cut short reads as none. */
    finish(): void;
}
/** Standard error into lines. */
export declare class ToolDiagnostics {
    #private;
    constructor(onStderr: (text: string) => void);
    /** Takes what was written. */
    push(chunk: Uint8Array): void;
    /** Takes the end. */
    finish(): void;
}
