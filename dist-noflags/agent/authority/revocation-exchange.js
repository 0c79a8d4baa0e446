/**
 * Revocation lists between agents: what is new is pushed to the connected peers whom it concerns, what is missing is
 * asked for, what is not the word of its issuer is refused. PROTOCOL.md §8.5.
 *
 * ```text
 *  REVOCATIONS (head, items after what was sent) ──>       known, taken, or: REVOCATIONS_GET (what is known) <──
 *  REVOCATIONS_GET (what is known)               ──>       REVOCATIONS (head, items after that) <──
 * ```
 *
 * @module
 */
import { isTalosError, TalosError } from "../../base/errors.js";
import { RateCounter } from "../../base/rate-counter.js";
import { readHead } from "../../capability/revocation-list.js";
import { readToken } from "../../capability/token.js";
import { PACKET } from "../../message/packet.js";
import { isStorageFailure } from "../record/watched-ledger.js";
import { refusalOf } from "../tunnel/tunnel-wire.js";
import { NOTHING_KNOWN } from "./revocation-book.js";
import { decodeListAnswer, decodeListsAsked, encodeListAnswer, encodeListsAsked, } from "./revocation-wire.js";
/** Milliseconds that changes of a list wait for others, to be pushed with them. */
export const PUSH_DELAY_MS = 20;
/** Packets about lists that one peer may send in a minute: a list of 131,072 items needs fewer. PROTOCOL.md §11. */
export const LIST_PACKETS_A_MINUTE = 600;
/** Milliseconds until a peer that takes a long list is asked again how far it is. */
const ASK_AGAIN_MS = 50;
/** Times that a peer is asked anew for what comes before its answer; an honest one has it after one. */
const MAX_GAPS = 4;
/** See the module comment. */
export class RevocationExchange {
    #core;
    #issuers;
    #members = new Map();
    #packets;
    #unwatch;
    constructor(core, issuers) {
        this.#core = core;
        this.#issuers = issuers;
        this.#packets = new RateCounter(LIST_PACKETS_A_MINUTE, 60_000, core.clock);
        this.#unwatch = core.revocations.watch((issuer) => this.#changed(issuer));
    }
    /** Takes part in a channel until it ends: tells the peer how far the lists go that concern it. */
    join(channel) {
        const member = {
            channel,
            sent: new Map(),
            due: new Set(),
            timer: undefined,
            waiting: new Map(),
            gaps: new Map(),
            shown: new Map(),
        };
        this.#members.set(channel, member);
        void channel.closed.then(() => {
            this.#members.delete(channel);
            clearTimeout(member.timer);
        });
        const { did } = this.#core.identity;
        // Its own list too: it may have lost it with its directory.
        for (const issuer of this.#core.revocations.issuers())
            if (this.#issuers.concerns(channel.peer, issuer))
                this.#push(member, issuer, did);
    }
    /** The channels to `peer` that are open. */
    channelsTo(peer) {
        return [...this.#members.keys()].filter((channel) => channel.peer === peer);
    }
    /** Tells the peer of `channel` of a list that concerns a token of its own; nothing where none is kept here. */
    show(channel, issuer) {
        const member = this.#members.get(channel);
        if (member === undefined || !this.#core.revocations.has(issuer))
            return;
        // It may ask for what comes before, as for a list that it keeps.
        member.shown.set(issuer, member.shown.get(issuer) ?? 0);
        this.#push(member, issuer, this.#core.identity.did);
    }
    #changed(issuer) {
        for (const member of this.#members.values()) {
            const { peer } = member.channel;
            if (peer === issuer || !this.#concerns(member, issuer))
                continue;
            member.due.add(issuer);
            member.timer ??= setTimeout(() => {
                member.timer = undefined;
                const due = [...member.due];
                member.due.clear();
                for (const each of due)
                    this.#push(member, each, this.#core.identity.did);
            }, PUSH_DELAY_MS);
        }
    }
    /** Whether the peer may read the list, or keeps it already. */
    #concerns({ channel, shown }, issuer) {
        return shown.has(issuer) || this.#issuers.concerns(channel.peer, issuer);
    }
    #push(member, issuer, self) {
        const after = member.sent.get(issuer) ?? this.#core.revocations.known(issuer);
        const chain = issuer === self ? this.#issuers.proofFor(member.channel.peer) : [];
        this.#sendSoon(member, issuer, after, chain);
    }
    /** What nobody waits for: a channel that has ended is told at the next one. */
    #sendSoon(member, issuer, after, chain) {
        this.#send(member, issuer, after, chain).catch((error) => {
            if (!isTalosError(error))
                throw error;
        });
    }
    async #send(member, issuer, after, chain) {
        const part = await this.#core.revocations.part(issuer, after);
        const { channel, sent } = member;
        if (part === undefined) {
            channel.send(PACKET.revocations, 0, encodeListAnswer({ issuer, refused: { word: 'unknown', code: undefined } }));
            return;
        }
        const { seq, hash } = readHead(part.head);
        channel.send(PACKET.revocations, 0, encodeListAnswer({ ...part, chain }));
        sent.set(issuer, { seq, hash });
    }
    /**
     * Takes a packet of stream 0.
     *
     * @throws {TalosError} `E_MALFORMED` for what is no such packet; `E_STORAGE…`. The channel ends then.
     */
    async take(channel, { type, content }) {
        const member = this.#members.get(channel);
        if (member === undefined)
            return;
        if (!this.#packets.take(channel.peer)) {
            if (type === PACKET.revocationsGet)
                for (const { issuer } of decodeListsAsked(content))
                    this.#refuse(member, issuer, 'E_RATE_LIMITED');
            else
                this.#core.denials.note(channel.peer, 'revocation', 'E_RATE_LIMITED');
            return;
        }
        if (type === PACKET.revocationsGet)
            await this.#answer(member, decodeListsAsked(content));
        else
            await this.#received(member, decodeListAnswer(content));
    }
    async #answer(member, lists) {
        for (const { issuer, ...after } of lists) {
            if (this.#concerns(member, issuer))
                await this.#send(member, issuer, after, []);
            else
                this.#refuse(member, issuer, 'E_NOT_FOUND');
        }
    }
    #refuse(member, issuer, code) {
        const { channel } = member;
        this.#core.denials.note(channel.peer, 'revocation', code);
        const refused = refusalOf(code);
        channel.send(PACKET.revocations, 0, encodeListAnswer({ issuer, refused }));
    }
    async #received(member, answer) {
        if (answer.refused !== undefined)
            return this.#settle(member, answer.issuer, answer);
        const { channel } = member;
        let issuer;
        try {
            const head = readHead(answer.head);
            issuer = head.issuer;
            if (!this.#isWelcome(issuer, answer.chain))
                throw new TalosError('UNTRUSTED_ISSUER', 'the issuer of the list issues nothing that counts here');
            const { from, items, head: text } = answer;
            const taken = await this.#core.revocations.take({ head, text, from, items });
            this.#goOn(member, issuer, taken, answer);
        }
        catch (error) {
            if (isStorageFailure(error) || !isTalosError(error))
                throw error;
            this.#core.notice('denied', `a revocation list was refused: ${error.message} (${error.code})`, channel.peer);
            this.#refuse(member, issuer ?? channel.peer, error.code);
            if (issuer !== undefined)
                this.#settle(member, issuer, { issuer, refused: refusalOf(error.code) });
        }
    }
    /**
     * Takes part of a list that was heard of from somebody else.
     *
     * @returns `unwelcome` where the list says nothing here, so that it is not taken.
     * @throws as `RevocationBook.take`.
     */
    async heard(update) {
        const { issuer } = update.head;
        if (!this.#isWelcome(issuer, []))
            return 'unwelcome';
        const taken = await this.#core.revocations.take(update);
        if (taken === 'forked')
            this.#forked(issuer);
        return taken;
    }
    #forked(issuer) {
        this.#core.notice('equivocation', 'the peer showed two revocation lists of one issuer; both count', issuer);
    }
    /** Whether a list is taken at all: nobody fills this store with lists that say nothing here. */
    #isWelcome(issuer, chain) {
        if (this.#core.revocations.has(issuer) || this.#issuers.matters(issuer))
            return true;
        const leaf = chain.at(-1);
        if (leaf === undefined)
            return false;
        const { service } = readToken(leaf).claims.scope;
        return this.#core.authority.verify(chain, issuer, service, this.#issuers.rootsOf(service)).allowed;
    }
    #goOn(member, issuer, taken, answer) {
        const { channel } = member;
        const { revocations } = this.#core;
        if (taken !== 'gap') {
            member.sent.set(issuer, answerEnd(answer));
            member.shown.set(issuer, answer.newest);
        }
        if (taken === 'forked')
            this.#forked(issuer);
        const gaps = taken === 'gap' ? (member.gaps.get(issuer) ?? 0) + 1 : 0;
        member.gaps.set(issuer, gaps);
        if (gaps > MAX_GAPS)
            throw new TalosError('MALFORMED', 'what comes before the list is not to be had');
        // Its issuer has lost what it said before: it is given it back.
        if (taken === 'shorter' && issuer === channel.peer)
            this.#sendSoon(member, issuer, answerEnd(answer), []);
        const known = revocations.known(issuer);
        if (gaps > 0 || (taken !== 'shorter' && answer.newest > known.seq))
            this.#get(member, [issuer]);
        else
            this.#settle(member, issuer, answer);
    }
    #get(member, issuers) {
        const lists = issuers.map((issuer) => ({ issuer, ...this.#core.revocations.known(issuer) }));
        member.channel.send(PACKET.revocationsGet, 0, encodeListsAsked(lists));
    }
    #settle(member, issuer, answer) {
        const waiting = member.waiting.get(issuer);
        member.waiting.delete(issuer);
        for (const resolve of waiting ?? [])
            resolve(answer);
    }
    /**
     * Asks the peer of `channel` for what it knows of a list, and takes all of it.
     *
     * @returns The last answer; `undefined` where the channel, or the time, ended first.
     */
    async ask(channel, issuer, signal) {
        const member = this.#members.get(channel);
        if (member === undefined || signal.aborted)
            return undefined;
        let stop = () => { };
        const answer = new Promise((resolve) => {
            const waiting = member.waiting.get(issuer) ?? new Set();
            member.waiting.set(issuer, waiting.add(resolve));
            stop = () => resolve(undefined);
            signal.addEventListener('abort', stop, { once: true });
            void channel.closed.then(stop);
        });
        try {
            this.#get(member, [issuer]);
            return await answer;
        }
        catch (error) {
            if (!isTalosError(error))
                throw error;
            return undefined;
        }
        finally {
            signal.removeEventListener('abort', stop);
        }
    }
    /** Tells the peer of `channel` all of the own list. @returns Whether it said that it has it. */
    async tell(channel, signal) {
        const member = this.#members.get(channel);
        if (member === undefined)
            return false;
        const { identity, revocations } = this.#core;
        const { did } = identity;
        await this.#send(member, did, member.sent.get(did) ?? NOTHING_KNOWN, this.#issuers.proofFor(channel.peer));
        // What was pushed is taken before the next question is answered; of a long list it then asks for more.
        while (!signal.aborted && !isCoded(await this.ask(channel, did, signal))) {
            if (this.#told(member, did, revocations.known(did)))
                return true;
            await pause(ASK_AGAIN_MS);
        }
        return false;
    }
    /** Whether the peer has shown the own list up to `end`. */
    #told({ shown }, did, end) {
        return (shown.get(did) ?? -1) >= end.seq;
    }
    [Symbol.dispose]() {
        this.#unwatch();
        for (const { timer } of this.#members.values())
            clearTimeout(timer);
        this.#members.clear();
    }
}
/** Whether the peer will not say, whatever it is asked. */
function isCoded(answer) {
    return answer === undefined || (answer.refused !== undefined && answer.refused.word !== 'unknown');
}
function pause(ms) {
    return new Promise((resolve) => {
        setTimeout(resolve, ms);
    });
}
function answerEnd({ head }) {
    const { seq, hash } = readHead(head);
    return { seq, hash };
}
