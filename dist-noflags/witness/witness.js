/**
 * A witness of logs, by C2SP `tlog-witness`: it cosigns a checkpoint that goes on from the last one which it cosigned of
 * that log. Requests in, responses out; what carries them is `node/ledger/witness-listener.ts`. PROTOCOL.md §9.9.
 *
 * Layout of the space `witness` of a server: 0x10 ‖ SHA-256 of the origin → the cosigned checkpoint, a note.
 *
 * @module
 */
import { concat, equalBytes, fromHex, fromUtf8, toHex, utf8 } from "../base/bytes.js";
import { isTalosError, TalosError } from "../base/errors.js";
import { SourceCounter } from "../base/source-counter.js";
import { u8 } from "../codec/writer.js";
import { HASH_BYTES, sha256 } from "../crypto/hash.js";
import { isDid, keyOfDid } from "../identity/did.js";
import { readTreeHead } from "../ledger/log/checkpoint.js";
import { cosign, formatWitnessKey, witnessOf } from "../ledger/log/cosignature.js";
import { emptyRoot, verifyConsistency } from "../ledger/log/merkle.js";
import { isOfKey, noteVerifier, openNote, splitNote } from "../ledger/log/note.js";
import { AGAIN, Turns } from "../storage/turns.js";
import { readAddCheckpoint } from "./add-checkpoint.js";
/** Logs that a witness knows; of more it cosigns none. PROTOCOL.md §11. */
export const MAX_WITNESSED_LOGS = 10_000;
/** New logs of a network address in a day: identities cost nothing, and a log that is witnessed stays. PROTOCOL.md §11. */
export const NEW_LOGS_A_DAY = 100;
const LOG = u8(0x10);
/** See the module comment. */
export class Witness {
    #parts;
    /** Its verifier key. */
    key;
    /** One checkpoint at a time: what is compared is what is stored next. */
    #turns = new Turns();
    #newLogs;
    #logs;
    constructor(parts, logs) {
        this.#parts = parts;
        this.#logs = logs;
        this.#newLogs = new SourceCounter(NEW_LOGS_A_DAY, 24 * 3_600_000, parts.clock);
        this.key = formatWitnessKey(witnessOf(parts.name, parts.signing.publicKey));
    }
    /** Opens a witness over what it stored. */
    static async open(parts) {
        let logs = 0;
        for await (const _ of parts.store.scan('witness', { start: LOG, end: u8(0x11) }))
            logs++;
        return new Witness(parts, logs);
    }
    /**
     * Answers a request. A cosignature is given once its checkpoint is durable.
     *
     * @throws {TalosError} `E_STORAGE…`: then nothing was cosigned.
     */
    async handle({ method, path, body, from }) {
        const monitored = /^\/([0-9a-f]{64})\/checkpoint$/.exec(path)?.[1];
        if (monitored !== undefined)
            return method === 'GET' ? this.#checkpoint(monitored) : plain(405, 'GET only');
        if (path !== '/add-checkpoint')
            return plain(404, 'there is nothing here');
        if (method !== 'POST')
            return plain(405, 'POST only');
        try {
            const request = readAddCheckpoint(fromUtf8(body));
            return await this.#turns.run('', () => this.#add(request, from));
        }
        catch (error) {
            if (isTalosError(error, 'E_MALFORMED'))
                return plain(400, error.message);
            throw error;
        }
    }
    async #add({ oldSize, path, note }, from) {
        const { store, name, signing, clock } = this.#parts;
        const parts = splitNote(note);
        const head = readTreeHead(parts?.text ?? '');
        if (parts === undefined || head === undefined)
            return plain(400, 'the checkpoint has another form');
        const verifier = this.#verifierOf(head.origin);
        if (verifier === undefined)
            return plain(404, 'the log is not known here');
        if (openNote(note, [verifier]) === undefined)
            return plain(403, 'the checkpoint is not signed by the log');
        if (oldSize > head.size)
            return plain(400, 'the old size is larger than the checkpoint');
        const key = keyOf(head.origin);
        const value = await store.get('witness', key);
        const last = value === undefined ? undefined : headOf(fromUtf8(value));
        if (oldSize !== (last?.size ?? 0))
            return { status: 409, contentType: 'text/x.tlog.size', body: `${last?.size ?? 0}\n` };
        if (!goesOn(last, head, path))
            return plain(422, 'the checkpoint is not proved to go on from the last one');
        if (last === undefined && this.#logs >= MAX_WITNESSED_LOGS)
            return plain(503, 'no more logs are witnessed here');
        if (last === undefined && !this.#newLogs.take(from))
            return plain(429, 'too many new logs from here today');
        const line = cosign(signing, name, parts.text, Math.max(1, Math.floor(clock.now() / 1000)));
        const own = parts.signatures.filter((each) => isOfKey(verifier, each)).map((each) => `${each.line}\n`);
        const kept = utf8(`${parts.text}\n${own[0] ?? ''}${line}`);
        const isStored = await store.apply([
            { kind: 'require', space: 'witness', key, value },
            { kind: 'put', space: 'witness', key, value: kept },
        ]);
        // A witness of the same name and store was faster: what it keeps now decides.
        if (!isStored)
            return AGAIN;
        if (last === undefined)
            this.#logs++;
        return { status: 200, contentType: 'text/plain; charset=utf-8', body: line };
    }
    /** The key that signs the log of this origin; `undefined` where it is not witnessed. */
    #verifierOf(origin) {
        const { logs } = this.#parts;
        if (logs.length > 0)
            return logs.find(({ name }) => name === origin);
        return isDid(origin) ? noteVerifier(origin, keyOfDid(origin)) : undefined;
    }
    async #checkpoint(originHash) {
        const value = await this.#parts.store.get('witness', concat(LOG, fromHex(originHash)));
        if (value === undefined)
            return plain(404, 'no checkpoint of this log was cosigned');
        return { status: 200, contentType: 'text/plain; charset=utf-8', body: fromUtf8(value) };
    }
}
const plain = (status, text) => ({
    status,
    contentType: 'text/plain; charset=utf-8',
    body: `${text}\n`,
});
function keyOf(origin) {
    return concat(LOG, sha256(utf8(origin)));
}
/** The path of a log's newest checkpoint, below the URL of a witness. */
export function monitoringPath(origin) {
    return `/${toHex(sha256(utf8(origin)))}/checkpoint`;
}
function headOf(note) {
    const head = readTreeHead(splitNote(note)?.text ?? '');
    if (head === undefined)
        throw new TalosError('E_STORAGE_CORRUPT', 'what the witness cosigned cannot be read');
    return head;
}
/** Whether `next` may be cosigned after `last`. C2SP `tlog-witness`, add-checkpoint. */
function goesOn(last, next, path) {
    if (next.size === 0)
        return path.length === 0 && equalBytes(next.root, emptyRoot());
    if (last === undefined || last.size === 0)
        return path.length === 0 && next.root.length === HASH_BYTES;
    return verifyConsistency(last.size, last.root, next.size, next.root, path);
}
