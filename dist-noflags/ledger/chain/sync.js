/**
 * Synchronising the chain of an author from one or several sources. PROTOCOL.md §9.11.
 *
 *     status, newest header of each source ──► one chain, or the best of several ──► ranges of blocks
 *                                                                                       │ validated in full
 *                                                                                       ▼
 *                                                        kept, a batch each: whatever ends the run, the next goes on
 *
 * What sources say is a hint until it verifies. A source that is silent, or not right, is dropped with its reason, and
 * the next one is asked. Memory holds two answers, whatever is offered.
 *
 * @module
 */
import { equalBytes } from "../../base/bytes.js";
import { keyOfDid } from "../../identity/did.js";
import { readCheckpoint } from "../log/checkpoint.js";
import { forkEvidence } from "../log/evidence.js";
import { Frontier } from "../log/frontier.js";
import { validateBlock } from "../validation/validate.js";
import { workOf } from "./chain-header.js";
import { MAX_BLOCKS_AN_ANSWER } from "./chain-source.js";
import { Claims } from "./sync-claims.js";
import { Asking, allDropped, pauseOf, SLOW_ANSWER_MS, Standing } from "./sync-sources.js";
import { MAX_SYNC_SOURCES, SYNC_ANSWER_TIMEOUT_MS, } from "./sync-types.js";
/** Blocks that are validated before others get a turn. */
const BLOCKS_A_TURN = 32;
/**
 * Brings a kept chain up to the newest block that a source shows.
 *
 * @returns What was done; it may have found that the author signed two histories, which its caller has to tell.
 * @throws {TalosError} the most telling reason of a source, with `details.height`, where all were dropped before the end,
 *   unless a fork was found; `E_LIMIT`, `E_STORAGE…` of the kept chain. What was kept stays.
 * @throws The reason of `signal`.
 */
export async function syncChain(parts, signal) {
    const { sources, timeoutMs = SYNC_ANSWER_TIMEOUT_MS, now, pause = pauseOf } = parts;
    if (sources.length < 1 || sources.length > MAX_SYNC_SOURCES)
        throw new RangeError(`sources must be 1 to ${MAX_SYNC_SOURCES}, got ${sources.length}`);
    const asking = new Asking({ signal, timeoutMs, now, pause });
    return new Run(parts, asking, sources.map((source) => new Standing(source))).run();
}
class Run {
    #parts;
    #asking;
    #standings;
    #from;
    #target = -1;
    #blocks = 0;
    #bytes = 0;
    /** Sources of the chosen chain; the first is asked next. */
    #claims = [];
    #ahead;
    #note = '';
    #lateFork;
    constructor(parts, asking, standings) {
        this.#parts = parts;
        this.#asking = asking;
        this.#standings = standings;
        this.#from = this.#height;
    }
    get #height() {
        return this.#parts.kept.tip?.height ?? -1;
    }
    async run() {
        const claims = new Claims(this.#parts, this.#asking);
        const chosen = await claims.choose(this.#standings);
        if (chosen !== undefined) {
            await this.#fetch(chosen);
            await this.#compareNotes(chosen.claims);
        }
        const fork = claims.fork ?? this.#lateFork;
        const isDone = chosen !== undefined && this.#height >= this.#target;
        if (!isDone && fork === undefined)
            throw allDropped(this.#standings, this.#height);
        const sources = this.#standings.map((standing) => standing.outcome());
        const note = this.#note;
        return { ...this.#progress(), from: this.#from, sources, note, ...(fork === undefined ? {} : { fork }) };
    }
    #progress() {
        return { height: this.#height, target: this.#target, blocks: this.#blocks, bytes: this.#bytes };
    }
    async #fetch({ claims, newest }) {
        this.#claims = [...claims];
        this.#target = newest.header.height;
        this.#parts.onProgress?.(this.#progress());
        while (this.#height < this.#target) {
            const asked = this.#ahead ?? (await this.#askNext(this.#height + 1));
            this.#ahead = undefined;
            if (asked === undefined)
                break;
            const answer = await asked.answer;
            if (answer === undefined)
                continue;
            if (asked.claim.standing.dropped === undefined)
                await this.#take(asked, answer.value);
        }
        await this.#compareEnd(newest);
    }
    /** A source may show one chain and give another, both signed. */
    async #compareEnd(newest) {
        const { tip } = this.#parts.kept;
        if (tip?.height !== this.#target || equalBytes(tip.hash, newest.hash))
            return;
        this.#found({ headers: [await this.#parts.kept.header(tip.height), newest] });
    }
    /** The checkpoints that sources showed, beside the log that is kept. */
    async #compareNotes(claims) {
        const { author, kept } = this.#parts;
        for (const { note } of claims) {
            const checkpoint = readCheckpoint(note, author);
            if (checkpoint === undefined || checkpoint.size > (kept.tip?.frontier.size ?? 0))
                continue;
            if (equalBytes(await kept.rootAt(checkpoint.size), checkpoint.root))
                this.#keepNewer(checkpoint);
            else {
                const header = await kept.headerOfSize(checkpoint.size);
                if (header !== undefined)
                    this.#found({ notes: [note], headers: [header] });
            }
        }
    }
    #keepNewer({ note, size }) {
        const before = readCheckpoint(this.#note, this.#parts.author)?.size ?? 0;
        if (size > before)
            this.#note = note;
    }
    #found(pair) {
        const evidence = forkEvidence(this.#parts.author, pair);
        if (evidence !== undefined)
            this.#lateFork ??= { evidence, code: 'E_EQUIVOCATION', depth: 0 };
    }
    /** Asks the next source that may have blocks from height `from` on; waits for one that rests. */
    async #askNext(from) {
        const able = () => this.#claims.filter((claim) => canGive(claim, from));
        if (able().length === 0) {
            for (const { standing, first } of this.#claims)
                if (first > from)
                    standing.drop('E_NOT_FOUND', `the entries of its blocks below ${first} are archived`);
            return undefined;
        }
        await this.#asking.rested(able().map(({ standing }) => standing));
        const nowMs = this.#parts.now();
        const [claim] = able().toSorted((a, b) => Math.max(0, a.standing.restsUntilMs - nowMs) - Math.max(0, b.standing.restsUntilMs - nowMs));
        return claim === undefined ? undefined : this.#askOf(claim, from);
    }
    #askOf(claim, from) {
        const { author, now } = this.#parts;
        const last = Math.min(this.#target, claim.newest.header.height);
        const count = Math.min(MAX_BLOCKS_AN_ANSWER, last - from + 1);
        const answer = this.#asking.askOnce(claim.standing, (source, signal) => source.blocks(author, from, count, signal));
        // Whoever waits for it later is told; the run may end before.
        answer.catch(() => undefined);
        return { from, claim, answer, sinceMs: now() };
    }
    async #take({ claim, from, sinceMs }, blocks) {
        const next = from + blocks.length;
        // The network works while this side validates.
        if (next <= this.#target && canGive(claim, next))
            this.#ahead = this.#askOf(claim, next);
        if (this.#parts.now() - sinceMs > SLOW_ANSWER_MS)
            this.#claims = [...this.#claims.filter((each) => each !== claim), claim];
        const valid = await this.#validated(claim.standing, blocks);
        if (valid.length > 0) {
            await this.#parts.kept.append(valid);
            claim.standing.gave(valid.length);
            this.#blocks += valid.length;
            this.#bytes += valid.reduce((sum, { bytes }) => sum + bytes.length, 0);
            this.#parts.onProgress?.(this.#progress());
        }
        // What was asked ahead stands on blocks that are not kept.
        if (valid.length < blocks.length)
            this.#ahead = undefined;
    }
    /** Size of a checkpoint that is known and that the block contradicts. */
    #contradicted(tip, { entries }) {
        const first = tip?.frontier.size ?? 0;
        for (const { size, root } of this.#parts.checkpoints ?? []) {
            if (size <= first || size > first + entries.length)
                continue;
            const log = tip?.frontier.copy() ?? new Frontier();
            for (const { leaf } of entries.slice(0, size - first))
                log.append(leaf);
            if (!equalBytes(log.root(), root))
                return size;
        }
        return undefined;
    }
    /** The blocks that follow the kept tip; at the first that does not verify its source is dropped. */
    async #validated(standing, blocks) {
        const { author, network, difficulty, now, validate = validateBlock, kept } = this.#parts;
        const authorKey = keyOfDid(author);
        const valid = [];
        let tip = kept.tip;
        for (const [i, bytes] of blocks.entries()) {
            if (i % BLOCKS_A_TURN === BLOCKS_A_TURN - 1)
                await this.#asking.terms.pause(0, this.#asking.terms.signal);
            const verdict = validate(bytes, { authorKey, network, difficulty, nowMs: now(), tip });
            if (!verdict.valid) {
                standing.drop(verdict.code, `block ${(tip?.height ?? -1) + 1}: ${verdict.reason}`);
                break;
            }
            const contradicted = this.#contradicted(tip, verdict);
            if (contradicted !== undefined) {
                standing.drop('E_EQUIVOCATION', `a checkpoint of the author has another log of ${contradicted} entries`);
                break;
            }
            tip = tipAfter(tip, verdict);
            valid.push({ bytes, leaves: verdict.entries.map(({ leaf }) => leaf), tip });
        }
        return valid;
    }
}
function tipAfter(tip, { block, tip: next }) {
    return { ...next, work: (tip?.work ?? 0n) + workOf(block.header.difficulty) };
}
function canGive({ standing, newest, first }, from) {
    return standing.dropped === undefined && newest.header.height >= from && first <= from;
}
