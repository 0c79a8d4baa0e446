/**
 * What a validator did: counts, and the time of each layer.
 *
 * @module
 */
import { VALIDATION_LAYERS, VALIDATION_NUMBERS, } from "./validation-codes.js";
/** Collects {@link ValidationMetrics}. */
export class MetricsCounter {
    #blocks = 0;
    #entries = 0;
    #signatures = 0;
    #failures = new Map();
    #layerMs = {
        structural: 0,
        cryptographic: 0,
        consensus: 0,
        semantic: 0,
        'cross-chain': 0,
    };
    /** Counts a block that was judged. */
    judged(rule) {
        this.#blocks++;
        if (rule === undefined)
            return;
        const number = VALIDATION_NUMBERS[rule];
        this.#failures.set(number, (this.#failures.get(number) ?? 0) + 1);
    }
    /** Counts entries that are looked at. */
    addEntries(count) {
        this.#entries += count;
    }
    /** Counts signatures that are checked. */
    addSignatures(count) {
        this.#signatures += count;
    }
    /** Adds time to a layer. */
    addTime(layer, ms) {
        this.#layerMs[layer] += ms;
    }
    /** The counts by now. */
    snapshot() {
        return {
            blocks: this.#blocks,
            entries: this.#entries,
            signatures: this.#signatures,
            failures: Object.fromEntries(this.#failures),
            layerMs: { ...this.#layerMs },
        };
    }
    /** Adds what another counted of signatures and time. */
    add({ signatures, layerMs }) {
        this.#signatures += signatures;
        for (const layer of VALIDATION_LAYERS)
            this.#layerMs[layer] += layerMs[layer];
    }
}
