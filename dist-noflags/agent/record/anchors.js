/**
 * The anchors of a running agent, in the words of `AnchorsApi`. PROTOCOL.md §9.10.
 *
 * @module
 */
import { equalBytes, toHex } from "../../base/bytes.js";
import { toBase64url } from "../../base/encoding.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { Mutex } from "../../base/lifetime.js";
import { sha256 } from "../../crypto/hash.js";
import { AnchorBook } from "../../ledger/anchor/anchor-book.js";
import { ANCHOR_SKEW_MS, kindNamed, verifyAnchor } from "../../ledger/anchor/anchor-check.js";
import { LedgerStore } from "../../ledger/journal/ledger-store.js";
import { readCheckpoint } from "../../ledger/log/checkpoint.js";
/** Tries with one source, each with the checkpoint that is the newest then. */
const MAX_TRIES = 4;
/** See the module comment. */
export class Anchors {
    #core;
    #kinds;
    #book;
    #turns = new Mutex();
    #failures = new Map();
    /** @param kinds - What the platform can anchor with, loaded when first needed. */
    constructor(core, kinds) {
        this.#core = core;
        this.#kinds = kinds;
        this.#book = new AnchorBook(core.store);
    }
    /** Tries with sources of a kind that failed, since the agent began. */
    failures(kind) {
        return this.#failures.get(kind) ?? 0;
    }
    async sources() {
        return (await this.#book.sources()).map(sourceView);
    }
    async add(source) {
        (await this.#kindOf(source)).check(source);
        return sourceView(await this.#book.add(source, this.#core.clock.now()));
    }
    async #kindOf({ kind }) {
        const found = kindNamed(await this.#kinds(), kind);
        if (found === undefined)
            throw new TalosError('E_USAGE', `there are no anchors of this kind here: ${kind}`);
        return found;
    }
    async remove(id) {
        return sourceView(await this.#book.remove(id));
    }
    async list() {
        const sources = await this.#book.sources();
        return (await this.#book.all()).map((held) => viewOf(held, sources));
    }
    async from(least) {
        const sources = await this.#book.sources();
        return (await this.#book.from(least)).map((held) => viewOf(held, sources));
    }
    now(signal) {
        return this.#turns.run(async () => {
            const sources = (await this.#book.sources()).filter(({ isActive }) => isActive);
            if (sources.length === 0)
                throw new TalosError('E_NOT_FOUND', 'nothing is configured to anchor the log with', {
                    hint: 'talos audit anchor add --help',
                });
            const checkpoint = await this.#newest();
            const attempts = [];
            for (const source of sources)
                attempts.push(await this.#attempt(checkpoint, source, signal));
            return attempts;
        }, signal);
    }
    /** The checkpoint of all that is recorded now. */
    async #newest() {
        const { ledger, identity } = this.#core;
        await ledger.seal();
        const checkpoint = readCheckpoint(ledger.checkpoint, identity.did);
        if (checkpoint === undefined)
            throw new TalosError('E_NOT_FOUND', 'the log has no checkpoint yet');
        return checkpoint;
    }
    async #attempt(checkpoint, source, signal, triesLeft = MAX_TRIES - 1) {
        try {
            const held = await this.#make(checkpoint, source, signal);
            const entry = await this.#record(held, checkpoint, source);
            return { source: source.id, anchor: viewOf(held, [source]), entry };
        }
        catch (error) {
            signal?.throwIfAborted();
            if (!isTalosError(error))
                throw error;
            // The log grows while witnesses are asked, by the anchors of other sources at least.
            if (error.code === 'E_STALE' && triesLeft > 0)
                return this.#attempt(await this.#newest(), source, signal, triesLeft - 1);
            const { kind } = source.source;
            this.#failures.set(kind, this.failures(kind) + 1);
            return { source: source.id, error: { code: error.code, message: error.message } };
        }
    }
    async #make(checkpoint, { id, source }, signal) {
        const kind = await this.#kindOf(source);
        const { token, nonce, atMs } = await kind.make(checkpoint, source, signal);
        const header = await this.#headerOf(checkpoint.size);
        // Kept, it would contradict its block for ever.
        if (header !== undefined && header.timeMs > atMs + ANCHOR_SKEW_MS)
            throw new TalosError('ANCHOR_MISMATCH', 'the newest block is later than the time stamp: a clock is wrong', {
                hint: 'set the clock of this machine right',
            });
        return { size: checkpoint.size, source: id, note: checkpoint.note, token, nonce, atMs };
    }
    /** Keeps the token, then records it: an entry never names a token that was lost. */
    async #record(held, checkpoint, { source }) {
        await this.#book.keep(held);
        const { size, atMs: at } = held;
        const digest = toHex(sha256(held.token));
        const body = { type: 'anchor', kind: source.kind, size, root: toHex(checkpoint.root), digest, at };
        const entry = this.#core.ledger.append(body);
        await entry.durable();
        return entry.id;
    }
    async verify() {
        const parts = { book: this.#book, kinds: await this.#kinds(), author: this.#core.identity.did };
        const sources = await this.#book.sources();
        const anchors = [];
        for (const held of await this.#book.all())
            anchors.push(await this.#finding(held, sources, parts));
        return { valid: anchors.every(({ reason }) => reason === undefined), anchors };
    }
    async #finding(held, sources, parts) {
        const { source, size, atMs } = held;
        try {
            const word = await verifyAnchor(held, sources, parts);
            const header = await this.#headerOf(size);
            if (header === undefined || !equalBytes(header.logRoot, word.checkpoint.root))
                return { source, size, atMs, by: word.by, reason: 'the log is not the one that was anchored' };
            if (header.timeMs > word.atMs + ANCHOR_SKEW_MS)
                return { source, size, atMs, by: word.by, reason: 'the block says that it was made after it was anchored' };
            return { source, size, atMs, by: word.by };
        }
        catch (error) {
            if (!isTalosError(error, 'ANCHOR_MISMATCH'))
                throw error;
            return { source, size, atMs, reason: error.message };
        }
    }
    /** The header of the block after which the log has `size` entries, where there is one. */
    async #headerOf(size) {
        const store = new LedgerStore(this.#core.store);
        let [low, high] = [0, (await store.head()) ?? -1];
        while (low <= high) {
            const middle = Math.floor((low + high) / 2);
            const { header } = await store.block(middle);
            if (header.logSize === size)
                return header;
            if (header.logSize < size)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return undefined;
    }
}
function sourceView({ id, source, addedMs, isActive }) {
    return { id, source, addedAtMs: addedMs, active: isActive };
}
function viewOf({ source, size, atMs, note, token, nonce }, sources) {
    const kind = sources.find(({ id }) => id === source)?.source.kind ?? 'rfc3161';
    return { kind, source, size, atMs, note, token: toBase64url(token), nonce: toHex(nonce) };
}
