/** Bytes of gossip a second of one peer, once it has sent {@link BURST_BYTES}. PROTOCOL.md §11. */
export const BYTES_A_SECOND = 128 * 1024;
/** Bytes that a peer may send at once. PROTOCOL.md §11. */
export const BURST_BYTES = 1024 * 1024;
/** What gossipsub uses of a stream that a peer opened. */
export class PacedSource {
    #stream;
    #waiting = [];
    #wake = () => { };
    #isResuming = false;
    #isOver = false;
    #room = BURST_BYTES;
    #atMs = Date.now();
    constructor(stream) {
        this.#stream = stream;
        stream.addEventListener('message', ({ data }) => this.#took(data));
        for (const end of ['end', 'close'])
            stream.addEventListener(end, () => {
                this.#isOver = true;
                this.#wake();
            });
    }
    #took(data) {
        this.#waiting.push(data);
        if (!this.#isResuming)
            this.#pause();
        this.#wake();
    }
    #pause() {
        try {
            this.#stream.pause();
        }
        catch {
            // The readable side has ended; nothing more comes.
        }
    }
    #resume() {
        this.#isResuming = true;
        try {
            this.#stream.resume();
        }
        catch {
            // The readable side has ended; there is nothing to resume.
        }
        finally {
            this.#isResuming = false;
        }
        // What waited was handed out meanwhile.
        if (this.#waiting.length > 0)
            this.#pause();
    }
    async *[Symbol.asyncIterator]() {
        for (;;) {
            const chunk = this.#waiting.shift();
            if (chunk !== undefined) {
                await this.#pace(chunk.byteLength);
                yield chunk instanceof Uint8Array ? chunk : chunk.subarray();
                continue;
            }
            if (this.#isOver)
                return;
            this.#resume();
            if (this.#waiting.length > 0 || this.#hasEnded())
                continue;
            await new Promise((resolve) => {
                this.#wake = resolve;
            });
        }
    }
    #hasEnded() {
        return this.#isOver;
    }
    async #pace(bytes) {
        const now = Date.now();
        this.#room = Math.min(BURST_BYTES, this.#room + (Math.max(0, now - this.#atMs) / 1000) * BYTES_A_SECOND) - bytes;
        this.#atMs = now;
        if (this.#room >= 0)
            return;
        const ms = (-this.#room / BYTES_A_SECOND) * 1000;
        await new Promise((resolve) => {
            setTimeout(resolve, ms).unref();
        });
    }
    close() {
        return this.#stream.close();
    }
    abort(error) {
        this.#stream.abort(error);
    }
}
