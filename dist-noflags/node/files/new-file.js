/**
 * Files that are written in pieces and are there whole or not at all.
 *
 * @module
 */
import { linkSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { toHex } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { randomBytes } from "../../crypto/random.js";
import { isSystemError, syncFolder } from "./atomic-file.js";
const OWNER_ONLY = 0o600;
/**
 * Writes what `pieces` give to the file `path`, mode 0600: file and name are durable when it resolves. A temporary file that
 * a killed process left behind has a random name and ends in `.tmp`; it is never read.
 *
 * @param replace - Whether a file of that name is replaced.
 * @throws {TalosError} `E_FILE_EXISTS` where one is there and is not to be replaced.
 * @throws What `pieces` and the file system throw; no file is left then.
 */
export async function writePieces(path, pieces, replace) {
    const temporary = join(dirname(path), `.${basename(path)}.${toHex(randomBytes(8))}.tmp`);
    try {
        const file = await open(temporary, 'wx', OWNER_ONLY);
        try {
            for await (const piece of pieces)
                await file.appendFile(piece);
            await file.sync();
        }
        finally {
            await file.close();
        }
        // A link, unlike a rename, fails where the name is taken.
        if (replace)
            renameSync(temporary, path);
        else
            linkSync(temporary, path);
    }
    catch (error) {
        if (isSystemError(error, 'EEXIST'))
            throw new TalosError('E_FILE_EXISTS', `there is a ${basename(path)} already`, { cause: error });
        throw error;
    }
    finally {
        rmSync(temporary, { force: true });
    }
    syncFolder(dirname(path));
}
