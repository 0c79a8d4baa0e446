/**
 * Keys that serve for a while and are erased: one an epoch, random, and at rest sealed under a key that only the
 * identity has. PROTOCOL.md §10.4.
 *
 * @module
 */
import { concat, utf8 } from "../base/bytes.js";
import { isTalosError, TalosError } from "../base/errors.js";
import { decodeCbor, encodeCbor } from "../codec/cbor.js";
import { readArray, readBytes, readInteger, readObject } from "../codec/fields.js";
import { KEY_BYTES, NONCE_BYTES, open, seal } from "../crypto/aead.js";
import { derive } from "../crypto/kdf.js";
import { randomBytes } from "../crypto/random.js";
import { RESTORE_HINT } from "./store.js";
/** The highest number of an epoch: a u32. At one a minute they last for eight thousand years. */
export const MAX_EPOCH = 0xffff_ffff;
/** Epochs that are live at once: the one that seals, and the one before it while records still lie under it. */
const MAX_LIVE_EPOCHS = 2;
/** Most bytes of the sealed keys: two of them take less than 150. */
export const MAX_EPOCH_KEYS_BYTES = 1024;
const PLACE_KEY = utf8('epoch-keys');
/**
 * A place in the space `meta` of the store itself, for stores without a file beside them. In a store that leaves old
 * pages behind, as LMDB does, it leaves old keys in them.
 */
export function storePlace(store) {
    return {
        read: () => store.get('meta', PLACE_KEY),
        replace: async (content) => {
            await store.apply([{ kind: 'put', space: 'meta', key: PLACE_KEY, value: content }]);
        },
    };
}
/** Reads and writes the keys in a place. */
export class EpochVault {
    #place;
    #key;
    /**
     * @param secret - `Identity.atRestSecret()`, 64 bytes.
     * @param salt - Of the store that the keys are for, 32 bytes: those of another store do not open.
     */
    constructor(place, secret, salt) {
        this.#place = place;
        this.#key = derive('epochKeys', secret, salt, KEY_BYTES);
    }
    /**
     * The keys; `undefined` where none were put yet.
     *
     * @throws {TalosError} `E_STORAGE_CORRUPT` for keys that are damaged, or of another identity or store; `E_VERSION`.
     */
    async load() {
        const sealed = await this.#place.read();
        return sealed && decodeEpochKeys(this.#open(sealed));
    }
    #open(sealed) {
        try {
            if (sealed.length >= NONCE_BYTES && sealed.length <= MAX_EPOCH_KEYS_BYTES)
                return open(this.#key, sealed.subarray(0, NONCE_BYTES), sealed.subarray(NONCE_BYTES), PLACE_KEY);
        }
        catch (error) {
            if (!isTalosError(error, 'E_DECRYPT'))
                throw error;
        }
        throw new TalosError('E_STORAGE_CORRUPT', 'the keys of the store are of another identity or store, or damaged', {
            hint: RESTORE_HINT,
        });
    }
    /** Puts `keys` in the place of those before. Durable when this returns. */
    async save(keys) {
        const nonce = randomBytes(NONCE_BYTES);
        await this.#place.replace(concat(nonce, seal(this.#key, nonce, encodeEpochKeys(keys), PLACE_KEY)));
    }
}
/** The key of the epoch after `epoch`. @throws {TalosError} `E_LIMIT` after the last. */
export function nextEpochKey(epoch) {
    if (epoch >= MAX_EPOCH)
        throw new TalosError('E_LIMIT', 'no epoch is left');
    return { epoch: epoch + 1, key: randomBytes(KEY_BYTES) };
}
const VERSION = 1;
function encodeEpochKeys({ sinceMs, keys }) {
    return encodeCbor({ v: VERSION, since: sinceMs, keys: keys.map(({ epoch, key }) => [epoch, key]) });
}
function decodeEpochKeys(bytes) {
    const value = decodeCbor(bytes, { maxBytes: MAX_EPOCH_KEYS_BYTES });
    const fields = readObject(value, { required: ['v', 'since', 'keys'] }, 'epoch keys');
    if (readInteger(fields.v, 'epoch keys.v') !== VERSION)
        throw new TalosError('E_VERSION', 'the keys of the store are of another version', {
            hint: 'use the version of Talos that wrote them, or a newer one',
        });
    const keys = readArray(fields.keys, 'epoch keys.keys', { min: 1, max: MAX_LIVE_EPOCHS }, (item, name) => {
        const [epoch, key] = readArray(item, name, { min: 2, max: 2 }, (part) => part);
        return {
            epoch: readInteger(epoch, `${name}.epoch`, { min: 1, max: MAX_EPOCH }),
            key: readBytes(key, `${name}.key`, KEY_BYTES),
        };
    });
    return { sinceMs: readInteger(fields.since, 'epoch keys.since'), keys };
}
