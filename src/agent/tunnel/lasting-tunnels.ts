/**
 * Tunnels of the serving side that outlive their channels: each lingers when its channel is lost, until its caller goes
 * on with it over another one. PROTOCOL.md §7.5.
 *
 * Tool, open calls and approvals go on meanwhile; what the tunnel has to say waits, bounded by its credit.
 *
 * @module
 */

import type { Bytes } from '../../base/bytes.ts';
import { toHex } from '../../base/bytes.ts';
import { type ErrorCode, isTalosError, TalosError } from '../../base/errors.ts';
import { randomBytes } from '../../crypto/random.ts';
import type { Did } from '../../identity/did.ts';
import { PACKET } from '../../message/packet.ts';
import type { Timer } from '../../net/timer.ts';
import { TUNNEL_LINGER_MS } from './tunnel-linger.ts';
import type { StreamPlace, TunnelStream } from './tunnel-stream.ts';
import { decodeTunnelResume, encodeTunnelResumed, TUNNEL_ID_BYTES } from './tunnel-wire.ts';

/** Tunnels of one peer, and of all together, that wait so; with one more the one that waits longest ends. */
export const MAX_LINGERING_A_PEER = 8;
/** See {@link MAX_LINGERING_A_PEER}. */
export const MAX_LINGERING = 32;

/** A tunnel that is to last. */
export interface LastingTunnel {
  readonly peer: Did;
  readonly stream: TunnelStream;
  /** How long its caller wants it to wait, in milliseconds, where that is less than the owner of the tool lets it. */
  readonly lingerMs?: number | undefined;
  /** Why it may go on no more: its grant is revoked, or over. */
  readonly verdict: () => ErrorCode | undefined;
  /** Milliseconds that its grant lasts from now on. */
  readonly lifeMs: () => number;
  /** Ends it, with a code where there is one. */
  readonly end: (code: ErrorCode | undefined) => void;
  /** Where it goes on; nowhere, where it waits. */
  readonly moved: (place: StreamPlace['channel'] | undefined) => void;
}

interface Held extends LastingTunnel {
  /** The highest that was asked with. */
  turn: number;
  /** Ends the wait of one that lingers. */
  cancel: (() => void) | undefined;
}

/** See the module comment. */
export class LastingTunnels {
  readonly #held = new Map<string, Held>();
  /** Those that wait, longest first. */
  readonly #lingering = new Set<Held>();
  readonly #timer: Timer;
  readonly #lingerMs: number;

  /** @param lingerMs - How long one waits for its caller, in milliseconds. */
  constructor(timer: Timer, lingerMs: number = TUNNEL_LINGER_MS) {
    this.#timer = timer;
    this.#lingerMs = lingerMs;
  }

  /** Tunnels that wait for their callers. */
  get lingering(): number {
    return this.#lingering.size;
  }

  /** Lets `tunnel` last; before it has sent anything that counts. @returns Its id. */
  keep(tunnel: LastingTunnel): Bytes {
    const id = randomBytes(TUNNEL_ID_BYTES);
    const held: Held = { ...tunnel, turn: 0, cancel: undefined };
    this.#held.set(toHex(id), held);
    tunnel.stream.last({
      away: () => this.#away(held),
      back: (channel) => {
        this.#stopWaiting(held);
        held.moved(channel);
      },
    });
    void tunnel.stream.closed.then(() => {
      this.#stopWaiting(held);
      this.#held.delete(toHex(id));
    });
    return id;
  }

  #away(held: Held): void {
    held.moved(undefined);
    const code = held.verdict();
    if (code !== undefined) return held.end(code);
    this.#stopWaiting(held);
    const waitMs = Math.max(0, Math.min(this.#lingerMs, held.lingerMs ?? Number.POSITIVE_INFINITY, held.lifeMs()));
    held.cancel = this.#timer.after(waitMs, () => this.#end(held));
    this.#lingering.add(held);
    if ([...this.#lingering].filter(({ peer }) => peer === held.peer).length > MAX_LINGERING_A_PEER)
      this.endOldest(held.peer);
    if (this.#lingering.size > MAX_LINGERING) this.endOldest();
  }

  #stopWaiting(held: Held): void {
    held.cancel?.();
    held.cancel = undefined;
    this.#lingering.delete(held);
  }

  #end(held: Held): void {
    this.#stopWaiting(held);
    held.end(held.verdict());
  }

  /**
   * Ends the tunnel that waits longest, where one does.
   *
   * @param peer - Whose; of whoever has the most that wait where absent, so that nobody pushes out the others.
   * @returns Whether there was one.
   */
  endOldest(peer: Did | undefined = this.#greediest()): boolean {
    const oldest = [...this.#lingering].find((held) => held.peer === peer);
    if (oldest === undefined) return false;
    this.#end(oldest);
    return true;
  }

  #greediest(): Did | undefined {
    const counts = new Map<Did, number>();
    for (const { peer } of this.#lingering) counts.set(peer, (counts.get(peer) ?? 0) + 1);
    return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
  }

  /** Ends those that wait whose grants are no more: something was revoked. */
  check(): void {
    for (const held of this.#lingering) if (held.verdict() !== undefined) this.#end(held);
  }

  /**
   * Goes on with a tunnel of `peer` at `place`, wherever it was before.
   *
   * @param content - Of the TUNNEL_RESUME.
   * @throws {TalosError} `E_NOT_FOUND` where `peer` has no such tunnel, or not any more; `REPLAY` for a request that came
   *   after a later one; the code that ends a tunnel whose grant is no more; `E_MALFORMED`; `E_PROTOCOL` for counts that
   *   cannot be, which end the tunnel too.
   */
  resume(peer: Did, place: StreamPlace, content: Bytes): void {
    const { tunnel, turn, ...progress } = decodeTunnelResume(content);
    const held = this.#held.get(toHex(tunnel));
    // Whose it is, is for nobody else to know.
    if (held === undefined || held.peer !== peer || !held.stream.isOpen || held.stream.isClosing)
      throw new TalosError('E_NOT_FOUND', 'there is no such tunnel to go on with');
    if (turn <= held.turn) throw new TalosError('REPLAY', 'the tunnel went on by a later request');
    held.turn = turn;
    const code = held.verdict();
    if (code !== undefined) {
      held.end(code);
      throw new TalosError(code, 'the grant of the tunnel is no more');
    }
    try {
      held.stream.assertProgress(progress);
    } catch (error) {
      held.end(undefined);
      throw error;
    }
    this.#moveTo(held, place, progress);
  }

  #moveTo({ stream }: Held, place: StreamPlace, progress: Parameters<TunnelStream['resume']>[1]): void {
    const own = stream.detach();
    try {
      place.channel.allowLargePackets();
      place.channel.send(PACKET.tunnelResumed, place.id, encodeTunnelResumed(own));
    } catch (error) {
      if (!isTalosError(error)) throw error;
      // That channel is gone already.
      stream.lost(new TalosError('E_UNREACHABLE', 'the connection to the peer was lost', { cause: error }));
      return;
    }
    stream.resume(place, progress);
  }
}
