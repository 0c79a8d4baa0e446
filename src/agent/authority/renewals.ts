/**
 * Renewal: while its issuer agrees, a grant that is about to end is issued anew for as long again. PROTOCOL.md §8.6.
 *
 * @module
 */
import { type ErrorCode, isTalosError, TalosError } from '../../base/errors.ts';
import { deadline } from '../../base/lifetime.ts';
import { RateCounter } from '../../base/rate-counter.ts';
import { chainText, readChain } from '../../capability/chain.ts';
import { isSameLine } from '../../capability/renewal.ts';
import type { ParsedToken } from '../../capability/token.ts';
import type { Did } from '../../identity/did.ts';
import { PACKET, type Packet } from '../../message/packet.ts';
import type { AgentCore } from '../agent-core.ts';
import { isStorageFailure } from '../record/watched-ledger.ts';
import type { Channel } from '../tunnel/channel.ts';
import { refusalError, refusalOf } from '../tunnel/tunnel-wire.ts';
import type { HeldGrant } from './grant-book.ts';
import { isTakenBack, stillTakenBack } from './lease.ts';
import { decodeRenewal, decodeRenewed, encodeRenewal, encodeRenewed, type RenewalAnswer } from './revocation-wire.ts';

/** Renewals that one holder may ask for in a minute. PROTOCOL.md §11. */
export const RENEWALS_A_MINUTE = 60;
/** Milliseconds that an issuer gets to answer. */
export const RENEWAL_TIMEOUT_MS = 10_000;
/** A grant of the same line that has more than this share of its life left is given instead of a new one. */
const STILL_NEW = 2 / 3;

/** See the module comment. */
export class Renewals {
  readonly #core: AgentCore;
  readonly #asked: RateCounter;
  readonly #waiting = new Map<string, Set<(answer: RenewalAnswer) => void>>();

  constructor(core: AgentCore) {
    this.#core = core;
    this.#asked = new RateCounter(RENEWALS_A_MINUTE, 60_000, core.clock);
  }

  /** Takes a packet of stream 0. @throws {TalosError} `E_MALFORMED`; `E_STORAGE…`. The channel ends then. */
  async take(channel: Channel, { type, content }: Packet): Promise<void> {
    if (type === PACKET.capabilityRenew) return this.#answer(channel, decodeRenewal(content));
    const answer = decodeRenewed(content);
    const key = keyOf(channel.peer, answer.id);
    const waiting = this.#waiting.get(key);
    this.#waiting.delete(key);
    for (const resolve of waiting ?? []) resolve(answer);
  }

  async #answer(channel: Channel, id: string): Promise<void> {
    try {
      const grant = await this.#renewed(id, channel.peer);
      const chain = grant.chain.map(({ text }) => text);
      channel.send(PACKET.capabilityRenewed, 0, encodeRenewed({ id, chain }));
    } catch (error) {
      if (isStorageFailure(error) || !isTalosError(error)) throw error;
      if (this.#core.denials.note(channel.peer, 'renewal', error.code))
        this.#core.notice('denied', `a renewal was refused: ${error.message} (${error.code})`, channel.peer);
      channel.send(PACKET.capabilityRenewed, 0, encodeRenewed({ id, refused: refusalOf(error.code) }));
    }
  }

  /**
   * The newest grant of the line of the token `id`, which this agent issued to `holder`; a new one, durable and on
   * record, where that is not new.
   *
   * @throws {TalosError} `E_NOT_FOUND` for a token that this agent did not issue to the holder; `REVOKED`;
   *   `RENEWAL_REFUSED` where it is not renewable, or not any more; `E_RATE_LIMITED`; `E_STORAGE…`.
   */
  async #renewed(id: string, holder: Did): Promise<HeldGrant> {
    if (!this.#asked.take(holder)) throw new TalosError('E_RATE_LIMITED', 'too many renewals in a short time');
    const { grants, authority, successions, identity } = this.#core;
    const held = grants.get(id);
    if (
      held === undefined ||
      held.direction === 'received' ||
      successions.current(held.token.claims.subject) !== holder
    )
      throw new TalosError('E_NOT_FOUND', 'this agent did not issue such a token to its holder');
    const { nowMs } = authority.standing();
    if (isTakenBack(this.#core, held)) throw new TalosError('REVOKED', 'the token was revoked');
    const { scope, issuedAtS, expiresAtS } = held.token.claims;
    const limitS = scope.renewable_until;
    const nowS = Math.floor(nowMs / 1000);
    if (held.token.claims.issuer !== identity.did)
      throw refusedRenewal('another identity issued the token, which has handed over since');
    if (limitS === undefined) throw refusedRenewal('the token is not renewable');
    if (nowS >= limitS) throw refusedRenewal('the time until which the token is renewable is over');
    const newest = this.#newestOf(held, nowS);
    if (newest !== undefined) return newest;
    const made = await this.#issue(held, Math.min(expiresAtS - issuedAtS, limitS - nowS), nowS);
    await this.#keepTakenBack(held, made);
    return made;
  }

  /** What was taken back of a lease stays so with its new token. @throws {TalosError} `REVOKED` where it was itself meanwhile. */
  async #keepTakenBack(held: HeldGrant, made: HeldGrant): Promise<void> {
    const { revocations } = this.#core;
    const isOver = isTakenBack(this.#core, held);
    const [first, ...rest] = isOver
      ? [{ kind: 'token', id: made.token.id } as const]
      : stillTakenBack(this.#core, held, made.token.id);
    if (first !== undefined) await revocations.revoke([first, ...rest], 'as of what was renewed');
    if (isOver) throw new TalosError('REVOKED', 'the token was revoked');
  }

  async #issue({ direction, token, chain }: HeldGrant, lifetimeS: number, nowS: number): Promise<HeldGrant> {
    const { grants } = this.#core;
    const { subject, audience, scope, depth, maxDepth } = token.claims;
    if (direction === 'issued') return grants.issue(subject, scope, lifetimeS, { audience, depth: maxDepth });
    const parent = this.#inForce(chain.at(-2), nowS);
    if (parent === undefined) throw new TalosError('EXPIRED', 'the grant that this one is within has expired');
    const left = parent.token.claims.expiresAtS - nowS;
    return grants.delegate(parent, subject, scope, Math.min(lifetimeS, left), maxDepth - depth);
  }

  /** The newest grant in force of the line of a token that this agent received. */
  #inForce(token: ParsedToken | undefined, nowS: number): HeldGrant | undefined {
    if (token === undefined) return undefined;
    return this.#core.grants
      .all()
      .findLast(
        (grant) =>
          grant.direction === 'received' && isSameLine(token, grant.token) && grant.token.claims.expiresAtS > nowS,
      );
  }

  /** A grant of the same line most of whose life is left, as one that was asked for twice. */
  #newestOf(held: HeldGrant, nowS: number): HeldGrant | undefined {
    const { revocations } = this.#core.authority.standing();
    return this.#core.grants.all().findLast((grant) => {
      const { issuedAtS, expiresAtS } = grant.token.claims;
      if (grant.direction !== held.direction || !isSameLine(held.token, grant.token)) return false;
      const isNew = grant.token.id !== held.token.id && expiresAtS - nowS > (expiresAtS - issuedAtS) * STILL_NEW;
      return isNew && !revocations.revokes(grant.chain);
    });
  }

  /**
   * Asks the issuer of a grant that this agent received, over `channel`, to renew it. The new one is durable when it
   * resolves.
   *
   * @throws {TalosError} `REVOKED`, `RENEWAL_REFUSED` and what else the issuer says; `E_PROTOCOL` where it gave something
   *   else; `E_TIMEOUT`; `E_UNREACHABLE` where the channel ends before.
   */
  async ask(channel: Channel, held: HeldGrant, signal?: AbortSignal): Promise<HeldGrant> {
    const { id } = held.token;
    const key = keyOf(channel.peer, id);
    using limit = deadline(signal, RENEWAL_TIMEOUT_MS);
    // An abort that was before is told to nobody who listens from now on.
    limit.signal.throwIfAborted();
    const waiting = this.#waiting.get(key) ?? new Set();
    this.#waiting.set(key, waiting);
    let take: (answer: RenewalAnswer) => void = () => {};
    const asked = new Promise<RenewalAnswer>((resolve, reject) => {
      take = resolve;
      limit.signal.addEventListener('abort', () => reject(limit.signal.reason as Error), { once: true });
      const gone = new TalosError('E_UNREACHABLE', 'the issuer ended the connection before it answered');
      void channel.closed.then(() => reject(gone));
      waiting.add(resolve);
      channel.send(PACKET.capabilityRenew, 0, encodeRenewal(id));
    });
    const answer = await asked.finally(() => {
      waiting.delete(take);
      if (waiting.size === 0 && this.#waiting.get(key) === waiting) this.#waiting.delete(key);
    });
    if (answer.refused !== undefined) {
      const error = refusalError(answer.refused, 'the renewal');
      this.#core.denials.note(channel.peer, 'renewal', error.code);
      throw error;
    }
    const tokens = readChain(answer.chain.join('~'));
    const leaf = tokens.at(-1);
    if (leaf === undefined || !isSameLine(held.token, leaf))
      throw new TalosError('E_PROTOCOL', 'the renewed token is not one of the same line');
    return this.#core.grants.receive(chainText(tokens));
  }
}

function keyOf(issuer: Did, id: string): string {
  return `${issuer} ${id}`;
}

function refusedRenewal(why: string): TalosError<ErrorCode> {
  return new TalosError('RENEWAL_REFUSED', why);
}
