/**
 * The peer book as its owner writes in it: aliases are chosen here, never by a peer.
 *
 * @module
 */
import { TalosError } from "../../base/errors.js";
import { isDid, keyOfDid, parseDid } from "../../identity/did.js";
import { isWebDid } from "../../identity/did-web.js";
import { fingerprintOf, isFingerprint } from "../../identity/fingerprint.js";
import { isDialable, parseAddresses } from "../../net/address.js";
import { formatPeerId } from "../../net/peer-id.js";
import { identityChanged } from "../identity/identity-change.js";
import { isAlias } from "./peer-book.js";
import { unknownPeer } from "./peer-record.js";
/** See the module comment. */
export class Contacts {
    #core;
    #onSettled;
    /** @param onSettled - Told when messages may go to a peer again. */
    constructor(core, onSettled) {
        this.#core = core;
        this.#onSettled = onSettled;
    }
    get #book() {
        return this.#core.peers;
    }
    get #self() {
        return this.#core.identity.did;
    }
    async peers() {
        return this.#book.all().map(viewOf);
    }
    async add({ did: text, alias, addresses }) {
        const did = isWebDid(text) ? await this.#core.peer(text) : parseDid(text);
        if (did === this.#self)
            throw new TalosError('E_USAGE', 'this is the own identity');
        assertAlias(alias);
        const parsed = parseAddresses(addresses);
        const own = formatPeerId(keyOfDid(did));
        const wrong = parsed.find((each) => !isDialable(each) || (each.peerId !== undefined && each.peerId !== own));
        if (wrong !== undefined)
            throw new TalosError('E_USAGE', `not an address of this peer: ${wrong.text}`, {
                hint: 'an address looks like /ip4/192.0.2.7/tcp/8766',
            });
        const pinned = this.#book.called(alias);
        // What is typed is no proof of anything: the contact stays as it is, and messages go on to it.
        if (pinned !== undefined && pinned.did !== did)
            throw new TalosError('E_EXISTS', `${alias} is pinned as ${pinned.did} already`, {
                details: { alias, pinned: pinned.did, offered: did },
                hint: `talos contacts remove ${alias} lets go of that one; another alias keeps both`,
            });
        // The alias first: one that is taken must leave everything as it was.
        await this.#book.call(did, alias);
        return viewOf(await this.#book.note(did, { addresses: parsed.map((each) => each.text) }));
    }
    async rename({ peer, alias }) {
        assertAlias(alias);
        return viewOf(await this.#book.call(this.#known(peer), alias));
    }
    async remove(peer) {
        const did = this.#known(peer);
        const held = this.#book.get(did);
        await this.#book.forget(did);
        return viewOf(held ?? unknownPeer(did));
    }
    async fingerprint(text) {
        const peer = this.#exactly(text);
        const fingerprint = this.#fingerprint(peer.did);
        const { changed } = peer;
        const offered = changed && fingerprintView(changed.did, this.#fingerprint(changed.did));
        return {
            peer: viewOf(peer),
            fingerprint: fingerprintView(peer.did, fingerprint),
            ...(offered === undefined ? {} : { offered }),
        };
    }
    async verify({ peer: text, given }) {
        const peer = this.#exactly(text);
        const { did, changed } = peer;
        if (isFingerprint(this.#fingerprint(did), given))
            return viewOf(await this.#book.verified(did, this.#core.clock.now()));
        if (changed !== undefined && isFingerprint(this.#fingerprint(changed.did), given))
            throw identityChanged(peer, changed.did);
        throw new TalosError('E_IDENTITY_MISMATCH', 'this is not the fingerprint of the own identity and this peer', {
            details: { peer: did },
            hint: 'each side must read it from its own terminal; if it differs, somebody may stand in between',
        });
    }
    async accept({ peer: text, did }) {
        if (isWebDid(text)) {
            const chosen = parseDid(did);
            await this.#core.names.settle(text, chosen);
            return viewOf(this.#book.get(chosen) ?? unknownPeer(chosen));
        }
        const peer = this.#exactly(text);
        if (peer.alias === '')
            throw new TalosError('E_NOT_FOUND', 'this peer has no alias');
        const settled = await this.#book.settle(peer.did, parseDid(did));
        await this.#onSettled(settled.did);
        return viewOf(settled);
    }
    #fingerprint(did) {
        return fingerprintOf(this.#self, did);
    }
    /** A known peer by its DID or its whole alias: the beginning of a name never is enough to trust anybody. */
    #exactly(text) {
        const named = isWebDid(text) ? this.#core.names.pinned(text) : text;
        const peer = isDid(named) ? this.#book.get(named) : this.#book.called(named);
        if (peer === undefined)
            throw new TalosError('E_NOT_FOUND', 'no peer has exactly this name', {
                hint: 'talos peers lists those who are known; name one by its whole alias, or in full',
            });
        return peer;
    }
    #known(text) {
        const did = this.#core.known(text);
        if (this.#book.get(did) === undefined)
            throw new TalosError('E_NOT_FOUND', 'this peer is not known here', { hint: 'talos peers lists those who are' });
        return did;
    }
}
function assertAlias(alias) {
    if (!isAlias(alias))
        throw new TalosError('E_USAGE', 'an alias has letters, digits and ._@-, at most 64, and starts with one of the first');
}
function viewOf({ did, alias, addresses, verifiedAtMs, changed }) {
    const view = { did, alias, addresses, verified: verifiedAtMs > 0 };
    return {
        ...view,
        ...(verifiedAtMs > 0 ? { verifiedAtMs } : {}),
        ...(changed === undefined ? {} : { changed: changed.did }),
    };
}
function fingerprintView(did, { words, text }) {
    return { did, words, text };
}
