import { isTalosError, TalosError } from "../../base/errors.js";
import { isDialable, parsePlace } from "../../net/address.js";
import { RETRY_CAP_MS, retryDelays } from "../../net/backoff.js";
import { PROBE_TIMEOUT_MS } from "../../net/keep-alive.js";
import { KEEPALIVE_IDLE_MS, KEEPALIVE_TIMEOUT_MS } from "../../net/link.js";
import { isAnswering } from "../local/answering.js";
import { relayClientOf } from "./relay-client.js";
import { MAX_RELAYS_USED } from "./relay-state.js";
/** See the module comment. */
export class Reservations {
    #parts;
    #places = new Map();
    constructor(parts) {
        this.#parts = parts;
    }
    /**
     * Holds places at these relays, and at no others, from now on.
     *
     * @param relays - Multiaddrs with `/p2p/…`; the first {@link MAX_RELAYS_USED} are used.
     * @throws {TalosError} `E_MALFORMED` for what is no such address; `E_USAGE` for one that is not dialled. Nothing changes then.
     */
    use(relays) {
        const wanted = new Map(relays.map((text) => relayPlace(text)).map((place) => [place.peerId ?? '', place]));
        const used = [...wanted.values()].slice(0, MAX_RELAYS_USED);
        for (const [text, place] of this.#places)
            if (used.every((each) => each.text !== text)) {
                place.end();
                this.#places.delete(text);
            }
        for (const each of used)
            if (!this.#places.has(each.text))
                this.#places.set(each.text, new Place(each, this.#parts));
    }
    /** Resolves when each relay has been asked for a place once, whatever it answered. */
    async asked() {
        await Promise.all([...this.#places.values()].map((place) => place.asked));
    }
    /** Where this agent is reached through relays, each with its `/p2p/…`. */
    get addresses() {
        const self = this.#parts.node.libp2p.peerId.toString();
        return this.states.filter(({ reserved }) => reserved).map(({ relay }) => `${relay}/p2p-circuit/p2p/${self}`);
    }
    /** In the order in which they were given. */
    get states() {
        return [...this.#places.values()].map(({ state }) => state);
    }
    /** Asks each relay at once whether it is there, and those that were away for a place: the network may be another one. */
    probe() {
        for (const place of this.#places.values())
            place.probe();
    }
    async [Symbol.asyncDispose]() {
        const places = [...this.#places.values()];
        this.#places.clear();
        for (const place of places)
            place.end();
        await Promise.all(places.map(({ ended }) => ended));
    }
}
/** @throws {TalosError} See {@link Reservations.use}. */
export function relayPlace(text) {
    const place = parsePlace(text);
    const hint = 'a relay is named as talos relay prints it: /ip4/…/tcp/…/p2p/…';
    if (place.peerId === undefined)
        throw new TalosError('E_MALFORMED', 'the address of a relay names its key', { hint });
    if (!isDialable(place))
        throw new TalosError('E_USAGE', 'an address of this kind is not dialled', { hint });
    return place;
}
/** One relay that is used until {@link Place.end}. */
class Place {
    ended;
    /** Resolves when the first attempt is over. */
    asked;
    #onAsked = () => { };
    #relay;
    #parts;
    #over = new AbortController();
    #isReserved = false;
    /** What is done at once where the network may be another one. */
    #hurry = () => { };
    #failure;
    constructor(relay, parts) {
        this.#relay = relay;
        this.#parts = parts;
        this.asked = new Promise((resolve) => {
            this.#onAsked = resolve;
        });
        this.ended = this.#stay().finally(this.#onAsked);
    }
    get state() {
        const relay = this.#relay.text;
        if (this.#failure === undefined)
            return { relay, reserved: this.#isReserved };
        const { code, message } = this.#failure;
        return { relay, reserved: false, failure: { code, message } };
    }
    get #isOver() {
        return this.#over.signal.aborted;
    }
    end() {
        this.#over.abort(new TalosError('E_CLOSED', 'the relay is not used any more'));
    }
    probe() {
        this.#hurry();
    }
    async #stay() {
        const { random, onFailure, timer } = this.#parts;
        const { signal } = this.#over;
        const newDelays = () => retryDelays({ random });
        let delays = newDelays();
        while (!this.#isOver) {
            const startedMs = timer.now();
            try {
                await this.#hold(await relayClientOf(this.#parts.node), signal);
            }
            catch (error) {
                const isFirst = this.#failure === undefined && !this.#over.signal.aborted;
                this.#failure = isTalosError(error)
                    ? error
                    : new TalosError('E_INTERNAL', 'a relay cannot be used', { cause: error });
                this.#onAsked();
                if (isFirst)
                    onFailure(this.#relay.text, this.#failure);
            }
            // One that ends each place at once is not asked as fast as it does.
            if (timer.now() - startedMs >= RETRY_CAP_MS)
                delays = newDelays();
            await this.#sleep(delays.next().value, signal, true);
        }
    }
    /** Holds a place until it is lost. */
    async #hold(client, signal) {
        const reservation = await client.reserve(this.#relay, signal);
        try {
            this.#failure = undefined;
            this.#set(true);
            this.#onAsked();
            await this.#watch(reservation, signal);
        }
        finally {
            this.#set(false);
            reservation.release();
        }
    }
    /** Resolves when the place is lost, or the relay does not answer any more. */
    async #watch({ connection, ended }, signal) {
        const lost = new AbortController();
        const end = () => lost.abort();
        const isLost = () => lost.signal.aborted;
        const ask = async (ms) => {
            if (!(await isAnswering(connection, ms, lost.signal)))
                end();
        };
        void ended.then(end);
        signal.addEventListener('abort', end, { once: true });
        if (signal.aborted)
            end();
        this.#hurry = () => void ask(PROBE_TIMEOUT_MS);
        try {
            while (!isLost()) {
                // Through a NAT, a connection on which nothing is said is soon none any more.
                await this.#sleep(KEEPALIVE_IDLE_MS, lost.signal);
                if (!isLost())
                    await ask(KEEPALIVE_TIMEOUT_MS);
            }
        }
        finally {
            this.#hurry = () => { };
            signal.removeEventListener('abort', end);
        }
    }
    #set(isReserved) {
        if (this.#isReserved === isReserved)
            return;
        this.#isReserved = isReserved;
        this.#parts.onChange();
    }
    /** Resolves after `ms`, at the signal, or, where that is said, when the network may be another one. */
    #sleep(ms, signal, isHurried = false) {
        return new Promise((resolve) => {
            const wake = () => {
                cancel();
                signal.removeEventListener('abort', wake);
                if (isHurried)
                    this.#hurry = () => { };
                resolve();
            };
            const cancel = this.#parts.timer.after(ms, wake);
            if (isHurried)
                this.#hurry = wake;
            if (signal.aborted)
                wake();
            else
                signal.addEventListener('abort', wake, { once: true });
        });
    }
}
