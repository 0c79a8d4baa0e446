/**
 * Whether this agent is reached from the internet, as its servers find (AutoNAT 1.0), and where: at the port that it listens on,
 * at the address that they see it at. What they find is believed of the own servers alone, and believed again and again: a
 * server that lies has an agent looked for where it is not, or holds a place at a relay that it would not need.
 * PROTOCOL.md §6.14.
 *
 * @module
 */
import type { Connection } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import type { Reachability } from '../../agent/api/reach-api.ts';
import { isTalosError } from '../../base/errors.ts';
import { type Address, endpointOf, parsePlace } from '../../net/address.ts';
import { scopeOf } from '../../net/address-policy.ts';
import {
  AUTONAT_PROTOCOL,
  type AutonatStatus,
  decodeAutonatAnswer,
  encodeAutonatQuestion,
  MAX_AUTONAT_BYTES,
} from '../../net/autonat-message.ts';
import { isRelayed } from '../../net/path.ts';
import type { Timer } from '../../net/timer.ts';
import { startDeadline } from '../deadline.ts';
import type { Libp2pNode } from './libp2p-node.ts';
import { MessageStream } from './message-stream.ts';
import { observePort } from './observed.ts';

/** How often it is asked, in milliseconds, while the answer is known, and while it is not. */
export const REACHABILITY_MS = 900_000;
export const REACHABILITY_UNKNOWN_MS = 60_000;
/** Servers that are asked, until one has answered. */
export const MAX_REACHABILITY_SERVERS = 3;
/** For one server, in milliseconds. */
export const REACHABILITY_TIMEOUT_MS = 12_000;

/** What {@link Reachable} needs. */
export interface ReachableParts {
  readonly node: Libp2pNode;
  readonly timer: Timer;
  /** Servers that may be asked, as they are known now: multiaddrs with `/p2p/…`. */
  readonly servers: () => readonly string[];
  /** The address outside that a router forwards here, as far as it says; servers are asked about it. */
  readonly mapped?: () => Address | undefined;
  /** Told when it is known, or known otherwise. */
  readonly onChange: (state: Reachability) => void;
}

/** See the module comment. */
export class Reachable implements Disposable {
  readonly #parts: ReachableParts;
  readonly #ended = new AbortController();
  #state: Reachability = 'unknown';
  #mapped: { readonly own: Address; readonly seen: Address } | undefined;
  #checking: Promise<Reachability> | undefined;
  #cancel: () => void = () => {};

  constructor(parts: ReachableParts) {
    this.#parts = parts;
  }

  get state(): Reachability {
    return this.#state;
  }

  /** Asks now, and again from time to time. @returns What is known then. */
  check(): Promise<Reachability> {
    this.#checking ??= this.#check().finally(() => {
      this.#checking = undefined;
    });
    return this.#checking;
  }

  [Symbol.dispose](): void {
    this.#cancel();
    this.#ended.abort(new DOMException('the host was closed', 'AbortError'));
  }

  async #check(): Promise<Reachability> {
    this.#cancel();
    let state: Reachability = 'unknown';
    for (const server of this.#parts.servers().slice(0, MAX_REACHABILITY_SERVERS)) {
      state = await this.#ask(server);
      if (state !== 'unknown') break;
    }
    if (this.#ended.signal.aborted) return this.#state;
    const again = state === 'unknown' ? REACHABILITY_UNKNOWN_MS : REACHABILITY_MS;
    // A server that is away does not change what another found before.
    this.#cancel = this.#parts.timer.after(again, () => void this.check());
    if (state === 'unknown' || state === this.#state) return this.#state;
    this.#state = state;
    if (state === 'private') this.#unmap();
    this.#parts.onChange(state);
    return state;
  }

  async #ask(server: string): Promise<Reachability> {
    const limit = startDeadline(REACHABILITY_TIMEOUT_MS, this.#ended.signal);
    try {
      const seen = await this.#seenAt(server, limit.signal);
      // Whoever is in the same network cannot say how the internet sees it.
      if (scopeOf(seen) !== 'public') return 'unknown';
      const own = this.#listenersOf(seen.family);
      // Where the own address is the one that is seen there is no NAT; else the router may let the same port through.
      const mapped = this.#parts.mapped?.();
      const forwarded = mapped?.host === seen.host ? [mapped] : [];
      const candidates = [...own.filter(({ host }) => host === seen.host), ...forwarded, ...own].slice(0, 1);
      for (const place of candidates) {
        const status = await this.#question(server, { ...seen, port: place.port }, limit.signal);
        if (status === 'ok') {
          this.#map(place, { ...seen, port: place.port });
          return 'public';
        }
        if (status === 'failed') return 'private';
      }
      return 'unknown';
    } catch {
      return 'unknown'; // the next server may know
    } finally {
      limit.clear();
    }
  }

  async #seenAt(server: string, signal: AbortSignal): Promise<Address> {
    await using port = await observePort(server, signal);
    return port.address;
  }

  /** Places that it listens on, of the network: not of this machine alone. */
  #listenersOf(family: Address['family']): readonly Address[] {
    const listeners = this.#parts.node.components.transportManager.getAddrs();
    return listeners.flatMap((each) => {
      const place = readable(each.toString());
      const isOne = place?.family === family && place.transport === 'tcp' && scopeOf(place) !== 'loopback';
      return isOne ? [place] : [];
    });
  }

  async #question(server: string, place: Address, signal: AbortSignal): Promise<AutonatStatus> {
    const { libp2p } = this.#parts.node;
    const address = textOf(place);
    const stream = await (await this.#connected(server, signal)).newStream(AUTONAT_PROTOCOL, { signal });
    const messages = new MessageStream(stream, MAX_AUTONAT_BYTES);
    try {
      messages.write(encodeAutonatQuestion({ peerId: libp2p.peerId.toString(), addresses: [address] }));
      return decodeAutonatAnswer(await messages.read(signal));
    } finally {
      await messages.close(signal);
    }
  }

  /** The connection to a server that there is, or a new one, which is closed like any other that nobody uses. */
  async #connected(server: string, signal: AbortSignal): Promise<Connection> {
    const { libp2p, dial } = this.#parts.node;
    const { peerId } = parsePlace(server);
    const open = libp2p
      .getConnections()
      .find(
        ({ remotePeer, remoteAddr, status }) =>
          status === 'open' && remotePeer.toString() === peerId && !isRelayed(remoteAddr.toString()),
      );
    if (open !== undefined) return open;
    // A socket dies by the signal that it was dialled with, also when that aborts later.
    const limit = startDeadline(REACHABILITY_TIMEOUT_MS, signal);
    return dial(server, limit.signal).finally(() => limit.clear());
  }

  /** Tells of the place where it was reached, where that is none that it listens on itself. */
  #map(own: Address, seen: Address): void {
    this.#unmap();
    if (own.host === seen.host) return;
    const { addressManager } = this.#parts.node.components;
    addressManager.addPublicAddressMapping(own.host, own.port, seen.host, seen.port, 'tcp');
    addressManager.confirmObservedAddr(multiaddr(textOf(seen)), { type: 'ip-mapping', ttl: REACHABILITY_MS * 2 });
    this.#mapped = { own, seen };
  }

  #unmap(): void {
    if (this.#mapped === undefined) return;
    const { own, seen } = this.#mapped;
    const { addressManager } = this.#parts.node.components;
    addressManager.removePublicAddressMapping(own.host, own.port, seen.host, seen.port, 'tcp');
    this.#mapped = undefined;
  }
}

function textOf({ family, host, port }: Address): string {
  return `/${family}/${host}/tcp/${port}`;
}

function readable(text: string): Address | undefined {
  try {
    return parsePlace(endpointOf(text));
  } catch (error) {
    if (isTalosError(error)) return undefined;
    throw error;
  }
}
