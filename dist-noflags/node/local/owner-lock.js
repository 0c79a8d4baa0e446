/**
 * The lock of a data directory: one process owns it. PROTOCOL.md §10.2.
 *
 * It is a lock of the open file description (OFD; flock where there are none), which the kernel lets go when the process
 * ends, however it ends. The file is never removed: a lock on a removed name would guard nothing.
 *
 * @module
 */
import { closeSync, constants, fchmodSync, ftruncateSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock } from 'fs-native-extensions';
import { utf8 } from "../../base/bytes.js";
import { parseJson } from "../../codec/json.js";
import { isSystemError } from "../files/atomic-file.js";
import { assertLocalDisk } from "../files/file-system.js";
import { storageError } from "../store/lmdb-errors.js";
import { isObject } from "./local-wire.js";
import { LOCK_NAME } from "./socket-path.js";
/** Most bytes of an owner's note that are read. */
const MAX_NOTE_BYTES = 4096;
/**
 * Takes the lock of the data directory `path`, which must exist, without waiting.
 *
 * A second attempt fails in the same process too.
 *
 * @returns `undefined` where the lock is held.
 * @throws {TalosError} `E_STORAGE_DENIED` or `E_STORAGE` if its lock file cannot be opened or locked, as where there is
 *   no such directory, and on network file systems; `E_RESOURCE` where no file can be opened any more.
 */
export function tryOwnDirectory(path) {
    let file;
    try {
        assertLocalDisk(path);
        // A symbolic link could make us write into a file elsewhere.
        file = openSync(join(path, LOCK_NAME), constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
        fchmodSync(file, 0o600);
        if (tryLock(file))
            return new FileLock(file);
        closeSync(file);
        return undefined;
    }
    catch (error) {
        if (file !== undefined)
            closeSync(file);
        throw storageError(error, 'the data directory cannot be locked');
    }
}
class FileLock {
    #file;
    constructor(file) {
        this.#file = file;
    }
    write(text) {
        if (this.#file === undefined)
            throw new TypeError('the lock was released');
        const note = utf8(text);
        // One write of what is no longer than a page is seen whole or not at all, once the old text is gone.
        ftruncateSync(this.#file, 0);
        writeSync(this.#file, note, 0, note.length, 0);
    }
    release() {
        if (this.#file === undefined)
            return;
        ftruncateSync(this.#file, 0);
        closeSync(this.#file);
        this.#file = undefined;
    }
    async [Symbol.asyncDispose]() {
        this.release();
    }
}
/**
 * What the owner of the data directory `path` says of itself; `undefined` where nobody has said anything. That a note is
 * there does not mean that its owner lives.
 *
 * @throws {TalosError} `E_STORAGE_DENIED` or `E_STORAGE` if it cannot be read.
 */
export function readOwner(path) {
    const file = join(path, LOCK_NAME);
    try {
        if (statSync(file).size > MAX_NOTE_BYTES)
            return undefined;
        return noteOf(readFileSync(file));
    }
    catch (error) {
        if (isSystemError(error, 'ENOENT'))
            return undefined;
        throw storageError(error, 'the lock file cannot be read');
    }
}
function noteOf(bytes) {
    let note;
    try {
        note = parseJson(bytes, { maxBytes: MAX_NOTE_BYTES });
    }
    catch {
        // Empty before the first note, or another process is just writing it.
        return undefined;
    }
    if (!isObject(note))
        return undefined;
    const { pid, socket } = note;
    return typeof pid === 'number' && typeof socket === 'string' ? { pid, socket } : undefined;
}
