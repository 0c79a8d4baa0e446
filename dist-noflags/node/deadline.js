/**
 * A signal that aborts at a deadline or when other signals do. Node's own `AbortSignal.any([…, AbortSignal.timeout(ms)])`
 * may lose its timeout to the garbage collector (nodejs/node#54614) and then never fires.
 *
 * @module
 */
/** Starts a deadline `ms` from now, which the first of `signals` to abort ends earlier, with its reason. */
export function startDeadline(ms, ...signals) {
    const own = new AbortController();
    let past = false;
    const timer = setTimeout(() => {
        past = true;
        end(new DOMException(`more than ${ms} ms`, 'TimeoutError'));
    }, ms);
    const removals = [];
    const clear = () => {
        clearTimeout(timer);
        for (const remove of removals.splice(0))
            remove();
    };
    const end = (reason) => {
        clear();
        own.abort(reason);
    };
    for (const signal of signals) {
        if (signal === undefined)
            continue;
        const abort = () => end(signal.reason);
        if (signal.aborted)
            abort();
        signal.addEventListener('abort', abort, { once: true });
        removals.push(() => signal.removeEventListener('abort', abort));
    }
    if (own.signal.aborted)
        clear();
    return { signal: own.signal, isPast: () => past, clear };
}
