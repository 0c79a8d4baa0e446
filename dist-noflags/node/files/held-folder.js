/**
 * A folder that is held open: whatever its path leads to later, what is done here is done in that folder.
 *
 * Node has no calls relative to a folder. On Linux, `/proc/self/fd/N/name` is as good: the kernel begins at the folder
 * that is open, and no link on the way to it counts. Elsewhere the path is used, and checked before each use.
 *
 * @module
 */
import { closeSync, constants, existsSync, fstatSync, fsync, lstatSync, mkdirSync, openSync, readdirSync, } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TalosError } from "../../base/errors.js";
import { isForeign } from "../data-dir.js";
import { storageError } from "../store/lmdb-errors.js";
import { isSystemError } from "./atomic-file.js";
const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
/** Rights of others to put names into a folder. */
const OTHERS_WRITE = 0o022;
/** See the module comment. Disposing closes it. */
export class HeldFolder {
    path;
    #file;
    #opened;
    /** Where names in it are found; undefined where there is no such place. */
    #place;
    constructor(path, file) {
        this.path = path;
        this.#file = file;
        this.#opened = fstatSync(file);
        const place = `/proc/self/fd/${file}`;
        this.#place = existsSync(join(place, '.')) ? place : undefined;
    }
    /**
     * Opens the folder `path`, which is made, mode 0700, where it is absent.
     *
     * @param path - Absolute. The folders above it are there, and nobody else's to change.
     * @throws {TalosError} `E_STORAGE_DENIED` where it is a link, no folder, another user's, or open for others to write;
     *   `E_STORAGE…` as the system says.
     */
    static open(path) {
        let file;
        try {
            makeFolder(path);
            file = openSync(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
            const folder = new HeldFolder(path, file);
            folder.#assertOwn();
            return folder;
        }
        catch (error) {
            if (file !== undefined)
                closeSync(file);
            // What a link, or a file, in its place is answered with.
            if (isSystemError(error, 'ELOOP') || isSystemError(error, 'ENOTDIR'))
                throw new TalosError('E_STORAGE_DENIED', `${path} is a link or no folder`, {
                    cause: error,
                    hint: 'put a folder of your own in its place',
                });
            throw storageError(error, `the folder ${path} cannot be opened`);
        }
    }
    #assertOwn() {
        if (isForeign(this.#opened))
            throw new TalosError('E_STORAGE_DENIED', `${this.path} belongs to another user`, {
                hint: 'put one of your own there',
            });
        if ((this.#opened.mode & OTHERS_WRITE) !== 0)
            throw new TalosError('E_STORAGE_DENIED', `${this.path} may be written by other users`, {
                hint: `chmod 700 ${this.path}`,
            });
    }
    /** Whether its path still leads to it, without a link. */
    isInPlace() {
        const found = lstatSync(this.path, { throwIfNoEntry: false });
        return found?.isDirectory() === true && found.dev === this.#opened.dev && found.ino === this.#opened.ino;
    }
    /** @throws {TalosError} `E_STORAGE` where it was moved, removed or replaced. */
    assertInPlace() {
        if (!this.isInPlace())
            throw new TalosError('E_STORAGE', `${this.path} was removed or replaced`, {
                hint: 'the next file makes it anew',
            });
    }
    /** The path of `name` in it, to be used at once. `name` has no separators. @throws {TalosError} as {@link assertInPlace}. */
    at(name) {
        if (this.#place !== undefined)
            return `${this.#place}/${name}`;
        this.assertInPlace();
        return join(this.path, name);
    }
    /** The names in it. */
    names() {
        return readdirSync(this.at('.'));
    }
    /** Makes its names durable. */
    async sync() {
        await promisify(fsync)(this.#file);
    }
    [Symbol.dispose]() {
        closeSync(this.#file);
    }
}
function makeFolder(path) {
    try {
        mkdirSync(path, { mode: 0o700 });
    }
    catch (error) {
        if (!isSystemError(error, 'EEXIST'))
            throw error;
    }
}
