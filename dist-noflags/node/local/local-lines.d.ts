/** Characters that may be under way before their reader took them; a single longer text goes alone. */
export declare const LOCAL_WINDOW: number;
/** Longest text of a stream, in characters: above the longest JSON-RPC message (PROTOCOL.md §11). */
export declare const MAX_LOCAL_TEXT: number;
/** Longest part of a text, in characters. Escaped it stays far below a line's limit. */
export declare const LOCAL_PART: number;
/** What the two ends say to each other about one direction of a stream. */
export type LineMessage = {
    readonly part: string;
} | {
    readonly line: string;
} | {
    readonly credit: number;
};
/** The sending end of one direction. */
export declare class LineSender {
    #private;
    /** @param put - Queues one message to the other side. */
    constructor(put: (message: LineMessage) => void);
    /**
     * Sends one text. Resolves when the next may be sent. Texts keep their order even when this is not awaited.
     *
     * @throws {TalosError} `E_CLOSED` after {@link end}; `E_LIMIT` over {@link MAX_LOCAL_TEXT}.
     */
    send(text: string): Promise<void>;
    /** The other side took `characters`. */
    credit(characters: number): void;
    /** Nothing more is sent; whoever waits goes on. Repeatable. */
    end(): void;
}
/** The receiving end of one direction: an iterable for one reader. */
export declare class LineReceiver implements AsyncIterable<string> {
    #private;
    /** @param put - Queues one message to the other side. */
    constructor(put: (message: LineMessage) => void);
    /**
     * Takes a part, or the last part of a text.
     *
     * @throws {TalosError} `E_LIMIT` where the other side sends more than its credit or its longest text.
     */
    receive(text: string, isLast: boolean): void;
    /** Ends the iteration once what was received is read. Repeatable. */
    end(): void;
    [Symbol.asyncIterator](): AsyncGenerator<string>;
}
