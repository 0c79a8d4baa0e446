/**
 * The peers that this agent has met: where they were, and what their owner calls them. Names are for people; an alias
 * leads to a DID and never authorises anybody. A DID that has an alias is pinned: whatever is found in its place is
 * noted beside it, and only its owner lets the alias go over.
 *
 * @module
 */
import { fromHex, fromUtf8, utf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { Mutex } from "../../base/lifetime.js";
import { didOfKey, parseDid } from "../../identity/did.js";
import { endpointOf, MAX_ADDRESSES } from "../../net/address.js";
import { MAX_ALIAS_CHARACTERS, readPeer, unknownPeer, writePeer, } from "./peer-record.js";
/** Peers kept; one more is refused until others are removed. */
export const MAX_PEERS = 10_000;
const ALIAS = /^[A-Za-z0-9][A-Za-z0-9._@-]*$/;
/** Whether `text` can be an alias: letters, digits and `._@-`, starting with a letter or digit, and no DID or address. */
export function isAlias(text) {
    return text.length <= MAX_ALIAS_CHARACTERS && ALIAS.test(text) && !/^[0-9a-f]{64}$/.test(text);
}
/** See the module comment. */
export class PeerBook {
    #store;
    #peers = new Map();
    /** One change at a time: each starts from what the one before has left. */
    #changing = new Mutex();
    constructor(store) {
        this.#store = store;
    }
    /** Reads the book from the store. @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none. */
    static async open(store) {
        const book = new PeerBook(store);
        for await (const [key, value] of store.scan('peer')) {
            const peer = readPeer(fromUtf8(key), value);
            book.#peers.set(peer.did, peer);
        }
        return book;
    }
    /** All peers. */
    all() {
        return [...this.#peers.values()];
    }
    /** The peer of that DID. */
    get(did) {
        return this.#peers.get(did);
    }
    /** The peer that is called exactly `alias`. */
    called(alias) {
        return alias === '' ? undefined : this.all().find((peer) => peer.alias === alias);
    }
    /**
     * The DID that a person means: a DID, a public key in hex, an alias, or the unambiguous start of one.
     *
     * @throws {TalosError} `E_AMBIGUOUS`, naming the candidates; `E_NOT_FOUND`; `E_BAD_DID`.
     */
    resolve(text) {
        if (text.startsWith('did:'))
            return parseDid(text);
        if (/^[0-9a-f]{64}$/.test(text))
            return didOfKey(fromHex(text));
        const peers = this.all().filter(({ alias }) => alias !== '' && alias.startsWith(text));
        const exact = peers.find(({ alias }) => alias === text);
        if (exact !== undefined)
            return exact.did;
        const [first, second] = peers;
        if (first === undefined || text === '')
            throw new TalosError('E_NOT_FOUND', 'no peer has this name', { hint: 'give an invitation, a DID or an alias' });
        if (second !== undefined)
            throw new TalosError('E_AMBIGUOUS', `the name fits ${peers.map(({ alias }) => alias).join(', ')}`);
        return first.did;
    }
    /**
     * Notes where a peer is and what it is called; durable when it resolves.
     *
     * @param alias - Taken where the peer has none yet and no other has it; otherwise a number is added.
     * @returns The peer as it is now.
     * @throws {TalosError} `E_LIMIT` beyond {@link MAX_PEERS}.
     */
    note(did, seen) {
        return this.#changing.run(async () => {
            const held = this.#held(did);
            const addresses = [...new Set([...(seen.addresses ?? []), ...held.addresses])].slice(0, MAX_ADDRESSES);
            const alias = held.alias || this.#freeAlias(seen.alias ?? '');
            const sequence = Math.max(seen.sequence ?? -1, held.sequence);
            const servers = seen.servers ?? held.servers;
            const peer = { ...held, alias, addresses, servers, sequence };
            if (this.#peers.has(did) && JSON.stringify(held) === JSON.stringify(peer))
                return held;
            return this.#put(peer);
        });
    }
    /**
     * Calls a peer `alias` from now on, whatever it was called; durable when it resolves.
     *
     * @throws {TalosError} `E_USAGE` where another peer is called so; `E_LIMIT` beyond {@link MAX_PEERS}.
     */
    call(did, alias) {
        return this.#changing.run(async () => {
            const holder = this.called(alias);
            if (holder !== undefined && holder.did !== did)
                throw new TalosError('E_USAGE', `another peer is called ${alias} already`, {
                    hint: 'choose another alias, or rename that peer first',
                });
            const held = this.#held(did);
            return held.alias === alias ? held : this.#put({ ...held, alias });
        });
    }
    /** Notes when the fingerprint of a peer was compared; durable when it resolves. */
    verified(did, atMs) {
        return this.#changing.run(() => this.#put({ ...this.#held(did), verifiedAtMs: atMs }));
    }
    /**
     * Notes that another identity was found in the place of a contact's; durable when it resolves. Changes nothing else,
     * and nothing at all of a peer without an alias.
     */
    async noteChange(did, offered) {
        await this.#changing.run(async () => {
            const held = this.#peers.get(did);
            if (held === undefined || held.alias === '' || offered.did === did)
                return;
            const before = held.changed?.did === offered.did ? held.changed.addresses : [];
            const found = [...new Set([...offered.addresses.map(endpointOf), ...before])].slice(0, MAX_ADDRESSES);
            const changed = { did: offered.did, addresses: found };
            if (JSON.stringify(held.changed) !== JSON.stringify(changed))
                await this.#put({ ...held, changed });
        });
    }
    /**
     * Ends a change, in one transaction: the contact keeps its identity, or its alias goes over to the one that was
     * found in its place, with the addresses where that was found. What was verified was so of the other identity.
     *
     * @param chosen - One of the two.
     * @returns Who has the alias now.
     * @throws {TalosError} `E_NOT_FOUND` where nothing was found in its place; `E_IDENTITY_MISMATCH` where `chosen` is
     *   neither; `E_USAGE` where it has an alias of its own.
     */
    settle(did, chosen) {
        return this.#changing.run(async () => {
            const held = this.#held(did);
            const { alias, changed } = held;
            if (chosen === did)
                return changed === undefined ? held : this.#put({ ...held, changed: undefined });
            if (changed === undefined)
                throw new TalosError('E_NOT_FOUND', `${alias} has the identity that is pinned`);
            if (chosen !== changed.did)
                throw new TalosError('E_IDENTITY_MISMATCH', `${alias} has another identity by now`, {
                    details: { pinned: did, offered: changed.did },
                });
            const next = this.#held(chosen);
            if (next.alias !== '')
                throw new TalosError('E_USAGE', `this identity is ${next.alias} already`, {
                    hint: `remove one of the two contacts, or keep the pinned identity of ${alias}`,
                });
            const addresses = [...new Set([...changed.addresses, ...next.addresses])].slice(0, MAX_ADDRESSES);
            const left = held.addresses.filter((address) => !changed.addresses.includes(endpointOf(address)));
            const before = { ...held, alias: '', addresses: left, verifiedAtMs: 0, changed: undefined };
            const after = { ...next, alias, addresses };
            await this.#store.apply([putOf(before), putOf(after)]);
            this.#peers.set(did, before).set(chosen, after);
            return after;
        });
    }
    /**
     * What was known of `from` is known of `to`, which goes on in its place, in one transaction: the alias, unless `to` has
     * one, the addresses, and what else was found there. Nobody has compared the new fingerprint yet.
     */
    async succeed(from, to) {
        await this.#changing.run(async () => {
            const held = this.#peers.get(from);
            if (held === undefined || (held.alias === '' && held.addresses.length === 0))
                return;
            const next = this.#held(to);
            // They name the key of before.
            const places = held.addresses.map(endpointOf);
            const addresses = [...new Set([...next.addresses, ...places])].slice(0, MAX_ADDRESSES);
            const changed = held.changed?.did === to ? undefined : held.changed;
            const before = { ...unknownPeer(from), sequence: held.sequence };
            const after = { ...next, alias: next.alias || held.alias, addresses, changed: next.changed ?? changed };
            await this.#store.apply([putOf(before), putOf(after)]);
            this.#peers.set(from, before).set(to, after);
        });
    }
    /** Forgets what a peer is called and where it is. An older certificate than one already seen is still refused. */
    forget(did) {
        return this.#changing.run(async () => {
            const held = this.#peers.get(did);
            if (held === undefined)
                return;
            if (held.sequence >= 0) {
                await this.#put({ ...unknownPeer(did), sequence: held.sequence });
                return;
            }
            await this.#store.apply([{ kind: 'delete', space: 'peer', key: utf8(did) }]);
            this.#peers.delete(did);
        });
    }
    /** The peer, or one of which nothing is known, where there is room for it. */
    #held(did) {
        const held = this.#peers.get(did);
        if (held === undefined && this.#peers.size >= MAX_PEERS)
            throw new TalosError('E_LIMIT', `more than ${MAX_PEERS} peers`);
        return held ?? unknownPeer(did);
    }
    async #put(peer) {
        await this.#store.apply([putOf(peer)]);
        this.#peers.set(peer.did, peer);
        return peer;
    }
    #freeAlias(wanted) {
        if (!isAlias(wanted))
            return '';
        const taken = new Set(this.all().map(({ alias }) => alias));
        if (!taken.has(wanted))
            return wanted;
        for (let n = 2; n < 1000; n++)
            if (!taken.has(`${wanted}-${n}`) && isAlias(`${wanted}-${n}`))
                return `${wanted}-${n}`;
        return '';
    }
}
function putOf(peer) {
    return { kind: 'put', space: 'peer', key: utf8(peer.did), value: writePeer(peer) };
}
