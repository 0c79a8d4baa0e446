var __addDisposableResource = (this && this.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (this && this.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});
/**
 * Files out of the own mailbox: taken under the same consent as over a link, piece by piece into the same unfinished file,
 * and whole under the same name. PROTOCOL.md §7.6.
 *
 * A letter is taken in the turn of its sender's sessions, and perhaps twice: what came of it is durable before the session
 * is stored that opened it. So nothing here waits for a letter to be left, and a piece that is there changes nothing.
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
import { equalBytes, toHex } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { Sha256 } from "../../crypto/hash.js";
import { readSignedStatement } from "../../ledger/entry/statement.js";
import { FILE_ENVELOPE_TYPES as TYPES } from "../../message/envelope.js";
import { chunkHash, isLast, placeOf, planChunks, planPieces } from "../../transfer/chunks.js";
import { savedName } from "../../transfer/file-name.js";
import { MAX_PARCEL_BYTES, PIECE_CHUNKS } from "../../transfer/limits.js";
import { KIND_BYTES } from "../../transfer/ports.js";
import { decodeFileOffer, decodeMailedAsk, decodeMailedEnd, readFileType, splitMailed, } from "../../transfer/wire.js";
import { decodeRefusal } from "../tunnel/tunnel-wire.js";
import { consentTo, mayOffer, noteRefusal } from "./transfer-consent.js";
import { askLetter, goneLetter, receivedLetter } from "./transfer-mail.js";
import { isOver } from "./transfer-records.js";
import { TransferRuns } from "./transfer-runs.js";
import { readReceipt } from "./transfer-sending.js";
/** A file of which nothing came for so long is asked for by letter, in milliseconds. */
export const ASK_AFTER_MS = 60_000;
/** Between two such letters about one file, in milliseconds. */
export const ASK_PAUSE_MS = 3_600_000;
/** Transfers of which that is remembered. */
const MAX_ASKED = 1024;
/** See the module comment. */
export class TransferLetters {
    #terms;
    /** By transfer: when it was asked for, milliseconds since 1970. */
    #asked = new BoundedMap(MAX_ASKED);
    /** Which a person has accepted since. */
    #accepted = new BoundedMap(MAX_ASKED);
    constructor(terms) {
        this.#terms = terms;
    }
    async admits(peer, { type, chunk }) {
        const { book, consent } = this.#terms;
        if (type === TYPES.fileOffer)
            return mayOffer(consent, peer);
        if (chunk !== undefined)
            return this.#awaited(peer, toHex(chunk.streamId)) !== undefined;
        const fits = (record) => {
            if (record.peer !== peer)
                return false;
            if (type === TYPES.fileGone)
                return !isOver(record);
            // The end of a file that is here says that its sender has not heard so.
            if (type === TYPES.fileEnd)
                return record.direction === 'received' && (record.state === 'accepted' || record.state === 'received');
            return record.direction === 'sent' && !isOver(record);
        };
        return book.all.some(fits);
    }
    async take(peer, letter) {
        const { type, text } = letter;
        if (type === TYPES.fileOffer)
            return this.#offered(peer, decodeFileOffer(text));
        if (type === TYPES.fileChunk)
            return this.#piece(peer, letter);
        if (type === TYPES.fileEnd)
            return this.#end(peer, decodeMailedEnd(text));
        if (type === TYPES.fileReceived)
            return this.#delivered(peer, text);
        if (type === TYPES.fileAsk)
            return this.#asks(peer, text);
        await this.#gone(peer, text);
    }
    leftUnread(peer) {
        const { leaving, kick, core } = this.#terms;
        leaving.again(peer).then(() => kick(peer), (error) => {
            if (!isTalosError(error))
                throw error;
            core.notice('tool', `files are not left again: ${error.message}`, peer);
        });
    }
    /** A file that is to be received of `peer`. */
    #awaited(peer, id) {
        const record = this.#terms.book.get(id);
        return record?.peer === peer && record.direction === 'received' && record.state === 'accepted' ? record : undefined;
    }
    /** One's own file that `peer` has not got yet, as far as that is known here. */
    #own(peer, id) {
        const record = this.#terms.book.get(id);
        return record?.peer === peer && record.direction === 'sent' && !isOver(record) ? record : undefined;
    }
    // At the receiver
    async #offered(peer, offer) {
        const { book, consent, core, mostBytes, leaving } = this.#terms;
        const id = toHex(offer.id);
        if (offer.size > MAX_PARCEL_BYTES)
            throw new TalosError('E_MALFORMED', 'so large a file does not go by letters');
        if (book.get(id) !== undefined)
            return;
        try {
            savedName(offer.name);
        }
        catch (error) {
            if (!isTalosError(error))
                throw error;
            return leaving.tellGone({ id, peer }, error.code);
        }
        const answer = consentTo(consent, peer, offer);
        if (answer === 'refuse') {
            noteRefusal(core, consent, peer, offer);
            return leaving.post(peer, goneLetter(id, { word: 'denied', code: undefined }));
        }
        if (offer.size > mostBytes(offer.type))
            return leaving.tellGone({ id, peer }, 'E_DECLINED');
        try {
            const record = await book.add(TransferRuns.recordOf(peer, offer, answer === 'take' ? 'accepted' : 'offered'));
            book.tell(answer === 'take' ? 'waiting' : 'offered', record);
        }
        catch (error) {
            // Too many: its sender has it still, and leaves it again, or comes.
            if (!isTalosError(error, 'E_LIMIT'))
                throw error;
        }
    }
    async #piece(peer, { text, chunk }) {
        const record = chunk && this.#awaited(peer, toHex(chunk.streamId));
        // One that comes over a link meanwhile comes whole.
        if (record === undefined || this.#terms.runs.has(record.id))
            return;
        const plan = planPieces(record.size);
        const { sequence, total, streamId, hash } = chunk;
        if (total !== plan.count || sequence >= total || text.length !== placeOf(plan, sequence).length)
            return this.#over(record, 'E_PROTOCOL');
        if (!equalBytes(hash, chunkHash(streamId, sequence, isLast(plan, sequence), text)))
            return this.#over(record, 'E_PROTOCOL');
        await this.#hold(record, () => this.#write(record, sequence, text));
    }
    async #write(record, sequence, text) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const { room, book } = this.#terms;
            const { id, size } = record;
            const { count } = planChunks(size);
            const before = await room.reopen(id);
            const partial = __addDisposableResource(env_1, before ?? (await room.create(id, size)), true);
            const durable = before === undefined ? 0 : record.durable;
            const [first, behind] = [sequence * PIECE_CHUNKS, Math.min(count, (sequence + 1) * PIECE_CHUNKS)];
            // It is there, or one before it is lacking.
            const isNext = first <= durable && durable < behind;
            if (isNext) {
                await partial.write(placeOf(planPieces(size), sequence).offset, text);
                await partial.sync();
            }
            const now = isNext ? behind : durable;
            if (now === record.durable)
                return;
            const after = await book.step(id, ['accepted'], { durable: now });
            if (after !== undefined)
                book.tell('progress', after);
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            const result_1 = __disposeResources(env_1);
            if (result_1)
                await result_1;
        }
    }
    async #end(peer, { id: bytes, end }) {
        const { book, runs, leaving } = this.#terms;
        const id = toHex(bytes);
        const known = book.get(id);
        if (known?.peer === peer && known.direction === 'received' && known.state === 'received')
            return leaving.post(peer, receivedLetter(new TextEncoder().encode(known.receipt)));
        const record = this.#awaited(peer, id);
        if (record === undefined || runs.has(id))
            return;
        const { count } = planChunks(record.size);
        if (end.size !== record.size || end.chunks !== count)
            return this.#over(record, 'E_PROTOCOL');
        if (record.durable < count)
            return this.#ask(record, ASK_AFTER_MS);
        await this.#hold(record, () => this.#finish(record, end));
    }
    async #finish(record, end) {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const { room, runs, book, leaving } = this.#terms;
            const { id, size, peer } = record;
            const before = await room.reopen(id);
            const partial = __addDisposableResource(env_2, before ?? (await room.create(id, size)), true);
            const hash = await this.#hashOf(partial, size);
            if (hash === undefined || !equalBytes(hash, end.hash)) {
                // What lies here is not what its sender has: perhaps somebody changed it.
                await partial.discard();
                const after = await book.step(id, ['accepted'], { durable: 0 });
                return after && this.#ask(after, ASK_AFTER_MS);
            }
            const type = await this.#typeOf(partial, record);
            const path = await partial.commit(record.name);
            const receipt = await runs.received(record, { path, type, sha256: toHex(hash), salt: toHex(end.salt) });
            if (receipt !== undefined)
                leaving.post(peer, receivedLetter(receipt));
        }
        catch (e_2) {
            env_2.error = e_2;
            env_2.hasError = true;
        }
        finally {
            const result_2 = __disposeResources(env_2);
            if (result_2)
                await result_2;
        }
    }
    async #hashOf(partial, size) {
        const hash = new Sha256();
        const plan = planPieces(size);
        for (let index = 0; index < plan.count; index++) {
            const { offset, length } = placeOf(plan, index);
            const bytes = await partial.read(offset, length);
            if (bytes.length !== length)
                return undefined;
            hash.update(bytes);
        }
        return hash.digest();
    }
    /** What its first bytes say it is. @throws {TalosError} `E_LIMIT` where a file of that kind may not be so large. */
    async #typeOf(partial, { size, name, type: said }) {
        const { kinds } = this.#terms.room;
        if (kinds === undefined)
            return said;
        const type = readFileType(await kinds.detect(await partial.read(0, Math.min(KIND_BYTES, size)), name), 'type');
        if (size <= kinds.maxBytes(type))
            return type;
        throw new TalosError('E_LIMIT', `a file of type ${type} has at most ${kinds.maxBytes(type)} bytes`, {
            details: { isBreach: true },
        });
    }
    /** Has the transfer to itself; what the disk, or the file, says against it ends the transfer. */
    async #hold(record, work) {
        const { runs } = this.#terms;
        let code;
        await runs.hold(record, async () => {
            try {
                await work();
            }
            catch (error) {
                if (!isTalosError(error) || !(error.code.startsWith('E_STORAGE') || error.code === 'E_LIMIT'))
                    throw error;
                code = error.code;
            }
        });
        if (code !== undefined)
            await this.#over(record, code);
    }
    /** A transfer is over: what came of it is removed, and its sender told. */
    async #over(record, code) {
        const { runs, leaving } = this.#terms;
        await runs.fail(record, code);
        leaving.tellGone(record, code);
    }
    /**
     * Asks the sender by letter for what is lacking, once in a while.
     *
     * @param pauseMs - No second time within this.
     */
    #ask({ id, peer, durable, size }, pauseMs) {
        const { core, leaving } = this.#terms;
        const now = core.clock.now();
        const last = this.#asked.get(id);
        if (size > MAX_PARCEL_BYTES || (last !== undefined && Math.abs(now - last) < pauseMs))
            return;
        this.#asked.set(id, now);
        leaving.post(peer, askLetter(id, durable));
    }
    /** The sender is away: what is lacking, and does not come, is asked for by letter. */
    away(peer) {
        const { book, core } = this.#terms;
        const now = core.clock.now();
        for (const record of book.open) {
            const isLacking = this.#accepted.has(record.id) || Math.abs(now - record.changedAtMs) > ASK_AFTER_MS;
            if (isLacking && this.#awaited(peer, record.id) !== undefined)
                this.#ask(record, ASK_PAUSE_MS);
        }
    }
    /** A person has accepted it: nothing of it is on its way until its sender hears so. */
    accepted({ id }) {
        this.#accepted.set(id, true);
    }
    // At the sender
    async #delivered(peer, text) {
        const { core, runs } = this.#terms;
        const { transfer } = readSignedStatement(text, { by: peer, kind: 'file' }).statement;
        const record = this.#own(peer, transfer);
        // One that runs hears it over its stream.
        if (record === undefined || record.sha256 === '' || runs.has(record.id))
            return;
        const receipt = readReceipt(text, core.identity.did, record);
        await runs.delivered(record, receipt, record.sha256);
    }
    async #asks(peer, text) {
        const { leaving, kick, runs } = this.#terms;
        const { id, from } = decodeMailedAsk(text);
        const record = this.#own(peer, toHex(id));
        if (record === undefined || runs.has(record.id))
            return;
        if (await leaving.asked(record, from))
            kick(peer);
    }
    async #gone(peer, text) {
        const { book, runs } = this.#terms;
        const { id, rest } = splitMailed(text);
        const record = book.get(toHex(id));
        const refusal = decodeRefusal(rest);
        if (record === undefined || record.peer !== peer || isOver(record) || refusal.word === 'busy')
            return;
        await runs.gone(record, refusal);
    }
}
