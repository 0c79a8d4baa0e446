/**
 * Refusals in the ledger: one entry each, until a peer makes so many that they are counted instead. A peer that is
 * refused ten thousand times fills no disk, and the count is on record.
 *
 * @module
 */
import { isTalosError } from "../../base/errors.js";
/** Refusals of one peer in one window that get an entry of their own. */
export const DENIALS_A_WINDOW = 64;
/** Length of the window in milliseconds. */
export const DENIAL_WINDOW_MS = 60_000;
/** Under this name all are counted together whom nobody here knows: identities cost a stranger nothing. */
const STRANGERS = 'strangers';
/** Peers that are counted at a time; the one counted longest is written out when another comes. */
export const MAX_COUNTED_PEERS = 256;
/** See the module comment. */
export class DenialLog {
    #append;
    #clock;
    #isKnown;
    #counts = new Map();
    /**
     * @param append - Writes an entry to the ledger; what it throws is passed on.
     * @param isKnown - Whether a peer is counted by itself, or among the strangers.
     */
    constructor(append, clock, isKnown = () => true) {
        this.#append = append;
        this.#clock = clock;
        this.#isKnown = isKnown;
    }
    /**
     * Notes a refusal that has no statement of the caller to go with.
     *
     * @returns Whether it got an entry of its own.
     */
    note(peer, subject, code) {
        if (!this.admit(peer, subject, code))
            return false;
        this.#append({ type: 'denial', peer, subject, code, count: 1 });
        return true;
    }
    /** Whether a refusal may have an entry that the caller of this writes; if not, it is counted here. */
    admit(peer, subject, code) {
        const count = this.#countOf(this.#isKnown(peer) ? peer : STRANGERS);
        if (count.written < DENIALS_A_WINDOW) {
            count.written++;
            return true;
        }
        const key = `${subject} ${code}`;
        const surplus = count.surplus.get(key);
        if (surplus === undefined)
            count.surplus.set(key, { peer, subject, code, count: 1 });
        else {
            surplus.count++;
            surplus.peer = peer;
        }
        return false;
    }
    /** Writes the counts of every window that has ended, or of all of them. */
    flush(all = false) {
        for (const [name, count] of this.#counts) {
            if (!all && this.#clock.now() - count.startMs < DENIAL_WINDOW_MS)
                continue;
            this.#counts.delete(name);
            this.#write(count);
        }
    }
    #countOf(name) {
        const held = this.#counts.get(name);
        const now = this.#clock.now();
        if (held !== undefined && Math.abs(now - held.startMs) < DENIAL_WINDOW_MS)
            return held;
        if (held !== undefined)
            this.#write(held);
        this.#counts.delete(name);
        const oldest = this.#counts.entries().next();
        if (this.#counts.size >= MAX_COUNTED_PEERS && oldest.done === false) {
            this.#counts.delete(oldest.value[0]);
            this.#write(oldest.value[1]);
        }
        const count = { startMs: now, written: 0, surplus: new Map() };
        this.#counts.set(name, count);
        return count;
    }
    #write({ surplus }) {
        for (const denial of surplus.values())
            this.#append({ type: 'denial', ...denial });
    }
}
/** Writes the counts of refusals. A ledger that has failed takes none, which it has told already. */
export function flushQuietly(denials, all) {
    try {
        denials.flush(all);
    }
    catch (error) {
        if (!isTalosError(error))
            throw error;
    }
}
