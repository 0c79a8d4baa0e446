/**
 * The thread behind `miner.ts`: searches nonces where nobody waits. PROTOCOL.md §9.5.
 *
 * Takes `{ id, header }`, gives `{ id, nonce }`.
 *
 * @module
 */
import { parentPort } from 'node:worker_threads';
import { mineSlice, SLICE_NONCES } from '../../ledger/work.ts';

/** A search asked for. */
export interface MineJob {
  readonly id: number;
  /** 162 bytes. */
  readonly header: Uint8Array;
}

/** What was found. */
export interface MineResult {
  readonly id: number;
  readonly nonce: number;
}

function search(header: Uint8Array): number {
  for (let from = 0; ; from += SLICE_NONCES) {
    const nonce = mineSlice(header, from, SLICE_NONCES);
    if (nonce !== undefined) return nonce;
  }
}

parentPort?.on('message', ({ id, header }: MineJob) => {
  const result: MineResult = { id, nonce: search(header) };
  parentPort?.postMessage(result);
});
