/**
 * Where light clients are kept. What is read is verified again. PROTOCOL.md §9.12.
 *
 * Layout of the space `light`: 0x01 ‖ key of the author (32) → the state as CBOR; 0x02 ‖ key ‖ u32 n → the headers from
 * {@link HEADERS_A_RECORD} · n on.
 *
 * @module
 */
import { concat, equalBytes } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { decodeCbor, encodeCbor } from "../../codec/cbor.js";
import { readArray, readBytes, readChoice, readInteger, readObject, readString } from "../../codec/fields.js";
import { u8, u32 } from "../../codec/writer.js";
import { HASH_BYTES } from "../../crypto/hash.js";
import { didOfKey, keyOfDid } from "../../identity/did.js";
import { decodeSignedHeader, decodeSignedHeaders, encodeSignedHeader, SIGNED_HEADER_BYTES, } from "../../ledger/chain/chain-header.js";
import { LightClient } from "../../ledger/light/light.js";
import { MAX_LIGHT_CHECKPOINTS, readSharedCheckpoint, } from "../../ledger/light/light-checkpoints.js";
import { MAX_LIGHT_SOURCES, MAX_SOURCE_CHARACTERS } from "../../ledger/light/light-sources.js";
import { MAX_LIGHT_HEADERS } from "../../ledger/light/light-types.js";
import { MAX_EVIDENCE_BYTES } from "../../ledger/log/evidence.js";
/** Authors that are followed; one more is refused until others are removed. PROTOCOL.md §11. */
export const MAX_LIGHT_AUTHORS = 64;
/** Bytes of headers of all authors. PROTOCOL.md §11. */
export const MAX_LIGHT_BYTES = 256 * 1024 * 1024;
/** Headers of one record: 113 KiB. */
export const HEADERS_A_RECORD = 512;
/** Longest note that is kept: the author's signature alone. PROTOCOL.md §9.3. */
const MAX_NOTE_CHARACTERS = 512;
/** Most hashes of a consistency proof: RFC 9162 needs fewer for 2^53 entries. */
const MAX_PATH_HASHES = 128;
const [STATE, HEADERS] = [1, 2];
/** See the module comment. One task at a time may change an author. */
export class LightStore {
    #store;
    #options;
    /** @param options - Of clients that are loaded. */
    constructor(store, options) {
        this.#store = store;
        this.#options = options;
    }
    /** All authors, in the order of their keys. */
    async authors() {
        const authors = [];
        for await (const [key] of this.#store.scan('light', { start: u8(STATE), end: u8(HEADERS) }))
            authors.push(didOfKey(key.slice(1)));
        return authors;
    }
    /** What is kept of an author, also while it is saved. @throws {TalosError} `E_STORAGE_CORRUPT` where it was changed. */
    async load(author) {
        const read = () => this.#store.get('light', stateKey(author));
        let state = await read();
        while (state !== undefined) {
            try {
                return await this.#loaded(author, state);
            }
            catch (cause) {
                const now = await read();
                // State and headers are read one after the other: of two savings where one came in between.
                if (now === undefined || !equalBytes(now, state))
                    state = now;
                else
                    throw new TalosError('E_STORAGE_CORRUPT', 'what is kept of a light client was changed or damaged', {
                        cause,
                        details: { author },
                        hint: `talos light remove ${author} forgets it; then synchronise again`,
                    });
            }
        }
        return undefined;
    }
    async #loaded(author, state) {
        const { snapshot, headers } = readState(author, state);
        const records = await this.#records(author, headers);
        const client = LightClient.load(snapshot, records.headers, this.#options);
        return { client, headers, bytes: stateKey(author).length + state.length + records.bytes };
    }
    async #records(author, count) {
        const headers = [];
        let bytes = 0;
        for (let number = 0; number * HEADERS_A_RECORD < count; number++) {
            const key = headersKey(author, number);
            const value = await this.#store.get('light', key);
            const expected = Math.min(HEADERS_A_RECORD, count - number * HEADERS_A_RECORD) * SIGNED_HEADER_BYTES;
            if (value?.length !== expected)
                throw new TalosError('E_STORAGE_CORRUPT', 'headers are missing');
            bytes += key.length + value.length;
            for (const header of decodeSignedHeaders(value))
                headers.push(header);
        }
        return { headers, bytes };
    }
    /**
     * Keeps `client`, whose first `before` headers are in the store; all of it or nothing, and durable when it resolves.
     *
     * @throws {TalosError} `E_LIMIT` beyond {@link MAX_LIGHT_AUTHORS} or {@link MAX_LIGHT_BYTES}: nothing is changed then.
     */
    async save(client, before) {
        const { author, headers } = client;
        await this.#assertRoom(author, headers);
        const changes = [
            { kind: 'put', space: 'light', key: stateKey(author), value: encodeState(client.snapshot(), headers) },
        ];
        const first = Math.floor(before / HEADERS_A_RECORD);
        for (let number = first; headers > before && number * HEADERS_A_RECORD < headers; number++) {
            const value = client.headerRecords(number * HEADERS_A_RECORD, (number + 1) * HEADERS_A_RECORD);
            changes.push({ kind: 'put', space: 'light', key: headersKey(author, number), value });
        }
        await this.#store.apply(changes);
    }
    async #assertRoom(author, headers) {
        let [authors, all] = [1, headers];
        for await (const [key, state] of this.#store.scan('light', { start: u8(STATE), end: u8(HEADERS) })) {
            const other = didOfKey(key.slice(1));
            if (other === author)
                continue;
            authors++;
            all += countOf(state);
        }
        const hint = 'talos light remove makes room';
        if (authors > MAX_LIGHT_AUTHORS)
            throw new TalosError('E_LIMIT', `at most ${MAX_LIGHT_AUTHORS} authors are followed`, { hint });
        if (all * SIGNED_HEADER_BYTES > MAX_LIGHT_BYTES)
            throw new TalosError('E_LIMIT', `headers of all authors have at most ${MAX_LIGHT_BYTES} bytes`, { hint });
    }
    /** Forgets an author, damaged or not; durable when it resolves. @returns Whether anything was kept of it. */
    async remove(author) {
        const changes = [];
        for (const kind of [STATE, HEADERS]) {
            const start = concat(u8(kind), keyOfDid(author));
            const end = kind === STATE ? concat(start, u8(0)) : concat(start, u32(0xffffffff));
            for await (const [key] of this.#store.scan('light', { start, end }))
                changes.push({ kind: 'delete', space: 'light', key });
        }
        if (changes.length > 0)
            await this.#store.apply(changes);
        return changes.length > 0;
    }
}
const stateKey = (author) => concat(u8(STATE), keyOfDid(author));
const headersKey = (author, number) => concat(u8(HEADERS), keyOfDid(author), u32(number));
function encodeState(snapshot, headers) {
    const { keep, checkpoints, head, sources, fork } = snapshot;
    return encodeCbor({
        v: 1,
        keep,
        headers,
        notes: checkpoints.map(({ checkpoint }) => checkpoint.note),
        joins: checkpoints.flatMap(({ joins }) => (joins === undefined ? [] : [[joins.size, joins.path]])),
        head: head === undefined ? new Uint8Array(0) : encodeSignedHeader(head),
        sources: sources.map(([source, size]) => [source, size]),
        fork: fork ?? '',
    });
}
const NAMES = ['v', 'keep', 'headers', 'notes', 'joins', 'head', 'sources', 'fork'];
function readFields(state) {
    const fields = readObject(decodeCbor(state), { required: NAMES }, 'light');
    readInteger(fields.v, 'v', { min: 1, max: 1 });
    return fields;
}
/** Headers that a state says to be in the store; 0 where it cannot be read, which loading tells. */
function countOf(state) {
    try {
        return readInteger(readFields(state).headers, 'headers', { max: MAX_LIGHT_HEADERS });
    }
    catch {
        return 0;
    }
}
function readState(author, state) {
    const fields = readFields(state);
    const notes = readArray(fields.notes, 'notes', { max: MAX_LIGHT_CHECKPOINTS }, (note, name) => readString(note, name, { max: MAX_NOTE_CHARACTERS }));
    const joins = readArray(fields.joins, 'joins', { max: MAX_LIGHT_CHECKPOINTS }, readJoin);
    const head = readBytes(fields.head, 'head');
    const fork = readString(fields.fork, 'fork', { max: MAX_EVIDENCE_BYTES });
    return {
        headers: readInteger(fields.headers, 'headers', { max: MAX_LIGHT_HEADERS }),
        snapshot: {
            author,
            keep: readChoice(fields.keep, ['checkpoints', 'headers'], 'keep'),
            checkpoints: notes.map((note, at) => readJoined(author, note, joins[at])),
            head: head.length === 0 ? undefined : decodeSignedHeader(head),
            sources: readArray(fields.sources, 'sources', { max: MAX_LIGHT_SOURCES }, readSource),
            fork: fork === '' ? undefined : fork,
        },
    };
}
function readJoined(author, note, joins) {
    const checkpoint = readSharedCheckpoint(note, author);
    if (checkpoint === undefined)
        throw new TalosError('E_MALFORMED', 'a checkpoint that the author did not sign');
    return { checkpoint, ...(joins === undefined ? {} : { joins }) };
}
function readPair(value, name) {
    const [one, other] = readArray(value, name, { min: 2, max: 2 }, (item) => item);
    return [one ?? null, other ?? null];
}
function readJoin(value, name) {
    const [size, path] = readPair(value, name);
    return {
        size: readInteger(size, name),
        path: readArray(path, name, { max: MAX_PATH_HASHES }, (hash) => readBytes(hash, name, HASH_BYTES)),
    };
}
function readSource(value, name) {
    const [source, size] = readPair(value, name);
    return [readString(source, name, { min: 1, max: MAX_SOURCE_CHARACTERS }), readInteger(size, name)];
}
