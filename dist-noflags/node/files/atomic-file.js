/**
 * Files that are there whole or not at all: written to a temporary name, synced, moved into place, folder synced.
 *
 * The steps are a list, so that a test can end the process after each of them.
 *
 * @module
 */
import * as fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { toHex } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { randomBytes } from "../../crypto/random.js";
/**
 * Writes `content` to `path`, mode 0600. When this returns, file and name are durable.
 *
 * A temporary file that a killed process left behind has a random name and ends in `.tmp`; it is never read.
 *
 * @throws {TalosError} `E_FILE_EXISTS` if `path` exists and is not to be replaced; the file there stays as it was.
 * @throws What the file system throws; no temporary file is left then.
 */
export function writeFileDurably(path, content, options) {
    const { replace, afterStep = () => undefined } = options;
    const folder = dirname(path);
    const temporary = join(folder, `.${basename(path)}.${toHex(randomBytes(8))}.tmp`);
    try {
        writeSynced(temporary, content, afterStep);
        if (replace) {
            fs.renameSync(temporary, path);
            afterStep('rename');
        }
        else {
            // A link, unlike a rename, fails where the name is taken.
            fs.linkSync(temporary, path);
            afterStep('link');
            fs.unlinkSync(temporary);
            afterStep('unlink');
        }
    }
    catch (error) {
        fs.rmSync(temporary, { force: true });
        if (isSystemError(error, 'EEXIST'))
            throw new TalosError('E_FILE_EXISTS', `there is a ${basename(path)} already`, { cause: error });
        throw error;
    }
    syncFolder(folder);
    afterStep('sync-folder');
}
function writeSynced(path, content, afterStep) {
    const file = fs.openSync(path, 'wx', 0o600);
    try {
        afterStep('open');
        // The mode given to open is narrowed by the umask, and must not depend on it.
        fs.fchmodSync(file, 0o600);
        for (let at = 0; at < content.length;)
            at += fs.writeSync(file, content, at);
        afterStep('write');
        fs.fsyncSync(file);
        afterStep('sync');
    }
    finally {
        fs.closeSync(file);
    }
}
/** Makes the names in `folder` durable. */
export function syncFolder(folder) {
    const handle = fs.openSync(folder, 'r');
    try {
        fs.fsyncSync(handle);
    }
    finally {
        fs.closeSync(handle);
    }
}
/** Whether `error` is what Node throws for the system error `code`. */
export function isSystemError(error, code) {
    return error instanceof Error && 'code' in error && error.code === code;
}
