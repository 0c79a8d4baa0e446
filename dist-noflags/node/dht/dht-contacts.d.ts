import type { AddressPolicy } from '../../net/address-policy.ts';
import type { Store } from '../../storage/store.ts';
/** Nodes whose addresses are kept; the one named longest ago makes room. */
export declare const MAX_DHT_CONTACTS = 4096;
/** Addresses of a node that are kept, of those that a stranger names. */
export declare const MAX_CONTACT_ADDRESSES = 4;
/** Nodes that the store keeps. */
export declare const MAX_DHT_NEIGHBOURS = 64;
/** A node. */
export interface Contact {
    readonly peerId: string;
    /** Where it lies. */
    readonly kadId: Uint8Array;
    /** Multiaddrs without `/p2p/…`, the one where it was found first. */
    readonly addresses: readonly string[];
    /** The address where it was found; undefined before that. */
    readonly foundAt: string | undefined;
    /** Whether a person named it. */
    readonly isGiven: boolean;
}
/** See the module comment. */
export declare class DhtContacts {
    #private;
    constructor(policy: AddressPolicy);
    /** Reads the neighbours of last time, which count as found then. @throws {TalosError} `E_STORAGE…`. */
    load(store: Store): Promise<void>;
    /** Writes the neighbours of this time. @throws {TalosError} `E_STORAGE…`. */
    save(store: Store): Promise<void>;
    /** Nodes that a person named: multiaddrs with `/p2p/…`, in place of those named before. */
    give(addresses: readonly string[]): void;
    /** Ids of the nodes that a person named. */
    get given(): readonly string[];
    /**
     * Takes where a stranger says that a node is.
     *
     * @returns Whether there is an address of it that may be dialled.
     */
    named(peerId: string, addresses: readonly string[]): boolean;
    /** Notes that a node was found at `address`, by connecting to it. */
    found(peerId: string, address: string): void;
    /** Notes that a node is where nobody said any more. */
    lost(peerId: string): void;
    /** What is known of a node. */
    get(peerId: string): Contact | undefined;
    /** Whether the node was found where it says it is. */
    isFound(peerId: string): boolean;
    /** Whether nobody is known to begin with. */
    get isEmpty(): boolean;
    /** The nodes that were found, or that a person named, nearest to `kadId` first. */
    nearest(kadId: Uint8Array, count: number): readonly Contact[];
}
