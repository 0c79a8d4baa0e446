import { type DidDocument, type DidText } from './did-document.ts';
/**
 * What resolves the DIDs of one method.
 *
 * An implementation bounds what it reads before it reads it, reads it with `readDidDocument`, and ends in a bounded time:
 * nobody ends it but the signal.
 */
export interface DidResolver {
    /** As `key` of `did:key:…`. */
    readonly method: string;
    /**
     * The document of `did`, whose method it is.
     *
     * @throws {TalosError} `E_BAD_DID` for what is no DID of the method; `E_BAD_DOCUMENT`; `E_NOT_FOUND` where there is no
     *   document; `E_UNREACHABLE`; `E_TIMEOUT`; `E_LIMIT`.
     * @throws The reason of `signal`, where that aborts.
     */
    resolve(did: DidText, signal?: AbortSignal): Promise<DidDocument>;
}
/** `did:key` of an Ed25519 key: nothing is fetched. */
export declare const KEY_RESOLVER: DidResolver;
/** The resolvers of several methods as one. */
export declare class DidResolvers {
    #private;
    /** @throws {RangeError} where two resolvers are of one method. */
    constructor(resolvers: readonly DidResolver[]);
    /** The methods that it knows. */
    get methods(): readonly string[];
    /**
     * The document of `did`.
     *
     * @param did - Of any method; nothing is trimmed or normalised.
     * @throws {TalosError} `E_BAD_DID` for what is no DID, or of a method without a resolver; `E_BAD_DOCUMENT` where a
     *   resolver gives the document of another DID; what the resolver throws.
     * @throws The reason of `signal`, where that aborts.
     */
    resolve(did: string, signal?: AbortSignal): Promise<DidDocument>;
}
