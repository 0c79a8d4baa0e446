var __addDisposableResource = (this && this.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (this && this.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});
/**
 * The sending side of one transfer, over one stream: what the receiver wants, the chunks that it lacks, and the receipt.
 * PROTOCOL.md §7.6.
 *
 * @module
 */
import { fromHex, toHex } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { deadline } from "../../base/lifetime.js";
import { Sha256 } from "../../crypto/hash.js";
import { commit } from "../../ledger/entry/commitment.js";
import { readSignedStatement } from "../../ledger/entry/statement.js";
import { PACKET } from "../../message/packet.js";
import { chunkHash, isLast, placeOf, planChunks } from "../../transfer/chunks.js";
import { TRANSFER_WINDOW_BYTES } from "../../transfer/limits.js";
import { chunkHead, decodeFileAccept, decodeFileProgress, encodeFileEnd, encodeFileHashes, } from "../../transfer/wire.js";
import { decodeRefusal } from "../tunnel/tunnel-wire.js";
/** Milliseconds that either side of a transfer waits for the other's next word. PROTOCOL.md §11. */
export const TRANSFER_SILENCE_MS = 60_000;
/** A breach of the peer, with which the transfer is over. */
export function breach(message) {
    return new TalosError('E_PROTOCOL', message, { details: { isBreach: true } });
}
/** The next packet of a stream. @throws {TalosError} `E_TIMEOUT` after {@link TRANSFER_SILENCE_MS}; as `TransferStream.next`. */
export async function nextOf(stream, signal) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const waiting = stream.poll();
        if (waiting !== undefined)
            return waiting;
        const limit = __addDisposableResource(env_1, deadline(signal, TRANSFER_SILENCE_MS), false);
        return await stream.next(limit.signal);
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
/**
 * Sends a file over a stream on which it was offered or asked for.
 *
 * @throws {TalosError} `E_SOURCE_CHANGED`; `E_PROTOCOL`, `E_MALFORMED` or `SIGNATURE_INVALID` for a breach of the peer;
 *   `E_TIMEOUT`; why the link ended; `E_STORAGE…` of the source.
 * @throws The reason of `signal`, where that aborts.
 */
export function sendOver(parts) {
    return new Sending(parts).run();
}
class Sending {
    #parts;
    #plan;
    #transfer;
    #hash = new Sha256();
    /** What the receiver said that it has written, and made durable. */
    #written = 0;
    #durable = 0;
    /** Chunks that have left. */
    #sent = 0;
    #refusal;
    constructor(parts) {
        this.#parts = parts;
        this.#plan = planChunks(parts.record.size);
        this.#transfer = fromHex(parts.record.id);
    }
    async run() {
        const { stream, signal } = this.#parts;
        for (let hasAsked = false;;) {
            const packet = await nextOf(stream, signal);
            if (packet.type === PACKET.refusal)
                return { kind: 'refused', refusal: decodeRefusal(packet.content) };
            if (packet.type === PACKET.fileWait)
                return { kind: 'offered' };
            // It was whole before, and only the receipt was lost.
            if (packet.type === PACKET.fileReceived)
                return this.#delivered(packet, await this.#wholeHash());
            if (packet.type !== PACKET.fileAccept)
                throw breach('the offer of a file was answered with something else');
            const { from, held } = decodeFileAccept(packet.content);
            if (from + held > this.#plan.count || (held > 0 && hasAsked))
                throw breach('the receiver has chunks that there are not');
            if (held === 0)
                return await this.#sendFrom(from);
            hasAsked = true;
            await this.#sayHashes(from, held);
        }
    }
    async #sayHashes(from, held) {
        const hashes = [];
        for (let index = from; index < from + held; index++)
            hashes.push(chunkHash(this.#transfer, index, isLast(this.#plan, index), await this.#read(index)));
        this.#parts.stream.send(PACKET.fileHashes, encodeFileHashes(hashes));
    }
    async #read(index) {
        this.#parts.signal.throwIfAborted();
        const { offset, length } = placeOf(this.#plan, index);
        const bytes = length === 0 ? new Uint8Array(0) : await this.#parts.source.read(offset, length);
        if (bytes.length !== length)
            throw changed();
        return bytes;
    }
    async #hashUpTo(end) {
        for (let index = 0; index < end; index++)
            this.#hash.update(await this.#read(index));
    }
    async #wholeHash() {
        await this.#hashUpTo(this.#plan.count);
        return this.#hash.digest();
    }
    async #sendFrom(from) {
        const { stream, source, record, onStart } = this.#parts;
        const { count, size } = this.#plan;
        await this.#hashUpTo(from);
        this.#written = from;
        this.#sent = from;
        onStart();
        let next = from < count ? this.#read(from) : undefined;
        while (next !== undefined) {
            const bytes = await next;
            const index = this.#sent;
            // The disk works on the next one meanwhile.
            next = index + 1 < count ? this.#read(index + 1) : undefined;
            next?.catch(() => undefined); // it is awaited in its turn, or something failed before
            await this.#room(bytes.length);
            if (this.#refusal !== undefined)
                return { kind: 'refused', refusal: this.#refusal };
            this.#hash.update(bytes);
            const end = isLast(this.#plan, index);
            const hash = chunkHash(this.#transfer, index, end, bytes);
            stream.send(PACKET.fileChunk, chunkHead({ index, end, hash }), bytes);
            this.#sent++;
            this.#tell();
        }
        const hash = this.#hash.digest();
        if (!(await source.isUnchanged()))
            throw changed();
        stream.send(PACKET.fileEnd, encodeFileEnd({ size, chunks: count, hash, salt: fromHex(record.salt) }));
        return await this.#receipt(hash);
    }
    #tell() {
        const { size, chunkBytes } = this.#plan;
        this.#parts.onProgress(Math.min(size, this.#sent * chunkBytes), this.#durable);
    }
    /** Waits until `bytes` more may be under way. */
    async #room(bytes) {
        const { stream, signal } = this.#parts;
        for (let packet = stream.poll(); packet !== undefined; packet = stream.poll())
            this.#heard(packet);
        const { chunkBytes } = this.#plan;
        while (this.#refusal === undefined && (this.#sent - this.#written) * chunkBytes + bytes > TRANSFER_WINDOW_BYTES)
            this.#heard(await nextOf(stream, signal));
    }
    #heard({ type, content }) {
        if (type === PACKET.refusal) {
            this.#refusal = decodeRefusal(content);
            return;
        }
        if (type !== PACKET.fileProgress)
            throw breach('a receiver says how far it is, and nothing else');
        const { written, durable } = decodeFileProgress(content);
        if (written < this.#written || written > this.#sent || durable < this.#durable)
            throw breach('the receiver went back, or has what was not sent');
        this.#written = written;
        this.#durable = durable;
    }
    async #receipt(hash) {
        const { stream, signal } = this.#parts;
        for (;;) {
            const packet = await nextOf(stream, signal);
            if (packet.type === PACKET.fileReceived)
                return this.#delivered(packet, hash);
            this.#heard(packet);
            if (this.#refusal !== undefined)
                return { kind: 'refused', refusal: this.#refusal };
            this.#tell();
        }
    }
    #delivered({ content }, hash) {
        const { self, record } = this.#parts;
        const sha256 = toHex(hash);
        return { kind: 'delivered', receipt: readReceipt(content, self, { ...record, sha256 }), sha256 };
    }
}
/**
 * Reads the receipt for a file that was sent.
 *
 * @param record - With the SHA-256 of the file.
 * @throws {TalosError} `SIGNATURE_INVALID`, `E_MALFORMED`; a breach where it is of another transfer or file.
 */
export function readReceipt(content, self, record) {
    const receipt = readSignedStatement(content, { by: record.peer, kind: 'file' });
    const { from, to, transfer, size, commitment } = receipt.statement;
    if (from !== self || to !== record.peer || transfer !== record.id || size !== record.size)
        throw breach('the receipt is of another transfer');
    if (commitment !== commit(fromHex(record.salt), record.sha256))
        throw breach('the receipt is of another file');
    return receipt;
}
/** Opens the source of a transfer, as it was. @throws {TalosError} `E_SOURCE_CHANGED`; as `FileRoom.open`. */
export async function openedSource(room, { path, identity }) {
    const source = await room.open(path);
    if (source.identity === identity)
        return source;
    await source[Symbol.asyncDispose]();
    throw new TalosError('E_SOURCE_CHANGED', 'the file is not the one that was to be sent any more');
}
/** The source is another one than when its sending began. */
export function changed() {
    return new TalosError('E_SOURCE_CHANGED', 'the file changed while it was being sent', {
        hint: 'send it again when it is whole',
    });
}
