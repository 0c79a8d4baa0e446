/**
 * The chains of a running agent, in the words of `ChainsApi`. PROTOCOL.md §9.11.
 *
 * @module
 */
import { toHex } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { Mutex } from "../../base/lifetime.js";
import { parseDid } from "../../identity/did.js";
import { syncChain } from "../../ledger/chain/sync.js";
import { MAX_SYNC_SOURCES } from "../../ledger/chain/sync-types.js";
import { peerOf } from "../reach/peer-dial.js";
import { LinkChainSource } from "./chain-link-source.js";
/** See the module comment. */
export class Chains {
    #parts;
    /** One synchronisation of an author at a time. */
    #syncing = new Map();
    constructor(parts) {
        this.#parts = parts;
    }
    async share({ peer, share, }) {
        const did = parseDid(peer);
        await this.#parts.shares.add(did, share);
        return { peer: did, alias: this.#aliasOf(did), share };
    }
    async shares() {
        const all = await this.#parts.shares.all();
        return all.map(({ peer, share }) => ({ peer, alias: this.#aliasOf(peer), share }));
    }
    async unshare({ peer }) {
        const did = this.#parts.core.known(peer);
        if (!(await this.#parts.shares.remove(did)))
            throw new TalosError('E_NOT_FOUND', 'nothing is shared with this peer', { hint: 'talos audit share list' });
        return { peer: did };
    }
    #aliasOf(did) {
        return this.#parts.core.peers.get(did)?.alias ?? '';
    }
    async sync(params, options = {}) {
        const { core } = this.#parts;
        const author = await peerOf(core, params.author);
        const named = params.from === undefined || params.from.length === 0 ? [author] : params.from;
        if (named.length > MAX_SYNC_SOURCES)
            throw new TalosError('E_USAGE', `a chain is synchronised from at most ${MAX_SYNC_SOURCES} peers`);
        const sources = new Set();
        for (const name of named)
            sources.add(await peerOf(core, name));
        if (sources.has(core.identity.did))
            throw new TalosError('E_USAGE', 'a chain is synchronised from others, not from this agent');
        return this.#inTurn(author, options.signal, () => this.#sync(author, [...sources], options));
    }
    async #inTurn(author, signal, task) {
        const held = this.#syncing.get(author) ?? { turns: new Mutex(), users: 0 };
        this.#syncing.set(author, held);
        held.users++;
        try {
            return await held.turns.run(task, signal);
        }
        finally {
            if (--held.users === 0)
                this.#syncing.delete(author);
        }
    }
    async #sync(author, peers, options) {
        const { core, foreign, dialer } = this.#parts;
        const { signal, onProgress } = options;
        const { name: network, difficulty } = core.ledger.network;
        const kept = await foreign.open(author, network, difficulty);
        const sources = peers.map((peer) => new LinkChainSource(peer, (task, stop) => dialer.use(peer, task, stop)));
        const terms = { network, difficulty, now: () => core.clock.now() };
        const report = await syncChain({ author, kept, sources, ...terms, ...(onProgress && { onProgress }) }, signal);
        await kept.keepNote(report.note);
        if (report.fork !== undefined)
            throw await this.#forked(author, report.fork);
        const { from, height, target, blocks, bytes } = report;
        const views = report.sources.map(({ name, ...outcome }) => ({ peer: name, ...outcome }));
        return { chain: await this.#viewOf(author), from, height, target, blocks, bytes, sources: views };
    }
    /** Keeps the evidence, refuses the author, and gives the error to throw. */
    async #forked(author, { evidence, code, depth }) {
        await this.#parts.foreign.keepEvidence(author, evidence);
        await this.#parts.onFork(author, evidence);
        const what = 'the author of a chain signed two histories';
        const kept = code === 'E_REORG_DEPTH' ? `: the other one lacks ${depth} kept blocks, and none is replaced` : '';
        return new TalosError(code, `${what}${kept}`, {
            details: { author, evidence, ...(code === 'E_REORG_DEPTH' ? { depth } : {}) },
            hint: 'talos audit chain list --json shows the evidence; what is kept has not changed',
        });
    }
    async list() {
        const all = await this.#parts.foreign.all();
        return Promise.all(all.map((kept) => this.#view(kept)));
    }
    async #viewOf(author) {
        const kept = (await this.#parts.foreign.all()).find((each) => each.author === author);
        if (kept === undefined)
            throw new TalosError('E_NOT_FOUND', 'the chain was removed meanwhile');
        return this.#view(kept);
    }
    async #view({ author, network, height, size, work, bytes, syncedAtMs, note }) {
        const { foreign } = this.#parts;
        const header = await (await foreign.get(author))?.header(height);
        const evidence = (await foreign.evidence(author)) ?? '';
        const hash = header === undefined ? '' : toHex(header.hash);
        const alias = this.#aliasOf(author);
        return {
            author,
            alias,
            network,
            height,
            hash,
            size,
            work: `${work}`,
            bytes,
            syncedAtMs,
            checkpoint: note,
            evidence,
        };
    }
    async remove({ author }) {
        const did = this.#parts.core.known(author);
        if (!(await this.#parts.foreign.remove(did)))
            throw new TalosError('E_NOT_FOUND', 'no chain of this author is kept', { hint: 'talos audit chain list' });
        return { author: did };
    }
}
