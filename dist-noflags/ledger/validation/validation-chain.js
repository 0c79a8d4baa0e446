import { examinedAhead, examinedHere } from "./validation-ahead.js";
/** How long a run holds the event loop, in milliseconds: half of what people feel. */
const SLICE_MS = 40;
/** Between two reports of progress, in milliseconds. */
const PROGRESS_MS = 100;
/** Runs `blocks` through `judge`; see `ValidationEngine.validateChain`. */
export async function runChain(judge, blocks, options) {
    const { signal, examiner } = options;
    signal?.throwIfAborted();
    const run = new Run(judge, options);
    // What was read ahead ends with the run.
    const over = new AbortController();
    const pairs = examiner === undefined ? examinedHere(judge, blocks) : examinedAhead(judge, blocks, examiner, over.signal);
    try {
        for await (const pair of pairs) {
            signal?.throwIfAborted();
            if (!(await run.take(pair)))
                break;
        }
    }
    finally {
        over.abort();
    }
    signal?.throwIfAborted();
    return run.report();
}
class Run {
    #judge;
    #options;
    #first;
    #blocks = 0;
    #entries = 0;
    #firstBad;
    #slice = performance.now();
    #told = performance.now();
    constructor(judge, options) {
        this.#judge = judge;
        this.#options = options;
        this.#first = (judge.state()?.tip.height ?? -1) + 1;
    }
    get #progress() {
        return { blocks: this.#blocks, entries: this.#entries, height: this.#first + this.#blocks - 1 };
    }
    /** Judges one block; whether it is valid. */
    async take([bytes, examined]) {
        const result = await this.#judge.judge(examined);
        if (!result.isValid) {
            this.#firstBad = { height: this.#first + this.#blocks, errors: result.errors };
            return false;
        }
        await this.#options.onBlock?.(result, bytes);
        // The form alone makes no chain.
        if (result.next !== undefined)
            this.#judge.commit(result);
        this.#blocks++;
        this.#entries += examined.read?.block.entries.length ?? 0;
        await this.#rest();
        return true;
    }
    async #rest() {
        const now = performance.now();
        if (now - this.#told >= PROGRESS_MS) {
            this.#told = now;
            this.#options.onProgress?.(this.#progress);
        }
        if (now - this.#slice < SLICE_MS)
            return;
        await new Promise((resolve) => setTimeout(resolve));
        this.#slice = performance.now();
    }
    report() {
        this.#options.onProgress?.(this.#progress);
        const isValid = this.#firstBad === undefined;
        return { isValid, ...this.#progress, ...(this.#firstBad && { firstBad: this.#firstBad }) };
    }
}
