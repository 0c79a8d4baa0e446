import type { Address } from '../../net/address.ts';
/** Seconds for which a router is asked to forward a port, as RFC 6886 §3.3 recommends; asked again after half of it. */
export declare const MAPPING_LIFE_S = 7200;
/** Milliseconds that a router gets to answer, by one way or all of them. */
export declare const MAPPING_TIMEOUT_MS = 8000;
/** What is wanted of a router. */
export interface PortWish {
    /** Where is listened: an IPv4 address of a private network. */
    readonly own: Address;
    /** The port outside that is wanted; another one may be given. */
    readonly outside: number;
    /** IPv4 address of the router that packets for elsewhere go to; `undefined` where the system does not tell it. */
    readonly router: string | undefined;
}
/** What a router gave. */
export interface PortGrant {
    /** The IPv4 address outside, as the router says. */
    readonly host: string;
    readonly port: number;
    /** Seconds for which it forwards. */
    readonly lifeS: number;
    /** Gives the port back. @throws {TalosError} As {@link PortWay.ask}. */
    readonly giveBack: (signal: AbortSignal) => Promise<void>;
}
/** One way. */
export interface PortWay {
    /** For people. */
    readonly name: string;
    /**
     * Asks for a port, or once more for it.
     *
     * @throws {TalosError} `E_REFUSED` with what the router gives for a reason; `E_MALFORMED` and `E_LIMIT` for what it should not
     * have said; `E_TIMEOUT` and `E_UNREACHABLE` where it does not answer.
     */
    ask(wish: PortWish, signal: AbortSignal): Promise<PortGrant>;
}
/** Where packets for elsewhere go; `undefined` where the system does not tell it as Linux does. */
export declare function defaultRouter(): Promise<string | undefined>;
