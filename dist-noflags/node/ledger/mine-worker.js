/**
 * The thread behind `miner.ts`: searches nonces where nobody waits. PROTOCOL.md §9.5.
 *
 * Takes `{ id, header }`, gives `{ id, nonce }`.
 *
 * @module
 */
import { parentPort } from 'node:worker_threads';
import { mineSlice, SLICE_NONCES } from "../../ledger/work.js";
function search(header) {
    for (let from = 0;; from += SLICE_NONCES) {
        const nonce = mineSlice(header, from, SLICE_NONCES);
        if (nonce !== undefined)
            return nonce;
    }
}
parentPort?.on('message', ({ id, header }) => {
    const result = { id, nonce: search(header) };
    parentPort?.postMessage(result);
});
