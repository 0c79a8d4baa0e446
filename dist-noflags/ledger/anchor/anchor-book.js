/**
 * The anchors of the own log: the sources that a person configured, and the tokens that they gave.
 *
 * | key of the space `anchor` | value |
 * |---|---|
 * | 0x01 ‖ source id (8) | canonical JSON `{ v, source, added, active }` |
 * | 0x02 ‖ u64 size ‖ source id (8) | canonical JSON `{ v, note, token, nonce, at }` |
 *
 * A source that was removed stays, inactive, while there are tokens of it: without its roots they prove nothing.
 *
 * @module
 */
import { concat, fromHex, toHex, utf8 } from "../../base/bytes.js";
import { toBase64url } from "../../base/encoding.js";
import { TalosError } from "../../base/errors.js";
import { Mutex } from "../../base/lifetime.js";
import { readArray, readBase64url, readBoolean, readChoice, readInteger, readObject, readString, } from "../../codec/fields.js";
import { canonicalBytes, canonicalJson, parseJson } from "../../codec/json.js";
import { decode } from "../../codec/reader.js";
import { u8, u64 } from "../../codec/writer.js";
import { sha256 } from "../../crypto/hash.js";
import { MAX_WITNESSES } from "../log/cosignature.js";
import { ANCHOR_KINDS, MAX_ANCHOR_CERTIFICATES, } from "./anchor.js";
/** Most sources of an agent, removed ones that tokens are kept of included. */
export const MAX_ANCHOR_SOURCES = 16;
/** Most tokens that are kept: one an hour for seven years. */
export const MAX_ANCHORS = 65_536;
const SOURCE = u8(1);
const TOKEN = u8(2);
const ID_BYTES = 8;
/** See the module comment. */
export class AnchorBook {
    #store;
    #turns = new Mutex();
    /** @param store - Not disposed here. */
    constructor(store) {
        this.#store = store;
    }
    /** All sources, the first one added first. @throws {TalosError} `E_STORAGE_CORRUPT`. */
    async sources() {
        const found = [];
        for await (const [key, value] of this.#store.scan('anchor', { start: SOURCE, end: TOKEN }))
            found.push(read(() => readSource(toHex(key.subarray(1)), value)));
        return found.toSorted((a, b) => a.addedMs - b.addedMs);
    }
    /**
     * Adds a source, or makes one that was removed active again; durable when it resolves.
     *
     * @throws {TalosError} `E_LIMIT` beyond {@link MAX_ANCHOR_SOURCES}.
     */
    add(source, nowMs) {
        return this.#turns.run(async () => {
            const id = idOf(source);
            const all = await this.sources();
            const held = all.find((each) => each.id === id);
            if (held === undefined && all.length >= MAX_ANCHOR_SOURCES)
                throw new TalosError('E_LIMIT', `there are at most ${MAX_ANCHOR_SOURCES} anchors`);
            return this.#put({ id, source, addedMs: held?.addedMs ?? nowMs, isActive: true });
        });
    }
    /** Anchors nothing there any more; durable when it resolves. @throws {TalosError} `E_NOT_FOUND`. */
    remove(id) {
        return this.#turns.run(async () => {
            const held = (await this.sources()).find((each) => each.id === id && each.isActive);
            if (held === undefined)
                throw new TalosError('E_NOT_FOUND', 'there is no anchor of that id');
            const kept = await this.#put({ ...held, isActive: false });
            const isUsed = (await this.all()).some(({ source }) => source === id);
            if (!isUsed)
                await this.#store.apply([{ kind: 'delete', space: 'anchor', key: sourceKey(id) }]);
            return kept;
        });
    }
    async #put(held) {
        const { id, source, addedMs, isActive } = held;
        const value = canonicalBytes({ v: 1, source: jsonOf(source), added: addedMs, active: isActive });
        await this.#store.apply([{ kind: 'put', space: 'anchor', key: sourceKey(id), value }]);
        return held;
    }
    /** All tokens, by the size of the log. @throws {TalosError} `E_STORAGE_CORRUPT`. */
    async all() {
        return this.#tokens({ start: TOKEN });
    }
    /** The tokens for the smallest log that was anchored with `least` entries or more; none where there is none. */
    async from(least) {
        const [first] = await this.#tokens({ start: concat(TOKEN, u64(least)), limit: 1 });
        if (first === undefined)
            return [];
        return this.#tokens({ start: concat(TOKEN, u64(first.size)), end: concat(TOKEN, u64(first.size + 1)) });
    }
    async #tokens(range) {
        const found = [];
        for await (const [key, value] of this.#store.scan('anchor', range))
            found.push(read(() => readAnchor(key, value)));
        return found;
    }
    /** Keeps a token; durable when it resolves. @throws {TalosError} `E_LIMIT` beyond {@link MAX_ANCHORS}. */
    keep(anchor) {
        return this.#turns.run(async () => {
            let count = 0;
            for await (const _ of this.#store.scan('anchor', { start: TOKEN }))
                count++;
            if (count >= MAX_ANCHORS)
                throw new TalosError('E_LIMIT', `at most ${MAX_ANCHORS} anchors are kept`);
            const { size, source, note, token, nonce, atMs } = anchor;
            const value = canonicalBytes({ v: 1, note, token: toBase64url(token), nonce: toHex(nonce), at: atMs });
            const key = concat(TOKEN, u64(size), fromHex(source));
            await this.#store.apply([{ kind: 'put', space: 'anchor', key, value }]);
        });
    }
}
const sourceKey = (id) => concat(SOURCE, fromHex(id));
function jsonOf(source) {
    if (source.kind === 'cosignature') {
        const { kind, threshold, witnesses } = source;
        return { kind, threshold, witnesses: [...witnesses] };
    }
    const { kind, url, roots, policy } = source;
    return { kind, url, roots: [...roots], ...(policy === undefined ? {} : { policy }) };
}
function idOf(source) {
    return toHex(sha256(utf8(canonicalJson(jsonOf(source)))).subarray(0, ID_BYTES));
}
function readSource(id, value) {
    const fields = readObject(parseJson(value), { required: ['v', 'source', 'added', 'active'] }, 'anchor');
    readInteger(fields.v, 'v', { min: 1, max: 1 });
    const source = sourceOf(fields.source);
    if (idOf(source) !== id)
        throw new TalosError('E_MALFORMED', 'the anchor has another id');
    return {
        id,
        source,
        addedMs: readInteger(fields.added, 'added'),
        isActive: readBoolean(fields.active, 'active'),
    };
}
function sourceOf(json) {
    const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
    const kind = readChoice(isObject ? json['kind'] : undefined, ANCHOR_KINDS, 'kind');
    return kind === 'rfc3161' ? authorityOf(json) : witnessesOf(json);
}
function witnessesOf(json) {
    const required = ['kind', 'threshold', 'witnesses'];
    const fields = readObject(json, { required }, 'source');
    const witnesses = readArray(fields.witnesses, 'witnesses', { min: 1, max: MAX_WITNESSES }, (key, name) => readString(key, name));
    const threshold = readInteger(fields.threshold, 'threshold', { min: 1, max: witnesses.length });
    return { kind: 'cosignature', threshold, witnesses };
}
function authorityOf(json) {
    const fields = readObject(json, { required: ['kind', 'url', 'roots'], optional: ['policy'] }, 'source');
    return {
        kind: 'rfc3161',
        url: readString(fields.url, 'url'),
        roots: readArray(fields.roots, 'roots', { min: 1, max: MAX_ANCHOR_CERTIFICATES }, (root, name) => readString(root, name)),
        ...(fields.policy === undefined ? {} : { policy: readString(fields.policy, 'policy') }),
    };
}
function readAnchor(key, value) {
    const { size, source } = decode(key.slice(1), (reader) => ({
        size: reader.u64('size'),
        source: toHex(reader.bytes(ID_BYTES, 'source')),
    }));
    const required = ['v', 'note', 'token', 'nonce', 'at'];
    const fields = readObject(parseJson(value), { required }, 'anchor');
    readInteger(fields.v, 'v', { min: 1, max: 1 });
    return {
        size,
        source,
        note: readString(fields.note, 'note'),
        token: readBase64url(fields.token, 'token'),
        nonce: fromHex(readString(fields.nonce, 'nonce')),
        atMs: readInteger(fields.at, 'at'),
    };
}
function read(decodeValue) {
    try {
        return decodeValue();
    }
    catch (cause) {
        throw new TalosError('E_STORAGE_CORRUPT', 'an anchor of the store cannot be read', { cause });
    }
}
