/**
 * The peers that a client knows, and what their owner calls them: `client.contacts`.
 *
 * @module
 */
import { assertText, membersOf } from "../../base/caller-mistakes.js";
import { didOf, peerText } from "./client-context.js";
/** See the module comment. A peer is named by its DID, its libp2p peer id, its alias, or an unambiguous beginning of that. */
export class ClientContacts {
    #context;
    /** Made by the client. */
    constructor(context) {
        this.#context = context;
    }
    /** The peers that have an alias. */
    async list() {
        return (await this.peers()).filter(({ alias }) => alias !== '');
    }
    /** All peers that are known here. */
    peers() {
        return this.#context.ask((agent) => agent.contacts.peers());
    }
    /** The DID of a peer that is known: nobody is asked. @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`. */
    did(peer) {
        return this.#context.ask((agent) => agent.identities.peer({ peer: peerText(peer) }));
    }
    /**
     * Calls a peer `alias` from now on; its identity is pinned to that name.
     *
     * @param peer - Its DID, a `did:web`, or its libp2p peer id.
     * @throws {RangeError} for an alias or an address that cannot be.
     * @throws {TalosError} `E_EXISTS` for an alias that is pinned to another peer; `E_BAD_DID`; `E_IDENTITY_CHANGED`.
     */
    add(alias, peer, options = {}) {
        return this.#context.ask((agent) => {
            assertText(alias, 'alias');
            const did = peerText(peer);
            const { addresses = [] } = membersOf(options, 'options', { addresses: 'texts?' });
            return agent.contacts.add({ did, alias, addresses });
        });
    }
    /** Gives a peer another alias. @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`; {RangeError} for an alias that is none. */
    rename(peer, alias) {
        return this.#context.ask((agent) => {
            assertText(alias, 'alias');
            return agent.contacts.rename({ peer: peerText(peer), alias });
        });
    }
    /** Forgets the alias and the addresses of a peer. @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`. */
    remove(peer) {
        return this.#context.ask((agent) => agent.contacts.remove(peerText(peer)));
    }
    /** What to compare with a peer, over another way. @param peer - Its DID, or its whole alias. @throws {TalosError} `E_NOT_FOUND`. */
    fingerprint(peer) {
        return this.#context.ask((agent) => agent.contacts.fingerprint(peerText(peer)));
    }
    /**
     * Marks a peer as verified, durably.
     *
     * @param peer - Its DID, or its whole alias.
     * @param given - What the other side read out: the 12 words, or the text of its QR code.
     * @throws {TalosError} `E_NOT_FOUND`; `E_IDENTITY_MISMATCH` for a fingerprint of others; `E_IDENTITY_CHANGED`.
     */
    verify(peer, given) {
        return this.#context.ask((agent) => {
            assertText(given, 'given');
            return agent.contacts.verify({ peer: peerText(peer), given });
        });
    }
    /**
     * Settles a change of identity: the alias goes over to the identity that was found in its place, or stays.
     *
     * @param peer - The contact, by its DID or its whole alias.
     * @param did - Which of the two to go on with.
     * @throws {TalosError} `E_NOT_FOUND` where nothing was found in its place; `E_IDENTITY_MISMATCH` for a third identity.
     */
    accept(peer, did) {
        return this.#context.ask((agent) => agent.contacts.accept({ peer: peerText(peer), did: didOf(did) }));
    }
}
