/**
 * Verified chains, remembered so that the next request of the same peer costs no signature check. PROTOCOL.md §8.4.
 *
 * A hit and a miss give the same verdict: what can change (time, revocation) is asked anew by the same function, and
 * all that cannot (the token texts, the holder, the roots, the audience, the service) must be equal for a hit.
 *
 * @module
 */
import { type ChainContext, type ChainVerdict } from './authorize.ts';
/** Grants kept by default: more than the tunnels that one agent serves at a time (PROTOCOL.md §11). */
export declare const DEFAULT_CACHED_GRANTS = 1024;
/** A bounded memory of verified chains; the one used longest ago leaves first. */
export declare class GrantCache {
    #private;
    /**
     * @param limit - Most grants kept, at least 1.
     * @throws {RangeError} for another `limit`.
     */
    constructor(limit?: number);
    /** Grants kept now. */
    get size(): number;
    /** As `verifyChain`, whose verdict it always gives. */
    verify(chain: readonly string[], context: ChainContext): ChainVerdict;
}
