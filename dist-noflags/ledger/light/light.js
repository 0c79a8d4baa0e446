/**
 * A light client of one author's log: it holds headers or checkpoints, no entries, and recomputes every hash itself. What
 * others say of the log is believed once it is signed, has the work and is joined to what is held. PROTOCOL.md §9.12.
 *
 * Pure: it waits for nothing and asks nobody. Who fetches is `light-sync.ts`; who keeps is `agent/record/light-store.ts`.
 *
 * @module
 */
import { equalBytes } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { verify } from "../../crypto/sign.js";
import { keyOfDid } from "../../identity/did.js";
import { chainIdOf, DIFFICULTY, encodeHeader, NETWORK } from "../block.js";
import { verifyHeader, verifyLoneHeader, workOf, } from "../chain/chain-header.js";
import { readEntry } from "../entry/entry.js";
import { forkEvidence, verifyEvidenceFile } from "../log/evidence.js";
import { emptyRoot, verifyInclusion } from "../log/merkle.js";
import { verifyProofFile } from "../log/proof-file.js";
import { CheckpointChain, isSameLog, joinsLogs, readSharedCheckpoint } from "./light-checkpoints.js";
import { HeaderShelf } from "./light-shelf.js";
import { LightSources } from "./light-sources.js";
import { MAX_LIGHT_HEADERS, } from "./light-types.js";
/**
 * See the module comment. Once its author has signed two histories, it takes nothing more and holds no proof for valid.
 *
 * @example
 * await initCrypto()
 * const light = new LightClient(parseDid(author))
 * light.addCheckpoint(note, { source: 'their web page', nowMs: Date.now() })
 * const verdict = light.verifyProof(file)
 * if (verdict.valid) console.log(verdict.confirmed ? 'confirmed' : 'unconfirmed', verdict.entry.body.type)
 */
export class LightClient {
    author;
    #authorKey;
    #network;
    #difficulty;
    #shelf = new HeaderShelf();
    #checkpoints = new CheckpointChain();
    #sources = new LightSources();
    #keep;
    #tip;
    #head;
    #fork;
    /** @param author - Whose log it is. */
    constructor(author, options = {}) {
        this.author = author;
        this.#authorKey = keyOfDid(author);
        this.#keep = options.keep ?? 'checkpoints';
        this.#network = options.network ?? NETWORK;
        this.#difficulty = options.difficulty ?? DIFFICULTY;
    }
    get keep() {
        return this.#keep;
    }
    /** From now on all headers are kept, from height 0 on; what is held stays. */
    keepHeaders() {
        this.#keep = 'headers';
    }
    /** The largest log that is known; of no entries before the first. */
    get log() {
        const [newest, header] = [this.#checkpoints.newest, this.#shelf.last()?.header];
        if (newest !== undefined && newest.size >= (header?.logSize ?? 0))
            return newest;
        return { size: header?.logSize ?? 0, root: header?.logRoot ?? emptyRoot() };
    }
    /** Height of the newest block that is known by its header; −1 before the first. */
    get height() {
        return Math.max(this.#shelf.count - 1, this.#head?.header.height ?? -1);
    }
    /** Headers that are kept, from height 0 on. */
    get headers() {
        return this.#shelf.count;
    }
    /** The newest checkpoint that is kept: its signed note. */
    get checkpoint() {
        return this.#checkpoints.newest;
    }
    /** The evidence file (PROTOCOL.md §9.9) that the author signed two histories, where it did. */
    get fork() {
        return this.#fork;
    }
    /**
     * Entries of the log that more than one source vouches for: the second largest size that sources showed, all of it
     * joined. Own dealings with the author and witnesses count by themselves.
     */
    get confirmedSize() {
        return this.#fork === undefined ? this.#sources.confirmedSize() : 0;
    }
    /** The log of that size, where it is known. */
    logOf(size) {
        const header = this.#shelf.ofLog(size)?.header;
        return header === undefined ? this.#checkpoints.of(size) : { size, root: header.logRoot };
    }
    /** The header at `height`, where it is kept. */
    headerAt(height) {
        return this.#shelf.at(height) ?? (this.#head?.header.height === height ? this.#head : undefined);
    }
    /** The records of {@link headers} from one height to before another, 226 bytes each: a copy. */
    headerRecords(from, to) {
        return this.#shelf.slice(from, to);
    }
    /**
     * Takes headers that follow each other, the first at a height that is known or next. Those that are known are compared.
     *
     * Each is verified before it is kept: signature, chain, link, work, time, and that its log grows.
     *
     * @param headers - What throws a `TalosError` on the way is refused like a header.
     * @param after - Height that the first must follow, where the headers go on with others.
     * @throws {TypeError} unless it {@link keep}s headers.
     */
    addHeaders(headers, { source, nowMs }, after) {
        if (this.#keep !== 'headers')
            throw new TypeError('this light client keeps checkpoints alone: keepHeaders()');
        let [taken, at, last] = [0, 0, undefined];
        try {
            for (const signed of headers) {
                if (this.#addHeader(signed, last?.header.height ?? after, nowMs))
                    taken++;
                [at, last] = [at + 1, signed];
            }
            return { taken };
        }
        catch (error) {
            if (!isTalosError(error))
                throw error;
            return { taken, refused: { at, code: error.code, reason: error.message } };
        }
        finally {
            // What was verified before the bad one, its source did show.
            if (last !== undefined)
                this.#sources.showed(source, last.header.logSize);
        }
    }
    /** Whether the header is new. @throws {TalosError} where it is refused; nothing is changed then but {@link fork}. */
    #addHeader(signed, after, nowMs) {
        this.#assertOneLog();
        const { height } = signed.header;
        if (after !== undefined && height !== after + 1)
            throw new TalosError('CONSENSUS_VIOLATION', `header ${height} stands where ${after + 1} must be`);
        const held = this.#shelf.at(height);
        if (held !== undefined) {
            this.#compareHeaders(held, signed);
            return false;
        }
        if (this.#shelf.count >= MAX_LIGHT_HEADERS)
            throw new TalosError('E_LIMIT', `a light client keeps at most ${MAX_LIGHT_HEADERS} headers of an author`);
        const tip = verifyHeader(signed, { ...this.#rules(nowMs), tip: this.#tip });
        this.#checkLog(signed);
        this.#shelf.push(signed);
        this.#tip = tip;
        return true;
    }
    #rules(nowMs) {
        return { authorKey: this.#authorKey, network: this.#network, difficulty: this.#difficulty, nowMs };
    }
    #assertOneLog() {
        if (this.#fork !== undefined)
            throw new TalosError('E_EQUIVOCATION', 'the author signed two histories');
    }
    /** @throws {TalosError} unless both are the same block. Where the author signed the other one, that is a fork. */
    #compareHeaders(held, signed) {
        if (equalBytes(held.hash, signed.hash))
            return;
        const { height, chainId } = signed.header;
        const isAuthors = verify('block', this.#authorKey, encodeHeader(signed.header), signed.signature);
        if (!isAuthors)
            throw new TalosError('CRYPTO_INVALID', `header ${height} is not signed by the author`);
        if (!equalBytes(chainId, chainIdOf(this.#authorKey, this.#network)))
            throw new TalosError('CONSENSUS_VIOLATION', `header ${height} is of another network`);
        throw this.#forked({ headers: [held, signed] }, `the author signed two blocks of height ${height}`);
    }
    #forked(pair, reason) {
        this.#fork ??= forkEvidence(this.author, pair);
        return new TalosError('E_EQUIVOCATION', reason);
    }
    /** What a header says of the log, beside what was known before. */
    #checkLog(signed) {
        const { height, logSize, logRoot } = signed.header;
        const before = this.#tip?.logSize ?? 0;
        const semantic = (what) => new TalosError('SEMANTIC_ERROR', `header ${height} ${what}`);
        for (const { checkpoint } of this.#checkpoints.all) {
            if (checkpoint.size <= before || checkpoint.size > logSize)
                continue;
            if (checkpoint.size < logSize)
                throw semantic(`passes over the checkpoint of ${checkpoint.size} entries`);
            if (!equalBytes(checkpoint.root, logRoot))
                throw this.#forked({ notes: [checkpoint.note], headers: [signed] }, `the author signed two logs of ${logSize} entries`);
        }
    }
    /**
     * Takes a checkpoint of the author. The first is taken as it is; any other must be of a log that is known, or joined to
     * the largest known one. Where it is refused nothing is changed but {@link fork}.
     *
     * @param note - A signed note; what others signed behind the author is left out.
     */
    addCheckpoint(note, { source, path = [], head }) {
        try {
            const checkpoint = readSharedCheckpoint(note, this.author);
            if (checkpoint === undefined || checkpoint.size === 0)
                throw new TalosError('E_PROOF_INVALID', 'not a checkpoint that the author signed');
            this.#assertOneLog();
            if (head !== undefined)
                this.#checkHead(head.header, checkpoint, head.nowMs);
            this.#join(checkpoint, path);
            if (head !== undefined && checkpoint.size === this.log.size)
                this.#head = head.header;
            this.#sources.showed(source, checkpoint.size);
            return { taken: true, size: checkpoint.size };
        }
        catch (error) {
            if (!isTalosError(error))
                throw error;
            return { taken: false, code: error.code, reason: error.message };
        }
    }
    #checkHead(signed, checkpoint, nowMs) {
        const { height, timeMs, logSize, logRoot } = signed.header;
        verifyLoneHeader(signed, this.#rules(nowMs));
        const held = this.headerAt(height);
        if (held !== undefined)
            this.#compareHeaders(held, signed);
        if (!isSameLog({ size: logSize, root: logRoot }, checkpoint))
            throw new TalosError('SEMANTIC_ERROR', `header ${height} is not of the checkpoint`);
        const head = this.#head?.header;
        if (head !== undefined && logSize > head.logSize && (height <= head.height || timeMs < head.timeMs))
            throw new TalosError('CONSENSUS_VIOLATION', `header ${height} goes back behind ${head.height}`);
    }
    #join(checkpoint, path) {
        const [known, newest] = [this.logOf(checkpoint.size), this.log];
        if (known !== undefined) {
            this.#assertSame(checkpoint, known);
            // One note at the end of the headers stands for all before it.
            if (known.size === newest.size && this.#keep === 'headers')
                this.#checkpoints.reset(checkpoint);
            return;
        }
        const isNewer = checkpoint.size > newest.size;
        if (isNewer && this.#keep === 'headers')
            throw new TalosError('E_PROOF_INVALID', `the headers up to the log of ${checkpoint.size} entries are missing`);
        const [older, newer] = isNewer ? [newest, checkpoint] : [checkpoint, newest];
        if (older.size > 0 && !joinsLogs(older, newer, path))
            throw new TalosError('E_PROOF_INVALID', `no consistency proof joins the log of ${older.size} entries to that of ${newer.size}`);
        if (isNewer)
            this.#checkpoints.grow(checkpoint, path);
        else if (this.#checkpoints.of(newest.size) !== undefined)
            this.#checkpoints.put({ checkpoint, joins: { size: newest.size, path } });
    }
    /** @throws {TalosError} `E_EQUIVOCATION`, and keeps both, where the author signed two logs of one size. */
    #assertSame(checkpoint, known) {
        if (isSameLog(checkpoint, known))
            return;
        const held = this.#checkpoints.of(known.size);
        const header = this.#shelf.ofLog(known.size);
        const notes = [...(held === undefined ? [] : [held.note]), checkpoint.note];
        const headers = held !== undefined || header === undefined ? [] : [header];
        throw this.#forked({ notes, headers }, `the author signed two logs of ${known.size} entries`);
    }
    /**
     * Compares a header with another one, or with what is known at its height, and keeps both where the author signed two.
     *
     * @param other - Of the same height; not verified before.
     * @returns Why they contradict each other, or why that is not known; `undefined` where they are the same.
     */
    compare(signed, other = this.headerAt(signed.header.height)) {
        const { height } = signed.header;
        try {
            if (other?.header.height !== height || !this.#isSigned(other))
                throw new TalosError('E_PROOF_INVALID', `nothing is known of height ${height}`);
            this.#compareHeaders(other, signed);
            return undefined;
        }
        catch (error) {
            if (!isTalosError(error))
                throw error;
            return { code: error.code, reason: error.message };
        }
    }
    /** Keeps two signed notes of the author where they are of two logs of one size. @returns Whether they are. */
    contradiction(one, other) {
        const [first, second] = [readSharedCheckpoint(one, this.author), readSharedCheckpoint(other, this.author)];
        if (first === undefined || second === undefined || first.size !== second.size || isSameLog(first, second))
            return false;
        this.#fork ??= forkEvidence(this.author, { notes: [first.note, second.note] });
        return this.#fork !== undefined;
    }
    /**
     * Verifies a proof file (PROTOCOL.md §9.7) against the logs that are known here: the checkpoint in it must be one of
     * them. Nothing in it makes this throw.
     */
    verifyProof(file) {
        const verdict = verifyProofFile(file);
        if (!verdict.valid)
            return verdict;
        const { author, checkpoint, entry, answered } = verdict;
        if (author !== this.author)
            return invalid('the proof is of another author');
        const refusal = this.#refusalOf(checkpoint);
        if (refusal !== undefined)
            return refusal;
        return this.#verdictOn(entry, checkpoint.size, answered);
    }
    /**
     * Verifies an entry against the log of that size as it is known here. Nothing in `proof` makes this throw.
     *
     * @param checkpoint - That the prover gives with it: only compared with what is known.
     */
    verifyEntry({ entry: bytes, index, size, path }, checkpoint) {
        if (this.#fork !== undefined)
            return equivocation('the author signed two histories');
        const refusal = checkpoint === undefined ? undefined : this.#refusalOf(checkpoint);
        if (refusal !== undefined)
            return refusal;
        const known = this.logOf(size);
        if (known === undefined)
            return invalid(`a log of ${size} entries is not known here`);
        const entry = entryOf(bytes);
        if (entry === undefined || entry.seq !== index)
            return invalid('not the entry of that place');
        if (!verifyInclusion(entry.leaf, index, size, path, known.root))
            return invalid(`entry ${index} is not in the log of ${size} entries that is known here`);
        return this.#verdictOn(entry, size, undefined);
    }
    #refusalOf(checkpoint) {
        try {
            this.#assertOneLog();
            const known = this.logOf(checkpoint.size);
            if (known !== undefined) {
                this.#assertSame(checkpoint, known);
                return undefined;
            }
            const reason = `its log of ${checkpoint.size} entries is not joined to that of ${this.log.size} which is known here`;
            return { ...invalid(reason), unjoined: checkpoint };
        }
        catch (error) {
            if (isTalosError(error, 'E_EQUIVOCATION'))
                return equivocation(error.message);
            throw error;
        }
    }
    #verdictOn(entry, size, answered) {
        const last = Math.max(entry.seq, answered?.seq ?? 0);
        return { valid: true, confirmed: last < this.confirmedSize, author: this.author, size, entry, answered };
    }
    /** All of it but {@link headerRecords}. */
    snapshot() {
        return {
            author: this.author,
            keep: this.#keep,
            checkpoints: this.#checkpoints.all,
            head: this.#head,
            sources: this.#sources.all(),
            fork: this.#fork,
        };
    }
    /**
     * The client that {@link snapshot} was of, everything in it verified again: the notes and what joins them, the links of
     * the headers, and the newest signature, which covers all headers before it.
     *
     * @throws {TalosError} `E_STORAGE_CORRUPT` where something was changed meanwhile.
     */
    static load(snapshot, headers, options = {}) {
        const client = new LightClient(snapshot.author, { ...options, keep: snapshot.keep });
        const demand = (holds, what) => {
            if (!holds)
                throw new TalosError('E_STORAGE_CORRUPT', `what is kept of a light client was changed: ${what}`);
        };
        for (const signed of headers)
            demand(client.#restore(signed), `header ${signed.header.height}`);
        demand(client.#isSigned(client.#shelf.last()) && client.#isSigned(snapshot.head), 'the newest header');
        for (const joined of snapshot.checkpoints) {
            const read = readSharedCheckpoint(joined.checkpoint.note, client.author);
            demand(read !== undefined && isSameLog(read, joined.checkpoint), 'a checkpoint');
            demand(!client.#contradicts(joined.checkpoint), 'a checkpoint of another log');
            client.#checkpoints.put(joined);
        }
        demand(client.#checkpoints.isWhole(), 'a consistency proof');
        client.#head = snapshot.head;
        const { fork } = snapshot;
        demand(fork === undefined || verifyEvidenceFile(fork).valid, 'the evidence of a fork');
        client.#fork = fork;
        for (const [source, size] of snapshot.sources) {
            demand(size <= client.log.size, 'a source');
            client.#sources.showed(source, size);
        }
        return client;
    }
    /** Takes a header that was verified before, where it follows the last: its hash is in the next one. */
    #restore(signed) {
        const { height, previousHash, timeMs, logSize, difficulty } = signed.header;
        const before = this.#tip;
        if (height !== this.#shelf.count || (before !== undefined && !equalBytes(previousHash, before.hash)))
            return false;
        this.#shelf.push(signed);
        this.#tip = { height, hash: signed.hash, timeMs, logSize, work: (before?.work ?? 0n) + workOf(difficulty) };
        return true;
    }
    #isSigned(signed) {
        return signed === undefined || verify('block', this.#authorKey, encodeHeader(signed.header), signed.signature);
    }
    #contradicts(checkpoint) {
        const header = this.#shelf.ofLog(checkpoint.size)?.header;
        return header !== undefined && !equalBytes(header.logRoot, checkpoint.root);
    }
}
const invalid = (reason) => ({
    valid: false,
    code: 'E_PROOF_INVALID',
    reason,
});
const equivocation = (reason) => ({ valid: false, code: 'E_EQUIVOCATION', reason });
function entryOf(bytes) {
    try {
        return readEntry(bytes);
    }
    catch (error) {
        if (isTalosError(error))
            return undefined;
        throw error;
    }
}
