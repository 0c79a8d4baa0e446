/**
 * The resolvers that there are on Node: `did:key`, `did:web`, and those that an application adds. PROTOCOL.md §4.8.
 *
 * @module
 */
import type { ResolveDid } from '../agent/identity/name-book.ts';
import { type DidResolver } from '../identity/resolver.ts';
import type { WebResolverOptions } from './web-resolver.ts';
/** What is resolved, and how. */
export interface DidResolverOptions extends Pick<WebResolverOptions, 'isOffline' | 'isLan'> {
    /** Of further methods, or in place of the built-in one of `did:web`. */
    readonly resolvers?: readonly DidResolver[];
}
/**
 * Resolves DIDs of all methods.
 *
 * @throws {RangeError} where two of the resolvers are of one method, or one is of `did:key`.
 */
export declare function didResolver(options: DidResolverOptions): ResolveDid;
