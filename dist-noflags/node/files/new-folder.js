/**
 * Folders of files that are there whole or not at all.
 *
 * @module
 */
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { toHex } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { randomBytes } from "../../crypto/random.js";
import { isThere } from "../data-dir.js";
import { syncFolder } from "./atomic-file.js";
/**
 * Writes `files` into the new folder `path`, all of them for their owner alone. What a killed process left behind has a
 * random name and ends in `.tmp`; it is never read.
 *
 * @throws {TalosError} `E_FILE_EXISTS` where something has that name.
 * @throws What `files` and the file system throw; nothing is left then.
 */
export async function writeFolder(path, files) {
    await makeNewFolder(path, async (temporary) => {
        const folders = new Set();
        for await (const file of files) {
            const name = join(temporary, ...file.path.split('/'));
            mkdirSync(dirname(name), { recursive: true, mode: 0o700 });
            for (let folder = dirname(name); folder !== dirname(temporary); folder = dirname(folder))
                folders.add(folder);
            await writeSynced(name, file.bytes);
        }
        for (const folder of folders)
            syncFolder(folder);
    });
}
/**
 * As {@link writeFolder}, of what `fill` makes in a folder that has another name until all of it is there.
 *
 * @param fill - Syncs what it makes.
 * @throws As {@link writeFolder}, and what `fill` throws.
 */
export async function makeNewFolder(path, fill) {
    if (isThere(path))
        throw new TalosError('E_FILE_EXISTS', `there is a ${basename(path)} already`);
    const temporary = join(dirname(path), `.${basename(path)}.${toHex(randomBytes(8))}.tmp`);
    try {
        mkdirSync(temporary, { mode: 0o700 });
        await fill(temporary);
        // Fails where a folder with something in it has taken the name meanwhile.
        renameSync(temporary, path);
    }
    finally {
        rmSync(temporary, { recursive: true, force: true });
    }
    syncFolder(dirname(path));
}
async function writeSynced(name, bytes) {
    const file = await open(name, 'wx', 0o600);
    try {
        await file.writeFile(bytes);
        await file.sync();
    }
    finally {
        await file.close();
    }
}
