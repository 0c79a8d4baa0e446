/** `store`, guarded by `sealer`. Disposing it disposes `store`. */
export function currentStore(store, sealer) {
    return {
        get: (space, key) => store.get(space, key),
        scan: (space, range) => store.scan(space, range),
        apply: async (changes) => {
            const isRetired = changes.some((change) => change.kind === 'put' && sealer.isRetired(change.space, change.value));
            return isRetired ? false : store.apply(changes);
        },
        [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
    };
}
