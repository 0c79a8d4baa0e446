/**
 * The ledger as a whole, for people: following and verifying it, archiving and forgetting.
 *
 * @module
 */
import { toHex } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { decodeBlock, encodeHeader, hashHeader } from "../../ledger/block.js";
import { parseMessageId } from "../../message/message-id.js";
import { auditReport } from "../api/views.js";
import { LatestFeed } from "../latest-feed.js";
import { callLayers } from "./call-layers.js";
/** See the module comment. */
export class Audits {
    #parts;
    #open = new Set();
    constructor(parts) {
        this.#parts = parts;
    }
    async follow(options = {}) {
        const { ledger } = this.#parts.core;
        const stops = [];
        const feed = this.#feed(options, () => {
            for (const stop of stops)
                stop();
        });
        const tell = () => feed.tell({ size: ledger.size });
        stops.push(ledger.watch(tell), this.#parts.core.onFailure((error) => feed.end(error)));
        tell();
        return feed;
    }
    async layers({ id }) {
        const { core, find } = this.#parts;
        const call = await callLayers(core.ledger, (did) => core.peers.get(did)?.alias ?? '', await find(id, []));
        return call === undefined ? {} : { call };
    }
    async verify({ archives = [], checkpoint }, options = {}) {
        const ending = new AbortController();
        const feed = this.#feed(options, () => ending.abort());
        const kept = checkpoint === undefined ? {} : { checkpoint };
        const verifying = this.#parts.core.ledger.verify({
            ...kept,
            archives: this.sources(archives),
            signal: ending.signal,
            onProgress: (progress) => feed.tell(progress),
        });
        verifying.then((report) => feed.finish({ report: auditReport(report) }), (error) => feed.end(isTalosError(error) ? error : undefined));
        return feed;
    }
    #feed({ signal }, onEnd) {
        const close = () => feed.end();
        const feed = new LatestFeed(() => {
            this.#open.delete(feed);
            signal?.removeEventListener('abort', close);
            onEnd();
        });
        this.#open.add(feed);
        signal?.addEventListener('abort', close);
        if (signal?.aborted === true)
            close();
        return feed;
    }
    /** Archive files by their paths. */
    sources(paths) {
        return paths.map((path) => () => this.#parts.archives.read(path));
    }
    async root() {
        const { ledger, identity } = this.#parts.core;
        await ledger.seal();
        const { height, checkpoint, network, work, first } = ledger;
        const bytes = await ledger.block(height);
        if (bytes === undefined)
            throw new TalosError('E_NOT_FOUND', 'there is no block yet');
        const { header } = decodeBlock(bytes);
        return {
            author: identity.did,
            network: network.name,
            difficulty: network.difficulty,
            height,
            block: toHex(hashHeader(encodeHeader(header))),
            size: header.logSize,
            root: toHex(header.logRoot),
            work: work.toString(),
            first,
            checkpoint,
        };
    }
    async archive({ beforeHeight, beforeMs, file }) {
        const { core, archives } = this.#parts;
        if ((beforeHeight === undefined) === (beforeMs === undefined))
            throw new TalosError('E_USAGE', 'blocks are archived before a height or before a time');
        const before = beforeHeight === undefined ? { timeMs: beforeMs ?? 0 } : { height: beforeHeight };
        await core.ledger.seal();
        // What is archived is not found among the entries at the next start.
        await core.due.forget();
        return core.ledger.archive(before, async (pieces) => {
            await archives.save(file, pieces);
            await core.usage.keep();
        });
    }
    async forget({ id, archives = [] }) {
        const { core } = this.#parts;
        const entry = await this.#parts.find(id, archives);
        if (!isCommitting(entry))
            throw new TalosError('E_USAGE', `an entry of type ${entry.body.type} commits to no content: there is nothing to forget`);
        // Erased before it is said to be; said once, however often it is asked for.
        const text = await this.#forgetText(entry);
        const salt = await core.salts.erase(entry);
        const matter = { type: 'forget', subject: entry.id };
        const [said] = await core.ledger.positions(matter);
        if (said !== undefined)
            return { id: entry.id, entry: await this.#idOf(matter), salt, text };
        const forgotten = core.ledger.append({ type: 'forget', entry: entry.id });
        await forgotten.durable();
        return { id: entry.id, entry: forgotten.id, salt, text };
    }
    /** The entry about `matter`; `""` where it was archived. */
    async #idOf(matter) {
        const [entry] = await this.#parts.core.ledger.query({ ...matter, last: 1 });
        return entry?.id ?? '';
    }
    async #forgetText({ body }) {
        if (body.type !== 'message')
            return false;
        const messenger = await this.#parts.messenger();
        const forgotten = await messenger.past.forget(body.peer, parseMessageId(body.message), body.direction);
        if (forgotten === 'waiting')
            throw new TalosError('E_USAGE', 'the message waits to be taken', { hint: 'talos listen takes it' });
        return forgotten === 'erased';
    }
    /** Makes the index anew. */
    reindex() {
        return this.#parts.core.ledger.reindex();
    }
    /** Ends what is followed or verified: the agent ends. */
    close() {
        for (const feed of this.#open)
            feed.end(new TalosError('E_CLOSED', 'the agent has ended'));
    }
}
const COMMITTING = ['call', 'decision', 'result', 'receipt', 'revocation', 'message'];
/** Whether an entry holds a commitment to content. */
function isCommitting({ body }) {
    return COMMITTING.includes(body.type);
}
/**
 * The whole id of an entry that is named by it, or by its first digits where the entry is a recent one.
 *
 * @throws {TalosError} `E_USAGE`, `E_AMBIGUOUS`, `E_NOT_FOUND`.
 */
export async function entryIdOf(ledger, id) {
    if (!/^[0-9a-f]{8,64}$/.test(id))
        throw new TalosError('E_USAGE', 'an id has 8 to 64 hexadecimal digits');
    if (id.length === 64)
        return id;
    const fits = (await ledger.query({})).filter((entry) => entry.id.startsWith(id));
    if (fits.length > 1)
        throw new TalosError('E_AMBIGUOUS', 'the id fits more than one entry; give more digits');
    const [only] = fits;
    if (only === undefined)
        throw new TalosError('E_NOT_FOUND', 'no recent entry has this id', { hint: 'give all 64 digits' });
    return only.id;
}
