/**
 * Tells when a file may be another one: written to, replaced, reached by another symbolic link, come or gone.
 *
 * The folder is watched, as editors and Kubernetes replace the file, or a link on the way to it, instead of writing to
 * it. Where the system tells of nothing (network file systems, links that lead out of the folder) a look at the file
 * every few seconds does.
 *
 * @module
 */
import { statSync, watch } from 'node:fs';
import { dirname } from 'node:path';
/** Milliseconds between two looks at a file of which the system tells nothing. */
export const POLL_MS = 2000;
/** Milliseconds that a file must stay as it is: what is being written is not read halfway. */
export const SETTLE_MS = 50;
/**
 * Calls `changed` when the file at `path` is another one than before and has been so for {@link SETTLE_MS}. Keeps no
 * process running.
 *
 * @param pollMs - Milliseconds between two looks; {@link POLL_MS} unless given.
 * @returns A function that ends it; `changed` is not called any more then.
 */
export function watchFile(path, changed, pollMs = POLL_MS) {
    const watching = new FileWatch(path, changed, pollMs);
    return () => watching.stop();
}
class FileWatch {
    #path;
    #changed;
    #poll;
    #watcher;
    #settling;
    /** The file that was told of last. */
    #told;
    #seen;
    #isStopped = false;
    constructor(path, changed, pollMs) {
        this.#path = path;
        this.#changed = changed;
        this.#told = this.#seen = stateOf(path);
        this.#poll = setInterval(() => {
            this.#listen();
            this.#look();
        }, pollMs);
        this.#poll.unref();
        this.#listen();
    }
    /** Listens to the folder, where it does not and can. */
    #listen() {
        if (this.#watcher !== undefined || this.#isStopped)
            return;
        try {
            const watcher = watch(dirname(this.#path), { persistent: false }, () => this.#look());
            this.#watcher = watcher;
            // The folder is gone, or the system watches no more: the next look begins anew.
            watcher.on('error', () => {
                watcher.close();
                this.#watcher = undefined;
            });
        }
        catch {
            this.#watcher = undefined; // too many are watched, or there is no folder: looking has to do
        }
    }
    #look() {
        if (this.#isStopped || this.#settling !== undefined)
            return;
        const state = stateOf(this.#path);
        if (state === this.#told)
            return;
        this.#seen = state;
        this.#settling = setTimeout(() => this.#settled(), SETTLE_MS);
        this.#settling.unref();
    }
    #settled() {
        this.#settling = undefined;
        if (stateOf(this.#path) !== this.#seen)
            return this.#look();
        this.#told = this.#seen;
        this.#changed();
    }
    stop() {
        this.#isStopped = true;
        clearInterval(this.#poll);
        clearTimeout(this.#settling);
        this.#watcher?.close();
    }
}
/** What changes when the file behind a path is another one, or has another content. */
function stateOf(path) {
    try {
        const { dev, ino, size, mtimeNs, ctimeNs, mode } = statSync(path, { bigint: true });
        return [dev, ino, size, mtimeNs, ctimeNs, mode].join(' ');
    }
    catch (error) {
        return String(error.code);
    }
}
