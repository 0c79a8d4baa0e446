/**
 * Records sealed at rest. PROTOCOL.md §10.4.
 *
 * Whoever has the identity's secrets and an old page of the store opens what is sealed under the identity. So what earlier
 * messages could be opened with, sessions and prekeys, is sealed under a key that is replaced: everything is sealed
 * anew under the next one, and the old one is erased. Messages lie under a key that the identity derives, for as long as it lasts.
 *
 * @module
 */
import { assertBytes, concat, utf8 } from "../base/bytes.js";
import { isTalosError, TalosError } from "../base/errors.js";
import { u8, u32 } from "../codec/writer.js";
import { NONCE_BYTES, open, seal, TAG_BYTES } from "../crypto/aead.js";
import { derive } from "../crypto/kdf.js";
import { randomBytes } from "../crypto/random.js";
import { EpochVault, nextEpochKey, storePlace } from "./epoch-keys.js";
import { resealSpaces } from "./reseal.js";
import { RESTORE_HINT } from "./store.js";
/** Length of the salt, in bytes. */
const SALT_BYTES = 32;
/** Where the salt lies, in the space `meta`. */
const SALT_KEY = utf8('at-rest-salt');
/** There once the keys of epochs were made: that they are gone is then no first start. */
const MARKER_KEY = utf8('at-rest-epochs');
const MARKER = u8(1);
/** The spaces whose records are sealed under the key of an epoch. */
export const EPOCH_SPACES = ['session', 'prekey'];
/** First byte of a record that is sealed under the key of an epoch, and of no other value here; the epoch follows. */
const EPOCH_FORM = 0xe1;
const EPOCH_HEAD_BYTES = 5;
const MIN_EPOCH_RECORD_BYTES = EPOCH_HEAD_BYTES + NONCE_BYTES + TAG_BYTES;
/**
 * The sealer of a data directory. Salt and keys are made, and durable, at the first use; records of the form before there
 * were epochs are sealed anew.
 *
 * @param secret - `Identity.atRestSecret()`, 64 bytes; copied.
 * @throws {TalosError} `E_STORAGE_CORRUPT` for a salt of another length, for keys that are gone, damaged or of another
 *   identity or store, and for records of the earlier form that do not open; `E_VERSION`; `E_STORAGE…`.
 */
export async function openRecordSealer(store, secret, options = {}) {
    assertBytes(secret, 'secret', 64);
    const { place = storePlace(store), nowMs = 0 } = options;
    const salt = await saltOf(store);
    const vault = new EpochVault(place, secret, salt);
    const isMarked = (await store.get('meta', MARKER_KEY)) !== undefined;
    const held = await vault.load();
    if (held === undefined && isMarked)
        throw new TalosError('E_STORAGE_CORRUPT', 'the keys of the store are gone', { hint: RESTORE_HINT });
    const live = held ?? { sinceMs: nowMs, keys: [nextEpochKey(0)] };
    if (held === undefined)
        await vault.save(live);
    const sealer = new EpochSealer({ store, vault, salt, secret, live });
    // Without the marker nothing was sealed under an epoch but by this, interrupted.
    if (!isMarked) {
        await sealer.adopt();
        await store.apply([{ kind: 'put', space: 'meta', key: MARKER_KEY, value: MARKER }]);
    }
    return sealer;
}
async function saltOf(store) {
    const fresh = randomBytes(SALT_BYTES);
    const made = await store.apply([
        { kind: 'require', space: 'meta', key: SALT_KEY, value: undefined },
        { kind: 'put', space: 'meta', key: SALT_KEY, value: fresh },
    ]);
    const salt = made ? fresh : await store.get('meta', SALT_KEY);
    if (salt?.length !== SALT_BYTES)
        throw new TalosError('E_STORAGE_CORRUPT', 'the salt of sealed records is damaged');
    return salt;
}
/** A {@link RecordSealer} whose keys are replaced. One a store. */
export class EpochSealer {
    #store;
    #vault;
    #salt;
    #identity;
    #live;
    /** By epoch; the one that was erased last included, for records that were read before that and are opened after it. */
    #keys = new Map();
    /** Called after each record that is sealed under the key of an epoch, those that {@link replace} seals anew excepted. */
    onSealed;
    constructor({ store, vault, salt, secret, live }) {
        this.#store = store;
        this.#vault = vault;
        this.#salt = salt;
        this.#identity = new SpaceKeys(new Uint8Array(secret), salt);
        this.#live = live;
        for (const { epoch, key } of live.keys)
            this.#keys.set(epoch, new SpaceKeys(key, salt));
    }
    /** When the epoch that seals began, milliseconds since 1970. */
    get sinceMs() {
        return this.#live.sinceMs;
    }
    /** Whether a replacement began, here or before a restart, and is not over. */
    get isReplacing() {
        return this.#live.keys.length > 1;
    }
    seal(space, key, record) {
        if (!hasEpochs(space))
            return sealUnder(this.#identity.of(space), key, record);
        const sealed = this.#sealNow(space, key, record);
        this.onSealed?.();
        return sealed;
    }
    open(space, key, sealed) {
        if (!hasEpochs(space))
            return openUnder(this.#identity.of(space), space, key, sealed);
        const epoch = epochOf(sealed);
        const keys = epoch === undefined ? undefined : this.#keys.get(epoch);
        if (keys === undefined)
            throw new TalosError('E_STORAGE_CORRUPT', `a sealed record of the space ${space} is under no key that is there`, {
                hint: RESTORE_HINT,
            });
        return openUnder(keys.of(space), space, key, sealed.subarray(EPOCH_HEAD_BYTES));
    }
    /** Whether `value` is sealed under the key of an earlier epoch, so that it must not come into the store any more. */
    isRetired(space, value) {
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
    async replace(nowMs, pace = {}) {
        if (!this.isReplacing)
            await this.#begin(nowMs);
        // Whatever was sealed before the new key came is in the store now.
        await this.#store.apply([]);
        const reseal = (space, key, value) => this.isRetired(space, value) ? this.#sealNow(space, key, this.open(space, key, value)) : undefined;
        // The last round finds nothing, so it is known that nothing is lost with the key.
        while ((await resealSpaces(this.#store, EPOCH_SPACES, reseal, pace)) > 0)
            ;
        await this.#eraseOld();
    }
    async #begin(nowMs) {
        const newest = this.#newest();
        const next = nextEpochKey(newest.epoch);
        const live = { sinceMs: nowMs, keys: [newest, next] };
        await this.#vault.save(live);
        for (const epoch of this.#keys.keys())
            if (epoch < newest.epoch)
                this.#keys.delete(epoch);
        this.#keys.set(next.epoch, new SpaceKeys(next.key, this.#salt));
        this.#live = live;
    }
    async #eraseOld() {
        const live = { ...this.#live, keys: [this.#newest()] };
        await this.#vault.save(live);
        this.#live = live;
    }
    /** Seals anew what lies under the identity from before there were epochs. */
    async adopt() {
        const reseal = (space, key, value) => {
            if (value.length < NONCE_BYTES + TAG_BYTES || this.#opens(space, key, value))
                return undefined;
            return this.#sealNow(space, key, openUnder(this.#identity.of(space), space, key, value));
        };
        await resealSpaces(this.#store, EPOCH_SPACES, reseal);
    }
    #opens(space, key, value) {
        try {
            this.open(space, key, value);
            return true;
        }
        catch (error) {
            if (isTalosError(error, 'E_STORAGE_CORRUPT'))
                return false;
            throw error;
        }
    }
    #sealNow(space, key, record) {
        const { epoch } = this.#newest();
        const keys = this.#keys.get(epoch);
        if (keys === undefined)
            throw new TalosError('E_INTERNAL', 'an epoch has no key');
        return concat(u8(EPOCH_FORM), u32(epoch), sealUnder(keys.of(space), key, record));
    }
    #newest() {
        const newest = this.#live.keys.at(-1);
        if (newest === undefined)
            throw new TalosError('E_INTERNAL', 'no epoch is live');
        return newest;
    }
}
function hasEpochs(space) {
    return EPOCH_SPACES.some((each) => each === space);
}
/** The epoch of a sealed record; `undefined` for what has not its form. */
function epochOf(value) {
    if (value.length < MIN_EPOCH_RECORD_BYTES || value[0] !== EPOCH_FORM)
        return undefined;
    return new DataView(value.buffer, value.byteOffset, value.byteLength).getUint32(1);
}
/** The keys of spaces, from one secret. */
class SpaceKeys {
    #secret;
    #salt;
    #keys = new Map();
    constructor(secret, salt) {
        this.#secret = secret;
        this.#salt = salt;
    }
    of(space) {
        const key = this.#keys.get(space) ?? derive('atRest', this.#secret, this.#salt, 32, utf8(space));
        this.#keys.set(space, key);
        return key;
    }
}
function sealUnder(spaceKey, key, record) {
    const nonce = randomBytes(NONCE_BYTES);
    return concat(nonce, seal(spaceKey, nonce, record, key));
}
function openUnder(spaceKey, space, key, sealed) {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    try {
        if (nonce.length === NONCE_BYTES)
            return open(spaceKey, nonce, sealed.subarray(NONCE_BYTES), key);
    }
    catch (error) {
        if (!isTalosError(error, 'E_DECRYPT'))
            throw error;
    }
    throw new TalosError('E_STORAGE_CORRUPT', `a sealed record of the space ${space} does not open`);
}
