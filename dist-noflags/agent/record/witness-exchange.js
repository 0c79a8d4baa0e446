/**
 * Agents as witnesses of each other: whoever has a tunnel shows its newest checkpoint, proves that it goes on from the
 * one which the other keeps, and keeps the other's. PROTOCOL.md §9.9.
 *
 * ```text
 *  who dialled                                           who was dialled
 *  note, what it keeps of the other, path ──────────────> compares; keeps
 *  compares; keeps <──────── note, what it keeps, path ──
 *        … again, with what was just learnt, until both are connected
 * ```
 *
 * A peer that does not speak this, or not in time, is said to be silent and holds up nothing. One that shows two logs of
 * a size, or an older log than it knows that this agent keeps, is convicted: evidence, an entry, and no tunnels until a
 * person clears it.
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
import { equalBytes } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { readCheckpoint } from "../../ledger/log/checkpoint.js";
import { forkEvidence, rollbackEvidence } from "../../ledger/log/evidence.js";
import { judgeShown } from "../../ledger/log/seen-log.js";
import { refused } from "../../net/request-link.js";
import { evidenceId } from "./witness-book.js";
import { decodeWitnessMessage, encodeWitnessMessage } from "./witness-message.js";
/** Most questions of one talk: what is not connected by then is not going to be. */
const MAX_ROUNDS = 4;
/** Checkpoints in statements of a peer that wait to be compared with its log. */
const MAX_CLAIMS = 8;
/** Peers about which something is remembered in memory; the one that was set longest ago leaves first. */
const MAX_REMEMBERED = 1024;
/** See the module comment. */
export class WitnessExchange {
    #parts;
    /** Checkpoints in statements of peers that were not compared with their logs yet, the oldest first. */
    #claims = new BoundedMap(MAX_REMEMBERED);
    /** The last note of a peer's statement. */
    #last = new BoundedMap(MAX_REMEMBERED);
    /** What peers said that they keep of the own log. */
    #told = new BoundedMap(MAX_REMEMBERED);
    #standing = new BoundedMap(MAX_REMEMBERED);
    constructor(parts) {
        this.#parts = parts;
    }
    /** How it stands with `peer`; `undefined` where nothing was tried since this agent runs. */
    standing(peer) {
        return this.#standing.get(peer);
    }
    /** Forgets what is remembered of `peer` besides the book. */
    forget(peer) {
        for (const map of [this.#claims, this.#last, this.#told, this.#standing])
            map.delete(peer);
    }
    /** @throws {TalosError} `E_EQUIVOCATION` for a peer with evidence against it that nobody has cleared. */
    assertTrusted(peer) {
        if (this.#parts.core.seen.isRefused(peer))
            throw equivocation();
    }
    /** Whether checkpoints of `peer` are known that were not compared with its log. */
    hasNews(peer) {
        return this.#claimsOf(peer).length > 0;
    }
    #claimsOf(peer) {
        return this.#claims.get(peer) ?? [];
    }
    /** The checkpoint of this agent that `peer` said it keeps. */
    keptBy(peer) {
        return this.#told.get(peer);
    }
    /** Whether `peer` keeps the newest checkpoint of this agent, as far as it said. */
    async isShown(peer) {
        return this.#told.get(peer)?.note === (await this.#parts.log.newest()).note;
    }
    /**
     * Takes the note with which a server opened a tunnel. It was made after `before` was kept, so it cannot be older.
     *
     * @param note - Verified, or empty.
     * @throws {TalosError} `E_EQUIVOCATION` where it shows that the peer signed two histories, or went back.
     */
    async opened(peer, note, before) {
        const { seen, clock } = this.#parts.core;
        const shown = note === '' ? undefined : readCheckpoint(note, peer);
        if (shown === undefined)
            return;
        if (before === undefined)
            await seen.keep(shown, clock.now());
        else if (shown.size < before.size)
            await this.#rolledBack(peer, before, shown);
        await this.#claim(peer, shown);
        this.assertTrusted(peer);
    }
    /** Takes a note of a statement of `peer`, verified; quick, and never throws. */
    saw(peer, note) {
        if (note === '' || this.#last.get(peer) === note)
            return;
        this.#last.set(peer, note);
        const shown = readCheckpoint(note, peer);
        if (shown !== undefined)
            void this.#claim(peer, shown).catch((error) => this.#failed(peer, error));
    }
    /** Takes a note of `peer`, verified, that others passed on: the first that is seen of it is kept. Never throws. */
    heard(peer, note) {
        const shown = readCheckpoint(note, peer);
        if (shown !== undefined)
            void this.#hear(peer, shown).catch((error) => this.#failed(peer, error));
    }
    async #hear(peer, shown) {
        const { seen, clock } = this.#parts.core;
        if (seen.newest(peer) === undefined && !seen.isRefused(peer))
            await seen.keep(shown, clock.now());
        await this.#claim(peer, shown);
    }
    /** Compares a note with what is known, and remembers it until it was compared with the log of the peer. */
    async #claim(peer, shown) {
        const before = this.#claimsOf(peer);
        const isKept = this.#parts.core.seen.newest(peer)?.checkpoint.note === shown.note;
        // At once: the next note may be compared with it before this function goes on. Where there are too many the newest
        // makes room for a newer one, since what is compared is the oldest.
        if (!isKept && before.every(({ size }) => size !== shown.size))
            this.#claims.set(peer, [...before.slice(0, MAX_CLAIMS - 1), shown]);
        await this.#conflicts(peer, shown, before);
    }
    /**
     * Talks with `peer` until each keeps the newest checkpoint of the other, or it shows that it cannot.
     *
     * Never rejects: what came of it is in {@link standing}.
     */
    async talk(peer, signal) {
        try {
            this.assertTrusted(peer);
            this.#stands(peer, await this.#rounds(peer, signal));
        }
        catch (error) {
            this.#failed(peer, error);
        }
    }
    async #rounds(peer, signal) {
        const { core, log, ask } = this.#parts;
        let [wanted, asked, isBehind] = [this.#chased(peer), 0, false];
        for (let round = 0; round < MAX_ROUNDS; round++) {
            const request = await this.#message(peer, { from: this.#told.get(peer)?.size ?? 0, ask: wanted, asked });
            // Not what is kept now: the peer may talk with this agent at the same time, over a link of its own.
            const { kept } = request;
            const answer = decodeWitnessMessage(await ask(peer, encodeWitnessMessage(request), signal), peer, core.identity.did);
            if (answer.from !== (kept?.size ?? 0))
                throw new TalosError('E_PROTOCOL', 'the peer answered about another checkpoint than the one that is kept');
            const verdict = await this.#take(peer, answer);
            if (this.#parts.core.seen.isRefused(peer))
                return 'unproven';
            asked = answer.ask;
            if (answer.kept !== undefined && !(await this.#isOwn(answer.kept))) {
                if (isBehind)
                    return this.#isBehind(peer);
                // Said once more, now knowing what the peer keeps: then it knows for sure, too.
                isBehind = true;
                continue;
            }
            const isConnected = verdict === 'same' || verdict === 'grown' || verdict === 'first';
            const isShown = answer.kept?.note === (await log.newest()).note || request.note.size === 0;
            const isDone = answer.ask === 0 && (!this.hasNews(peer) || round + 1 === MAX_ROUNDS);
            if (isConnected && isShown && isDone)
                return 'agreed';
            wanted = isConnected ? this.#chased(peer) : (kept?.size ?? 0);
        }
        return 'unproven';
    }
    /**
     * What this side says now.
     *
     * @param terms - `from`: what the peer keeps, as it was known before this is called, so that the newest note is not
     *   older but where this ledger has gone back.
     */
    async #message(peer, { from, ask, asked }) {
        const { core, log } = this.#parts;
        const note = await log.newest();
        const path = from > note.size ? [] : await log.path(from, note.size);
        const earlier = asked > 0 && asked <= note.size ? await log.at(asked) : undefined;
        return { note, kept: core.seen.newest(peer)?.checkpoint, from, path, ask, earlier };
    }
    /** The size of a note in a statement that is to be compared with the peer's log; 0 where there is none. */
    #chased(peer) {
        return this.#claimsOf(peer)[0]?.size ?? 0;
    }
    /** Answers `exchange`. @throws {TalosError} `E_MALFORMED`; `E_REFUSED` for a peer that was convicted. */
    async answer(peer, fields) {
        const { core } = this.#parts;
        if (core.seen.isRefused(peer))
            throw refused('denied', 'the peer signed two histories');
        const message = decodeWitnessMessage(fields, peer, core.identity.did);
        // Named to the peer below: the path that it made starts from what this side said last.
        const before = core.seen.newest(peer)?.checkpoint;
        const verdict = await this.#take(peer, message);
        const isOwn = message.kept === undefined || (await this.#isOwn(message.kept));
        if (!isOwn)
            this.#isBehind(peer);
        // It was told what is kept, and did not get there: its own word for that size decides.
        const hasFailed = verdict === 'unconnected' && message.from === before?.size;
        this.#stands(peer, !isOwn ? 'ahead' : verdict === 'unconnected' || verdict === 'older' ? 'unproven' : 'agreed');
        const chased = this.#chased(peer);
        // About what the question says is kept, whatever else the peer has said meanwhile over another link.
        const from = message.kept?.size ?? 0;
        const reply = await this.#message(peer, { from, ask: hasFailed ? before.size : chased, asked: message.ask });
        return encodeWitnessMessage(reply);
    }
    /** Whether a checkpoint that this agent signed is one of its ledger; notes what the peer keeps. */
    async #isOwn(kept) {
        const { log } = this.#parts;
        this.#told.set(kept.author, kept);
        const newest = await log.newest();
        return kept.size <= newest.size && equalBytes((await log.at(kept.size)).root, kept.root);
    }
    /** The own ledger lacks what this agent has signed. */
    #isBehind(peer) {
        if (this.#standing.get(peer)?.outcome !== 'ahead')
            this.#parts.core.notice('equivocation', 'the peer keeps a later checkpoint of this ledger: this data directory is an older copy, or another one has the same identity', peer);
        return 'ahead';
    }
    /** Compares what a peer shows with what is kept of it, and keeps it or the evidence. */
    async #take(peer, message) {
        const { seen, clock } = this.#parts.core;
        const { note, from, path, earlier } = message;
        for (const each of [note, earlier])
            if (each !== undefined && (await this.#conflicts(peer, each)))
                return 'fork';
        // One that keeps nothing any more has forgotten what it said before.
        if (message.kept === undefined)
            this.#told.delete(peer);
        else
            this.#told.set(peer, message.kept);
        const kept = seen.newest(peer)?.checkpoint;
        const verdict = kept === undefined ? 'first' : judgeShown(kept, { checkpoint: note, from, path });
        if (kept !== undefined && verdict === 'rollback')
            await this.#rolledBack(peer, kept, note);
        if (verdict === 'first' || verdict === 'grown')
            await seen.keep(note, clock.now());
        // These were just compared.
        const left = this.#claimsOf(peer).filter(({ size }) => size !== note.size && size !== earlier?.size);
        this.#claims.set(peer, left);
        return verdict;
    }
    /** Whether a note is another one of the same size than one that is known, which is then evidence. */
    async #conflicts(peer, shown, claims = this.#claimsOf(peer)) {
        for (const known of [await this.#parts.core.seen.at(peer, shown.size), ...claims]) {
            if (known?.size !== shown.size || equalBytes(known.root, shown.root))
                continue;
            await this.#convict(peer, 'fork', forkEvidence(peer, { notes: [known.note, shown.note] }));
            return true;
        }
        return false;
    }
    async #rolledBack(peer, kept, shown) {
        const { identity, clock } = this.#parts.core;
        const witness = { did: identity.did, signing: identity.signing, timeMs: clock.now() };
        await this.#convict(peer, 'rollback', rollbackEvidence(peer, kept.note, shown.note, witness));
    }
    /** Takes the evidence of a fork that was found elsewhere. One that a person has cleared is no news. */
    async forked(author, file) {
        if (this.#parts.core.seen.evidence(author).some((held) => held.file === file))
            return;
        await this.#convict(author, 'fork', file);
    }
    async #convict(peer, what, file) {
        if (file === undefined)
            return;
        const { core, onEquivocation } = this.#parts;
        if (!(await core.seen.convict(peer, what, file, core.clock.now())))
            return;
        try {
            core.ledger.append({ type: 'equivocation', peer, what, evidence: evidenceId(file) });
        }
        finally {
            // Whatever keeps it out of the ledger until the next start, people are told and its tunnels end.
            const how = what === 'fork' ? 'signed two histories of its ledger' : 'showed an older ledger than before';
            core.notice('equivocation', `the peer ${how}: its tunnels are refused until talos audit witness clear; the evidence is in talos audit witness evidence`, peer);
            onEquivocation(peer);
        }
    }
    #stands(peer, outcome, code) {
        const atMs = this.#parts.core.clock.now();
        this.#standing.set(peer, { outcome, atMs, ...(code === undefined ? {} : { code }) });
    }
    #failed(peer, error) {
        this.#stands(peer, 'silent', isTalosError(error) ? error.code : 'E_INTERNAL');
    }
}
/** The refusal of a peer that was convicted. */
function equivocation() {
    return new TalosError('E_EQUIVOCATION', 'there is evidence that the peer signed two histories, or went back in one', {
        hint: 'look at it with talos audit witness evidence; talos audit witness clear lets the peer in again',
    });
}
