/**
 * What an agent needs of its machine, looked at from outside, for diagnosis: rights of files, native modules, a port, a
 * disk, the clocks of servers. Nothing here changes what it looks at, but for a file that is removed again.
 *
 * @module
 */
import { closeSync, fdatasyncSync, lstatSync, openSync, readdirSync, statfsSync, unlinkSync, writeSync } from 'node:fs';
import { request } from 'node:http';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { toHex } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
import { randomBytes } from "../crypto/random.js";
import { isForeign, isOpenToOthers, isThere } from "./data-dir.js";
import { networkFileSystem } from "./files/file-system.js";
import { storageError } from "./store/lmdb-errors.js";
/** Names in a directory that are looked at; what lies deeper has the rights of the folder above it. */
export const MAX_NAMES_LOOKED_AT = 256;
/** Rights to write of group and others. */
const WRITE_OF_OTHERS = 0o022;
/** Bytes of a file that measures how long a disk takes. */
const PROBE_BYTES = 4096;
/** Milliseconds that a server has to say what time it is. */
export const CLOCK_DEADLINE_MS = 3000;
/**
 * What has wrong rights in the data directory `path`, itself first.
 *
 * @param readable - Names that others may read but not write.
 */
export function wrongRights(path, readable) {
    const names = readdirSync(path).slice(0, MAX_NAMES_LOOKED_AT);
    return ['', ...names].flatMap((name) => {
        const file = name === '' ? path : join(path, name);
        const found = lstatSync(file, { throwIfNoEntry: false });
        // Gone meanwhile; a socket has no rights but those of its folder.
        if (found === undefined || found.isSocket())
            return [];
        if (isForeign(found))
            return [{ path: file, what: 'belongs to another user', remedy: `chown -R "$USER" ${file}` }];
        if (found.isSymbolicLink())
            return [];
        if (readable.includes(name))
            return (found.mode & WRITE_OF_OTHERS) === 0
                ? []
                : [{ path: file, what: 'may be written by others', remedy: `chmod go-w ${file}` }];
        const remedy = `chmod ${found.isDirectory() ? '700' : '600'} ${file}`;
        return isOpenToOthers(found) ? [{ path: file, what: 'is open to other users', remedy }] : [];
    });
}
/** Modules with native parts. Without the first another implementation does its work; the others are needed. */
export const NATIVE_MODULES = ['sodium-native', 'lmdb', 'fs-native-extensions'];
/** Loads each. @param load - As `require`. */
export function nativeModules(load = createRequire(import.meta.url)) {
    return NATIVE_MODULES.map((name) => {
        try {
            load(name);
            return { name };
        }
        catch (error) {
            const text = error instanceof Error ? error.message : String(error);
            return { name, failure: text.split('\n', 1)[0] ?? '' };
        }
    });
}
/** Whether `port` of `host` can be listened on: the name of the system's error where not, as `EADDRINUSE`. */
export function whyNoPort(host, port) {
    return new Promise((resolve) => {
        const server = createServer();
        server.once('error', (error) => resolve(error.code ?? error.message));
        server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
    });
}
/** Whether this machine has an address of a family, beside that of itself. */
export function ownFamilies() {
    const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
    const has = (family) => all.some((each) => !each.internal && each.family === family && !each.address.startsWith('fe80:'));
    return { ip4: has('IPv4'), ip6: has('IPv6') };
}
/**
 * Writes a file in the data directory `path`, waits until it is on the disk, and removes it.
 *
 * @throws {TalosError} `E_STORAGE_FULL`, `E_STORAGE_DENIED`, `E_STORAGE` as the system says.
 */
export function measureDisk(path) {
    const probe = join(path, `.probe-${toHex(randomBytes(8))}.tmp`);
    try {
        const { bavail, bsize, type } = statfsSync(path);
        const from = performance.now();
        const file = openSync(probe, 'wx', 0o600);
        try {
            writeSync(file, new Uint8Array(PROBE_BYTES));
            fdatasyncSync(file);
        }
        finally {
            closeSync(file);
        }
        const durableMs = performance.now() - from;
        const network = process.platform === 'linux' ? networkFileSystem(type) : undefined;
        return { freeBytes: bavail * bsize, durableMs, ...(network === undefined ? {} : { network }) };
    }
    catch (error) {
        throw storageError(error, 'the data directory cannot be written');
    }
    finally {
        if (isThere(probe))
            unlinkSync(probe);
    }
}
/**
 * How far the clock of a server is ahead of this one, in milliseconds: negative where it is behind. It says so over HTTP,
 * to the second, and proves nothing.
 *
 * @throws {TalosError} `E_UNREACHABLE`, `E_TIMEOUT`; `E_PROTOCOL` where it says no time.
 */
export function clockAhead(host, port, signal) {
    return new Promise((resolve, reject) => {
        const fail = (code, message, cause) => reject(new TalosError(code, message, { cause }));
        const sentMs = Date.now();
        const asked = request({ host, port, path: '/healthz', method: 'HEAD', timeout: CLOCK_DEADLINE_MS, signal });
        asked.on('timeout', () => asked.destroy(new TalosError('E_TIMEOUT', 'the server says no time')));
        asked.on('error', (error) => fail('E_UNREACHABLE', 'the server was not asked for its time', error));
        asked.on('response', (response) => {
            response.resume();
            const saidMs = Date.parse(response.headers.date ?? '');
            if (Number.isNaN(saidMs))
                fail('E_PROTOCOL', 'the server says no time');
            // To the second, cut off, some time between the question and the answer.
            else
                resolve(saidMs + 500 - (sentMs + Date.now()) / 2);
        });
        asked.end();
    });
}
