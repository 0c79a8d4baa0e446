import { type Did } from '../../identity/did.ts';
/** Longest alias, in characters. */
export declare const MAX_ALIAS_CHARACTERS = 64;
/** An identity that was found in the place of a contact's. */
export interface OfferedIdentity {
    readonly did: Did;
    /** Multiaddrs without `/p2p/…` where it was found. */
    readonly addresses: readonly string[];
}
/** A peer. */
export interface Peer {
    readonly did: Did;
    /** Unique here; `""` where there is none. */
    readonly alias: string;
    /** Multiaddrs, the one that worked last first. */
    readonly addresses: readonly string[];
    /** Registries that an invitation of the peer named: multiaddrs with `/p2p/…`. */
    readonly servers: readonly string[];
    /** Highest certificate sequence seen; −1 before the first. PROTOCOL.md §4.2. */
    readonly sequence: number;
    /** When its fingerprint was compared, milliseconds since 1970; 0 where it was not. */
    readonly verifiedAtMs: number;
    /** The identity that was found in its place; undefined where none was. Of peers with an alias alone. */
    readonly changed: OfferedIdentity | undefined;
}
/** A peer of which nothing is known but its DID. */
export declare function unknownPeer(did: Did): Peer;
/** The record of a peer, version 2. */
export declare function writePeer({ alias, addresses, servers, sequence, verifiedAtMs, changed }: Peer): Uint8Array;
/**
 * Reads the record of a peer: version 2, or version 1, which knew of no verification and no change.
 *
 * @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none.
 */
export declare function readPeer(did: string, value: Uint8Array): Peer;
