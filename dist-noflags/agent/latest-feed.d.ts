/**
 * What matters only in its newest state, for one reader: a reader that is slow misses what was in between, never the last.
 *
 * @module
 */
import type { TalosError } from '../base/errors.ts';
import type { Feed } from './api/message-api.ts';
/** See the module comment. */
export declare class LatestFeed<T extends object> implements Feed<T> {
    #private;
    readonly ended: Promise<void>;
    /** @param onEnd - Called once, when it is over. */
    constructor(onEnd?: () => void);
    /** Gives the reader `value` instead of what it has not seen yet. */
    tell(value: T): void;
    /** As {@link tell}; when the reader has taken it, the feed is over. */
    finish(value: T): void;
    next(): Promise<T | undefined>;
    take(): Promise<void>;
    close(): Promise<void>;
    /** Ends it, with an error where there is one. Repeatable. */
    end(error?: TalosError): void;
}
