/**
 * The end of chain links that is asked: who may ask for what, how often, over how many links. What the operations do
 * is in the table that it is given. PROTOCOL.md §9.11.
 *
 * @module
 */
import { RateCounter } from "../../base/rate-counter.js";
import { didOfKey } from "../../identity/did.js";
import { LinkRefusals } from "../../net/refuse-link.js";
import { refused, serveRequests } from "../../net/request-link.js";
import { systemTimer } from "../../net/timer.js";
/** Open chain links of one peer, and of all together. PROTOCOL.md §11. */
export const MAX_CHAIN_LINKS_A_PEER = 4;
/** See {@link MAX_CHAIN_LINKS_A_PEER}. */
export const MAX_CHAIN_LINKS = 64;
/** Requests of one peer in a minute, over all its links. PROTOCOL.md §11. */
export const CHAIN_REQUESTS_A_MINUTE = 600;
/** Largest request in bytes: far above a locator of 64 points. PROTOCOL.md §11. */
export const MAX_CHAIN_REQUEST_BYTES = 64 * 1024;
/** Milliseconds after the last answer that an unused chain link is ended. */
export const CHAIN_LINK_IDLE_MS = 60_000;
/** See the module comment. */
export class ChainHost {
    #parts;
    #operations;
    #requests;
    #refusals;
    #visits = new Map();
    #isClosed = false;
    constructor(parts) {
        this.#parts = parts;
        this.#operations = new Map(Object.entries(parts.operations));
        this.#requests = new RateCounter(CHAIN_REQUESTS_A_MINUTE, 60_000, parts.core.clock);
        this.#refusals = new LinkRefusals(parts.timer);
    }
    /** Takes a link of purpose `chain` and owns it. Resolves when it has ended. */
    async accept(link) {
        const peer = didOfKey(link.peerKey);
        // A stranger is told nothing, and nothing of it is on record: identities cost nothing. Nor does it take the place of
        // others while its link ends.
        if (!this.#isKnown(peer) && (await this.#parts.shares.get(peer)) === undefined)
            return this.#refuse(link, 'denied');
        if (!this.#hasRoomFor(peer))
            return this.#refuse(link, 'busy');
        const visit = { peer, link, asking: 0, cancelIdle: () => { } };
        // Counted before anything is waited for.
        const ended = this.#serve(visit).finally(() => {
            visit.cancelIdle();
            this.#visits.delete(visit);
        });
        this.#visits.set(visit, ended);
        await ended;
    }
    async #refuse(link, word) {
        link.limitPayload(MAX_CHAIN_REQUEST_BYTES);
        await this.#refusals.refuse(link, word);
    }
    #hasRoomFor(peer) {
        if (this.#isClosed || this.#parts.core.failure !== undefined || this.#visits.size >= MAX_CHAIN_LINKS)
            return false;
        return [...this.#visits.keys()].filter((visit) => visit.peer === peer).length < MAX_CHAIN_LINKS_A_PEER;
    }
    async #serve(visit) {
        const { link } = visit;
        link.limitPayload(MAX_CHAIN_REQUEST_BYTES);
        this.#endWhenIdle(visit);
        const server = serveRequests(link, {
            answer: (op, fields) => this.#answer(visit, op, fields),
            onFault: () => this.#parts.core.notice('tool', 'a request for the ledger could not be answered', visit.peer),
        });
        await server.ended;
    }
    #isKnown(peer) {
        return this.#parts.core.isKnown(peer) || this.#parts.hasTunnel(peer);
    }
    #endWhenIdle(visit) {
        visit.cancelIdle();
        if (visit.asking > 0)
            return;
        const timer = this.#parts.timer ?? systemTimer;
        visit.cancelIdle = timer.after(CHAIN_LINK_IDLE_MS, () => void visit.link.close());
    }
    async #answer(visit, op, fields) {
        visit.cancelIdle();
        visit.asking++;
        try {
            return await this.#permitted(visit.peer, op, fields);
        }
        finally {
            visit.asking--;
            this.#endWhenIdle(visit);
        }
    }
    async #permitted(peer, op, fields) {
        if (!this.#requests.take(peer))
            throw refused('busy', 'too many requests in a minute');
        const operation = this.#operations.get(op);
        if (operation === undefined)
            throw refused('failed', 'chain links have no such operation');
        // Asked anew each time: what is shared no more is refused on links that are open, too.
        const share = await this.#parts.shares.get(peer);
        if (!this.#mayAsk(peer, share, operation.access)) {
            this.#parts.core.denials.note(peer, 'chain', 'E_REFUSED');
            throw refused('denied', `this agent does not share its ${operation.access} with the peer`);
        }
        return operation.answer({ peer, share, fields });
    }
    #mayAsk(peer, share, access) {
        if (access === 'known')
            return share !== undefined || this.#isKnown(peer);
        return share === 'blocks' || share === access;
    }
    /** Ends every link; takes none any more. Repeatable. */
    async close() {
        this.#isClosed = true;
        const visits = [...this.#visits];
        await Promise.all(visits.map(([{ link }]) => link.close()));
        await Promise.all(visits.map(([, ended]) => ended));
    }
}
