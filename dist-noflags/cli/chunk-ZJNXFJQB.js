import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);

// src/node/network/dial.ts
var DIAL_STAGGER_MS = 250;
async function firstToAnswer(attempts, discard, signal) {
  signal.throwIfAborted();
  const race = new Race(attempts, discard);
  const abort = () => race.lose(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await race.winner;
  } finally {
    signal.removeEventListener("abort", abort);
    race.lose(new DOMException("another address answered first", "AbortError"));
  }
}
var Race = class {
  winner;
  #attempts;
  #discard;
  #running = /* @__PURE__ */ new Set();
  #errors = [];
  #started = 0;
  #isOver = false;
  #timer;
  #resolve = () => {
  };
  #reject = () => {
  };
  constructor(attempts, discard) {
    this.#attempts = attempts;
    this.#discard = discard;
    this.winner = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    if (attempts.length === 0) this.#reject(new AggregateError([], "no address to try"));
    this.#startNext();
  }
  /** Ends all attempts that still run; the race is lost with `reason` where nobody had won it. */
  lose(reason) {
    this.#isOver = true;
    clearTimeout(this.#timer);
    for (const running of this.#running) running.abort(reason);
    this.#running.clear();
    this.#reject(reason);
  }
  #startNext() {
    clearTimeout(this.#timer);
    const attempt = this.#attempts[this.#started];
    if (this.#isOver || attempt === void 0) return;
    this.#started += 1;
    this.#timer = setTimeout(() => this.#startNext(), DIAL_STAGGER_MS);
    const own = new AbortController();
    this.#running.add(own);
    attempt(own.signal).then(
      (value) => {
        this.#running.delete(own);
        if (this.#isOver) this.#discard(value);
        else {
          this.#isOver = true;
          this.#resolve(value);
        }
      },
      (error) => {
        this.#running.delete(own);
        this.#errors.push(error);
        if (this.#errors.length < this.#attempts.length) this.#startNext();
        else this.#reject(new AggregateError(this.#errors, "no address answered"));
      }
    );
  }
};

export {
  firstToAnswer
};
