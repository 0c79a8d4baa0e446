/**
 * Verified chains, remembered so that the next request of the same peer costs no signature check. PROTOCOL.md §8.4.
 *
 * A hit and a miss give the same verdict: what can change (time, revocation) is asked anew by the same function, and
 * all that cannot (the token texts, the holder, the roots, the audience, the service) must be equal for a hit.
 *
 * @module
 */
import { standingDenial, verifyChain } from "./authorize.js";
/** Grants kept by default: more than the tunnels that one agent serves at a time (PROTOCOL.md §11). */
export const DEFAULT_CACHED_GRANTS = 1024;
/** A bounded memory of verified chains; the one used longest ago leaves first. */
export class GrantCache {
    #limit;
    // By the leaf's text, signature included: another signature on the same claims is another token.
    #byLeaf = new Map();
    /**
     * @param limit - Most grants kept, at least 1.
     * @throws {RangeError} for another `limit`.
     */
    constructor(limit = DEFAULT_CACHED_GRANTS) {
        if (!Number.isSafeInteger(limit) || limit < 1)
            throw new RangeError(`limit must be 1 or more, got ${limit}`);
        this.#limit = limit;
    }
    /** Grants kept now. */
    get size() {
        return this.#byLeaf.size;
    }
    /** As `verifyChain`, whose verdict it always gives. */
    verify(chain, context) {
        const leaf = chain.at(-1) ?? '';
        const remembered = this.#byLeaf.get(leaf);
        if (remembered === undefined || !isSameQuestion(remembered, chain, context)) {
            const verdict = verifyChain(chain, context);
            if (verdict.allowed) {
                // Copies: a caller may change its arrays.
                const asked = { ...context, roots: [...context.roots] };
                this.#remember(leaf, { grant: verdict.grant, chain: [...chain], context: asked });
            }
            return verdict;
        }
        const { grant } = remembered;
        const denial = standingDenial(grant, context);
        if (denial?.code === 'EXPIRED')
            this.#byLeaf.delete(leaf);
        else
            this.#remember(leaf, remembered);
        return denial ?? { allowed: true, grant };
    }
    #remember(leaf, remembered) {
        // A map keeps the order of insertion: the first key is the one used longest ago.
        this.#byLeaf.delete(leaf);
        this.#byLeaf.set(leaf, remembered);
        if (this.#byLeaf.size <= this.#limit)
            return;
        const [oldest] = this.#byLeaf.keys();
        if (oldest !== undefined)
            this.#byLeaf.delete(oldest);
    }
}
function isSameQuestion(remembered, chain, context) {
    const before = remembered.context;
    return (before.holder === context.holder &&
        before.audience === context.audience &&
        before.service === context.service &&
        areEqual(before.roots, context.roots) &&
        areEqual(remembered.chain, chain));
}
function areEqual(a, b) {
    return a.length === b.length && a.every((text, i) => text === b[i]);
}
