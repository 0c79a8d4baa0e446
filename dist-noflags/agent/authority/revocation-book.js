/**
 * The revocation lists that an agent keeps: its own, and those of others whose word counts here. Durable before they
 * count, and in memory for the checks of each call. PROTOCOL.md §8.5.
 *
 * @module
 */
import { toHex, utf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { Mutex } from "../../base/lifetime.js";
import { MAX_REASON } from "../../capability/revocation.js";
import { EMPTY_LIST_HASH, formatItem, HEAD_LIFE_MS, MAX_LIST_ITEMS, readItem, signHead, } from "../../capability/revocation-list.js";
import { RevocationSet } from "../../capability/revocations.js";
import { malformed } from "../../capability/verdict.js";
import { keptSalt } from "../record/salt-book.js";
import { commitTo } from "../tunnel/call-records.js";
import { hashesAfter, RevocationBranch } from "./revocation-branch.js";
import { loadRevocations, stored } from "./revocation-load.js";
import { planMerge } from "./revocation-merge.js";
import { partOf } from "./revocation-part.js";
import { dropHead, dropSingle, HEAD_STEP, placeAt, placeOf, putBase, putHead, putItem, storedItems, } from "./revocation-record.js";
/** Most bytes of the items that are told of the end of the own list, where there is more than one. */
const MAX_TAIL_BYTES = 16 * 1024;
/** The place before the first item. */
export const NOTHING_KNOWN = { seq: 0, hash: toHex(EMPTY_LIST_HASH) };
/** Histories of one list that are kept. PROTOCOL.md §11. */
export const MAX_BRANCHES = 8;
/** Lists of others that are kept, and their items in all: 100 MB of memory. PROTOCOL.md §11. */
export const MAX_FOREIGN_LISTS = 4096;
/** See {@link MAX_FOREIGN_LISTS}. */
export const MAX_FOREIGN_ITEMS = 524_288;
/** Milliseconds for which a head of the own list is handed out again. */
export const HEAD_REUSE_MS = 100;
/** See the module comment. */
export class RevocationBook {
    /** What counts now. */
    revocations;
    #parts;
    /** The histories of each list, by its issuer. */
    #lists;
    #own;
    #turn = new Mutex();
    #watchers = new Set();
    /** Items of lists of others. */
    #foreign = 0;
    constructor(parts, revocations, lists, own) {
        this.#parts = parts;
        this.revocations = revocations;
        this.#lists = lists;
        this.#own = own;
    }
    /**
     * Reads the lists from the store; single revocations of earlier development versions become items of the own list.
     *
     * @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none: an unreadable revocation is never passed over.
     */
    static async open(parts) {
        const revocations = new RevocationSet((did) => parts.line.current(did));
        const { lists, singles } = await loadRevocations(parts.store, revocations);
        const { did } = parts.identity;
        const [own = new RevocationBranch(0)] = lists.get(did) ?? [];
        if (!lists.has(did))
            lists.set(did, [own]);
        const book = new RevocationBook(parts, revocations, lists, own);
        for (const [issuer, branches] of lists)
            if (issuer !== did)
                for (const { added } of branches)
                    book.#foreign += added;
        if (singles.length > 0)
            await book.#adopt(singles);
        return book;
    }
    async #adopt(singles) {
        const { did } = this.#parts.identity;
        const items = singles
            .filter(({ issuer }) => issuer === did)
            .sort((a, b) => a.issuedAtMs - b.issuedAtMs)
            .map(({ id, issuedAtMs, reason }) => ({ timeMs: issuedAtMs, revoked: { kind: 'token', id }, reason }));
        const dropped = singles.map(({ key }) => dropSingle(key));
        await this.#turn.run(() => this.#append(items, dropped));
    }
    /**
     * Takes back what this agent may take back: durable, and in force for the next call, when it resolves. What is taken
     * back already is left as it is.
     *
     * @param reason - At most 512 characters; kept in the list, and as a commitment in the ledger.
     * @returns The item of the first of `all`, just made or there before.
     * @throws {TalosError} `E_USAGE` for a longer reason; `E_LIMIT` for a list that is full; `E_STORAGE…`.
     */
    async revoke(all, reason) {
        if (reason.length > MAX_REASON || !reason.isWellFormed())
            throw new TalosError('E_USAGE', `a reason is a text of at most ${MAX_REASON} characters`);
        const { identity, now } = this.#parts;
        return this.#turn.run(async () => {
            const timeMs = now();
            const fresh = all.filter((each) => this.revocations.placeOf(identity.did, each) === undefined);
            const items = await this.#append(fresh.map((revoked) => ({ timeMs, revoked, reason })));
            await this.#record(items);
            const [first] = all;
            return this.item({ by: identity.did, kind: first.kind, n: this.revocations.placeOf(identity.did, first) ?? 0 });
        });
    }
    /** The item at a place of a list. @throws {TalosError} `E_STORAGE_CORRUPT`. */
    async item({ by, n }) {
        const place = placeAt(by, n);
        const [text] = await storedItems(this.#parts.store, { ...place, n: place.n - 1 }, place.n);
        if (text === undefined)
            throw new TalosError('E_STORAGE_CORRUPT', 'an item of a revocation list is missing');
        return stored(() => readItem(text));
    }
    /** Adds items to the own list, and applies `also` with them; in its turn. */
    async #append(added, also = []) {
        const { identity, store } = this.#parts;
        const own = this.#own;
        if (own.size + added.length > MAX_LIST_ITEMS)
            throw new TalosError('E_LIMIT', `a revocation list has at most ${MAX_LIST_ITEMS} items`, {
                hint: 'talos capabilities revoke --issuer with the own DID takes back all tokens issued before now',
            });
        const items = added.map((item, index) => ({ ...item, n: own.size + 1 + index }));
        const texts = items.map(formatItem);
        const hashes = hashesAfter(own.hashAt(own.size), texts);
        const changes = [...also];
        let head;
        for (const [index, text] of texts.entries()) {
            const n = own.size + 1 + index;
            const place = { issuer: identity.did, branch: 0, n };
            changes.push(putItem(place, text));
            if (n % HEAD_STEP !== 0 && index < texts.length - 1)
                continue;
            head = this.#sign(n, hashes[index]);
            changes.push(putHead(place, head.text));
        }
        if (head !== undefined && own.size % HEAD_STEP !== 0)
            changes.push(dropHead({ issuer: identity.did, branch: 0, n: own.size }));
        if (changes.length === 0)
            return [];
        await store.apply(changes);
        // In force from here on. A crash before the entry leaves an item without it, which `reconcile` mends.
        for (const [index, text] of texts.entries()) {
            own.append(text);
            this.revocations.add(identity.did, items[index]);
        }
        if (head !== undefined)
            own.head = head;
        if (items.length > 0)
            this.#tell(identity.did);
        return items;
    }
    #tell(issuer) {
        for (const watcher of this.#watchers)
            watcher(issuer);
    }
    /** Calls `watcher` with the issuer of a list whenever there is more in it. @returns A function that undoes it. */
    watch(watcher) {
        this.#watchers.add(watcher);
        return () => void this.#watchers.delete(watcher);
    }
    /** Whether anything of the list of `issuer` is kept. */
    has(issuer) {
        return this.#lists.has(issuer);
    }
    /** The issuers of all lists that have an item. */
    issuers() {
        return [...this.#lists].filter(([, branches]) => branches.some(({ size }) => size > 0)).map(([issuer]) => issuer);
    }
    /** How far the list of `issuer` is known: the history whose head is the newest. */
    known(issuer) {
        return this.#newest(issuer)?.end ?? NOTHING_KNOWN;
    }
    #newest(issuer) {
        if (issuer === this.#parts.identity.did)
            return this.#own;
        const branches = this.#lists.get(issuer) ?? [];
        return [...branches].sort((a, b) => issuedAt(b) - issuedAt(a))[0];
    }
    /**
     * What follows `after` in the list of `issuer`, as much as one packet holds; from its first item where `after` is of
     * another history. Of the own list with a head that is signed now, where it goes to the end.
     *
     * @returns `undefined` where nothing of the list is known.
     */
    async part(issuer, after) {
        const branch = this.#newest(issuer);
        if (branch === undefined)
            return undefined;
        const from = branch.holds(after) ? after.seq : 0;
        const branches = this.#lists.get(issuer) ?? [];
        const { items, head } = await partOf(this.#parts.store, { issuer, branch, branches, from });
        const isWhole = from + items.length === branch.size;
        const own = isWhole && issuer === this.#parts.identity.did ? this.#freshHead().text : undefined;
        const text = own ?? head ?? branch.head?.text;
        return text === undefined ? undefined : { head: text, from, items, newest: branch.size };
    }
    /**
     * The end of the own list: its last items, at most `count` and 16 KiB but one at least, and the hash of those before.
     *
     * @returns `undefined` where nothing was taken back.
     */
    async tail(count) {
        const own = this.#own;
        const { did } = this.#parts.identity;
        if (own.size === 0)
            return undefined;
        const size = own.size;
        const last = Math.max(0, size - count);
        const texts = await storedItems(this.#parts.store, { issuer: did, branch: 0, n: last }, size);
        const items = [];
        let bytes = 0;
        for (const text of texts.toReversed()) {
            bytes += utf8(text).length;
            if (items.length > 0 && bytes > MAX_TAIL_BYTES)
                break;
            items.unshift(text);
        }
        const from = size - items.length;
        // What was added meanwhile is said next.
        const { text: head } = own.size === size ? this.#freshHead() : this.#sign(size, own.hashAt(size));
        return { head, from, before: own.hashAt(from).slice(), items };
    }
    /** The head of the own list, signed not long ago. */
    #freshHead() {
        const { head } = this.#own;
        if (head !== undefined && Math.abs(this.#parts.now() - head.head.issuedAtMs) < HEAD_REUSE_MS)
            return head;
        this.#own.head = this.#sign(this.#own.size, this.#own.hashAt(this.#own.size));
        return this.#own.head;
    }
    /**
     * Takes what somebody says of a list: checked, durable, in force for the next call and on record when it resolves.
     * Whose lists are taken at all is the caller's to decide.
     *
     * @returns What it was: see {@link Taken}.
     * @throws {TalosError} `MALFORMED` for items that its issuer did not sign; `E_LIMIT` for a list that is too long or has
     *   too many histories, or one list too many; `E_STORAGE…`.
     */
    take(update) {
        return this.#turn.run(() => this.#take(update));
    }
    async #take(update) {
        const { head } = update;
        const { issuer } = head;
        const plan = planMerge(this.#lists.get(issuer) ?? [], update);
        if (plan.kind === 'gap')
            return 'gap';
        if (plan.kind === 'known')
            return this.#alreadyKnown(plan.branch, update);
        const items = plan.items.map((text, index) => itemAt(text, head.seq - plan.items.length + 1 + index));
        const isOwn = issuer === this.#parts.identity.did;
        const isFork = plan.kind === 'fork';
        // What another history of the own list took back is said again in this one, which others follow.
        const lost = isOwn && isFork ? items.filter(({ revoked }) => this.#isNew(issuer, revoked)) : [];
        const branch = this.#branchFor(issuer, plan);
        const changes = isFork ? [putBase({ issuer, branch: branch.index, n: plan.n }, plan.branch.index)] : [];
        for (const [index, { n }] of items.entries())
            changes.push(putItem({ issuer, branch: branch.index, n }, plan.items[index]));
        changes.push(putHead({ issuer, branch: branch.index, n: head.seq }, update.text));
        const old = branch.head?.head.seq;
        if (old !== undefined && old % HEAD_STEP !== 0)
            changes.push(dropHead({ issuer, branch: branch.index, n: old }));
        await this.#parts.store.apply(changes);
        for (const [index, { n, revoked }] of items.entries()) {
            branch.append(plan.items[index]);
            this.revocations.add(issuer, { n: placeOf({ branch: branch.index, n }), revoked });
        }
        this.#keep(issuer, branch, update);
        if (!isOwn)
            this.#foreign += items.length;
        await this.#recordTaken(head, isFork);
        if (isOwn)
            await (isFork ? this.#record(await this.#append(lost)) : this.#record(items));
        this.#tell(issuer);
        return isFork ? 'forked' : 'taken';
    }
    #isNew(issuer, revoked) {
        return this.revocations.placeOf(issuer, revoked) === undefined;
    }
    #alreadyKnown(branch, { head, text }) {
        const { issuer, seq, issuedAtMs } = head;
        const before = branch.head?.head.issuedAtMs ?? -1;
        // A shorter list that was signed later: its issuer has lost what it said.
        if (seq < branch.size)
            return issuedAtMs > before ? 'shorter' : 'known';
        if (issuedAtMs > before && issuer !== this.#parts.identity.did)
            this.#keep(issuer, branch, { head, text });
        return 'known';
    }
    /** Keeps a branch, and notes up to when its list is known: never beyond the clock here. */
    #keep(issuer, branch, { head, text }) {
        const branches = this.#lists.get(issuer) ?? [];
        if (!branches.includes(branch))
            this.#lists.set(issuer, [...branches, branch]);
        branch.head = { head, text };
        this.revocations.know(issuer, Math.min(head.issuedAtMs, this.#parts.now()), head.nextMs);
    }
    /** The branch that takes the items of a plan; a new one is not kept yet. @throws {TalosError} `E_LIMIT`. */
    #branchFor(issuer, plan) {
        const branches = this.#lists.get(issuer) ?? [];
        if (this.#foreign + plan.items.length > MAX_FOREIGN_ITEMS)
            throw new TalosError('E_LIMIT', 'the revocation lists of others are too long');
        if (branches.length === 0 && this.#lists.size > MAX_FOREIGN_LISTS)
            throw new TalosError('E_LIMIT', 'too many revocation lists of others are kept');
        if (plan.kind === 'append')
            return plan.branch;
        if (branches.length >= MAX_BRANCHES)
            throw new TalosError('E_LIMIT', `a revocation list has more than ${MAX_BRANCHES} histories`);
        return new RevocationBranch(branches.length, plan);
    }
    async #recordTaken({ issuer, seq: size, hash }, isFork) {
        const event = isFork ? 'forked' : 'taken';
        await this.#parts.ledger.append({ type: 'revocation-list', issuer, size, hash, event }).durable();
    }
    #sign(seq, hash) {
        const { identity, now } = this.#parts;
        const issuedAtMs = now();
        const head = { issuer: identity.did, seq, hash: toHex(hash), issuedAtMs, nextMs: issuedAtMs + HEAD_LIFE_MS };
        return { text: signHead(identity.signing, head), head };
    }
    /** Writes the entries of items; durable when it resolves. */
    async #record(items) {
        const { identity, ledger, store } = this.#parts;
        for (const item of items) {
            const { salt, commitment } = commitTo(item.reason);
            const entry = ledger.append(entryOf(identity.did, item, commitment));
            await store.apply([keptSalt(entry, salt)]);
            await entry.durable();
        }
    }
    /**
     * Records the items of the own list that are not in the ledger: a crash came between the two. Durable when it
     * resolves.
     *
     * @throws {TalosError} `E_STORAGE…`.
     */
    async reconcile() {
        const { identity, ledger, store } = this.#parts;
        const recorded = (await ledger.positions({ type: 'revocation' })).length;
        // Each item has one entry, in the order of the list.
        if (recorded >= this.#own.size)
            return;
        const texts = await storedItems(store, { issuer: identity.did, branch: 0, n: 0 }, this.#own.size);
        const missing = [];
        for (const item of texts.map((text) => stored(() => readItem(text)))) {
            const { revoked, n } = item;
            const isThere = revoked.kind === 'token'
                ? (await ledger.positions({ type: 'revocation', subject: revoked.id })).length > 0
                : n <= recorded;
            if (!isThere)
                missing.push(item);
        }
        await this.#record(missing);
    }
}
function issuedAt({ head }) {
    return head?.head.issuedAtMs ?? 0;
}
/** An item that somebody else wrote, at its place. @throws {TalosError} `MALFORMED`. */
function itemAt(text, n) {
    const item = readItem(text);
    if (item.n !== n)
        throw malformed('an item says another place than its own');
    return item;
}
function entryOf(issuer, { revoked }, reason) {
    switch (revoked.kind) {
        case 'token':
            return { type: 'revocation', token: revoked.id, issuer, reason };
        case 'chain':
            return { type: 'revocation', chain: revoked.id, issuer, reason };
        case 'subject': {
            const { id: subject, under } = revoked;
            return { type: 'revocation', subject, ...(under === undefined ? {} : { under }), issuer, reason };
        }
        case 'issuer': {
            const { id: signer, before } = revoked;
            return { type: 'revocation', signer, ...(before === undefined ? {} : { before }), issuer, reason };
        }
    }
}
