/**
 * The DHT as an agent uses it: a node under its own key, once it is to be found, and look-ups under keys that are nobody's and
 * go with each of them: no node learns who looks for whom but by the network address. Loaded when first used; kad-dht when
 * there is anybody to ask. PROTOCOL.md §6.10.
 *
 * @module
 */
import { setMaxListeners } from 'node:events';
import { toHex } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { closeAll } from "../../base/lifetime.js";
import { Slots } from "../../base/slots.js";
import { sha256 } from "../../crypto/hash.js";
import { didOfKey } from "../../identity/did.js";
import { publishable } from "../../net/address-policy.js";
import { parsePeerId } from "../../net/peer-id.js";
import { startDeadline } from "../deadline.js";
import { DhtContacts } from "./dht-contacts.js";
/** How long one look-up may take, in milliseconds. */
export const DHT_LOOKUP_TIMEOUT_MS = 12_000;
/** Answers that say the same, after which a look-up is over. */
export const DHT_ANSWERS = 3;
/** How long further answers are waited for after the first, in milliseconds. */
export const DHT_LATER_ANSWERS_MS = 1000;
/** Look-ups at a time; more wait. Each has a host of its own. */
export const MAX_DHT_LOOKUPS = 4;
/** How often the neighbours are written down, in milliseconds. */
const SAVE_MS = 60_000;
/** How long the first look at the network may take, in milliseconds. */
const SETTLE_TIMEOUT_MS = 10_000;
/** How often nodes that a person named are gone to anew, in milliseconds. */
const MEET_MS = 300_000;
/** Opens the DHT of an agent or a server; nothing is dialled yet. @throws {TalosError} `E_STORAGE…`. */
export async function openDht(parts, terms) {
    const contacts = new DhtContacts(terms.policy);
    await contacts.load(parts.store);
    return new NodeDht(parts, terms, contacts);
}
/** See the module comment. */
export class NodeDht {
    source;
    #parts;
    #terms;
    #contacts;
    #slots = new Slots(MAX_DHT_LOOKUPS);
    #ended = new AbortController();
    #running = new Set();
    #joined;
    #now;
    #timers = [];
    constructor(parts, terms, contacts) {
        this.#parts = parts;
        this.#terms = terms;
        this.#contacts = contacts;
        setMaxListeners(0, this.#ended.signal);
        this.source = { name: 'the DHT', find: (did, signal) => this.#find(did, signal) };
    }
    /** Nodes in the table, and records that are kept; none before it has joined. */
    state() {
        return { nodes: this.#now?.node.size ?? 0, records: this.#now?.records?.size.records ?? 0 };
    }
    #seeds() {
        this.#contacts.give(this.#terms.bootstraps());
        return this.#contacts;
    }
    async #find(did, signal) {
        signal.throwIfAborted();
        this.#ended.signal.throwIfAborted();
        if (this.#seeds().isEmpty)
            return [];
        const finding = this.#slots.run(() => this.#lookUp(did, signal), signal);
        this.#running.add(finding);
        const forget = () => void this.#running.delete(finding);
        finding.then(forget, forget);
        return finding;
    }
    async #lookUp(did, signal) {
        const [{ DhtNode }, { dhtKeyOf, verifyDhtRecord }] = await Promise.all([
            import("./dht-node.js"),
            import("./dht-records.js"),
        ]);
        const { clock, veiledHost } = this.#parts;
        const { policy } = this.#terms;
        const host = await veiledHost();
        const limit = startDeadline(DHT_LOOKUP_TIMEOUT_MS, signal, this.#ended.signal);
        const key = parsePeerId(host.peerId);
        const node = host.use((inner) => new DhtNode({ node: inner, key, policy, contacts: this.#contacts, clock }));
        const found = new Map();
        let later;
        const enough = new AbortController();
        const end = () => enough.abort(limit.signal.reason);
        limit.signal.addEventListener('abort', end, { once: true });
        try {
            await node.start();
            const dhtKey = dhtKeyOf(did);
            for await (const value of node.values(dhtKey, enough.signal)) {
                const bytes = new Uint8Array(value);
                const name = toHex(sha256(bytes));
                const held = found.get(name) ?? {
                    bytes,
                    sequence: verifyDhtRecord(dhtKey, bytes, clock.now()).sequence,
                    times: 0,
                };
                found.set(name, held);
                held.times++;
                later ??= setTimeout(() => enough.abort(new TalosError('E_TIMEOUT', 'enough')), DHT_LATER_ANSWERS_MS);
                const best = Math.max(...[...found.values()].map(({ sequence }) => sequence));
                if (held.sequence === best && held.times >= DHT_ANSWERS)
                    break;
            }
        }
        catch (error) {
            signal.throwIfAborted();
            // Its time is over; what was found is what it comes to.
            if (!enough.signal.aborted)
                throw error;
        }
        finally {
            clearTimeout(later);
            limit.clear();
            limit.signal.removeEventListener('abort', end);
            await closeAll([host, { [Symbol.asyncDispose]: () => node.stop() }]);
        }
        return [...found.values()].sort((a, b) => b.sequence - a.sequence).map(({ bytes }) => bytes);
    }
    async join() {
        await this.#join();
    }
    #join() {
        this.#ended.signal.throwIfAborted();
        // A server is there for those who come; an agent that knows nobody has nowhere to go.
        if (this.#joined === undefined && this.#seeds().isEmpty && this.#terms.isServer !== true)
            return Promise.reject(new TalosError('E_UNREACHABLE', 'no node of the DHT is known'));
        this.#joined ??= this.#start().catch((error) => {
            this.#joined = undefined;
            throw error;
        });
        return this.#joined;
    }
    async #start() {
        const [{ DhtNode }, { DhtRecords }] = await Promise.all([import("./dht-node.js"), import("./dht-records.js")]);
        const { store, clock, onFault } = this.#parts;
        const { policy } = this.#terms;
        const host = await this.#parts.host();
        const key = parsePeerId(host.peerId);
        // Others begin with a server at the address that they know.
        const isReachable = this.#terms.isUnreached?.() !== true &&
            publishable(host.addresses, policy).some((address) => !address.includes('/p2p-circuit'));
        const records = isReachable || this.#terms.isServer === true ? await DhtRecords.open(store, clock, key) : undefined;
        const contacts = this.#seeds();
        const node = host.use((inner) => new DhtNode({ node: inner, key, policy, contacts, clock, ...(records === undefined ? {} : { records }) }));
        await node.start();
        const every = (ms, task) => {
            const timer = setInterval(() => void this.#watched(task).catch(onFault), ms);
            timer.unref();
            this.#timers.push(timer);
        };
        every(SAVE_MS, () => contacts.save(store));
        if (records !== undefined)
            every(3_600_000, () => records.prune());
        every(MEET_MS, () => {
            this.#seeds();
            return node.meet();
        });
        void this.#watched(() => this.#settle(node)).catch(onFault);
        this.#now = { node, records, did: didOfKey(key) };
        return this.#now;
    }
    async #watched(task) {
        const running = task();
        this.#running.add(running);
        try {
            await running;
        }
        finally {
            this.#running.delete(running);
        }
    }
    async #settle(node) {
        const limit = startDeadline(SETTLE_TIMEOUT_MS, this.#ended.signal);
        try {
            await node.settle(limit.signal);
        }
        catch (error) {
            // What was found by then is what it begins with.
            if (!limit.signal.aborted)
                throw error;
        }
        finally {
            limit.clear();
        }
    }
    async publish(record, signal) {
        const { node, did } = await this.#join();
        const { dhtKeyOf } = await import("./dht-records.js");
        const taken = await node.put(dhtKeyOf(did), record, signal);
        if (taken === 0)
            throw new TalosError('E_UNREACHABLE', 'no node of the DHT took the record');
        return taken;
    }
    async [Symbol.asyncDispose]() {
        if (this.#ended.signal.aborted)
            return;
        this.#ended.abort(new TalosError('E_CLOSED', 'the DHT was closed'));
        for (const timer of this.#timers)
            clearInterval(timer);
        const joined = await this.#joined?.catch(() => undefined);
        await closeAll([
            { [Symbol.asyncDispose]: () => this.#contacts.save(this.#parts.store) },
            { [Symbol.asyncDispose]: async () => void (await Promise.allSettled(this.#running)) },
            { [Symbol.asyncDispose]: async () => joined?.node.stop() },
        ]);
    }
}
