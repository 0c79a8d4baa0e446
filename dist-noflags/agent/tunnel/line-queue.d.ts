/**
 * JSON-RPC texts on their way to one reader, bounded: whoever adds waits while too much is unread.
 *
 * @module
 */
/** Characters that may wait unread before adding waits too. */
export declare const MAX_UNREAD_CHARACTERS: number;
/** See the module comment. */
export declare class LineQueue implements AsyncIterable<string> {
    #private;
    /** Adds a line. Resolves when the next may be added; after {@link end} it is dropped. */
    push(line: string): Promise<void>;
    /** Ends the iteration after the lines that wait. */
    end(): void;
    [Symbol.asyncIterator](): AsyncGenerator<string, void, void>;
}
