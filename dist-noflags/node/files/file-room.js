/**
 * Where received files lie: `downloads/` of a data directory, and nothing outside it. PROTOCOL.md §10.8.
 *
 * A file that comes has a temporary name there, `.ID.RANDOM.part`, which nobody can guess and nothing that is there can
 * have taken (`O_EXCL`, `O_NOFOLLOW`), and mode 0600. When it is whole it gets a name of its own by a link, which, unlike
 * a rename, fails where the name is taken. The temporary name goes when the file is disposed of, which is after its
 * transfer was recorded: a process that ends between the two finds the file by it, and makes no second one.
 *
 * @module
 */
import { constants, lstatSync, rmSync, statfsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { toHex } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { randomBytes } from "../../crypto/random.js";
import { DATA_DIR_NAMES } from "../data-dir.js";
import { storageError } from "../store/lmdb-errors.js";
import { openPartial, partName } from "./file-partial.js";
import { DOWNLOADS_QUOTA_BYTES } from "./file-settings.js";
import { openSource } from "./file-source.js";
import { HeldFolder } from "./held-folder.js";
const { O_RDWR, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
const OWNER_ONLY = 0o600;
const ID = /^[0-9a-f]{32}$/;
/** A temporary name: the id, and what nobody can guess. */
const PART = /^\.([0-9a-f]{32})\.[0-9a-f]{16}\.part$/;
/** Room that received files leave on the disk: ledger and messages go on where files do not. */
export const DISK_RESERVE_BYTES = 32 * 1024 ** 2;
/** How long a count of what lies in `downloads/` serves, besides what came since, in milliseconds. */
export const DOWNLOADS_COUNT_MS = 5000;
/** See the module comment. Nothing is made before the first file comes. */
export function openFileRoom({ dataDir, kinds, quotaBytes = DOWNLOADS_QUOTA_BYTES }) {
    return new DownloadsRoom(join(dataDir, DATA_DIR_NAMES.downloads), quotaBytes, kinds);
}
class DownloadsRoom {
    kinds;
    #path;
    #quotaBytes;
    /** Temporary names, by id: nobody else makes any. Read from the folder when it is first needed. */
    #parts;
    /** Declared sizes of files that are open here. */
    #coming = new Map();
    #counted = { bytes: 0, atMs: Number.NEGATIVE_INFINITY };
    constructor(path, quotaBytes, kinds) {
        this.#path = path;
        this.#quotaBytes = quotaBytes;
        if (kinds !== undefined)
            this.kinds = kinds;
    }
    open = openSource;
    async create(id, size) {
        assertId(id);
        return this.#inFolder(async (folder) => {
            if (this.#partsIn(folder).has(id))
                throw new TalosError('E_FILE_EXISTS', `there is a file of transfer ${id} already`);
            this.#assertRoom(folder, size);
            // Before the first wait: another file counts it.
            this.#coming.set(id, size);
            const name = partName(id, toHex(randomBytes(8)));
            try {
                const file = await open(folder.at(name), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, OWNER_ONLY);
                try {
                    // The mode given to open is narrowed by the umask, and must not depend on it.
                    await file.chmod(OWNER_ONLY);
                }
                catch (error) {
                    await file.close();
                    rmSync(folder.at(name), { force: true });
                    throw error;
                }
                this.#partsIn(folder).set(id, name);
                return this.#partial(id, folder, name, file);
            }
            catch (error) {
                this.#coming.delete(id);
                throw error;
            }
        });
    }
    async reopen(id) {
        assertId(id);
        if (lstatSync(this.#path, { throwIfNoEntry: false }) === undefined)
            return undefined;
        return this.#inFolder(async (folder) => {
            const name = this.#partsIn(folder).get(id);
            const found = name === undefined ? undefined : lstatSync(folder.at(name), { throwIfNoEntry: false });
            // Whatever else lies under that name was not made here.
            if (name === undefined || found?.isFile() !== true) {
                this.#partsIn(folder).delete(id);
                folder[Symbol.dispose]();
                return undefined;
            }
            const file = await open(folder.at(name), O_RDWR | O_NOFOLLOW);
            this.#coming.set(id, found.size);
            this.#counted.atMs = Number.NEGATIVE_INFINITY;
            return this.#partial(id, folder, name, file);
        });
    }
    async prune(keep) {
        if (lstatSync(this.#path, { throwIfNoEntry: false }) === undefined)
            return;
        await this.#inFolder(async (folder) => {
            this.#parts = undefined;
            for (const name of folder.names()) {
                const id = PART.exec(name)?.[1];
                if (id !== undefined && !keep.has(id))
                    rmSync(folder.at(name), { force: true });
            }
            folder[Symbol.dispose]();
        });
    }
    /** Does something in the folder, which is the caller's to let go; what fails lets it go. */
    async #inFolder(act) {
        const folder = HeldFolder.open(this.#path);
        try {
            return await act(folder);
        }
        catch (error) {
            folder[Symbol.dispose]();
            throw storageError(error, 'a received file cannot be kept');
        }
    }
    #partial(id, folder, name, file) {
        return openPartial({ id, folder, name, file, onClosed: (bytes, isPart) => this.#closed(id, bytes, isPart) });
    }
    #closed(id, bytes, isPart) {
        this.#coming.delete(id);
        if (!isPart)
            this.#parts?.delete(id);
        this.#counted.bytes += bytes;
    }
    /** @throws {TalosError} `E_STORAGE_FULL`. */
    #assertRoom(folder, size) {
        const coming = [...this.#coming.values()].reduce((sum, each) => sum + each, 0);
        if (this.#bytesIn(folder) + coming + size > this.#quotaBytes)
            throw new TalosError('E_STORAGE_FULL', `${this.#path} would exceed ${this.#quotaBytes} bytes`, {
                details: { maxBytes: this.#quotaBytes },
                hint: 'remove files from it, or set downloads-quota',
            });
        const { bavail, bsize } = statfsSync(folder.at('.'));
        if (bavail * bsize < coming + size + DISK_RESERVE_BYTES)
            throw new TalosError('E_STORAGE_FULL', `the disk has no room for ${size} bytes`, {
                hint: 'make room on the disk; reading goes on meanwhile',
            });
    }
    #partsIn(folder) {
        if (this.#parts === undefined) {
            const names = folder.names().map((name) => [PART.exec(name)?.[1], name]);
            this.#parts = new Map(names.filter((each) => each[0] !== undefined));
        }
        return this.#parts;
    }
    /** What lies in the folder, files that are on their way excepted. */
    #bytesIn(folder) {
        const nowMs = performance.now();
        if (nowMs - this.#counted.atMs < DOWNLOADS_COUNT_MS)
            return this.#counted.bytes;
        let bytes = 0;
        for (const name of folder.names()) {
            const id = PART.exec(name)?.[1];
            if (id !== undefined && this.#coming.has(id))
                continue;
            bytes += lstatSync(folder.at(name), { throwIfNoEntry: false })?.size ?? 0;
        }
        this.#counted = { bytes, atMs: nowMs };
        return bytes;
    }
}
function assertId(id) {
    if (!ID.test(id))
        throw new TypeError('the id of a file must be 32 hex digits');
}
