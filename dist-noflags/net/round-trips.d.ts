/**
 * How long a peer takes to answer PING frames that were sent to find that out. PROTOCOL.md §6.2.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
import type { Timer } from './timer.ts';
/** Those of one link. */
export declare class RoundTrips {
    #private;
    /** @param ask - Sends a PING with a payload of 8 bytes. */
    constructor(timer: Timer, ask: (payload: Bytes) => void);
    /** A PONG came. One that nobody waits for is no news. */
    answered(payload: Uint8Array): void;
    /** See `Link.roundTrip`. @param closed - Of the link. */
    measure(closed: Promise<unknown>, signal?: AbortSignal): Promise<number>;
}
