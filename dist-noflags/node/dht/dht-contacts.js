/**
 * The nodes of the DHT that this one knows: where each is, and whether it was found there. kad-dht's address book, in place of
 * libp2p's, which forgets a peer that is not connected and lets strangers fill it. What was found lies in the store, so that a
 * restart finds the network without anybody's help.
 *
 * Layout of the space `dht`: `0x02` → JSON `{v, nodes: [[peer id, multiaddr], …]}`, those found last.
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
import { fromUtf8, utf8 } from "../../base/bytes.js";
import { isTalosError } from "../../base/errors.js";
import { readArray, readInteger, readObject, readString } from "../../codec/fields.js";
import { canonicalBytes, parseJson } from "../../codec/json.js";
import { MAX_ADDRESS_CHARACTERS, parseAddress } from "../../net/address.js";
import { parsePeerId } from "../../net/peer-id.js";
import { compareDistance, kadIdOfPeer } from "./dht-distance.js";
/** Nodes whose addresses are kept; the one named longest ago makes room. */
export const MAX_DHT_CONTACTS = 4096;
/** Addresses of a node that are kept, of those that a stranger names. */
export const MAX_CONTACT_ADDRESSES = 4;
/** Nodes that the store keeps. */
export const MAX_DHT_NEIGHBOURS = 64;
const NEIGHBOURS = Uint8Array.of(2);
const MAX_NEIGHBOURS_BYTES = 64 * 1024;
/** See the module comment. */
export class DhtContacts {
    #policy;
    #contacts = new BoundedMap(MAX_DHT_CONTACTS);
    /** Those that were found, oldest first: strangers do not push these out. */
    #found = new BoundedMap(MAX_DHT_CONTACTS);
    #given = new Map();
    #isChanged = false;
    constructor(policy) {
        this.#policy = policy;
    }
    /** Reads the neighbours of last time, which count as found then. @throws {TalosError} `E_STORAGE…`. */
    async load(store) {
        const value = await store.get('dht', NEIGHBOURS);
        if (value === undefined)
            return;
        for (const [peerId, address] of readNeighbours(value))
            if (this.#policy.mayDial(address))
                this.found(peerId, address);
        this.#isChanged = false;
    }
    /** Writes the neighbours of this time. @throws {TalosError} `E_STORAGE…`. */
    async save(store) {
        if (!this.#isChanged)
            return;
        this.#isChanged = false;
        const nodes = [...this.#found].slice(-MAX_DHT_NEIGHBOURS).map(([peerId, { foundAt = '' }]) => [peerId, foundAt]);
        await store.apply([{ kind: 'put', space: 'dht', key: NEIGHBOURS, value: canonicalBytes({ v: 1, nodes }) }]);
    }
    /** Nodes that a person named: multiaddrs with `/p2p/…`, in place of those named before. */
    give(addresses) {
        this.#given.clear();
        for (const text of addresses) {
            const { peerId, text: whole } = parseAddress(text);
            if (peerId === undefined)
                continue;
            const place = whole.slice(0, whole.lastIndexOf('/p2p/'));
            const held = this.#given.get(peerId)?.addresses ?? [];
            this.#given.set(peerId, contactOf(peerId, [...held, place], { isGiven: true }));
        }
    }
    /** Ids of the nodes that a person named. */
    get given() {
        return [...this.#given.keys()];
    }
    /**
     * Takes where a stranger says that a node is.
     *
     * @returns Whether there is an address of it that may be dialled.
     */
    named(peerId, addresses) {
        if (this.#found.has(peerId) || this.#given.has(peerId))
            return true;
        const allowed = [...new Set(addresses.flatMap((text) => this.#read(peerId, text)))].slice(0, MAX_CONTACT_ADDRESSES);
        if (allowed.length === 0)
            return this.#contacts.has(peerId);
        this.#contacts.set(peerId, contactOf(peerId, allowed));
        return true;
    }
    #read(peerId, text) {
        try {
            const address = parseAddress(text);
            // A name would have to be looked up for a stranger; nodes are reached without a relay.
            if (address.family.startsWith('dns') || text.includes('/p2p-circuit') || (address.peerId ?? peerId) !== peerId)
                return [];
            const place = address.text.replace(/\/p2p\/[^/]*$/, '');
            return this.#policy.mayDial(place) ? [place] : [];
        }
        catch (error) {
            if (!isTalosError(error))
                throw error;
            return [];
        }
    }
    /** Notes that a node was found at `address`, by connecting to it. */
    found(peerId, address) {
        const others = (this.get(peerId)?.addresses ?? []).filter((each) => each !== address);
        const addresses = [address, ...others].slice(0, MAX_CONTACT_ADDRESSES);
        this.#found.set(peerId, contactOf(peerId, addresses, { foundAt: address }));
        this.#contacts.delete(peerId);
        this.#isChanged = true;
    }
    /** Notes that a node is where nobody said any more. */
    lost(peerId) {
        this.#contacts.delete(peerId);
        if (this.#found.delete(peerId))
            this.#isChanged = true;
    }
    /** What is known of a node. */
    get(peerId) {
        return this.#given.get(peerId) ?? this.#found.get(peerId) ?? this.#contacts.get(peerId);
    }
    /** Whether the node was found where it says it is. */
    isFound(peerId) {
        return this.#found.has(peerId);
    }
    /** Whether nobody is known to begin with. */
    get isEmpty() {
        return this.#given.size === 0 && this.#found.size === 0;
    }
    /** The nodes that were found, or that a person named, nearest to `kadId` first. */
    nearest(kadId, count) {
        const all = new Map([...this.#found, ...this.#given]);
        return [...all.values()].sort((a, b) => compareDistance(kadId, a.kadId, b.kadId)).slice(0, count);
    }
}
function contactOf(peerId, addresses, { foundAt, isGiven = false } = {}) {
    return { peerId, addresses, foundAt, isGiven, kadId: kadIdOfPeer(parsePeerId(peerId)) };
}
/** What cannot be read is no loss: the network is found as it was the first time. */
function readNeighbours(value) {
    try {
        if (value.length > MAX_NEIGHBOURS_BYTES)
            return [];
        const fields = readObject(parseJson(utf8(fromUtf8(value))), { required: ['v', 'nodes'] }, 'neighbours');
        readInteger(fields.v, 'v', { min: 1, max: 1 });
        return readArray(fields.nodes, 'nodes', { max: MAX_DHT_NEIGHBOURS }, (pair, name) => {
            const [peerId = '', address = ''] = readArray(pair, name, { max: 2 }, (text, each) => readString(text, each, { max: MAX_ADDRESS_CHARACTERS }));
            parsePeerId(peerId);
            return [peerId, parseAddress(address).text];
        });
    }
    catch (error) {
        if (!isTalosError(error))
            throw error;
        return [];
    }
}
