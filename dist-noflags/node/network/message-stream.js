import { concat } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { readVarint, varint } from "../../codec/protobuf.js";
/** See the module comment. Reads one message at a time. */
export class MessageStream {
    #stream;
    #maxBytes;
    #received = new Uint8Array(0);
    #isTooLong = false;
    #end;
    #wake = () => { };
    /** @param maxBytes - Of one message; more is `E_LIMIT`, and what follows is not read. */
    constructor(stream, maxBytes) {
        this.#stream = stream;
        this.#maxBytes = maxBytes;
        stream.addEventListener('message', ({ data }) => {
            if (this.#isTooLong)
                return;
            this.#received = concat(this.#received, data.subarray());
            // One message that waits to be read, and the beginning of the next.
            this.#isTooLong = this.#received.length > 2 * (maxBytes + 5);
            if (this.#isTooLong)
                this.#stop(tooLong(maxBytes));
            this.#wake();
        });
        const end = () => this.#stop(new TalosError('E_UNREACHABLE', 'the peer closed the stream'));
        stream.addEventListener('end', end);
        stream.addEventListener('close', end);
        if (stream.readableEnded || stream.status !== 'open')
            end();
    }
    /** Sends one message. */
    write(message) {
        this.#stream.send(concat(varint(message.length), message));
    }
    /**
     * The next message.
     *
     * @throws {TalosError} `E_UNREACHABLE` where the stream ends before; `E_LIMIT`; `E_MALFORMED` for a length that is none.
     * @throws The reason of `signal`, where that aborts.
     */
    async read(signal) {
        for (;;) {
            signal.throwIfAborted();
            const message = this.#next();
            if (message !== undefined)
                return message;
            if (this.#end !== undefined)
                throw this.#end;
            await new Promise((wake) => {
                this.#wake = wake;
                signal.addEventListener('abort', () => wake(), { once: true });
            });
        }
    }
    /** Sends what waits, and ends the stream; by force where that takes longer than `signal` lets it. */
    async close(signal) {
        try {
            await this.#stream.close({ signal });
        }
        catch (error) {
            this.abort(error);
        }
    }
    /** Ends the stream at once. */
    abort(reason) {
        this.#stream.abort(reason instanceof Error ? reason : new Error('given up'));
    }
    #next() {
        const length = readVarint(this.#received, 0);
        if (length === undefined)
            return undefined;
        if (length.value > this.#maxBytes)
            throw tooLong(this.#maxBytes);
        const end = length.next + length.value;
        if (this.#received.length < end)
            return undefined;
        const message = this.#received.slice(length.next, end);
        this.#received = this.#received.slice(end);
        return message;
    }
    #stop(reason) {
        this.#end ??= reason;
        this.#wake();
    }
}
function tooLong(maxBytes) {
    return new TalosError('E_LIMIT', `a message of more than ${maxBytes} bytes`);
}
