/** `store`, which is not owned: the time of each `get` and `apply` goes into `metrics`. */
export function measuredStore(store, metrics) {
    const times = metrics.histogram('talos_store_seconds', 'Time of the store for one read, or one durable batch.', [
        'operation',
    ]);
    const failures = metrics.counter('talos_store_failures_total', 'Reads and batches that the store failed at.', [
        'operation',
    ]);
    const measured = async (operation, task) => {
        const startMs = performance.now();
        try {
            return await task();
        }
        catch (error) {
            failures.add({ operation });
            throw error;
        }
        finally {
            times.observe((performance.now() - startMs) / 1000, { operation });
        }
    };
    return {
        get: (space, key) => measured('get', () => store.get(space, key)),
        scan: (space, range) => store.scan(space, range),
        apply: (changes) => measured('apply', () => store.apply(changes)),
        [Symbol.asyncDispose]: () => Promise.resolve(),
    };
}
