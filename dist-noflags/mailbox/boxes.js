/**
 * The mailboxes in the store. PROTOCOL.md §6.6.
 *
 * ```text
 *   space mailbox    0                        the time:   u8 version | u64 time                       (steady-clock.ts)
 *                    1 ‖ key (32)             a mailbox:  u8 version | u64 next id | u32 messages | u64 bytes | u64 visited
 *                    2 ‖ key (32) ‖ u64 id    a message:  u64 arrived | u32 length
 *                    3 ‖ key (32) ‖ u64 id    its deposit
 *                    4 ‖ key (32)             who has it open, of several services that share a store:  u8 version | random (16)
 * ```
 *
 * What a mailbox counts changes in the batch that changes what it holds, so that no end of the process makes it lie, and the
 * batch requires what was read, so that several services may share a store. The
 * key is the Ed25519 key of the owner, times are milliseconds since 1970.
 *
 * @module
 */
import { concat, equalBytes, toHex } from "../base/bytes.js";
import { isTalosError, TalosError } from "../base/errors.js";
import { decode } from "../codec/reader.js";
import { u8, u32, u64 } from "../codec/writer.js";
import { randomBytes } from "../crypto/random.js";
import { refused } from "../net/request-link.js";
import { AGAIN, Turns } from "../storage/turns.js";
const SPACE = 'mailbox';
const [BOX, ROW, DEPOSIT, OPENER] = [1, 2, 3, 4];
const BOX_VERSION = 1;
const OPENER_VERSION = 1;
const MARK_BYTES = 16;
const KEY_BYTES = 32;
/** A visit is noted once in this time, so that visits cost no write each; mailboxes stay for months. */
const VISIT_STEP_MS = 3_600_000;
/** Messages that one batch deletes at most. */
const ROWS_A_BATCH = 256;
/** Mailboxes that are looked through before others have their turn. */
const BOXES_A_TURN = 64;
/** When an owner was last there; undefined where there is no mailbox. @throws {TalosError} as {@link Boxes.open}. */
export async function newestVisit(store) {
    let newest;
    for await (const [, value] of store.scan(SPACE, { start: u8(BOX), end: u8(ROW) }))
        newest = Math.max(newest ?? 0, readBox(value).visitedMs);
    return newest;
}
/** See the module comment. A process opens the mailboxes of a store once. */
export class Boxes {
    #store;
    #clock;
    #limits;
    #isShared;
    #turns = new Turns();
    /** With what is being written: a limit holds whatever becomes of it. */
    #totals = NOTHING;
    constructor(store, clock, { limits, isShared }) {
        this.#store = store;
        this.#clock = clock;
        this.#limits = limits;
        this.#isShared = isShared;
    }
    /** @throws {TalosError} `E_STORAGE_CORRUPT` for a record of another form; what the store throws. */
    static async open(store, clock, terms) {
        const boxes = new Boxes(store, clock, terms);
        await boxes.recount();
        return boxes;
    }
    get totals() {
        return this.#totals;
    }
    /**
     * The owner is here: makes the mailbox if there is none. Durable when it resolves.
     *
     * @param mayMake - Asked once, before a mailbox is made.
     * @returns What waits, and where services share the store a mark of this visit, by which {@link elsewhere} knows it.
     * @throws {TalosError} `E_REFUSED` (`busy`) if it may not be made, or there are as many as may be; what the store throws.
     */
    visit(key, mayMake) {
        const mark = this.#isShared ? randomBytes(MARK_BYTES) : undefined;
        const changes = mark === undefined
            ? []
            : [{ kind: 'put', space: SPACE, key: openerKey(key), value: concat(u8(OPENER_VERSION), mark) }];
        let isAsked = false;
        return this.#turn(key, async (box) => {
            if (box === undefined && this.#totals.mailboxes >= this.#limits.mailboxes)
                throw refused('busy', `${this.#totals.mailboxes} mailboxes are here, which is the limit`);
            if (box === undefined && !isAsked && !mayMake())
                throw refused('busy', 'too many new mailboxes');
            isAsked = true;
            const visited = await this.#visited(key, box, changes);
            return visited === AGAIN ? AGAIN : { waiting: visited.messages, bytes: visited.bytes, mark };
        });
    }
    /** What others did to a mailbox since the visit of `mark`; undefined where it is gone. */
    async elsewhere(key, mark) {
        const [box, opener] = await Promise.all([this.#read(key), this.#store.get(SPACE, openerKey(key))]);
        if (box === undefined)
            return undefined;
        return { nextId: box.nextId, isLost: opener === undefined || !equalBytes(opener.subarray(1), mark) };
    }
    /**
     * Puts a deposit into a mailbox. Durable when it resolves.
     *
     * @throws {TalosError} `E_REFUSED`: `unknown` where there is no mailbox, `busy` where there is no room; what the store
     *   throws: nothing changed then, as far as is known.
     */
    deposit(key, sealed) {
        return this.#turn(key, async (box) => {
            if (box === undefined)
                throw refused('unknown', 'there is no such mailbox');
            const { nextId, messages, bytes } = box;
            if (messages + 1 > this.#limits.messages || bytes + sealed.length > this.#limits.bytes)
                throw refused('busy', 'the mailbox is full');
            if (this.#totals.bytes + sealed.length > this.#limits.totalBytes)
                throw refused('busy', 'all mailboxes are full');
            const after = { ...box, nextId: nextId + 1, messages: messages + 1, bytes: bytes + sealed.length };
            const row = concat(u64(this.#clock.now()), u32(sealed.length));
            const isDone = await this.#replace(key, box, after, [
                { kind: 'put', space: SPACE, key: messageKey(ROW, key, nextId), value: row },
                { kind: 'put', space: SPACE, key: messageKey(DEPOSIT, key, nextId), value: sealed },
            ]);
            return isDone ? undefined : AGAIN;
        });
    }
    /** The first message after that of id `after`; `undefined` where there is none. */
    async next(key, after) {
        const [row] = await this.#rows(key, after + 1, 1);
        return row;
    }
    /** The deposit of a message; `undefined` if it is gone. */
    sealed(key, id) {
        return this.#store.get(SPACE, messageKey(DEPOSIT, key, id));
    }
    /** Deletes messages; those that are gone are passed over. Durable when it resolves. */
    take(key, ids) {
        return this.#turn(key, async (box) => {
            if (box === undefined)
                return undefined;
            const values = await Promise.all(ids.map((id) => this.#store.get(SPACE, messageKey(ROW, key, id))));
            const rows = ids.flatMap((id, at) => {
                const value = values[at];
                return value === undefined ? [] : [readRow(id, value)];
            });
            return rows.length > 0 && (await this.#drop(key, box, rows)) === AGAIN ? AGAIN : undefined;
        });
    }
    /**
     * Deletes the messages that have waited too long, and the mailboxes whose owners do not come.
     *
     * @param isOpen - Whether the owner is here.
     * @throws What the store throws; what was not looked at waits for the next time.
     */
    async prune(isOpen) {
        const keys = [];
        for await (const [key] of this.#store.scan(SPACE, { start: u8(BOX), end: u8(ROW) }))
            keys.push(key.slice(1));
        for (const [at, key] of keys.entries()) {
            if (at % BOXES_A_TURN === BOXES_A_TURN - 1)
                await new Promise((resolve) => setTimeout(resolve, 0));
            await this.#turn(key, (box) => this.#prune(key, box, isOpen(key)));
        }
    }
    async #prune(key, found, isOpen) {
        if (found === undefined)
            return undefined;
        let box = isOpen ? await this.#visited(key, found, []) : found;
        if (box === AGAIN)
            return AGAIN;
        const now = this.#clock.now();
        const isAbandoned = now - box.visitedMs > this.#limits.mailboxLifeMs;
        for (;;) {
            const rows = await this.#rows(key, 0, ROWS_A_BATCH);
            // Messages lie in the order they came: behind the first that may stay, all may.
            const kept = rows.findIndex(({ arrivedMs }) => !isAbandoned && now - arrivedMs <= this.#limits.messageLifeMs);
            const gone = kept === -1 ? rows : rows.slice(0, kept);
            if (gone.length > 0)
                box = await this.#drop(key, box, gone);
            if (box === AGAIN)
                return AGAIN;
            if (gone.length < ROWS_A_BATCH)
                break;
        }
        if (!isAbandoned)
            return undefined;
        const isGone = await this.#replace(key, box, undefined, [{ kind: 'delete', space: SPACE, key: openerKey(key) }]);
        return isGone ? undefined : AGAIN;
    }
    /** Counts anew what all services of the store hold. @throws as {@link Boxes.open}. */
    async recount() {
        let totals = NOTHING;
        for await (const [, value] of this.#store.scan(SPACE, { start: u8(BOX), end: u8(ROW) }))
            totals = counted(totals, undefined, readBox(value));
        this.#totals = totals;
    }
    /** Notes the visit, with `changes`; without some only where the last is long ago. */
    async #visited(key, box, changes) {
        const now = this.#clock.now();
        const isNew = box === undefined || Math.abs(now - box.visitedMs) >= VISIT_STEP_MS;
        if (!isNew && changes.length === 0)
            return box;
        const visited = isNew ? { ...(box ?? { nextId: 1, messages: 0, bytes: 0 }), visitedMs: now } : box;
        return (await this.#replace(key, box, visited, changes)) ? visited : AGAIN;
    }
    async #drop(key, box, rows) {
        const bytes = rows.reduce((sum, row) => sum + row.bytes, 0);
        const after = { ...box, messages: box.messages - rows.length, bytes: box.bytes - bytes };
        const changes = rows.flatMap(({ id }) => [
            { kind: 'delete', space: SPACE, key: messageKey(ROW, key, id) },
            { kind: 'delete', space: SPACE, key: messageKey(DEPOSIT, key, id) },
        ]);
        return (await this.#replace(key, box, after, changes)) ? after : AGAIN;
    }
    /** Up to `limit` messages from that of id `from`, in order. */
    async #rows(key, from, limit) {
        const range = { start: messageKey(ROW, key, from), end: messageKey(ROW, key, Number.MAX_SAFE_INTEGER), limit };
        const rows = [];
        for await (const [at, value] of this.#store.scan(SPACE, range))
            rows.push(readRow(readId(at), value));
        return rows;
    }
    async #read(key) {
        const value = await this.#store.get(SPACE, boxKey(key));
        return value === undefined ? undefined : readBox(value);
    }
    /** Takes a step from a mailbox as it is; again where another process changed that meanwhile. */
    #turn(key, step) {
        return this.#turns.run(toHex(key), async () => step(await this.#read(key)));
    }
    /** The one way to change a mailbox: with `changes`, in one batch. Whether nobody had changed it before. */
    async #replace(key, before, after, changes) {
        const [at, held] = [boxKey(key), before === undefined ? undefined : boxBytes(before)];
        const change = after === undefined
            ? { kind: 'delete', space: SPACE, key: at }
            : { kind: 'put', space: SPACE, key: at, value: boxBytes(after) };
        this.#count(before, after);
        try {
            const applied = await this.#store.apply([
                { kind: 'require', space: SPACE, key: at, value: held },
                change,
                ...changes,
            ]);
            if (!applied)
                this.#count(after, before);
            return applied;
        }
        catch (error) {
            // Whether it was written is not known: what is there counts, and what was to be where even that cannot be read.
            const now = await this.#read(key).catch(() => after);
            this.#count(after, now);
            throw error;
        }
    }
    #count(before, after) {
        this.#totals = counted(this.#totals, before, after);
    }
}
const NOTHING = { mailboxes: 0, messages: 0, bytes: 0 };
function counted({ mailboxes, messages, bytes }, before, after) {
    return {
        mailboxes: mailboxes + (after === undefined ? 0 : 1) - (before === undefined ? 0 : 1),
        messages: messages + (after?.messages ?? 0) - (before?.messages ?? 0),
        bytes: bytes + (after?.bytes ?? 0) - (before?.bytes ?? 0),
    };
}
function boxKey(key) {
    return concat(u8(BOX), key);
}
function openerKey(key) {
    return concat(u8(OPENER), key);
}
function messageKey(kind, key, id) {
    return concat(u8(kind), key, u64(id));
}
function boxBytes({ nextId, messages, bytes, visitedMs }) {
    return concat(u8(BOX_VERSION), u64(nextId), u32(messages), u64(bytes), u64(visitedMs));
}
function readBox(value) {
    return stored(() => decode(value, (reader) => {
        if (reader.u8('version') !== BOX_VERSION)
            throw new TalosError('E_MALFORMED', 'a mailbox of another version');
        return {
            nextId: reader.u64('next id'),
            messages: reader.u32('messages'),
            bytes: reader.u64('bytes'),
            visitedMs: reader.u64('visited'),
        };
    }));
}
function readRow(id, value) {
    return stored(() => decode(value, (reader) => ({ id, arrivedMs: reader.u64('arrived'), bytes: reader.u32('length') })));
}
function readId(key) {
    return stored(() => decode(key, (reader) => {
        reader.bytes(1 + KEY_BYTES, 'key');
        return reader.u64('id');
    }));
}
function stored(read) {
    try {
        return read();
    }
    catch (cause) {
        if (!isTalosError(cause, 'E_MALFORMED'))
            throw cause;
        throw new TalosError('E_STORAGE_CORRUPT', 'a record of a mailbox is damaged', { cause });
    }
}
