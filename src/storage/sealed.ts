/**
 * Records sealed at rest. PROTOCOL.md §10.4.
 *
 * Whoever has the identity's secrets and an old page of the store opens what is sealed under the identity. So what earlier
 * messages could be opened with, sessions and prekeys, is sealed under a key that is replaced: everything is sealed
 * anew under the next one, and the old one is erased. Messages lie under a key that the identity derives, for as long as it lasts.
 *
 * @module
 */
import { assertBytes, type Bytes, concat, utf8 } from '../base/bytes.ts';
import { isTalosError, TalosError } from '../base/errors.ts';
import { u8, u32 } from '../codec/writer.ts';
import { NONCE_BYTES, open, seal, TAG_BYTES } from '../crypto/aead.ts';
import { derive } from '../crypto/kdf.ts';
import { randomBytes } from '../crypto/random.ts';
import { type EpochKey, type EpochKeys, type EpochPlace, EpochVault, nextEpochKey, storePlace } from './epoch-keys.ts';
import { type ResealPace, resealSpaces } from './reseal.ts';
import { RESTORE_HINT, type Space, type Store } from './store.ts';

/** Length of the salt, in bytes. */
const SALT_BYTES = 32;
/** Where the salt lies, in the space `meta`. */
const SALT_KEY: Bytes = utf8('at-rest-salt');
/** There once the keys of epochs were made: that they are gone is then no first start. */
const MARKER_KEY: Bytes = utf8('at-rest-epochs');
const MARKER: Bytes = u8(1);

/** The spaces whose records are sealed under the key of an epoch. */
export const EPOCH_SPACES: readonly ('session' | 'prekey')[] = ['session', 'prekey'];

/** First byte of a record that is sealed under the key of an epoch, and of no other value here; the epoch follows. */
const EPOCH_FORM = 0xe1;
const EPOCH_HEAD_BYTES = 5;
const MIN_EPOCH_RECORD_BYTES: number = EPOCH_HEAD_BYTES + NONCE_BYTES + TAG_BYTES;

/** Seals and opens the values of a store. One key a space; a value opens under its own key of the store alone. */
export interface RecordSealer {
  /** `record` sealed for `key`: 28 bytes longer, or 33 in {@link EPOCH_SPACES}, under a fresh random nonce. */
  seal(space: Space, key: Uint8Array, record: Uint8Array): Bytes;
  /**
   * What {@link RecordSealer.seal} sealed for the same space and key.
   *
   * @throws {TalosError} `E_STORAGE_CORRUPT` if it is anything else, or sealed under a key that was erased.
   */
  open(space: Space, key: Uint8Array, sealed: Uint8Array): Bytes;
}

/** How {@link openRecordSealer} opens one. */
export interface SealerOptions {
  /** Where the keys of epochs lie; in the store itself where absent. */
  readonly place?: EpochPlace;
  /** When the first epoch begins if this makes it, milliseconds since 1970; 0 where absent. */
  readonly nowMs?: number;
}

/**
 * The sealer of a data directory. Salt and keys are made, and durable, at the first use; records of the form before there
 * were epochs are sealed anew.
 *
 * @param secret - `Identity.atRestSecret()`, 64 bytes; copied.
 * @throws {TalosError} `E_STORAGE_CORRUPT` for a salt of another length, for keys that are gone, damaged or of another
 *   identity or store, and for records of the earlier form that do not open; `E_VERSION`; `E_STORAGE…`.
 */
export async function openRecordSealer(
  store: Store,
  secret: Uint8Array,
  options: SealerOptions = {},
): Promise<EpochSealer> {
  assertBytes(secret, 'secret', 64);
  const { place = storePlace(store), nowMs = 0 } = options;
  const salt = await saltOf(store);
  const vault = new EpochVault(place, secret, salt);
  const isMarked = (await store.get('meta', MARKER_KEY)) !== undefined;
  const held = await vault.load();
  if (held === undefined && isMarked)
    throw new TalosError('E_STORAGE_CORRUPT', 'the keys of the store are gone', { hint: RESTORE_HINT });
  const live = held ?? { sinceMs: nowMs, keys: [nextEpochKey(0)] };
  if (held === undefined) await vault.save(live);
  const sealer = new EpochSealer({ store, vault, salt, secret, live });
  // Without the marker nothing was sealed under an epoch but by this, interrupted.
  if (!isMarked) {
    await sealer.adopt();
    await store.apply([{ kind: 'put', space: 'meta', key: MARKER_KEY, value: MARKER }]);
  }
  return sealer;
}

async function saltOf(store: Store): Promise<Bytes> {
  const fresh = randomBytes(SALT_BYTES);
  const made = await store.apply([
    { kind: 'require', space: 'meta', key: SALT_KEY, value: undefined },
    { kind: 'put', space: 'meta', key: SALT_KEY, value: fresh },
  ]);
  const salt = made ? fresh : await store.get('meta', SALT_KEY);
  if (salt?.length !== SALT_BYTES) throw new TalosError('E_STORAGE_CORRUPT', 'the salt of sealed records is damaged');
  return salt;
}

interface SealerParts {
  readonly store: Store;
  readonly vault: EpochVault;
  readonly salt: Bytes;
  readonly secret: Uint8Array;
  readonly live: EpochKeys;
}

/** A {@link RecordSealer} whose keys are replaced. One a store. */
export class EpochSealer implements RecordSealer {
  readonly #store: Store;
  readonly #vault: EpochVault;
  readonly #salt: Bytes;
  readonly #identity: SpaceKeys;
  #live: EpochKeys;
  /** By epoch; the one that was erased last included, for records that were read before that and are opened after it. */
  readonly #keys = new Map<number, SpaceKeys>();
  /** Called after each record that is sealed under the key of an epoch, those that {@link replace} seals anew excepted. */
  onSealed: (() => void) | undefined;

  constructor({ store, vault, salt, secret, live }: SealerParts) {
    this.#store = store;
    this.#vault = vault;
    this.#salt = salt;
    this.#identity = new SpaceKeys(new Uint8Array(secret), salt);
    this.#live = live;
    for (const { epoch, key } of live.keys) this.#keys.set(epoch, new SpaceKeys(key, salt));
  }

  /** When the epoch that seals began, milliseconds since 1970. */
  get sinceMs(): number {
    return this.#live.sinceMs;
  }

  /** Whether a replacement began, here or before a restart, and is not over. */
  get isReplacing(): boolean {
    return this.#live.keys.length > 1;
  }

  seal(space: Space, key: Uint8Array, record: Uint8Array): Bytes {
    if (!hasEpochs(space)) return sealUnder(this.#identity.of(space), key, record);
    const sealed = this.#sealNow(space, key, record);
    this.onSealed?.();
    return sealed;
  }

  open(space: Space, key: Uint8Array, sealed: Uint8Array): Bytes {
    if (!hasEpochs(space)) return openUnder(this.#identity.of(space), space, key, sealed);
    const epoch = epochOf(sealed);
    const keys = epoch === undefined ? undefined : this.#keys.get(epoch);
    if (keys === undefined)
      throw new TalosError('E_STORAGE_CORRUPT', `a sealed record of the space ${space} is under no key that is there`, {
        hint: RESTORE_HINT,
      });
    return openUnder(keys.of(space), space, key, sealed.subarray(EPOCH_HEAD_BYTES));
  }

  /** Whether `value` is sealed under the key of an earlier epoch, so that it must not come into the store any more. */
  isRetired(space: Space, value: Uint8Array): boolean {
    const epoch = hasEpochs(space) ? epochOf(value) : undefined;
    return epoch !== undefined && epoch < this.#newest().epoch;
  }

  /**
   * Replaces the key: begins an epoch, seals every record of the one before anew, and erases its key. Goes on with a
   * replacement that was interrupted. One at a time. Records must reach the store through `currentStore`.
   *
   * @param nowMs - When the new epoch begins, milliseconds since 1970.
   * @param pace - Where it is ended between two batches, everything stays readable.
   * @throws {TalosError} `E_STORAGE…`; `E_STORAGE_CORRUPT` for a record that does not open. The old key stays then.
   */
  async replace(nowMs: number, pace: ResealPace = {}): Promise<void> {
    if (!this.isReplacing) await this.#begin(nowMs);
    // Whatever was sealed before the new key came is in the store now.
    await this.#store.apply([]);
    const reseal = (space: Space, key: Bytes, value: Bytes): Bytes | undefined =>
      this.isRetired(space, value) ? this.#sealNow(space, key, this.open(space, key, value)) : undefined;
    // The last round finds nothing, so it is known that nothing is lost with the key.
    while ((await resealSpaces(this.#store, EPOCH_SPACES, reseal, pace)) > 0);
    await this.#eraseOld();
  }

  async #begin(nowMs: number): Promise<void> {
    const newest = this.#newest();
    const next = nextEpochKey(newest.epoch);
    const live: EpochKeys = { sinceMs: nowMs, keys: [newest, next] };
    await this.#vault.save(live);
    for (const epoch of this.#keys.keys()) if (epoch < newest.epoch) this.#keys.delete(epoch);
    this.#keys.set(next.epoch, new SpaceKeys(next.key, this.#salt));
    this.#live = live;
  }

  async #eraseOld(): Promise<void> {
    const live: EpochKeys = { ...this.#live, keys: [this.#newest()] };
    await this.#vault.save(live);
    this.#live = live;
  }

  /** Seals anew what lies under the identity from before there were epochs. */
  async adopt(): Promise<void> {
    const reseal = (space: Space, key: Bytes, value: Bytes): Bytes | undefined => {
      if (value.length < NONCE_BYTES + TAG_BYTES || this.#opens(space, key, value)) return undefined;
      return this.#sealNow(space, key, openUnder(this.#identity.of(space), space, key, value));
    };
    await resealSpaces(this.#store, EPOCH_SPACES, reseal);
  }

  #opens(space: Space, key: Bytes, value: Bytes): boolean {
    try {
      this.open(space, key, value);
      return true;
    } catch (error) {
      if (isTalosError(error, 'E_STORAGE_CORRUPT')) return false;
      throw error;
    }
  }

  #sealNow(space: Space, key: Uint8Array, record: Uint8Array): Bytes {
    const { epoch } = this.#newest();
    const keys = this.#keys.get(epoch);
    if (keys === undefined) throw new TalosError('E_INTERNAL', 'an epoch has no key');
    return concat(u8(EPOCH_FORM), u32(epoch), sealUnder(keys.of(space), key, record));
  }

  #newest(): EpochKey {
    const newest = this.#live.keys.at(-1);
    if (newest === undefined) throw new TalosError('E_INTERNAL', 'no epoch is live');
    return newest;
  }
}

function hasEpochs(space: Space): boolean {
  return EPOCH_SPACES.some((each) => each === space);
}

/** The epoch of a sealed record; `undefined` for what has not its form. */
function epochOf(value: Uint8Array): number | undefined {
  if (value.length < MIN_EPOCH_RECORD_BYTES || value[0] !== EPOCH_FORM) return undefined;
  return new DataView(value.buffer, value.byteOffset, value.byteLength).getUint32(1);
}

/** The keys of spaces, from one secret. */
class SpaceKeys {
  readonly #secret: Bytes;
  readonly #salt: Bytes;
  readonly #keys = new Map<Space, Bytes>();

  constructor(secret: Bytes, salt: Bytes) {
    this.#secret = secret;
    this.#salt = salt;
  }

  of(space: Space): Bytes {
    const key = this.#keys.get(space) ?? derive('atRest', this.#secret, this.#salt, 32, utf8(space));
    this.#keys.set(space, key);
    return key;
  }
}

function sealUnder(spaceKey: Bytes, key: Uint8Array, record: Uint8Array): Bytes {
  const nonce = randomBytes(NONCE_BYTES);
  return concat(nonce, seal(spaceKey, nonce, record, key));
}

function openUnder(spaceKey: Bytes, space: Space, key: Uint8Array, sealed: Uint8Array): Bytes {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  try {
    if (nonce.length === NONCE_BYTES) return open(spaceKey, nonce, sealed.subarray(NONCE_BYTES), key);
  } catch (error) {
    if (!isTalosError(error, 'E_DECRYPT')) throw error;
  }
  throw new TalosError('E_STORAGE_CORRUPT', `a sealed record of the space ${space} does not open`);
}
