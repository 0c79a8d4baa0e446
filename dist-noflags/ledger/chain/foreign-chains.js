/**
 * The chains of other authors that are kept here: bounded, each whole, never the own one. PROTOCOL.md §9.11.
 *
 * @module
 */
import { fromUtf8, utf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { Mutex } from "../../base/lifetime.js";
import { didOfKey } from "../../identity/did.js";
import { ForeignChain, ForeignReader } from "./foreign-chain.js";
import { decodeForeignRecord, encodeForeignRecord, FOREIGN_PARTS, foreignKey, } from "./foreign-chain-record.js";
/** Authors whose chains are kept at a time. PROTOCOL.md §11. */
export const MAX_FOREIGN_CHAINS = 64;
/** Bytes of all kept chains. PROTOCOL.md §11. */
export const MAX_FOREIGN_BYTES = 2 * 1024 * 1024 * 1024;
/** Keys of one batch of a removal. */
const REMOVED_TOGETHER = 1000;
/** See the module comment. */
export class ForeignChains {
    #parts;
    /** One batch at a time, so that the bounds hold. */
    #changing = new Mutex();
    /** One removal at a time: a second one of the same author would erase what was kept anew after the first. */
    #removing = new Mutex();
    constructor(parts) {
        this.#parts = parts;
    }
    /** All of them, in the order of their keys. */
    async all() {
        return (await this.#records()).filter(({ isRemoved }) => !isRemoved);
    }
    async #records() {
        const records = [];
        const [start, end] = [Uint8Array.of(FOREIGN_PARTS.record), Uint8Array.of(FOREIGN_PARTS.record + 1)];
        for await (const [key, value] of this.#parts.store.scan('chain', { start, end }))
            records.push({ author: didOfKey(key.slice(1)), ...decodeForeignRecord(value) });
        return records;
    }
    /** The kept chain of `author`, for reading. */
    async get(author) {
        const value = await this.#parts.store.get('chain', foreignKey('record', author));
        if (value === undefined || decodeForeignRecord(value).isRemoved)
            return undefined;
        return new ForeignReader(this.#parts.store, author);
    }
    /**
     * The chain of `author`, to be extended by one at a time.
     *
     * @throws {TalosError} `E_USAGE` for the own chain; as `ForeignChain.open`.
     */
    async open(author, network, difficulty) {
        const { store, self, clock } = this.#parts;
        if (author === self)
            throw new TalosError('E_USAGE', 'the own chain is never taken from others', {
                hint: 'it is in the data directory; talos audit verify checks it',
            });
        // Those of others as well: what a removal has left takes room, and nobody sees it.
        for (const record of await this.#records())
            if (record.isRemoved)
                await this.#finishRemoval(record.author);
        const admit = (who, bytes, apply) => this.#changing.run(() => this.#admit(who, bytes, apply));
        return ForeignChain.open({ store, author, network, difficulty, admit, now: () => clock.now() });
    }
    async #admit(author, bytes, apply) {
        const { maxBytes = MAX_FOREIGN_BYTES } = this.#parts;
        const records = await this.#records();
        const others = records.filter((record) => record.author !== author);
        if (others.length >= MAX_FOREIGN_CHAINS)
            throw full(`${MAX_FOREIGN_CHAINS} chains are kept`, others);
        const held = records.reduce((sum, record) => sum + record.bytes, 0);
        if (held + bytes > maxBytes)
            throw full(`kept chains have at most ${maxBytes} bytes`, others);
        await apply();
    }
    /** Forgets a chain, and what was evidence against its author; durable when it resolves. @returns Whether it was kept. */
    async remove(author) {
        const { store } = this.#parts;
        const key = foreignKey('record', author);
        const wasKept = await this.#changing.run(async () => {
            const value = await store.get('chain', key);
            if (value === undefined)
                return false;
            // Marked first: whatever ends the process, nobody reads a chain of which a part is left.
            const record = { ...decodeForeignRecord(value), isRemoved: true };
            await store.apply([put(key, encodeForeignRecord(record))]);
            return true;
        });
        await this.#finishRemoval(author);
        const evidence = foreignKey('evidence', author);
        const wasEvident = (await store.get('chain', evidence)) !== undefined;
        await store.apply([{ kind: 'delete', space: 'chain', key: evidence }]);
        return wasKept || wasEvident;
    }
    /** Erases what a removal has left. */
    #finishRemoval(author) {
        const { store } = this.#parts;
        const key = foreignKey('record', author);
        return this.#removing.run(async () => {
            const value = await store.get('chain', key);
            if (value === undefined || !decodeForeignRecord(value).isRemoved)
                return;
            for (const part of ['body', 'header', 'tile'])
                await this.#erase(part, author);
            await store.apply([{ kind: 'delete', space: 'chain', key }]);
        });
    }
    async #erase(part, author) {
        const start = foreignKey(part, author);
        for (;;) {
            const keys = [];
            const end = Uint8Array.of(...start, ...new Uint8Array(9).fill(0xff));
            for await (const [key] of this.#parts.store.scan('chain', { start, end, limit: REMOVED_TOGETHER }))
                keys.push({ kind: 'delete', space: 'chain', key });
            if (keys.length === 0)
                return;
            await this.#parts.store.apply(keys);
        }
    }
    /** Keeps evidence that `author` signed two histories, where there is none yet; durable when it resolves. */
    async keepEvidence(author, evidence) {
        const key = foreignKey('evidence', author);
        const require = { kind: 'require', space: 'chain', key, value: undefined };
        await this.#parts.store.apply([require, put(key, utf8(evidence))]);
    }
    /** The evidence that is kept against `author`. */
    async evidence(author) {
        const value = await this.#parts.store.get('chain', foreignKey('evidence', author));
        return value === undefined ? undefined : fromUtf8(value);
    }
}
const put = (key, value) => ({ kind: 'put', space: 'chain', key, value });
function full(what, others) {
    const [oldest] = others.toSorted((a, b) => a.syncedAtMs - b.syncedAtMs);
    const hint = oldest === undefined ? '' : `the one synchronised longest ago: talos audit chain remove ${oldest.author}`;
    return new TalosError('E_LIMIT', what, { hint });
}
