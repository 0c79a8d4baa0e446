import { isTalosError, TalosError } from "../../base/errors.js";
import { OPENING_CODES } from "../reach/peer-faults.js";
import { isForWantOfRoom } from "./inbox-room.js";
import { messageEvent, sessionEvent, toldRepairEvent } from "./messenger-event.js";
import { chainOf } from "./session-repair.js";
import { StoringEnvelopes } from "./storing-envelopes.js";
/** Envelopes of one link that may fail to open before it is closed: an honest peer's never do, but for one chain. */
export const MAX_FAILED_ENVELOPES = 32;
/** Envelopes of one link that are dropped unopened, because one of their chain did not open, before it is closed. */
export const MAX_DROPPED_ENVELOPES = 2000;
/** See the module comment. */
export class Reception {
    #terms;
    #faults = new WeakMap();
    #storing = new WeakMap();
    constructor(terms) {
        this.#terms = terms;
    }
    /**
     * Takes an envelope of a link; resolves when the next may be taken. What answers it is sent when it is stored, in the
     * order of the envelopes: while one is being stored the next are opened, so that many share a commit.
     *
     * While there is no room in the inbox the link waits, and so do those that come after it on the link: nothing is passed
     * over.
     *
     * @throws {TalosError} after {@link MAX_FAILED_ENVELOPES} or {@link MAX_DROPPED_ENVELOPES}, and where there was no room
     *   for long: the link is to end.
     */
    async takeFrom(peer, link, envelope, reply) {
        const faults = this.#faults.get(link) ?? { count: 0, dropped: 0, chains: new Map() };
        this.#faults.set(link, faults);
        // What was sent before the peer heard of the repair: one of them has shown that the chain opens no more.
        if (faults.chains.size > 0 && faults.chains.get(chainOf(envelope)) === false) {
            if (++faults.dropped > MAX_DROPPED_ENVELOPES)
                throw new TalosError('E_DECRYPT', `${MAX_DROPPED_ENVELOPES} envelopes that do not open`);
            return;
        }
        const opened = await this.#openWithRoom(peer, link, envelope);
        if ('received' in opened)
            return this.#storingOf(link).add(envelope.length, () => this.#answer(peer, envelope, opened, reply));
        const { failure, chain, mayOpen } = opened;
        if (chain !== undefined && faults.chains.has(chain))
            return;
        if (chain !== undefined)
            faults.chains.set(chain, mayOpen);
        if (++faults.count > MAX_FAILED_ENVELOPES)
            throw failure;
    }
    /** Resolves when what has opened of a link is stored and answered. */
    async settled(link) {
        await this.#storing.get(link)?.settled();
    }
    #storingOf(link) {
        const storing = this.#storing.get(link) ?? new StoringEnvelopes(link);
        this.#storing.set(link, storing);
        return storing;
    }
    async #openWithRoom(peer, link, envelope) {
        for (;;) {
            const opened = await this.#open(peer, envelope, 'link');
            if ('received' in opened || !isForWantOfRoom(opened.failure))
                return opened;
            // Its sender has it still, and sends it again over its next link.
            if (!(await this.#terms.untilFreed(link)))
                throw opened.failure;
        }
    }
    /** Tells of what an envelope has brought, when that is stored, and sends what answers it. */
    async #answer(peer, envelope, { received }, reply) {
        const stored = await received.catch((error) => this.#judge(peer, envelope, error, 'link'));
        if (!('kind' in stored)) {
            // Another writer was faster, and what the envelope has opened under is gone.
            if (isForWantOfRoom(stored.failure))
                throw stored.failure;
            return;
        }
        await this.#tell(peer, stored);
        if ('reply' in stored && stored.reply !== undefined)
            reply(stored.reply);
    }
    /**
     * Takes an envelope; resolves when what it brings is stored.
     *
     * @throws {TalosError} where the store or the ledger fails.
     */
    async take(peer, envelope, way) {
        const opened = await this.#open(peer, envelope, way);
        if (!('received' in opened))
            return { failure: opened.failure };
        const stored = await opened.received.catch((error) => this.#judge(peer, envelope, error, way));
        if (!('kind' in stored))
            return { failure: stored.failure };
        await this.#tell(peer, stored);
        return 'id' in stored ? { stored: stored.id } : {};
    }
    async #open(peer, envelope, way) {
        try {
            const { stored: received } = await this.#terms.book.begin(peer, envelope, way === 'mailbox');
            // Whoever answers it hears of what fails; others may be answered before.
            received.catch(() => undefined);
            return { received };
        }
        catch (error) {
            return this.#judge(peer, envelope, error, way);
        }
    }
    /** What an envelope says of its chain that did not open; begins a repair where it calls for one. */
    async #judge(peer, envelope, failure, way) {
        const { book, isKnown, onDue } = this.#terms;
        // A peer is told nothing of why an envelope did not open, and the next may be an honest one.
        if (!isTalosError(failure) || !OPENING_CODES.has(failure.code))
            throw failure;
        const judged = await book.repairs.judge(peer, envelope, failure, { isKnown: isKnown(peer), way });
        if (judged === 'unmet')
            await this.#terms.onEvent({ kind: 'unopened', peer });
        if (judged === undefined || judged === 'unmet')
            return { failure, mayOpen: true };
        if (judged.due !== undefined)
            onDue(peer, judged.due);
        return { failure, chain: judged.chain, mayOpen: judged.cause === 'copied' };
    }
    async #tell(peer, received) {
        const { onEvent, onAcknowledged, onMessage, onRepaired } = this.#terms;
        const { newSession } = received;
        // First of all: what is sent from now on leaves after what waits.
        if (received.kind === 'repaired' && !received.repeated)
            onRepaired(peer);
        // All at once: whoever repeats the envelope meanwhile waits for them.
        const events = [...(newSession === undefined ? [] : [sessionEvent(peer, newSession)]), ...eventsOf(peer, received)];
        await Promise.all(events.map((event) => onEvent(event)));
        if (received.kind === 'acknowledged')
            for (const { id, commitment } of received.messages)
                onAcknowledged(peer, id, commitment !== undefined);
        else if (received.kind !== 'repaired' && received.kind !== 'file')
            onMessage(peer);
    }
}
function eventsOf(peer, received) {
    const { kind } = received;
    if (kind === 'file')
        return [];
    if (kind === 'repaired')
        return [{ ...toldRepairEvent(peer, received), repeated: received.repeated }];
    if (kind !== 'acknowledged')
        return [{ ...messageEvent(peer, received), repeated: kind === 'duplicate' }];
    return received.messages.flatMap(({ id, commitment }) => commitment === undefined ? [] : [messageEvent(peer, { id, commitment }, 'sent')]);
}
