/**
 * From a DID to its document: one resolver a method, which applications may add to. PROTOCOL.md §4.8.
 *
 * @module
 */
import { TalosError } from "../base/errors.js";
import { parseDid } from "./did.js";
import { documentOfDid, isDidText, methodOf } from "./did-document.js";
/** `did:key` of an Ed25519 key: nothing is fetched. */
export const KEY_RESOLVER = {
    method: 'key',
    resolve: async (did) => documentOfDid(parseDid(did)),
};
/** The resolvers of several methods as one. */
export class DidResolvers {
    #resolvers;
    /** @throws {RangeError} where two resolvers are of one method. */
    constructor(resolvers) {
        this.#resolvers = new Map(resolvers.map((each) => [each.method, each]));
        if (this.#resolvers.size !== resolvers.length)
            throw new RangeError('two resolvers are of one method');
    }
    /** The methods that it knows. */
    get methods() {
        return [...this.#resolvers.keys()];
    }
    /**
     * The document of `did`.
     *
     * @param did - Of any method; nothing is trimmed or normalised.
     * @throws {TalosError} `E_BAD_DID` for what is no DID, or of a method without a resolver; `E_BAD_DOCUMENT` where a
     *   resolver gives the document of another DID; what the resolver throws.
     * @throws The reason of `signal`, where that aborts.
     */
    async resolve(did, signal) {
        signal?.throwIfAborted();
        const resolver = isDidText(did) ? this.#resolvers.get(methodOf(did)) : undefined;
        if (!isDidText(did) || resolver === undefined)
            throw new TalosError('E_BAD_DID', 'not a DID of a method that can be resolved here', {
                hint: `methods: ${this.methods.map((method) => `did:${method}`).join(', ')}`,
            });
        const document = await resolver.resolve(did, signal);
        if (document.did !== did)
            throw new TalosError('E_BAD_DOCUMENT', 'the resolver gave the document of another DID than the one asked for');
        return document;
    }
}
