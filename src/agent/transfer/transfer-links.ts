/**
 * The transfer links of an agent: one a peer, whoever dialled it, made when first needed and ended when nothing has used
 * it for a while. PROTOCOL.md §7.6.
 *
 * @module
 */
import { TalosError } from '../../base/errors.ts';
import { RateCounter } from '../../base/rate-counter.ts';
import { type Did, didOfKey } from '../../identity/did.ts';
import type { Link } from '../../net/link.ts';
import { MAX_TRANSFER_FRAME_BYTES } from '../../net/protocols.ts';
import { LinkRefusals } from '../../net/refuse-link.ts';
import { systemTimer, type Timer } from '../../net/timer.ts';
import type { AgentCore } from '../agent-core.ts';
import { type DialParts, dialPeer } from '../reach/peer-dial.ts';
import { acceptChannel, type Channel, openChannel } from '../tunnel/channel.ts';
import { unlessAborted } from '../waits.ts';
import { type TransferHandlers, TransferMux } from './transfer-mux.ts';

/** Transfer links that peers dialled, at a time. PROTOCOL.md §11. */
export const MAX_TRANSFER_LINKS = 64;
/** Of them, those of one peer: one is in use, the others cover a reconnect while the old one dies. PROTOCOL.md §11. */
export const MAX_TRANSFER_LINKS_A_PEER = 3;
/** Handshakes of one peer in a minute. PROTOCOL.md §11. */
export const TRANSFER_LINKS_A_MINUTE = 60;
/** Milliseconds that a link which was dialled stays without a stream. */
export const TRANSFER_LINGER_MS = 2000;
/** Milliseconds that one which a peer dialled does: its dialler is to end it. PROTOCOL.md §11. */
export const UNUSED_TRANSFER_LINK_MS = 15_000;

/** See the module comment. */
export class TransferLinks {
  readonly #core: AgentCore;
  readonly #dialling: DialParts;
  readonly #handlers: TransferHandlers;
  readonly #timer: Timer;
  readonly #refusals: LinkRefusals;
  readonly #starts: RateCounter;
  readonly #open = new Set<TransferMux>();
  readonly #dialled = new Map<Did, Promise<TransferMux>>();
  /** Peers whose handshake is under way, each as often as it has one. */
  readonly #arriving = new Set<{ readonly peer: Did }>();
  readonly #stop = new AbortController();
  readonly #onPeer: (peer: Did) => void;
  readonly #unwatch: () => void;

  /**
   * @param dialling - Gives the network, started when first needed, and looks for peers.
   * @param onPeer - Told of each peer that dialled one.
   */
  constructor(
    core: AgentCore,
    dialling: DialParts,
    handlers: TransferHandlers,
    onPeer: (peer: Did) => void,
    timer: Timer = systemTimer,
  ) {
    this.#core = core;
    this.#dialling = dialling;
    this.#handlers = handlers;
    this.#onPeer = onPeer;
    this.#timer = timer;
    this.#refusals = new LinkRefusals(timer);
    this.#starts = new RateCounter(TRANSFER_LINKS_A_MINUTE, 60_000, core.clock);
    const unwake = core.network.onWake((sleptMs) => {
      for (const { channel } of this.#open) channel.probe(sleptMs);
    });
    const unfail = core.onFailure(() => void this.close());
    this.#unwatch = () => {
      unwake();
      unfail();
    };
  }

  /**
   * The link to `peer`: the newest that is open, else one that is dialled.
   *
   * @throws {TalosError} what dialling throws; `E_CLOSED` when the agent has ended.
   */
  use(peer: Did, signal?: AbortSignal): Promise<TransferMux> {
    this.#stop.signal.throwIfAborted();
    const open = [...this.#open].findLast((mux) => mux.channel.peer === peer && mux.isOpen);
    if (open !== undefined) return Promise.resolve(open);
    const running = this.#dialled.get(peer);
    if (running !== undefined) return unlessAborted(running, signal);
    // Not under the signal of whoever came first: others may wait for the same link.
    const dialling = this.#dial(peer).finally(() => this.#dialled.delete(peer));
    this.#dialled.set(peer, dialling);
    return unlessAborted(dialling, signal);
  }

  async #dial(peer: Did): Promise<TransferMux> {
    const { identity, clock, peers } = this.#core;
    const { signal } = this.#stop;
    const link = await dialPeer(this.#core, this.#dialling, 'transfer', peer, signal);
    const lowestSequence = Math.max(0, peers.get(peer)?.sequence ?? 0);
    const maxFrameBytes = MAX_TRANSFER_FRAME_BYTES;
    const channel = await openChannel({ link, identity, clock, peer, lowestSequence, signal, maxFrameBytes });
    return this.#joined(channel, TRANSFER_LINGER_MS);
  }

  async #joined(channel: Channel, lingerMs: number): Promise<TransferMux> {
    try {
      this.#stop.signal.throwIfAborted();
      if (this.#core.isKnown(channel.peer)) await this.#core.sessionBegan(channel);
    } catch (error) {
      await channel.close();
      throw error;
    }
    let cancel = (): void => {};
    const linger = (): void => {
      cancel();
      cancel = this.#timer.after(lingerMs, () => {
        if (mux.size > 0) return;
        // Forgotten before it is closed, so that whoever comes now dials anew.
        this.#open.delete(mux);
        void channel.close();
      });
    };
    const mux = new TransferMux(channel, this.#handlers, linger);
    this.#open.add(mux);
    linger();
    void channel.closed.then(() => {
      cancel();
      this.#open.delete(mux);
    });
    return mux;
  }

  /** Takes a link of purpose `transfer`. */
  async accept(link: Link): Promise<void> {
    const peer = didOfKey(link.peerKey);
    if (this.#stop.signal.aborted || this.#core.seen.isRefused(peer) || !this.#hasRoomFor(peer)) {
      await this.#refusals.refuse(link, 'busy');
      return;
    }
    const { identity, clock, peers } = this.#core;
    const lowestSequence = Math.max(0, peers.get(peer)?.sequence ?? 0);
    const arriving = { peer };
    this.#arriving.add(arriving);
    try {
      const maxFrameBytes = MAX_TRANSFER_FRAME_BYTES;
      const channel = await acceptChannel({ link, identity, clock, lowestSequence, maxFrameBytes });
      await this.#joined(channel, UNUSED_TRANSFER_LINK_MS);
      this.#onPeer(peer);
    } finally {
      this.#arriving.delete(arriving);
    }
  }

  #hasRoomFor(peer: Did): boolean {
    const taken = [...this.#open].filter(({ channel }) => channel.role === 'responder').map(({ channel }) => channel);
    const peers = [...taken, ...this.#arriving].map((each) => each.peer);
    if (peers.length >= MAX_TRANSFER_LINKS && !this.#makeRoom()) return false;
    return peers.filter((each) => each === peer).length < MAX_TRANSFER_LINKS_A_PEER && this.#starts.take(peer);
  }

  /** Ends the oldest link of a stranger on which nothing goes on, where all are taken. */
  #makeRoom(): boolean {
    const idle = [...this.#open].find(
      ({ size, channel }) => size === 0 && channel.role === 'responder' && !this.#core.isKnown(channel.peer),
    );
    if (idle === undefined) return false;
    this.#open.delete(idle);
    void idle.channel.close();
    return true;
  }

  /** Ends every link, and each that is being dialled; none is made any more. Repeatable. */
  async close(): Promise<void> {
    this.#unwatch();
    if (!this.#stop.signal.aborted) this.#stop.abort(new TalosError('E_CLOSED', 'the agent has ended'));
    await Promise.allSettled(this.#dialled.values());
    await Promise.all([...this.#open].map(({ channel }) => channel.close()));
  }
}
