/**
 * Gossip of a running agent: what it says of itself reaches those who follow it over others that do, and what it hears of
 * those whom it follows it verifies, uses and passes on. PROTOCOL.md §6.9.
 *
 * An agent follows itself, its contacts, and those with whom there is a token either way. It runs in agents that last, over
 * connections that there are, and makes none.
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
import { isTalosError } from "../../base/errors.js";
import { messageOf } from "../../base/message-of.js";
import { RateCounter } from "../../base/rate-counter.js";
import { GossipJudge, verdictOf } from "./gossip-judge.js";
import { MAX_GOSSIP_ITEMS, openNews, sealNews, topicOf } from "./gossip-wire.js";
/** Authors that an agent follows, itself counted. PROTOCOL.md §11. */
export const MAX_FOLLOWED = 256;
/** Messages of one kind about one author that are taken in a minute. PROTOCOL.md §11. */
export const NEWS_AN_AUTHOR_MINUTE = 60;
/** How often it is looked who is followed, and whether there is news of the own ledger, in milliseconds. */
export const GOSSIP_TICK_MS = 5000;
/** Milliseconds after the first thing that lasts until gossip begins: what was asked for comes first. */
export const GOSSIP_DELAY_MS = 1000;
/** Least time from one own checkpoint that is told to the next, in milliseconds. PROTOCOL.md §6.9. */
export const CHECKPOINT_NEWS_MS = 60_000;
/** Least time from telling those who came to a topic to the next time, in milliseconds. PROTOCOL.md §6.9. */
export const JOIN_NEWS_MS = 10_000;
/** Times an hour that people are told of a fault. */
const FAULTS_AN_HOUR = 4;
/** Milliseconds that changes of the own list wait for others, to be told with them. */
const CHANGE_DELAY_MS = 20;
/** Whether there is a token between this agent and `peer`, or it is a contact. */
function isFriend({ peers, grants, identity }, peer) {
    if (peer === identity.did)
        return false;
    if ((peers.get(peer)?.alias ?? '') !== '' || grants.hasIssuedTo(peer))
        return true;
    return grants.all().some(({ token: { claims } }) => claims.issuer === peer || claims.audience === peer);
}
/** Whom the agent follows: itself, its contacts, whose word its tokens depend on, and whom it granted something. */
export function followed({ identity, peers, grants }, roots) {
    const contacts = peers.all().filter(({ alias }) => alias !== '');
    const all = grants.all();
    const wanted = [
        identity.did,
        ...contacts.map(({ did }) => did),
        ...roots,
        ...all.flatMap(({ chain }) => chain.flatMap(({ claims }) => [claims.issuer, claims.audience])),
        ...all.map(({ token }) => token.claims.subject),
    ];
    return [...new Set(wanted)].slice(0, MAX_FOLLOWED);
}
/** See the module comment. */
export class Gossip {
    #parts;
    #judge;
    #rate;
    /** Notices of faults. */
    #faults;
    #authors = new Map();
    /** What was said last of each kind about those who are followed: for who comes later. */
    #latest = new BoundedMap(MAX_FOLLOWED);
    #timers = new Map();
    #toldAtMs = new BoundedMap(MAX_FOLLOWED);
    /** When somebody came to the topic of an author last. */
    #cameAtMs = new BoundedMap(MAX_FOLLOWED);
    #tick;
    #unwatch = [];
    #net;
    #checkpoint = { note: '', atMs: 0 };
    #isOver = false;
    constructor(parts) {
        this.#parts = parts;
        this.#judge = new GossipJudge(parts);
        this.#rate = new RateCounter(NEWS_AN_AUTHOR_MINUTE, 60_000, parts.core.clock);
        this.#faults = new RateCounter(FAULTS_AN_HOUR, 3_600_000, parts.core.clock);
    }
    /** Begins, a little later, where it has not. */
    begin() {
        this.#later('begin', GOSSIP_DELAY_MS, () => void this.start());
    }
    /** Begins now, where it has not. Never rejects: people are told what keeps it from that. */
    async start() {
        this.#net ??= this.#start();
        await this.#net;
    }
    async #start() {
        if (this.#isOver)
            return undefined;
        const { core, open } = this.#parts;
        try {
            const net = await open({
                mayTakePart: (peer) => isFriend(core, peer),
                judge: (peer, topic, message) => this.#heard(peer, topic, message),
                joined: (topic) => this.#came(topic),
            });
            const records = await this.#parts.records();
            this.#unwatch = [
                core.revocations.watch((issuer) => this.#changed(issuer)),
                records.watch((record) => this.#tell(record.did, { kind: 'record', record: record.bytes })),
            ];
            this.#follow(net);
            this.#tick = setInterval(() => void this.look(), GOSSIP_TICK_MS);
            return net;
        }
        catch (error) {
            core.notice('network', `there is no gossip with other agents: ${messageOf(error)}`);
            return undefined;
        }
    }
    /** Follows whom it is to follow by now. */
    #follow(net) {
        const { core, roots } = this.#parts;
        this.#authors = new Map(followed(core, roots()).map((author) => [topicOf(author), author]));
        try {
            net.follow([...this.#authors.keys()]);
        }
        catch (error) {
            this.#failed(error);
        }
    }
    /** Looks who is to be followed by now, and whether there is news of the own ledger; where it has begun. */
    async look() {
        const net = await this.#net;
        const { core } = this.#parts;
        if (net === undefined || core.failure !== undefined || this.#isOver)
            return;
        this.#follow(net);
        const { checkpoint: note } = core.ledger;
        const now = core.clock.now();
        if (note === this.#checkpoint.note || Math.abs(now - this.#checkpoint.atMs) < CHECKPOINT_NEWS_MS)
            return;
        this.#checkpoint = { note, atMs: now };
        this.#tell(core.identity.did, { kind: 'checkpoint', note });
    }
    async #heard(peer, topic, message) {
        const author = this.#authors.get(topic);
        const { core } = this.#parts;
        if (author === undefined || core.failure !== undefined || this.#isOver)
            return 'ignore';
        try {
            const news = openNews(author, message);
            // What is the author's own word, and new, counts: nobody else can use up its rate. What it says of its ledger is no
            // reason not to hear what it has revoked.
            const counted = `${news.kind} ${author}`;
            if (this.#rate.isFull(counted))
                return 'ignore';
            const verdict = await this.#judge.judge(author, news, peer);
            if (verdict !== 'accept')
                return verdict;
            this.#rate.take(counted);
            this.#keep(author, news);
            return verdict;
        }
        catch (error) {
            if (isTalosError(error))
                return verdictOf(error);
            this.#failed(error);
            return 'ignore';
        }
    }
    #keep(author, news) {
        const kept = this.#latest.get(author) ?? new Map();
        this.#latest.set(author, kept.set(news.kind, news));
        // Who has just come is in no mesh yet, and was told before this came: it is not passed on to.
        const since = Math.abs(this.#parts.core.clock.now() - (this.#cameAtMs.get(author) ?? Number.NEGATIVE_INFINITY));
        if (since < JOIN_NEWS_MS)
            this.#joined(topicOf(author));
    }
    #came(topic) {
        const author = this.#authors.get(topic);
        if (author !== undefined)
            this.#cameAtMs.set(author, this.#parts.core.clock.now());
        this.#joined(topic);
    }
    #changed(issuer) {
        const { core } = this.#parts;
        if (issuer !== core.identity.did)
            return;
        this.#later('list', CHANGE_DELAY_MS, () => void this.#tellOwn(['revocations']));
    }
    /** What this agent says of itself now. */
    async #own(kind) {
        const { core, records } = this.#parts;
        const { did } = core.identity;
        switch (kind) {
            case 'revocations': {
                const tail = await core.revocations.tail(MAX_GOSSIP_ITEMS);
                return tail === undefined ? undefined : { kind, ...tail };
            }
            case 'record': {
                const record = await (await records()).get(did);
                return record === undefined ? undefined : { kind, record: record.bytes };
            }
            case 'checkpoint': {
                const note = core.ledger.checkpoint;
                return note === '' ? undefined : { kind, note };
            }
        }
    }
    async #tellOwn(kinds) {
        const { core } = this.#parts;
        if (core.failure !== undefined || this.#isOver)
            return;
        try {
            for (const kind of kinds) {
                const news = await this.#own(kind);
                if (news !== undefined)
                    this.#tell(core.identity.did, news);
            }
        }
        catch (error) {
            this.#failed(error);
        }
    }
    /** Tells those who came to a topic what was said there last. */
    #joined(topic) {
        const author = this.#authors.get(topic);
        if (author === undefined)
            return;
        const now = this.#parts.core.clock.now();
        const since = Math.abs(now - (this.#toldAtMs.get(author) ?? Number.NEGATIVE_INFINITY));
        this.#later(author, Math.max(CHANGE_DELAY_MS, JOIN_NEWS_MS - since), () => {
            this.#toldAtMs.set(author, this.#parts.core.clock.now());
            if (author === this.#parts.core.identity.did)
                void this.#tellOwn(['record', 'revocations', 'checkpoint']);
            else
                for (const news of this.#latest.get(author)?.values() ?? [])
                    this.#tell(author, news);
        });
    }
    /** Says something to those who follow `author`. */
    #tell(author, news) {
        const telling = async () => {
            const net = await this.#net;
            if (net === undefined || this.#isOver)
                return;
            await net.publish(topicOf(author), sealNews(author, news));
        };
        telling().catch((error) => this.#failed(error));
    }
    /**
     * What was not said is said to the next who comes; a failed storage is told by the ledger. What another library throws is a
     * fault of gossip, and none of the agent: people are told.
     */
    #failed(error) {
        if (isTalosError(error) || !this.#faults.take(''))
            return;
        this.#parts.core.notice('network', `gossip with other agents: ${messageOf(error)}`);
    }
    /** Runs `task` after `ms`, once for all who ask meanwhile. */
    #later(name, ms, task) {
        if (this.#isOver || this.#timers.has(name))
            return;
        const run = () => {
            this.#timers.delete(name);
            task();
        };
        this.#timers.set(name, setTimeout(run, ms));
    }
    async [Symbol.asyncDispose]() {
        this.#isOver = true;
        clearInterval(this.#tick);
        for (const timer of this.#timers.values())
            clearTimeout(timer);
        for (const undo of this.#unwatch)
            undo();
        const net = await this.#net;
        clearInterval(this.#tick);
        await net?.[Symbol.asyncDispose]();
    }
}
