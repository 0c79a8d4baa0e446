/**
 * The places that an agent holds at relays, to be reached where nobody reaches it directly: asked for, renewed, and asked
 * for again when a relay was away, less and less often. PROTOCOL.md §6.8.
 *
 * @module
 */
import type { RelayStatus } from '../../agent/api/relay-api.ts';
import { isTalosError, TalosError } from '../../base/errors.ts';
import { type Address, isDialable, parsePlace } from '../../net/address.ts';
import { RETRY_CAP_MS, retryDelays } from '../../net/backoff.ts';
import { PROBE_TIMEOUT_MS } from '../../net/keep-alive.ts';
import { KEEPALIVE_IDLE_MS, KEEPALIVE_TIMEOUT_MS } from '../../net/link.ts';
import type { Timer } from '../../net/timer.ts';
import { isAnswering } from '../local/answering.ts';
import type { Libp2pNode } from './libp2p-node.ts';
import { type RelayClient, type Reservation, relayClientOf } from './relay-client.ts';
import { MAX_RELAYS_USED } from './relay-state.ts';

/** What {@link Reservations} needs. */
export interface ReservationsParts {
  readonly node: Libp2pNode;
  readonly timer: Timer;
  /** Gives numbers from 0 up to 1, 1 excluded. */
  readonly random: () => number;
  /** Told when {@link Reservations.addresses} are others. */
  readonly onChange: () => void;
  /** Told of a relay that gives no place, once until it does. */
  readonly onFailure: (relay: string, failure: TalosError) => void;
}

/** See the module comment. */
export class Reservations implements AsyncDisposable {
  readonly #parts: ReservationsParts;
  readonly #places = new Map<string, Place>();

  constructor(parts: ReservationsParts) {
    this.#parts = parts;
  }

  /**
   * Holds places at these relays, and at no others, from now on.
   *
   * @param relays - Multiaddrs with `/p2p/…`; the first {@link MAX_RELAYS_USED} are used.
   * @throws {TalosError} `E_MALFORMED` for what is no such address; `E_USAGE` for one that is not dialled. Nothing changes then.
   */
  use(relays: readonly string[]): void {
    const wanted = new Map(relays.map((text) => relayPlace(text)).map((place) => [place.peerId ?? '', place]));
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
  async asked(): Promise<void> {
    await Promise.all([...this.#places.values()].map((place) => place.asked));
  }

  /** Where this agent is reached through relays, each with its `/p2p/…`. */
  get addresses(): readonly string[] {
    const self = this.#parts.node.libp2p.peerId.toString();
    return this.states.filter(({ reserved }) => reserved).map(({ relay }) => `${relay}/p2p-circuit/p2p/${self}`);
  }

  /** In the order in which they were given. */
  get states(): readonly RelayStatus[] {
    return [...this.#places.values()].map(({ state }) => state);
  }

  /** Asks each relay at once whether it is there, and those that were away for a place: the network may be another one. */
  probe(): void {
    for (const place of this.#places.values()) place.probe();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const places = [...this.#places.values()];
    this.#places.clear();
    for (const place of places) place.end();
    await Promise.all(places.map(({ ended }) => ended));
  }
}

/** @throws {TalosError} See {@link Reservations.use}. */
export function relayPlace(text: string): Address {
  const place = parsePlace(text);
  const hint = 'a relay is named as talos relay prints it: /ip4/…/tcp/…/p2p/…';
  if (place.peerId === undefined) throw new TalosError('E_MALFORMED', 'the address of a relay names its key', { hint });
  if (!isDialable(place)) throw new TalosError('E_USAGE', 'an address of this kind is not dialled', { hint });
  return place;
}

/** One relay that is used until {@link Place.end}. */
class Place {
  readonly ended: Promise<void>;
  /** Resolves when the first attempt is over. */
  readonly asked: Promise<void>;
  #onAsked: () => void = () => {};
  readonly #relay: Address;
  readonly #parts: ReservationsParts;
  readonly #over = new AbortController();
  #isReserved = false;
  /** What is done at once where the network may be another one. */
  #hurry: () => void = () => {};
  #failure: TalosError | undefined;

  constructor(relay: Address, parts: ReservationsParts) {
    this.#relay = relay;
    this.#parts = parts;
    this.asked = new Promise((resolve) => {
      this.#onAsked = resolve;
    });
    this.ended = this.#stay().finally(this.#onAsked);
  }

  get state(): RelayStatus {
    const relay = this.#relay.text;
    if (this.#failure === undefined) return { relay, reserved: this.#isReserved };
    const { code, message } = this.#failure;
    return { relay, reserved: false, failure: { code, message } };
  }

  get #isOver(): boolean {
    return this.#over.signal.aborted;
  }

  end(): void {
    this.#over.abort(new TalosError('E_CLOSED', 'the relay is not used any more'));
  }

  probe(): void {
    this.#hurry();
  }

  async #stay(): Promise<void> {
    const { random, onFailure, timer } = this.#parts;
    const { signal } = this.#over;
    const newDelays = (): Generator<number, never, void> => retryDelays({ random });
    let delays = newDelays();
    while (!this.#isOver) {
      const startedMs = timer.now();
      try {
        await this.#hold(await relayClientOf(this.#parts.node), signal);
      } catch (error) {
        const isFirst = this.#failure === undefined && !this.#over.signal.aborted;
        this.#failure = isTalosError(error)
          ? error
          : new TalosError('E_INTERNAL', 'a relay cannot be used', { cause: error });
        this.#onAsked();
        if (isFirst) onFailure(this.#relay.text, this.#failure);
      }
      // One that ends each place at once is not asked as fast as it does.
      if (timer.now() - startedMs >= RETRY_CAP_MS) delays = newDelays();
      await this.#sleep(delays.next().value, signal, true);
    }
  }

  /** Holds a place until it is lost. */
  async #hold(client: RelayClient, signal: AbortSignal): Promise<void> {
    const reservation = await client.reserve(this.#relay, signal);
    try {
      this.#failure = undefined;
      this.#set(true);
      this.#onAsked();
      await this.#watch(reservation, signal);
    } finally {
      this.#set(false);
      reservation.release();
    }
  }

  /** Resolves when the place is lost, or the relay does not answer any more. */
  async #watch({ connection, ended }: Reservation, signal: AbortSignal): Promise<void> {
    const lost = new AbortController();
    const end = (): void => lost.abort();
    const isLost = (): boolean => lost.signal.aborted;
    const ask = async (ms: number): Promise<void> => {
      if (!(await isAnswering(connection, ms, lost.signal))) end();
    };
    void ended.then(end);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    this.#hurry = () => void ask(PROBE_TIMEOUT_MS);
    try {
      while (!isLost()) {
        // Through a NAT, a connection on which nothing is said is soon none any more.
        await this.#sleep(KEEPALIVE_IDLE_MS, lost.signal);
        if (!isLost()) await ask(KEEPALIVE_TIMEOUT_MS);
      }
    } finally {
      this.#hurry = () => {};
      signal.removeEventListener('abort', end);
    }
  }

  #set(isReserved: boolean): void {
    if (this.#isReserved === isReserved) return;
    this.#isReserved = isReserved;
    this.#parts.onChange();
  }

  /** Resolves after `ms`, at the signal, or, where that is said, when the network may be another one. */
  #sleep(ms: number, signal: AbortSignal, isHurried = false): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        cancel();
        signal.removeEventListener('abort', wake);
        if (isHurried) this.#hurry = () => {};
        resolve();
      };
      const cancel = this.#parts.timer.after(ms, wake);
      if (isHurried) this.#hurry = wake;
      if (signal.aborted) wake();
      else signal.addEventListener('abort', wake, { once: true });
    });
  }
}
