/**
 * The light clients of a running agent, in the words of `LightApi`. PROTOCOL.md §9.12.
 *
 * @module
 */
import { utf8 } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { Mutex } from "../../base/lifetime.js";
import { isDid } from "../../identity/did.js";
import { LightClient } from "../../ledger/light/light.js";
import { formatCheckpointFile, formatHeaderLine, headerOfText, readCheckpointFile, } from "../../ledger/light/light-files.js";
import { readLightProof } from "../../ledger/light/light-proof.js";
import { FROM_FILES, MAX_SOURCE_CHARACTERS, OWN_DEALINGS, WITNESS_PREFIX } from "../../ledger/light/light-sources.js";
import { syncLight } from "../../ledger/light/light-sync.js";
import { authorOfNote } from "../../ledger/log/checkpoint.js";
import { readCosigned } from "../../ledger/log/cosignature.js";
import { peerOf } from "../reach/peer-dial.js";
import { LinkChainSource } from "./chain-link-source.js";
import { LightStore } from "./light-store.js";
import { lightView, outcomeView, verdictView } from "./light-views.js";
/** Sources of one synchronisation. */
export const MAX_LIGHT_SYNC_SOURCES = 16;
/** Headers of one step of a synchronisation, and of one part of a file. */
const HEADERS_A_STEP = 8000;
const HEADERS_A_PART = 1000;
/** Headers that are verified before others have their turn: about 20 ms. */
const HEADERS_A_TURN = 200;
/** Newest entries about an author that are looked through for a checkpoint that it signed. */
const OWN_ENTRIES = 64;
/** See the module comment. */
export class Light {
    #parts;
    #store;
    #options;
    /** One task at a time: what is loaded is what is kept. */
    #turns = new Mutex();
    constructor(parts) {
        this.#parts = parts;
        const { name: network, difficulty } = parts.core.ledger.network;
        this.#options = { network, difficulty };
        this.#store = new LightStore(parts.core.store, this.#options);
    }
    async sync(params, signal) {
        const sources = await this.#sourcesOf(params.sources);
        const [first] = sources;
        if (first === undefined)
            throw new TalosError('E_USAGE', 'no source is given');
        const author = params.author === undefined ? first.name : await peerOf(this.#parts.core, params.author);
        this.#assertOther(author);
        return this.#turns.run(() => this.#sync(author, sources, params.keepHeaders === true, signal), signal);
    }
    async #sourcesOf(names) {
        const { core, dialer } = this.#parts;
        if (names.length > MAX_LIGHT_SYNC_SOURCES)
            throw new TalosError('E_USAGE', `at most ${MAX_LIGHT_SYNC_SOURCES} sources are asked at once`);
        const peers = new Set();
        for (const name of names)
            peers.add(await peerOf(core, name));
        if (peers.has(core.identity.did))
            throw new TalosError('E_USAGE', 'the own agent is no source');
        return [...peers].map((peer) => new LinkChainSource(peer, (task, stop) => dialer.use(peer, task, stop)));
    }
    #assertOther(author) {
        if (author === this.#parts.core.identity.did)
            throw new TalosError('E_USAGE', 'the own log is not followed', { hint: 'talos audit verify checks it' });
    }
    async #sync(author, sources, keepHeaders, signal) {
        const kept = await this.#open(author);
        const { client } = kept;
        if (keepHeaders)
            client.keepHeaders();
        let saved = kept.headers;
        const save = async () => {
            await this.#store.save(client, saved);
            saved = client.headers;
        };
        const synced = await syncLight(client, sources, {
            clock: this.#parts.core.clock,
            pause: nextTurn,
            signal,
            ownNote: await this.#ownNote(author),
            maxHeaders: HEADERS_A_STEP,
            // What was verified is kept as it comes, so that an end in the middle costs nothing.
            onHeaders: save,
        });
        if (client.log.size > 0 || client.headers > 0)
            await save();
        await this.#assertOneHistory(client);
        assertSomething(synced);
        const light = await this.#view(author, client);
        return { light, sources: synced.outcomes.map(outcomeView), isComplete: synced.isComplete };
    }
    async #open(author) {
        const client = () => new LightClient(author, this.#options);
        return (await this.#store.load(author)) ?? { client: client(), headers: 0, bytes: 0 };
    }
    /** @throws {TalosError} `E_NOT_FOUND` where nothing is held of the author. */
    async #held(author) {
        const kept = await this.#store.load(author);
        if (kept === undefined)
            throw new TalosError('E_NOT_FOUND', 'nothing is held of this author', { hint: 'talos light status lists all' });
        return kept;
    }
    /** The newest checkpoint that the author signed to this agent, in statements that the own ledger holds. */
    async #ownNote(author) {
        const entries = await this.#parts.core.ledger.query({ peer: author, last: OWN_ENTRIES });
        return entries
            .toReversed()
            .map((entry) => noteIn(entry, author))
            .find((note) => note !== undefined);
    }
    /** Tells of two histories, loudly, and refuses the author. */
    async #assertOneHistory({ author, fork }) {
        if (fork === undefined)
            return;
        const message = 'the author of a log signed two histories; the evidence is kept';
        await this.#parts.onFork(author, fork);
        throw new TalosError('E_EQUIVOCATION', message, {
            details: { author, evidence: fork },
            hint: `talos light export --evidence ${author} gives the evidence, which talos proof verify checks`,
        });
    }
    async #view(author, client) {
        return lightView(client, (await this.#store.load(author))?.bytes ?? 0);
    }
    async importHeaders({ author: name, headers: lines, after }) {
        const author = this.#parts.core.known(name);
        this.#assertOther(author);
        if (lines.length > HEADERS_A_PART)
            throw new TalosError('E_LIMIT', `a part has at most ${HEADERS_A_PART} headers`);
        return this.#turns.run(async () => {
            const kept = await this.#open(author);
            const taken = await this.#takeLines(kept.client, lines, after);
            if (kept.client.headers > 0)
                await this.#store.save(kept.client, kept.headers);
            await this.#assertOneHistory(kept.client);
            return { light: await this.#view(author, kept.client), ...taken };
        });
    }
    async #takeLines(client, lines, after) {
        const { headers, bad } = headersOf(lines);
        // Headers from the middle on change nothing of what is kept.
        if (client.keep === 'checkpoints' && (headers[0]?.header.height ?? 0) > 0)
            throw new TalosError('E_NOT_FOUND', 'the headers before these are not kept', {
                hint: 'import them from height 0 on, or talos light sync --headers',
            });
        if (headers.length > 0)
            client.keepHeaders();
        let [taken, at] = [0, 0];
        for (; at < headers.length; at += HEADERS_A_TURN) {
            const sighting = { source: FROM_FILES, nowMs: this.#parts.core.clock.now() };
            const before = headers[at - 1]?.header.height ?? after;
            const part = client.addHeaders(headers.slice(at, at + HEADERS_A_TURN), sighting, before);
            taken += part.taken;
            if (part.refused !== undefined)
                return takenOf(headers, taken, { ...part.refused, at: at + part.refused.at });
            await nextTurn();
        }
        return takenOf(headers, taken, bad);
    }
    async importCheckpoint({ file }) {
        const { note, from, path } = checkpointOf(file);
        const author = authorOfNote(note);
        if (author === undefined)
            throw new TalosError('E_PROOF_INVALID', 'not a checkpoint, and no proof with one');
        this.#assertOther(author);
        return this.#turns.run(async () => {
            const { client, headers } = await this.#open(author);
            const cosigners = await this.#cosigners(note, author);
            const taken = client.addCheckpoint(note, { source: FROM_FILES, path });
            if (taken.taken)
                for (const source of cosigners)
                    client.addCheckpoint(note, { source });
            const ownNote = await this.#ownNote(author);
            // Where it is of another size nothing is known of it, which is no fault of the file.
            if (taken.taken && ownNote !== undefined)
                client.addCheckpoint(ownNote, { source: OWN_DEALINGS });
            if (taken.taken || client.fork !== undefined)
                await this.#store.save(client, headers);
            await this.#assertOneHistory(client);
            if (!taken.taken)
                throw new TalosError(taken.code, taken.reason, { hint: joinHint(from, client) });
            return this.#view(author, client);
        });
    }
    /** The known witnesses that cosigned a note, as sources. @throws {TalosError} `E_PROOF_INVALID` for one that did not. */
    async #cosigners(note, author) {
        const read = readCosigned(note, author, await this.#parts.witnesses());
        if (read === undefined)
            throw new TalosError('E_PROOF_INVALID', 'not a checkpoint of the author, or the line of a witness does not verify');
        const sources = read.cosignatures.map(({ witness }) => `${WITNESS_PREFIX}${witness.name}`);
        return sources.filter((source) => source.length <= MAX_SOURCE_CHARACTERS);
    }
    async verify(params, signal) {
        const proof = readLightProof(params.proof, params.entry === undefined ? undefined : utf8(params.entry));
        if (typeof proof === 'string')
            return { valid: false, code: 'E_PROOF_INVALID', reason: proof };
        return this.#turns.run(async () => {
            const kept = await this.#store.load(proof.author);
            if (kept === undefined)
                return {
                    valid: false,
                    code: 'E_PROOF_INVALID',
                    reason: `no headers or checkpoints of ${proof.author} are held here`,
                };
            const { client, headers } = kept;
            let verdict = proof.verdictOf(client);
            if (params.ask === true && (await this.#joined(client, verdict, signal)))
                verdict = proof.verdictOf(client);
            if (client.fork !== undefined || !verdict.valid || params.ask === true)
                await this.#store.save(client, headers);
            if (client.fork !== undefined)
                await this.#parts.onFork(client.author, client.fork);
            return verdictView(verdict, client);
        }, signal);
    }
    /** Asks the sources that are known for the proof that joins the checkpoint of `verdict`. @returns Whether one did. */
    async #joined(client, verdict, signal) {
        const unjoined = verdict.valid ? undefined : verdict.unjoined;
        if (unjoined === undefined)
            return false;
        const [from, to] = [unjoined.size, client.log.size].sort((one, other) => one - other);
        const peers = client.snapshot().sources.flatMap(([source]) => (isDid(source) ? [source] : []));
        for (const source of await this.#sourcesOf(peers.slice(0, MAX_LIGHT_SYNC_SOURCES)))
            try {
                const path = await source.consistency(client.author, from, to, signal);
                if (client.addCheckpoint(unjoined.note, { source: FROM_FILES, path }).taken)
                    return true;
            }
            catch (error) {
                signal?.throwIfAborted();
                if (!isTalosError(error))
                    throw error;
            }
        return false;
    }
    /** In no turn: a synchronisation with a slow source holds that for long. */
    async status() {
        const views = [];
        for (const author of await this.#store.authors()) {
            const kept = await this.#store.load(author);
            if (kept !== undefined)
                views.push(lightView(kept.client, kept.bytes));
        }
        return views;
    }
    async exportHeaders({ author, from, }) {
        const { client } = await this.#held(this.#parts.core.known(author));
        if (client.keep !== 'headers')
            throw new TalosError('E_NOT_FOUND', 'no headers of this author are kept', { hint: 'talos light sync --headers' });
        const to = Math.min(from + HEADERS_A_PART, client.headers);
        return Array.from({ length: Math.max(0, to - from) }, (_, at) => client.headerAt(from + at))
            .filter((header) => header !== undefined)
            .map((header) => formatHeaderLine(header).slice(0, -1));
    }
    async exportCheckpoint({ author, since }) {
        const { client } = await this.#held(this.#parts.core.known(author));
        const { checkpoint } = client;
        if (checkpoint === undefined)
            throw new TalosError('E_NOT_FOUND', 'no checkpoint of this author is kept');
        if (since === undefined)
            return checkpoint.note;
        const older = client.snapshot().checkpoints.find((each) => each.checkpoint.size === since);
        if (older?.joins?.size !== checkpoint.size)
            throw new TalosError('E_NOT_FOUND', `no proof is kept that the log of ${since} entries goes on to the newest`);
        return formatCheckpointFile({ note: checkpoint.note, from: since, path: older.joins.path });
    }
    async remove({ author: name }) {
        const author = this.#parts.core.known(name);
        return this.#turns.run(async () => {
            if (!(await this.#store.remove(author)))
                throw new TalosError('E_NOT_FOUND', 'nothing is held of this author');
            return { author };
        });
    }
}
const nextTurn = () => new Promise((resolve) => setTimeout(resolve));
/** @throws {TalosError} the reason of the first source, where none gave anything. */
function assertSomething({ outcomes }) {
    const sources = outcomes.filter(({ source }) => source !== OWN_DEALINGS);
    const refused = sources[0]?.refused;
    if (refused !== undefined && sources.every((each) => each.refused !== undefined))
        throw new TalosError(refused.code, refused.reason, { details: { source: sources[0]?.source ?? '' } });
}
function noteIn({ body }, author) {
    if (!('statement' in body) || body.statement.by !== author)
        return undefined;
    const { statement } = body.statement;
    return 'checkpoint' in statement && statement.checkpoint !== '' ? statement.checkpoint : undefined;
}
/** The checkpoint of a file: its own, or that of the proof that it is. */
function checkpointOf(file) {
    const proof = readLightProof(file);
    return typeof proof === 'string' ? readCheckpointFile(file) : { note: proof.note, from: 0, path: [] };
}
function joinHint(from, { log }) {
    return from === log.size || log.size === 0
        ? ''
        : `a file with the consistency proof from ${log.size} entries would join it, or talos light sync`;
}
/** The headers of lines, up to the first line that is none. */
function headersOf(lines) {
    const headers = [];
    try {
        for (const line of lines)
            headers.push(headerOfText(line));
        return { headers };
    }
    catch (error) {
        if (!isTalosError(error))
            throw error;
        return { headers, bad: { at: headers.length, code: error.code, reason: error.message } };
    }
}
function takenOf(headers, taken, refused) {
    const last = headers[(refused?.at ?? headers.length) - 1]?.header.height ?? -1;
    return { taken, last, ...(refused === undefined ? {} : { refused }) };
}
