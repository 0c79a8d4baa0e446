/**
 * The validation engine: five layers in order, from the form of a block to what was anchored elsewhere. PROTOCOL.md §9.8.
 *
 * Judging changes nothing: a block that was refused leaves no trace, and the honest one with the same hash, root or
 * ids is accepted afterwards. Only {@link ValidationEngine.commit} moves the engine on.
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
import { systemClock } from "../../base/clock.js";
import { verifySignatures } from "../../crypto/sign-batch.js";
import { keyOfDid, parseDid } from "../../identity/did.js";
import { chainIdOf } from "../block.js";
import { workOf } from "../chain/chain-header.js";
import { DEFAULT_NETWORK, isNetworkName } from "../network.js";
import { linkPointOf } from "./validate.js";
import { bytesOfBlock } from "./validation-block.js";
import { runChain, } from "./validation-chain.js";
import { LAYER_CODES, layerOf, VALIDATION_NUMBERS } from "./validation-codes.js";
import { repetition } from "./validation-entries.js";
import { Examination } from "./validation-examine.js";
import { isAtLeast, VALIDATION_LEVELS, } from "./validation-levels.js";
import { consensusFault, linkLog, sizeFault } from "./validation-link.js";
import { MetricsCounter } from "./validation-metrics.js";
/** Headers whose signature is remembered: those of a day of blocks of two seconds, in 8 MB. */
export const MAX_VERIFIED_HEADERS = 43_200;
/** See the module comment. One author, one chain. */
export class ValidationEngine {
    level;
    author;
    network;
    difficulty;
    #anchors;
    #seen;
    #clock;
    #chainId;
    #counter = new MetricsCounter();
    #examination;
    #state;
    /**
     * @throws {RangeError} for a difficulty that is no integer from 0 to 255, or an unknown level; if author,
     *   network or difficulty are not those of the state.
     * @throws {TalosError} `E_BAD_DID` for an author that is no DID.
     */
    constructor(options = {}) {
        const { state, strictMode = true } = options;
        this.level = levelOf(options.level ?? (strictMode ? 'strict' : 'standard'));
        this.difficulty = difficultyOf(options.difficulty ?? state?.difficulty ?? DEFAULT_NETWORK.difficulty);
        this.author = options.author === undefined ? state?.author : parseDid(options.author);
        this.network = options.network ?? state?.network ?? DEFAULT_NETWORK.name;
        if (!isNetworkName(this.network))
            throw new RangeError('network must be the name of a network');
        if (state !== undefined && !isOf(state, this))
            throw new RangeError('state must be of the same chain');
        this.#state = state;
        this.#anchors = options.anchors;
        this.#seen = options.seen;
        this.#clock = options.clock ?? systemClock;
        this.#chainId = this.author === undefined ? undefined : chainIdOf(keyOfDid(this.author), this.network);
        this.#examination = new Examination({
            author: this.author,
            level: this.level,
            metrics: this.#counter,
            headers: new BoundedMap(MAX_VERIFIED_HEADERS),
        });
    }
    /** The chain so far; `undefined` before height 0. */
    get state() {
        return this.#state;
    }
    /** What the engine did. */
    get metrics() {
        return this.#counter.snapshot();
    }
    /**
     * Judges a block. Whatever it holds, this does not throw, and the engine is as it was.
     *
     * @param block - Its bytes, or the block that they are read as. Not kept.
     * @throws whatever the {@link AnchorCheck} threw.
     */
    async validateBlock(block, options = {}) {
        const bytes = block instanceof Uint8Array ? block : bytesOfBlock(block);
        const examined = 'rule' in bytes ? { form: bytes, findings: nothing } : this.#examination.examine(bytes);
        return this.judge(examined, options);
    }
    /**
     * Judges a block that was examined, perhaps by another thread, under the author and the level of this engine.
     *
     * @throws as {@link validateBlock}.
     */
    async judge(examined, options = {}) {
        const position = options.position ?? this.#position();
        // Another block may be committed while an anchor is looked up: the verdict is about what the engine holds now.
        const state = this.#state;
        const judgement = this.#upToEntries(examined, position);
        const fault = judgement.fault ?? (await this.#anchorFault(examined.read));
        this.#counter.judged(fault?.rule);
        const result = this.#result(examined, { ...judgement, fault });
        const next = options.position === undefined ? this.#next(result, judgement.frontier, state) : undefined;
        return next === undefined ? result : { ...result, next };
    }
    /**
     * Takes a block that was judged valid as the newest of the chain.
     *
     * @throws {RangeError} if it is not valid, or was not judged as the next block of what this engine holds now.
     */
    commit({ isValid, next, ids }) {
        const height = this.#state?.tip.height ?? -1;
        if (!isValid || next === undefined)
            throw new RangeError('only a valid block of a known chain can be committed');
        if (next.tip.height !== height + 1 || before.get(next) !== this.#state)
            throw new RangeError('the block was judged after another one than the newest');
        this.#state = next;
        this.#seen?.add(ids);
    }
    #position() {
        return this.#state === undefined ? 'start' : linkPointOf(this.#state.tip);
    }
    /** The first four layers, as far as the level asks. */
    #upToEntries(examined, position) {
        const { read, form, self } = examined;
        if (form !== undefined || self !== undefined || read === undefined)
            return { fault: form ?? self };
        if (!isAtLeast(this.level, 'standard'))
            return { fault: undefined };
        const from = performance.now();
        const log = linkLog(read, position);
        const linked = performance.now();
        this.#counter.addTime('cryptographic', linked - from);
        if (log.fault !== undefined)
            return { fault: log.fault };
        const rules = { chainId: this.#chainId, difficulty: this.difficulty, nowMs: this.#clock.now() };
        const fault = consensusFault(read.block.header, read.hash, rules, position);
        this.#counter.addTime('consensus', performance.now() - linked);
        if (fault !== undefined || !isAtLeast(this.level, 'strict'))
            return { fault, ...log };
        return { ...this.#entries(examined, read, position), ...log };
    }
    #entries({ findings }, read, position) {
        const size = sizeFault(read.block.header, read.block.entries.length, position);
        if (size !== undefined)
            return { fault: size };
        const { fault, entries, ids } = findings();
        if (fault !== undefined)
            return { fault };
        const again = this.#seen === undefined ? undefined : ids.find((id) => this.#seen?.has(id));
        return { fault: again === undefined ? undefined : repetition(again), ids, ...(entries && { entries }) };
    }
    async #anchorFault(read) {
        if (this.#anchors === undefined || this.level !== 'paranoid' || read === undefined)
            return undefined;
        const { header } = read.block;
        const from = performance.now();
        const verdict = await this.#anchors(header, header.logRoot, header.logSize);
        this.#counter.addTime('cross-chain', performance.now() - from);
        return verdict.status === 'mismatch' ? { rule: 'anchor', reason: verdict.reason } : undefined;
    }
    #result({ read }, { fault, entries, ids = [] }) {
        const { level } = this;
        const header = read?.block.header;
        const hash = read === undefined || read.hash.length === 0 ? undefined : read.hash;
        const about = { level, ...(header && { header }), ...(hash && { hash }) };
        if (fault !== undefined)
            return { isValid: false, errors: [errorOf(fault)], ids: [], ...about };
        return { isValid: true, errors: [], ids, ...about, ...(entries && { entries }) };
    }
    /** The chain with a block that was judged as the one after `state`. */
    #next(judged, frontier, state) {
        const { isValid, header, hash } = judged;
        const { author, network, difficulty } = this;
        if (!isValid || header === undefined || hash === undefined || frontier === undefined || author === undefined)
            return undefined;
        const tip = { height: header.height, hash, timeMs: header.timeMs, frontier };
        const next = { author, network, difficulty, tip, work: (state?.work ?? 0n) + workOf(difficulty) };
        before.set(next, state);
        return next;
    }
    /**
     * Validates blocks one after the other, from the one after {@link state} on, and commits each that is valid.
     *
     * @param blocks - In order. Read no further than the first that is refused, but for what an examiner has in the air.
     * @throws whatever `blocks`, `onBlock`, the anchors or the examiner threw, and the signal's reason: `state` is then
     *   that of the last block that was committed, and another run may go on there.
     */
    validateChain(blocks, options = {}) {
        return runChain(this.#judge(), blocks, options);
    }
    /**
     * Whether each signature of a batch is valid, in their order: under the one strict rule, each by itself, so that none is
     * valid in a batch that would not be alone.
     *
     * @throws {TypeError} for what is no array, or an element without bytes.
     */
    verifySignatures(batch) {
        return verifySignatures(batch);
    }
    #judge() {
        const { level, author } = this;
        return {
            terms: { level, author },
            state: () => this.#state,
            examine: (bytes) => this.#examination.examine(bytes),
            judge: (examined) => this.judge(examined),
            commit: (result) => this.commit(result),
            count: (metrics, entries) => {
                this.#counter.add(metrics);
                this.#counter.addEntries(entries);
            },
        };
    }
}
/** What each state that was offered for a commit came after. */
const before = new WeakMap();
function isOf(state, { author, network, difficulty }) {
    return state.author === author && state.network === network && state.difficulty === difficulty;
}
const nothing = () => ({ ids: [] });
function errorOf({ rule, reason, position }) {
    const layer = layerOf(rule);
    const place = position === undefined ? {} : { position };
    return { layer, code: LAYER_CODES[layer], number: VALIDATION_NUMBERS[rule], reason, ...place };
}
function levelOf(level) {
    if (!VALIDATION_LEVELS.includes(level))
        throw new RangeError(`level must be one of ${VALIDATION_LEVELS.join(', ')}`);
    return level;
}
function difficultyOf(difficulty) {
    if (!Number.isInteger(difficulty) || difficulty < 0 || difficulty > 255)
        throw new RangeError(`difficulty must be 0 to 255, got ${difficulty}`);
    return difficulty;
}
