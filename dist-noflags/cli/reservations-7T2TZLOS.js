import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  RETRY_CAP_MS,
  retryDelays
} from "./chunk-KV7A24CH.js";
import {
  relayClientOf
} from "./chunk-C3ASSUUO.js";
import {
  isAnswering
} from "./chunk-L7ONKZOM.js";
import "./chunk-KZHEIDVY.js";
import {
  KEEPALIVE_IDLE_MS,
  KEEPALIVE_TIMEOUT_MS,
  PROBE_TIMEOUT_MS
} from "./chunk-NPM3KQD3.js";
import "./chunk-ELVLPJQ7.js";
import "./chunk-ZJNXFJQB.js";
import "./chunk-M4N3TZDS.js";
import "./chunk-NGA5LHKD.js";
import "./chunk-BKFND3DK.js";
import "./chunk-E6JXRORW.js";
import "./chunk-SZV6OOWM.js";
import "./chunk-FVPOVNEN.js";
import "./chunk-GZGEN4EM.js";
import "./chunk-NYAGUFNB.js";
import "./chunk-4EQGJJ5J.js";
import "./chunk-FCM3RYCR.js";
import "./chunk-RG5XTQSW.js";
import "./chunk-O72JFXU2.js";
import "./chunk-7C7OUJFD.js";
import "./chunk-55JLT3E3.js";
import "./chunk-UVSX52DL.js";
import {
  isDialable,
  parsePlace
} from "./chunk-WI7TIAN3.js";
import "./chunk-V3D2CGOV.js";
import "./chunk-CJOY4Z35.js";
import {
  MAX_RELAYS_USED
} from "./chunk-G7L2YDTE.js";
import "./chunk-KHFQ3AZA.js";
import "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import "./chunk-32PEM522.js";
import "./chunk-5TFZHIIP.js";
import "./chunk-BYUQUT5F.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";

// src/node/network/reservations.ts
var Reservations = class {
  #parts;
  #places = /* @__PURE__ */ new Map();
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
    const wanted = new Map(relays.map((text) => relayPlace(text)).map((place) => [place.peerId ?? "", place]));
    const used = [...wanted.values()].slice(0, MAX_RELAYS_USED);
    for (const [text, place] of this.#places)
      if (used.every((each) => each.text !== text)) {
        place.end();
        this.#places.delete(text);
      }
    for (const each of used)
      if (!this.#places.has(each.text)) this.#places.set(each.text, new Place(each, this.#parts));
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
    for (const place of this.#places.values()) place.probe();
  }
  async [Symbol.asyncDispose]() {
    const places = [...this.#places.values()];
    this.#places.clear();
    for (const place of places) place.end();
    await Promise.all(places.map(({ ended }) => ended));
  }
};
function relayPlace(text) {
  const place = parsePlace(text);
  const hint = "a relay is named as talos relay prints it: /ip4/\u2026/tcp/\u2026/p2p/\u2026";
  if (place.peerId === void 0) throw new TalosError("E_MALFORMED", "the address of a relay names its key", { hint });
  if (!isDialable(place)) throw new TalosError("E_USAGE", "an address of this kind is not dialled", { hint });
  return place;
}
var Place = class {
  ended;
  /** Resolves when the first attempt is over. */
  asked;
  #onAsked = () => {
  };
  #relay;
  #parts;
  #over = new AbortController();
  #isReserved = false;
  /** What is done at once where the network may be another one. */
  #hurry = () => {
  };
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
    if (this.#failure === void 0) return { relay, reserved: this.#isReserved };
    const { code, message } = this.#failure;
    return { relay, reserved: false, failure: { code, message } };
  }
  get #isOver() {
    return this.#over.signal.aborted;
  }
  end() {
    this.#over.abort(new TalosError("E_CLOSED", "the relay is not used any more"));
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
      } catch (error) {
        const isFirst = this.#failure === void 0 && !this.#over.signal.aborted;
        this.#failure = isTalosError(error) ? error : new TalosError("E_INTERNAL", "a relay cannot be used", { cause: error });
        this.#onAsked();
        if (isFirst) onFailure(this.#relay.text, this.#failure);
      }
      if (timer.now() - startedMs >= RETRY_CAP_MS) delays = newDelays();
      await this.#sleep(delays.next().value, signal, true);
    }
  }
  /** Holds a place until it is lost. */
  async #hold(client, signal) {
    const reservation = await client.reserve(this.#relay, signal);
    try {
      this.#failure = void 0;
      this.#set(true);
      this.#onAsked();
      await this.#watch(reservation, signal);
    } finally {
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
      if (!await isAnswering(connection, ms, lost.signal)) end();
    };
    void ended.then(end);
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
    this.#hurry = () => void ask(PROBE_TIMEOUT_MS);
    try {
      while (!isLost()) {
        await this.#sleep(KEEPALIVE_IDLE_MS, lost.signal);
        if (!isLost()) await ask(KEEPALIVE_TIMEOUT_MS);
      }
    } finally {
      this.#hurry = () => {
      };
      signal.removeEventListener("abort", end);
    }
  }
  #set(isReserved) {
    if (this.#isReserved === isReserved) return;
    this.#isReserved = isReserved;
    this.#parts.onChange();
  }
  /** Resolves after `ms`, at the signal, or, where that is said, when the network may be another one. */
  #sleep(ms, signal, isHurried = false) {
    return new Promise((resolve) => {
      const wake = () => {
        cancel();
        signal.removeEventListener("abort", wake);
        if (isHurried) this.#hurry = () => {
        };
        resolve();
      };
      const cancel = this.#parts.timer.after(ms, wake);
      if (isHurried) this.#hurry = wake;
      if (signal.aborted) wake();
      else signal.addEventListener("abort", wake, { once: true });
    });
  }
};
export {
  Reservations,
  relayPlace
};
