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
 * The sealed keys of epochs in a file that is written over in place, so that a key which is erased is gone from the blocks
 * it lay in. PROTOCOL.md §10.4.
 *
 * ```text
 *   0      slot 0   u8 version(1) ‖ u64 sequence ‖ blob16(content) ‖ checksum (8) ‖ zeros
 *   4096   slot 1   likewise
 * ```
 *
 * Both slots hold the same content, under sequences of their own; they are written one after the other, each synced. So
 * a process or a machine may stop at any byte: one slot is whole, and what it holds is what was there before or after.
 *
 * @module
 */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { concat, equalBytes } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { decode } from "../../codec/reader.js";
import { blob16, u8, u64 } from "../../codec/writer.js";
import { sha256 } from "../../crypto/hash.js";
import { MAX_EPOCH_KEYS_BYTES } from "../../storage/epoch-keys.js";
import { RESTORE_HINT } from "../../storage/store.js";
import { isForeign, isOpenToOthers } from "../data-dir.js";
import { isSystemError, writeFileDurably } from "../files/atomic-file.js";
import { storageError } from "../store/lmdb-errors.js";
/** Length of a slot: a page of its own, so that a write that is cut off harms no other. */
const SLOT_BYTES = 4096;
const SLOTS = [0, 1];
const CHECKSUM_BYTES = 8;
const VERSION = 1;
/** The place at `path`; made, mode 0600, with the first content. Holds no file open. One process at a time. */
export function openEpochFile(path, options = {}) {
    return new EpochFile(path, options.afterStep ?? (() => undefined));
}
class EpochFile {
    #path;
    #afterStep;
    constructor(path, afterStep) {
        this.#path = path;
        this.#afterStep = afterStep;
    }
    async read() {
        return this.#withFile(async (file) => {
            const slots = await this.#slots(file);
            const newest = newestOf(slots);
            // Where a writer was interrupted, the other slot still holds what was to be erased.
            if (!slots.every((slot) => slot !== undefined && equalBytes(slot.content, newest.content)))
                await this.#write(file, slots, newest.content);
            return newest.content;
        });
    }
    async replace(content) {
        if (content.length > MAX_EPOCH_KEYS_BYTES)
            throw new RangeError(`content must be at most ${MAX_EPOCH_KEYS_BYTES} bytes, got ${content.length}`);
        const replaced = await this.#withFile(async (file) => {
            await this.#write(file, await this.#slots(file), content);
            return true;
        });
        if (replaced !== true)
            this.#make(content);
    }
    #make(content) {
        const whole = concat(...SLOTS.map((sequence) => encodeSlot({ sequence, content: new Uint8Array(content) })));
        try {
            writeFileDurably(this.#path, whole, { replace: false, afterStep: this.#afterStep });
        }
        catch (error) {
            throw storageError(error, 'the keys of the store cannot be written');
        }
    }
    /** The slot of the lower sequence first: the other one stays whole until this one is. */
    async #write(file, slots, content) {
        let sequence = Math.max(...slots.map((slot) => slot?.sequence ?? 0));
        const order = (slots[0]?.sequence ?? -1) <= (slots[1]?.sequence ?? -1) ? SLOTS : SLOTS.toReversed();
        for (const index of order) {
            sequence++;
            const bytes = encodeSlot({ sequence, content: new Uint8Array(content) });
            for (let at = 0; at < bytes.length;)
                at += (await file.write(bytes, at, bytes.length - at, index * SLOT_BYTES + at)).bytesWritten;
            this.#afterStep(`write ${index}`);
            await file.datasync();
            this.#afterStep(`sync ${index}`);
        }
    }
    async #slots(file) {
        const bytes = new Uint8Array(SLOTS.length * SLOT_BYTES);
        let length = 0;
        for (let read = -1; read !== 0 && length < bytes.length; length += read)
            read = (await file.read(bytes, length, bytes.length - length, length)).bytesRead;
        const slots = SLOTS.map((index) => decodeSlot(bytes.subarray(index * SLOT_BYTES, (index + 1) * SLOT_BYTES)));
        if (slots.every((slot) => slot === undefined))
            throw new TalosError('E_STORAGE_CORRUPT', 'the keys of the store are damaged', { hint: RESTORE_HINT });
        return slots;
    }
    /** Runs `task` on the file; `undefined` where there is none. */
    async #withFile(task) {
        try {
            const env_1 = { stack: [], error: void 0, hasError: false };
            try {
                // Neither a link to elsewhere is followed nor a pipe waited for.
                const file = __addDisposableResource(env_1, await openOrNone(this.#path), true);
                if (file === undefined)
                    return undefined;
                assertOwn(this.#path, await file.handle.stat());
                return await task(file.handle);
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
        catch (error) {
            throw storageError(error, 'the keys of the store cannot be used');
        }
    }
}
async function openOrNone(path) {
    try {
        const handle = await open(path, constants.O_RDWR | constants.O_NOFOLLOW | constants.O_NONBLOCK);
        return { handle, [Symbol.asyncDispose]: () => handle.close() };
    }
    catch (error) {
        if (isSystemError(error, 'ENOENT'))
            return undefined;
        throw error;
    }
}
function assertOwn(path, found) {
    if (!found.isFile() || isForeign(found))
        throw new TalosError('E_STORAGE_DENIED', `${path} is no file of this user`);
    if (isOpenToOthers(found))
        throw new TalosError('E_STORAGE_DENIED', `${path} may be read by other users`, { hint: `chmod 600 ${path}` });
}
function newestOf(slots) {
    const [first, second] = slots;
    const newest = first !== undefined && (second === undefined || first.sequence > second.sequence) ? first : second;
    if (newest === undefined)
        throw new TalosError('E_INTERNAL', 'no slot is whole');
    return newest;
}
function encodeSlot({ sequence, content }) {
    const body = concat(u8(VERSION), u64(sequence), blob16(content));
    const slot = new Uint8Array(SLOT_BYTES);
    slot.set(body);
    slot.set(sha256(body).subarray(0, CHECKSUM_BYTES), body.length);
    return slot;
}
/** What {@link encodeSlot} made; `undefined` for anything else. @throws {TalosError} `E_VERSION`. */
function decodeSlot(bytes) {
    try {
        return decode(bytes, (reader) => {
            const version = reader.u8('version');
            const sequence = reader.u64('sequence');
            const content = reader.blob16(MAX_EPOCH_KEYS_BYTES, 'content');
            const checksum = sha256(bytes.subarray(0, reader.position)).subarray(0, CHECKSUM_BYTES);
            const isWhole = equalBytes(checksum, reader.bytes(CHECKSUM_BYTES, 'checksum'));
            const rest = reader.rest();
            if (!isWhole || rest.some((byte) => byte !== 0))
                return undefined;
            if (version !== VERSION)
                throw new TalosError('E_VERSION', 'the keys of the store are of another version', {
                    hint: 'use the version of Talos that wrote them, or a newer one',
                });
            return { sequence, content };
        });
    }
    catch (error) {
        if (isTalosError(error, 'E_MALFORMED'))
            return undefined;
        throw error;
    }
}
