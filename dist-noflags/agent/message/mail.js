import { isTalosError, TalosError } from "../../base/errors.js";
import { closeAll } from "../../base/lifetime.js";
import { didOfKey } from "../../identity/did.js";
import { openDeposit } from "../../message/deposit.js";
import { decodeEnvelope, isFileEnvelopeType } from "../../message/envelope.js";
import { endpointOf, parseAddress, parsePlace } from "../../net/address.js";
import { addressPolicy, isLanMode, scopeOf } from "../../net/address-policy.js";
import { systemTimer } from "../../net/timer.js";
import { readEnvelope } from "../../session/durable.js";
import { DhtPresence } from "../reach/dht-presence.js";
import { listPeers } from "../reach/listed-peers.js";
import { RecordBook } from "../reach/record-book.js";
import { RecordPublisher } from "../reach/record-publisher.js";
import { Registrar } from "../reach/registrar.js";
import { NEW_SERVER, namedAddresses, ServerBook } from "../reach/server-book.js";
import { Acknowledgements } from "./acknowledgements.js";
import { HeldDeposits } from "./held-deposits.js";
import { isForWantOfRoom } from "./inbox-room.js";
import { PostOffice } from "./post-office.js";
import { NEW_SESSIONS_WINDOW_MS } from "./session-steps.js";
/** Answers to deposits that may be under way; the mailbox waits meanwhile. */
export const MAX_ANSWERS_UNDER_WAY = 64;
/** See the module comment. */
export class Mail {
    post;
    #parts;
    #servers;
    #records;
    #registrar;
    #dht;
    /** What is dialled of what others name, and told to others. */
    policy;
    /** Makes the own record. */
    publisher;
    #answers = new Set();
    /** Deposits that are being taken, or held. */
    #taking = new Set();
    #held = new HeldDeposits();
    #acknowledgements;
    #kept;
    constructor(parts, servers) {
        const { core, platform, messenger, timer = systemTimer } = parts;
        const { clock, store, identity } = core;
        this.#parts = parts;
        // A peer that is not reached leaves its envelope again.
        this.#acknowledgements = new Acknowledgements(async (peer, ids) => (await messenger()).acknowledge(peer, ids).catch(dropped), timer);
        this.#servers = servers;
        this.#records = new RecordBook(store, clock, identity.did);
        const { lan = 'auto', bootstrap = [], relays = [] } = platform.reach ?? {};
        const isLanWith = (all) => isLanMode(lan, [...all.flatMap(namedAddresses), ...bootstrap, ...relays], platform.lanSource !== undefined);
        const policy = addressPolicy(() => isLanWith(servers.all()));
        const bootstraps = () => {
            const nodes = servers.all().filter(({ info }) => info.offers.includes('dht'));
            return [...nodes.flatMap(namedAddresses), ...bootstrap];
        };
        this.policy = policy;
        const addresses = () => platform.addresses();
        this.publisher = new RecordPublisher({
            core,
            records: this.#records,
            servers,
            policy: (all) => addressPolicy(() => isLanWith(all)),
            addresses,
        });
        this.#dht = new DhtPresence({ platform, policy, bootstraps, publisher: this.publisher, timer, core });
        this.post = new PostOffice({
            records: this.#records,
            servers,
            timer,
            policy,
            self: identity.did,
            clock,
            host: () => platform.veiledHost(),
            hints: (peer) => core.peers.get(peer)?.servers ?? [],
            sources: async () => [...this.#dht.sources(), ...(platform.lanSource ? [await platform.lanSource()] : [])],
            onLie: (source, error) => core.notice('network', `${source} does not say the truth: ${error.message}`),
        });
        this.#registrar = new Registrar({
            servers,
            timer,
            core,
            publisher: this.publisher,
            host: () => platform.host(),
            stock: async (count) => (await messenger()).bundleStock(count),
            onDeposit: (sealed, closed) => this.#noted(sealed, closed),
        });
    }
    /** @throws {TalosError} `E_STORAGE…`. */
    static async open(parts) {
        return new Mail(parts, await ServerBook.open(parts.core.store));
    }
    /** The records of agents. */
    get records() {
        return this.#records;
    }
    /** The servers that this agent has registered with. */
    servers() {
        return this.#servers.all();
    }
    /**
     * Registers with the server at `address`, or with all that are known where there is none.
     *
     * All are asked, also where one fails, whose failure is thrown then.
     *
     * @param address - A multiaddr; with `/p2p/…` the key that the server must prove, otherwise that is pinned at first use.
     * @param listing - How this agent is in their lists from now on; as before where nothing is said.
     * @throws {TalosError} `E_IDENTITY_CHANGED` where another key answers there than before; `E_NOT_FOUND` where no server
     *   is known; what `Registrar.register` throws.
     */
    async register(address, signal, listing = {}) {
        const known = address === undefined ? this.servers() : [await this.#serverAt(address, signal)];
        const servers = known.map((server) => ({ ...server, listing: { ...server.listing, ...listing } }));
        if (servers.length === 0)
            throw new TalosError('E_NOT_FOUND', 'this agent is registered with no server yet', {
                hint: 'talos register --server HOST:PORT',
            });
        // Side by side: one that is away keeps nobody from the others.
        const made = await Promise.allSettled(servers.map((server) => this.#registrar.register(server, signal)));
        await this.#parts.platform.seekRelays?.();
        await this.#keepAnew();
        return made.map((each) => {
            if (each.status === 'rejected')
                throw each.reason;
            return each.value;
        });
    }
    /** The agents that the registry at `address`, a multiaddr, lists. @throws {TalosError} as `listPeers`. */
    listed(params, signal) {
        const { platform } = this.#parts;
        return listPeers({ servers: this.#servers, veiledHost: () => platform.veiledHost() }, params, signal);
    }
    async #serverAt(text, signal) {
        const address = parsePlace(text);
        const place = endpointOf(address.text);
        const key = await (await this.#parts.platform.host()).learnKey([address.text], signal);
        const did = didOfKey(key);
        this.#servers.assertPinned(place, did, address.peerId !== undefined);
        const held = this.#servers.get(did) ?? { did, ...NEW_SERVER };
        // It was found there, wherever it was before.
        return { ...held, addresses: [place] };
    }
    /**
     * The relays among the servers of this agent, where it needs one: where none of its own addresses is reached from everywhere.
     * In LAN mode its own are reached by all.
     */
    relaysOfServers() {
        const { platform } = this.#parts;
        const isPublic = platform.addresses().some((address) => scopeOf(parseAddress(address)) === 'public');
        if ((isPublic && platform.reachability?.() !== 'private') || this.policy.isLan)
            return [];
        const relays = this.servers().filter(({ info }) => info.offers.includes('relay'));
        return relays.flatMap((server) => namedAddresses(server).slice(0, 1));
    }
    /** Servers in the internet that tell whether this agent is reached from there. */
    reachabilityServers() {
        const servers = this.servers().filter(({ info }) => info.offers.includes('reach'));
        const named = [
            ...servers.flatMap((server) => namedAddresses(server).slice(0, 1)),
            ...(this.#parts.platform.reach?.relays ?? []),
        ];
        return named.filter((address) => scopeOf(parseAddress(address)) === 'public');
    }
    /** To be called when where this agent is reached may have changed. @throws {TalosError} `E_STORAGE…`. */
    async addressesChanged() {
        if (this.#kept !== undefined)
            await this.publisher.refresh();
    }
    /**
     * Stays registered, and found in the DHT, until what it gives is disposed as often as it was asked for.
     *
     * @param takesMail - Whether it takes what the mailboxes have meanwhile; it does unless told otherwise.
     */
    keep(takesMail = true) {
        const kept = (this.#kept ??= { keeping: this.#staying(takesMail), takesMail, users: 0, mailUsers: 0 });
        kept.users++;
        if (takesMail)
            kept.mailUsers++;
        if (takesMail && !kept.takesMail)
            void this.#keepAnew();
        let isOver = false;
        return {
            [Symbol.asyncDispose]: async () => {
                if (isOver)
                    return;
                isOver = true;
                if (takesMail)
                    kept.mailUsers--;
                if (--kept.users > 0)
                    return kept.mailUsers === 0 && kept.takesMail ? this.#keepAnew() : undefined;
                if (this.#kept === kept)
                    this.#kept = undefined;
                await kept.keeping[Symbol.asyncDispose]();
            },
        };
    }
    #staying(takesMail) {
        const parts = [this.#registrar.keep(takesMail), this.#dht.stay()];
        const announced = this.#parts.platform.announceLan?.(async () => (await this.publisher.current()).bytes);
        announced?.catch((error) => this.#parts.core.notice('network', `the local network hears nothing: ${String(error)}`));
        return { [Symbol.asyncDispose]: () => closeAll(parts) };
    }
    /** With the servers that are known now, and as it is wanted now. */
    async #keepAnew() {
        const kept = this.#kept;
        if (kept === undefined)
            return;
        const before = kept.keeping;
        kept.takesMail = kept.mailUsers > 0;
        kept.keeping = this.#staying(kept.takesMail);
        await before[Symbol.asyncDispose]();
    }
    async #noted(sealed, closed) {
        const taking = this.#take(sealed, closed);
        this.#whileTaking(taking);
        const later = await taking;
        if (later !== undefined)
            this.#whileTaking(later.isTaken);
        return later;
    }
    #whileTaking(task) {
        this.#taking.add(task);
        const forget = () => void this.#taking.delete(task);
        task.then(forget, forget);
    }
    /** @throws {TalosError} where it is to stay in the mailbox: the inbox is full, or the store or ledger failed. */
    async #take(sealed, closed) {
        const content = this.#opened(sealed);
        if (content === undefined)
            return undefined;
        const deposit = { ...content, bytes: sealed.length, closed };
        if (deposit.file !== undefined)
            return (await this.#parts.files?.admits(deposit.sender, deposit.file)) ? this.#queue(deposit) : undefined;
        const admitted = this.#parts.admits(deposit.sender, closed, new Uint8Array(deposit.envelope));
        if (typeof admitted !== 'boolean') {
            // It may come to nothing before anybody waits for it.
            void admitted.catch(dropped);
            const answer = Promise.race([admitted, closed.then(() => 'left')]);
            // Where too many wait, its sender has it still, and leaves it again.
            return this.#hold(deposit, async () => {
                const isAdmitted = await answer;
                return isAdmitted === 'left' ? false : !isAdmitted || this.#receiveInTime(deposit);
            });
        }
        return admitted ? this.#queue(deposit) : undefined;
    }
    /** Takes it now, or when those of its sender that are held are taken. */
    async #queue(deposit) {
        const { closed } = deposit;
        const isNext = !this.#held.has(deposit.sender);
        if (isNext && (await this.#receive(deposit)))
            return undefined;
        const later = this.#hold(deposit, async () => (!isNext || (await this.#pause(closed))) && this.#receiveInTime(deposit));
        if (later === undefined && this.#isKnown(deposit.sender))
            throw new TalosError('E_RATE_LIMITED', 'a peer begins too many sessions');
        return later;
    }
    #hold({ sender, bytes, closed }, task) {
        return this.#held.hold(sender, bytes, closed, task);
    }
    /** Takes it now, or when its sender may begin sessions again; `false` where the link has ended before. */
    async #receiveInTime(deposit) {
        while (!(await this.#receive(deposit)))
            if (!(await this.#pause(deposit.closed)))
                return false;
        return true;
    }
    /** Resolves after {@link NEW_SESSIONS_WINDOW_MS}; with `false` where `closed` comes before. */
    #pause(closed) {
        return new Promise((resolve) => {
            const { timer = systemTimer } = this.#parts;
            const cancel = timer.after(NEW_SESSIONS_WINDOW_MS, () => resolve(true));
            void closed.then(() => {
                cancel();
                resolve(false);
            });
        });
    }
    /**
     * Whether the mailbox need not keep it any longer: it is stored, or never will be. `false` where its sender, who is no
     * stranger, has begun too many sessions in a minute.
     */
    async #receive({ sender, envelope, record }) {
        const messenger = await this.#parts.messenger();
        // Where a contact's session is to be repaired, its registry and mailbox must be known by then.
        const isContact = (this.#parts.core.peers.get(sender)?.alias ?? '') !== '';
        if (record !== undefined && isContact)
            await this.#note(sender, record);
        const { stored, failure } = await messenger.receive(sender, new Uint8Array(envelope));
        // A stranger has it still, and leaves it again: it must not keep others' waiting.
        if (failure !== undefined && this.#isKnown(sender)) {
            if (isForWantOfRoom(failure))
                throw failure;
            if (failure.code === 'E_RATE_LIMITED')
                return false;
        }
        if (failure !== undefined)
            return true;
        if (record !== undefined && !isContact)
            await this.#note(sender, record);
        if (stored !== undefined)
            await this.#answer(sender, stored);
        return true;
    }
    #isKnown(peer) {
        return this.#parts.core.isKnown(peer);
    }
    /** Anybody may deposit anything: what is none is dropped. */
    #opened(sealed) {
        try {
            const content = openDeposit(sealed, this.#parts.core.identity);
            const { sender, type, chunk } = decodeEnvelope(content.envelope);
            // Before anybody is asked about the sender: that it is the sender's.
            readEnvelope(content.envelope, { sender, recipient: this.#parts.core.identity.did });
            if (!isFileEnvelopeType(type))
                return { ...content, sender };
            return { ...content, sender, file: { type, ...(chunk === undefined ? {} : { chunk }) } };
        }
        catch (error) {
            if (!isTalosError(error))
                throw error;
            return undefined;
        }
    }
    async #note(sender, record) {
        try {
            await this.#records.take(sender, record);
        }
        catch (error) {
            // Only a hint of where to answer.
            if (!isTalosError(error) || error.code.startsWith('E_STORAGE'))
                throw error;
        }
    }
    async #answer(peer, id) {
        while (this.#answers.size >= MAX_ANSWERS_UNDER_WAY)
            await Promise.race(this.#answers);
        // The same for all that go together.
        const answering = this.#acknowledgements.add(peer, id);
        this.#answers.add(answering);
        void answering.finally(() => this.#answers.delete(answering));
    }
    /** Ends the links to servers. */
    async [Symbol.asyncDispose]() {
        await this.#kept?.keeping[Symbol.asyncDispose]();
        // What was taken is answered, so that its sender need not send it again.
        await Promise.allSettled(this.#taking);
        this.#acknowledgements.flush();
        await Promise.allSettled(this.#answers);
        await this.#dht[Symbol.asyncDispose]();
        await this.post[Symbol.asyncDispose]();
    }
}
function dropped(error) {
    if (!isTalosError(error))
        throw error;
}
