/**
 * The pins of an agent: which definition of each tool that it lends its owner has approved, and of which server. In
 * memory for the check of each call, in the store so that none is lost. PROTOCOL.md §7.4.
 *
 * ```text
 *            first lent                       another definition
 *   (none) ─────────────> approved ───────────────────────────────> quarantined
 *                            ^     approved by the owner, or as before at the next start    │
 *                            └──────────────────────────────────────────────────────────────┘
 * ```
 *
 * @module
 */
import { toHex } from "../../base/bytes.js";
import { fromBase64url } from "../../base/encoding.js";
import { TalosError } from "../../base/errors.js";
import { Mutex } from "../../base/lifetime.js";
import { isKeepable, originHash } from "../../mcp/definition.js";
import { MAX_ACCEPTED, pinKey, readPin, writePin, } from "./pin-record.js";
/** The pins of one service. What it gives changes with the book. */
export class ServicePins {
    service;
    /** Of the server itself; undefined until it is lent. */
    server;
    /** By the names of tools. */
    tools = new Map();
    constructor(service) {
        this.service = service;
    }
    /** The pin at a place. */
    at({ tool }) {
        return tool === undefined ? this.server : this.tools.get(tool);
    }
    /** Whether the server is the one that was approved. */
    get isServerHeld() {
        return this.server !== undefined && this.server.found === undefined;
    }
    /** Whether nothing was found in the place of the tool, or of the server. */
    isHeld(tool) {
        const pin = this.tools.get(tool);
        return pin !== undefined && pin.found === undefined && this.isServerHeld;
    }
}
/** See the module comment. */
export class PinBook {
    #store;
    #ledger;
    #services = new Map();
    /** What was seen of a quarantined tool after what is to be approved: by key. */
    #later = new Map();
    #changing = new Mutex();
    #watchers = new Set();
    constructor(store, ledger) {
        this.#store = store;
        this.#ledger = ledger;
    }
    /**
     * Reads the book, and records what a crash kept out of the ledger.
     *
     * @throws {TalosError} `E_STORAGE…`; `E_STORAGE_CORRUPT` for a record that is none.
     */
    static async open(store, ledger) {
        const book = new PinBook(store, ledger);
        const due = [];
        for await (const [key, value] of store.scan('pin')) {
            const read = readPin(key, value);
            book.#set(read.place, read.pin);
            if (read.due !== undefined)
                due.push([read.place, read.pin, read.due]);
        }
        await book.#reconcile(due);
        return book;
    }
    async #reconcile(due) {
        const first = Math.min(...due.map(([, , { from }]) => from));
        const there = due.length === 0 ? [] : await this.#ledger.query({ type: 'tool', after: first - 1 });
        const isThere = ({ body, from }) => there.some((entry) => entry.seq >= from && isSame(entry.body, body));
        const missing = due.filter(([, , entry]) => !isThere(entry));
        const appended = this.#ledger.appendAll(missing.map(([, , { body }]) => body));
        await appended.at(-1)?.durable();
        if (due.length > 0)
            await this.#store.apply(due.map(([place, pin]) => put(place, pin)));
    }
    #set(place, pin) {
        const pins = this.of(place.service);
        if (pins.at(place) === pin)
            return;
        if (place.tool === undefined)
            pins.server = pin;
        else if (pin === undefined)
            pins.tools.delete(place.tool);
        else
            pins.tools.set(place.tool, pin);
        for (const changed of this.#watchers)
            changed(place.service);
    }
    /** Calls `changed` when a pin of `service` is another one. @returns A function that ends it. */
    watch(service, changed) {
        const watcher = (of) => {
            if (of === service)
                changed();
        };
        this.#watchers.add(watcher);
        return () => this.#watchers.delete(watcher);
    }
    /** Services with pins. */
    services() {
        return [...this.#services.values()].filter(({ server }) => server !== undefined);
    }
    /** The pins of a service, of which there may be none yet. */
    of(service) {
        const held = this.#services.get(service) ?? new ServicePins(service);
        this.#services.set(service, held);
        return held;
    }
    /**
     * Compares a server that is to be lent with the pins, which are made where there are none. Durable and on record when
     * it resolves.
     *
     * @returns The places where something else was found than is approved.
     * @throws {TalosError} `E_STORAGE…`.
     */
    meet(listing) {
        return this.#changing.run(async () => {
            const { service, origin, listed, lent } = listing;
            const pins = this.of(service);
            const found = new Map(listed.map((definition) => [definition.name, definition]));
            const steps = [stepOf({ service }, pins.server, { text: origin, hash: originHash(origin) })];
            for (const tool of new Set([...lent, ...pins.tools.keys()])) {
                const [place, pin, definition] = [{ service, tool }, pins.tools.get(tool), found.get(tool)];
                if (definition !== undefined)
                    steps.push(stepOf(place, pin, definition));
                else if (pin !== undefined && pin.found?.kind !== 'removed')
                    steps.push(removal(place, pin));
            }
            await this.#take(steps.filter((step) => step !== undefined));
            this.#later.clear();
            const places = [{ service }, ...[...pins.tools.keys()].map((tool) => ({ service, tool }))];
            return places.filter((place) => pins.at(place)?.found !== undefined);
        });
    }
    /**
     * Notes that a server describes a pinned tool in another way than was ever approved: in force at once, durable and on
     * record when it resolves.
     *
     * @returns Whether it is news; undefined where nothing is to be waited for.
     * @throws {TalosError} `E_STORAGE…`: in force all the same.
     */
    changed(service, definition) {
        const place = { service, tool: definition.name };
        const pin = this.of(service).at(place);
        if (pin === undefined || pin.accepted.includes(definition.hash))
            return undefined;
        const seen = kept(definition);
        if (pin.found !== undefined) {
            // What people see and approve stays what it was; what came after it is another change.
            if (pin.found.kind === 'removed' || pin.found.hash !== seen.hash)
                this.#later.set(keyText(place), seen);
            return undefined;
        }
        const step = change(place, pin, seen);
        this.#set(place, step.pin);
        return this.#changing.run(() => this.#take([step]));
    }
    /**
     * Approves what was found at the places, and what they are without: durable, on record and in force when it resolves.
     *
     * @param forNewGrants - Capabilities that name an earlier definition stay refused.
     * @returns The places where something was found.
     * @throws {TalosError} `E_LIMIT` for a definition that was too long to be kept: nothing is approved then;
     *   `E_STORAGE…`.
     */
    approve(places, forNewGrants = false) {
        return this.#changing.run(async () => {
            const steps = places.flatMap((place) => approval(place, this.of(place.service).at(place), forNewGrants) ?? []);
            await this.#take(steps);
            for (const { place, pin } of steps) {
                const later = this.#later.get(keyText(place));
                this.#later.delete(keyText(place));
                if (pin !== undefined && later !== undefined && !pin.accepted.includes(later.hash))
                    await this.#take([change(place, pin, later)]);
            }
            return steps.map(({ place }) => place);
        });
    }
    /** Makes the steps durable, then records them, then forgets that this was due. */
    async #take(steps) {
        if (steps.length === 0)
            return;
        const from = this.#ledger.size;
        const dues = steps.map((step) => ({ step, body: bodyOf(step) }));
        await this.#apply(dues.map(({ step, body }) => put(step.place, step.pin ?? lastOf(step), { body, from })));
        for (const { place, pin } of steps)
            this.#set(place, pin);
        const appended = this.#ledger.appendAll(dues.map(({ body }) => body));
        await appended.at(-1)?.durable();
        await this.#apply(steps.map(({ place, pin }) => pin === undefined ? { kind: 'delete', space: 'pin', key: pinKey(place) } : put(place, pin)));
    }
    async #apply(changes) {
        await this.#store.apply(changes);
    }
}
/** Of a tool that goes: what is kept until that is on record. */
function lastOf({ hash }) {
    return { approved: { text: '', hash }, accepted: [hash], found: { kind: 'removed' } };
}
function put(place, pin, due) {
    return { kind: 'put', space: 'pin', key: pinKey(place), value: writePin(pin, due) };
}
function keyText(place) {
    return toHex(pinKey(place));
}
function bodyOf({ place, event, hash }) {
    return { type: 'tool', ...place, event, definition: toHex(fromBase64url(hash)) };
}
function isSame(a, b) {
    return a.service === b.service && a.tool === b.tool && a.event === b.event && a.definition === b.definition;
}
function kept(definition) {
    return { text: isKeepable(definition) ? definition.text : '', hash: definition.hash };
}
/** What becomes of a pin when a server shows this, at its start. */
function stepOf(place, pin, shown) {
    const { hash } = shown;
    if (pin === undefined)
        return { place, pin: { approved: kept(shown), accepted: [hash] }, event: 'pinned', hash };
    if (pin.approved.hash === hash) {
        const { approved, accepted } = pin;
        return pin.found === undefined ? undefined : { place, pin: { approved, accepted }, event: 'pinned', hash };
    }
    return pin.found?.kind === 'changed' && pin.found.hash === hash ? undefined : change(place, pin, kept(shown));
}
function change(place, { approved, accepted }, seen) {
    const found = { kind: 'changed', text: seen.text, hash: seen.hash };
    return { place, pin: { approved, accepted, found }, event: 'changed', hash: seen.hash };
}
function removal(place, { approved, accepted }) {
    return { place, pin: { approved, accepted, found: { kind: 'removed' } }, event: 'removed', hash: approved.hash };
}
function approval(place, pin, forNewGrants) {
    if (pin?.found === undefined)
        return undefined;
    const { found, approved } = pin;
    // Without the tool nothing is pinned: should it come back, it is a new one.
    if (found.kind === 'removed')
        return { place, pin: undefined, event: 'approved', hash: approved.hash };
    const { text, hash } = found;
    if (text === '')
        throw new TalosError('E_LIMIT', 'the definition was too long to be kept, so nobody can have read it', {
            details: { tool: place.tool ?? '' },
        });
    const before = forNewGrants ? [] : pin.accepted.filter((each) => each !== hash);
    const accepted = [...before, hash].slice(-MAX_ACCEPTED);
    return { place, pin: { approved: { text, hash }, accepted }, event: 'approved', hash };
}
