import type { ComparedPeer, PeerView } from '../api/message-api.ts';
import { type ClientContext } from './client-context.ts';
/** What is noted of a peer besides its name. */
export interface ContactOptions {
    /** Multiaddrs, such as `/ip4/192.0.2.7/tcp/8766`. */
    readonly addresses?: readonly string[];
}
/** See the module comment. A peer is named by its DID, its libp2p peer id, its alias, or an unambiguous beginning of that. */
export declare class ClientContacts {
    #private;
    /** Made by the client. */
    constructor(context: ClientContext);
    /** The peers that have an alias. */
    list(): Promise<readonly PeerView[]>;
    /** All peers that are known here. */
    peers(): Promise<readonly PeerView[]>;
    /** The DID of a peer that is known: nobody is asked. @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`. */
    did(peer: string): Promise<string>;
    /**
     * Calls a peer `alias` from now on; its identity is pinned to that name.
     *
     * @param peer - Its DID, a `did:web`, or its libp2p peer id.
     * @throws {RangeError} for an alias or an address that cannot be.
     * @throws {TalosError} `E_EXISTS` for an alias that is pinned to another peer; `E_BAD_DID`; `E_IDENTITY_CHANGED`.
     */
    add(alias: string, peer: string, options?: ContactOptions): Promise<PeerView>;
    /** Gives a peer another alias. @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`; {RangeError} for an alias that is none. */
    rename(peer: string, alias: string): Promise<PeerView>;
    /** Forgets the alias and the addresses of a peer. @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`. */
    remove(peer: string): Promise<PeerView>;
    /** What to compare with a peer, over another way. @param peer - Its DID, or its whole alias. @throws {TalosError} `E_NOT_FOUND`. */
    fingerprint(peer: string): Promise<ComparedPeer>;
    /**
     * Marks a peer as verified, durably.
     *
     * @param peer - Its DID, or its whole alias.
     * @param given - What the other side read out: the 12 words, or the text of its QR code.
     * @throws {TalosError} `E_NOT_FOUND`; `E_IDENTITY_MISMATCH` for a fingerprint of others; `E_IDENTITY_CHANGED`.
     */
    verify(peer: string, given: string): Promise<PeerView>;
    /**
     * Settles a change of identity: the alias goes over to the identity that was found in its place, or stays.
     *
     * @param peer - The contact, by its DID or its whole alias.
     * @param did - Which of the two to go on with.
     * @throws {TalosError} `E_NOT_FOUND` where nothing was found in its place; `E_IDENTITY_MISMATCH` for a third identity.
     */
    accept(peer: string, did: string): Promise<PeerView>;
}
