/** @module A wait that a signal ends, and that keeps no process alive. */
/** Resolves after `ms`, or at the signal. */
export function pause(ms, signal) {
    return new Promise((resolve) => {
        if (signal.aborted)
            return resolve();
        const timer = setTimeout(resolve, ms);
        timer.unref();
        signal.addEventListener('abort', () => {
            clearTimeout(timer);
            resolve();
        }, { once: true });
    });
}
