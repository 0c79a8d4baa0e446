/**
 * A port of the router that leads here, where a person asked for one: by NAT-PMP (RFC 6886), of the router that packets for
 * elsewhere go to. PROTOCOL.md §6.15.
 *
 * What a router says is believed as far as it costs nothing: an address outside that is of no public network is told to
 * nobody, and servers are asked whether they get to one that is (`reachability.ts`).
 *
 * @module
 */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { multiaddr } from '@multiformats/multiaddr';
import type { RouterStatus } from '../../agent/api/reach-api.ts';
import { isTalosError, TalosError } from '../../base/errors.ts';
import { type Address, formatAddress, parseAddress } from '../../net/address.ts';
import { scopeOf } from '../../net/address-policy.ts';
import { addressRequest, mappingRequest, NAT_PMP_PORT, type NatPmpAnswer, readNatPmp } from '../../net/nat-pmp.ts';
import type { Timer } from '../../net/timer.ts';
import { startDeadline } from '../deadline.ts';
import type { Libp2pNode } from './libp2p-node.ts';

/** Seconds for which a router is asked to forward a port, as RFC 6886 §3.3 recommends; asked again after half of it. */
export const MAPPING_LIFE_S = 7200;
/** Milliseconds that a router gets to answer. */
export const MAPPING_TIMEOUT_MS = 8000;
/** Milliseconds after which a router that did not answer, or refused, is asked again. */
export const MAPPING_AGAIN_MS = 600_000;
/** Milliseconds between the first two datagrams, doubled from each to the next (RFC 6886 §3.1). */
const RESEND_MS = 250;
/** Milliseconds that a router gets to take a port back. */
const GIVE_BACK_MS = 1000;

/** What a mapping needs. */
export interface PortMappingParts {
  readonly node: Libp2pNode;
  readonly timer: Timer;
  /** Told that the address outside is another one, or is known now. */
  readonly onChange: () => void;
  /** IPv4 address of the router; that of the system's default route where absent. */
  readonly router?: () => Promise<string | undefined>;
}

/** A mapping that a router made. */
interface Mapped {
  readonly router: string;
  readonly own: Address;
  readonly outside: Address;
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
    if (this.#mapped !== undefined) return { address: textOf(this.#mapped.outside) };
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
    const limit = startDeadline(MAPPING_TIMEOUT_MS, this.#ended.signal);
    let againMs = MAPPING_AGAIN_MS;
    try {
      const router = await (this.#parts.router ?? defaultRouter)();
      const own = listenerOf(this.#parts.node);
      if (router === undefined || own === undefined) {
        this.#lose();
        this.#failure =
          router === undefined ? 'no router is known' : 'nothing listens at an address of a private network';
      } else againMs = await this.#map(router, own, limit.signal);
    } catch (error) {
      if (this.#isOver()) return;
      this.#lose();
      this.#failure = isTalosError(error, 'E_REFUSED') ? error.message : 'the router does not answer';
    } finally {
      limit.clear();
    }
    if (!this.#isOver()) this.#cancel = this.#parts.timer.after(againMs, () => void this.ask());
  }

  #isOver(): boolean {
    return this.#ended.signal.aborted;
  }

  /** @returns Milliseconds after which to ask again. */
  async #map(router: string, own: Address, signal: AbortSignal): Promise<number> {
    using connection = await connected(router, signal);
    const address = await connection.ask(addressRequest(), 'address', signal);
    const wanted = this.#mapped?.own.port === own.port ? this.#mapped.outside.port : own.port;
    const asked = mappingRequest({ port: own.port, outside: wanted, lifeS: MAPPING_LIFE_S });
    const mapping = await connection.ask(asked, 'mapping', signal);
    if (mapping.port !== own.port || mapping.outside === 0 || mapping.lifeS === 0)
      throw new TalosError('E_REFUSED', 'the router forwards another port');
    const text = formatAddress(address.host, mapping.outside);
    const outside = parseAddress(text);
    if (scopeOf(outside) !== 'public') {
      this.#lose();
      this.#failure = `the router has the address ${address.host}, which is none of the internet: another NAT is before it`;
      return MAPPING_AGAIN_MS;
    }
    if (this.#mapped === undefined || textOf(this.#mapped.outside) !== text || this.#mapped.own.host !== own.host) {
      this.#lose();
      this.#mapped = { router, own, outside };
      const { addressManager } = this.#parts.node.components;
      addressManager.addPublicAddressMapping(own.host, own.port, outside.host, outside.port, 'tcp');
      addressManager.confirmObservedAddr(multiaddr(text), { type: 'ip-mapping', ttl: Number.MAX_SAFE_INTEGER });
      this.#parts.onChange();
    }
    return Math.min(mapping.lifeS, MAPPING_LIFE_S) * 500;
  }

  /** The mapping is gone: the address outside is told to nobody any more. */
  #lose(): Mapped | undefined {
    const mapped = this.#mapped;
    if (mapped === undefined) return undefined;
    this.#mapped = undefined;
    const { own, outside } = mapped;
    const { addressManager } = this.#parts.node.components;
    addressManager.removePublicAddressMapping(own.host, own.port, outside.host, outside.port, 'tcp');
    this.#parts.onChange();
    return mapped;
  }

  /** Gives the port back, as far as the router answers; otherwise that forgets it by itself. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort(new DOMException('the host was closed', 'AbortError'));
    this.#cancel();
    await this.#asking;
    const mapped = this.#mapped;
    this.#mapped = undefined;
    if (mapped === undefined) return;
    const limit = startDeadline(GIVE_BACK_MS);
    try {
      using connection = await connected(mapped.router, limit.signal);
      await connection.ask(mappingRequest({ port: mapped.own.port, outside: 0, lifeS: 0 }), 'mapping', limit.signal);
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

/** A socket for datagrams to and from one router alone. */
interface RouterSocket extends Disposable {
  /** Sends a request until it is answered. @throws {TalosError} `E_REFUSED`, `E_MALFORMED`, `E_TIMEOUT`, `E_UNREACHABLE`. */
  ask<K extends NatPmpAnswer['kind']>(
    request: Uint8Array,
    kind: K,
    signal: AbortSignal,
  ): Promise<Extract<NatPmpAnswer, { kind: K }>>;
}

async function connected(router: string, signal: AbortSignal): Promise<RouterSocket> {
  const socket = createSocket('udp4');
  try {
    // Of a connected socket the system drops what others send.
    socket.connect(NAT_PMP_PORT, router);
    await once(socket, 'connect', { signal });
  } catch (cause) {
    socket.close();
    throw new TalosError('E_UNREACHABLE', `the router ${router} cannot be asked`, { cause });
  }
  return {
    ask: (request, kind, until) => answerOf(socket, request, kind, until),
    [Symbol.dispose]: () => socket.close(),
  };
}

async function answerOf<K extends NatPmpAnswer['kind']>(
  socket: Socket,
  request: Uint8Array,
  kind: K,
  signal: AbortSignal,
): Promise<Extract<NatPmpAnswer, { kind: K }>> {
  let resending: ReturnType<typeof setTimeout> | undefined;
  const listeners = new AbortController();
  try {
    return await new Promise<Extract<NatPmpAnswer, { kind: K }>>((resolve, reject) => {
      const send = (waitMs: number): void => {
        socket.send(request);
        resending = setTimeout(() => send(waitMs * 2), waitMs);
      };
      const onAbort = (): void => reject(new TalosError('E_TIMEOUT', 'the router does not answer'));
      socket.on('message', (datagram: Buffer) => {
        try {
          const answer = readNatPmp(datagram);
          if (answer?.kind === kind) resolve(answer as Extract<NatPmpAnswer, { kind: K }>);
        } catch (error) {
          reject(error);
        }
      });
      // Nothing listens there.
      socket.on('error', (cause) => reject(new TalosError('E_UNREACHABLE', 'the router does not answer', { cause })));
      signal.addEventListener('abort', onAbort, { once: true, signal: listeners.signal });
      if (signal.aborted) onAbort();
      else send(RESEND_MS);
    });
  } finally {
    clearTimeout(resending);
    listeners.abort();
    // What comes after the answer concerns nobody.
    socket
      .removeAllListeners('message')
      .removeAllListeners('error')
      .on('error', () => {});
  }
}

/** Where packets for elsewhere go; `undefined` where the system does not tell it as Linux does. */
async function defaultRouter(): Promise<string | undefined> {
  const table = await readFile('/proc/net/route', 'utf8').catch(() => '');
  for (const line of table.split('\n').slice(1)) {
    const [, destination, router = ''] = line.split('\t');
    if (destination === '00000000' && /^[0-9A-F]{8}$/.test(router) && router !== '00000000') return ip4Of(router);
  }
  return undefined;
}

/** The address that eight hexadecimal digits say in the order of the machine, which is little-endian wherever Node runs. */
function ip4Of(digits: string): string {
  const bytes = digits.match(/../g) ?? [];
  return bytes
    .reverse()
    .map((byte) => Number.parseInt(byte, 16))
    .join('.');
}
