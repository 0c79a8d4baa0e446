import { type Did } from '../../identity/did.ts';
import type { Store } from '../../storage/store.ts';
import { type OfferedIdentity, type Peer } from './peer-record.ts';
/** Peers kept; one more is refused until others are removed. */
export declare const MAX_PEERS = 10000;
/** Whether `text` can be an alias: letters, digits and `._@-`, starting with a letter or digit, and no DID or address. */
export declare function isAlias(text: string): boolean;
/** See the module comment. */
export declare class PeerBook {
    #private;
    private constructor();
    /** Reads the book from the store. @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none. */
    static open(store: Store): Promise<PeerBook>;
    /** All peers. */
    all(): readonly Peer[];
    /** The peer of that DID. */
    get(did: Did): Peer | undefined;
    /** The peer that is called exactly `alias`. */
    called(alias: string): Peer | undefined;
    /**
     * The DID that a person means: a DID, a public key in hex, an alias, or the unambiguous start of one.
     *
     * @throws {TalosError} `E_AMBIGUOUS`, naming the candidates; `E_NOT_FOUND`; `E_BAD_DID`.
     */
    resolve(text: string): Did;
    /**
     * Notes where a peer is and what it is called; durable when it resolves.
     *
     * @param alias - Taken where the peer has none yet and no other has it; otherwise a number is added.
     * @returns The peer as it is now.
     * @throws {TalosError} `E_LIMIT` beyond {@link MAX_PEERS}.
     */
    note(did: Did, seen: Partial<Pick<Peer, 'addresses' | 'servers' | 'alias' | 'sequence'>>): Promise<Peer>;
    /**
     * Calls a peer `alias` from now on, whatever it was called; durable when it resolves.
     *
     * @throws {TalosError} `E_USAGE` where another peer is called so; `E_LIMIT` beyond {@link MAX_PEERS}.
     */
    call(did: Did, alias: string): Promise<Peer>;
    /** Notes when the fingerprint of a peer was compared; durable when it resolves. */
    verified(did: Did, atMs: number): Promise<Peer>;
    /**
     * Notes that another identity was found in the place of a contact's; durable when it resolves. Changes nothing else,
     * and nothing at all of a peer without an alias.
     */
    noteChange(did: Did, offered: OfferedIdentity): Promise<void>;
    /**
     * Ends a change, in one transaction: the contact keeps its identity, or its alias goes over to the one that was
     * found in its place, with the addresses where that was found. What was verified was so of the other identity.
     *
     * @param chosen - One of the two.
     * @returns Who has the alias now.
     * @throws {TalosError} `E_NOT_FOUND` where nothing was found in its place; `E_IDENTITY_MISMATCH` where `chosen` is
     *   neither; `E_USAGE` where it has an alias of its own.
     */
    settle(did: Did, chosen: Did): Promise<Peer>;
    /**
     * What was known of `from` is known of `to`, which goes on in its place, in one transaction: the alias, unless `to` has
     * one, the addresses, and what else was found there. Nobody has compared the new fingerprint yet.
     */
    succeed(from: Did, to: Did): Promise<void>;
    /** Forgets what a peer is called and where it is. An older certificate than one already seen is still refused. */
    forget(did: Did): Promise<void>;
}
