/**
 * Where the local socket of a data directory lies (PROTOCOL.md §10.2).
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { lstat, readFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { utf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { parseJson } from "../../codec/json.js";
import { makeFolders } from "../data-dir.js";
import { isObject } from "./local-wire.js";
/** Longest path of a socket, in bytes: 103 on macOS, 107 on Linux, less a reserve. */
export const MAX_SOCKET_PATH_BYTES = 100;
/** Name of the socket in its folder. */
export const SOCKET_NAME = 'agent.sock';
/** Name of the lock in a data directory; its text is a {@link OwnerNote}. */
export const LOCK_NAME = 'owner.lock';
/** Most bytes of an owner's note that are read. */
const MAX_NOTE_BYTES = 4096;
/** Text of `owner.lock`. */
export function formatOwnerNote(note) {
    return `${JSON.stringify(note)}\n`;
}
/**
 * The path where the owner of `dataDir` listens: in the directory, or, where that is too long for a socket address, in
 * a folder of the user's own in the temporary directory, which is made.
 *
 * @throws {TalosError} `E_STORAGE_DENIED` where that folder is somebody else's or open to others.
 */
export async function makeSocketPath(dataDir, temporary = tmpdir()) {
    const own = join(resolve(dataDir), SOCKET_NAME);
    if (utf8(own).length <= MAX_SOCKET_PATH_BYTES)
        return own;
    const name = `talos-${userInfo().uid}-${createHash('sha256').update(own).digest('hex').slice(0, 16)}`;
    const inTemporary = join(temporary, name, SOCKET_NAME);
    const path = utf8(inTemporary).length <= MAX_SOCKET_PATH_BYTES ? inTemporary : join('/tmp', name, SOCKET_NAME);
    await makeOwnFolder(dirname(path));
    return path;
}
async function makeOwnFolder(folder) {
    makeFolders(folder);
    const found = await lstat(folder);
    // Anybody can make a folder of this name in a shared temporary directory: it counts only if it is ours alone.
    if (!found.isDirectory() || found.uid !== userInfo().uid || (found.mode & 0o077) !== 0)
        throw new TalosError('E_STORAGE_DENIED', `${folder} is not a folder of this user alone`, {
            hint: 'remove it, or use a data directory with a shorter path',
        });
}
/**
 * The path where an owner of `dataDir` listens by its own word, or the usual one where there is no word of it. The
 * folder is the user's alone, so whoever wrote the note could as well have been the owner.
 */
export async function readSocketPath(dataDir) {
    const usual = join(resolve(dataDir), SOCKET_NAME);
    try {
        const note = parseJson(await readFile(join(dataDir, LOCK_NAME)), { maxBytes: MAX_NOTE_BYTES });
        return isObject(note) && typeof note['socket'] === 'string' ? note['socket'] : usual;
    }
    catch {
        return usual; // no note, or one that its owner is just writing: the caller tries again
    }
}
