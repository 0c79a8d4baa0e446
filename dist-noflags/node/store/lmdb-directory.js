/**
 * The folder of an LMDB store before and after it is opened: a marker says that there is a store, so that an emptied or
 * missing file is never taken for a new one, and the file is checked before LMDB maps it.
 *
 * @module
 */
import { chmodSync, closeSync, existsSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { fromUtf8, utf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { RESTORE_HINT } from "../../storage/store.js";
import { makeFolders } from "../data-dir.js";
import { syncFolder, writeFileDurably } from "../files/atomic-file.js";
import { checkLmdbFile } from "./lmdb-check.js";
import { storageError } from "./lmdb-errors.js";
/**
 * Layout of the records, the spaces and the marker; a store of a higher one is refused, one of a lower one brought up. It
 * grows with every space: a version that does not know one would take the store for damaged.
 *
 * - 1: the first, with spaces that came one by one.
 * - 2: all spaces that there are now.
 */
export const STORE_FORMAT = 3;
/** Up to this size the whole file is walked at each start; above it only its head, and all of it on demand. */
export const MAX_BYTES_CHECKED_AT_START = 32 * 1024 * 1024;
const MARKER = 'format';
const DATA_FILE = 'data.mdb';
/** Room that is looked for beyond what is to be written, in bytes: for the pages on the way to it. */
const SPARE_BYTES = 256 * 1024;
/**
 * Makes and checks the folder `path`.
 *
 * @returns What to call once LMDB has opened it: marks the folder as holding a store.
 * @throws {TalosError} `E_STORAGE_CORRUPT` if there was a store and its file is gone, empty, cut short or damaged;
 *   `E_VERSION` for a marker of a higher format; `E_STORAGE_DENIED` or `E_STORAGE` as the system says.
 */
export function prepareStoreDirectory(path) {
    try {
        makeFolders(path);
        const format = readFormat(path);
        const isMarked = format !== undefined;
        const file = join(path, DATA_FILE);
        const size = existsSync(file) ? statSync(file).size : 0;
        if (size === 0 && isMarked)
            throw new TalosError('E_STORAGE_CORRUPT', 'the store was emptied: its file is gone or has no content', {
                hint: RESTORE_HINT,
            });
        // No marker and no content: a first start was interrupted before anything was acknowledged.
        if (size === 0) {
            rmSync(file, { force: true });
            // LMDB ends the process where it cannot write its first pages.
            const noRoom = findNoRoom(path, 0);
            if (noRoom !== undefined)
                throw noRoom;
        }
        else
            checkLmdbFile(file, { isWhole: size <= MAX_BYTES_CHECKED_AT_START });
        // Before there is a space that an earlier version does not know.
        if (isMarked && format < STORE_FORMAT)
            mark(path);
        return () => {
            chmodSync(file, 0o600);
            chmodSync(join(path, 'lock.mdb'), 0o600);
            if (!isMarked)
                mark(path);
        };
    }
    catch (error) {
        throw storageError(error, 'the store cannot be opened');
    }
}
/**
 * Looks for room by writing as much as `bytes`, and some more, where the store's file would grow, into a file that is
 * removed again.
 *
 * @returns The `E_STORAGE_FULL` to throw where there is none, `undefined` where there is, or it cannot be told.
 */
export function findNoRoom(path, bytes) {
    const probe = join(path, '.room');
    let file;
    try {
        let at = statSync(join(path, DATA_FILE), { throwIfNoEntry: false })?.size ?? 0;
        file = openSync(probe, 'w', 0o600);
        const chunk = new Uint8Array(64 * 1024);
        // A write that takes a part is followed by one that says why.
        for (const end = at + bytes + SPARE_BYTES; at < end;)
            at += writeSync(file, chunk, 0, chunk.length, at);
        return undefined;
    }
    catch (error) {
        const failure = storageError(error, 'there is no room for the store');
        return failure.code === 'E_STORAGE_FULL' ? failure : undefined;
    }
    finally {
        if (file !== undefined)
            closeSync(file);
        rmSync(probe, { force: true });
    }
}
/** Makes the copy of a store that LMDB has written into `path` durable, and marks it as one. */
export async function finishCopy(path) {
    const file = await open(join(path, DATA_FILE), 'r+');
    try {
        await file.chmod(0o600);
        await file.sync();
    }
    finally {
        await file.close();
    }
    mark(path);
}
/** What the marker says; undefined where there is none. */
function readFormat(path) {
    const file = join(path, MARKER);
    if (!existsSync(file))
        return undefined;
    const text = fromUtf8(readFileSync(file));
    const format = /^talos-store ([1-9][0-9]{0,8})\n$/.exec(text)?.[1];
    if (format === undefined)
        throw new TalosError('E_STORAGE_CORRUPT', 'the marker of the store is damaged', { hint: RESTORE_HINT });
    if (Number(format) > STORE_FORMAT)
        throw new TalosError('E_VERSION', `the store has format ${format}, this version knows ${STORE_FORMAT}`, {
            hint: 'use the version of Talos that wrote it, or a newer one',
        });
    return Number(format);
}
function mark(path) {
    // The name data.mdb must be durable before a marker vouches for it.
    syncFolder(path);
    writeFileDurably(join(path, MARKER), utf8(`talos-store ${STORE_FORMAT}\n`), { replace: true });
}
