/**
 * The newest agent record of each agent that was looked for, and the own one. PROTOCOL.md §4.4.
 *
 * Layout of the space `record`: `DID` → `u64 sequence ‖ SHA-256 of the record (32) ‖ the record`. A record that has
 * expired stays: an older one is still refused.
 *
 * @module
 */
import { concat, utf8 } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { decode } from "../../codec/reader.js";
import { u64 } from "../../codec/writer.js";
import { HASH_BYTES } from "../../crypto/hash.js";
import { verifyAgentRecord } from "../../identity/agent-record.js";
/** Other agents whose record is kept; of more, none is: each is looked up again when it is needed. */
export const MAX_RECORDS = 10_000;
/** See the module comment. */
export class RecordBook {
    #store;
    #clock;
    #self;
    /** How many there were when that was first asked. */
    #counted;
    /** How many came since. */
    #stored = 0;
    #watchers = new Set();
    /** @param self - Whose record is kept in any case: a sequence that was given out is never given again. */
    constructor(store, clock, self) {
        this.#store = store;
        this.#clock = clock;
        this.#self = self;
    }
    /** The record of `did` that is valid now. @throws {TalosError} `E_STORAGE…`. */
    async get(did) {
        const held = await this.#held(did);
        if (held === undefined)
            return undefined;
        try {
            return verifyAgentRecord(held.bytes, { did, nowMs: this.#clock.now() });
        }
        catch (error) {
            if (isTalosError(error, 'E_STALE'))
                return undefined;
            throw new TalosError('E_STORAGE_CORRUPT', 'an agent record of the store cannot be read', { cause: error });
        }
    }
    /** The sequence of the newest record of `did`, whether it has expired or not. */
    async newest(did) {
        return (await this.#held(did))?.sequence;
    }
    /**
     * Takes a record that anybody may have given; durable when it resolves.
     *
     * @throws {TalosError} what `verifyAgentRecord` throws, `E_STALE` for one that is older than one taken before.
     */
    async take(did, bytes) {
        for (;;) {
            const key = utf8(did);
            const value = await this.#store.get('record', key);
            const newest = value === undefined ? undefined : readHeld(value);
            const record = verifyAgentRecord(bytes, {
                did,
                nowMs: this.#clock.now(),
                ...(newest === undefined ? {} : { newest }),
            });
            if (newest?.sequence === record.sequence)
                return record;
            if (value === undefined && did !== this.#self && (await this.#isFull()))
                return record;
            const applied = await this.#store.apply([
                { kind: 'require', space: 'record', key, value },
                { kind: 'put', space: 'record', key, value: concat(u64(record.sequence), record.digest, record.bytes) },
            ]);
            if (!applied)
                continue;
            if (value === undefined)
                this.#stored++;
            if (did === this.#self)
                for (const watcher of this.#watchers)
                    watcher(record);
            return record;
        }
    }
    /** Calls `watcher` with every own record from now on. @returns A function that undoes it. */
    watch(watcher) {
        this.#watchers.add(watcher);
        return () => void this.#watchers.delete(watcher);
    }
    async #held(did) {
        const value = await this.#store.get('record', utf8(did));
        return value && readHeld(value);
    }
    async #isFull() {
        this.#counted ??= this.#countAll();
        return (await this.#counted) + this.#stored >= MAX_RECORDS;
    }
    async #countAll() {
        let count = 0;
        for await (const _ of this.#store.scan('record'))
            count++;
        return count;
    }
}
function readHeld(value) {
    try {
        return decode(value, (reader) => ({
            sequence: reader.u64('sequence'),
            digest: reader.bytes(HASH_BYTES, 'digest'),
            bytes: reader.rest(),
        }));
    }
    catch (cause) {
        throw new TalosError('E_STORAGE_CORRUPT', 'an agent record of the store cannot be read', { cause });
    }
}
