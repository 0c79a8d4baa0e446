/**
 * Files that are sent. PROTOCOL.md §10.8.
 *
 * @module
 */
import { constants, lstatSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { isTalosError, TalosError } from "../../base/errors.js";
import { storageError } from "../store/lmdb-errors.js";
import { isSystemError } from "./atomic-file.js";
// Without O_NONBLOCK a pipe would be waited for.
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
/** See `FileRoom.open`. */
export async function openSource(path) {
    let file;
    try {
        file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
        const found = await file.stat({ bigint: true });
        if (!found.isFile())
            throw notRegular(path);
        return sourceOf(path, file, found);
    }
    catch (error) {
        await file?.close();
        if (isTalosError(error))
            throw error;
        if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ENOTDIR'))
            throw new TalosError('E_NOT_FOUND', `there is no file ${path}`, { cause: error });
        if (isSystemError(error, 'ELOOP') || isSystemError(error, 'ENXIO'))
            throw notRegular(path, error);
        if (isSystemError(error, 'EACCES'))
            throw new TalosError('E_STORAGE_DENIED', `${path} may not be read`, { cause: error });
        throw storageError(error, `${path} cannot be opened`);
    }
}
function notRegular(path, cause) {
    return new TalosError('E_USAGE', `${path} is no regular file`, { cause });
}
function identityOf({ size, mtimeNs, ino }) {
    return `${size}:${mtimeNs}:${ino}`;
}
function sourceOf(path, file, opened) {
    const identity = identityOf(opened);
    return {
        size: Number(opened.size),
        identity,
        read: (offset, length) => readFully(file, offset, length),
        isUnchanged: async () => {
            const named = lstatSync(path, { bigint: true, throwIfNoEntry: false });
            if (named?.isFile() !== true || identityOf(named) !== identity)
                return false;
            return identityOf(await file.stat({ bigint: true })) === identity;
        },
        [Symbol.asyncDispose]: () => file.close(),
    };
}
/** New bytes at `offset`: `length` of them, fewer only where the file ends before. @throws {TalosError} `E_STORAGE…`. */
export async function readFully(file, offset, length) {
    const bytes = new Uint8Array(length);
    let at = 0;
    try {
        while (at < length) {
            const { bytesRead } = await file.read(bytes, at, length - at, offset + at);
            if (bytesRead === 0)
                break;
            at += bytesRead;
        }
    }
    catch (error) {
        throw storageError(error, 'the file cannot be read');
    }
    return at === length ? bytes : bytes.slice(0, at);
}
