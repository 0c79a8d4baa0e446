/**
 * `Promise.withResolvers` for Node 20, which js-libp2p 3 calls and Node 20 lacks.
 * Delete this file when `engines.node` reaches 22.
 *
 * @module
 */
function withResolvers() {
    let resolve = () => { };
    let reject = () => { };
    const promise = new this((onValue, onError) => {
        resolve = onValue;
        reject = onError;
    });
    return { promise, resolve, reject };
}
/** Adds it where it is missing. A call, not an import for its effect: bundlers may drop those. */
export function ensureWithResolvers() {
    if (!('withResolvers' in Promise))
        Object.defineProperty(Promise, 'withResolvers', { configurable: true, writable: true, value: withResolvers });
}
