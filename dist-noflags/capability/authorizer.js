/**
 * The authoriser by itself: who verifies capabilities in a server of its own, without an agent, asks this. It decides about
 * one request at a time, from the text of a chain and the holder that the server has authenticated.
 *
 * A chain that was verified is remembered, by its text and its holder; all that changes from call to call (time,
 * revocation, what was used) and the request are looked at by the same steps whether it was or not. PROTOCOL.md §8.4.
 *
 * @module
 */
import { isTalosError } from "../base/errors.js";
import { authorizeCall, standingDenial, verifyChain } from "./authorize.js";
import { splitChain } from "./chain.js";
import { NO_REVOCATIONS } from "./revocations.js";
import { scopeCheckOf } from "./scope-check.js";
import { limitedToken, toolOf, UsageAccounts } from "./usage.js";
import { ALLOWED, deny } from "./verdict.js";
/** Chains that an authoriser remembers, unless it is told otherwise. */
export const DEFAULT_REMEMBERED_CHAINS = 1024;
/** A chain that was verified for its holder. */
class Remembered {
    holder;
    grant;
    usage;
    constructor(holder, grant, usage) {
        this.holder = holder;
        this.grant = grant;
        this.usage = usage;
    }
}
/** See the module comment. */
export class Authorizer {
    #options;
    #roots;
    #now;
    #limit;
    #accounts = new UsageAccounts();
    /** By the text of the chain. What is not asked for while the other half fills is forgotten with its half. */
    #young = new Map();
    #old = new Map();
    /** One for all checks, so that none makes its own. */
    #standing;
    /**
     * @throws {RangeError} for `remembered` below 2 or no whole number.
     */
    constructor(options) {
        const { self, roots = [self], revocations = NO_REVOCATIONS, environment, now = Date.now } = options;
        const { remembered = DEFAULT_REMEMBERED_CHAINS } = options;
        if (!Number.isSafeInteger(remembered) || remembered < 2)
            throw new RangeError(`remembered must be 2 or more, got ${remembered}`);
        this.#options = options;
        this.#roots = [...roots];
        this.#now = now;
        this.#limit = Math.floor(remembered / 2);
        this.#standing = { nowMs: 0, revocations, ...(environment === undefined ? {} : { environment }) };
    }
    /** The server's own identity. */
    get self() {
        return this.#options.self;
    }
    /**
     * Decides about one request, and charges it where the tokens have limits.
     *
     * @param chain - The text of the chain, as the caller presented it.
     * @param holder - Who calls: proved by whoever asks, never read from what was presented.
     * @param bytes - Length of the request.
     * @returns Allowed, or why not: a code of PROTOCOL.md §8.3 or §8.4.
     */
    authorize(chain, holder, request, bytes = 0) {
        return this.#decide(chain, holder, request, bytes, true);
    }
    /** As {@link authorize}, of a request that is not charged. */
    check(chain, holder, request) {
        return this.#decide(chain, holder, request, 0, false);
    }
    /** Charges what came of a request that was allowed: where it exceeds what is left, the next one is refused. */
    settle(chain, holder, request, bytes) {
        const found = this.#find(chain, holder);
        if ('allowed' in found || found.usage === undefined)
            return;
        const tool = toolOf(request);
        if (!found.usage.countsBytes(tool))
            return;
        found.usage.settle(tool, typeof bytes === 'number' ? bytes : bytes());
        this.#save(found.usage);
    }
    /** What the chain covers at this moment, for lists; the requests themselves are not decided by it. */
    coverage(chain, holder) {
        this.#tick();
        const found = this.#find(chain, holder);
        if ('allowed' in found)
            return found;
        return standingDenial(found.grant, this.#standing) ?? scopeCheckOf(found.grant.scope);
    }
    #decide(chain, holder, request, bytes, isCharged) {
        this.#tick();
        const known = this.#young.get(chain);
        const found = known !== undefined && known.holder === holder ? known : this.#find(chain, holder);
        if ('allowed' in found)
            return found;
        const verdict = authorizeCall(found.grant, request, this.#standing);
        if (!verdict.allowed || found.usage === undefined || !isCharged)
            return verdict;
        return this.#charge(found.usage, request, bytes);
    }
    #charge(usage, request, bytes) {
        const tool = toolOf(request);
        const counted = typeof bytes === 'number' ? bytes : usage.countsBytes(tool) ? bytes() : 0;
        const denial = usage.take(tool, counted, this.#standing.nowMs);
        if (denial !== undefined)
            return denial;
        if (this.#options.usage !== undefined)
            this.#save(usage);
        return ALLOWED;
    }
    #save(usage) {
        for (const { token, state } of usage.accounts.map((account) => ({ token: account.token, state: account.state() })))
            this.#options.usage?.save(token.id, state, token.expiresAtS);
    }
    #tick() {
        const nowMs = this.#now();
        // A time that is no number must not be replaced by an older one: it refuses.
        if (!(nowMs <= this.#standing.nowMs))
            this.#standing.nowMs = nowMs;
    }
    /** The chain as it was verified; now, where it was not. */
    #find(chain, holder) {
        const young = this.#young.get(chain);
        const known = young ?? this.#old.get(chain);
        if (known === undefined || known.holder !== holder)
            return this.#verify(chain, holder);
        if (young === undefined)
            this.#remember(chain, known);
        return known;
    }
    #verify(chain, holder) {
        const { self: audience, service } = this.#options;
        const texts = textsOf(chain);
        if ('allowed' in texts)
            return texts;
        const verdict = verifyChain(texts, { ...this.#standing, roots: this.#roots, audience, service, holder });
        if (!verdict.allowed)
            return verdict;
        const { grant } = verdict;
        const usage = this.#usageOf(grant);
        if (usage !== undefined && 'allowed' in usage)
            return usage;
        const found = new Remembered(holder, grant, usage);
        this.#remember(chain, found);
        return found;
    }
    #usageOf(grant) {
        const usage = this.#accounts.open(grant.tokens.map(limitedToken), this.#standing.nowMs);
        if (usage !== undefined && !('allowed' in usage))
            for (const account of usage.accounts)
                this.#load(account);
        return usage;
    }
    #load(account) {
        if (account.isKept)
            return;
        const state = this.#options.usage?.load(account.token.id);
        if (state !== undefined)
            account.restore(state);
        account.isKept = true;
    }
    #remember(chain, found) {
        if (this.#young.size >= this.#limit)
            [this.#old, this.#young] = [this.#young, new Map()];
        this.#young.set(chain, found);
    }
}
function textsOf(chain) {
    if (typeof chain !== 'string' || chain === '')
        return deny('NO_CAPABILITY', 'no token was presented');
    try {
        return splitChain(chain);
    }
    catch (error) {
        if (isTalosError(error, 'MALFORMED'))
            return deny('MALFORMED', error.message);
        throw error;
    }
}
