/**
 * The serving side: takes channels, redeems invitations, opens tunnels to the services that are lent.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { type ErrorCode, isTalosError, TalosError } from '../../base/errors.ts';
import { RateCounter } from '../../base/rate-counter.ts';
import type { ChainVerdict, Denial, Grant } from '../../capability/authorize.ts';
import type { ParsedToken } from '../../capability/token.ts';
import { type Did, didOfKey } from '../../identity/did.ts';
import type { DenialSubject } from '../../ledger/entry/entry.ts';
import { PACKET, type Packet } from '../../message/packet.ts';
import type { Link } from '../../net/link.ts';
import { LinkRefusals } from '../../net/refuse-link.ts';
import { systemTimer, type Timer } from '../../net/timer.ts';
import type { AgentCore } from '../agent-core.ts';
import { GrantLearning } from '../authority/grant-learning.ts';
import { IntentDesk } from '../authority/intent-desk.ts';
import type { GrantUsage } from '../authority/usage-book.ts';
import { isStorageFailure } from '../record/watched-ledger.ts';
import { CallCounter, holdersOf, ServerRecords } from './call-records.ts';
import { acceptChannel, type Channel } from './channel.ts';
import type { ChannelSide } from './channel-control.ts';
import { LastingTunnels } from './lasting-tunnels.ts';
import { ServedTunnel } from './served-tunnel.ts';
import { StreamMux } from './streams.ts';
import { callerOf } from './tool-caller.ts';
import {
  describe,
  isUnused,
  type LentService,
  type OpenChannel,
  type ServedChannel,
  type ServedSession,
  serviceOf,
} from './tunnel-host-parts.ts';
import type { StreamPlace, TunnelStream } from './tunnel-stream.ts';
import {
  decodeRedeem,
  decodeTunnelOpen,
  encodeInviteGrant,
  encodeRefusal,
  encodeTunnelOpened,
  type RefusalBody,
  refusalOf,
  type TunnelOpen,
} from './tunnel-wire.ts';

/** Open channels of one peer, and of all together. */
export const MAX_CHANNELS_A_PEER = 8;
/** See {@link MAX_CHANNELS_A_PEER}. */
export const MAX_CHANNELS = 256;
/** Open tunnels of one peer, and of all together: each has a child process. PROTOCOL.md §11. */
export const MAX_TUNNELS_A_PEER = 16;
/** See {@link MAX_TUNNELS_A_PEER}. */
export const MAX_TUNNELS = 64;
/** Handshakes and tool starts that one peer gets in a minute: far above what reconnecting needs. */
export const STARTS_A_MINUTE = 120;

/** Milliseconds that a channel may stay without a tunnel. Who has nothing to do makes room for others. */
export const UNUSED_CHANNEL_MS = 15_000;
/** How often unused channels are looked for, in milliseconds. */
export const SWEEP_MS = 5000;

/** What lets a tunnel last. */
interface LastingParts {
  readonly stream: TunnelStream;
  readonly verify: (chain: readonly string[]) => ChainVerdict;
  readonly learning: GrantLearning;
  readonly request: TunnelOpen;
}

/** See the module comment. */
export class TunnelHost {
  readonly #core: AgentCore;
  readonly #services = new Map<string, LentService>();
  readonly #timer: Timer;
  readonly #refusals: LinkRefusals;
  readonly #witness: { saw(peer: Did, note: string): void };
  readonly #side: ChannelSide;
  readonly #channels = new Set<ServedChannel>();
  readonly #tunnels = new Map<ServedTunnel, string>();
  readonly #lasting: LastingTunnels;
  readonly #starts: RateCounter;
  /** Peers whose handshake is under way, each as often as it has one. */
  readonly #arriving = new Set<{ readonly peer: Did }>();
  #isClosed = false;
  readonly #unwatch: () => void;
  #stopSweeping: () => void = () => {};

  /**
   * @param witness - Told of the checkpoint in each statement of a caller; `""` before its first.
   * @param side - What goes on beside the tunnels; not owned.
   * @param timer - For the search for unused channels.
   * @param lingerMs - How long a tunnel without a channel waits for its caller.
   */
  constructor(
    core: AgentCore,
    witness: { saw(peer: Did, note: string): void },
    side: ChannelSide,
    timer: Timer = systemTimer,
    lingerMs?: number,
  ) {
    this.#core = core;
    this.#witness = witness;
    this.#side = side;
    this.#timer = timer;
    this.#refusals = new LinkRefusals(timer);
    this.#starts = new RateCounter(STARTS_A_MINUTE, 60_000, core.clock);
    this.#lasting = new LastingTunnels(timer, lingerMs);
    core.onFailure(() => void this.#endTunnels({ word: 'failed', code: undefined }));
    const unwatch = core.revocations.watch(() => this.#lasting.check());
    const unwake = core.network.onWake((sleptMs) => {
      for (const { channel } of this.#channels) channel.probe(sleptMs);
    });
    this.#unwatch = () => {
      unwatch();
      unwake();
    };
  }

  /** Open channels. */
  get channels(): readonly OpenChannel[] {
    return [...this.#channels];
  }

  /** Whether a tunnel with `peer` is open: a channel alone is anybody's to have. */
  hasTunnelWith(peer: Did): boolean {
    return [...this.#tunnels.keys()].some((tunnel) => tunnel.peer === peer);
  }

  /** The chains of the tunnels that are open, by the peer that holds them. */
  get served(): readonly { readonly peer: Did; readonly chain: readonly ParsedToken[] }[] {
    return [...this.#tunnels.keys()].map(({ peer, grant }) => ({ peer, chain: grant.tokens }));
  }

  /** Whose root tokens `service` accepts; where none is named, any that is lent. */
  rootsOf(service?: string): readonly Did[] {
    const self = this.#core.identity.did;
    const asked = service === undefined ? [...this.#services.values()] : [this.#services.get(service)];
    return asked.flatMap((each) => each?.roots ?? [self]);
  }

  /** Peers with an open tunnel to `service`. */
  peersOf(service: string): readonly Did[] {
    return [...new Set([...this.#tunnels].filter(([, name]) => name === service).map(([tunnel]) => tunnel.peer))];
  }

  /** Lends `service` until the returned function is called and has ended its tunnels. @throws {TalosError} `E_EXISTS`. */
  lend(service: LentService): () => Promise<void> {
    this.assertFree(service.name);
    this.#services.set(service.name, service);
    return async () => {
      this.#services.delete(service.name);
      const open = [...this.#tunnels].filter(([, name]) => name === service.name);
      await Promise.all(open.map(([tunnel]) => tunnel.close()));
    };
  }

  /** Checks that no service of that name is lent. @throws {TalosError} `E_EXISTS`. */
  assertFree(service: string): void {
    if (this.#services.has(service))
      throw new TalosError('E_EXISTS', `the service ${service} is lent already`, {
        hint: 'give it another name with --service',
      });
  }

  /** Takes a link of purpose `channel`. */
  async accept(link: Link): Promise<void> {
    const peer = didOfKey(link.peerKey);
    if (this.#isClosed || this.#core.failure !== undefined || !this.#hasRoomFor(peer)) {
      await this.#refusals.refuse(link, 'busy');
      return;
    }
    const channel = await this.#accepted(link, peer);
    const sinceMs = this.#core.clock.now();
    const open: ServedChannel = { channel, sinceMs, mux: undefined, usedAtMs: this.#timer.now(), isRecorded: false };
    this.#channels.add(open);
    if (this.#channels.size === 1) this.#sweepLater();
    void channel.closed.then(() => {
      this.#channels.delete(open);
      this.#core.notice('peer-left', 'a peer left', peer);
    });
    try {
      if (this.#core.isKnown(peer)) await this.#record(open);
      this.#assertOpen();
    } catch (error) {
      await channel.close();
      throw error;
    }
    this.#serve(open);
    if (open.isRecorded) this.#core.notice('peer-connected', 'a peer connected', peer);
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new TalosError('E_CLOSED', 'the agent has ended');
  }

  /** Writes down, once, that the session of a channel began. */
  async #record(open: ServedChannel): Promise<void> {
    if (open.isRecorded) return;
    open.isRecorded = true;
    await this.#core.sessionBegan(open.channel);
  }

  #hasRoomFor(peer: Did): boolean {
    const peers = [...[...this.#channels].map(({ channel }) => channel), ...this.#arriving].map((each) => each.peer);
    if (peers.filter((each) => each === peer).length >= MAX_CHANNELS_A_PEER || !this.#starts.take(peer)) return false;
    return peers.length < MAX_CHANNELS || this.#makeRoom();
  }

  /** Ends the oldest channel of a stranger without a tunnel, where all are taken. */
  #makeRoom(): boolean {
    const idle = [...this.#channels].find((open) => isUnused(open) && !this.#core.isKnown(open.channel.peer));
    if (idle === undefined) return false;
    this.#channels.delete(idle);
    void idle.channel.close();
    return true;
  }

  #sweepLater(): void {
    this.#stopSweeping();
    this.#stopSweeping = this.#timer.after(SWEEP_MS, () => {
      this.#sweep();
      if (this.#channels.size > 0 && !this.#isClosed) this.#sweepLater();
    });
  }

  #sweep(): void {
    const now = this.#timer.now();
    for (const open of this.#channels) {
      if (!isUnused(open)) open.usedAtMs = now;
      else if (now - open.usedAtMs >= UNUSED_CHANNEL_MS) void open.channel.close();
    }
  }

  async #accepted(link: Link, peer: Did): Promise<Channel> {
    const { identity, clock, peers } = this.#core;
    const lowestSequence = Math.max(0, peers.get(peer)?.sequence ?? 0);
    const arriving = { peer };
    this.#arriving.add(arriving);
    try {
      return await acceptChannel({ link, identity, clock, lowestSequence });
    } finally {
      // What follows is in the list of channels before anything else can be asked.
      this.#arriving.delete(arriving);
    }
  }

  #serve(open: ServedChannel): void {
    const session = { number: new CallCounter(), intents: new IntentDesk() };
    open.mux = new StreamMux(open.channel, {
      onOpen: (stream, content) => this.#open(open, stream, content, session),
      onResume: (place, content) => this.#resume(place, content),
      onControl: (packet) => this.#control(open, packet),
    });
    this.#side.join(open.channel);
  }

  async #control(open: ServedChannel, packet: Packet): Promise<void> {
    const { channel } = open;
    try {
      if (packet.type === PACKET.inviteRedeem) await this.#redeem(open, packet.content);
      // The first packet of an initiator is a window of zero on the channel itself, so that it can be answered.
      else if (packet.type !== PACKET.window) await this.#side.take(channel, packet);
    } catch (error) {
      this.#core.notice('denied', `a request failed: ${describe(error)}`, channel.peer);
      await channel.close();
    }
  }

  async #redeem(open: ServedChannel, content: Bytes): Promise<void> {
    const { channel } = open;
    const { invitations } = this.#core;
    const { id, signature } = decodeRedeem(content);
    const outcome = await invitations.redeem(id, signature, channel.peer, channel.session);
    if (outcome.redeemed) {
      open.usedAtMs = this.#timer.now();
      await this.#record(open);
      if (outcome.isNew)
        this.#core.notice('invitation', `the invitation to ${outcome.service} was redeemed`, channel.peer);
      channel.send(PACKET.inviteGrant, 0, encodeInviteGrant(outcome));
      return;
    }
    this.#denied(channel.peer, 'invitation', outcome.code, `an invitation was refused: ${outcome.code}`);
    channel.send(PACKET.refusal, 0, encodeRefusal(refusalOf(outcome.code)));
  }

  /** Records a refusal and tells people of it, as long as it is one of few. */
  #denied(peer: Did, subject: DenialSubject, code: ErrorCode, message: string): void {
    if (this.#core.denials.note(peer, subject, code)) this.#core.notice('denied', message, peer);
  }

  #open(open: ServedChannel, stream: TunnelStream, content: Bytes, session: ServedSession, isFresh = false): void {
    const { channel } = open;
    const { peer } = channel;
    let request: TunnelOpen | undefined;
    try {
      request = decodeTunnelOpen(content);
      const tunnel = this.#tunnelFor(channel, stream, request, session);
      // A stranger with a chain is one no more. A storage that fails ends all of this by itself.
      this.#record(open).catch(() => void open.channel.close());
      this.#core.notice('tunnel', `a tunnel to ${tunnel.service} was opened`, peer);
    } catch (error) {
      const code: ErrorCode = isTalosError(error) ? error.code : 'E_TOOL_FAILED';
      if (code === 'REVOCATION_UNKNOWN' && !isFresh && request !== undefined) {
        // Those who know are asked, once.
        const again = (): void => this.#open(open, stream, content, session, true);
        this.#side.freshen(channel, request.chain).then(again, again);
        return;
      }
      const other = this.#hasOther(peer, request, code) ? { other: true as const } : {};
      stream.send(PACKET.refusal, encodeRefusal({ ...refusalOf(code), ...other }));
      stream.end(undefined);
      // Where it cannot be recorded either, the failure of the ledger ends everything.
      if (!isStorageFailure(error)) this.#denied(peer, 'tunnel', code, `a tunnel was refused: ${describe(error)}`);
    }
  }

  /** Goes on with a tunnel that was opened over another channel, or refuses that. */
  #resume(place: StreamPlace, content: Bytes): void {
    const { channel, id } = place;
    const { peer } = channel;
    try {
      if (!this.#starts.take(peer)) throw new TalosError('E_RATE_LIMITED', 'tunnels were resumed too often');
      this.#assertTrusted(peer);
      this.#lasting.resume(peer, place, content);
      this.#core.notice('tunnel', 'a tunnel goes on over a new connection', peer);
    } catch (error) {
      if (!isTalosError(error)) throw error;
      this.#denied(peer, 'tunnel', error.code, `a tunnel was not resumed: ${describe(error)}`);
      // Counts that cannot be are no request.
      if (error.code === 'E_PROTOCOL' || error.code === 'E_MALFORMED') throw error;
      channel.send(PACKET.refusal, id, encodeRefusal(refusalOf(error.code)));
    }
  }

  #assertTrusted(peer: Did): void {
    if (this.#core.seen.isRefused(peer))
      throw new TalosError(
        'E_EQUIVOCATION',
        'there is evidence that the peer signed two histories, or went back in one',
      );
  }

  #tunnelFor(
    channel: Channel,
    stream: TunnelStream,
    request: TunnelOpen,
    session: ServedSession,
  ): { readonly service: string } {
    const core = this.#core;
    const { peer } = channel;
    this.#assertTrusted(peer);
    this.#assertRoom(peer);
    const chain = request.chain.length > 0 ? request.chain : this.#ownGrantTo(peer, request.service);
    const name = request.service === '' ? serviceOf(chain) : request.service;
    const service = this.#services.get(name);
    const verify = (presented: readonly string[]): ChainVerdict =>
      core.authority.verify(presented, peer, name, service?.roots);
    const verdict = verify(chain);
    // Its holder learns by whom before it is refused.
    if (!verdict.allowed && verdict.code === 'REVOKED') this.#side.tellRevoked(channel, chain);
    if (!verdict.allowed) throw new TalosError(verdict.code, verdict.reason);
    if (service === undefined) throw new TalosError('E_NOT_FOUND', `the service ${name} is not lent now`);
    const { grant } = verdict;
    const usageOf = (of: Grant): GrantUsage | Denial | undefined => core.usage.of(of, core.authority.standing().nowMs);
    const usage = usageOf(grant);
    if (usage !== undefined && 'allowed' in usage) throw new TalosError(usage.code, usage.reason);
    const { id: token, text } = grant.leaf;
    const { startTool, callTimeoutMs, onDiagnostic, lends, environment, rules, needsIntent } = service;
    const onCheckpoint = (note: string): void => this.#witness.saw(peer, note);
    const context = { ...core.recordsOf(channel, name, token), ...holdersOf(grant.tokens), onCheckpoint };
    const records = new ServerRecords(context, core.denials, session.number);
    const { authority } = core;
    const tunnel = new ServedTunnel({
      stream,
      who: callerOf(peer, core.peers.get(peer)?.alias ?? '', grant),
      service: name,
      grant,
      verify,
      authority,
      records,
      startTool,
      callTimeoutMs,
      onDiagnostic,
      environment,
      ...(lends === undefined ? {} : { lends }),
      ...(rules === undefined ? {} : { rules }),
      ...(usage === undefined ? {} : { usage }),
      onRenewed: (renewed) => {
        learning.renewed(renewed);
        return usageOf(renewed);
      },
      intents: session.intents,
      ...(needsIntent === undefined ? {} : { needsIntent }),
    });
    this.#tunnels.set(tunnel, name);
    channel.allowLargePackets();
    const learning = new GrantLearning(this.#side, channel, grant);
    void tunnel.ended.then(() => {
      this.#tunnels.delete(tunnel);
      learning[Symbol.dispose]();
    });
    const { checkpoint } = core.ledger;
    const lasting = request.lasting === true ? this.#last(tunnel, { stream, verify, learning, request }) : undefined;
    stream.send(
      PACKET.tunnelOpened,
      encodeTunnelOpened({
        service: name,
        token: text,
        expiresAtS: grant.expiresAtS,
        checkpoint,
        intents: needsIntent?.texts ?? [],
        tunnel: lasting,
      }),
    );
    tunnel.start();
    return { service: name };
  }

  /** Lets a tunnel outlive its channel. @returns Its id. */
  #last(tunnel: ServedTunnel, { stream, verify, learning, request }: LastingParts): Bytes {
    const { authority } = this.#core;
    const { lingerS } = request;
    return this.#lasting.keep({
      peer: tunnel.peer,
      stream,
      lingerMs: lingerS === undefined ? undefined : lingerS * 1000,
      verdict: () => {
        const verdict = verify(tunnel.grant.tokens.map(({ text }) => text));
        // Whether it is revoked may not be known for now: each call asks that anew.
        return verdict.allowed || verdict.code === 'REVOCATION_UNKNOWN' ? undefined : verdict.code;
      },
      lifeMs: () => tunnel.grant.expiresAtS * 1000 - authority.standing().nowMs,
      end: (code) => void tunnel.close(code === undefined ? undefined : refusalOf(code)),
      moved: (to) => learning.moved(to),
    });
  }

  /** Checks that one more tunnel of `peer` may be opened; one that waits for its caller gives way to it. */
  #assertRoom(peer: Did): void {
    if (!this.#hasTunnelRoom(peer) || !this.#starts.take(peer))
      throw new TalosError('E_RATE_LIMITED', 'too many tunnels are open, or were opened in a short time');
  }

  #hasTunnelRoom(peer: Did): boolean {
    const ofPeer = [...this.#tunnels.keys()].filter((tunnel) => tunnel.peer === peer).length;
    const inAll = this.#tunnels.size;
    if (ofPeer > MAX_TUNNELS_A_PEER || inAll > MAX_TUNNELS || this.#starts.isFull(peer)) return false;
    if (ofPeer === MAX_TUNNELS_A_PEER) return this.#lasting.endOldest(peer);
    return inAll < MAX_TUNNELS || this.#lasting.endOldest();
  }

  /** Whether a caller whose token is no more would get a tunnel under another grant that is held for it here. */
  #hasOther(peer: Did, request: TunnelOpen | undefined, code: ErrorCode): boolean {
    if (request === undefined || request.chain.length === 0 || (code !== 'REVOKED' && code !== 'EXPIRED')) return false;
    return this.#ownGrantTo(peer, request.service).length > 0;
  }

  #ownGrantTo(peer: Did, service: string): readonly string[] {
    const held = this.#core.grants.newestFor(peer, service);
    // What the service does not accept is no other grant.
    const isAccepted = held && this.rootsOf(held.token.claims.scope.service).includes(this.#core.identity.did);
    return isAccepted === true ? [held.token.text] : [];
  }

  /** Ends every tunnel and channel, and takes no more. Repeatable. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#unwatch();
    this.#stopSweeping();
    await this.#endTunnels();
    await Promise.all([...this.#channels].map(({ channel }) => channel.close()));
  }

  async #endTunnels(reason?: RefusalBody): Promise<void> {
    await Promise.all([...this.#tunnels.keys()].map((tunnel) => tunnel.close(reason)));
  }

  /** Ends the tunnels of `peer` with a refusal of `code`. */
  async endTunnelsOf(peer: Did, code: ErrorCode): Promise<void> {
    const of = [...this.#tunnels.keys()].filter((tunnel) => tunnel.peer === peer);
    await Promise.all(of.map((tunnel) => tunnel.close(refusalOf(code))));
  }
}
