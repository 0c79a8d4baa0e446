import { limitedToken, toolOf, UsageAccounts } from "../../capability/usage.js";
import { ALLOWED } from "../../capability/verdict.js";
import { deleteUsage, loadUsage, putAccount, putLineToken, putPosition } from "./usage-records.js";
/** Entries of the ledger after which the accounts are kept anew: as many are read at the next start at most. */
export const KEEP_EVERY = 2048;
/** Entries that are read at a time at the start. */
const READ_AT_ONCE = 1024;
/** See the module comment. */
export class UsageBook {
    #store;
    #ledger;
    #accounts = new UsageAccounts();
    /** Calls whose result is to be charged, by the id of their decision. */
    #open = new Map();
    /** Where the ledger stood when the accounts were kept last; `undefined` while there are none. */
    #keptAt;
    /** Charges whose entry is not written yet. */
    #unwritten = 0;
    #keeping;
    /** Who waits until nothing is between charge and entry. */
    #waiting = [];
    #failure;
    #onFailure;
    constructor(store, ledger, onFailure) {
        this.#store = store;
        this.#ledger = ledger;
        this.#onFailure = onFailure;
    }
    /**
     * Reads the accounts and charges what the ledger has beyond them.
     *
     * @param onFailure - Told where the accounts could not be kept anew: nothing is lost but time at the next start.
     * @throws {TalosError} `E_STORAGE…`.
     */
    static async open(store, ledger, onFailure) {
        const book = new UsageBook(store, ledger, onFailure);
        const { position, accounts, lineTokens } = await loadUsage(store);
        for (const account of accounts)
            book.#accounts.put(account);
        for (const token of lineTokens)
            book.#accounts.putLineToken(token);
        if (position === undefined || accounts.length === 0)
            return book;
        // The end of a ledger may be gone with the power; its accounts are not.
        book.#keptAt = Math.min(position.seq, ledger.size);
        for (const charge of position.open)
            book.#open.set(charge.decision, charge);
        await book.#replay(book.#keptAt, position.highestTimeMs);
        await book.keep();
        return book;
    }
    async #replay(from, highestTimeMs) {
        let timeMs = highestTimeMs;
        for (let after = from - 1;;) {
            const entries = await this.#ledger.query({ after, last: READ_AT_ONCE });
            for (const entry of entries) {
                timeMs = Math.max(timeMs, entry.timeMs);
                this.#recharge(entry, timeMs);
                after = entry.seq;
            }
            if (entries.length < READ_AT_ONCE)
                return;
        }
    }
    #recharge({ id, body }, timeMs) {
        if (body.type === 'decision' && body.decision === 'allowed') {
            const { token: leaf, method, target } = body.statement.statement;
            const tool = method === 'tools/call' ? target : '';
            const chain = this.#accounts.chainOf(leaf);
            chain?.add(tool, body.bytes ?? 0, timeMs);
            if (chain?.countsBytes(tool) === true)
                this.#open.set(id, { decision: id, leaf, tool });
        }
        else if (body.type === 'result')
            this.#resettle(body);
    }
    #resettle({ answers, bytes = 0 }) {
        const charge = this.#open.get(answers);
        if (charge === undefined)
            return;
        this.#open.delete(answers);
        this.#accounts.chainOf(charge.leaf)?.settle(charge.tool, bytes);
    }
    /**
     * What the calls under a grant are charged to.
     *
     * @returns `undefined` where no token of its chain limits anything; `RATE_LIMITED` where there is no room for more.
     */
    of(grant, nowMs) {
        const chain = this.#accounts.open(grant.tokens.map(limitedToken), nowMs);
        if (chain === undefined || 'allowed' in chain)
            return chain;
        const isNew = chain.leaf?.isKept === false || chain.accounts.some(({ isKept }) => !isKept);
        const ready = isNew ? this.#keepNew(chain) : undefined;
        return new GrantUsage(this, chain, grant.leaf.id, ready);
    }
    /** Resolves when accounts without a call yet are durable, and what leads to them. */
    async #keepNew({ accounts, leaf }) {
        const added = accounts.filter(({ isKept }) => !isKept);
        const changes = added.map(putAccount);
        if (leaf?.isKept === false)
            changes.push(putLineToken(leaf));
        // Nothing in the ledger is charged to the first accounts, so that its end serves as their position.
        const isFirst = this.#keptAt === undefined;
        if (isFirst)
            changes.push(this.#position(this.#ledger.size));
        await this.#store.apply(changes);
        if (isFirst)
            this.#keptAt ??= this.#ledger.size;
        for (const account of added)
            account.isKept = true;
        if (leaf !== undefined)
            leaf.isKept = true;
    }
    #position(seq) {
        const { highestTimeMs } = this.#ledger;
        return putPosition({ seq, highestTimeMs, open: [...this.#open.values()] });
    }
    /** Something is charged whose entry is about to be written. */
    charged() {
        this.#unwritten++;
    }
    /** The entry of what was charged is written. @param decision - Its id, of a call whose result is to be charged. */
    written(charge) {
        if (charge !== undefined)
            this.#open.set(charge.decision, charge);
        this.#unwritten--;
        if (this.#unwritten > 0)
            return;
        for (const go of this.#waiting.splice(0))
            go();
        this.keepIfDue();
    }
    /** The result of a call is written, or that there is none. */
    closed(decision) {
        this.#open.delete(decision);
    }
    /** Keeps the accounts anew where the ledger has grown enough, and nothing is between its charge and its entry. */
    keepIfDue() {
        if (this.#keptAt === undefined || this.#ledger.size - this.#keptAt < KEEP_EVERY)
            return;
        if (this.#unwritten === 0 && this.#keeping === undefined)
            this.#keepNow().catch(this.#onFailure);
    }
    /** Keeps the accounts as they are: durable when it resolves. @throws {TalosError} `E_STORAGE…`. */
    async keep() {
        if (this.#keptAt === undefined)
            return;
        while (this.#unwritten > 0 || this.#keeping !== undefined) {
            if (this.#failure !== undefined)
                throw this.#failure;
            await (this.#keeping?.catch(() => undefined) ?? new Promise((resolve) => this.#waiting.push(resolve)));
        }
        await this.#keepNow();
    }
    /** Keeps them at the end. Where that fails its owner is told, unless the ledger was why; the next start reads more. */
    async close() {
        try {
            await this.keep();
        }
        catch (error) {
            if (error !== this.#failure)
                this.#onFailure(error);
        }
    }
    /** The ledger has failed: no entry that is waited for is written any more. */
    fail(failure) {
        this.#failure = failure;
        for (const go of this.#waiting.splice(0))
            go();
    }
    async #keepNow() {
        const expired = this.#accounts.expire(this.#ledger.highestTimeMs);
        const changed = [...this.#accounts.all()].filter(({ isChanged, isKept }) => isChanged && isKept);
        const seq = this.#ledger.size;
        const changes = [...expired.map(deleteUsage), ...changed.map(putAccount), this.#position(seq)];
        for (const account of changed)
            account.isChanged = false;
        this.#keeping = this.#store.apply(changes).then(() => undefined);
        try {
            await this.#keeping;
            this.#keptAt = seq;
        }
        catch (error) {
            for (const account of changed)
                account.isChanged = true;
            throw error;
        }
        finally {
            this.#keeping = undefined;
        }
    }
}
/** What the calls of one tunnel are charged to. */
export class GrantUsage {
    #book;
    #chain;
    #leaf;
    #ready;
    constructor(book, chain, leaf, ready) {
        this.#book = book;
        this.#chain = chain;
        this.#leaf = leaf;
        this.#ready = ready;
        ready?.then(() => {
            this.#ready = undefined;
        }, () => undefined);
    }
    /** Resolves when calls may be charged; `undefined` where they may be now. */
    get ready() {
        return this.#ready;
    }
    /** Why a call would be refused now; nothing is charged. */
    denial(request, bytes, nowMs) {
        return this.#chain.denial(toolOf(request), bytes, nowMs);
    }
    /** Charges a call. Where it is allowed, {@link decided} must follow. */
    take(request, bytes, nowMs) {
        const denial = this.#chain.take(toolOf(request), bytes, nowMs);
        if (denial !== undefined)
            return denial;
        this.#book.charged();
        return ALLOWED;
    }
    /** `bytes` where those of such a request are charged: then its decision says them, and its result says its own. */
    counted(request, bytes) {
        return this.#chain.countsBytes(toolOf(request)) ? bytes : undefined;
    }
    /** The decision about a call that was charged is written. */
    decided(request, decision) {
        const tool = toolOf(request);
        this.#book.written(this.#chain.countsBytes(tool) ? { decision, leaf: this.#leaf, tool } : undefined);
    }
    /** Charges what came of a call; {@link settled} must follow. */
    settle(request, bytes) {
        this.#chain.settle(toolOf(request), bytes);
        this.#book.charged();
    }
    /** The result of a call is written. */
    settled(decision) {
        this.#book.closed(decision);
        this.#book.written(undefined);
    }
}
