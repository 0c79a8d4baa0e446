/**
 * Messages of UPnP, by which a host finds its router and asks it for a port: what is needed of the UPnP Device Architecture 1.1
 * (search, description, control) and of the services WANIPConnection 1 and 2 and WANPPPConnection 1. PROTOCOL.md §6.15.
 *
 * What a router writes is data: of its documents the addresses of services are taken, and those lead to the router itself or
 * are refused.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
/** Where a search goes besides the router: UDA 1.1 §1.3.2. */
export declare const SSDP_GROUP = "239.255.255.250";
/** Port of searches. */
export declare const SSDP_PORT = 1900;
/** Most bytes of an answer to a search. */
export declare const MAX_SSDP_BYTES = 2048;
/** Most characters of an address that a router names. */
export declare const MAX_UPNP_URL_CHARACTERS = 512;
/** Services of one description that are asked, in its order. */
export declare const MAX_UPNP_SERVICES = 4;
/** What is searched for: a router of version 2 answers for version 1 too, or should. */
export declare const SSDP_TARGETS: readonly string[];
/** Another host has the port: AddPortMapping, WANIPConnection 1 §2.4.16. */
export declare const CONFLICT = 718;
/** The router knows no end of mappings: a life of 0 s, which is for ever, is the only one that it takes. */
export declare const ONLY_FOR_EVER = 725;
/** A place of a router that speaks HTTP. */
export interface HttpPlace {
    /** IPv4 address. */
    readonly host: string;
    readonly port: number;
    /** Begins with a slash. */
    readonly path: string;
}
/** A service of a router, which forwards ports. */
export interface UpnpService {
    /** The URN of it. */
    readonly type: string;
    readonly control: HttpPlace;
}
/** What a router says to a request. */
export type UpnpAnswer = {
    readonly kind: 'done';
    readonly values: ReadonlyMap<string, string>;
} | {
    readonly kind: 'fault';
    readonly code: number;
};
/** A search for `target`, sent to `host`. */
export declare function searchRequest(target: string, host: string): Bytes;
/**
 * Reads an answer to a search.
 *
 * @param from - The address that it came from.
 * @returns Where the description is; `undefined` for what is no answer to a search of ours, or names another host's place.
 */
export declare function readSearchAnswer(bytes: Uint8Array, from: string): HttpPlace | undefined;
/**
 * Reads the description of a router.
 *
 * @param place - Where it was read: what it names is looked for there.
 * @returns Its services that forward ports; none for one that has none.
 * @throws {TalosError} `E_MALFORMED`, `E_LIMIT`; `E_REFUSED` for one that would have another host asked.
 */
export declare function readDescription(bytes: Uint8Array, place: HttpPlace): readonly UpnpService[];
/** The body of a request to a service. @param values - Of ours alone: nothing in them is escaped. */
export declare function actionRequest(type: string, action: string, values: Readonly<Record<string, string | number>>): Bytes;
/**
 * Reads what a service answers to `action`.
 *
 * @throws {TalosError} `E_MALFORMED`, `E_LIMIT`.
 */
export declare function readActionAnswer(bytes: Uint8Array, action: string): UpnpAnswer;
/** What a fault means, for people. */
export declare function faultText(code: number): string;
