/**
 * What agents say to each other over a channel beside its tunnels: successions, revocation lists and renewals.
 *
 * @module
 */
import { TalosError } from '../../base/errors.ts';
import { readToken } from '../../capability/token.ts';
import type { Did } from '../../identity/did.ts';
import { PACKET, type Packet } from '../../message/packet.ts';
import type { AgentCore } from '../agent-core.ts';
import { type FreshnessParts, keepLearning, learnList, refresh } from '../authority/freshness.ts';
import { type Chain, Issuers, type IssuersParts } from '../authority/issuers.ts';
import { Renewals } from '../authority/renewals.ts';
import { RevocationExchange } from '../authority/revocation-exchange.ts';
import { Successions, type SuccessionsParts } from '../identity/successions.ts';
import type { Channel } from './channel.ts';

/** What either end of a channel needs of this. */
export interface ChannelSide {
  /** Takes part in a channel until it ends. */
  join(channel: Channel): void;
  /**
   * Takes a packet of stream 0.
   *
   * @throws {TalosError} `E_PROTOCOL` for one of another type; `E_MALFORMED`; `E_STORAGE…`. The channel ends then.
   */
  take(channel: Channel, packet: Packet): Promise<void>;
  /** Asks for the lists of all that issued a token of a chain that was presented on `channel`, which is well-formed. */
  freshen(channel: Channel, chain: readonly string[]): Promise<void>;
  /** Tells the peer what those revoked that issued a token of a chain of its own, which is revoked. */
  tellRevoked(channel: Channel, chain: readonly string[]): void;
  /** Learns what the issuers of a chain revoke, until the returned function is called. */
  learn(channel: Channel, chain: Chain): () => void;
}

/** See the module comment. */
export class ChannelControl implements ChannelSide, Disposable {
  readonly issuers: Issuers;
  readonly revocations: RevocationExchange;
  readonly renewals: Renewals;
  readonly successions: Successions;

  readonly #freshness: FreshnessParts;

  /**
   * @param host - What is served here, once it is asked: see `IssuersParts`.
   * @param reach - A channel to an agent, dialled where none is open.
   */
  constructor(
    core: AgentCore,
    host: Pick<IssuersParts, 'served' | 'rootsOf'> & Pick<SuccessionsParts, 'veiledHost' | 'end'>,
    reach: FreshnessParts['reach'],
  ) {
    this.issuers = new Issuers({ self: core.identity.did, grants: core.grants, line: core.successions, ...host });
    this.revocations = new RevocationExchange(core, this.issuers);
    this.renewals = new Renewals(core);
    this.successions = new Successions({ core, ...host, matters: (did) => this.issuers.matters(did) });
    this.#freshness = { core, exchange: this.revocations, reach };
  }

  async freshen(channel: Channel, chain: readonly string[]): Promise<void> {
    await refresh(this.#freshness, channel, chain.map(readToken));
  }

  tellRevoked(channel: Channel, chain: readonly string[]): void {
    for (const issuer of new Set(chain.map((text) => readToken(text).claims.issuer)))
      this.revocations.show(channel, issuer);
  }

  learn(channel: Channel, chain: Chain): () => void {
    return keepLearning(this.#freshness, channel, chain);
  }

  /** Asks `issuer`, and `other`, for the list of `issuer`. Resolves when they have answered, or in time. */
  async learnList(issuer: Did, other: Did): Promise<void> {
    await learnList(this.#freshness, issuer, other);
  }

  join(channel: Channel): void {
    // First: whatever comes after it may be for one that went before.
    this.successions.join(channel);
    this.revocations.join(channel);
  }

  async take(channel: Channel, packet: Packet): Promise<void> {
    const { type } = packet;
    if (type === PACKET.revocationsGet || type === PACKET.revocations) await this.revocations.take(channel, packet);
    else if (type === PACKET.capabilityRenew || type === PACKET.capabilityRenewed)
      await this.renewals.take(channel, packet);
    else if (type === PACKET.successionGet || type === PACKET.succession) await this.successions.take(channel, packet);
    else throw new TalosError('E_PROTOCOL', `packet type ${type} on stream 0`);
  }

  [Symbol.dispose](): void {
    this.revocations[Symbol.dispose]();
    this.successions[Symbol.dispose]();
  }
}
