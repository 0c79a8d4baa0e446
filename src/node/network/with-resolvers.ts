/**
 * `Promise.withResolvers` for Node 20, which js-libp2p 3 calls and Node 20 lacks.
 * Delete this file when `engines.node` reaches 22.
 *
 * @module
 */

interface Resolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T | PromiseLike<T>) => void;
  readonly reject: (reason?: unknown) => void;
}

function withResolvers<T>(this: PromiseConstructor): Resolvers<T> {
  let resolve: Resolvers<T>['resolve'] = () => {};
  let reject: Resolvers<T>['reject'] = () => {};
  const promise = new this<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}

/** Adds it where it is missing. A call, not an import for its effect: bundlers may drop those. */
export function ensureWithResolvers(): void {
  if (!('withResolvers' in Promise))
    Object.defineProperty(Promise, 'withResolvers', { configurable: true, writable: true, value: withResolvers });
}
