/**
 * Whose messages are taken while somebody listens: everybody's, those of contacts, or also those of strangers of whom
 * a person says so. The link of a stranger waits for that; what the peer has stays queued at its side.
 *
 * @module
 */
import { BoundedMap } from "../../base/bounded.js";
import { TalosError } from "../../base/errors.js";
/** Strangers of whom a person may have to be asked at a time; the links of more are closed. */
export const MAX_ASKED_SENDERS = 16;
/** Answers that are remembered while it is open; who was forgotten is asked of again. */
export const MAX_SENDER_ANSWERS = 1024;
/** See the module comment. */
export class SenderGate {
    #accept;
    #ask;
    #answers = new BoundedMap(MAX_SENDER_ANSWERS);
    /** In the order in which they are asked of. */
    #waiting = new Map();
    #closed;
    #close = () => { };
    /** The one that the person is being asked about. */
    #asking;
    #isClosed = false;
    /**
     * @param ask - Called for one stranger at a time; what it throws counts as a no that is not remembered.
     * @throws {TalosError} `E_USAGE` where somebody is to be asked, and nobody can be.
     */
    constructor(accept, ask) {
        if (accept === 'ask' && ask === undefined)
            throw new TalosError('E_USAGE', 'there is nobody to ask about senders');
        this.#accept = accept;
        this.#ask = ask ?? (async () => false);
        this.#closed = new Promise((resolve) => {
            this.#close = resolve;
        });
    }
    /** Whether what a peer has is taken; a promise where a person is asked first. */
    admits(from, door, isContact) {
        if (isContact || this.#accept === 'all')
            return true;
        if (this.#accept === 'contacts' || this.#isClosed)
            return false;
        return this.#answers.get(from) ?? this.#asked(from, door);
    }
    /** Whether a person is to be asked about a stranger. */
    asksAbout(from) {
        return this.#accept === 'ask' && !this.#isClosed && !this.#answers.has(from);
    }
    /** Whether it was closed: nobody has said no to who waited. */
    get isClosed() {
        return this.#isClosed;
    }
    /** Whether what a peer has sent is taken, as far as that is known now. */
    isAdmitted(from, isContact) {
        return isContact || this.#accept === 'all' || this.#answers.get(from) === true;
    }
    /** Whoever waits is not taken. Repeatable. */
    close() {
        this.#isClosed = true;
        this.#close(false);
        for (const { settle } of this.#waiting.values())
            settle(false);
        this.#waiting.clear();
    }
    #asked(from, door) {
        const waiting = this.#waiting.get(from) ?? this.#enqueue(from, door.remoteAddress);
        if (waiting === undefined)
            return false;
        waiting.links++;
        void door.closed.then(() => {
            // Nobody is asked about a sender that is gone again.
            if (--waiting.links === 0 && this.#asking !== waiting && this.#waiting.get(from) === waiting)
                this.#settle(from, waiting, false);
        });
        void this.#askAll();
        return waiting.answer;
    }
    #enqueue(from, address) {
        if (this.#waiting.size >= MAX_ASKED_SENDERS)
            return undefined;
        let settle = () => { };
        const answer = new Promise((resolve) => {
            settle = resolve;
        });
        const waiting = { address, answer, settle, links: 0 };
        this.#waiting.set(from, waiting);
        return waiting;
    }
    #settle(from, waiting, answer) {
        this.#waiting.delete(from);
        waiting.settle(answer);
    }
    async #askAll() {
        if (this.#asking !== undefined)
            return;
        for (let [next] = this.#waiting; next !== undefined; [next] = this.#waiting) {
            const [from, waiting] = next;
            this.#asking = waiting;
            const answer = await this.#answerOf({ from, address: waiting.address });
            if (answer !== undefined && !this.#isClosed)
                this.#answers.set(from, answer);
            this.#settle(from, waiting, answer === true);
        }
        this.#asking = undefined;
    }
    async #answerOf(sender) {
        try {
            return await Promise.race([this.#ask(sender), this.#closed]);
        }
        catch {
            return undefined; // whoever asks knows why, and ends the listening where it must
        }
    }
}
/** Whose messages that wait in the inbox are shown: a person is asked about strangers' as about those that come. */
export class InboxStrangers {
    #gate;
    #onAnswer;
    #asking = new Set();
    /** @param onAnswer - Told that another stranger's messages are wanted, or another may be asked about. Must not throw. */
    constructor(gate, onAnswer) {
        this.#gate = gate;
        this.#onAnswer = onAnswer;
    }
    /** Whether they are wanted as far as that is known now; asks where it is not. */
    isWanted(from, isContact) {
        if (this.#gate.isAdmitted(from, isContact))
            return true;
        if (!this.#asking.has(from) && this.#gate.asksAbout(from))
            void this.#ask(from);
        return false;
    }
    async #ask(from) {
        // They wait for as long as it takes.
        const answer = this.#gate.admits(from, { remoteAddress: 'the inbox', closed: new Promise(() => undefined) }, false);
        // As many are asked about as may be: the others' turn comes with an answer.
        if (typeof answer === 'boolean')
            return;
        this.#asking.add(from);
        await answer;
        this.#asking.delete(from);
        // A question that failed would fail again at once.
        if (!this.#gate.asksAbout(from))
            this.#onAnswer();
    }
}
/** What a gate says when somebody was asked. @throws {TalosError} `E_CLOSED` where the listening ends before somebody has said yes or no. */
export async function answered(gate, admitted) {
    if (await admitted)
        return true;
    if (gate.isClosed)
        throw new TalosError('E_CLOSED', 'nobody takes messages now');
    return false;
}
