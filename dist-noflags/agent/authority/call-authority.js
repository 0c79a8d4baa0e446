import { isTalosError } from "../../base/errors.js";
import { authorizeCall, } from "../../capability/authorize.js";
import { GrantCache } from "../../capability/cache.js";
import { MAX_CHAIN_TOKENS } from "../../capability/chain.js";
import { readToken } from "../../capability/token.js";
import { deny } from "../../capability/verdict.js";
import { NO_LINE } from "../identity/succession-book.js";
/** See the module comment. */
export class CallAuthority {
    #self;
    #clock;
    #highestTimeMs;
    /** What is revoked; what is added to it counts from the next check on. */
    revocations;
    #line;
    /** Whether this agent, as who it was before, issued the token of this id: it keeps all of those. */
    #issued;
    #cache = new GrantCache();
    /**
     * @param self - The serving agent.
     * @param highestTimeMs - The highest time of the ledger: the clock never counts as less.
     * @param revocations - What is revoked already; kept and added to by its owner.
     * @param successions - Who goes on for whom; nobody where absent.
     */
    constructor(self, clock, highestTimeMs, revocations, successions = { line: NO_LINE, issued: () => false }) {
        this.#line = successions.line;
        this.#issued = successions.issued;
        this.#self = self;
        this.#clock = clock;
        this.#highestTimeMs = highestTimeMs;
        this.revocations = revocations;
    }
    /** What a check depends on at this moment. PROTOCOL.md §8.4. */
    standing(environment) {
        return { nowMs: Math.max(this.#clock.now(), this.#highestTimeMs()), revocations: this.revocations, environment };
    }
    /**
     * Verifies a chain that `holder` presents for `service`. A token of an identity that has handed over is its successor's,
     * and no more its own; what this agent issued as who it was before counts as far as it still knows that it did.
     *
     * @param roots - Whose root tokens the service accepts; those of this agent alone where absent.
     */
    verify(chain, holder, service, roots) {
        const self = this.#self;
        const context = { ...this.standing(), roots: roots ?? [self], audience: self, service, holder };
        if (this.#line.isOver(holder))
            return deny('SUBJECT_MISMATCH', 'another identity goes on in the place of this one');
        return this.#cache.verify(chain, { ...context, ...this.#succeeded(chain, context) });
    }
    /** What the chain is to be checked against, where it was made for, by or at an identity that has handed over. */
    #succeeded(chain, { holder, roots }) {
        const self = this.#self;
        const formers = this.#line.formers(self);
        // Most agents know of no succession: their chains are read once.
        const tokens = this.#line.isEmpty ? [] : readable(chain);
        const [root, leaf] = [tokens[0], tokens.at(-1)];
        if (root === undefined || leaf === undefined)
            return {};
        const { issuer } = root.claims;
        const { subject, audience } = leaf.claims;
        // Whoever stole the key of before could sign any token with it, and give it any time.
        const isOwn = roots.includes(self) && formers.includes(issuer) && this.#issued(root.id);
        const isRoot = isOwn || this.#line.formers(issuer).some((former) => roots.includes(former));
        return {
            ...(subject !== holder && this.#line.current(subject) === holder ? { holder: subject } : {}),
            ...(formers.includes(audience) ? { audience } : {}),
            ...(isRoot ? { roots: [...roots, issuer] } : {}),
        };
    }
    /** Whether `grant` allows `request` now, at a service that says so much of itself. */
    authorize(grant, request, environment) {
        return authorizeCall(grant, request, this.standing(environment));
    }
}
/** The tokens of a chain; none where it is no chain, which its check says. */
function readable(chain) {
    try {
        return chain.length === 0 || chain.length > MAX_CHAIN_TOKENS ? [] : chain.map(readToken);
    }
    catch (error) {
        if (isTalosError(error, 'MALFORMED'))
            return [];
        throw error;
    }
}
