/**
 * The requests and answers of a registry: what their fields are. PROTOCOL.md §6.5.
 *
 * ```text
 *   register { record, name?, unlisted? } → { left }
 *   offer    { last?, single, add? }     → { left }
 *   lookup   { did }                     → { record }
 *   bundle   { did }                     → { bundle }
 *   info     { }                         → { name, offers }
 *   list     { after?, limit }           → { peers: [{ did, name, seen, connected }], more }
 *   low      { left }                      unasked, to an agent of which little is left
 * ```
 *
 * Records and bundles are bytes here: both ends verify them by themselves.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
import type { CborMap } from '../codec/cbor.ts';
import { type Did } from '../identity/did.ts';
/** The operations, and what the registry says unasked. */
export declare const REGISTRY_OPERATIONS: {
    readonly register: "register";
    readonly offer: "offer";
    readonly lookup: "lookup";
    readonly bundle: "bundle";
    readonly info: "info";
    readonly list: "list";
    readonly low: "low";
};
/** What a server can say of itself that it offers; others may come, which agents that do not know them ignore. */
export declare const SERVER_OFFERS: {
    readonly registry: "registry";
    readonly mailbox: "mailbox";
    /** Circuit relay v2. */
    readonly relay: "relay";
    /** It takes part in the DHT, and lets others in. */
    readonly dht: "dht";
    /** It tells agents whether they are reached from there. */
    readonly reach: "reach";
};
/** One of {@link SERVER_OFFERS}. */
export type ServerOffer = keyof typeof SERVER_OFFERS;
/** Whether `text` is one of {@link SERVER_OFFERS}. */
export declare function isOffer(text: string): text is ServerOffer;
/** Most offers that a server names, whatever they are. */
export declare const MAX_SERVER_OFFERS = 16;
/** What a server says of itself. Nothing in it is proved. */
export interface ServerInfo {
    /** For people; `""` where it has none. */
    readonly name: string;
    /** Those of {@link SERVER_OFFERS} that this version knows. */
    readonly offers: readonly ServerOffer[];
}
/** Bundles that an agent hands in. */
export interface BundleOffer {
    /** What is given where no single-use bundle is left: it has no one-time prekeys. May be absent where it adds. */
    readonly last?: Uint8Array | undefined;
    /** Each is given once; at most {@link MAX_STOCK_BUNDLES}. */
    readonly single: readonly Uint8Array[];
    /** Whether these come to those that are there, which otherwise they replace. */
    readonly add?: boolean;
}
/** How an agent is in the list of a registry. */
export interface Listing {
    /** Whether it is not in it. */
    readonly isUnlisted: boolean;
    /** What it calls itself there; `""` where it has no name. */
    readonly name: string;
}
/** How an agent is listed that says nothing about it. */
export declare const LISTED: Listing;
/** An agent in the list of a registry. */
export interface ListedPeer {
    readonly did: Did;
    /** What it calls itself, which proves nothing; `""` where it has no name. */
    readonly name: string;
    /** When it was there last, milliseconds since 1970. */
    readonly seenMs: number;
    readonly isConnected: boolean;
}
/** A request to register. @throws {TalosError} `E_MALFORMED`; `E_LIMIT`. */
export declare function readRegister(fields: CborMap): {
    readonly record: Bytes;
    readonly listing: Listing;
};
/** Which part of the list is asked for. @throws {TalosError} `E_MALFORMED`; `E_BAD_DID`. */
export declare function readList(fields: CborMap): {
    readonly after: Did | undefined;
    readonly limit: number;
};
/** A page as it is answered. */
export declare function writePage(peers: readonly ListedPeer[], isMore: boolean): CborMap;
/** A page of an answer: at most `limit`, no two of one agent. @throws {TalosError} `E_MALFORMED`; `E_BAD_DID`. */
export declare function readPage(fields: CborMap, limit: number): {
    readonly peers: readonly ListedPeer[];
    readonly isMore: boolean;
};
/** The bundles of an offer. @throws {TalosError} `E_MALFORMED`; `E_LIMIT` for a bundle that is too long. */
export declare function readOffer(fields: CborMap): {
    last: Bytes | undefined;
    single: readonly Bytes[];
    add: boolean;
};
/** The agent that is asked about. @throws {TalosError} `E_MALFORMED`; `E_BAD_DID`. */
export declare function readSubject(fields: CborMap): Did;
/** How many single-use bundles are left, of an answer or of what is said unasked. @throws {TalosError} `E_MALFORMED`. */
export declare function readLeft(fields: CborMap): number;
/** The record of an answer. @throws {TalosError} `E_MALFORMED`; `E_LIMIT`. */
export declare function readLookedUp(fields: CborMap): Bytes;
/** The bundle of an answer. @throws {TalosError} `E_MALFORMED`; `E_LIMIT`. */
export declare function readTaken(fields: CborMap): Bytes;
/** What a server that says nothing of itself is taken for. */
export declare const NO_INFO: ServerInfo;
/** What the answer to `info` says; fields and offers that this version does not know are ignored. @throws {TalosError} `E_MALFORMED`. */
export declare function readInfo(fields: Readonly<Record<string, unknown>>): ServerInfo;
