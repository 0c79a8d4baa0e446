/** Milliseconds without a call after which the next one is not expected to have company. */
export const QUIET_MS = 0.5;
/**
 * A {@link Defer} for one agent.
 *
 * @param now - Milliseconds from any fixed point.
 */
export function untilQuiet(now = () => performance.now()) {
    let last = Number.NEGATIVE_INFINITY;
    return (run) => {
        const at = now();
        if (at - last > QUIET_MS)
            queueMicrotask(run);
        else
            setImmediate(run);
        last = at;
    };
}
