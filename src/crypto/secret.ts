/**
 * Secret bytes in plain data.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';

/** Bytes that do not show when what holds them is inspected, cloned or written as JSON. Not copied. */
export class Secret {
  readonly #bytes: Bytes;

  constructor(bytes: Bytes) {
    this.#bytes = bytes;
  }

  get bytes(): Bytes {
    return this.#bytes;
  }
}
