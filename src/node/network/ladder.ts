/**
 * The ladder of connections to a peer: addresses of the peer itself, those of private networks, and after a short head start
 * those through relays. Where only a relayed one came up, the others are tried on in the background, and who keeps a link
 * moves when one answers (`Host.onBetterPath`).
 *
 * @module
 */
import type { Connection } from '@libp2p/interface';
import { type Address, withPeerId } from '../../net/address.ts';
import type { DialAttempt, Path } from '../../net/link.ts';
import { pathOfAddress } from '../../net/path.ts';
import { startDeadline } from '../deadline.ts';
import { pause } from '../pause.ts';
import { raced } from '../raced.ts';
import { firstToAnswer } from './dial.ts';
import type { Libp2pNode } from './libp2p-node.ts';

/** Addresses that go before the first one through a relay: a head start of this many times `DIAL_STAGGER_MS`, at most. */
export const HEAD_START_ADDRESSES = 2;
/** When the addresses without a relay are tried again after a relayed connection came up, in milliseconds after the one before. */
export const CLIMB_AFTER_MS: readonly number[] = [500, 2000, 8000, 30_000, 120_000];

/** What {@link Ladder} needs of its host. */
export interface LadderParts {
  readonly node: Libp2pNode;
  /** For one dial in all, in milliseconds. */
  readonly timeoutMs: number;
  /** Ends everything. */
  readonly stopped: AbortSignal;
  /** Takes a connection that came too late. */
  readonly discard: (late: Connection) => void;
}

/** The addresses of one peer in the order in which they are tried. */
export function inOrder(addresses: readonly Address[]): readonly Address[] {
  const going = (path: Path): Address[] => addresses.filter(({ text }) => pathOfAddress(text) === path);
  const own = [...going('direct'), ...going('lan')];
  return [...own.slice(0, HEAD_START_ADDRESSES), ...going('relayed'), ...own.slice(HEAD_START_ADDRESSES)];
}

/** See the module comment. */
export class Ladder {
  readonly #parts: LadderParts;
  readonly #dialling = new Map<string, Promise<Connection>>();
  readonly #climbing = new Set<string>();

  constructor(parts: LadderParts) {
    this.#parts = parts;
  }

  /**
   * A new connection to a peer. One dial of the same addresses at a time: who asks meanwhile waits for the same connection,
   * each with its own signal.
   *
   * @param onAttempt - Told of each address that was tried, when that is over.
   * @throws {AggregateError} of the errors of all addresses.
   */
  async dial(
    peerId: string,
    addresses: readonly Address[],
    signal: AbortSignal,
    onAttempt?: (attempt: DialAttempt) => void,
  ): Promise<Connection> {
    const name = [peerId, ...addresses.map(({ text }) => text)].join(' ');
    let dialling = this.#dialling.get(name);
    if (dialling === undefined) {
      dialling = this.#race(peerId, inOrder(addresses), onAttempt).finally(() => this.#dialling.delete(name));
      this.#dialling.set(name, dialling);
    }
    return raced(dialling, signal);
  }

  /**
   * Goes on trying the addresses without a relay, for as long as `connection`, a relayed one, is there. Does nothing while
   * it does so already.
   */
  climb(connection: Connection, addresses: readonly Address[]): void {
    const peerId = connection.remotePeer.toString();
    const own = inOrder(addresses).filter(({ relayId }) => relayId === undefined);
    if (own.length === 0 || this.#climbing.has(peerId)) return;
    this.#climbing.add(peerId);
    void this.#climb(connection, peerId, own).finally(() => this.#climbing.delete(peerId));
  }

  async #climb(connection: Connection, peerId: string, addresses: readonly Address[]): Promise<void> {
    const over = new AbortController();
    const end = (): void => over.abort();
    connection.addEventListener('close', end);
    this.#parts.stopped.addEventListener('abort', end);
    try {
      for (const ms of CLIMB_AFTER_MS) {
        await pause(ms, over.signal);
        if (over.signal.aborted || this.#isDirect(peerId)) return;
        const attempt = this.#race(peerId, addresses, undefined, over.signal);
        // Nobody waits for it: that it failed is the usual case, and another follows.
        if (
          await attempt.then(
            () => true,
            () => false,
          )
        )
          return;
      }
    } finally {
      connection.removeEventListener('close', end);
      this.#parts.stopped.removeEventListener('abort', end);
    }
  }

  #isDirect(peerId: string): boolean {
    return this.#parts.node.libp2p
      .getConnections()
      .some(
        ({ remotePeer, remoteAddr, status }) =>
          status === 'open' && remotePeer.toString() === peerId && pathOfAddress(remoteAddr.toString()) !== 'relayed',
      );
  }

  async #race(
    peerId: string,
    addresses: readonly Address[],
    onAttempt?: (attempt: DialAttempt) => void,
    signal?: AbortSignal,
  ): Promise<Connection> {
    const { discard, stopped, timeoutMs } = this.#parts;
    const limit = startDeadline(timeoutMs, stopped, signal);
    const attempts = addresses.map((address) => async (over: AbortSignal) => {
      const text = withPeerId(address, peerId);
      const startedMs = performance.now();
      const told = { address: text, path: pathOfAddress(text) };
      const tell = (failure?: string): void =>
        onAttempt?.({ ...told, ms: performance.now() - startedMs, ...(failure === undefined ? {} : { failure }) });
      try {
        const connection = await this.#reach(text, over);
        tell();
        return connection;
      } catch (error) {
        tell(error instanceof Error ? error.message : 'no connection');
        throw error;
      }
    });
    try {
      return await firstToAnswer(attempts, discard, limit.signal);
    } finally {
      limit.clear();
    }
  }

  async #reach(text: string, signal: AbortSignal): Promise<Connection> {
    const { node } = this.#parts;
    if (pathOfAddress(text) !== 'relayed') return node.dial(text, signal);
    // Most agents never need a relay: what it takes is loaded by those who do.
    const { relayClientOf } = await import('./relay-client.ts');
    return (await relayClientOf(node)).dial(text, signal);
  }
}
