/**
 * The bytes of `keystore.json`: an outer object that may be read by whoever may read the file, and the sealed root of
 * the identity. PROTOCOL.md §4.3.
 *
 * @module
 */
import { equalBytes } from "../../base/bytes.js";
import { toBase64url } from "../../base/encoding.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { readBase64url, readInteger, readObject, readString } from "../../codec/fields.js";
import { canonicalBytes, parseCanonicalJson } from "../../codec/json.js";
import { NONCE_BYTES, open, seal } from "../../crypto/aead.js";
import { sha256 } from "../../crypto/hash.js";
import { MAX_PASSPHRASE_MEMORY_BYTES, MAX_PASSPHRASE_PASSES, MIN_PASSPHRASE_MEMORY_BYTES, PASSPHRASE_SALT_BYTES, } from "../../crypto/passphrase.js";
import { randomBytes } from "../../crypto/random.js";
import { parseDid } from "../../identity/did.js";
import { ENTROPY_BYTES } from "../../identity/mnemonic.js";
/** Most bytes of a keystore. */
export const MAX_KEYSTORE_BYTES = 4096;
/** Length of the checksum, in bytes. It tells damage from a wrong passphrase. */
const SUM_BYTES = 8;
function headJson({ did, name, createdMs, method }) {
    const seal = method.kind === 'key-file'
        ? { kind: method.kind }
        : { kind: method.kind, salt: toBase64url(method.salt), passes: method.passes, memory: method.memory };
    return { v: 1, did, name, created: createdMs, seal };
}
function sumOf(content) {
    return sha256(canonicalBytes(content)).slice(0, SUM_BYTES);
}
/** The keystore of `root` under `key`, 32 bytes. At most {@link MAX_KEYSTORE_BYTES} new bytes. */
export function encodeKeystore(head, root, key) {
    const outer = headJson(head);
    const nonce = randomBytes(NONCE_BYTES);
    const secret = canonicalBytes({ v: 1, entropy: toBase64url(root.entropy), sequence: root.sequence });
    const sealed = seal(key, nonce, secret, canonicalBytes(outer));
    const content = { ...outer, nonce: toBase64url(nonce), sealed: toBase64url(sealed) };
    return canonicalBytes({ ...content, sum: toBase64url(sumOf(content)) });
}
/**
 * Reads a keystore.
 *
 * @throws {TalosError} `E_VERSION` for a whole one of another version; `E_KEYSTORE` for whatever else is not in the one
 *   form, costs above the limits included.
 */
export function decodeKeystore(bytes) {
    try {
        return readKeystore(parseCanonicalJson(bytes, { maxBytes: MAX_KEYSTORE_BYTES }));
    }
    catch (cause) {
        throw asKeystoreFault(cause);
    }
}
function readKeystore(json) {
    const required = ['v', 'did', 'name', 'created', 'seal', 'nonce', 'sealed', 'sum'];
    const outer = readObject(json, { required }, 'keystore');
    const { sum, ...content } = outer;
    if (!equalBytes(sumOf(content), readBase64url(sum, 'keystore.sum', SUM_BYTES)))
        throw new TalosError('E_KEYSTORE', 'the keystore is damaged: its checksum is wrong');
    if (readInteger(outer.v, 'keystore.v') !== 1)
        throw new TalosError('E_VERSION', 'the keystore is of another version');
    const head = {
        did: parseDid(readString(outer.did, 'keystore.did')),
        name: readString(outer.name, 'keystore.name'),
        createdMs: readInteger(outer.created, 'keystore.created'),
        method: readMethod(outer.seal),
    };
    const nonce = readBase64url(outer.nonce, 'keystore.nonce', NONCE_BYTES);
    const sealed = readBase64url(outer.sealed, 'keystore.sealed');
    return { ...head, open: (key) => openRoot(key, nonce, sealed, canonicalBytes(headJson(head))) };
}
function readMethod(json) {
    const { kind } = readObject(json, { required: ['kind'], optional: ['salt', 'passes', 'memory'] }, 'keystore.seal');
    if (kind === 'key-file') {
        readObject(json, { required: ['kind'] }, 'keystore.seal');
        return { kind };
    }
    if (kind !== 'passphrase')
        throw new TalosError('E_KEYSTORE', 'the keystore is sealed in an unknown way');
    const seal = readObject(json, { required: ['kind', 'salt', 'passes', 'memory'] }, 'keystore.seal');
    // The limits hold before the work is done: the file could ask for years of it.
    return {
        kind,
        salt: readBase64url(seal.salt, 'keystore.seal.salt', PASSPHRASE_SALT_BYTES),
        passes: readInteger(seal.passes, 'keystore.seal.passes', { min: 1, max: MAX_PASSPHRASE_PASSES }),
        memory: readInteger(seal.memory, 'keystore.seal.memory', {
            min: MIN_PASSPHRASE_MEMORY_BYTES,
            max: MAX_PASSPHRASE_MEMORY_BYTES,
        }),
    };
}
function openRoot(key, nonce, sealed, associated) {
    let secret;
    try {
        secret = open(key, nonce, sealed, associated);
    }
    catch (error) {
        if (isTalosError(error, 'E_DECRYPT'))
            return undefined;
        throw error;
    }
    try {
        const root = readObject(parseCanonicalJson(secret), { required: ['v', 'entropy', 'sequence'] }, 'keystore.sealed');
        readInteger(root.v, 'keystore.sealed.v', { min: 1, max: 1 });
        return {
            entropy: readBase64url(root.entropy, 'keystore.sealed.entropy', ENTROPY_BYTES),
            sequence: readInteger(root.sequence, 'keystore.sealed.sequence'),
        };
    }
    catch {
        // No cause: it could repeat a part of what was sealed.
        throw new TalosError('E_KEYSTORE', 'what the keystore sealed is in another form');
    }
}
function asKeystoreFault(cause) {
    if (isTalosError(cause, 'E_KEYSTORE') || isTalosError(cause, 'E_VERSION'))
        return cause;
    return new TalosError('E_KEYSTORE', 'the keystore is damaged or no keystore', { cause });
}
