import { assertText, membersOf } from "../../base/caller-mistakes.js";
import { fromBase64 } from "../../base/encoding.js";
import { didOf, peerText } from "./client-context.js";
/** Blocks that are asked for at a time. */
const BLOCKS_A_PAGE = 64;
/** See the module comment. */
export class ClientChains {
    #context;
    /** Made by the client. */
    constructor(context) {
        this.#context = context;
    }
    /** What a chain comes to. @throws {TalosError} `E_NOT_FOUND` where no chain of that author is kept. */
    summary(options = {}) {
        return this.#context.ask((agent) => {
            const { author } = membersOf(options, 'options', { author: 'text?' });
            return agent.blocks.summary(author === undefined ? {} : { author: peerText(author) });
        });
    }
    /**
     * The blocks of a chain as bytes (PROTOCOL.md §9.5), in order: what `ValidationEngine.validateChain` takes.
     *
     * @throws {TalosError} `E_NOT_FOUND` where their entries were archived, or no chain of that author is kept.
     */
    async *blocks(options = {}) {
        const kinds = { author: 'text?', from: 'number?', to: 'number?' };
        const { author: named, from, to } = membersOf(options, 'options', kinds);
        const { author, first, height } = await this.summary(named === undefined ? {} : { author: named });
        const last = Math.min(to ?? height, height);
        const whose = named === undefined ? {} : { author };
        for (let next = from ?? first; next <= last;) {
            const count = Math.min(BLOCKS_A_PAGE, last - next + 1);
            const page = await this.#context.ask((agent) => agent.blocks.range({ from: next, count, ...whose }));
            for (const block of page.blocks)
                yield fromBase64(block);
            if (page.blocks.length === 0)
                return;
            next += page.blocks.length;
        }
    }
    /**
     * One block of the own chain.
     *
     * @param at - Its height in decimal, its hash, or the id of an entry in it.
     * @throws {TalosError} `E_NOT_FOUND` if there is none, or its entries were archived.
     */
    block(at) {
        return this.#context.ask((agent) => {
            assertText(at, 'at');
            return agent.blocks.find(at);
        });
    }
    /** Lets a peer read the own chain and those kept here; durable when it resolves. @param peer - In full: DID or peer id. */
    share(peer, share) {
        return this.#context.ask((agent) => {
            if (!['headers', 'blocks'].includes(share))
                throw new TypeError('share must be "headers" or "blocks"');
            return agent.chains.share({ peer: didOf(peer), share });
        });
    }
    /** With whom chains are shared. */
    shares() {
        return this.#context.ask((agent) => agent.chains.shares());
    }
    /** A peer may read nothing any more, on links that are open too. @throws {TalosError} `E_NOT_FOUND` if it might not. */
    unshare(peer) {
        return this.#context.ask((agent) => agent.chains.unshare({ peer: peerText(peer) }));
    }
    /**
     * Brings the kept chain of an author up to what others have of it, each block validated in full; goes on where it was
     * interrupted.
     *
     * @throws {TalosError} `E_EQUIVOCATION` or `E_REORG_DEPTH` where the author signed two histories, which
     *   `details.evidence` proves; `E_LIMIT`; the most telling reason of those who were asked: `E_REFUSED`, `E_UNREACHABLE`,
     *   `E_TIMEOUT`, `E_NOT_FOUND`, or what did not verify; {RangeError} for the own chain.
     */
    sync(author, options = {}) {
        return this.#context.ask((agent) => {
            const { from, ...watching } = membersOf(options, 'options', {
                from: 'texts?',
                onProgress: 'function?',
                signal: 'signal?',
            });
            const sources = from?.map((each) => peerText(each, 'options.from'));
            return agent.chains.sync({ author: peerText(author, 'author'), ...(sources && { from: sources }) }, watching);
        });
    }
    /** The chains of others that are kept here. */
    list() {
        return this.#context.ask((agent) => agent.chains.list());
    }
    /** Forgets a kept chain and the evidence against its author. @throws {TalosError} `E_NOT_FOUND`. */
    remove(author) {
        return this.#context.ask((agent) => agent.chains.remove({ author: peerText(author, 'author') }));
    }
}
