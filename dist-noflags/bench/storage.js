/**
 * Records of the store, written durably and read, beside a bare append and `fdatasync`, and beside a bare read of a file.
 *
 * @module
 */
import { closeSync, fdatasyncSync, openSync, readSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { u64 } from "../codec/writer.js";
import { randomBytes } from "../crypto/random.js";
import { openLmdbStore } from "../node/store/lmdb-store.js";
import { awaitedRatesOf, median, ratioOf } from "./rounds.js";
const VALUE_BYTES = 256;
/** Records that are written at the same time, as many calls do. */
const TOGETHER = 500;
/** Reads that one measured step makes. */
const READS = 200;
/** See the module comment. */
export async function benchStorage(figures) {
    figures.begin(`storage of ${VALUE_BYTES}-byte records`);
    const folder = await mkdtemp(join(tmpdir(), 'talos-bench-'));
    const store = await openLmdbStore({ path: join(folder, 'store') });
    const file = openSync(join(folder, 'file'), 'w+', 0o600);
    try {
        await measure(figures, store, file);
    }
    finally {
        closeSync(file);
        await store[Symbol.asyncDispose]();
        await rm(folder, { recursive: true, force: true });
    }
}
async function measure(figures, store, file) {
    const value = randomBytes(VALUE_BYTES);
    let count = 0;
    let length = 0;
    const put = () => store.apply([{ kind: 'put', space: 'message', key: u64(count++), value }]);
    const append = async () => {
        length += writeSync(file, value, 0, value.length, length);
        fdatasyncSync(file);
    };
    const [durable = [], bare = []] = await awaitedRatesOf([put, append], { rounds: 7, ms: 80 });
    const beside = [{ name: 'append and fdatasync', value: median(bare), ratio: ratioOf(durable, bare) }];
    figures.add('written durably, one after the other', median(durable), '/s', { beside });
    const together = () => Promise.all(Array.from({ length: TOGETHER }, put));
    const [many = [], alone = []] = await awaitedRatesOf([together, append], { rounds: 5, ms: 60 });
    const shared = [{ name: 'append and fdatasync', value: median(alone), ratio: TOGETHER * ratioOf(many, alone) }];
    figures.add(`written durably, ${TOGETHER} at a time`, TOGETHER * median(many), '/s', { beside: shared });
    const into = new Uint8Array(VALUE_BYTES);
    let at = 0;
    const next = () => {
        at = (at + 7919) % count;
        return at;
    };
    const get = async () => {
        for (let i = 0; i < READS; i++)
            await store.get('message', u64(next()));
    };
    const records = Math.floor(length / VALUE_BYTES);
    const read = async () => {
        for (let i = 0; i < READS; i++)
            readSync(file, into, 0, VALUE_BYTES, (next() % records) * VALUE_BYTES);
    };
    const [found = [], raw = []] = await awaitedRatesOf([get, read], { rounds: 9, ms: 25, computes: true });
    const reads = [{ name: 'read of a file, cached', value: READS * median(raw), ratio: ratioOf(found, raw) }];
    figures.add('read, checksum verified', READS * median(found), '/s', { beside: reads });
}
