/**
 * The calling side: redemption of invitations, tunnels to the services of peers, over the channels that it dials.
 *
 * @module
 */

import { isTalosError, TalosError } from '../../base/errors.ts';
import { chainText, splitChain } from '../../capability/chain.ts';
import { type Invitation, signRedemption } from '../../capability/invitation.ts';
import type { Did } from '../../identity/did.ts';
import { type Checkpoint, readCheckpoint } from '../../ledger/log/checkpoint.ts';
import { PACKET, type Packet } from '../../message/packet.ts';
import { isNamedPlace } from '../../net/address.ts';
import type { AgentCore } from '../agent-core.ts';
import { Announcer } from '../authority/announcer.ts';
import { renewInTime } from '../authority/auto-renewal.ts';
import type { Reached } from '../authority/freshness.ts';
import type { HeldGrant, ToolCall } from '../authority/grant-book.ts';
import { withSuccessor } from '../identity/identity-change.ts';
import type { Line } from '../identity/succession-book.ts';
import type { DialParts } from '../reach/peer-dial.ts';
import { isStorageFailure } from '../record/watched-ledger.ts';
import { CallerRecords } from './call-records.ts';
import type { ChannelControl } from './channel-control.ts';
import { type Dialled, DialledChannels, withinChannel } from './dialled-channels.ts';
import type { OpenChannel } from './tunnel-host-parts.ts';
import { type TunnelLineWatcher, TunnelResumer } from './tunnel-resumer.ts';
import type { TunnelStream } from './tunnel-stream.ts';
import {
  decodeInviteGrant,
  decodeRefusal,
  decodeTunnelOpened,
  encodeRedeem,
  encodeTunnelOpen,
  refusalError,
  type TunnelOpened,
} from './tunnel-wire.ts';
import { type Received, UsedTunnel } from './used-tunnel.ts';

/** Milliseconds that a server gets to answer the request for a tunnel: it starts a process meanwhile. */
export const OPEN_TIMEOUT_MS = 30_000;
/** Milliseconds that a server gets to answer a redemption. */
export const REDEEM_TIMEOUT_MS = 10_000;

/** A service to open a tunnel to. */
export interface TunnelTarget {
  readonly server: Did;
  /** Empty: that of the grant, or the one the server chooses among what it granted. */
  readonly service: string;
  /** The token to present, or the text of its chain; absent: the newest that was received, else what the server holds. */
  readonly token?: string;
  /** Why calls are made, for intents that the server wants and that come without a reason of their own. */
  readonly justification?: string;
  /** The one call that it is for, where it is: the newest token is one that covers it, where one does. */
  readonly call?: ToolCall;
}

/** How a tunnel is opened. */
export interface OpenOptions {
  /** Takes what comes through it. */
  readonly onMessage: (received: Received) => void | Promise<void>;
  readonly signal?: AbortSignal | undefined;
  /** There where the tunnel is to outlive its channels. */
  readonly line?: TunnelLineWatcher;
  /** Milliseconds, whole seconds, that it waits without a channel then; as long as the server lets it where absent. */
  readonly lingerMs?: number | undefined;
}

/** Looks at the ledgers of those whom tunnels lead to. PROTOCOL.md §9.9. */
export interface TunnelWitness {
  /** @throws {TalosError} `E_EQUIVOCATION` for a peer that was convicted. */
  assertTrusted(peer: Did): void;
  /** The note, verified or empty, with which a tunnel was opened; `before` was kept when that was asked. @throws as above. */
  opened(peer: Did, note: string, before: Checkpoint | undefined): Promise<void>;
  /** A tunnel is open from now on, until the function that it gives is called. */
  inUse(peer: Did): () => void;
  /** A note of a statement, verified or empty. */
  saw(peer: Did, note: string): void;
}

/** A tunnel that was opened. */
export interface DialledTunnel {
  readonly tunnel: UsedTunnel;
  readonly service: string;
  /** There where it outlives its channels. */
  readonly resumer: TunnelResumer | undefined;
}

/** A tunnel that is to be kept at a channel. */
interface ResumedParts extends Pick<OpenOptions, 'lingerMs'> {
  readonly stream: TunnelStream;
  readonly opened: TunnelOpened;
  readonly server: Did;
  readonly watcher: TunnelLineWatcher;
}

/** See the module comment. */
export class TunnelDialer {
  readonly #core: AgentCore;
  readonly #witness: TunnelWitness;
  readonly #control: ChannelControl;
  readonly #channels: DialledChannels;
  readonly #unwatch: () => void;
  /** Peers whose tunnels are being moved. */
  readonly #moving = new Set<Did>();
  readonly #tunnels = new Map<UsedTunnel, { readonly server: Did; readonly resumer: TunnelResumer | undefined }>();

  /** @param dialling - Gives the network, started when first needed, and looks for peers. */
  constructor(core: AgentCore, dialling: DialParts, witness: TunnelWitness, control: ChannelControl) {
    this.#core = core;
    this.#witness = witness;
    this.#control = control;
    this.#channels = new DialledChannels(core, dialling, control);
    const unwake = core.network.onWake(() => {
      for (const { resumer } of this.#tunnels.values()) resumer?.retryNow();
    });
    const unwatch = core.network.onBetterPath((peer) => void this.#moveTo(peer));
    this.#unwatch = () => {
      unwake();
      unwatch();
    };
  }

  /** Takes the lasting tunnels to `peer` to a new channel, over the better way that there is now. */
  async #moveTo(peer: Did): Promise<void> {
    const resumers = [...this.#tunnels.values()].flatMap(({ server, resumer }) =>
      server === peer ? (resumer ?? []) : [],
    );
    if (resumers.length === 0 || this.#moving.has(peer)) return;
    this.#moving.add(peer);
    try {
      const dialled = await this.#channels.renew(peer, this.#addressesOf(peer));
      await Promise.all(resumers.map((resumer) => resumer.move(dialled)));
      this.#channels.release(dialled);
      this.#core.notice('tunnel', `a tunnel goes on over a better connection (${dialled.channel.path})`, peer);
    } catch (error) {
      // It stays where it is, or has been lost like any other.
      if (!isTalosError(error)) throw error;
    } finally {
      this.#moving.delete(peer);
    }
  }

  /**
   * A channel to `peer`, in use until it is disposed of.
   *
   * @throws {TalosError} `E_UNREACHABLE` where no address of it is known, and what dialling throws.
   */
  async reach(peer: Did, signal?: AbortSignal): Promise<Reached> {
    return withSuccessor(this.#core, peer, async (at) => {
      const dialled = await this.#use(at, signal);
      return { channel: dialled.channel, [Symbol.dispose]: () => this.#channels.release(dialled) };
    });
  }

  #use(peer: Did, signal?: AbortSignal): Promise<Dialled> {
    return this.#channels.use(peer, this.#addressesOf(peer), signal);
  }

  #addressesOf(peer: Did): readonly string[] {
    return this.#core.peers.get(peer)?.addresses ?? [];
  }

  /**
   * Has a grant that this agent received renewed by its issuer; durable when it resolves.
   *
   * @throws {TalosError} as `Renewals.ask`, and what dialling throws.
   */
  async renew(grant: HeldGrant, signal?: AbortSignal): Promise<HeldGrant> {
    const issuer = this.#core.successions.current(grant.token.claims.issuer);
    const [open] = this.#control.revocations.channelsTo(issuer);
    if (open !== undefined) return this.#control.renewals.ask(open, grant, signal);
    using reached = await this.reach(issuer, signal);
    return await this.#control.renewals.ask(reached.channel, grant, signal);
  }

  /** Shows a renewal to the servers of all open tunnels that run under `before`. */
  renewed(before: HeldGrant, after: HeldGrant): void {
    for (const tunnel of this.#tunnels.keys()) if (tunnel.token === before.token.id) tunnel.renew(after.chain);
  }

  /** Open channels. */
  get channels(): readonly OpenChannel[] {
    return this.#channels.all;
  }

  /**
   * Redeems an invitation, or finds what it was redeemed for before.
   *
   * @throws {TalosError} `E_INVITE_USED`, `E_INVITE_EXPIRED`, `E_INVITE_INVALID`; what dialling throws; `E_PROTOCOL`
   *   for an answer that is not about this invitation.
   */
  async redeem(
    invitation: Invitation,
    signal?: AbortSignal,
  ): Promise<{ readonly server: Did; readonly service: string }> {
    const { invitations, grants, peers } = this.#core;
    const before = await invitations.used(invitation);
    if (before !== undefined) return before;
    const { server, addresses, service } = invitation;
    const dialled = await this.#channels.use(server, addresses, signal);
    try {
      const granted = await dialled.redeeming.run(() => this.#exchange(dialled, invitation, signal), signal);
      const grant = await grants.receive(granted.token);
      assertFrom(grant, server, granted.service, this.#core.successions);
      const servers = (invitation.servers ?? []).filter(isNamedPlace);
      await peers.note(server, { addresses, alias: service, ...(servers.length === 0 ? {} : { servers }) });
      await invitations.noteUsed(invitation, granted.service);
      return { server, service: granted.service };
    } finally {
      this.#channels.release(dialled);
    }
  }

  async #exchange(
    dialled: Dialled,
    invitation: Invitation,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly service: string; readonly token: string }> {
    const { channel } = dialled;
    const { id, server } = invitation;
    const redeemer = this.#core.identity.did;
    const signature = signRedemption(invitation.seed, { id, server, redeemer, session: channel.session });
    const answer = new Promise<Packet>((resolve) => {
      dialled.control = resolve;
    });
    channel.send(PACKET.inviteRedeem, 0, encodeRedeem({ id, signature }));
    const packet = await withinChannel(answer, channel, REDEEM_TIMEOUT_MS, signal);
    if (packet.type === PACKET.refusal) throw this.#refused(channel.peer, packet, 'invitation');
    if (packet.type !== PACKET.inviteGrant)
      throw new TalosError('E_PROTOCOL', 'the redemption was answered with something else');
    return decodeInviteGrant(packet.content);
  }

  /**
   * Opens a tunnel.
   *
   * @throws {TalosError} The code of the refusal, such as `EXPIRED` or `REVOKED`; `E_EQUIVOCATION` where there is evidence
   *   against the server; `E_UNREACHABLE`, `E_TIMEOUT` and what else dialling throws.
   */
  open(target: TunnelTarget, options: OpenOptions): Promise<DialledTunnel> {
    return withSuccessor(this.#core, target.server, (server) => this.#openAt({ ...target, server }, options));
  }

  async #openAt(target: TunnelTarget, options: OpenOptions): Promise<DialledTunnel> {
    const { server, token } = target;
    const { signal } = options;
    this.#witness.assertTrusted(server);
    const dialled = await this.#use(server, signal);
    try {
      const held = token === undefined ? heldChain(await this.#inForce(target, signal)) : undefined;
      return await this.#openOrOther(dialled, target, held, options);
    } finally {
      this.#channels.release(dialled);
    }
  }

  /** The newest grant at `server`; one that has lapsed and may be renewed is, where its issuer agrees. */
  async #inForce(
    { server, service, call }: TunnelTarget,
    signal: AbortSignal | undefined,
  ): Promise<HeldGrant | undefined> {
    const { grants } = this.#core;
    const held = grants.newestFrom(server, service, call);
    const lapsed = held === undefined ? grants.newestLapsed(server, service) : undefined;
    if (lapsed === undefined) return held;
    try {
      return await this.renew(lapsed, signal);
    } catch (error) {
      if (isStorageFailure(error) || !isTalosError(error)) throw error;
      return undefined;
    }
  }

  async #openOrOther(
    dialled: Dialled,
    target: TunnelTarget,
    held: string | undefined,
    options: OpenOptions,
  ): Promise<DialledTunnel> {
    try {
      return await this.#openUnder(dialled, target, target.token ?? held, options);
    } catch (error) {
      // Who is told that it was taken back learns by whom, before a command that ends with it: the next one knows. Lists of
      // others the server has told already.
      const { peer } = dialled.channel;
      if (isTalosError(error, 'REVOKED')) await this.#control.learnList(peer, peer);
      // What this agent holds is no more, and the server says that it has granted anew.
      if (held === undefined || !isTalosError(error) || error.details['other'] !== true) throw error;
      return await this.#openUnder(dialled, target, undefined, options);
    }
  }

  /** The error of a refusal, which is on record here too. */
  #refused(server: Did, packet: Packet, subject: 'tunnel' | 'invitation'): TalosError {
    const error = refusalError(decodeRefusal(packet.content), `the ${subject}`);
    this.#core.denials.note(server, subject, error.code);
    return error;
  }

  async #openUnder(
    dialled: Dialled,
    { service, justification }: TunnelTarget,
    token: string | undefined,
    options: OpenOptions,
  ): Promise<DialledTunnel> {
    const chain = token === undefined ? [] : splitChain(token);
    const { line, lingerMs } = options;
    const lingerS = line === undefined || lingerMs === undefined ? undefined : lingerMs / 1000;
    const request = encodeTunnelOpen({ service, chain, lasting: line !== undefined, lingerS });
    const stream = this.#channels.open(dialled, request);
    return this.#opened(dialled, stream, { token, justification }, options);
  }

  async #opened(
    dialled: Dialled,
    stream: TunnelStream,
    presented: { readonly token: string | undefined; readonly justification: string | undefined },
    { onMessage, signal, line, lingerMs }: OpenOptions,
  ): Promise<DialledTunnel> {
    const server = dialled.channel.peer;
    const before = this.#core.seen.newest(server)?.checkpoint;
    let release: () => void = () => {};
    // The first packet is held until the tunnel has taken the stream over, so that nothing after it is missed.
    const taken = new Promise<void>((resolve) => {
      release = resolve;
    });
    const first = new Promise<Packet>((resolve, reject) => {
      stream.onPacket((packet) => {
        resolve(packet);
        return taken;
      });
      void stream.closed.then((reason) => {
        if (reason !== undefined) reject(refusalError(reason, 'the tunnel'));
      });
    });
    try {
      const packet = await withinChannel(first, dialled.channel, OPEN_TIMEOUT_MS, signal);
      if (packet.type === PACKET.refusal) throw this.#refused(server, packet, 'tunnel');
      if (packet.type !== PACKET.tunnelOpened)
        throw new TalosError('E_PROTOCOL', 'the tunnel was answered with something else');
      const opened = decodeTunnelOpened(packet.content);
      const grant = await this.#grantOf(opened, server, presented.token);
      await this.#witness.opened(server, opened.checkpoint, before);
      const onCheckpoint = (note: string): void => this.#witness.saw(server, note);
      const context = { ...this.#core.recordsOf(dialled.channel, opened.service, grant.token.id), onCheckpoint };
      const records = new CallerRecords(context, dialled.number);
      const announcer = new Announcer(records, opened.intents ?? [], presented.justification);
      const tunnel = new UsedTunnel({ stream, records, announcer, onMessage });
      const resumer = line && this.#resumerOf(tunnel, { stream, opened, server, watcher: line, lingerMs });
      this.#keep(tunnel, stream, { server, resumer });
      if (this.#core.network.hasBetter(server, dialled.channel.path)) void this.#moveTo(server);
      const renew = (held: HeldGrant, stop: AbortSignal): Promise<HeldGrant> => this.renew(held, stop);
      renewInTime({ core: this.#core, tunnel, renew, ended: stream.closed, peer: server }, grant);
      return { tunnel, service: opened.service, resumer };
    } catch (error) {
      stream.close();
      throw error;
    } finally {
      release();
    }
  }

  /** Keeps a tunnel at a channel, where the server lets it last. */
  #resumerOf(
    tunnel: UsedTunnel,
    { stream, opened, server, watcher, lingerMs }: ResumedParts,
  ): TunnelResumer | undefined {
    const id = opened.tunnel;
    if (id === undefined || !stream.isOpen) return undefined;
    return new TunnelResumer({
      stream,
      id,
      watcher,
      lingerMs,
      use: (signal) => this.#use(server, signal),
      channels: this.#channels,
      fail: (error) => tunnel.fail(error),
    });
  }

  #keep(
    tunnel: UsedTunnel,
    stream: TunnelStream,
    held: { readonly server: Did; readonly resumer: TunnelResumer | undefined },
  ): void {
    this.#tunnels.set(tunnel, held);
    const unused = this.#witness.inUse(held.server);
    void stream.closed.then(() => {
      this.#tunnels.delete(tunnel);
      unused();
    });
  }

  /** Ends the tunnels to `server` because of `reason`. */
  endTunnelsTo(server: Did, reason: TalosError): void {
    for (const [tunnel, each] of this.#tunnels) if (each.server === server) tunnel.fail(reason);
  }

  /** The grant that the tunnel runs under: the one presented, kept from now on, or one that the server had. */
  async #grantOf(opened: TunnelOpened, server: Did, presented: string | undefined): Promise<HeldGrant> {
    if (presented !== undefined && splitChain(presented).at(-1) !== opened.token)
      throw new TalosError('E_PROTOCOL', 'the tunnel was opened under another token than the one presented');
    if (opened.checkpoint !== '' && readCheckpoint(opened.checkpoint, server) === undefined)
      throw new TalosError('E_PROTOCOL', 'the checkpoint of the server is no note that it signed');
    const grant = await this.#core.grants.receive(presented ?? opened.token);
    const { successions } = this.#core;
    if (presented === undefined) assertFrom(grant, server, opened.service, successions);
    else assertFor(grant, server, opened.service, successions);
    return grant;
  }

  /** Ends every channel, and each that is being dialled; none is dialled any more. Repeatable. */
  async close(): Promise<void> {
    this.#unwatch();
    await this.#channels.close();
  }
}

function heldChain(grant: HeldGrant | undefined): string | undefined {
  return grant === undefined ? undefined : chainText(grant.chain);
}

function assertFrom(grant: HeldGrant, server: Did, service: string, line: Line): void {
  if (line.current(grant.token.claims.issuer) !== server)
    throw new TalosError('E_PROTOCOL', 'the token is not one of this server for this service');
  assertFor(grant, server, service, line);
}

function assertFor({ token: { claims } }: HeldGrant, server: Did, service: string, line: Line): void {
  if (line.current(claims.audience) !== server || claims.scope.service !== service)
    throw new TalosError('E_PROTOCOL', 'the token is not one for this server and this service');
}
