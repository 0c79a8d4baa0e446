/**
 * One file that is being received. See `file-room.ts`.
 *
 * @module
 */
import { fstatSync, linkSync, lstatSync, renameSync, rmSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { toHex } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { randomBytes } from "../../crypto/random.js";
import { anotherName, MAX_NUMBERED_NAMES, savedName } from "../../transfer/file-name.js";
import { storageError } from "../store/lmdb-errors.js";
import { isSystemError } from "./atomic-file.js";
import { readFully } from "./file-source.js";
/** Random names that are tried where all numbered ones are taken. */
const MAX_RANDOM_NAMES = 8;
/** What file systems without links answer. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];
/** The temporary name of a file. */
export function partName(id, random) {
    return `.${id}.${random}.part`;
}
/** See `PartialFile`. */
export function openPartial(parts) {
    return new ReceivedFile(parts);
}
class ReceivedFile {
    id;
    #parts;
    #state = 'open';
    constructor(parts) {
        this.id = parts.id;
        this.#parts = parts;
    }
    async write(offset, bytes) {
        try {
            for (let at = 0; at < bytes.length;) {
                const { bytesWritten } = await this.#parts.file.write(bytes, at, bytes.length - at, offset + at);
                if (bytesWritten === 0)
                    throw new TalosError('E_STORAGE_FULL', 'the disk takes no more');
                at += bytesWritten;
            }
        }
        catch (error) {
            throw storageError(error, 'a received file cannot be written');
        }
    }
    async sync() {
        try {
            await this.#parts.file.datasync();
        }
        catch (error) {
            throw storageError(error, 'a received file cannot be made durable');
        }
    }
    read(offset, length) {
        return readFully(this.#parts.file, offset, length);
    }
    async commit(name) {
        const { folder, file } = this.#parts;
        const wanted = savedName(name);
        try {
            await file.sync();
            folder.assertInPlace();
            const given = this.#nameBefore() ?? this.#giveName(wanted);
            await folder.sync();
            // Whoever replaced the folder meanwhile keeps a file that nobody will find; the sender is not told that it arrived.
            if (!folder.isInPlace())
                rmSync(folder.at(given), { force: true });
            folder.assertInPlace();
            this.#state = 'named';
            return join(folder.path, given);
        }
        catch (error) {
            throw storageError(error, 'a received file cannot be given its name');
        }
    }
    /** The name that it was given before the process ended, and that was not recorded. */
    #nameBefore() {
        const { folder, file, name } = this.#parts;
        const { nlink, ino, dev } = fstatSync(file.fd);
        if (nlink < 2)
            return undefined;
        return folder.names().find((each) => {
            const found = each === name ? undefined : lstatSync(folder.at(each), { throwIfNoEntry: false });
            return found?.ino === ino && found.dev === dev;
        });
    }
    #giveName(wanted) {
        for (const candidate of namesLike(wanted)) {
            if (!this.#takesName(candidate))
                continue;
            // The temporary name may lead to something else by now.
            if (this.#isOwn(candidate))
                return candidate;
            unlinkSync(this.#parts.folder.at(candidate));
            throw new TalosError('E_STORAGE', 'the file on its way was replaced');
        }
        throw new TalosError('E_FILE_EXISTS', 'every name that was tried is taken');
    }
    #takesName(candidate) {
        const { folder, name } = this.#parts;
        try {
            linkSync(folder.at(name), folder.at(candidate));
            return true;
        }
        catch (error) {
            if (isSystemError(error, 'EEXIST'))
                return false;
            if (!NO_LINKS.some((code) => isSystemError(error, code)))
                throw error;
        }
        // A file system without links: nothing else writes into this folder, and what is there is seen.
        if (lstatSync(folder.at(candidate), { throwIfNoEntry: false }) !== undefined)
            return false;
        renameSync(folder.at(name), folder.at(candidate));
        return true;
    }
    #isOwn(candidate) {
        const { folder, file } = this.#parts;
        const [own, found] = [fstatSync(file.fd), lstatSync(folder.at(candidate), { throwIfNoEntry: false })];
        return found?.isFile() === true && found.ino === own.ino && found.dev === own.dev;
    }
    async discard() {
        if (this.#state !== 'closed')
            rmSync(this.#parts.folder.at(this.#parts.name), { force: true });
        await this.#close(0, false);
    }
    async [Symbol.asyncDispose]() {
        if (this.#state === 'closed')
            return;
        // It has its name, and whoever was to know of it does.
        if (this.#state === 'named')
            rmSync(this.#parts.folder.at(this.#parts.name), { force: true });
        await this.#close(fstatSync(this.#parts.file.fd).size, this.#state !== 'named');
    }
    async #close(bytes, isPart) {
        if (this.#state === 'closed')
            return;
        this.#state = 'closed';
        this.#parts.onClosed(bytes, isPart);
        this.#parts.folder[Symbol.dispose]();
        await this.#parts.file.close();
    }
}
/** `wanted`, and what to call the file where that is taken. */
function* namesLike(wanted) {
    yield wanted;
    for (let count = 1; count <= MAX_NUMBERED_NAMES; count++)
        yield anotherName(wanted, String(count));
    for (let count = 0; count < MAX_RANDOM_NAMES; count++)
        yield anotherName(wanted, toHex(randomBytes(8)));
}
