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
 * The receiving side of one transfer, over one stream: what is there already, the chunks that are lacking, and the file
 * whole and durable under its name. PROTOCOL.md §7.6.
 *
 * @module
 */
import { equalBytes, fromHex, toHex } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { Sha256 } from "../../crypto/hash.js";
import { PACKET } from "../../message/packet.js";
import { chunkHash, isLast, placeOf, planChunks } from "../../transfer/chunks.js";
import { MAX_HASHES, SYNC_STEP_BYTES, TRANSFER_WINDOW_BYTES } from "../../transfer/limits.js";
import { KIND_BYTES } from "../../transfer/ports.js";
import { decodeFileChunk, decodeFileEnd, decodeFileHashes, encodeFileAccept, encodeFileProgress, readFileType, } from "../../transfer/wire.js";
import { decodeRefusal } from "../tunnel/tunnel-wire.js";
import { breach, nextOf } from "./transfer-sending.js";
/** The sender is told how far its file is when so much more of it was written, in bytes. */
const PROGRESS_STEP_BYTES = TRANSFER_WINDOW_BYTES / 2;
/**
 * Receives a file over a stream on which it was offered or asked for. Where it throws, what was written stays.
 *
 * @throws {TalosError} `E_PROTOCOL` or `E_MALFORMED` for a breach of the peer; `E_LIMIT` for a kind of file that may not
 *   be so large; `E_TIMEOUT`; why the link ended; `E_STORAGE…`.
 * @throws The reason of `signal`, where that aborts.
 */
export async function receiveOver(parts) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const { room, record } = parts;
        const before = await room.reopen(record.id);
        const partial = __addDisposableResource(env_1, before ?? (await room.create(record.id, record.size)), true);
        return await new Receiving(parts, partial).run(before === undefined ? 0 : record.durable);
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = __disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}
class Receiving {
    #parts;
    #partial;
    #plan;
    #transfer;
    #hash = new Sha256();
    /** Chunks that were written, were said to be, are durable. */
    #written = 0;
    #told = 0;
    #durable = 0;
    #syncing;
    #failure;
    /** As its content says. */
    #type;
    constructor(parts, partial) {
        this.#parts = parts;
        this.#partial = partial;
        this.#plan = planChunks(parts.record.size);
        this.#transfer = fromHex(parts.record.id);
    }
    async run(durable) {
        const { stream, onStart } = this.#parts;
        const from = await this.#beginning(Math.min(durable, this.#plan.count));
        if (typeof from !== 'number')
            return from;
        await this.#look();
        stream.send(PACKET.fileAccept, encodeFileAccept({ from, held: 0 }));
        onStart();
        try {
            const refusal = await this.#chunks();
            if (refusal !== undefined)
                return { kind: 'refused', refusal };
            return await this.#end(from);
        }
        finally {
            // Nothing of it goes on when its file is closed.
            await this.#syncing?.catch(() => undefined);
        }
    }
    /** The chunk to begin at: what is durable, and what is right beyond it. */
    async #beginning(durable) {
        const { stream, signal } = this.#parts;
        let from = await this.#hashUpTo(0, durable);
        const held = await this.#held(from);
        if (held.length > 0) {
            stream.send(PACKET.fileAccept, encodeFileAccept({ from, held: held.length }));
            const { type, content } = await nextOf(stream, signal);
            if (type === PACKET.refusal)
                return { kind: 'refused', refusal: decodeRefusal(content) };
            if (type !== PACKET.fileHashes)
                throw breach('the sender was asked for hashes');
            const hashes = decodeFileHashes(content, held.length);
            const wrong = hashes.findIndex((hash, at) => !equalBytes(hash, held[at]));
            from = await this.#hashUpTo(from, from + (wrong === -1 ? held.length : wrong));
        }
        this.#written = from;
        this.#told = from;
        this.#durable = Math.min(from, durable);
        return from;
    }
    /** Takes chunks that are there into the hash of the whole. @returns How far they are there; all anew where one is not. */
    async #hashUpTo(from, end) {
        for (let index = from; index < end; index++) {
            const bytes = await this.#read(index);
            if (bytes === undefined) {
                this.#hash = new Sha256();
                return 0;
            }
            this.#hash.update(bytes);
        }
        return end;
    }
    async #read(index) {
        this.#parts.signal.throwIfAborted();
        const { offset, length } = placeOf(this.#plan, index);
        const bytes = await this.#partial.read(offset, length);
        return bytes.length === length ? bytes : undefined;
    }
    /** The hashes of the chunks that lie behind those that are durable. */
    async #held(from) {
        const hashes = [];
        const most = Math.ceil((2 * SYNC_STEP_BYTES + TRANSFER_WINDOW_BYTES) / this.#plan.chunkBytes);
        const end = Math.min(this.#plan.count, from + Math.min(most, MAX_HASHES));
        if (this.#plan.size === 0)
            return hashes;
        for (let index = from; index < end; index++) {
            const bytes = await this.#read(index);
            if (bytes === undefined)
                break;
            hashes.push(chunkHash(this.#transfer, index, isLast(this.#plan, index), bytes));
        }
        return hashes;
    }
    async #chunks() {
        const { stream, signal, onProgress } = this.#parts;
        const { count, size, chunkBytes } = this.#plan;
        while (this.#written < count) {
            const { type, content } = await nextOf(stream, signal);
            if (type === PACKET.refusal)
                return decodeRefusal(content);
            if (type !== PACKET.fileChunk)
                throw breach('the sender sends chunks, and nothing else before the last');
            const chunk = decodeFileChunk(content);
            this.#check(chunk);
            await this.#partial.write(this.#written * chunkBytes, chunk.bytes);
            this.#hash.update(chunk.bytes);
            this.#written++;
            await this.#look();
            await this.#syncInSteps();
            this.#tell();
            onProgress(Math.min(size, this.#written * chunkBytes));
        }
        return undefined;
    }
    /**
     * What its first bytes say it is, once they are there: its sender may say anything.
     *
     * @throws {TalosError} `E_LIMIT` where a file of that kind may not be so large.
     */
    async #look() {
        const { room, record } = this.#parts;
        const { kinds } = room;
        if (kinds === undefined || this.#type !== undefined || this.#written < Math.min(1, this.#plan.count))
            return;
        const start = await this.#partial.read(0, Math.min(KIND_BYTES, record.size));
        const type = readFileType(await kinds.detect(start, record.name), 'type');
        const limit = kinds.maxBytes(type);
        if (record.size > limit)
            throw new TalosError('E_LIMIT', `a file of type ${type} has at most ${limit} bytes`, {
                details: { isBreach: true, size: record.size, limit },
            });
        this.#type = type;
    }
    /** Only the next chunk is taken, whole, with its end mark, and bound to this transfer and this place. */
    #check({ index, end, hash, bytes }) {
        const expected = this.#written;
        if (index !== expected)
            throw breach(`chunk ${index} came in the place of chunk ${expected}`);
        if (end !== isLast(this.#plan, index))
            throw breach('the end mark is not at the last chunk');
        if (bytes.length !== placeOf(this.#plan, index).length)
            throw breach('a chunk has another length than it must');
        if (!equalBytes(hash, chunkHash(this.#transfer, index, end, bytes)))
            throw breach('a chunk is not the one that belongs there');
    }
    #tell() {
        const { chunkBytes, count } = this.#plan;
        if ((this.#written - this.#told) * chunkBytes < PROGRESS_STEP_BYTES && this.#written < count)
            return;
        this.#told = this.#written;
        const progress = { written: this.#written, durable: this.#durable };
        this.#parts.stream.send(PACKET.fileProgress, encodeFileProgress(progress));
    }
    /** One sync at a time, beside the chunks that come meanwhile; a disk that is slower than they are holds them up. */
    async #syncInSteps() {
        if ((this.#written - this.#durable) * this.#plan.chunkBytes < SYNC_STEP_BYTES)
            return;
        await this.#syncing;
        if (this.#failure !== undefined)
            throw this.#failure;
        if ((this.#written - this.#durable) * this.#plan.chunkBytes < SYNC_STEP_BYTES)
            return;
        this.#syncing = this.#sync(this.#written).catch((error) => {
            this.#failure = error instanceof Error ? error : new Error('a file could not be made durable', { cause: error });
        });
    }
    async #sync(chunks) {
        await this.#partial.sync();
        await this.#parts.onDurable(chunks);
        this.#durable = chunks;
    }
    async #end(from) {
        const { stream, signal, record, onReceived } = this.#parts;
        const { type, content } = await nextOf(stream, signal);
        if (type === PACKET.refusal)
            return { kind: 'refused', refusal: decodeRefusal(content) };
        if (type !== PACKET.fileEnd)
            throw breach('the last chunk is followed by the end of the file');
        const end = decodeFileEnd(content);
        if (end.size !== this.#plan.size || end.chunks !== this.#plan.count)
            throw breach('the end of the file is that of another one');
        await this.#syncing;
        if (this.#failure !== undefined)
            throw this.#failure;
        const hash = this.#hash.digest();
        if (!equalBytes(end.hash, hash)) {
            if (from === 0)
                throw breach('the file is not the one that its sender says it is');
            // What was there before the connection broke is not what this file begins with: perhaps somebody changed it.
            await this.#partial.discard();
            return { kind: 'again' };
        }
        signal.throwIfAborted();
        const path = await this.#partial.commit(record.name);
        await onReceived({ path, type: this.#type ?? record.type, sha256: toHex(hash), salt: toHex(end.salt) });
        return { kind: 'received' };
    }
}
