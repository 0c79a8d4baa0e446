/**
 * Trying the addresses of a peer side by side: the first starts at once, each next one a moment later or when one
 * fails, and the first that answers is kept (after RFC 8305, "Happy Eyeballs"). libp2p would try one after the other,
 * and a peer has addresses that nothing answers on: of containers, of other networks.
 *
 * @module
 */
/** Head start of each address over the next, in milliseconds. RFC 8305 §5 recommends 250. */
export const DIAL_STAGGER_MS = 250;
/**
 * The first success of `attempts`.
 *
 * @param attempts - Started in order. Each gets a signal of its own, which aborts when another has won or `signal`
 *   aborts, and never once the attempt has succeeded: sockets die by it for as long as they live.
 * @param discard - Takes a success that came too late.
 * @throws {AggregateError} of all their errors if every attempt fails.
 * @throws The reason of `signal`, where that aborts.
 */
export async function firstToAnswer(attempts, discard, signal) {
    signal.throwIfAborted();
    const race = new Race(attempts, discard);
    const abort = () => race.lose(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    try {
        return await race.winner;
    }
    finally {
        signal.removeEventListener('abort', abort);
        race.lose(new DOMException('another address answered first', 'AbortError'));
    }
}
class Race {
    winner;
    #attempts;
    #discard;
    #running = new Set();
    #errors = [];
    #started = 0;
    #isOver = false;
    #timer;
    #resolve = () => { };
    #reject = () => { };
    constructor(attempts, discard) {
        this.#attempts = attempts;
        this.#discard = discard;
        this.winner = new Promise((resolve, reject) => {
            this.#resolve = resolve;
            this.#reject = reject;
        });
        if (attempts.length === 0)
            this.#reject(new AggregateError([], 'no address to try'));
        this.#startNext();
    }
    /** Ends all attempts that still run; the race is lost with `reason` where nobody had won it. */
    lose(reason) {
        this.#isOver = true;
        clearTimeout(this.#timer);
        for (const running of this.#running)
            running.abort(reason);
        this.#running.clear();
        this.#reject(reason);
    }
    #startNext() {
        clearTimeout(this.#timer);
        const attempt = this.#attempts[this.#started];
        if (this.#isOver || attempt === undefined)
            return;
        this.#started += 1;
        this.#timer = setTimeout(() => this.#startNext(), DIAL_STAGGER_MS);
        const own = new AbortController();
        this.#running.add(own);
        attempt(own.signal).then((value) => {
            this.#running.delete(own);
            if (this.#isOver)
                this.#discard(value);
            else {
                this.#isOver = true;
                this.#resolve(value);
            }
        }, (error) => {
            this.#running.delete(own);
            this.#errors.push(error);
            if (this.#errors.length < this.#attempts.length)
                this.#startNext();
            else
                this.#reject(new AggregateError(this.#errors, 'no address answered'));
        });
    }
}
