/**
 * `Promise.withResolvers` for Node 20, which js-libp2p 3 uses and Node 20 lacks.
 * Import it before libp2p. Delete this file when `engines.node` reaches 22.
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
  // biome-ignore format: one line says it
  const promise = new this<T>((onValue, onError) => { resolve = onValue; reject = onError; });
  return { promise, resolve, reject };
}

if (!('withResolvers' in Promise))
  Object.defineProperty(Promise, 'withResolvers', { configurable: true, writable: true, value: withResolvers });
