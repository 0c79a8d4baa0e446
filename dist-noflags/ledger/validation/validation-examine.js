/**
 * Everything of a block that can be checked without its chain, in one value: what another thread does for a validator.
 * PROTOCOL.md §9.8.
 *
 * @module
 */
import { equalBytes } from "../../base/bytes.js";
import { keyOfDid } from "../../identity/did.js";
import { encodeBlock } from "../block.js";
import { makeEntry } from "../entry/entry.js";
import { VerifiedBatches } from "../entry/statement.js";
import { hashBlock, readBlockForm, selfFault } from "./validation-block.js";
import { faultOf } from "./validation-codes.js";
import { checkEntries } from "./validation-entries.js";
import { isAtLeast } from "./validation-levels.js";
import { MetricsCounter } from "./validation-metrics.js";
const NOTHING = { ids: [] };
/** Examines blocks of one author, one after the other, remembering signatures that it verified unless it is paranoid. */
export class Examination {
    metrics;
    #terms;
    #authorKey;
    #headers;
    #now;
    #verified;
    #onSignature = () => this.metrics.addSignatures(1);
    constructor({ author, level, metrics, nowMs, headers }) {
        this.#terms = { author, level };
        this.#authorKey = author === undefined ? undefined : keyOfDid(author);
        this.metrics = metrics ?? new MetricsCounter();
        this.#now = nowMs ?? (() => performance.now());
        this.#headers = level === 'paranoid' ? undefined : headers;
        const batches = new VerifiedBatches(this.#onSignature);
        this.#verified = level === 'paranoid' ? () => new VerifiedBatches(this.#onSignature) : () => batches;
    }
    /** Examines one block, no further than the level asks and the first thing that is wrong. */
    examine(bytes) {
        const block = this.#timed('structural', () => this.#form(bytes));
        if ('rule' in block)
            return { form: block, findings: () => NOTHING };
        this.metrics.addEntries(block.entries.length);
        const { level } = this.#terms;
        if (!isAtLeast(level, 'standard'))
            return { read: unhashed(block), findings: () => NOTHING };
        return this.#timed('cryptographic', () => this.#hashed(block, bytes));
    }
    #form(bytes) {
        const block = readBlockForm(bytes);
        if ('rule' in block || this.#terms.level !== 'paranoid' || equalBytes(encodeBlock(block), bytes))
            return block;
        return faultOf('no-block', 'the block is not what its fields are as bytes');
    }
    #hashed(block, bytes) {
        const read = hashBlock(block, bytes);
        const self = selfFault(read, {
            authorKey: this.#authorKey,
            verified: this.#headers,
            onSignature: this.#onSignature,
        });
        if (self !== undefined)
            return { read, self, findings: () => NOTHING };
        if (!isAtLeast(this.#terms.level, 'strict'))
            return { read, findings: () => NOTHING };
        return { read, findings: () => this.#timed('semantic', () => this.#entries(read)) };
    }
    #entries({ block, leaves }) {
        const { author, level } = this.#terms;
        const found = checkEntries(block, leaves, { author, verified: this.#verified });
        return level === 'paranoid' && found.fault === undefined ? rewritten(found) : found;
    }
    #timed(layer, work) {
        const from = this.#now();
        try {
            return work();
        }
        finally {
            this.metrics.addTime(layer, this.#now() - from);
        }
    }
}
const EMPTY = new Uint8Array(0);
const unhashed = (block) => ({ block, encoded: EMPTY, hash: EMPTY, leaves: [] });
/** Writes every entry anew: a reader that took two texts for one entry would show. */
function rewritten(found) {
    for (const [position, { body, seq, timeMs, bytes }] of (found.entries ?? []).entries()) {
        if (!equalBytes(makeEntry(body, seq, timeMs).bytes, bytes))
            return { ...found, fault: faultOf('entry-form', 'the entry is not what its fields are as bytes', position) };
    }
    return found;
}
