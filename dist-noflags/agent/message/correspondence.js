var __addDisposableResource = (this && this.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (this && this.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});
/**
 * Messages of a running agent as every command asks for them: a messenger, opened when first needed, in the words of
 * `MessagesApi`.
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
import { fromUtf8, toHex, utf8 } from "../../base/bytes.js";
import { fromBase64url, toBase64, toBase64url } from "../../base/encoding.js";
import { TalosError } from "../../base/errors.js";
import { closeAll } from "../../base/lifetime.js";
import { didOfKey, parseDid } from "../../identity/did.js";
import { formatMessageId, parseMessageId } from "../../message/message-id.js";
import { noteIdentityChange } from "../identity/identity-change.js";
import { Deliveries } from "./deliveries.js";
import { GatedLink, textBytes } from "./gated-link.js";
import { HistoryFeed, WatchedStore } from "./history-feed.js";
import { ListenTurns } from "./listen-turns.js";
import { Mail } from "./mail.js";
import { MessageGrants } from "./message-grants.js";
import { openMessaging } from "./messaging.js";
import { repairWords } from "./repair-words.js";
import { answered, InboxStrangers, SenderGate } from "./sender-gate.js";
/** While nobody listens: what comes waits in the inbox. */
const OPEN_GATE = new SenderGate('all');
/** Peers of whom it is remembered that a capability let them write. */
const MAX_WRITERS = 1024;
/** See the module comment. */
export class Correspondence {
    #core;
    #platform;
    #messenger;
    #mail;
    #taking;
    #listening;
    #turns = new ListenTurns();
    /** What is told of each message, for those who look on. */
    #store;
    #ending = new AbortController();
    #gate = OPEN_GATE;
    /** Whose files are taken, as whoever listens says. */
    fileAcceptance = 'ask';
    #grants;
    /** Who wrote under a capability while somebody listened. */
    #writers = new BoundedMap(MAX_WRITERS);
    #onListening = () => { };
    /** Takes files out of mailboxes; set before the messenger is opened. */
    files;
    /** What becomes of messages; there before the messenger is. */
    deliveries = new Deliveries();
    /** @param rootsOf - Whose root tokens a service accepts; this agent's alone where absent. */
    constructor(core, platform, rootsOf) {
        this.#core = core;
        this.#grants = new MessageGrants(core, rootsOf ?? (() => [core.identity.did]));
        this.#store = new WatchedStore(core.store);
        this.#platform = platform;
    }
    messageVerdict = (...asked) => this.#grants.verdict(...asked);
    fileVerdict = (...asked) => this.#grants.fileVerdict(...asked);
    fileChain = (peer) => this.#grants.toPresent(peer, 'files');
    /** Calls `listener` whenever somebody begins to listen. */
    onListening(listener) {
        this.#onListening = listener;
    }
    /** The messenger, opened when first needed. */
    messenger() {
        this.#messenger ??= this.#open().catch((error) => {
            // Whoever asks later may be luckier.
            this.#messenger = undefined;
            throw error;
        });
        return this.#messenger;
    }
    async #open() {
        const { post } = await this.mail();
        const { epochKeys: place } = this.#platform;
        const host = () => this.#platform.host();
        const present = (peer) => this.#grants.toPresent(peer, 'messages');
        const { deliveries, files } = this;
        return openMessaging(this.#core, { host, post, deliveries, place, store: this.#store, present, files });
    }
    /** Servers, and what goes through them; opened when first needed. */
    mail() {
        this.#mail ??= Mail.open({
            core: this.#core,
            platform: this.#platform,
            messenger: () => this.messenger(),
            admits: (...deposit) => this.#admitsMailOf(...deposit),
            files: this.files,
        }).catch((error) => {
            this.#mail = undefined;
            throw error;
        });
        return this.#mail;
    }
    #admitsMailOf(sender, closed, envelope) {
        const gate = this.#gate;
        if (gate.isAdmitted(sender, this.#aliasOf(sender) !== ''))
            return true;
        if (this.#mayWrite(sender, textBytes(envelope)))
            return true;
        const admitted = gate.admits(sender, { remoteAddress: 'a mailbox', closed }, false);
        return typeof admitted === 'boolean' ? admitted : answered(gate, admitted);
    }
    /** Stays registered and takes what mailboxes have, as long as it is open. */
    async #kept() {
        return (await this.mail()).keep();
    }
    /** Stays registered, and found, as long as it is open; mailboxes keep what they have. */
    async stayFound() {
        return (await this.mail()).keep(false);
    }
    /** The newest record of a peer that anybody knows. */
    async find(peer) {
        return (await this.mail()).post.find(peer);
    }
    /** Begins to look for a peer. */
    async #search(peer, signal) {
        return (await this.mail()).post.finder.search(peer, signal);
    }
    /** Stays registered and takes what mailboxes have, for as long as the agent runs. */
    async takeMail() {
        this.#taking ??= this.#kept().catch((error) => {
            this.#taking = undefined;
            throw error;
        });
        await this.#taking;
    }
    /** Takes a link of purpose `message` that a peer dialled. */
    async accept(link) {
        const from = didOfKey(link.peerKey);
        const isContact = () => this.#aliasOf(from) !== '';
        const isAsked = this.#gate.asksAbout(from) && !isContact() && !this.#mayWrite(from, 0);
        // What the peer has stays queued at its side.
        if (isAsked && !(await this.#gate.admits(from, link, false)))
            return link.close();
        const door = new GatedLink(link, {
            self: this.#core.identity.did,
            isOpen: () => this.#gate.isAdmitted(from, isContact()),
            present: (chain) => this.#present(from, chain),
            mayPass: (bytes) => this.#mayWrite(from, bytes),
        });
        if (!(await door.admitted))
            return;
        (await this.messenger()).accept(door);
    }
    #present(from, chain) {
        const denial = this.#grants.present(from, chain);
        if (denial !== undefined && !this.#gate.isAdmitted(from, this.#aliasOf(from) !== ''))
            this.#core.denials.note(from, 'message', denial.code);
    }
    /** Whether a peer that is no contact may write so much now, under a capability. */
    #mayWrite(from, bytes) {
        const verdict = this.messageVerdict(from, bytes);
        if (verdict.allowed)
            this.#writers.set(from, true);
        else if (verdict.code !== 'NO_CAPABILITY' && verdict.code !== 'SCOPE_MISMATCH')
            this.#core.denials.note(from, 'message', verdict.code);
        return verdict.allowed;
    }
    /** What waits for a peer goes out now, where messages are in use at all. */
    async resume(peer) {
        await (await this.#messenger)?.resume(peer);
    }
    async send(params, signal) {
        const { text, waitMs, offer, port } = params;
        const peer = await this.#other(params.peer, signal);
        const messenger = await this.messenger();
        if (port !== undefined)
            await this.#platform.listen(undefined, port);
        if (offer !== undefined)
            await this.#take(messenger, peer, offer);
        const options = { ...(signal === undefined ? {} : { signal }), ...(waitMs === undefined ? {} : { waitMs }) };
        const { id, state, inMailbox } = await messenger.send(peer, utf8(text), options);
        return { id: formatMessageId(id), peer, state, inMailbox };
    }
    async delivery({ peer, id, waitMs, port }, signal) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const to = this.#core.known(peer);
            const messenger = await this.messenger();
            if (port !== undefined)
                await this.#platform.listen(undefined, port);
            // What acknowledges it may come through a mailbox.
            const _mail = __addDisposableResource(env_1, await this.#kept(), true);
            const { state, failure } = await messenger.outcome(to, parseMessageId(id), {
                waitMs,
                ...(signal === undefined ? {} : { signal }),
            });
            return { id, peer: to, state, reason: failure };
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            const result_1 = __disposeResources(env_1);
            if (result_1)
                await result_1;
        }
    }
    async #take(messenger, peer, { did, bundle, addresses }, requireOneTime = false) {
        if (did !== peer) {
            const contact = this.#core.peers.get(peer);
            if (contact !== undefined && contact.alias !== '')
                throw await noteIdentityChange(this.#core, contact, { did: parseDid(did), addresses });
            throw new TalosError('E_IDENTITY_MISMATCH', 'the bundle is of another agent than the one named');
        }
        // The bundle is verified first: addresses that come with a forged one are not kept.
        const made = await messenger.establishSession(peer, fromBase64url(bundle), { requireOneTime });
        await this.#core.peers.note(peer, { addresses });
        return made;
    }
    /** Who is meant. @throws {TalosError} `E_USAGE` for the own identity; what resolving throws. */
    async #other(peer, signal) {
        const did = await this.#core.peer(peer, signal);
        if (did === this.#core.identity.did)
            throw new TalosError('E_USAGE', 'this is the own identity', { hint: 'a message goes to another agent' });
        return did;
    }
    async listen(params, options = {}) {
        const gate = new SenderGate(params.accept, options.ask);
        const messenger = await this.messenger();
        const turn = await this.#turns.begin(options.signal);
        // What strangers sent while nobody listened waits for somebody who takes it, or says that it is to be taken.
        const strangers = new InboxStrangers(gate, () => reader?.lookAgain());
        const wants = (from) => strangers.isWanted(from, this.#aliasOf(from) !== '' || this.#writers.has(from) || this.#mayWrite(from, 0));
        let reader;
        try {
            reader = turn && messenger.openReader(undefined, wants);
        }
        finally {
            if (reader === undefined)
                turn?.over();
        }
        if (turn === undefined || reader === undefined)
            throw new TalosError('E_LIMIT', 'the messages of this data directory are being read already', {
                hint: 'end the other talos listen, or use another data directory',
            });
        const unwatch = this.#core.watch(options.onNotice ?? (() => { }));
        const held = [{ [Symbol.asyncDispose]: async () => unwatch() }];
        try {
            this.#gate = gate;
            this.fileAcceptance = params.files ?? 'ask';
            held.push(await this.#platform.takeMessages());
            const addresses = await this.#platform.listen(params.host, params.port);
            // Now that the own addresses are known; and what mailboxes have comes before what peers bring.
            held.push(await this.#kept());
            await messenger.sendWaiting();
            this.#onListening();
            return this.#listeningTo({ reader, held, turn }, addresses, options);
        }
        catch (error) {
            turn.end();
            reader.close();
            this.#openGate();
            await closeAll(held).finally(() => turn.over());
            throw error;
        }
    }
    #listeningTo({ reader, held, turn }, addresses, { signal }) {
        let failure;
        let closing;
        let settle = () => { };
        const ended = new Promise((resolve, reject) => {
            settle = () => (failure === undefined ? resolve() : reject(failure));
        });
        ended.catch(() => undefined); // who awaits it hears of it
        const close = () => {
            closing ??= (async () => {
                turn.end();
                reader.close();
                this.#openGate();
                this.#listening = undefined;
                try {
                    await closeAll(held);
                }
                catch (error) {
                    failure ??= error;
                    throw error;
                }
                finally {
                    unwatch();
                    signal?.removeEventListener('abort', abort);
                    turn.over();
                    settle();
                }
            })();
            return closing;
        };
        // Nobody waits for this closing; how it went is what `ended` says.
        const abort = () => void close().catch(() => undefined);
        const listening = {
            info: { did: this.#core.identity.did, addresses },
            ended,
            close,
            take: () => reader.take(),
            next: async () => {
                const message = await reader.next();
                return message && this.#shown(message);
            },
        };
        this.#listening = listening;
        // Without a ledger no message is taken: it is over, and says why.
        const unwatch = this.#core.onFailure((error) => {
            failure = error;
            abort();
        });
        if (signal?.aborted === true)
            abort();
        else
            signal?.addEventListener('abort', abort, { once: true });
        return listening;
    }
    /** What is served without a listener is so for everybody. */
    #openGate() {
        this.#gate.close();
        this.#gate = OPEN_GATE;
        this.fileAcceptance = 'ask';
    }
    async follow({ peer: text }, { signal } = {}) {
        const messenger = await this.messenger();
        const peer = text === undefined ? undefined : this.#core.known(text);
        const feed = new HistoryFeed(this.#store, (key, value) => {
            const message = messenger.past.read(key, value, this.#core.clock.now());
            return message === undefined || (peer !== undefined && message.peer !== peer) ? undefined : this.#entry(message);
        });
        // It may have ended while the messenger was opened.
        const ending = AbortSignal.any([this.#ending.signal, ...(signal === undefined ? [] : [signal])]);
        const abort = () => feed.end();
        const unwatch = this.#core.onFailure((error) => feed.end(error));
        const forget = () => {
            unwatch();
            ending.removeEventListener('abort', abort);
        };
        feed.ended.then(forget, forget);
        if (ending.aborted)
            abort();
        else
            ending.addEventListener('abort', abort, { once: true });
        return feed;
    }
    async history({ peer, last, before }) {
        const page = await (await this.messenger()).history({
            last,
            ...(peer === undefined ? {} : { peer: this.#core.known(peer) }),
            ...(before === undefined ? {} : { before }),
        });
        return {
            before: page.before,
            messages: page.messages.map((message) => this.#entry(message)),
        };
    }
    #entry(message) {
        return {
            id: formatMessageId(message.id),
            peer: message.peer,
            alias: this.#aliasOf(message.peer),
            direction: message.direction,
            atMs: message.atMs,
            state: message.state,
            reason: message.repair === undefined ? message.failure : repairWords(message.repair),
            ...textOf(message.content),
        };
    }
    /** How a peer is reached for whom nothing but a DID is known. */
    get dialling() {
        return { host: () => this.#platform.host(), search: (peer, signal) => this.#search(peer, signal) };
    }
    async sessions() {
        const found = await (await this.messenger()).sessions();
        return found.map(({ peer, session, ...rest }) => ({
            peer,
            alias: this.#aliasOf(peer),
            session: toHex(session),
            ...rest,
        }));
    }
    async resetSession(text) {
        const peer = this.#core.known(text);
        const { session, ...oneTime } = await (await this.messenger()).establishSession(peer);
        return { peer, session: toHex(session), ...oneTime };
    }
    async openSession(params) {
        const { offer, requireOneTime } = params;
        const peer = await this.#other(parseDid(offer.did));
        const { session, ...oneTime } = await this.#take(await this.messenger(), peer, offer, requireOneTime);
        return { peer, session: toHex(session), ...oneTime };
    }
    async seal({ peer, text }) {
        const to = await this.#other(peer);
        const { id, envelope } = await (await this.messenger()).seal(to, utf8(text));
        const { did: from } = this.#core.identity;
        return { id: formatMessageId(id), sealed: { from, to, envelope: toBase64url(envelope) } };
    }
    async open({ from, to, envelope }) {
        const bytes = fromBase64url(envelope);
        return this.#shown(await (await this.messenger()).openSealed({ from, to, envelope: bytes }));
    }
    async bundle() {
        const bundle = toBase64url(await (await this.messenger()).prekeyBundle());
        return { did: this.#core.identity.did, bundle, addresses: this.#platform.addresses() };
    }
    async rotatePrekeys() {
        const prekey = await (await this.messenger()).rotatePrekeys();
        await this.#core.ledger.append({ type: 'rotation', what: 'prekeys', prekey: prekey.id }).durable();
        return prekey;
    }
    #shown({ id, from, receivedAtMs, content }) {
        return { id: formatMessageId(id), from, alias: this.#aliasOf(from), receivedAtMs, ...textOf(content) };
    }
    #aliasOf(peer) {
        return this.#core.peers.get(parseDid(peer))?.alias ?? '';
    }
    /** Ends the listening and the links. */
    async [Symbol.asyncDispose]() {
        await this.#listening?.close();
        this.#ending.abort();
        this.deliveries.close();
        await (await this.#mail?.catch(() => undefined))?.[Symbol.asyncDispose]();
        // One that could not be opened holds nothing; who asked for it was told.
        await (await this.#messenger?.catch(() => undefined))?.[Symbol.asyncDispose]();
    }
}
function textOf(content) {
    const bytes = content.length;
    try {
        return { text: fromUtf8(content), bytes };
    }
    catch {
        // No UTF-8: shown as far as it is, and given as it is.
        return { text: new TextDecoder().decode(content), bytes, base64: toBase64(content) };
    }
}
