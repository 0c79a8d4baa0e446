import { DidResolvers, KEY_RESOLVER } from "../identity/resolver.js";
/**
 * Resolves DIDs of all methods.
 *
 * @throws {RangeError} where two of the resolvers are of one method, or one is of `did:key`.
 */
export function didResolver(options) {
    const { resolvers = [] } = options;
    const web = resolvers.some(({ method }) => method === 'web') ? [] : [webResolver(options)];
    const all = new DidResolvers([KEY_RESOLVER, ...web, ...resolvers]);
    return (did, signal) => all.resolve(did, signal);
}
/** HTTP and TLS are large: they are loaded with the first name. */
function webResolver(options) {
    return {
        method: 'web',
        resolve: async (did, signal) => {
            const { WebResolver } = await import("./web-resolver.js");
            return new WebResolver(options).resolve(did, signal);
        },
    };
}
