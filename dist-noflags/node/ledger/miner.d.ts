import type { Mine } from '../../ledger/work.ts';
/** A thread without work ends after so many milliseconds, and gives its memory back. */
export declare const MINER_IDLE_MS = 30000;
/** Options of {@link openMiner}. */
export interface MinerOptions {
    /** The compiled worker; by default `mine-worker.js` beside this file. */
    readonly workerUrl?: URL;
    /** {@link MINER_IDLE_MS} by default. */
    readonly idleMs?: number;
}
/** Mines for as long as it is open. */
export interface Miner extends AsyncDisposable {
    /** Rejects with `E_CLOSED` once disposed, with `E_STORAGE` if the thread fails twice. */
    readonly mine: Mine;
    /** Whether a thread runs. */
    readonly isRunning: boolean;
}
/** Opens a miner; its thread starts with the first block and never keeps the process alive. */
export declare function openMiner(options?: MinerOptions): Miner;
