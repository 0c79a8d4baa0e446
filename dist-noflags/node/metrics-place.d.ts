/** Where to listen. */
export interface MetricsPlace {
    readonly host: string;
    /** 0: any. */
    readonly port: number;
}
/**
 * `PORT`, which is at 127.0.0.1, or `ADDRESS:PORT`.
 *
 * @param name - Of the flag or variable.
 * @throws {TalosError} `E_USAGE` for what is no port, and for an address that is not of the loopback interface.
 */
export declare function metricsPlace(text: string, name: string): MetricsPlace;
/** Whether the `Host` of a request is a name of this machine that needs no look-up: a page elsewhere has another one. */
export declare function isLoopbackHost(host: string | undefined): boolean;
