/**
 * The servers that this agent has registered with: where they are, and the key that each is pinned to.
 *
 * Layout of the space `server`: `DID` → canonical JSON `{ v, addresses, mailbox, prekey, info?, listing? }`.
 *
 * @module
 */
import { fromUtf8, utf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { Mutex } from "../../base/lifetime.js";
import { readArray, readBoolean, readInteger, readObject, readString } from "../../codec/fields.js";
import { canonicalBytes, parseJson } from "../../codec/json.js";
import { isDid, keyOfDid } from "../../identity/did.js";
import { MAX_ADDRESS_CHARACTERS, MAX_ADDRESSES, parseAddress, withPeerId } from "../../net/address.js";
import { formatPeerId } from "../../net/peer-id.js";
import { LISTED, NO_INFO, readInfo } from "../../registry/api.js";
/** Servers that an agent registers with at a time: as many as its record may name mailboxes. */
export const MAX_SERVERS = 4;
/** A server before anything is known of it. */
export const NEW_SERVER = {
    mailbox: false,
    prekeyId: -1,
    info: NO_INFO,
    listing: LISTED,
};
/** See the module comment. */
export class ServerBook {
    #store;
    #servers = new Map();
    #turns = new Mutex();
    constructor(store) {
        this.#store = store;
    }
    /** Reads the book. @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none. */
    static async open(store) {
        const book = new ServerBook(store);
        for await (const [key, value] of store.scan('server')) {
            const server = readServer(fromUtf8(key), value);
            book.#servers.set(server.did, server);
        }
        return book;
    }
    /** All servers. */
    all() {
        return [...this.#servers.values()];
    }
    /** The server of that key. */
    get(did) {
        return this.#servers.get(did);
    }
    /** The server that was used at `address`, a multiaddr without `/p2p/…`. */
    at(address) {
        return this.all().find(({ addresses }) => addresses.includes(address));
    }
    /**
     * Whoever proved `did` may be the server at `address`, a multiaddr without `/p2p/…`.
     *
     * @param isNamed - Whether a person has named it by its key, which decides.
     * @throws {TalosError} `E_IDENTITY_CHANGED` where another one is pinned there.
     */
    assertPinned(address, did, isNamed) {
        const pinned = this.at(address);
        if (pinned === undefined || pinned.did === did || isNamed)
            return;
        throw new TalosError('E_IDENTITY_CHANGED', 'another server answers at this address than the one that is pinned', {
            details: { pinned: pinned.did, offered: did },
            hint: 'where that is right, name the new one by its key: --server /ip4/…/tcp/…/p2p/…',
        });
    }
    /**
     * All servers as they are once `server` is kept. Another one that was at one of its addresses is none of them: it is not
     * there any more.
     *
     * @throws {TalosError} `E_LIMIT` beyond {@link MAX_SERVERS}.
     */
    with(server) {
        const held = this.#servers.get(server.did);
        const addresses = [...new Set([...server.addresses, ...(held?.addresses ?? [])])].slice(0, MAX_ADDRESSES);
        const others = this.all().filter((other) => other.did !== server.did && !other.addresses.some((each) => addresses.includes(each)));
        if (held === undefined && others.length >= MAX_SERVERS)
            throw new TalosError('E_LIMIT', `an agent registers with at most ${MAX_SERVERS} servers`);
        return [...others, { ...server, addresses }];
    }
    /**
     * Keeps a server, by its key; durable when it resolves. What {@link ServerBook.with} leaves out is forgotten.
     *
     * @throws {TalosError} `E_LIMIT` beyond {@link MAX_SERVERS}; `E_STORAGE…`. Nothing is changed then.
     */
    keep(server) {
        return this.#turns.run(async () => {
            const all = this.with(server);
            const kept = all.find(({ did }) => did === server.did) ?? server;
            const left = this.all().filter(({ did }) => all.every((each) => each.did !== did));
            await this.#store.apply([
                put(kept),
                ...left.map(({ did }) => ({ kind: 'delete', space: 'server', key: utf8(did) })),
            ]);
            for (const { did } of left)
                this.#servers.delete(did);
            this.#servers.set(kept.did, kept);
            return kept;
        });
    }
    /** Notes the signed prekey of the bundles that a server was given, where it is kept still; durable when it resolves. */
    offered(did, prekeyId) {
        return this.#change(did, { prekeyId });
    }
    /** Notes what a server says of itself now, where it is kept still; durable when it resolves. */
    async said(did, info) {
        const { name, offers } = this.#servers.get(did)?.info ?? info;
        if (name !== info.name || offers.join() !== info.offers.join())
            await this.#change(did, { info });
    }
    #change(did, changes) {
        return this.#turns.run(async () => {
            const held = this.#servers.get(did);
            if (held === undefined)
                return;
            const kept = { ...held, ...changes };
            await this.#store.apply([put(kept)]);
            this.#servers.set(did, kept);
        });
    }
}
function put({ did, addresses, mailbox, prekeyId, info: { name, offers }, listing }) {
    const value = canonicalBytes({
        v: 1,
        addresses,
        mailbox,
        prekey: prekeyId,
        info: { name, offers },
        listing: { name: listing.name, unlisted: listing.isUnlisted },
    });
    return { kind: 'put', space: 'server', key: utf8(did), value };
}
/** The addresses of a server with its key, as an agent record names a mailbox. */
export function namedAddresses({ did, addresses }) {
    const peerId = formatPeerId(keyOfDid(did));
    return addresses.map((address) => withPeerId(parseAddress(address), peerId));
}
const INFO_SHAPE = { required: ['name', 'offers'] };
const SHAPE = { required: ['v', 'addresses', 'mailbox', 'prekey'], optional: ['info', 'listing'] };
const LISTING_SHAPE = { required: ['name', 'unlisted'] };
function readServer(did, value) {
    try {
        if (!isDid(did))
            throw new TalosError('E_BAD_DID', 'the key of a server is no DID');
        const fields = readObject(parseJson(value), SHAPE, 'server');
        readInteger(fields.v, 'v', { min: 1, max: 1 });
        const addresses = readArray(fields.addresses, 'addresses', { max: MAX_ADDRESSES }, (address, name) => parseAddress(readString(address, name, { max: MAX_ADDRESS_CHARACTERS })).text);
        return {
            did,
            addresses,
            mailbox: readBoolean(fields.mailbox, 'mailbox'),
            prekeyId: readInteger(fields.prekey, 'prekey', { min: -1 }),
            info: fields.info === undefined ? NO_INFO : readInfo(readObject(fields.info, INFO_SHAPE, 'info')),
            listing: fields.listing === undefined ? LISTED : readListing(fields.listing),
        };
    }
    catch (cause) {
        throw new TalosError('E_STORAGE_CORRUPT', 'a server of the store cannot be read', { cause });
    }
}
function readListing(value) {
    const { name, unlisted } = readObject(value, LISTING_SHAPE, 'listing');
    return { name: readString(name, 'listing.name'), isUnlisted: readBoolean(unlisted, 'listing.unlisted') };
}
