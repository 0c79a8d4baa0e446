/**
 * What is thought of news about an author, and done with them. Everything counts no more than from a stranger: its author
 * has signed it, or it is refused. PROTOCOL.md §6.9.
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
import { toHex, utf8 } from "../../base/bytes.js";
import { isTalosError } from "../../base/errors.js";
import { readHead } from "../../capability/revocation-list.js";
import { sha256 } from "../../crypto/hash.js";
import { readCheckpoint } from "../../ledger/log/checkpoint.js";
import { isWhole } from "./gossip-wire.js";
/** Authors of whom it is remembered what was heard last. */
const MAX_AUTHORS = 1024;
/** Checkpoints of an author that are known when they come again. */
export const MAX_HEARD_CHECKPOINTS = 64;
/** A head of the same list is news once it was signed so much later, in milliseconds: it says that nothing was added. */
export const HEAD_NEWS_MS = 60_000;
/** Most that a clock may be ahead of this one, in milliseconds. */
const MAX_SKEW_MS = 10 * 60_000;
/** Codes of what nobody who verified it would have passed on. */
const FAULTS = [
    'E_LIMIT',
    'E_MALFORMED',
    'E_BAD_DID',
    'E_BAD_RECORD',
    'E_IDENTITY_MISMATCH',
    'E_VERSION',
    'MALFORMED',
    'SIGNATURE_INVALID',
];
/** The verdict on something that failed with `error`. @throws what is no error of Talos. */
export function verdictOf(error) {
    if (!isTalosError(error))
        throw error;
    return FAULTS.includes(error.code) ? 'reject' : 'ignore';
}
/** See the module comment. */
export class GossipJudge {
    #parts;
    #heads = new BoundedMap(MAX_AUTHORS);
    #checkpoints = new BoundedMap(MAX_AUTHORS);
    constructor(parts) {
        this.#parts = parts;
    }
    /**
     * Judges news about `author`, and does what they ask for.
     *
     * @param peer - Who passed them on.
     * @throws {TalosError} for what `verdictOf` has a verdict on.
     */
    async judge(author, news, peer) {
        switch (news.kind) {
            case 'revocations':
                return this.#list(author, news, peer);
            case 'record':
                return this.#record(author, news.record);
            case 'checkpoint':
                return this.#checkpoint(author, news.note);
        }
    }
    async #list(author, news, peer) {
        const { core, takeList, onGap } = this.#parts;
        const head = readHead(news.head);
        if (head.issuer !== author || !isWhole(news, head))
            return 'reject';
        const now = core.clock.now();
        if (head.nextMs <= now || head.issuedAtMs > now + MAX_SKEW_MS)
            return 'ignore';
        const last = this.#heads.get(author);
        const isSame = last?.hash === head.hash && last.seq === head.seq;
        if (isSame && head.issuedAtMs < last.issuedAtMs + HEAD_NEWS_MS)
            return 'ignore';
        const { from, items } = news;
        const taken = await takeList({ head, text: news.head, from, items });
        const isOlder = last !== undefined && head.seq < last.seq;
        if (!isOlder)
            this.#heads.set(author, head);
        if (taken === 'gap')
            onGap(author, peer);
        // Of the own list others have nothing to say but what it has lost.
        if (author === core.identity.did)
            return taken === 'taken' || taken === 'forked' ? 'accept' : 'ignore';
        return taken === 'shorter' || (isOlder && taken !== 'forked') ? 'ignore' : 'accept';
    }
    async #record(author, bytes) {
        const { core, records, onRecord } = this.#parts;
        // Another copy of this identity may say where it is: it does not say so for this one.
        if (author === core.identity.did)
            return 'ignore';
        const book = await records();
        const before = await book.newest(author);
        const { sequence } = await book.take(author, bytes);
        if (before !== undefined && sequence <= before)
            return 'ignore';
        onRecord(author);
        return 'accept';
    }
    #checkpoint(author, note) {
        const { core, onCheckpoint } = this.#parts;
        const shown = readCheckpoint(note, author);
        if (shown === undefined)
            return 'reject';
        if (author === core.identity.did)
            return 'ignore';
        const heard = this.#checkpoints.get(author) ?? { ids: new BoundedMap(MAX_HEARD_CHECKPOINTS), highest: 0 };
        this.#checkpoints.set(author, heard);
        const id = toHex(sha256(utf8(note)));
        if (heard.ids.has(id))
            return 'ignore';
        heard.ids.set(id, true);
        // An older one is no news, whoever says it again and however often; it may be of another history all the same.
        onCheckpoint(author, note);
        if (shown.size < heard.highest)
            return 'ignore';
        heard.highest = shown.size;
        return 'accept';
    }
}
