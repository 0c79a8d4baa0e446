/**
 * Records sealed at rest, under keys that only the identity has. PROTOCOL.md §10.2.
 *
 * @module
 */
import { assertBytes, type Bytes, concat, utf8 } from '../base/bytes.ts';
import { isTalosError, TalosError } from '../base/errors.ts';
import { NONCE_BYTES, open, seal } from '../crypto/aead.ts';
import { derive } from '../crypto/kdf.ts';
import { randomBytes } from '../crypto/random.ts';
import type { Space, Store } from './store.ts';

/** Length of the salt, in bytes. */
const SALT_BYTES = 32;
/** Where the salt lies, in the space `meta`. */
const SALT_KEY: Bytes = utf8('at-rest-salt');

/** Seals and opens the values of a store. One key a space; a value opens under its own key of the store alone. */
export interface RecordSealer {
  /** `record` sealed for `key`: 28 bytes longer, under a fresh random nonce. */
  seal(space: Space, key: Uint8Array, record: Uint8Array): Bytes;
  /**
   * What {@link RecordSealer.seal} sealed for the same space and key.
   *
   * @throws {TalosError} `E_STORAGE_CORRUPT` if it is anything else.
   */
  open(space: Space, key: Uint8Array, sealed: Uint8Array): Bytes;
}

/**
 * The sealer of a data directory. The salt is made, and durable, at the first use.
 *
 * @param secret - `Identity.atRestSecret()`, 64 bytes; copied.
 * @throws {TalosError} `E_STORAGE_CORRUPT` for a salt of another length.
 */
export async function openRecordSealer(store: Store, secret: Uint8Array): Promise<RecordSealer> {
  assertBytes(secret, 'secret', 64);
  const fresh = randomBytes(SALT_BYTES);
  const made = await store.apply([
    { kind: 'require', space: 'meta', key: SALT_KEY, value: undefined },
    { kind: 'put', space: 'meta', key: SALT_KEY, value: fresh },
  ]);
  const salt = made ? fresh : await store.get('meta', SALT_KEY);
  if (salt?.length !== SALT_BYTES) throw new TalosError('E_STORAGE_CORRUPT', 'the salt of sealed records is damaged');
  return new DerivedSealer(secret, salt);
}

class DerivedSealer implements RecordSealer {
  readonly #secret: Bytes;
  readonly #salt: Bytes;
  readonly #keys = new Map<Space, Bytes>();

  constructor(secret: Uint8Array, salt: Bytes) {
    this.#secret = new Uint8Array(secret);
    this.#salt = salt;
  }

  seal(space: Space, key: Uint8Array, record: Uint8Array): Bytes {
    const nonce = randomBytes(NONCE_BYTES);
    return concat(nonce, seal(this.#keyOf(space), nonce, record, key));
  }

  open(space: Space, key: Uint8Array, sealed: Uint8Array): Bytes {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    try {
      if (nonce.length === NONCE_BYTES) return open(this.#keyOf(space), nonce, sealed.subarray(NONCE_BYTES), key);
    } catch (error) {
      if (!isTalosError(error, 'E_DECRYPT')) throw error;
    }
    throw new TalosError('E_STORAGE_CORRUPT', `a sealed record of the space ${space} does not open`);
  }

  #keyOf(space: Space): Bytes {
    const key = this.#keys.get(space) ?? derive('atRest', this.#secret, this.#salt, 32, utf8(space));
    this.#keys.set(space, key);
    return key;
  }
}
