/**
 * How long to wait before trying again.
 *
 * @module
 */
/** First wait of a reconnect is drawn from up to this, in milliseconds. */
export const RETRY_BASE_MS = 250;
/** No wait is longer, in milliseconds. */
export const RETRY_CAP_MS = 30_000;
/**
 * Waits without end, in milliseconds: the n-th drawn evenly from zero to min(cap, base · 2ⁿ), so that a thousand
 * clients of a server that restarts come back spread out.
 *
 * @throws {RangeError} at the first wait if `baseMs` is not above zero or `capMs` is below it.
 */
export function* retryDelays(terms) {
    const { baseMs = RETRY_BASE_MS, capMs = RETRY_CAP_MS, random } = terms;
    if (!(baseMs > 0))
        throw new RangeError(`baseMs must be above zero, got ${baseMs}`);
    if (!(capMs >= baseMs))
        throw new RangeError(`capMs must be at least baseMs, got ${capMs}`);
    for (let boundMs = baseMs;; boundMs = Math.min(capMs, boundMs * 2))
        yield random() * boundMs;
}
