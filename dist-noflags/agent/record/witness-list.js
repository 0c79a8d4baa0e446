/**
 * The witnesses that an agent asks to cosign its checkpoints, and what they cosigned. PROTOCOL.md §9.9.
 *
 * Layout of the space `witness`, beside that of `witness-book.ts`:
 *
 * | key | value |
 * |---|---|
 * | 0x03 ‖ id | canonical JSON `{v, url, key, size, at, failure}` |
 * | 0x04 ‖ u64 size | a checkpoint of this agent with its cosignatures, a note |
 *
 * @module
 */
import { concat, fromUtf8, utf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { Mutex } from "../../base/lifetime.js";
import { readInteger, readObject, readString } from "../../codec/fields.js";
import { canonicalBytes, parseJson } from "../../codec/json.js";
import { u8, u64 } from "../../codec/writer.js";
import { MAX_WITNESSES } from "../../ledger/log/cosignature.js";
/** Cosigned checkpoints kept, the newest. PROTOCOL.md §11. */
export const MAX_COSIGNED_KEPT = 64;
const WITNESS = u8(3);
const COSIGNED = u8(4);
/** See the module comment. */
export class WitnessList {
    #store;
    #changing = new Mutex();
    constructor(store) {
        this.#store = store;
    }
    /** All witnesses, by their ids. @throws {TalosError} `E_STORAGE…`. */
    async all() {
        const all = [];
        for await (const [key, value] of this.#store.scan('witness', { start: WITNESS, end: COSIGNED }))
            all.push(readListed(fromUtf8(key.slice(1)), value));
        return all;
    }
    /** Keeps a witness, in place of one of that id; durable when it resolves. @throws {TalosError} `E_LIMIT`. */
    add(witness) {
        return this.#changing.run(async () => {
            const all = await this.all();
            if (all.length >= MAX_WITNESSES && all.every(({ id }) => id !== witness.id))
                throw new TalosError('E_LIMIT', `at most ${MAX_WITNESSES} witnesses are asked`);
            await this.#store.apply([put(witness)]);
        });
    }
    /** Forgets a witness; what it cosigned stays. Durable when it resolves. */
    async remove(id) {
        await this.#changing.run(() => this.#store.apply([{ kind: 'delete', space: 'witness', key: keyOf(id) }]));
    }
    /** Notes how it went with a witness, where it is still there, and what it cosigned; durable when it resolves. */
    noted(witness, cosigned) {
        return this.#changing.run(async () => {
            if ((await this.all()).every(({ id }) => id !== witness.id))
                return;
            const changes = [put(witness)];
            if (cosigned !== undefined)
                changes.push(...(await this.#keeping(cosigned.size)), putNote(cosigned));
            await this.#store.apply(changes);
        });
    }
    /** What must go so that one more cosigned checkpoint may be kept. */
    async #keeping(size) {
        const keys = [];
        for await (const [key] of this.#store.scan('witness', COSIGNED_RANGE))
            keys.push(key);
        const others = keys.filter((key) => key.join() !== noteKey(size).join());
        return others
            .slice(0, Math.max(0, others.length - MAX_COSIGNED_KEPT + 1))
            .map((key) => ({ kind: 'delete', space: 'witness', key }));
    }
    /** The cosigned checkpoint of that size, as it was kept. */
    async cosignedAt(size) {
        const value = await this.#store.get('witness', noteKey(size));
        return value === undefined ? undefined : fromUtf8(value);
    }
    /** The newest cosigned checkpoint. */
    async newest() {
        for await (const [, value] of this.#store.scan('witness', { ...COSIGNED_RANGE, reverse: true, limit: 1 }))
            return fromUtf8(value);
        return undefined;
    }
}
const COSIGNED_RANGE = { start: COSIGNED, end: u8(5) };
const keyOf = (id) => concat(WITNESS, utf8(id));
const noteKey = (size) => concat(COSIGNED, u64(size));
function putNote({ size, note }) {
    return { kind: 'put', space: 'witness', key: noteKey(size), value: utf8(note) };
}
function put({ id, url, key, size, atMs, failure }) {
    const value = canonicalBytes({ v: 1, url, key, size, at: atMs, failure });
    return { kind: 'put', space: 'witness', key: keyOf(id), value };
}
function readListed(id, value) {
    try {
        const required = ['v', 'url', 'key', 'size', 'at', 'failure'];
        const fields = readObject(parseJson(value), { required }, 'witness');
        readInteger(fields.v, 'v', { min: 1, max: 1 });
        return {
            id,
            url: readString(fields.url, 'url'),
            key: readString(fields.key, 'key'),
            size: readInteger(fields.size, 'size'),
            atMs: readInteger(fields.at, 'at'),
            failure: readString(fields.failure, 'failure'),
        };
    }
    catch (cause) {
        throw new TalosError('E_STORAGE_CORRUPT', 'a witness of the store cannot be read', { cause });
    }
}
