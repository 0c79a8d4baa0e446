/**
 * The keystore of a data directory as files: `keystore.json`, and `keystore.key` where no passphrase seals it.
 * PROTOCOL.md §4.3.
 *
 * A process may die at any step of making one; afterwards there is either no identity, and making one works, or a whole
 * one. An identity is never replaced silently: what is there is refused, or kept under another name first.
 *
 * @module
 */
import { closeSync, constants, fstatSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fromUtf8, toHex } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { PASSPHRASE_COST, PASSPHRASE_SALT_BYTES, passphraseKey } from "../../crypto/passphrase.js";
import { randomBytes } from "../../crypto/random.js";
import { Identity } from "../../identity/identity.js";
import { assertOwnDataDir, DATA_DIR_NAMES, isForeign, isOpenToOthers, isThere, makeDataDir } from "../data-dir.js";
import { isSystemError, syncFolder, writeFileDurably } from "../files/atomic-file.js";
import { readPrivateFile } from "../files/private-file.js";
import { tryOwnDirectory } from "../local/owner-lock.js";
import { storageError } from "../store/lmdb-errors.js";
import { decodeKeystore, encodeKeystore, MAX_KEYSTORE_BYTES, } from "./keystore-format.js";
/** Length of `keystore.key` in bytes. */
const KEY_FILE_BYTES = 32;
/** Most bytes of a file with a passphrase. */
const MAX_PASSPHRASE_FILE_BYTES = 4096;
/**
 * Makes the keystore of the data directory `dataDir`, which is made where it is absent. Durable when this returns.
 *
 * @throws {TalosError} `E_EXISTS` if there is one and `force` is not set: nothing changed; `E_LOCKED` if a process runs
 *   the identity that is there; `E_PASSPHRASE` for an empty passphrase; `E_STORAGE…` as the system says.
 */
export function createKeystore(dataDir, options) {
    makeDataDir(dataDir);
    const lock = tryOwnDirectory(dataDir);
    // Two makers at once could leave the keystore of one with the key file of the other.
    if (lock === undefined)
        throw new TalosError('E_LOCKED', `another process uses ${dataDir}`, { hint: 'end it, then try again' });
    try {
        return makeKeystore(dataDir, options);
    }
    finally {
        lock.release();
    }
}
/** As {@link createKeystore}, for who holds the lock of the directory, which is there. */
export function makeKeystore(dataDir, options) {
    try {
        return create(dataDir, options);
    }
    catch (error) {
        throw storageError(error, 'the keystore cannot be made');
    }
}
function create(dataDir, options) {
    const { identity, createdMs, passphrase, force = false, keepsData = false, cost = PASSPHRASE_COST } = options;
    const steps = { afterStep: options.afterStep ?? (() => undefined) };
    const path = join(dataDir, DATA_DIR_NAMES.keystore);
    if (isThere(path) && !force)
        throw new TalosError('E_EXISTS', `there is an identity in ${dataDir} already`);
    const salt = randomBytes(PASSPHRASE_SALT_BYTES);
    // Whatever may fail for want of memory or a passphrase fails before anything is changed.
    const key = passphrase === undefined ? randomBytes(KEY_FILE_BYTES) : passphraseKey(passphrase, salt, cost);
    const method = passphrase === undefined
        ? { kind: 'key-file' }
        : { kind: 'passphrase', salt, passes: cost.passes, memory: cost.memory };
    const head = { did: identity.did, name: identity.name, createdMs, method };
    const keystore = encodeKeystore(head, { entropy: identity.entropy(), sequence: identity.sequence }, key);
    const backup = putAside(dataDir, { createdMs, keepsData, ...steps });
    if (passphrase === undefined)
        writeFileDurably(join(dataDir, DATA_DIR_NAMES.keyFile), key, { replace: true, ...steps });
    writeFileDurably(path, keystore, { replace: false, ...steps });
    return { backup };
}
/**
 * The bytes of a keystore of `identity`, sealed as the one in `dataDir` is: under the passphrase that opens that, or under
 * the same key file.
 *
 * @throws {TalosError} as {@link openKeystore}.
 */
export function keystoreLike(dataDir, identity, options) {
    const { method } = openKeystore(dataDir, options);
    const { passphrase, nowMs: createdMs, cost = PASSPHRASE_COST } = options;
    const head = { did: identity.did, name: identity.name, createdMs };
    const root = { entropy: identity.entropy(), sequence: identity.sequence };
    if (method.kind === 'key-file')
        return encodeKeystore({ ...head, method }, root, keyOf(dataDir, method, passphrase));
    const salt = randomBytes(PASSPHRASE_SALT_BYTES);
    const next = { kind: 'passphrase', salt, passes: cost.passes, memory: cost.memory };
    return encodeKeystore({ ...head, method: next }, root, passphraseKey(passphrase ?? '', salt, cost));
}
/**
 * Puts what belongs to an earlier identity under other names. The key file is copied before the keystore that needs it
 * is renamed, so that at each step either both are in place or both are kept.
 */
function putAside(dataDir, { createdMs, keepsData, afterStep }) {
    const suffix = `.bak-${createdMs}-${toHex(randomBytes(4))}`;
    const pathOf = (name) => join(dataDir, name);
    const rename = (name) => {
        const kept = pathOf(`${name}${suffix}`);
        renameSync(pathOf(name), kept);
        afterStep(`rename ${name}`);
        syncFolder(dataDir);
        return kept;
    };
    const { keystore, keyFile, store, ledger } = DATA_DIR_NAMES;
    if (isThere(pathOf(keystore)) && isThere(pathOf(keyFile)))
        writeFileDurably(pathOf(`${keyFile}${suffix}`), readFileSync(pathOf(keyFile)), { replace: false, afterStep });
    const backup = isThere(pathOf(keystore)) ? rename(keystore) : undefined;
    // Without their identity they cannot be read, and a new one must not go on with them.
    for (const name of keepsData ? [] : [store, ledger])
        if (isThere(pathOf(name)))
            rename(name);
    return backup;
}
/**
 * What can be read of the identity of `dataDir` without its secrets; `undefined` where there is none.
 *
 * @throws {TalosError} `E_KEYSTORE` if there is a keystore that is damaged, open to others or no file of this user;
 *   `E_VERSION` for one of another version.
 */
export function readKeystoreHead(dataDir) {
    const sealed = readSealed(dataDir);
    if (sealed === undefined)
        return undefined;
    const { did, name, createdMs, method } = sealed;
    return { did, name, createdMs, method };
}
/**
 * Opens the identity of `dataDir`. Nothing is changed, whatever is wrong.
 *
 * @throws {TalosError} `E_NO_IDENTITY` if there is none; `E_PASSPHRASE` if the passphrase is wrong or missing;
 *   `E_KEYSTORE` as {@link readKeystoreHead}, and if the key file is missing, damaged or another; `E_VERSION`.
 */
export function openKeystore(dataDir, options) {
    const sealed = readSealed(dataDir);
    if (sealed === undefined)
        throw new TalosError('E_NO_IDENTITY', `there is no identity in ${dataDir}`, { hint: 'talos init makes one' });
    const { did, name, createdMs, method } = sealed;
    const root = sealed.open(keyOf(dataDir, method, options.passphrase));
    if (root === undefined)
        throw method.kind === 'passphrase'
            ? new TalosError('E_PASSPHRASE', 'the passphrase is wrong')
            : new TalosError('E_KEYSTORE', 'the key file is not the one of the keystore');
    const identity = identityOf(root.entropy, { name, nowMs: options.nowMs, sequence: root.sequence });
    if (identity?.did !== did)
        throw new TalosError('E_KEYSTORE', 'the keystore names another identity than it holds');
    return { identity, did, name, createdMs, method };
}
function identityOf(entropy, options) {
    try {
        return Identity.fromEntropy(entropy, options);
    }
    catch (error) {
        // A name that is none: written by no version of ours.
        if (error instanceof RangeError)
            return undefined;
        throw error;
    }
}
function keyOf(dataDir, method, passphrase) {
    if (method.kind === 'passphrase') {
        if (passphrase === undefined)
            throw new TalosError('E_PASSPHRASE', 'the keystore is under a passphrase, and none was given', {
                hint: 'name a file with it in TALOS_PASSPHRASE_FILE',
            });
        return passphraseKey(passphrase, method.salt, method);
    }
    const key = readOwnFile(join(dataDir, DATA_DIR_NAMES.keyFile), KEY_FILE_BYTES);
    if (key?.length !== KEY_FILE_BYTES)
        throw new TalosError('E_KEYSTORE', 'the key file of the keystore is missing or has another length', {
            hint: 'restore keystore.key from a backup, or recover the identity from its 24 words',
        });
    return key;
}
function readSealed(dataDir) {
    const path = join(dataDir, DATA_DIR_NAMES.keystore);
    const folder = statSync(dataDir, { throwIfNoEntry: false });
    if (folder === undefined || (folder.isDirectory() && !isThere(path)))
        return undefined;
    try {
        assertOwnDataDir(dataDir);
    }
    catch (cause) {
        if (!isTalosError(cause, 'E_STORAGE_DENIED'))
            throw cause;
        throw new TalosError('E_KEYSTORE', cause.message, { cause, hint: cause.hint });
    }
    const bytes = readOwnFile(path, MAX_KEYSTORE_BYTES);
    return bytes && decodeKeystore(bytes);
}
/** The bytes of a file that is this user's alone; `undefined` where there is none. */
function readOwnFile(path, maxBytes) {
    let file;
    try {
        // Neither a link to elsewhere is followed nor a pipe waited for.
        file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    }
    catch (cause) {
        if (isSystemError(cause, 'ENOENT'))
            return undefined;
        throw new TalosError('E_KEYSTORE', `${path} cannot be read`, { cause });
    }
    try {
        const found = fstatSync(file);
        if (!found.isFile() || isForeign(found))
            throw new TalosError('E_KEYSTORE', `${path} is no file of this user`);
        if (isOpenToOthers(found))
            throw new TalosError('E_KEYSTORE', `${path} may be read by other users`, { hint: `chmod 600 ${path}` });
        if (found.size > maxBytes)
            throw new TalosError('E_KEYSTORE', `${path} has ${found.size} bytes, limit ${maxBytes}`);
        return new Uint8Array(readFileSync(file));
    }
    finally {
        closeSync(file);
    }
}
/**
 * The passphrase in the file `path`, or in a pipe: its text without one line break at the end.
 *
 * @param onExposed - Told, before it is read, of a file that every user of this machine may read.
 * @throws {TalosError} `E_PASSPHRASE` if it cannot be read, may be written by everybody, is empty, has several lines or is
 *   too long.
 */
export function readPassphraseFile(path, onExposed = () => { }) {
    const fault = (what, options) => new TalosError('E_PASSPHRASE', `the passphrase file ${what}`, options);
    const bytes = readPrivateFile(path, { maxBytes: MAX_PASSPHRASE_FILE_BYTES, onExposed, fault });
    const text = passphraseText(bytes).replace(/\r?\n$/, '');
    if (text === '' || /[\r\n]/.test(text))
        throw new TalosError('E_PASSPHRASE', 'the passphrase file must hold one line');
    return text;
}
function passphraseText(bytes) {
    try {
        return fromUtf8(bytes);
    }
    catch {
        throw new TalosError('E_PASSPHRASE', 'the passphrase file is not text');
    }
}
