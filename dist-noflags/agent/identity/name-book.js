/**
 * Names of agents that are resolved elsewhere (`did:web`): each is pinned to the DID that its document named first. What
 * it names later is noted and followed only once its owner has chosen it. PROTOCOL.md §4.8.
 *
 * In the space `succession`: `name/` ‖ the name → `{"v":1,"agent":…,"at":ms}`, with `offered` where that is another.
 *
 * @module
 */
import { fromUtf8, utf8 } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { Mutex } from "../../base/lifetime.js";
import { readInteger, readObject, readString } from "../../codec/fields.js";
import { canonicalBytes, parseCanonicalJson } from "../../codec/json.js";
import { parseDid } from "../../identity/did.js";
import { agentOfDocument, isDidText } from "../../identity/did-document.js";
import { AWAY_CODES } from "../reach/peer-faults.js";
/** Names kept; one more is refused. PROTOCOL.md §11. */
export const MAX_NAMES = 1000;
/** Milliseconds for which what a name stands for is not looked at again: 10 minutes. */
export const NAME_CHECK_MS = 600_000;
const PREFIX = 'name/';
/** The first key behind those of names. */
const END = 'name0';
/** See the module comment. */
export class NameBook {
    #parts;
    #names = new Map();
    /** When each was looked at last, by the clock. */
    #checked = new Map();
    #changing = new Mutex();
    constructor(parts) {
        this.#parts = parts;
    }
    /** @throws {TalosError} `E_STORAGE…`. */
    static async open(parts) {
        const book = new NameBook(parts);
        for await (const [key, value] of parts.store.scan('succession', { start: utf8(PREFIX), end: utf8(END) })) {
            const held = readName(fromUtf8(key).slice(PREFIX.length), value);
            book.#names.set(held.name, held);
        }
        return book;
    }
    /** All of them. */
    all() {
        return [...this.#names.values()];
    }
    /** Whom `name` is pinned to. @throws {TalosError} `E_NOT_FOUND`; `E_IDENTITY_CHANGED`. */
    pinned(name) {
        const held = this.#names.get(name);
        if (held === undefined)
            throw new TalosError('E_NOT_FOUND', 'this name was not used here before', {
                hint: 'talos contacts add ALIAS NAME looks it up, and pins it',
            });
        if (held.offered !== undefined)
            throw changed(held, held.offered);
        return held.agent;
    }
    /**
     * The agent that `name` stands for: the one that it is pinned to, or the one that its document names, which it is
     * pinned to from then on. Durable when it resolves.
     *
     * @throws {TalosError} `E_IDENTITY_CHANGED` while its document names another than the pinned one; `E_LIMIT` beyond
     *   {@link MAX_NAMES}; what resolving throws, where it is not pinned yet or was taken away.
     */
    resolve(name, signal) {
        return this.#changing.run(async () => {
            const held = this.#names.get(name);
            const nowMs = this.#parts.clock.now();
            const checkedMs = this.#checked.get(name);
            const isFresh = checkedMs !== undefined && nowMs >= checkedMs && nowMs - checkedMs < NAME_CHECK_MS;
            if (held !== undefined && held.offered === undefined && isFresh)
                return held.agent;
            const agent = await this.#lookUp(name, held, signal);
            this.#checked.set(name, nowMs);
            if (held === undefined) {
                await this.#pin({ name, agent, offered: undefined, pinnedAtMs: nowMs });
                return agent;
            }
            const isHeld = agent === held.agent || agent === this.#current(held.agent);
            const offered = isHeld ? undefined : agent;
            const next = isHeld ? agent : held.agent;
            if (offered !== held.offered || next !== held.agent)
                await this.#put({ ...held, agent: next, offered });
            if (offered !== undefined)
                throw changed(held, offered);
            return agent;
        }, signal);
    }
    /**
     * Ends a change: the name stays with the agent that it is pinned to, or goes over to the one that its document names.
     *
     * @throws {TalosError} `E_NOT_FOUND` where it has not changed; `E_IDENTITY_MISMATCH` where `chosen` is neither.
     */
    settle(name, chosen) {
        return this.#changing.run(async () => {
            const held = this.#names.get(name);
            if (held?.offered === undefined)
                throw new TalosError('E_NOT_FOUND', 'this name has not changed');
            if (chosen !== held.agent && chosen !== held.offered)
                throw new TalosError('E_IDENTITY_MISMATCH', 'this name stands for another identity by now', {
                    details: { pinned: held.agent, offered: held.offered },
                });
            const pinnedAtMs = chosen === held.agent ? held.pinnedAtMs : this.#parts.clock.now();
            await this.#put({ name, agent: chosen, offered: undefined, pinnedAtMs });
            // Kept although its document says otherwise: it is looked at, and told, again only after a while.
            this.#checked.set(name, this.#parts.clock.now());
        });
    }
    #current(agent) {
        return this.#parts.current?.(agent) ?? agent;
    }
    async #lookUp(name, held, signal) {
        try {
            return agentOfDocument(await this.#parts.resolve(name, signal));
        }
        catch (error) {
            // A name serves for finding; who was found once stays so while its host is away.
            if (held === undefined || !isTalosError(error) || !AWAY_CODES.has(error.code))
                throw error;
            return held.offered ?? held.agent;
        }
    }
    async #pin(pinned) {
        if (this.#names.size >= MAX_NAMES)
            throw new TalosError('E_LIMIT', `more than ${MAX_NAMES} names are pinned`);
        await this.#put(pinned);
        this.#parts.onPinned(pinned.name, pinned.agent);
    }
    async #put(pinned) {
        const { name, agent, offered, pinnedAtMs } = pinned;
        const value = canonicalBytes({ v: 1, agent, at: pinnedAtMs, ...(offered === undefined ? {} : { offered }) });
        await this.#parts.store.apply([{ kind: 'put', space: 'succession', key: keyOf(name), value }]);
        this.#names.set(name, pinned);
    }
}
/** Keys have at most 511 bytes. @throws {TalosError} `E_BAD_DID` for a longer name. */
function keyOf(name) {
    const key = utf8(PREFIX + name);
    if (!isDidText(name) || key.length > 511)
        throw new TalosError('E_BAD_DID', 'the name is too long, or no DID');
    return key;
}
function readName(name, value) {
    try {
        const shape = { required: ['v', 'agent', 'at'], optional: ['offered'] };
        const fields = readObject(parseCanonicalJson(value), shape, 'name');
        readInteger(fields.v, 'name.v', { min: 1, max: 1 });
        return {
            name,
            agent: parseDid(readString(fields.agent, 'name.agent')),
            offered: fields.offered === undefined ? undefined : parseDid(readString(fields.offered, 'name.offered')),
            pinnedAtMs: readInteger(fields.at, 'name.at'),
        };
    }
    catch (cause) {
        throw new TalosError('E_STORAGE_CORRUPT', 'a name of the store cannot be read', { cause });
    }
}
function changed({ name, agent }, offered) {
    return new TalosError('E_IDENTITY_CHANGED', `${name} is pinned as ${agent}, and its document names ${offered} now`, {
        details: { name, pinned: agent, offered },
        hint: `ask its owner by another way; then talos contacts accept ${name} --did ${offered}, or keep the pinned one`,
    });
}
