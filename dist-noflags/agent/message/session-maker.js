import { isTalosError } from "../../base/errors.js";
import { AWAY_CODES } from "../reach/peer-faults.js";
import { unlessAborted } from "../waits.js";
import { sessionEvent } from "./messenger-event.js";
import { repairEvent } from "./session-repair.js";
/** See the module comment. */
export class SessionMaker {
    #terms;
    #establishing = new Map();
    constructor(terms) {
        this.#terms = terms;
    }
    /** As `Messenger.establishSession`. */
    async establish(peer, options, bundle) {
        if (bundle !== undefined)
            return this.#from(peer, bundle, options);
        const { signal, requireOneTime = false } = options;
        for (;;) {
            const running = this.#establishing.get(peer) ?? this.#start(peer, requireOneTime);
            if (running.requireOneTime === requireOneTime)
                return unlessAborted(running.session, signal);
            // Its outcome is for who asked for it: what this one may have, and may not, is another question.
            const settled = running.session.catch(() => undefined);
            await unlessAborted(settled, signal);
        }
    }
    #start(peer, requireOneTime) {
        const session = this.#online(peer, { requireOneTime });
        const started = { requireOneTime, session };
        this.#establishing.set(peer, started);
        const forget = () => void this.#establishing.delete(peer);
        session.then(forget, forget);
        return started;
    }
    async #online(peer, options) {
        return this.#from(peer, await this.#bundleOf(peer), options);
    }
    /** The bundle of a peer: its own word where it is there. */
    async #bundleOf(peer) {
        const { bundleOf, links } = this.#terms;
        try {
            return await links.askBundle(peer);
        }
        catch (error) {
            if (bundleOf === undefined || !isTalosError(error) || !AWAY_CODES.has(error.code))
                throw error;
            return bundleOf(peer);
        }
    }
    async #from(peer, bundle, options) {
        const session = await this.#terms.book.establish(peer, bundle, options.requireOneTime);
        await this.announce(peer, session);
        return { session: session.id, oneTime: session.oneTime, oneTimeKem: session.oneTimeKem };
    }
    /** Tells of a session that was made. */
    async announce(peer, session) {
        await this.#terms.onEvent?.(sessionEvent(peer, session));
    }
    /**
     * Makes the session of a repair that has begun.
     *
     * @returns Whether there is one. What fails here is begun again by what fails to open next.
     */
    async repair(peer, due) {
        const { book, assertUnchanged, onEvent } = this.#terms;
        try {
            assertUnchanged?.(peer);
            const made = await book.repairs.complete(peer, due, await this.#bundleOf(peer));
            if (made === undefined)
                return false;
            await this.announce(peer, made.session);
            await onEvent?.(repairEvent(peer, made));
            return true;
        }
        catch (error) {
            if (!isTalosError(error))
                throw error;
            return false;
        }
    }
}
