/**
 * The successions that this agent knows, and which of them count: an identity with one successor has handed over, one with
 * two has not, and neither of them is followed. PROTOCOL.md §4.9.
 *
 * In the space `succession`: `step/` ‖ DID of who ends → canonical JSON `{"v":1,"steps":[text]}`, two of them where there
 * are two successors; the first that came is the first.
 *
 * @module
 */
import { fromUtf8, utf8 } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { Mutex } from "../../base/lifetime.js";
import { readArray, readInteger, readObject, readString } from "../../codec/fields.js";
import { canonicalBytes, parseCanonicalJson } from "../../codec/json.js";
import { MAX_SUCCESSION_BYTES, verifySuccession } from "../../identity/succession.js";
/** Identities whose successors are kept; of more, none is. PROTOCOL.md §11. */
export const MAX_SUCCESSIONS = 10_000;
const PREFIX = 'step/';
/** The first key behind those of steps. */
const END = 'step0';
/** See the module comment. */
export class SuccessionBook {
    #store;
    #clock;
    #steps = new Map();
    /** Who was succeeded by each, where that is not disputed. */
    #before = new Map();
    #changing = new Mutex();
    #watchers = new Set();
    constructor(store, clock) {
        this.#store = store;
        this.#clock = clock;
    }
    /** @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none. */
    static async open(store, clock) {
        const book = new SuccessionBook(store, clock);
        for await (const [key, value] of store.scan('succession', { start: utf8(PREFIX), end: utf8(END) })) {
            const steps = readSteps(value);
            const [first] = steps;
            if (first === undefined || fromUtf8(key) !== PREFIX + first.from)
                throw new TalosError('E_STORAGE_CORRUPT', 'a succession of the store cannot be read');
            book.#keep(first.from, steps);
        }
        return book;
    }
    /** Calls `watcher` with every statement that is taken from now on, once it is durable. @returns Undoes it. */
    watch(watcher) {
        this.#watchers.add(watcher);
        return () => void this.#watchers.delete(watcher);
    }
    get isEmpty() {
        return this.#steps.size === 0;
    }
    current(did) {
        let at = did;
        // Steps make no loop: one that would is not taken.
        for (let next = this.#next(at); next !== undefined; next = this.#next(at))
            at = next.to;
        return at;
    }
    isOver(did) {
        return this.#steps.has(did);
    }
    formers(did) {
        const found = [];
        for (let at = this.#before.get(did); at !== undefined; at = this.#before.get(at))
            found.push(at);
        return found;
    }
    /** The statements from `did` on: none, one, or two where it is disputed who goes on. */
    stepsFrom(did) {
        return this.#steps.get(did) ?? [];
    }
    /** The line that leads to `did`, its first step first: what shows that it goes on for those before. */
    lineTo(did) {
        return this.formers(did)
            .toReversed()
            .flatMap((former) => this.#next(former) ?? []);
    }
    /** A statement that anybody may have given. @throws {TalosError} as `verifySuccession`. */
    read(bytes) {
        return verifySuccession(bytes, { nowMs: this.#clock.now() });
    }
    /** All that is known. */
    all() {
        return [...this.#steps.values()].flat();
    }
    /**
     * Takes a statement that anybody may have given; durable when it resolves.
     *
     * @throws {TalosError} as `verifySuccession`; `E_STALE` for a step that is not after the one before it, in number or in
     *   time; `E_BAD_SUCCESSION` where it would lead back, or to one that goes on for another already; `E_LIMIT` for a line
     *   of too many steps, or where no more are kept.
     */
    take(bytes) {
        const step = this.read(bytes);
        return this.#changing.run(async () => {
            const known = this.#steps.get(step.from) ?? [];
            // Two are enough to know that neither is followed.
            if (known.some(({ to }) => to === step.to) || known.length > 1)
                return 'known';
            this.#assertFits(step);
            const steps = [...known, step];
            await this.#store.apply([putSteps(step.from, steps)]);
            this.#keep(step.from, steps);
            const taken = steps.length > 1 ? 'disputed' : 'taken';
            for (const watcher of this.#watchers)
                watcher(step, taken);
            return taken;
        });
    }
    #assertFits(step) {
        const { from, to, sequence, timeMs } = step;
        if (this.#leadsTo(to, from))
            throw new TalosError('E_BAD_SUCCESSION', 'the succession leads back to where it began');
        for (const each of this.#known(from))
            if (each.sequence >= sequence || each.timeMs > timeMs)
                throw new TalosError('E_STALE', 'the succession is not after the one before it');
        for (const each of this.#steps.get(to) ?? [])
            if (each.sequence <= sequence || each.timeMs < timeMs)
                throw new TalosError('E_STALE', 'the succession is not before the one after it');
        if (this.#known(to).some((each) => each.from !== from))
            throw new TalosError('E_BAD_SUCCESSION', 'the identity goes on in the place of another one already');
        if (!this.#steps.has(from) && this.#steps.size >= MAX_SUCCESSIONS)
            throw new TalosError('E_LIMIT', `more than ${MAX_SUCCESSIONS} successions`);
    }
    /** Statements that lead to `did`, disputed or not. */
    #known(did) {
        return this.all().filter(({ to }) => to === did);
    }
    #leadsTo(from, to) {
        const open = [from];
        const seen = new Set();
        for (let at = open.pop(); at !== undefined; at = open.pop()) {
            if (at === to)
                return true;
            if (seen.has(at))
                continue;
            seen.add(at);
            open.push(...(this.#steps.get(at) ?? []).map((step) => step.to));
        }
        return false;
    }
    /** The one step from `did`, where there is one. */
    #next(did) {
        const steps = this.#steps.get(did) ?? [];
        return steps.length === 1 ? steps[0] : undefined;
    }
    #keep(from, steps) {
        this.#steps.set(from, steps);
        for (const { to } of steps)
            if (steps.length === 1)
                this.#before.set(to, from);
            else if (this.#before.get(to) === from)
                this.#before.delete(to);
    }
}
/** The change that keeps the statements from one identity. */
export function putSteps(from, steps) {
    const value = canonicalBytes({ v: 1, steps: steps.map(({ text }) => text) });
    return { kind: 'put', space: 'succession', key: utf8(PREFIX + from), value };
}
function readSteps(value) {
    try {
        const fields = readObject(parseCanonicalJson(value), { required: ['v', 'steps'] }, 'succession');
        readInteger(fields.v, 'succession.v', { min: 1, max: 1 });
        const texts = readArray(fields.steps, 'steps', { min: 1, max: 2 }, (each, name) => readString(each, name, { max: MAX_SUCCESSION_BYTES }));
        // They were not from the future when they were taken; the clock may have been set back since.
        return texts.map((text) => verifySuccession(utf8(text), { nowMs: Number.MAX_SAFE_INTEGER }));
    }
    catch (cause) {
        if (!isTalosError(cause))
            throw cause;
        throw new TalosError('E_STORAGE_CORRUPT', 'a succession of the store cannot be read', { cause });
    }
}
/** No successions. */
export const NO_LINE = { isEmpty: true, current: (did) => did, isOver: () => false, formers: () => [] };
