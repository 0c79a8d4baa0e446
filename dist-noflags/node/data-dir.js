/**
 * The data directory: where it is, and that it is ours alone. PROTOCOL.md §10.1.
 *
 * @module
 */
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { TalosError } from "../base/errors.js";
import { isSystemError } from "./files/atomic-file.js";
import { storageError } from "./store/lmdb-errors.js";
/** Names in a data directory. */
export const DATA_DIR_NAMES = {
    keystore: 'keystore.json',
    keyFile: 'keystore.key',
    config: 'config.yaml',
    /** Access-control list of services that name none. */
    permissions: 'permissions.yaml',
    ledger: 'ledger',
    store: 'store',
    /** In the folder of the store: whoever moves or copies that has both. */
    epochKeys: 'keys',
    /** Files that were received. */
    downloads: 'downloads',
    /** A rotation of the identity that was decided and is not finished: see `rotation.ts`. */
    rotation: 'rotation',
    /** Stores and ledgers of earlier identities, a folder each. */
    former: 'former',
    /** In both of these: the statement that both identities signed. */
    succession: 'succession.json',
};
/** Rights of group and others: none are left in a data directory. */
const OTHERS = 0o077;
/** Of agents. */
const AGENT_HOME = { variable: 'TALOS_HOME', folder: '.talos' };
/** Of servers: one machine may run both. */
export const SERVER_HOME = { variable: 'TALOS_SERVER_HOME', folder: '.talos-server' };
/** Of relays that are nothing else. */
export const RELAY_HOME = { variable: 'TALOS_RELAY_HOME', folder: '.talos-relay' };
/**
 * The data directory to use: `flag`, else the variable of `home`, else its folder in `$HOME`. Absolute; nothing is made.
 *
 * @param flag - Of the command line; relative to `cwd`.
 * @throws {TalosError} `E_CONFIG` where neither is given and there is no home, or the variable's path is relative.
 */
export function resolveDataDir(flag, env, cwd, home = AGENT_HOME) {
    if (flag !== undefined && flag !== '')
        return resolve(cwd, flag);
    const configured = env[home.variable];
    if (configured !== undefined && configured !== '') {
        if (isAbsolute(configured))
            return resolve(configured);
        throw new TalosError('E_CONFIG', `${home.variable} is not an absolute path`, { details: { key: home.variable } });
    }
    const ofUser = env['HOME'];
    if (ofUser !== undefined && isAbsolute(ofUser))
        return join(ofUser, home.folder);
    throw new TalosError('E_CONFIG', 'there is no home directory to keep an identity in', {
        details: { key: 'HOME' },
        hint: `name a data directory with --data-dir or ${home.variable}`,
    });
}
/**
 * Makes the data directory `path`, mode 0700, where it is absent. An empty one that is open to others is closed to them;
 * one with content is not touched.
 *
 * @throws {TalosError} `E_STORAGE_DENIED` if it belongs to another user, is open to others and not empty, or cannot be
 *   made; `E_STORAGE` or `E_STORAGE_FULL` as the system says.
 */
export function makeDataDir(path) {
    try {
        makeFolders(path);
        const found = statSync(path);
        if (isOpenToOthers(found) && readdirSync(path).length === 0)
            chmodSync(path, 0o700);
        assertOwnDataDir(path);
    }
    catch (error) {
        throw storageError(error, 'the data directory cannot be made');
    }
}
/**
 * Makes the folder `path` and those above it that are absent, mode 0700, one after the other: with `recursive`, Node 20
 * tries for ever where the system answers that a folder which is there is not.
 */
export function makeFolders(path) {
    const missing = [];
    for (let at = resolve(path); !existsSync(at); at = dirname(at))
        missing.push(at);
    for (const folder of missing.reverse())
        try {
            mkdirSync(folder, { mode: 0o700 });
        }
        catch (error) {
            // Another process made it meanwhile.
            if (!isSystemError(error, 'EEXIST'))
                throw error;
        }
}
/**
 * Checks that the data directory `path` is a folder of this user alone.
 *
 * @throws {TalosError} `E_NO_IDENTITY` if it does not exist; `E_STORAGE_DENIED` if it is anything else.
 */
export function assertOwnDataDir(path) {
    let found;
    try {
        found = statSync(path);
    }
    catch (error) {
        if (isSystemError(error, 'ENOENT'))
            throw new TalosError('E_NO_IDENTITY', `there is no data directory ${path}`, { hint: 'talos init makes one' });
        throw storageError(error, 'the data directory cannot be read');
    }
    if (!found.isDirectory())
        throw new TalosError('E_STORAGE_DENIED', `${path} is not a folder`);
    if (isForeign(found))
        throw new TalosError('E_STORAGE_DENIED', `the data directory ${path} belongs to another user`, {
            hint: 'run talos as its owner, or use another data directory',
        });
    if (isOpenToOthers(found))
        throw new TalosError('E_STORAGE_DENIED', `the data directory ${path} is open to other users`, {
            hint: `chmod 700 ${path}`,
        });
}
/** Whether something is at `path`, a dangling symbolic link included. */
export function isThere(path) {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
/** Whether group or others have any right. */
export function isOpenToOthers({ mode }) {
    return (mode & OTHERS) !== 0;
}
/** Whether a file belongs to another user than the one of this process. */
export function isForeign({ uid }) {
    return process.getuid !== undefined && process.getuid() !== uid;
}
