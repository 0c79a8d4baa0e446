import { membersOf } from "../../base/caller-mistakes.js";
import { systemClock } from "../../base/clock.js";
import { initCrypto } from "../../crypto/init.js";
import { openMemoryStore } from "../../storage/memory.js";
import { ENTRY_TYPES, makeEntry, readEntry } from "../entry/entry.js";
import { mineInSlices } from "../work.js";
import { openMemoryJournal } from "./memory-journal.js";
import { openLedger } from "./open-ledger.js";
/**
 * See the module comment. Made by {@link Ledger.open}; `await using` seals what waits and ends it.
 *
 * @example
 * await using ledger = await Ledger.open(identity);
 * const entry = ledger.append({ type: 'identity', did: identity.did, event: 'created' });
 * await ledger.seal();
 * verifyProofFile(await ledger.prove(entry.id)).valid; // true
 */
export class Ledger {
    #ledger;
    /** @param ledger - Ends with this one. */
    constructor(ledger) {
        this.#ledger = ledger;
    }
    /**
     * Opens the ledger of `author`, an `Identity`, or begins it.
     *
     * @throws {TalosError} `E_STORAGE_CORRUPT` if journal and store are not of one ledger, or damaged; `E_LEDGER_INVALID` if
     *   it is another's; `E_CONFIG` if it began in another network; `E_STORAGE…`.
     */
    static async open(author, options = {}) {
        await initCrypto();
        return new Ledger(await openLedger(partsOf(author, options)));
    }
    /** Entries in the log, written ones included. */
    get size() {
        return this.#ledger.size;
    }
    /** Height of the newest block, −1 before the first. */
    get height() {
        return this.#ledger.height;
    }
    /** Latest signed note, `""` before the first. PROTOCOL.md §9.4. */
    get checkpoint() {
        return this.#ledger.checkpoint;
    }
    /** The network that it began in. */
    get network() {
        return this.#ledger.network;
    }
    /** Sum of 2^difficulty over the blocks. */
    get work() {
        return this.#ledger.work;
    }
    /**
     * Records `body` as the next entry: written when it returns, durable when `durable()` of it resolves.
     *
     * @throws {TypeError} for a body of no type of `ENTRY_TYPES`.
     * @throws {TalosError} `E_MALFORMED`, `E_BAD_DID` or `E_LIMIT` for a body that no reader would take; `E_STORAGE…`: do not act then; `E_CLOSED`.
     */
    append(body) {
        return this.#ledger.append(known(body));
    }
    /** As {@link append}, all of them with one write, or none. */
    appendAll(bodies) {
        return this.#ledger.appendAll(bodies.map(known));
    }
    /** Seals every waiting entry into blocks and signs the checkpoint; durable when it resolves. */
    seal() {
        return this.#ledger.seal();
    }
    /** Entries that fit, in the order of the log. @throws {RangeError} for a number out of bounds. */
    query(query = {}) {
        return this.#ledger.query(query);
    }
    /** The entry of an id, 64 hex digits. @throws {TalosError} `E_NOT_FOUND` if it was archived and is in none of `archives`. */
    get(id, archives) {
        return this.#ledger.get(id, archives);
    }
    /** A block as bytes, by its height or its hash; `undefined` where there is none. @throws {TalosError} `E_NOT_FOUND` if it was archived. */
    block(at) {
        return this.#ledger.block(at);
    }
    /** The proof file of an entry (PROTOCOL.md §9.7); seals first where it must. @throws {TalosError} `E_NOT_FOUND`. */
    prove(id, archives) {
        return this.#ledger.prove(id, archives);
    }
    /** Recomputes everything from the journal and compares it with blocks, nodes and indexes. @throws The reason of the signal. */
    verify(options = {}) {
        return this.#ledger.verify(options);
    }
    /** Moves the entries of old blocks into a file that `save` keeps; proofs hold as before. @throws {TalosError} `E_NOT_FOUND`; `E_STORAGE…`. */
    archive(before, save) {
        return this.#ledger.archive(before, save);
    }
    /** Seals what waits, and ends. Repeatable. */
    async [Symbol.asyncDispose]() {
        await this.#ledger[Symbol.asyncDispose]();
    }
}
/** The body as it will be read back: whatever no reader would take is refused before it is written. */
function known(body) {
    const { type } = membersOf(body, 'body', { type: 'text' });
    if (!ENTRY_TYPES.includes(type))
        throw new TypeError(`body.type must be one of ${ENTRY_TYPES.join(', ')}`);
    return readEntry(makeEntry(body, 0, 0).bytes).body;
}
/** The parts of a ledger, in memory as far as the options do not say otherwise. */
export function partsOf(author, options) {
    const pause = () => new Promise((resolve) => setTimeout(resolve));
    const { store = openMemoryStore(), journal = openMemoryJournal(), mine = mineInSlices(pause), clock = systemClock, network, } = options;
    return { store, journal, mine, clock, identity: author, ...(network === undefined ? {} : { network }) };
}
