/**
 * A port of the router that leads here, where a person asked for one: by the ways that they asked for, one after the other, until
 * one of them gives it. PROTOCOL.md §6.15.
 *
 * What a router says is believed as far as it costs nothing: an address outside that is of no public network is told to
 * nobody, and servers are asked whether they get to one that is (`reachability.ts`).
 *
 * @module
 */
import { multiaddr } from '@multiformats/multiaddr';
import type { RouterStatus } from '../../agent/api/reach-api.ts';
import { isTalosError } from '../../base/errors.ts';
import { type Address, formatAddress, isDialable, parseAddress } from '../../net/address.ts';
import { scopeOf } from '../../net/address-policy.ts';
import type { Timer } from '../../net/timer.ts';
import { startDeadline } from '../deadline.ts';
import type { Libp2pNode } from './libp2p-node.ts';
import { defaultRouter, MAPPING_LIFE_S, MAPPING_TIMEOUT_MS, type PortGrant, type PortWay } from './port-way.ts';

/** Milliseconds after which a router that did not answer, or refused, is asked again. */
export const MAPPING_AGAIN_MS = 600_000;
/** Milliseconds that a router gets to take a port back. */
const GIVE_BACK_MS = 1000;

/** What a mapping needs. */
export interface PortMappingParts {
  readonly node: Libp2pNode;
  readonly timer: Timer;
  /** How the router is asked, the first that gives a port being the one; at least one. */
  readonly ways: readonly PortWay[];
  /** Told that the address outside is another one, or is known now. */
  readonly onChange: () => void;
  /** IPv4 address of the router; that of the system's default route where absent. */
  readonly router?: () => Promise<string | undefined>;
}

/** A mapping that a router made. */
interface Mapped {
  readonly way: PortWay;
  readonly own: Address;
  readonly outside: Address;
  readonly giveBack: PortGrant['giveBack'];
}

/** See the module comment. */
export class PortMapping implements AsyncDisposable {
  readonly #parts: PortMappingParts;
  readonly #ended = new AbortController();
  #cancel: () => void = () => {};
  #mapped: Mapped | undefined;
  #asking: Promise<void> | undefined;
  #failure: string | undefined;

  constructor(parts: PortMappingParts) {
    this.#parts = parts;
  }

  /** The address outside that leads here, as the router says. */
  get outside(): Address | undefined {
    return this.#mapped?.outside;
  }

  /** What the router said last; `undefined` before that. */
  get status(): RouterStatus | undefined {
    const mapped = this.#mapped;
    if (mapped !== undefined) return { address: textOf(mapped.outside), way: mapped.way.name };
    return this.#failure === undefined ? undefined : { failure: this.#failure };
  }

  /** Asks for the port, or once more for it. Never rejects. */
  ask(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #ask(): Promise<void> {
    this.#cancel();
    if (this.#isOver()) return;
    let againMs: number | undefined;
    try {
      const router = await (this.#parts.router ?? defaultRouter)();
      const own = listenerOf(this.#parts.node);
      if (own === undefined) this.#fail(['nothing listens at an address of a private network']);
      else againMs = await this.#askAll(own, router);
    } catch (error) {
      if (!this.#isOver()) this.#fail([`the router cannot be asked: ${String(error)}`]);
    }
    if (this.#isOver()) return;
    this.#cancel = this.#parts.timer.after(againMs ?? MAPPING_AGAIN_MS, () => void this.ask());
  }

  #isOver(): boolean {
    return this.#ended.signal.aborted;
  }

  /** Asks by one way after the other. @returns Milliseconds after which to ask again; `undefined` where there is no port. */
  async #askAll(own: Address, router: string | undefined): Promise<number | undefined> {
    // The one that gave the port gives it again: asked by another one the router would forward two.
    const { ways } = this.#parts;
    const last = this.#mapped?.way;
    const failures: string[] = [];
    for (const way of ways.toSorted((a, b) => Number(b === last) - Number(a === last))) {
      const limit = startDeadline(MAPPING_TIMEOUT_MS / ways.length, this.#ended.signal);
      try {
        const outside = this.#mapped?.own.port === own.port ? this.#mapped.outside.port : own.port;
        const grant = await way.ask({ own, outside, router }, limit.signal);
        const place = this.#take(way, own, grant);
        if (place !== undefined) return Math.min(grant.lifeS, MAPPING_LIFE_S) * 500;
        await this.#giveBack(grant);
        failures.push(
          `${way.name}: the router has the address ${grant.host}, which is none of the internet: another NAT is before it`,
        );
      } catch (error) {
        if (this.#isOver()) return undefined;
        failures.push(`${way.name}: ${reasonOf(error)}`);
      } finally {
        limit.clear();
      }
    }
    this.#fail(failures);
    return undefined;
  }

  #fail(failures: readonly string[]): void {
    this.#lose();
    this.#failure = failures.join('; ');
  }

  /** @returns The address outside; `undefined` where that is of no use. */
  #take(way: PortWay, own: Address, { host, port, giveBack }: PortGrant): Address | undefined {
    const text = formatAddress(host, port);
    const outside = parseAddress(text);
    // One without a connection says 0.0.0.0, which is no network at all.
    if (scopeOf(outside) !== 'public' || !isDialable(outside)) return undefined;
    const before = this.#mapped;
    if (before !== undefined && textOf(before.outside) === text && before.own.host === own.host) {
      this.#mapped = { ...before, way, giveBack };
      return outside;
    }
    this.#lose();
    this.#mapped = { way, own, outside, giveBack };
    const { addressManager } = this.#parts.node.components;
    addressManager.addPublicAddressMapping(own.host, own.port, outside.host, outside.port, 'tcp');
    addressManager.confirmObservedAddr(multiaddr(text), { type: 'ip-mapping', ttl: Number.MAX_SAFE_INTEGER });
    this.#parts.onChange();
    return outside;
  }

  /** The mapping is gone: the address outside is told to nobody any more. */
  #lose(): void {
    const mapped = this.#mapped;
    if (mapped === undefined) return;
    this.#mapped = undefined;
    const { own, outside } = mapped;
    const { addressManager } = this.#parts.node.components;
    addressManager.removePublicAddressMapping(own.host, own.port, outside.host, outside.port, 'tcp');
    this.#parts.onChange();
  }

  /** Ends, and gives the port back. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort(new DOMException('the host was closed', 'AbortError'));
    this.#cancel();
    await this.#asking;
    const mapped = this.#mapped;
    this.#mapped = undefined;
    if (mapped !== undefined) await this.#giveBack(mapped);
  }

  /** Gives a port back, as far as the router answers; otherwise that forgets it by itself. */
  async #giveBack({ giveBack }: Pick<PortGrant, 'giveBack'>): Promise<void> {
    const limit = startDeadline(GIVE_BACK_MS);
    try {
      await giveBack(limit.signal);
    } catch (error) {
      if (!isTalosError(error)) throw error;
    } finally {
      limit.clear();
    }
  }
}

/** The first place in a private network that is listened on: routers forward TCP over IPv4. */
function listenerOf({ components }: Libp2pNode): Address | undefined {
  return components.transportManager
    .getAddrs()
    .map((each) => parseAddress(each.toString()))
    .find((place) => place.family === 'ip4' && place.transport === 'tcp' && scopeOf(place) === 'private');
}

function textOf({ host, port }: Address): string {
  return formatAddress(host, port);
}

/** For people. @throws Whatever no router is the reason of. */
function reasonOf(error: unknown): string {
  if (!isTalosError(error)) throw error;
  if (error.code === 'E_REFUSED') return error.message;
  if (error.code === 'E_UNREACHABLE' || error.code === 'E_TIMEOUT') return 'the router does not answer';
  return 'the router answers what nobody understands';
}
