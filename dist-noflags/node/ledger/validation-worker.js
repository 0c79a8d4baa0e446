/**
 * The thread behind `validation-pool.ts`: examines blocks by themselves. PROTOCOL.md §9.8.
 *
 * @module
 */
import { parentPort } from 'node:worker_threads';
import { HASH_BYTES } from "../../crypto/hash.js";
import { initSignatures } from "../../crypto/init.js";
import { Examination } from "../../ledger/validation/validation-examine.js";
function examineAll({ id, terms, bytes, lengths }) {
    const examination = new Examination(terms);
    const hashes = [];
    let at = 0;
    const findings = lengths.map((length) => {
        const { read, form, self, findings: found } = examination.examine(bytes.subarray(at, at + length));
        at += length;
        if (form !== undefined)
            return { form };
        if (read !== undefined)
            hashes.push(read.hash, ...read.leaves);
        if (self !== undefined)
            return { self };
        const { fault, ids } = found();
        return fault === undefined ? (ids.length === 0 ? {} : { ids }) : { entries: fault };
    });
    const { signatures, layerMs } = examination.metrics.snapshot();
    return { id, findings, hashes: joined(hashes), metrics: { signatures, layerMs } };
}
function joined(hashes) {
    const all = new Uint8Array(hashes.length * HASH_BYTES);
    let at = 0;
    for (const hash of hashes) {
        all.set(hash, at);
        at += hash.length;
    }
    return all.subarray(0, at);
}
const port = parentPort;
if (port !== null) {
    await initSignatures();
    port.on('message', (job) => {
        const result = examineAll(job);
        port.postMessage(result, [result.hashes.buffer]);
    });
}
