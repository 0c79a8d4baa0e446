import { isTalosError, TalosError } from "../base/errors.js";
import { RateCounter } from "../base/rate-counter.js";
import { mayHold, SourceCounter } from "../base/source-counter.js";
import { didOfKey, keyOfDid } from "../identity/did.js";
import { sourceOf } from "../net/address.js";
import { LinkRefusals } from "../net/refuse-link.js";
import { repeat } from "../net/repeat.js";
import { refused, serveRequests } from "../net/request-link.js";
import { systemTimer } from "../net/timer.js";
import { NO_INFO, REGISTRY_OPERATIONS, readList, readOffer, readRegister, readSubject, writePage, } from "./api.js";
import { REGISTRY_LIMITS } from "./limits.js";
import { PRESENCE_STEP_MS, PresenceBook } from "./presence.js";
import { RegistryBook } from "./registry-book.js";
/** How often what has expired is erased, in milliseconds: 1 hour. */
export const REGISTRY_PRUNE_MS = 3_600_000;
/** The same where several share a store, in milliseconds: what the others added is counted then. 5 minutes. */
export const SHARED_PRUNE_MS = 300_000;
/** How often a registry looks how few bundles others have left of the agents that are connected to it, in milliseconds. */
export const SHARED_STOCK_MS = 10_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Opens the registry of a store: counts what is there, and erases what has expired. @throws {TalosError} `E_STORAGE…`. */
export async function openRegistry(terms) {
    const { limits = REGISTRY_LIMITS } = terms;
    const book = await RegistryBook.open(terms.store, { limits, isShared: terms.isShared ?? false });
    await book.prune(terms.clock.now());
    return new RegistryService({ ...terms, limits }, book);
}
class RegistryService {
    purpose = 'registry';
    #terms;
    #book;
    #presence;
    /** Open links by the agents whose keys they have proved. */
    #links = new Map();
    /** The source of each link that is open. */
    #sources = new Map();
    #visits = new Map();
    /** What owners were told last, and are not told again. */
    #said = new Map();
    #stop;
    #isClosed = false;
    #registrations;
    #newAgents;
    #offers;
    #offeredBundles;
    #lookups;
    #lists;
    #singleUse;
    #singleUseOf;
    #refusals;
    constructor(terms, book) {
        const { limits, clock } = terms;
        const aMinute = (limit) => new SourceCounter(limit, MINUTE_MS, clock);
        this.#terms = terms;
        this.#refusals = new LinkRefusals(terms.timer);
        this.#book = book;
        this.#presence = new PresenceBook(terms.store);
        this.#registrations = aMinute(limits.registrationsAMinute);
        this.#newAgents = new SourceCounter(limits.newAgentsADay, DAY_MS, clock);
        this.#offers = new RateCounter(limits.offersAMinute, MINUTE_MS, clock);
        this.#offeredBundles = aMinute(limits.offeredBundlesAMinute);
        this.#lookups = aMinute(limits.lookupsAMinute);
        this.#lists = aMinute(limits.listsAMinute);
        this.#singleUse = aMinute(limits.singleUseAMinute);
        this.#singleUseOf = new RateCounter(limits.singleUseOfAnAgentAMinute, MINUTE_MS, clock);
        if (terms.metrics !== undefined)
            this.#measure(terms.metrics);
        const { timer = systemTimer, isShared = false, onFault = () => undefined } = terms;
        const pruneMs = isShared ? SHARED_PRUNE_MS : REGISTRY_PRUNE_MS;
        const every = (ms, task) => repeat(timer, () => ms, task, onFault);
        this.#stop = [
            every(pruneMs, () => this.prune()),
            every(PRESENCE_STEP_MS, () => this.#presence.stay([...this.#links.keys()].map(keyOfDid), clock.now())),
            ...(isShared ? [every(SHARED_STOCK_MS, () => this.#sayWhatOthersGave())] : []),
        ];
    }
    #measure(metrics) {
        const service = { service: 'registry' };
        metrics.gauge('talos_links', 'Links that are open, by service.', () => this.#visits.size, service);
        metrics.gauge('talos_registry_agents', 'Agents that the registry knows.', () => this.#book.totals.agents);
        metrics.gauge('talos_registry_bytes', 'Bytes of records and bundles.', () => this.#book.totals.bytes);
        metrics.gauge('talos_registry_connected', 'Agents that have a link open.', () => this.#links.size);
    }
    prune() {
        return this.#book.prune(this.#terms.clock.now());
    }
    async accept(link) {
        const caller = { did: didOfKey(link.peerKey), key: link.peerKey, source: sourceOf(link.remoteAddress) };
        const hasRoom = mayHold(caller.source, this.#sources.values(), this.#terms.limits.linksASource);
        if (this.#isClosed || !hasRoom)
            return this.#refusals.refuse(link, 'busy');
        this.#sources.set(link, caller.source);
        const visit = this.#serve(link, caller);
        this.#visits.set(link, visit);
        await visit;
        this.#visits.delete(link);
        this.#sources.delete(link);
    }
    /** Resolves when the link has ended and nothing is being answered any more. */
    async #serve(link, caller) {
        const { onFault, onAnswered } = this.#terms;
        const server = serveRequests(link, {
            answer: (op, fields) => this.#answer(caller, op, fields),
            ...(onFault === undefined ? {} : { onFault }),
            ...(onAnswered === undefined ? {} : { onAnswered: (answered) => onAnswered('registry', answered) }),
        });
        const own = this.#links.get(caller.did) ?? new Set();
        this.#links.set(caller.did, own.add(server));
        await server.ended;
        own.delete(server);
        if (own.size > 0)
            return;
        this.#links.delete(caller.did);
        this.#said.delete(caller.did);
        await this.#presence.left(caller.key, this.#terms.clock.now()).catch((error) => onFault?.(error));
    }
    #answer(caller, op, fields) {
        switch (op) {
            case REGISTRY_OPERATIONS.register:
                return this.#register(caller, fields);
            case REGISTRY_OPERATIONS.offer:
                return this.#offer(caller, fields);
            case REGISTRY_OPERATIONS.lookup:
                return this.#lookup(caller, readSubject(fields));
            case REGISTRY_OPERATIONS.bundle:
                return this.#bundle(caller, readSubject(fields));
            case REGISTRY_OPERATIONS.info:
                return Promise.resolve(this.#info(caller));
            case REGISTRY_OPERATIONS.list:
                return this.#list(caller, fields);
            default:
                throw new TalosError('E_MALFORMED', 'no operation of a registry');
        }
    }
    #info({ source }) {
        if (!this.#lookups.take(source))
            throw tooOften();
        const { name, offers } = this.#terms.info?.() ?? NO_INFO;
        return { name, offers };
    }
    async #list({ source }, fields) {
        if (!this.#lists.take(source))
            throw tooOften();
        const { after, limit } = readList(fields);
        const { peers, isMore } = await this.#presence.page(after, limit, this.#terms.clock.now());
        return writePage(peers, isMore);
    }
    async #register({ key, did, source }, fields) {
        if (!this.#registrations.take(source))
            throw tooOften();
        const { record, listing } = readRegister(fields);
        const nowMs = this.#terms.clock.now();
        const presence = [this.#presence.registered(key, listing, nowMs)];
        const written = { is: false };
        const also = () => {
            written.is = true;
            return presence;
        };
        try {
            const mayAdd = () => this.#newAgents.take(source);
            const left = await this.#book.register(key, record, nowMs, { mayAdd, also });
            // A record that is no news writes nothing, so that the list may not be as it was told.
            if (!written.is && !(await this.#presence.isAsTold(key, listing, nowMs)))
                await this.#terms.store.apply(presence);
            this.#said.set(did, left);
            return { left };
        }
        catch (error) {
            if (isTalosError(error, 'E_IDENTITY_MISMATCH'))
                throw refused('denied', 'a record of another agent');
            throw error;
        }
    }
    async #offer({ key, did, source }, fields) {
        // Before anything is verified: a hundred bundles cost many signatures.
        if (!this.#offers.take(did))
            throw tooOften();
        const offer = readOffer(fields);
        const count = offer.single.length + (offer.last === undefined ? 0 : 1);
        if (!this.#offeredBundles.take(source, count))
            throw tooOften();
        const left = await this.#book.offer(key, offer, this.#terms.clock.now());
        this.#said.set(did, left);
        return { left };
    }
    async #lookup({ source }, subject) {
        if (!this.#lookups.take(source))
            throw tooOften();
        const record = await this.#book.lookup(keyOfDid(subject), this.#terms.clock.now());
        if (record === undefined)
            throw new TalosError('E_NOT_FOUND', 'no record of the agent');
        return { record };
    }
    async #bundle({ source }, subject) {
        const key = keyOfDid(subject);
        const nowMs = this.#terms.clock.now();
        // Who asks for many, or about an agent that many ask about, gets the last-resort one, so that nobody is kept out.
        const isWithin = this.#singleUse.take(source) && this.#singleUseOf.take(subject);
        const taken = isWithin ? await this.#book.take(key, nowMs) : undefined;
        if (taken !== undefined) {
            if (taken.left < this.#terms.limits.lowStock)
                this.#sayLow(subject, taken.left);
            return { bundle: taken.bundle };
        }
        const bundle = await this.#book.last(key, nowMs);
        if (bundle === undefined)
            throw new TalosError('E_NOT_FOUND', 'no bundle of the agent');
        return { bundle };
    }
    async [Symbol.asyncDispose]() {
        this.#isClosed = true;
        const stopped = this.#stop.map((stop) => stop());
        await Promise.all([...this.#visits].map(([link, visit]) => Promise.all([link.close(), visit])));
        await Promise.all(stopped);
    }
    #sayLow(owner, left) {
        const links = this.#links.get(owner);
        if (links === undefined)
            return;
        this.#said.set(owner, left);
        for (const server of links)
            server.push(REGISTRY_OPERATIONS.low, { left });
    }
    /** Other registries of the store give bundles of agents that are connected here. */
    async #sayWhatOthersGave() {
        const owners = [...this.#links.keys()];
        const nowMs = this.#terms.clock.now();
        const stocks = await Promise.all(owners.map((owner) => this.#book.stock(keyOfDid(owner), nowMs)));
        for (const [at, owner] of owners.entries()) {
            const left = stocks[at];
            if (left === undefined)
                continue;
            if (left >= this.#terms.limits.lowStock)
                this.#said.delete(owner);
            else if (this.#said.get(owner) !== left)
                this.#sayLow(owner, left);
        }
    }
}
function tooOften() {
    return new TalosError('E_RATE_LIMITED', 'too many requests of one source');
}
