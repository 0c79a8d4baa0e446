import { isTalosError, TalosError } from "../../base/errors.js";
import { MAX_HEADERS_AN_ANSWER } from "../chain/chain-source.js";
import { readSharedCheckpoint } from "./light-checkpoints.js";
import { OWN_DEALINGS } from "./light-sources.js";
/** Headers that are verified in one go: about 10 ms. */
const VERIFIED_TOGETHER = 100;
/**
 * Brings `client` up to date.
 *
 * @returns What came of each source, in no order: whether the client holds two histories of the author is in its `fork`.
 * @throws The reason of the signal.
 */
export async function syncLight(client, sources, terms) {
    const run = new LightSync(client, terms);
    return run.from(sources);
}
class LightSync {
    #client;
    #terms;
    #outcomes = [];
    #sound = [];
    #isComplete = true;
    constructor(client, terms) {
        this.#client = client;
        this.#terms = terms;
    }
    async from(sources) {
        const claims = [];
        await Promise.all(sources.map((source) => this.#attempt(source.name, async () => void claims.push(await this.#claimOf(source)))));
        claims.sort((one, other) => (other.checkpoint?.size ?? 0) - (one.checkpoint?.size ?? 0));
        for (const claim of claims)
            await this.#attempt(claim.source.name, async () => {
                const size = await this.#take(claim);
                this.#sound.push(claim);
                this.#outcomes.push({ source: claim.source.name, size });
            });
        const { ownNote } = this.#terms;
        if (ownNote !== undefined)
            await this.#attempt(OWN_DEALINGS, () => this.#takeOwn(ownNote));
        return { outcomes: this.#outcomes, isComplete: this.#isComplete };
    }
    /** Runs what concerns one source; its failure is that source's alone. */
    async #attempt(source, task) {
        this.#terms.signal?.throwIfAborted();
        try {
            await task();
        }
        catch (error) {
            this.#terms.signal?.throwIfAborted();
            if (!isTalosError(error))
                throw error;
            this.#outcomes.push({ source, size: 0, refused: { code: error.code, reason: error.message } });
        }
    }
    async #claimOf(source) {
        const { author } = this.#client;
        const status = await source.status(author, this.#terms.signal);
        const checkpoint = status.note === '' ? undefined : readSharedCheckpoint(status.note, author);
        if (status.note !== '' && checkpoint === undefined)
            throw new TalosError('E_PROOF_INVALID', 'the source shows a checkpoint that the author did not sign');
        return { source, status, checkpoint };
    }
    /** Takes what a source shows. @returns The entries of the log that it showed. */
    async #take(claim) {
        const { checkpoint } = claim;
        const client = this.#client;
        await this.#compareNewest(claim);
        if (client.keep === 'headers')
            await this.#takeHeaders(claim);
        if (checkpoint === undefined)
            return 0;
        // Headers that were not fetched yet join it later.
        if (client.keep === 'headers' && checkpoint.size > client.log.size)
            return client.log.size;
        const isNewest = client.keep === 'checkpoints' && checkpoint.size >= client.log.size;
        const head = isNewest ? await this.#newestHeader(claim) : undefined;
        await this.#joined(claim.source.name, checkpoint, claim, head);
        this.#assertNotBack(claim);
        return checkpoint.size;
    }
    /** Compares the one header that is kept with a checkpoint. Of headers that are kept, the newest is fetched anyway. */
    async #compareNewest(claim) {
        const { headers, height } = this.#client;
        if (headers > 0 || height < 0 || claim.status.height < height)
            return;
        const shown = await this.#headerOf(claim, height);
        const refusal = shown === undefined ? undefined : this.#client.compare(shown);
        if (refusal !== undefined)
            throw new TalosError(refusal.code, refusal.reason);
    }
    /** The author itself never shows less than it has signed. */
    #assertNotBack({ source, checkpoint }) {
        const { author, log } = this.#client;
        if (source.name === author && checkpoint !== undefined && checkpoint.size < log.size)
            throw new TalosError('E_STALE', `the author shows a log of ${checkpoint.size} entries and has signed one of ${log.size}: it went back`);
    }
    /** Adds a checkpoint, with the proof that joins it where it needs one. */
    async #joined(source, checkpoint, claim, header) {
        const client = this.#client;
        const head = header === undefined ? {} : { head: { header, nowMs: this.#terms.clock.now() } };
        const known = client.log.size;
        let refusal;
        for await (const path of this.#paths(checkpoint.size, known, claim)) {
            const taken = client.addCheckpoint(checkpoint.note, { source, path, ...head });
            if (taken.taken)
                return;
            refusal ??= taken;
            if (taken.code === 'E_EQUIVOCATION')
                break;
        }
        await this.#findFork(claim, checkpoint);
        if (client.fork !== undefined)
            throw new TalosError('E_EQUIVOCATION', 'the author signed two histories');
        const reason = `the source shows a log of ${checkpoint.size} entries, and nobody has the proof that it joins that of ${known}`;
        throw refusal === undefined ? new TalosError('E_STALE', reason) : new TalosError(refusal.code, refusal.reason);
    }
    /** Consistency proofs between the two sizes, of each source that may have one; an empty one where none is needed. */
    async *#paths(size, known, claim) {
        if (known === 0 || this.#client.logOf(size) !== undefined) {
            yield [];
            return;
        }
        const [from, to] = size < known ? [size, known] : [known, size];
        for (const { source, checkpoint } of new Set([...(claim === undefined ? [] : [claim]), ...this.#sound])) {
            if ((checkpoint?.size ?? 0) < to)
                continue;
            const path = await this.#asked(() => source.consistency(this.#client.author, from, to, this.#terms.signal));
            if (path !== undefined)
                yield path;
        }
    }
    /** What a source answers; `undefined` where it does not, or not in the right form. */
    async #asked(ask) {
        try {
            return await ask();
        }
        catch (error) {
            this.#terms.signal?.throwIfAborted();
            if (isTalosError(error))
                return undefined;
            throw error;
        }
    }
    /** Looks for two signed things that contradict each other, where a checkpoint could not be joined. */
    async #findFork(claim, checkpoint) {
        const client = this.#client;
        const others = this.#sound.filter((each) => each !== claim);
        for (const { source } of claim === undefined ? others : [claim, ...others])
            await this.#findOtherNote(source, checkpoint);
        if (claim === undefined || client.fork !== undefined)
            return;
        const shown = await this.#headerOf(claim, Math.min(claim.status.height, Math.max(client.height, 0)));
        if (shown === undefined)
            return;
        if (client.compare(shown)?.code === 'E_EQUIVOCATION')
            return;
        for (const other of others) {
            const held = await this.#headerOf(other, shown.header.height);
            if (held !== undefined && client.compare(shown, held)?.code === 'E_EQUIVOCATION')
                return;
        }
    }
    /** Of the author itself, its own checkpoints of the sizes at hand are to be had. */
    async #findOtherNote(source, checkpoint) {
        const client = this.#client;
        if (source.name !== client.author)
            return;
        for (const { size, note } of [checkpoint, ...(client.checkpoint === undefined ? [] : [client.checkpoint])])
            await this.#asked(async () => client.contradiction(note, await source.note(size, this.#terms.signal)));
    }
    #headerOf({ source }, height) {
        return this.#asked(async () => {
            const [header] = await source.headers(this.#client.author, height, 1, this.#terms.signal);
            return header?.header.height === height ? header : undefined;
        });
    }
    /** The header of the newest block, as its source has it. */
    async #newestHeader({ source, status }) {
        const [header] = await source.headers(this.#client.author, status.height, 1, this.#terms.signal);
        if (header?.header.height !== status.height)
            throw new TalosError('E_PROTOCOL', 'the source does not have its newest header');
        return header;
    }
    /** Fetches the headers that are missing; from the newest that is known on, which is compared. */
    async #takeHeaders({ source, status }) {
        const client = this.#client;
        const { maxHeaders = Number.POSITIVE_INFINITY } = this.#terms;
        const until = client.headers + maxHeaders;
        let from = Math.min(Math.max(client.headers - 1, 0), status.height);
        while (from <= status.height) {
            if (client.headers >= until) {
                this.#isComplete = false;
                return;
            }
            const count = Math.min(MAX_HEADERS_AN_ANSWER, status.height + 1 - from);
            const headers = await source.headers(client.author, from, count, this.#terms.signal);
            if (headers.length === 0 || headers.length > count || headers[0]?.header.height !== from)
                throw new TalosError('E_PROTOCOL', 'the source answered with other headers than those asked for');
            await this.#verified(source.name, headers, from);
            from += headers.length;
            await this.#terms.onHeaders?.(client.headers, status.height + 1);
        }
    }
    async #verified(source, headers, from) {
        const { clock, pause, signal } = this.#terms;
        for (let at = 0; at < headers.length; at += VERIFIED_TOGETHER) {
            const part = headers.slice(at, at + VERIFIED_TOGETHER);
            const { refused } = this.#client.addHeaders(part, { source, nowMs: clock.now() }, from + at - 1);
            if (refused !== undefined)
                throw new TalosError(refused.code, refused.reason);
            await pause();
            signal?.throwIfAborted();
        }
    }
    /** The checkpoint of own dealings: where nobody has a log as long, the sources are behind, or hold something back. */
    async #takeOwn(note) {
        const client = this.#client;
        const checkpoint = readSharedCheckpoint(note, client.author);
        if (checkpoint === undefined || checkpoint.size === 0)
            return;
        if (checkpoint.size > client.log.size)
            throw new TalosError('E_STALE', `the author signed a log of ${checkpoint.size} entries to this agent, the sources show ${client.log.size}`);
        await this.#joined(OWN_DEALINGS, checkpoint);
        this.#outcomes.push({ source: OWN_DEALINGS, size: checkpoint.size });
    }
}
