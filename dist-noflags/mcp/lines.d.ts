/**
 * Bytes into lines, in bounded memory: the framing of MCP over standard input and output.
 *
 * A line ends with a line feed; one carriage return before it is dropped; empty lines are skipped. Nothing here looks
 * at characters, so a chunk may end within one. A line that is too long is reported once and dropped to its end.
 *
 * @module
 */
/** Bytes of an overlong line that are kept from its start and from its end, to find the id of its message in. */
export declare const OVERLONG_SAMPLE_BYTES = 1024;
/**
 * What a {@link LineSplitter} finds.
 *
 * - `line`: a whole line; `bytes` may be a view of the chunk that ended it, and is never written to again here.
 * - `overlong`: a line has just exceeded the limit, whether it ends or not; `head` is its first 1,024 bytes.
 * - `overlong-end`: that line has ended; `tail` is its last bytes, at most 1,024.
 */
export type SplitLine = {
    readonly kind: 'line';
    readonly bytes: Uint8Array;
} | {
    readonly kind: 'overlong';
    readonly head: Uint8Array;
} | {
    readonly kind: 'overlong-end';
    readonly tail: Uint8Array;
};
/** Splits a stream of bytes into lines. Holds at most twice the limit, however the stream is cut. */
export declare class LineSplitter {
    #private;
    /**
     * @param maxBytes - Most bytes of a line without its end, at least 1.
     * @throws {RangeError} for another `maxBytes`.
     */
    constructor(maxBytes: number);
    /** Takes `chunk` and gives what it completes, in order. Linear in the bytes, also where they come one by one. */
    push(chunk: Uint8Array): SplitLine[];
    /** Ends the stream: the line without an end that it left, where there is one. The splitter can be used again. */
    finish(): SplitLine[];
}
