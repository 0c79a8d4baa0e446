/**
 * A {@link Store} in an LMDB directory. Nothing above this file knows LMDB.
 *
 * Reads are memory-mapped and see the last commit. Writes form groups: while one group is being synced, the batches that
 * arrive wait and become the next, so that one `fdatasync` serves many. `require` changes are decided here, one batch
 * after the other, which is right because one process owns a data directory (`owner-lock.ts`) and opens it once.
 *
 * LMDB keeps no checksums, so every value is stored behind one of its own (`lmdb-record.ts`), and the structure of the
 * file is checked before LMDB maps it (`lmdb-check.ts`): a damaged page would otherwise end the process.
 *
 * @module
 */
import { open } from 'lmdb';
import { TalosError } from "../../base/errors.js";
import { addBatch } from "../../storage/batch.js";
import { assertKey, assertRange, copyChanges, SPACES, } from "../../storage/store.js";
import { findNoRoom, finishCopy, prepareStoreDirectory } from "./lmdb-directory.js";
import { commitFailure, isRoomError, storageError } from "./lmdb-errors.js";
import { CHECKSUM_BYTES, frameRecord, unframeRecord } from "./lmdb-record.js";
import { LmdbRoom } from "./lmdb-room.js";
/** Longest wait for one commit, in milliseconds: a disk that takes longer has failed. */
export const COMMIT_DEADLINE_MS = 10_000;
/** Most batches that share one commit, so that a group's size stays bounded. */
const MAX_GROUP = 256;
const DEFAULT_MAP_BYTES = 256 * 1024 * 1024;
/**
 * Opens the store, making it if need be. Dispose it to wait for what is queued and let go.
 *
 * @throws {TalosError} `E_STORAGE_CORRUPT` for a damaged, truncated or missing file where a store was before;
 *   `E_VERSION` for a newer layout; `E_STORAGE_DENIED`, `E_STORAGE_FULL` or `E_STORAGE` as the system says.
 */
export async function openLmdbStore(options) {
    const { path, mapSizeBytes = DEFAULT_MAP_BYTES, commitDeadlineMs = COMMIT_DEADLINE_MS } = options;
    const finish = prepareStoreDirectory(path);
    try {
        const root = open({
            path,
            mapSize: mapSizeBytes,
            maxDbs: SPACES.length,
            noSubdir: false,
            // A commit resolves when it is synced. With overlapping syncs it would resolve before.
            overlappingSync: false,
            // With it, a failed commit rejects promises that nobody holds, which ends the process.
            eventTurnBatching: false,
        });
        const store = new LmdbStore(root, path, commitDeadlineMs);
        finish();
        return store;
    }
    catch (error) {
        throw storageError(error, 'the store cannot be opened');
    }
}
class LmdbStore {
    #root;
    #spaces;
    #path;
    #room;
    #deadlineMs;
    #waiting = [];
    /** LMDB reads its file in another thread meanwhile. */
    #copying = new Set();
    #closing;
    #draining;
    /** Why nothing is written any more: after a failed sync nobody knows what is on the disk. */
    #broken;
    constructor(root, path, deadlineMs) {
        this.#root = root;
        this.#path = path;
        this.#room = new LmdbRoom(path);
        this.#room.reserve({ records: 0, bytes: 0, isDeletion: true });
        this.#deadlineMs = deadlineMs;
        const openSpace = (name) => [name, root.openDB(name, { encoding: 'binary', keyEncoding: 'binary' })];
        this.#spaces = Object.fromEntries(SPACES.map(openSpace));
    }
    /** A store that writes no more can still be read: what it shows is the last commit, which is on the disk. */
    #assertOpen() {
        if (this.#closing !== undefined)
            throw new TalosError('E_CLOSED', 'the store is closed');
    }
    async get(space, key) {
        assertKey(key);
        this.#assertOpen();
        return this.#read(space, key);
    }
    #read(space, key) {
        let framed;
        try {
            framed = this.#spaces[space].getBinary(Buffer.from(key));
        }
        catch (error) {
            throw storageError(error, 'the store cannot be read');
        }
        return framed === undefined ? undefined : unframeRecord(space, key, framed);
    }
    async *scan(space, range = {}) {
        assertRange(range);
        this.#assertOpen();
        if (range.limit === 0 || isEmptyRange(range))
            return;
        const entries = this.#spaces[space].getRange(lmdbRange(range));
        for (const { key, value } of entries) {
            // LMDB lends memory that it will reuse; nothing of it leaves this file.
            const ownKey = new Uint8Array(key);
            yield [ownKey, unframeRecord(space, ownKey, value)];
            // The consumer may have closed the store meanwhile, and its pages with it.
            this.#assertOpen();
        }
    }
    async apply(changes) {
        const batch = copyChanges(changes);
        this.#assertOpen();
        return new Promise((resolve, reject) => {
            this.#waiting.push({ changes: batch, resolve, reject });
            this.#draining ??= this.#drain();
        });
    }
    async copyTo(folder) {
        this.#assertOpen();
        const copying = this.#root.backup(folder, false);
        this.#copying.add(copying);
        try {
            await copying;
            await finishCopy(folder);
        }
        catch (error) {
            // LMDB gives a text and no number.
            throw findNoRoom(folder, 0) ?? storageError(error, 'the store cannot be copied');
        }
        finally {
            this.#copying.delete(copying);
        }
    }
    /** Commits what waits, group by group. Never rejects. */
    async #drain() {
        // Batches of one turn of the event loop share a commit.
        await Promise.resolve();
        while (this.#waiting.length > 0)
            await this.#commitGroup(this.#waiting.splice(0, MAX_GROUP));
        this.#draining = undefined;
    }
    async #commitGroup(group) {
        const writes = new Map();
        const outcomes = [];
        for (const { changes, resolve, reject } of group) {
            try {
                if (this.#broken !== undefined)
                    throw this.#broken;
                const applied = addBatch(changes, writes, (space, key) => this.#read(space, key));
                outcomes.push({ settle: () => resolve(applied), reject });
            }
            catch (error) {
                // A damaged record fails the batch that reads it, not its neighbours.
                reject(error);
            }
        }
        try {
            if (writes.size > 0)
                await this.#commit(writes);
        }
        catch (error) {
            // A batch that needs more room than there is must not fail its neighbours.
            if (isRoomError(error) && group.length > 1) {
                for (const one of group)
                    await this.#commitGroup([one]);
                return;
            }
            for (const { reject } of outcomes)
                reject(error);
            return;
        }
        for (const { settle } of outcomes)
            settle();
    }
    async #commit(writes) {
        const size = sizeOf(writes);
        this.#room.reserve(size);
        try {
            await within(this.#deadlineMs, this.#write(writes));
        }
        catch (error) {
            // The reason of a failure comes later than the failure, and is waited for no longer than for success.
            const failure = await within(this.#deadlineMs, commitFailure(error)).catch(() => storageError(error, 'the commit failed'));
            // LMDB gives EIO for a page that was written in part, as on a disk that is filling up.
            const noRoom = isRoomError(failure) ? failure : findNoRoom(this.#path, size.bytes);
            // LMDB takes back a transaction that found no room. After any other failure, a sync that did not succeed above all,
            // nothing is acknowledged any more: opening again, by the next process, tells what is on the disk.
            if (noRoom === undefined)
                this.#broken = failure;
            throw noRoom ?? failure;
        }
    }
    async #write(writes) {
        await this.#root.batch(() => {
            for (const { space, key, value } of writes.values()) {
                const database = this.#spaces[space];
                // What is returned here belongs to the batch's own promise, which says whether the commit succeeded.
                const queued = value === undefined
                    ? database.remove(Buffer.from(key))
                    : database.put(Buffer.from(key), Buffer.from(frameRecord(space, key, value)));
                queued.catch(() => undefined);
            }
        });
    }
    async [Symbol.asyncDispose]() {
        this.#closing ??= this.#close();
        await this.#closing;
    }
    async #close() {
        await this.#draining;
        await Promise.allSettled(this.#copying);
        try {
            await within(this.#deadlineMs, this.#root.close());
            this.#room.close();
        }
        catch (error) {
            // What was acknowledged is synced; a store that is broken already has told its writers.
            if (this.#broken === undefined)
                throw storageError(error, 'the store cannot be closed');
        }
    }
}
function sizeOf(writes) {
    let bytes = 0;
    let isDeletion = true;
    for (const { key, value } of writes.values()) {
        if (value === undefined)
            continue;
        isDeletion = false;
        bytes += key.length + CHECKSUM_BYTES + value.length;
    }
    return { records: writes.size, bytes, isDeletion };
}
function isEmptyRange({ start, end }) {
    return start !== undefined && end !== undefined && Buffer.compare(start, end) >= 0;
}
/** LMDB names bounds in the direction of travel; the port names them in key order. */
function lmdbRange(range) {
    const start = range.start && range.start.length > 0 ? Buffer.from(range.start) : undefined;
    const end = range.end && Buffer.from(range.end);
    const bounds = range.reverse === true
        ? { start: end, end: start, reverse: true, exclusiveStart: true, inclusiveEnd: true }
        : { start, end };
    const given = Object.entries(bounds).filter(([, value]) => value !== undefined);
    return { ...Object.fromEntries(given), ...(range.limit === undefined ? {} : { limit: range.limit }), snapshot: true };
}
async function within(deadlineMs, work) {
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => {
            reject(new TalosError('E_STORAGE', `the disk did not finish within ${deadlineMs} ms`, { details: { deadlineMs } }));
        }, deadlineMs);
    });
    try {
        return await Promise.race([work, late]);
    }
    finally {
        clearTimeout(timer);
    }
}
