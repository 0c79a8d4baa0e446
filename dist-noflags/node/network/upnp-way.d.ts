import { type PortGrant, type PortWay, type PortWish } from './port-way.ts';
/** Answers to one search that are looked at. */
export declare const MAX_SSDP_ANSWERS = 16;
/** Ports outside that are tried, where others have them. */
export declare const MAX_PORT_TRIES = 4;
/** Milliseconds for which better answers are waited for after a bad one: routers may take one (`MX`), and some have several. */
export declare const SSDP_MORE_MS = 1500;
/** What a search is made with. */
export interface UpnpParts {
    /** {@link SSDP_MORE_MS} by default. */
    readonly moreMs?: number;
    /** Where it goes: to the group and the router itself, at their port, by default. */
    readonly searchAt?: readonly {
        readonly host: string;
        readonly port: number;
    }[];
}
/** See the module comment. */
export declare class UpnpWay implements PortWay {
    #private;
    readonly name = "UPnP";
    constructor(parts?: UpnpParts);
    /** See {@link PortWay.ask}. */
    ask(wish: PortWish, signal: AbortSignal): Promise<PortGrant>;
}
