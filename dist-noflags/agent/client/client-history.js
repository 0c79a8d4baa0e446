/**
 * What a client has sent and received: `client.history`.
 *
 * @module
 */
import { membersOf } from "../../base/caller-mistakes.js";
import { peerText } from "./client-context.js";
/** Messages of a page unless asked otherwise. */
const DEFAULT_PAGE = 100;
/** See the module comment. */
export class ClientHistory {
    #context;
    /** Made by the client. */
    constructor(context) {
        this.#context = context;
    }
    /**
     * A page of messages, the oldest first; `before` of the answer asks for the page before.
     *
     * @throws {RangeError} for a number that is not whole, or below 1.
     * @throws {TalosError} `E_NOT_FOUND` for a peer that is not known; `E_AMBIGUOUS`.
     */
    list(options = {}) {
        return this.#context.ask((agent) => {
            const { peer, last = DEFAULT_PAGE, before, } = membersOf(options, 'options', {
                peer: 'text?',
                last: 'number?',
                before: 'text?',
            });
            if (!Number.isSafeInteger(last) || last < 1)
                throw new RangeError(`last must be 1 or more, got ${last}`);
            return agent.messages.history({
                last,
                ...(peer === undefined ? {} : { peer: peerText(peer) }),
                ...(before === undefined ? {} : { before }),
            });
        });
    }
    /**
     * Each message with its state, whenever one is new or its state another. It takes no message: `messages()` does.
     *
     * @throws {TalosError} `E_LIMIT` where it is read more slowly than it grows; `E_NOT_FOUND`; `E_AMBIGUOUS`.
     */
    follow(options = {}) {
        const { peer, signal } = membersOf(options, 'options', { peer: 'text?', signal: 'signal?' });
        const params = peer === undefined ? {} : { peer: peerText(peer) };
        return this.#context.each((agent, ending) => agent.messages.follow(params, ending ? { signal: ending } : {}), signal);
    }
}
