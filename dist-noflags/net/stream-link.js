import { linkOver } from "./frame-link.js";
import { systemTimer } from "./timer.js";
/** Makes a link over `stream`, which it owns from now on. */
export function linkOverStream(stream, init) {
    const { peerKey, direction, path, terms, timer = systemTimer } = init;
    return linkOver(new StreamDuplex(stream, init.remoteAddress), { peerKey, direction, path, terms, timer });
}
class StreamDuplex {
    remoteAddress;
    #stream;
    #paused = false;
    #resuming = false;
    constructor(stream, remoteAddress) {
        this.#stream = stream;
        this.remoteAddress = remoteAddress;
    }
    get unsentBytes() {
        return this.#stream.writeBufferLength;
    }
    get writable() {
        return this.#stream.writeStatus === 'writable' && !this.#stream.writableNeedsDrain;
    }
    write(chunk) {
        try {
            this.#stream.send(chunk);
        }
        catch {
            // The stream has closed or reset, which its `close` event tells the link.
        }
    }
    pause() {
        this.#paused = true;
        this.#applyPause();
    }
    resume() {
        this.#paused = false;
        this.#resuming = true;
        try {
            this.#stream.resume();
        }
        catch {
            // The readable side has ended; there is nothing to resume.
        }
        finally {
            this.#resuming = false;
        }
        if (this.#isPaused())
            this.#applyPause();
    }
    end() {
        // A failure to close comes as the `close` event.
        this.#stream.close().catch(() => undefined);
    }
    abort(reason) {
        this.#stream.abort(reason);
    }
    listen(listener) {
        const stream = this.#stream;
        // The stream works on its queue after these events, so look at it a microtask later.
        const drain = () => queueMicrotask(() => listener.drain());
        stream.addEventListener('drain', drain);
        stream.addEventListener('idle', drain);
        stream.addEventListener('end', () => {
            // A stream that breaks says `end` as well, just before the `close` that knows why.
            if (stream.status !== 'aborted' && stream.status !== 'reset')
                listener.end();
        });
        stream.addEventListener('close', (event) => {
            if (event.error === undefined)
                listener.end();
            else
                listener.broken(event.error);
        });
        stream.addEventListener('message', (event) => {
            listener.bytes(event.data instanceof Uint8Array ? event.data : event.data.subarray());
        });
        if (stream.readableEnded)
            listener.end();
    }
    #isPaused() {
        return this.#paused;
    }
    #applyPause() {
        // `resume` hands out what waited before it tells the muxer to go on: a pause set inside it would be undone there,
        // and the stream reset when its buffer runs over. It is set when `resume` has returned.
        if (this.#resuming)
            return;
        try {
            this.#stream.pause();
        }
        catch {
            // The readable side has ended; nothing more comes.
        }
    }
}
