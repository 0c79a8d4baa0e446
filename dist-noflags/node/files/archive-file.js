/**
 * Archive files on the disk.
 *
 * @module
 */
import { createReadStream } from 'node:fs';
import { TalosError } from "../../base/errors.js";
import { storageError } from "../store/lmdb-errors.js";
import { isSystemError } from "./atomic-file.js";
import { writePieces } from "./new-file.js";
/** Bytes that reading takes at once. */
const PIECE_BYTES = 256 * 1024;
/** Files by their absolute paths. */
export const archiveFiles = { save, read };
async function save(path, pieces) {
    try {
        await writePieces(path, pieces, false);
    }
    catch (error) {
        throw named(error, path);
    }
}
async function* read(path) {
    try {
        for await (const piece of createReadStream(path, { highWaterMark: PIECE_BYTES }))
            yield piece;
    }
    catch (error) {
        throw named(error, path);
    }
}
function named(error, path) {
    if (error instanceof TalosError)
        return error;
    if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ENOTDIR') || isSystemError(error, 'EISDIR'))
        return new TalosError('E_NOT_FOUND', `${path}: there is no such file or folder`, { cause: error });
    return storageError(error, 'the archive cannot be read or written');
}
