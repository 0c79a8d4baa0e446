/**
 * The channels that this agent dialled: one a peer, for all that goes on with it. It is dialled when first needed and
 * ends when nothing has used it for a few seconds.
 *
 * @module
 */
import { TalosError } from '../../base/errors.ts';
import { deadline, Mutex } from '../../base/lifetime.ts';
import type { Did } from '../../identity/did.ts';
import { PACKET, type Packet } from '../../message/packet.ts';
import type { AgentCore } from '../agent-core.ts';
import { type DialParts, dialPeer } from '../reach/peer-dial.ts';
import { unlessAborted } from '../waits.ts';
import { CallCounter } from './call-records.ts';
import { type Channel, openChannel } from './channel.ts';
import type { ChannelControl } from './channel-control.ts';
import { StreamMux } from './streams.ts';
import type { OpenChannel } from './tunnel-host-parts.ts';
import type { TunnelStream } from './tunnel-stream.ts';

/** Milliseconds that a channel is kept for whoever needs it next. */
export const CHANNEL_LINGER_MS = 2000;

/** A channel that was dialled. */
export interface Dialled extends OpenChannel {
  readonly mux: StreamMux;
  /** Of the calls of the session. */
  readonly number: CallCounter;
  /** One redemption at a time: their answers bear no name. */
  readonly redeeming: Mutex;
  /** Takes the next packet of stream 0 that answers a redemption. */
  control: ((packet: Packet) => void) | undefined;
}

/** What is known of one while it is open. */
interface Held extends Dialled {
  /** Streams, redemptions and others that are under way. */
  uses: number;
  /** Ends the channel, where nothing uses it. */
  linger: ReturnType<typeof setTimeout> | undefined;
}

/** What whoever comes next gets. */
interface Current {
  readonly dialling: Promise<Held>;
  /** Once it is there. */
  held: Held | undefined;
}

/** What answers a redemption. */
const ANSWERS: ReadonlySet<number> = new Set([PACKET.inviteGrant, PACKET.refusal]);

/** See the module comment. */
export class DialledChannels {
  readonly #core: AgentCore;
  readonly #dialling: DialParts;
  readonly #control: ChannelControl;
  readonly #current = new Map<Did, Current>();
  readonly #open = new Set<Held>();
  readonly #stop = new AbortController();
  readonly #unwatch: () => void;

  /** @param dialling - Gives the network, started when first needed, and looks for peers. */
  constructor(core: AgentCore, dialling: DialParts, control: ChannelControl) {
    this.#core = core;
    this.#dialling = dialling;
    this.#control = control;
    this.#unwatch = core.network.onWake((sleptMs) => {
      for (const { channel } of this.#open) channel.probe(sleptMs);
    });
  }

  /** Open channels. */
  get all(): readonly OpenChannel[] {
    return [...this.#open];
  }

  /**
   * The channel to `peer`, in use until {@link release}; each of its streams is a use of its own.
   *
   * @throws {TalosError} what dialling throws; `E_CLOSED` when the agent has ended.
   */
  async use(peer: Did, addresses: readonly string[], signal?: AbortSignal): Promise<Dialled> {
    this.#stop.signal.throwIfAborted();
    return this.#used(await unlessAborted(this.#channelTo(peer, addresses), signal));
  }

  /**
   * Dials `peer` anew, over the best connection that there is: whoever comes next gets that channel, which is in use until
   * {@link release}. The one before goes on until nothing uses it.
   *
   * @throws {TalosError} as {@link use}; then the one before is still the one to get.
   */
  async renew(peer: Did, addresses: readonly string[]): Promise<Dialled> {
    this.#stop.signal.throwIfAborted();
    const held = await this.#dial(peer, addresses);
    const before = this.#current.get(peer)?.held;
    this.#current.set(peer, { dialling: Promise.resolve(held), held });
    if (before !== undefined) this.#lingerUnused(before);
    return this.#used(held);
  }

  #used(held: Held): Held {
    clearTimeout(held.linger);
    held.uses++;
    return held;
  }

  /** Opens a stream, which is a use for as long as it is at the channel. @throws as `StreamMux.open`. */
  open(dialled: Dialled, content: Uint8Array): TunnelStream {
    const stream = dialled.mux.open(content);
    this.#used(dialled as Held);
    return stream;
  }

  /** Goes on with a stream at the channel, likewise. @throws as `StreamMux.resume`. */
  async resume(dialled: Dialled, stream: TunnelStream, content: Uint8Array, signal: AbortSignal): Promise<void> {
    const resumed = dialled.mux.resume(stream, content, signal);
    this.#used(dialled as Held);
    await resumed;
  }

  /** Ends a use. */
  release(dialled: Dialled): void {
    const held = dialled as Held;
    held.uses--;
    this.#lingerUnused(held);
  }

  #lingerUnused(held: Held): void {
    if (held.uses > 0) return;
    clearTimeout(held.linger);
    held.linger = setTimeout(() => {
      // Forgotten before it is closed, so that whoever comes now dials anew.
      this.#forget(held);
      void held.channel.close();
    }, CHANNEL_LINGER_MS);
  }

  #forget(held: Held): void {
    const { peer } = held.channel;
    if (this.#current.get(peer)?.held === held) this.#current.delete(peer);
  }

  #channelTo(peer: Did, addresses: readonly string[]): Promise<Held> {
    const running = this.#current.get(peer);
    if (running !== undefined) return running.dialling;
    // Not under the signal of whoever came first: others may wait for the same channel.
    const current: Current = { dialling: this.#dial(peer, addresses), held: undefined };
    this.#current.set(peer, current);
    current.dialling.then(
      (held) => {
        current.held = held;
        this.#lingerUnused(held);
        if (!this.#open.has(held)) this.#forget(held);
      },
      () => {
        if (this.#current.get(peer) === current) this.#current.delete(peer);
      },
    );
    return current.dialling;
  }

  async #dial(peer: Did, addresses: readonly string[]): Promise<Held> {
    const { identity, clock, peers } = this.#core;
    const { signal } = this.#stop;
    const link = await dialPeer(this.#core, this.#dialling, 'channel', peer, signal, addresses);
    const lowestSequence = Math.max(0, peers.get(peer)?.sequence ?? 0);
    const channel = await openChannel({ link, identity, clock, peer, lowestSequence, signal });
    const held: Held = {
      channel,
      mux: this.#muxOf(channel, () => held),
      number: new CallCounter(),
      sinceMs: clock.now(),
      redeeming: new Mutex(),
      control: undefined,
      uses: 0,
      linger: undefined,
    };
    this.#open.add(held);
    this.#control.join(channel);
    void channel.closed.then(() => {
      clearTimeout(held.linger);
      this.#open.delete(held);
      this.#forget(held);
    });
    try {
      await this.#core.sessionBegan(channel);
    } catch (error) {
      await channel.close();
      throw error;
    }
    return held;
  }

  #muxOf(channel: Channel, held: () => Held): StreamMux {
    const refuse = (): never => {
      throw new TalosError('E_PROTOCOL', 'a server opens no tunnels on a channel that it did not dial');
    };
    return new StreamMux(channel, {
      onOpen: refuse,
      onResume: refuse,
      onControl: (packet) => {
        if (!ANSWERS.has(packet.type)) return this.#control.take(channel, packet);
        const { control } = held();
        held().control = undefined;
        control?.(packet);
        return undefined;
      },
      onLeft: () => this.release(held()),
    });
  }

  /** Ends every channel, and each that is being dialled; none is dialled any more. Repeatable. */
  async close(): Promise<void> {
    this.#unwatch();
    if (!this.#stop.signal.aborted) this.#stop.abort(new TalosError('E_CLOSED', 'the agent has ended'));
    const all = await Promise.allSettled([...this.#current.values()].map(({ dialling }) => dialling));
    const held = all.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    await Promise.all([...new Set([...held, ...this.#open])].map(({ channel }) => channel.close()));
  }
}

/** `promise`, unless the channel ends, the time is over or `signal` aborts first. */
export async function withinChannel<T>(
  promise: Promise<T>,
  channel: Channel,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<T> {
  using limit = deadline(signal, timeoutMs);
  const gone = channel.closed.then((reason): never => {
    throw reason ?? new TalosError('E_UNREACHABLE', 'the peer ended the connection before it answered');
  });
  return await unlessAborted(Promise.race([promise, gone]), limit.signal);
}
