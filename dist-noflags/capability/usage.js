/**
 * What the holders of tokens have used of their limits: rates, numbers of calls, bytes. PROTOCOL.md §8.4.
 *
 * A call is charged to every token of its chain, and to each of them either wholly or not at all: a delegate spends of
 * what its own token allows and of what those above it do. A refused call is not charged.
 *
 * Pure: time comes in as an argument, and keeping it all is the caller's ({@link UsageAccount.state}).
 *
 * @module
 */
import { RateWindow } from "./rate-window.js";
import { lineOf } from "./renewal.js";
import { deny } from "./verdict.js";
/** Meters kept in all: each takes 100 bytes, with a rate up to 1,200. */
export const MAX_METERS = 32_768;
/** Meters of the tokens below one root, itself included: who may delegate cannot take the room of others. */
export const MAX_METERS_A_ROOT = 4096;
/** What charging asks of a token. */
export function limitedToken(token) {
    const { id, claims } = token;
    const { limits, tool_limits: toolLimits, renewable_until: untilS } = claims.scope;
    return {
        id,
        expiresAtS: claims.expiresAtS,
        ...(untilS === undefined ? {} : { line: { id: lineOf(token), untilS: Math.max(untilS, claims.expiresAtS) } }),
        ...(limits === undefined ? {} : { limits }),
        ...(toolLimits === undefined ? {} : { toolLimits }),
    };
}
class Meter {
    limits;
    #calls;
    #bytes;
    #rate;
    #usedCalls = 0;
    #usedBytes = 0;
    constructor(limits) {
        const { calls = Number.POSITIVE_INFINITY, bytes = Number.POSITIVE_INFINITY, rate } = limits;
        this.limits = limits;
        this.#calls = calls;
        this.#bytes = bytes;
        this.#rate = rate === undefined ? undefined : new RateWindow(rate.count, rate.seconds);
    }
    denial(bytes, nowMs) {
        // Written so that what is no number is refused.
        if (!(this.#usedCalls < this.#calls))
            return deny('BUDGET_EXHAUSTED', 'all calls of the grant were made');
        if (!(this.#usedBytes + bytes <= this.#bytes))
            return deny('BUDGET_EXHAUSTED', 'the bytes of the grant are used');
        if (this.#rate === undefined || this.#rate.hasRoom(nowMs))
            return undefined;
        return deny('RATE_LIMITED', 'more calls than the grant allows in its time');
    }
    add(bytes, nowMs) {
        this.#usedCalls++;
        this.#usedBytes += bytes;
        this.#rate?.add(nowMs);
    }
    addBytes(bytes) {
        this.#usedBytes += bytes;
    }
    state() {
        return { calls: this.#usedCalls, bytes: this.#usedBytes, rate: this.#rate?.slots() ?? [] };
    }
    restore({ calls, bytes, rate }) {
        [this.#usedCalls, this.#usedBytes] = [calls, bytes];
        this.#rate?.restore(rate);
    }
}
/** What an account is of: a token, or a line, whose id stands for that of the token. */
function accountOf({ line, ...token }) {
    return line === undefined ? token : { ...token, id: line.id, expiresAtS: line.untilS };
}
/** What was used of one token, or of all tokens of a line. */
export class UsageAccount {
    #token;
    /** Ids of the accounts of the chain that it ends, root first; of a line, of that under which it was opened. */
    chain;
    /** Whether it has changed since whoever keeps it last set this to `false`. */
    isChanged = true;
    /** Whether it is kept at all, for whoever keeps it. */
    isKept = false;
    #whole;
    #tools;
    constructor(token, chain) {
        this.#token = token;
        this.chain = chain;
        this.#whole = token.limits === undefined ? undefined : new Meter(token.limits);
        this.#tools = new Map(Object.entries(token.toolLimits ?? {}).map(([name, limits]) => [name, new Meter(limits)]));
    }
    /** What it is of. */
    get token() {
        return this.#token;
    }
    /** Id of the first account of its chain. */
    get root() {
        return this.chain[0] ?? this.token.id;
    }
    /** A token of its line may end later than was known. */
    lastUntil(untilS) {
        if (untilS <= this.#token.expiresAtS)
            return;
        this.#token = { ...this.#token, expiresAtS: untilS };
        this.isChanged = true;
    }
    /** Meters that it has, 1 where it has none: it takes room itself. */
    get size() {
        return 1 + this.#tools.size;
    }
    /** Whether bytes of requests of `tool` are limited. */
    countsBytes(tool) {
        return this.#whole?.limits.bytes !== undefined || this.#tools.get(tool)?.limits.bytes !== undefined;
    }
    /** Why a request of `tool` (`''`: of none) does not fit: `RATE_LIMITED` or `BUDGET_EXHAUSTED`. Charges nothing. */
    denial(tool, bytes, nowMs) {
        const denial = this.#whole?.denial(bytes, nowMs);
        if (denial !== undefined || this.#tools.size === 0)
            return denial;
        return this.#tools.get(tool)?.denial(bytes, nowMs);
    }
    /** Charges a call, whether it fits or not. */
    add(tool, bytes, nowMs) {
        this.isChanged = true;
        this.#whole?.add(bytes, nowMs);
        if (this.#tools.size > 0)
            this.#tools.get(tool)?.add(bytes, nowMs);
    }
    /** Charges what came of a call. */
    addBytes(tool, bytes) {
        this.isChanged = true;
        this.#whole?.addBytes(bytes);
        if (this.#tools.size > 0)
            this.#tools.get(tool)?.addBytes(bytes);
    }
    /** All that was counted. */
    state() {
        const whole = this.#whole === undefined ? [] : [['', this.#whole]];
        const meters = [...whole, ...this.#tools];
        return Object.fromEntries(meters.map(([name, meter]) => [name, meter.state()]));
    }
    /** Takes back what {@link state} gave. */
    restore(state) {
        for (const [name, counted] of Object.entries(state))
            (name === '' ? this.#whole : this.#tools.get(name))?.restore(counted);
    }
}
/** The name under which a request is charged to the limits of tools. */
export function toolOf(request) {
    return request.kind === 'tool' ? request.name : '';
}
/** What the calls of one chain are charged to. */
export class ChainUsage {
    accounts;
    /** The last token, where its account is that of its line. */
    leaf;
    /** @param accounts - Those of the tokens of the chain, root first. */
    constructor(accounts, leaf) {
        this.accounts = accounts;
        this.leaf = leaf;
    }
    /**
     * Charges a call to every token, or to none where it does not fit in one of them.
     *
     * @param bytes - Of the request, as it was sent.
     * @returns Why it is refused: `RATE_LIMITED` or `BUDGET_EXHAUSTED`.
     */
    take(tool, bytes, nowMs) {
        const denial = this.denial(tool, bytes, nowMs);
        if (denial !== undefined)
            return denial;
        const { accounts } = this;
        for (let i = 0; i < accounts.length; i++)
            accounts[i]?.add(tool, bytes, nowMs);
        return undefined;
    }
    /** Why a call would be refused now; nothing is charged. */
    denial(tool, bytes, nowMs) {
        const { accounts } = this;
        for (let i = 0; i < accounts.length; i++) {
            const denial = accounts[i]?.denial(tool, bytes, nowMs);
            if (denial !== undefined)
                return denial;
        }
        return undefined;
    }
    /** Charges what came of a call that {@link take} allowed; bytes beyond the budget end the next call, not this one. */
    settle(tool, bytes) {
        for (const account of this.accounts)
            account.addBytes(tool, bytes);
    }
    /** Charges a call that was allowed before, whether it fits or not. */
    add(tool, bytes, nowMs) {
        for (const account of this.accounts)
            account.add(tool, bytes, nowMs);
    }
    /** Whether bytes of requests of `tool` are limited by any token. */
    countsBytes(tool) {
        return this.accounts.some((account) => account.countsBytes(tool));
    }
}
/** The accounts of all tokens in use. */
export class UsageAccounts {
    #accounts = new Map();
    /** Tokens of lines that were the last of a chain, by their ids. */
    #lineTokens = new Map();
    #metersOfRoot = new Map();
    #meters = 0;
    /** None has expired before this second. */
    #nextExpiryS = Number.POSITIVE_INFINITY;
    /** Accounts. */
    get size() {
        return this.#accounts.size;
    }
    /** All accounts. */
    all() {
        return this.#accounts.values();
    }
    /** The account of a token, by its id. */
    get(id) {
        return this.#accounts.get(id);
    }
    /**
     * What the calls of a chain are charged to. Tokens that are new here get an account.
     *
     * @param tokens - All of the chain, root first, verified.
     * @returns `undefined` where none limits anything; `RATE_LIMITED` where there is no room for further accounts.
     */
    open(tokens, nowMs) {
        const chain = tokens.map(accountOf);
        const [root] = chain;
        const isLimited = tokens.some(({ limits, toolLimits }) => limits !== undefined || toolLimits !== undefined);
        if (root === undefined || !isLimited)
            return undefined;
        const ids = chain.map(({ id }) => id);
        const leaf = this.#lineToken(tokens.at(-1), ids);
        if (!this.#hasRoom(this.#missing(chain), leaf, root.id))
            this.expire(nowMs);
        const added = this.#missing(chain);
        if (!this.#hasRoom(added, leaf, root.id))
            return deny('RATE_LIMITED', 'too many tokens with limits are in use');
        for (const account of added)
            this.put(account);
        if (leaf !== undefined)
            this.putLineToken(leaf);
        const accounts = chain.flatMap(({ id, expiresAtS }) => {
            const account = this.#accounts.get(id);
            account?.lastUntil(expiresAtS);
            return account ?? [];
        });
        return new ChainUsage(accounts, leaf);
    }
    /** What the calls under the leaf of that id are charged to; `undefined` where it has no account. */
    chainOf(leaf) {
        const ids = (this.#lineTokens.get(leaf) ?? this.#accounts.get(leaf))?.chain;
        return ids && new ChainUsage(ids.flatMap((id) => this.#accounts.get(id) ?? []));
    }
    /** A token that leads to the account of its line; `undefined` where the account is its own. */
    #lineToken(token, chain) {
        if (token?.line === undefined)
            return undefined;
        const { id, expiresAtS } = token;
        return this.#lineTokens.get(id) ?? { id, expiresAtS, chain, isKept: false };
    }
    /** New accounts for the tokens that have none. */
    #missing(chain) {
        const ids = chain.map(({ id }) => id);
        return chain.flatMap((token, at) => this.#accounts.has(token.id) ? [] : new UsageAccount(token, ids.slice(0, at + 1)));
    }
    #hasRoom(added, leaf, root) {
        const more = leaf === undefined || this.#lineTokens.has(leaf.id) ? 0 : 1;
        const meters = added.reduce((sum, { size }) => sum + size, more);
        if (meters === 0)
            return true;
        return this.#meters + meters <= MAX_METERS && (this.#metersOfRoot.get(root) ?? 0) + meters <= MAX_METERS_A_ROOT;
    }
    /** Adds an account that was kept. */
    put(account) {
        const { token, root, size } = account;
        this.#accounts.set(token.id, account);
        this.#grow(root, size, token.expiresAtS);
    }
    /** Adds a token of a line that was kept: it takes the room of a meter. */
    putLineToken(token) {
        if (this.#lineTokens.has(token.id))
            return;
        this.#lineTokens.set(token.id, token);
        this.#grow(token.chain[0] ?? token.id, 1, token.expiresAtS);
    }
    #grow(root, meters, expiresAtS) {
        this.#meters += meters;
        this.#metersOfRoot.set(root, (this.#metersOfRoot.get(root) ?? 0) + meters);
        this.#nextExpiryS = Math.min(this.#nextExpiryS, expiresAtS);
    }
    #shrink(root, meters) {
        this.#meters -= meters;
        const left = (this.#metersOfRoot.get(root) ?? 0) - meters;
        if (left > 0)
            this.#metersOfRoot.set(root, left);
        else
            this.#metersOfRoot.delete(root);
    }
    /** Drops what has expired, which nobody can use again. @returns The ids of accounts, and of tokens of lines. */
    expire(nowMs) {
        if (this.#nextExpiryS * 1000 > nowMs)
            return [];
        const accounts = [...this.#accounts.values()].filter(({ token }) => token.expiresAtS * 1000 <= nowMs);
        const tokens = [...this.#lineTokens.values()].filter(({ expiresAtS }) => expiresAtS * 1000 <= nowMs);
        for (const { token, root, size } of accounts) {
            this.#accounts.delete(token.id);
            this.#shrink(root, size);
        }
        for (const { id, chain } of tokens) {
            this.#lineTokens.delete(id);
            this.#shrink(chain[0] ?? id, 1);
        }
        const left = [...this.#lineTokens.values(), ...[...this.#accounts.values()].map(({ token }) => token)];
        this.#nextExpiryS = left.reduce((first, { expiresAtS }) => Math.min(first, expiresAtS), Number.POSITIVE_INFINITY);
        return [...accounts.map(({ token }) => token.id), ...tokens.map(({ id }) => id)];
    }
}
