/**
 * Checkpoints of one log that were verified and joined: each but the newest is proved to be the start of a newer one.
 * PROTOCOL.md §9.12.
 *
 * @module
 */
import { equalBytes } from "../../base/bytes.js";
import { keyOfDid } from "../../identity/did.js";
import { readCheckpoint } from "../log/checkpoint.js";
import { verifyConsistency } from "../log/merkle.js";
import { noteVerifier, openNote } from "../log/note.js";
/** Checkpoints that are kept of an author: the smallest makes room for one more. PROTOCOL.md §11. */
export const MAX_LIGHT_CHECKPOINTS = 32;
/**
 * Reads a checkpoint as others may hand it on: with signatures of others (witnesses) behind the author's. These are not
 * checked, so they are left out of what is kept.
 *
 * @returns `undefined` unless `author` signed exactly the three lines of a checkpoint. Nothing makes this throw.
 */
export function readSharedCheckpoint(note, author) {
    const opened = openNote(note, [noteVerifier(author, keyOfDid(author))]);
    if (opened === undefined)
        return undefined;
    const lines = note.slice(opened.text.length + 1, -1).split('\n');
    for (const line of lines.filter((each) => each.startsWith(`\u2014 ${author} `))) {
        const checkpoint = readCheckpoint(`${opened.text}\n${line}\n`, author);
        if (checkpoint !== undefined)
            return checkpoint;
    }
    return undefined;
}
/** See the module comment. */
export class CheckpointChain {
    /** By size, the smallest first. */
    #kept = [];
    /** All of them, the smallest first. */
    get all() {
        return this.#kept;
    }
    get newest() {
        return this.#kept.at(-1)?.checkpoint;
    }
    /** The one of that size. */
    of(size) {
        return this.#kept.find(({ checkpoint }) => checkpoint.size === size)?.checkpoint;
    }
    /** Puts `joined` in its place. The caller has verified it, and that a newest one is larger than all others. */
    put(joined) {
        const { size } = joined.checkpoint;
        const others = this.#kept.filter(({ checkpoint }) => checkpoint.size !== size);
        const all = [...others, joined].sort((one, other) => one.checkpoint.size - other.checkpoint.size);
        // What others are joined to is larger than they are, so the smallest is missed by none.
        this.#kept = all.slice(-MAX_LIGHT_CHECKPOINTS);
    }
    /** Makes `checkpoint` the newest; the one that was is proved by `path` to be its start. */
    grow(checkpoint, path) {
        const before = this.newest;
        if (before !== undefined)
            this.put({ checkpoint: before, joins: { size: checkpoint.size, path } });
        this.put({ checkpoint });
    }
    /** Keeps none but `checkpoint`. */
    reset(checkpoint) {
        this.#kept = [{ checkpoint }];
    }
    /** Whether every one but the newest is proved to be the start of a newer one that is kept. */
    isWhole() {
        return this.#kept.every(({ checkpoint, joins }, place) => {
            if (joins === undefined)
                return place === this.#kept.length - 1;
            const newer = this.of(joins.size);
            return newer !== undefined && newer.size > checkpoint.size && joinsLogs(checkpoint, newer, joins.path);
        });
    }
}
/** Whether `path` proves that `older` is the start of `newer`. Nothing in `path` makes this throw. */
export function joinsLogs(older, newer, path) {
    return verifyConsistency(older.size, older.root, newer.size, newer.root, path);
}
/** Whether two logs of one size are the same one. */
export const isSameLog = (one, other) => one.size === other.size && equalBytes(one.root, other.root);
