/**
 * Clients of servers that are not to know who asks, or that the same agent asks about two peers: each connection is made
 * under a transport key of its own, for one peer, and the key goes with it. PROTOCOL.md §6.7.
 *
 * @module
 */
import { Slots } from '../../base/slots.ts';
import { type Did, didOfKey } from '../../identity/did.ts';
import type { Host, Link, Target } from '../../net/link.ts';
import type { Purpose } from '../../net/protocols.ts';
import type { Timer } from '../../net/timer.ts';
import { type Closable, Lingering } from './lingering.ts';

/** Connections of one purpose that are used at a time; more wait. PROTOCOL.md §11. */
export const MAX_VEILED_IN_USE = 16;
/** Those that are open at a time, with those that linger: the one that lingers longest makes room. */
const MAX_VEILED_OPEN: number = 2 * MAX_VEILED_IN_USE;

/** What is asked, and about whom. */
export interface Veiled {
  readonly peer: Did;
  readonly target: Target;
}

/** What the clients are made from. */
export interface VeiledTerms<Client> {
  readonly purpose: Purpose;
  /** A new host under a key of its own; owned by who asks. @throws {TalosError} `E_UNREACHABLE` where the network is off. */
  readonly host: () => Promise<Host>;
  /** Takes a link. */
  readonly client: (link: Link) => Client;
  readonly timer: Timer;
}

/** See the module comment. */
export class VeiledClients<Client extends Closable> implements AsyncDisposable {
  readonly #terms: VeiledTerms<Client>;
  readonly #lingering: Lingering<Client>;
  readonly #slots = new Slots(MAX_VEILED_IN_USE);
  /** Hosts that are being given back. */
  readonly #ending = new Set<Promise<void>>();

  constructor(terms: VeiledTerms<Client>) {
    this.#terms = terms;
    this.#lingering = new Lingering(terms.timer);
  }

  /**
   * Runs `task` with a client of the server at `target`, in a matter of `peer`.
   *
   * @throws what connecting and `task` throw; the reason of `signal`; `E_CLOSED` after disposal.
   */
  use<T>({ peer, target }: Veiled, task: (client: Client) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#slots.run(() => {
      this.#lingering.endIdle(MAX_VEILED_OPEN - 1);
      const name = `${peer} ${didOfKey(target.peerKey)}`;
      return this.#lingering.use(name, () => this.#open(target), task, signal);
    }, signal);
  }

  async #open(target: Target): Promise<Client> {
    const { purpose, host: make, client } = this.#terms;
    const host = await make();
    try {
      const link = await host.connect(purpose, target);
      void link.closed.then(() => this.#end(host));
      return client(link);
    } catch (error) {
      this.#end(host);
      throw error;
    }
  }

  #end(host: Host): void {
    const ending = (async () => host[Symbol.asyncDispose]())();
    this.#ending.add(ending);
    const forget = (): void => void this.#ending.delete(ending);
    ending.then(forget, forget);
  }

  /** Closes all; tasks that run fail. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lingering[Symbol.asyncDispose]();
    await Promise.all(this.#ending);
  }
}
