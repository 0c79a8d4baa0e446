/**
 * Mining on a thread of its own, so that the event loop never waits for it.
 *
 * @module
 */
import { Worker } from 'node:worker_threads';
import { TalosError } from "../../base/errors.js";
/** A thread without work ends after so many milliseconds, and gives its memory back. */
export const MINER_IDLE_MS = 30_000;
/** Opens a miner; its thread starts with the first block and never keeps the process alive. */
export function openMiner(options = {}) {
    return new ThreadMiner(options);
}
class ThreadMiner {
    #url;
    #idleMs;
    #waiting = new Map();
    #worker;
    #idle;
    #lastId = 0;
    #isClosed = false;
    constructor({ workerUrl, idleMs }) {
        this.#url = workerUrl ?? new URL('./mine-worker.js', import.meta.url);
        this.#idleMs = idleMs ?? MINER_IDLE_MS;
    }
    get isRunning() {
        return this.#worker !== undefined;
    }
    mine = async (header) => {
        try {
            return await this.#search(header);
        }
        catch (error) {
            if (this.#isClosed)
                throw error;
            // A thread may die of what has nothing to do with the search, lack of memory for one.
            return await this.#search(header);
        }
    };
    #search(header) {
        if (this.#isClosed)
            return Promise.reject(new TalosError('E_CLOSED', 'the miner is closed'));
        clearTimeout(this.#idle);
        const worker = (this.#worker ??= this.#start());
        worker.ref();
        const job = { id: ++this.#lastId, header };
        return new Promise((resolve, reject) => {
            this.#waiting.set(job.id, { resolve, reject });
            worker.postMessage(job);
        });
    }
    #start() {
        const worker = new Worker(this.#url, {
            name: 'talos-miner',
            env: {},
            execArgv: [],
            resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 2 },
        });
        worker.on('message', (result) => this.#found(result));
        worker.on('error', (cause) => this.#lost(worker, cause));
        worker.on('exit', () => this.#lost(worker, undefined));
        return worker;
    }
    #found({ id, nonce }) {
        this.#waiting.get(id)?.resolve(nonce);
        this.#waiting.delete(id);
        if (this.#waiting.size > 0)
            return;
        this.#worker?.unref();
        this.#idle = setTimeout(() => void this.#end(), this.#idleMs);
        this.#idle.unref();
    }
    #lost(worker, cause) {
        if (this.#worker !== worker)
            return;
        this.#worker = undefined;
        const error = new TalosError('E_STORAGE', 'the thread that mines ended', { cause });
        for (const { reject } of this.#waiting.values())
            reject(error);
        this.#waiting.clear();
    }
    async #end() {
        const worker = this.#worker;
        if (worker === undefined || this.#waiting.size > 0)
            return;
        this.#worker = undefined;
        await worker.terminate();
    }
    async [Symbol.asyncDispose]() {
        this.#isClosed = true;
        clearTimeout(this.#idle);
        for (const { reject } of this.#waiting.values())
            reject(new TalosError('E_CLOSED', 'the miner is closed'));
        this.#waiting.clear();
        await this.#end();
    }
}
