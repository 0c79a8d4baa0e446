import type { Clock } from '../../base/clock.ts';
import type { Witness } from '../../witness/witness.ts';
/** Connections at a time; with one more the oldest is closed. PROTOCOL.md §11. */
export declare const MAX_WITNESS_CONNECTIONS = 256;
/** Of them of one source (`sourceOf`), likewise. PROTOCOL.md §11. */
export declare const MAX_WITNESS_CONNECTIONS_A_SOURCE = 32;
/** Requests of a network address in a minute. PROTOCOL.md §11. */
export declare const WITNESS_REQUESTS_A_MINUTE = 120;
/** Milliseconds for a whole request. PROTOCOL.md §11. */
export declare const WITNESS_REQUEST_MS = 10000;
/** Where and what to serve. */
export interface WitnessListenerOptions {
    readonly witness: Witness;
    readonly host: string;
    /** 0: any. */
    readonly port: number;
    readonly clock: Clock;
    /** Milliseconds for a whole request; {@link WITNESS_REQUEST_MS} unless given. */
    readonly requestMs?: number;
    /** Told of what is this side's fault. */
    readonly onFault: (error: unknown) => void;
}
/** A witness that listens. Disposing ends its connections. */
export interface WitnessListener extends AsyncDisposable {
    /** For `audit witness add`. */
    readonly url: string;
}
/** Starts to listen. @throws {TalosError} `E_CONFIG` if it cannot. */
export declare function listenAsWitness(options: WitnessListenerOptions): Promise<WitnessListener>;
