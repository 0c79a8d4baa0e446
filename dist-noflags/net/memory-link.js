/**
 * Two ends of a link in one process, without a network: for the tests of everything above, with the semantics of the
 * real one (`test/conformance/link.ts` holds both to them).
 *
 * @module
 */
import { linkOver } from "./frame-link.js";
import { PROTOCOLS } from "./protocols.js";
import { systemTimer } from "./timer.js";
/** Bytes that may be under way to one side before the other has to wait. */
const WINDOW_BYTES = 256 * 1024;
/** Makes two links that are each other's peer. */
export function pairLinks(init) {
    const a = new MemoryDuplex('/memory/listener');
    const b = new MemoryDuplex(init.diallerAddress ?? '/memory/dialler');
    a.peer = b;
    b.peer = a;
    const terms = PROTOCOLS[init.purpose ?? 'channel'];
    const { timer = systemTimer, path = 'direct' } = init;
    return {
        dialler: linkOver(a, { peerKey: init.listenerKey, direction: 'outbound', path, terms, timer }),
        listener: linkOver(b, { peerKey: init.diallerKey, direction: 'inbound', path, terms, timer }),
        cut() {
            a.abort(new Error('cut'));
            a.break(new Error('cut'));
        },
        stall() {
            a.stalled = true;
            b.stalled = true;
        },
    };
}
class MemoryDuplex {
    remoteAddress;
    peer;
    stalled = false;
    #listener;
    #arrived = [];
    #arrivedBytes = 0;
    #paused = false;
    #scheduled = false;
    #peerEnded = false;
    #endTold = false;
    #broken = false;
    constructor(remoteAddress) {
        this.remoteAddress = remoteAddress;
    }
    get writable() {
        return this.peer !== undefined && this.peer.#arrivedBytes < WINDOW_BYTES;
    }
    get unsentBytes() {
        return 0;
    }
    listen(listener) {
        this.#listener = listener;
        this.#schedule();
    }
    write(chunk) {
        const peer = this.peer;
        if (peer === undefined || peer.#broken || peer.#peerEnded)
            return;
        peer.#arrived.push(chunk);
        peer.#arrivedBytes += chunk.length;
        peer.#schedule();
    }
    pause() {
        this.#paused = true;
    }
    resume() {
        this.#paused = false;
        this.#schedule();
    }
    end() {
        if (this.peer === undefined)
            return;
        this.peer.#peerEnded = true;
        this.peer.#schedule();
    }
    abort(reason) {
        const peer = this.peer;
        this.#broken = true;
        this.#arrived = [];
        if (peer === undefined || this.stalled)
            return;
        queueMicrotask(() => peer.break(reason));
    }
    /** This end sees the connection break. */
    break(cause) {
        this.#broken = true;
        this.#arrived = [];
        this.#arrivedBytes = 0;
        this.#listener?.broken(cause);
    }
    #schedule() {
        if (this.#scheduled || this.#paused || this.stalled || this.#broken)
            return;
        this.#scheduled = true;
        queueMicrotask(() => {
            this.#scheduled = false;
            this.#deliver();
        });
    }
    #deliver() {
        const listener = this.#listener;
        if (listener === undefined || this.stalled)
            return;
        while (!this.#paused && !this.#broken) {
            const chunk = this.#arrived.shift();
            if (chunk === undefined)
                break;
            this.#arrivedBytes -= chunk.length;
            listener.bytes(chunk);
            if (this.peer !== undefined)
                this.peer.#listener?.drain();
        }
        if (!this.#peerEnded || this.#endTold || this.#broken || this.#arrived.length > 0)
            return;
        this.#endTold = true;
        listener.end();
    }
}
