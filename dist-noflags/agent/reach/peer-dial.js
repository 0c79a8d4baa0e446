/**
 * From what a person calls a peer to a link to it.
 *
 * @module
 */
import { isTalosError, TalosError } from "../../base/errors.js";
import { didOfKey } from "../../identity/did.js";
import { isDialable, parseAddress } from "../../net/address.js";
import { parsePeerId } from "../../net/peer-id.js";
import { systemTimer } from "../../net/timer.js";
import { assertUnchanged, connectTo } from "../identity/identity-change.js";
import { AWAY_CODES } from "./peer-faults.js";
/**
 * The peer that `text` names: a multiaddr that ends in `/p2p/…`, which is noted, a DID, a public key in hex, an alias, or a
 * `did:web`.
 *
 * @throws {TalosError} what resolving throws; `E_USAGE` for an address without a peer id.
 */
export async function peerOf(core, text) {
    if (!text.startsWith('/'))
        return core.peer(text);
    const address = addressIn(text);
    if (address.peerId === undefined)
        throw new TalosError('E_USAGE', 'an address to connect to ends in /p2p/ and the id of the peer');
    if (!isDialable(address))
        throw new TalosError('E_USAGE', 'an address of this kind is not dialled');
    const peer = didOfKey(parsePeerId(address.peerId));
    await core.peers.note(peer, { addresses: [address.text] });
    return peer;
}
function addressIn(text) {
    try {
        return parseAddress(text);
    }
    catch (cause) {
        if (!isTalosError(cause, 'E_MALFORMED'))
            throw cause;
        throw new TalosError('E_USAGE', 'what begins with / is an address, and this is none', {
            cause,
            hint: 'an address looks like /ip4/192.0.2.7/tcp/8766/p2p/…; an invitation in a file is @FILE',
        });
    }
}
/**
 * How long a look for a peer is waited for whose addresses are known, in milliseconds: it may be back there any moment. The look
 * goes on, and what it finds is there for the next attempt.
 */
export const SEARCH_PATIENCE_MS = 1000;
/**
 * A link to `peer`, at the addresses that are known; where nobody answers there, at those that are found: at the first ones
 * that are, and at later, better ones beside them.
 *
 * @throws {TalosError} `E_UNREACHABLE` where nothing is known; `E_IDENTITY_CHANGED`; what `Host.connect` throws.
 */
export async function dialPeer(core, parts, purpose, peer, signal, known = core.peers.get(peer)?.addresses ?? []) {
    assertUnchanged(core.peers.get(peer));
    let failure = new TalosError('E_UNREACHABLE', 'no address of this peer is known', {
        hint: 'talos contacts add gives one; its prekey bundle, an invitation, a grant or a server that both know brings one',
    });
    if (known.length > 0)
        try {
            const target = { did: peer, addresses: known, onAttempt: parts.onAttempt };
            return await connectTo(core, await parts.host(), purpose, target, signal);
        }
        catch (error) {
            if (!isTalosError(error) || !AWAY_CODES.has(error.code))
                throw error;
            failure = error;
        }
    if (parts.search === undefined)
        throw failure;
    const host = await parts.host();
    const stop = new AbortController();
    const abort = () => stop.abort(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted === true)
        abort();
    try {
        const attempts = new Attempts((found) => connectTo(core, host, purpose, { did: peer, ...found, onAttempt: parts.onAttempt }, stop.signal).then((link) => ({
            link,
            found,
        })));
        const patienceMs = known.length > 0 ? SEARCH_PATIENCE_MS : undefined;
        const search = await parts.search(peer, stop.signal);
        const { link, found } = await attempts.first(search, new Set(known), { failure, patienceMs });
        await core.peers.note(peer, { addresses: found.addresses });
        return link;
    }
    finally {
        signal?.removeEventListener('abort', abort);
        stop.abort(new TalosError('E_CLOSED', 'the peer answered at another address'));
    }
}
/** Dials what is found, while the search goes on; the first that answers is kept. */
class Attempts {
    #dial;
    #isOver = false;
    #running = 0;
    constructor(dial) {
        this.#dial = dial;
    }
    /** @throws {TalosError} `failure`, or what the last attempt failed with. */
    first(search, tried, { failure, patienceMs }) {
        let cancel = () => { };
        return new Promise((resolve, reject) => {
            let last = failure;
            let isSearching = true;
            const fail = (error) => {
                this.#isOver = true;
                reject(error);
            };
            const look = () => {
                if (this.#running > 0)
                    return;
                // What was found so far does not lead there.
                search.more();
                if (!isSearching)
                    fail(last);
            };
            const attempt = async (found) => {
                this.#running++;
                try {
                    const linked = await this.#dial(found);
                    if (this.#isOver)
                        return await linked.link.close();
                    this.#isOver = true;
                    resolve(linked);
                }
                catch (error) {
                    last = error;
                    if (!isTalosError(error) || !AWAY_CODES.has(error.code))
                        fail(error);
                }
                finally {
                    this.#running--;
                    if (!this.#isOver)
                        look();
                }
            };
            const searching = async () => {
                for await (const { addresses: all, mayDial } of search.found) {
                    if (this.#isOver)
                        return;
                    const addresses = all.filter((address) => !tried.has(address));
                    for (const address of addresses)
                        tried.add(address);
                    if (addresses.length > 0)
                        void attempt({ addresses, mayDial });
                    else
                        look();
                }
                isSearching = false;
                if (!this.#isOver)
                    look();
            };
            if (patienceMs !== undefined)
                cancel = systemTimer.after(patienceMs, () => {
                    isSearching = false;
                    if (!this.#isOver)
                        look();
                });
            searching().catch(fail);
        }).finally(() => cancel());
    }
}
