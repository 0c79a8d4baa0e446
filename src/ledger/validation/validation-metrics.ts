/**
 * What a validator did: counts, and the time of each layer.
 *
 * @module
 */
import {
  VALIDATION_LAYERS,
  VALIDATION_NUMBERS,
  type ValidationLayer,
  type ValidationRule,
} from './validation-codes.ts';

/** See the module comment. Counts only grow. */
export interface ValidationMetrics {
  /** Blocks judged. */
  readonly blocks: number;
  /** Entries of blocks whose form was right. */
  readonly entries: number;
  /** Signatures checked: those of blocks, statements and notes; not those remembered. */
  readonly signatures: number;
  /** Refused blocks by the number of the rule. PROTOCOL.md §9.8. */
  readonly failures: Readonly<Record<number, number>>;
  /** Milliseconds in each layer; in the second and the fourth, of all threads together. */
  readonly layerMs: Readonly<Record<ValidationLayer, number>>;
}

/** Collects {@link ValidationMetrics}. */
export class MetricsCounter {
  #blocks = 0;
  #entries = 0;
  #signatures = 0;
  readonly #failures = new Map<number, number>();
  readonly #layerMs: Record<ValidationLayer, number> = {
    structural: 0,
    cryptographic: 0,
    consensus: 0,
    semantic: 0,
    'cross-chain': 0,
  };

  /** Counts a block that was judged. */
  judged(rule: ValidationRule | undefined): void {
    this.#blocks++;
    if (rule === undefined) return;
    const number = VALIDATION_NUMBERS[rule];
    this.#failures.set(number, (this.#failures.get(number) ?? 0) + 1);
  }

  /** Counts entries that are looked at. */
  addEntries(count: number): void {
    this.#entries += count;
  }

  /** Counts signatures that are checked. */
  addSignatures(count: number): void {
    this.#signatures += count;
  }

  /** Adds time to a layer. */
  addTime(layer: ValidationLayer, ms: number): void {
    this.#layerMs[layer] += ms;
  }

  /** The counts by now. */
  snapshot(): ValidationMetrics {
    return {
      blocks: this.#blocks,
      entries: this.#entries,
      signatures: this.#signatures,
      failures: Object.fromEntries(this.#failures),
      layerMs: { ...this.#layerMs },
    };
  }

  /** Adds what another counted of signatures and time. */
  add({ signatures, layerMs }: Pick<ValidationMetrics, 'signatures' | 'layerMs'>): void {
    this.#signatures += signatures;
    for (const layer of VALIDATION_LAYERS) this.#layerMs[layer] += layerMs[layer];
  }
}
