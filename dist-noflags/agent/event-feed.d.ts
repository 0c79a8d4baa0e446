/** Something out of a feed. */
export interface Fed<T> {
    readonly event: T;
    /** Events before it that were dropped, as nobody had read them. */
    readonly missed: number;
}
/** See the module comment. */
export declare class EventFeed<T> {
    #private;
    /** @param capacity - Events that it keeps; the oldest go first. @param onClose - Called once. */
    constructor(capacity: number, onClose: () => void);
    /** Adds one, and drops the oldest where there is no room. */
    take(event: T): void;
    /** The oldest that was not read, when there is one; undefined once it is closed and read. @throws what {@link fail} was given. */
    next(): Promise<Fed<T> | undefined>;
    /** Ends it with an error, which its reader gets when it has read what is in it. */
    fail(error: unknown): void;
    /** Ends it; what is in it can be read still. Repeatable. */
    close(): void;
}
/** A feed as an async iterator; leaving the loop, or the signal, closes it. @throws The reason of the signal. */
export declare function readEvents<T>(feed: EventFeed<T>, signal: AbortSignal | undefined): AsyncGenerator<Fed<T>, void, void>;
