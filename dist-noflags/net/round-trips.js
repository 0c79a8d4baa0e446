/**
 * How long a peer takes to answer PING frames that were sent to find that out. PROTOCOL.md §6.2.
 *
 * @module
 */
import { toHex } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
import { u64 } from "../codec/writer.js";
/** Those of one link. */
export class RoundTrips {
    #timer;
    #ask;
    /** By their payloads, in hex; those of the keep-alive are all zeros and none of these. */
    #waiting = new Map();
    #asked = 0;
    /** @param ask - Sends a PING with a payload of 8 bytes. */
    constructor(timer, ask) {
        this.#timer = timer;
        this.#ask = ask;
    }
    /** A PONG came. One that nobody waits for is no news. */
    answered(payload) {
        this.#waiting.get(toHex(payload))?.();
    }
    /** See `Link.roundTrip`. @param closed - Of the link. */
    measure(closed, signal) {
        signal?.throwIfAborted();
        const payload = u64(++this.#asked);
        const name = toHex(payload);
        const startedMs = this.#timer.now();
        return new Promise((resolve, reject) => {
            const end = () => {
                this.#waiting.delete(name);
                signal?.removeEventListener('abort', abort);
            };
            const abort = () => {
                end();
                reject(signal?.reason);
            };
            this.#waiting.set(name, () => {
                end();
                resolve(this.#timer.now() - startedMs);
            });
            signal?.addEventListener('abort', abort, { once: true });
            void closed.then(() => {
                end();
                reject(new TalosError('E_CLOSED', 'the link has ended'));
            });
            this.#ask(payload);
        });
    }
}
