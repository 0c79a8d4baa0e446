/**
 * How long to wait before trying again.
 *
 * @module
 */
/** First wait of a reconnect is drawn from up to this, in milliseconds. */
export declare const RETRY_BASE_MS = 250;
/** No wait is longer, in milliseconds. */
export declare const RETRY_CAP_MS = 30000;
/** The terms of {@link retryDelays}. */
export interface RetryTerms {
    /** Bound of the first wait, in milliseconds; above zero. {@link RETRY_BASE_MS} unless given. */
    readonly baseMs?: number;
    /** Bound of every wait, in milliseconds. {@link RETRY_CAP_MS} unless given. */
    readonly capMs?: number;
    /** Gives numbers from 0 up to 1, 1 excluded. */
    readonly random: () => number;
}
/**
 * Waits without end, in milliseconds: the n-th drawn evenly from zero to min(cap, base · 2ⁿ), so that a thousand
 * clients of a server that restarts come back spread out.
 *
 * @throws {RangeError} at the first wait if `baseMs` is not above zero or `capMs` is below it.
 */
export declare function retryDelays(terms: RetryTerms): Generator<number, never, void>;
