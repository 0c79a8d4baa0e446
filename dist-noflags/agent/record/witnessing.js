/**
 * The witnessing of a running agent: what it sees of its peers' ledgers, and shows them of its own. PROTOCOL.md §9.9.
 *
 * @module
 */
import { toHex } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { parseWitnessKey, readCosigned } from "../../ledger/log/cosignature.js";
import { ChainDialer } from "./chain-dialer.js";
import { OwnLog } from "./own-log.js";
import { WitnessAsker } from "./witness-asker.js";
import { evidenceId } from "./witness-book.js";
import { WitnessExchange } from "./witness-exchange.js";
import { WitnessList } from "./witness-list.js";
import { WitnessSchedule } from "./witness-schedule.js";
/** Milliseconds between two times that witnesses are asked. PROTOCOL.md §9.9. */
export const WITNESS_ASK_MS = 60_000;
/** See the module comment. Disposing ends its talks and links. */
export class Witnessing {
    #core;
    #exchange;
    #schedule;
    #links;
    #log;
    #list;
    #asker;
    #stop = new AbortController();
    #clock;
    #asking = Promise.resolve();
    #isAsking = false;
    constructor({ core, host, post, onEquivocation }) {
        this.#core = core;
        // Where a tunnel is open its address is known: a registry is not asked for that.
        this.#links = new ChainDialer({ core, host });
        const log = new OwnLog(core);
        const exchange = new WitnessExchange({
            core,
            log,
            ask: (peer, fields, signal) => this.#links.use(peer, (link) => link.ask('exchange', fields, signal), signal),
            onEquivocation,
        });
        this.#exchange = exchange;
        this.#log = log;
        this.#list = new WitnessList(core.store);
        this.#asker = new WitnessAsker({ core, log, list: this.#list, exchange, post });
        this.#clock = setInterval(() => this.#askInBackground(), WITNESS_ASK_MS);
        this.#schedule = new WitnessSchedule({
            talk: (peer, signal) => exchange.talk(peer, signal),
            hasNews: async (peer) => exchange.hasNews(peer) || !(await exchange.isShown(peer)),
            isSealing: () => core.failure === undefined && core.ledger.size > log.sealedSize,
        });
    }
    /** What chain links serve of it. */
    get operations() {
        return { exchange: { access: 'known', answer: ({ peer, fields }) => this.#exchange.answer(peer, fields) } };
    }
    assertTrusted(peer) {
        this.#exchange.assertTrusted(peer);
    }
    opened(peer, note, before) {
        return this.#exchange.opened(peer, note, before);
    }
    inUse(peer) {
        return this.#schedule.opened(peer);
    }
    saw(peer, note) {
        this.#exchange.saw(peer, note);
        this.#schedule.used(peer);
    }
    /** A note of `peer`, verified, that others passed on. */
    heard(peer, note) {
        this.#exchange.heard(peer, note);
    }
    #askInBackground() {
        if (this.#core.failure !== undefined || this.#isAsking)
            return;
        this.#isAsking = true;
        // A failure of the storage is told by the ledger; of a witness by the asker.
        this.#asking = this.#asker
            .ask(this.#stop.signal)
            .catch(() => undefined)
            .finally(() => {
            this.#isAsking = false;
        });
    }
    async list() {
        return (await this.#list.all()).map(viewOf);
    }
    async add({ witness, key }) {
        const added = witness.includes('://') ? serviceOf(witness, key) : this.#peerOf(witness, key);
        const held = (await this.#list.all()).find(({ id }) => id === added.id);
        // The size that it cosigned is of its key, wherever it is now.
        const kept = held?.key === added.key ? { ...held, url: added.url } : added;
        await this.#list.add(kept);
        return viewOf(kept);
    }
    #peerOf(witness, key) {
        if (key !== undefined)
            throw new TalosError('E_USAGE', 'a peer needs no key: its DID is one');
        return { id: this.#core.known(witness), url: '', key: '', size: 0, atMs: 0, failure: '' };
    }
    async remove({ witness }) {
        const all = await this.#list.all();
        const found = all.find(({ id, url }) => id === witness || (url !== '' && url === urlOf(witness)));
        const id = found?.id ?? this.#core.peers.called(witness)?.did;
        if (id === undefined || all.every((each) => each.id !== id))
            throw new TalosError('E_NOT_FOUND', 'no witness has this name', { hint: 'talos audit witness list shows them' });
        await this.#list.remove(id);
        return { id };
    }
    async ask(signal) {
        await this.#core.ledger.seal();
        await this.#asker.ask(signal === undefined ? this.#stop.signal : AbortSignal.any([signal, this.#stop.signal]));
        return this.list();
    }
    /** Keeps the evidence that `author` signed two histories, wherever it was found: its tunnels end and are refused. */
    forked(author, file) {
        return this.#exchange.forked(author, file);
    }
    /** The witnesses whose keys are known. @throws {TalosError} `E_STORAGE…`. */
    async known() {
        return (await this.#list.all()).filter(({ key }) => key !== '').map(({ key }) => parseWitnessKey(key));
    }
    /** Has the newest checkpoint cosigned, and gives it with every cosignature that there is of it. */
    async cosigned(signal) {
        await this.ask(signal);
        const { newest } = await this.root();
        return newest;
    }
    async root() {
        const { checkpoint } = this.#core.ledger;
        if (checkpoint === '')
            throw new TalosError('E_NOT_FOUND', 'the ledger has no checkpoint yet');
        const newest = await this.#log.newest();
        const note = await this.#list.newest();
        const cosigned = note === undefined ? undefined : await this.#rootOf(note);
        const held = await this.#list.cosignedAt(newest.size);
        const view = await this.#rootOf(held ?? newest.note);
        return cosigned === undefined ? { newest: view } : { newest: view, cosigned };
    }
    async #rootOf(note) {
        const read = readCosigned(note, this.#core.identity.did, await this.known());
        if (read === undefined)
            throw new TalosError('E_STORAGE_CORRUPT', 'a cosigned checkpoint cannot be read');
        const { size, root } = read.checkpoint;
        const cosigners = read.cosignatures.map(({ witness, timeS }) => ({ witness: witness.name, timeMs: timeS * 1000 }));
        return { size, root: toHex(root), note, cosigners };
    }
    async peers() {
        const { seen, peers } = this.#core;
        return seen.peers().map((peer) => {
            const newest = seen.newest(peer);
            const standing = this.#exchange.standing(peer);
            return {
                peer,
                alias: peers.get(peer)?.alias ?? '',
                size: newest?.checkpoint.size ?? 0,
                checkpoint: newest?.checkpoint.note ?? '',
                seenAtMs: newest?.seenMs ?? 0,
                standing: standing?.outcome ?? 'unknown',
                ...(standing?.code === undefined ? {} : { code: standing.code }),
                talkedAtMs: standing?.atMs ?? 0,
                refused: seen.isRefused(peer),
            };
        });
    }
    async evidence({ peer }) {
        const { seen } = this.#core;
        const about = peer === undefined ? undefined : this.#core.known(peer);
        return seen.evidence(about).map(({ peer: did, what, timeMs, isCleared, file }) => ({
            id: evidenceId(file),
            peer: did,
            what,
            foundAtMs: timeMs,
            cleared: isCleared,
            evidence: file,
        }));
    }
    async clear({ peer }) {
        const { seen } = this.#core;
        const did = this.#core.known(peer);
        if (!(await seen.clear(did)))
            throw new TalosError('E_NOT_FOUND', 'there is no evidence against this peer that is not cleared');
        this.#exchange.forget(did);
        return { peer: did };
    }
    async [Symbol.asyncDispose]() {
        clearInterval(this.#clock);
        this.#stop.abort(new TalosError('E_CLOSED', 'the agent has ended'));
        await this.#asking;
        await this.#schedule[Symbol.asyncDispose]();
        await this.#links[Symbol.asyncDispose]();
    }
}
function viewOf({ id, url, key, size, atMs, failure }) {
    const kind = url === '' ? 'peer' : 'service';
    return { kind, id, url, key, size, atMs, ...(failure === '' ? {} : { failure }) };
}
function serviceOf(url, key) {
    if (key === undefined)
        throw new TalosError('E_USAGE', 'a witness at a URL needs its verifier key', {
            hint: 'give it with --key; talos-server --witness prints it',
        });
    const place = urlOf(url);
    if (place === undefined)
        throw new TalosError('E_USAGE', 'the witness is no HTTP URL');
    return { id: keyOf(key).name, url: place, key, size: 0, atMs: 0, failure: '' };
}
function keyOf(key) {
    try {
        return parseWitnessKey(key);
    }
    catch (cause) {
        throw new TalosError('E_USAGE', 'the key is no verifier key of a witness', { cause });
    }
}
/** A URL to add paths to, without a slash at its end; `undefined` for what is none, or has more than a path. */
function urlOf(text) {
    if (!URL.canParse(text) || text.length > 512)
        return undefined;
    const { protocol, search, hash, username, password, href } = new URL(text);
    if (!/^https?:$/.test(protocol) || `${search}${hash}${username}${password}` !== '')
        return undefined;
    return href.replace(/\/+$/, '');
}
