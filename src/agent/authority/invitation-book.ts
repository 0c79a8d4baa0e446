/**
 * Invitations at both ends: those this agent made, until they are redeemed, and those it redeemed, which map to their
 * grants. PROTOCOL.md §7.3.
 *
 * The server keeps the public key of an invitation, never its seed. Spent mark, redeemer and token are one durable
 * transaction before the reply.
 *
 * @module
 */
import { type Bytes, concat, toHex, utf8 } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import { toBase64url } from '../../base/encoding.ts';
import { type ErrorCode, TalosError } from '../../base/errors.ts';
import { RateCounter } from '../../base/rate-counter.ts';
import {
  INVITATION_ID_BYTES,
  INVITATION_SEED_BYTES,
  type Invitation,
  inviteKey,
  MAX_INVITATION_SERVERS,
  verifyRedemption,
} from '../../capability/invitation.ts';
import { renewable } from '../../capability/renewal.ts';
import { parseScope, type Scope } from '../../capability/scope.ts';
import { readBase64url, readInteger, readObject, readString } from '../../codec/fields.ts';
import { canonicalBytes, type Json, type JsonObject, parseJson } from '../../codec/json.ts';
import { sha256 } from '../../crypto/hash.ts';
import { randomBytes } from '../../crypto/random.ts';
import { type Did, parseDid } from '../../identity/did.ts';
import type { EntryBody, InvitationBody } from '../../ledger/entry/entry.ts';
import type { Ledger } from '../../ledger/journal/ledger.ts';
import type { Change, Store } from '../../storage/store.ts';
import { namedAddresses, ServerBook } from '../reach/server-book.ts';
import type { CallAuthority } from './call-authority.ts';
import type { GrantBook } from './grant-book.ts';
import { fittingInvitation, invitedAddresses } from './invited-addresses.ts';

/** Redemptions that one peer may try in a window. PROTOCOL.md §7.3. */
export const REDEMPTIONS_A_WINDOW = 10;
/** Length of that window in milliseconds. */
export const REDEMPTION_WINDOW_MS = 60_000;
const MADE: Bytes = utf8('m');
const USED: Bytes = utf8('u');

/** What redeeming an invitation gives. */
export interface InvitationTerms {
  readonly scope: Scope;
  /** Life of the token, seconds from redemption. */
  readonly lifetimeS: number;
  /** For how long the token is renewed on request, seconds from redemption; 0 or absent: it is not. */
  readonly renewableS?: number;
}

/** An invitation that this agent made, as it is kept. */
interface Made extends InvitationTerms {
  readonly publicKey: Bytes;
  readonly expiresAtMs: number;
  readonly spent: { readonly by: Did; readonly token: string } | undefined;
}

/** What an invitation book is made of. */
export interface InvitationBookParts {
  readonly self: Did;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly grants: GrantBook;
  readonly clock: Clock;
  /** For the time, which a clock that was set back does not turn back. */
  readonly authority: CallAuthority;
}

/** How a redemption ended. */
export type RedemptionOutcome =
  | { readonly redeemed: true; readonly token: string; readonly service: string; readonly isNew: boolean }
  | { readonly redeemed: false; readonly code: ErrorCode };

/** See the module comment. */
export class InvitationBook {
  readonly #parts: InvitationBookParts;
  readonly #tries: RateCounter;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: InvitationBookParts) {
    this.#parts = parts;
    this.#tries = new RateCounter(REDEMPTIONS_A_WINDOW, REDEMPTION_WINDOW_MS, parts.clock);
  }

  /**
   * Makes an invitation; durable when it resolves.
   *
   * @param addresses - Where this agent is; the most useful ones go into the invitation.
   * @returns Its text, a secret to be given to one agent.
   */
  async create(addresses: readonly string[], terms: InvitationTerms, ttlMs: number): Promise<string> {
    const { self, store, ledger, authority } = this.#parts;
    const servers = (await ServerBook.open(store)).all().flatMap((server) => namedAddresses(server).slice(0, 1));
    const invitation: Invitation = {
      ...(servers.length === 0 ? {} : { servers: servers.slice(0, MAX_INVITATION_SERVERS) }),
      server: self,
      addresses: invitedAddresses(addresses),
      id: randomBytes(INVITATION_ID_BYTES),
      expiresAtMs: authority.standing().nowMs + ttlMs,
      seed: randomBytes(INVITATION_SEED_BYTES),
      service: terms.scope.service,
    };
    const text = fittingInvitation(invitation);
    const { publicKey } = inviteKey(invitation.seed);
    const made: Made = { ...terms, publicKey, expiresAtMs: invitation.expiresAtMs, spent: undefined };
    await store.apply([putMade(invitation.id, made)]);
    await ledger
      .append({ type: 'invitation', ...named(invitation.id), service: terms.scope.service, event: 'created' })
      .durable();
    return text;
  }

  /**
   * Redeems an invitation for `peer`, whose session proved its DID. Durable when it resolves.
   *
   * @param session - Transcript hash of the session that the redemption came in.
   */
  async redeem(id: Uint8Array, signature: Uint8Array, peer: Did, session: Uint8Array): Promise<RedemptionOutcome> {
    if (!this.#tries.take(peer)) return { redeemed: false, code: 'E_RATE_LIMITED' };
    // One at a time: two redeemers of one invitation meet here, and the second finds it spent.
    const outcome = this.#turn.then(() => this.#redeem(id, signature, peer, session));
    this.#turn = outcome.catch(() => undefined);
    return outcome;
  }

  async #redeem(id: Uint8Array, signature: Uint8Array, peer: Did, session: Uint8Array): Promise<RedemptionOutcome> {
    const { self, store, grants, authority } = this.#parts;
    const before = await store.get('invitation', concat(MADE, id));
    if (before === undefined) return { redeemed: false, code: 'E_INVITE_INVALID' };
    const made = readMade(before);
    if (!verifyRedemption(made.publicKey, { id, server: self, redeemer: peer, session }, signature))
      return { redeemed: false, code: 'E_INVITE_INVALID' };
    const { service } = made.scope;
    if (made.spent !== undefined)
      return made.spent.by === peer
        ? { redeemed: true, token: made.spent.token, service, isNew: false }
        : { redeemed: false, code: 'E_INVITE_USED' };
    if (authority.standing().nowMs >= made.expiresAtMs) return { redeemed: false, code: 'E_INVITE_EXPIRED' };
    const nowS = Math.floor(authority.standing().nowMs / 1000);
    const { grant, changes } = grants.prepare(peer, renewable(made.scope, nowS, made.renewableS), made.lifetimeS);
    const spent = { by: peer, token: grant.token.text };
    const unchanged: Change = { kind: 'require', space: 'invitation', key: concat(MADE, id), value: before };
    const entry = { type: 'invitation', ...named(id), service, event: 'redeemed', peer } as const;
    await grants.commit(grant, [unchanged, putMade(id, { ...made, spent }), ...changes], [entry]);
    return { redeemed: true, token: grant.token.text, service, isNew: true };
  }

  /**
   * Records the redemptions that are in the store and not in the ledger: a crash came between the two. Durable when it
   * resolves.
   *
   * @throws {TalosError} `E_STORAGE…`.
   */
  async reconcile(): Promise<void> {
    const { store, ledger } = this.#parts;
    const spent: InvitationBody[] = [];
    for await (const [key, value] of store.scan('invitation', { start: MADE, end: USED })) {
      const made = readMade(value);
      if (made.spent === undefined) continue;
      const about = { ...named(key.subarray(MADE.length)), service: made.scope.service };
      spent.push({ type: 'invitation', ...about, event: 'redeemed', peer: made.spent.by });
    }
    const missing: EntryBody[] = [];
    for (const body of spent)
      if ((await ledger.positions({ type: 'invitation', subject: body.invitation })).length === 0) missing.push(body);
    const appended = missing.map((body) => ledger.append(body));
    await appended.at(-1)?.durable();
  }

  /** Notes that this agent redeemed an invitation and holds its grant. */
  async noteUsed(invitation: Invitation, service: string): Promise<void> {
    const value = canonicalBytes({ v: 1, server: invitation.server, service });
    await this.#parts.store.apply([{ kind: 'put', space: 'invitation', key: concat(USED, invitation.id), value }]);
  }

  /** What this agent got for an invitation that it redeemed before. */
  async used(invitation: Invitation): Promise<{ readonly server: Did; readonly service: string } | undefined> {
    const value = await this.#parts.store.get('invitation', concat(USED, invitation.id));
    if (value === undefined) return undefined;
    return stored(() => {
      const fields = readObject(parseJson(value), { required: ['v', 'server', 'service'] }, 'used invitation');
      return { server: parseDid(readString(fields.server, 'server')), service: readString(fields.service, 'service') };
    });
  }
}

function named(id: Uint8Array): { readonly invitation: string } {
  return { invitation: toHex(sha256(id)) };
}

function putMade(id: Uint8Array, made: Made): Change {
  const { scope, lifetimeS, renewableS = 0, publicKey, expiresAtMs, spent } = made;
  const json: JsonObject = {
    v: 1,
    scope: scope as unknown as Json,
    lifetime: lifetimeS,
    ...(renewableS === 0 ? {} : { renewable: renewableS }),
    key: toBase64url(publicKey),
    expires: expiresAtMs,
    ...(spent === undefined ? {} : { spent: { by: spent.by, token: spent.token } }),
  };
  return { kind: 'put', space: 'invitation', key: concat(MADE, id), value: canonicalBytes(json) };
}

function readMade(value: Uint8Array): Made {
  return stored(() => {
    const required = ['v', 'scope', 'lifetime', 'key', 'expires'] as const;
    const fields = readObject(parseJson(value), { required, optional: ['spent', 'renewable'] }, 'invitation');
    const spent =
      fields.spent === undefined
        ? undefined
        : readObject(fields.spent, { required: ['by', 'token'] }, 'invitation.spent');
    return {
      scope: parseScope(fields.scope),
      lifetimeS: readInteger(fields.lifetime, 'lifetime'),
      renewableS: fields.renewable === undefined ? 0 : readInteger(fields.renewable, 'renewable'),
      publicKey: readBase64url(fields.key, 'key', 32),
      expiresAtMs: readInteger(fields.expires, 'expires'),
      spent:
        spent === undefined
          ? undefined
          : { by: parseDid(readString(spent.by, 'by')), token: readString(spent.token, 'token') },
    };
  });
}

function stored<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new TalosError('E_STORAGE_CORRUPT', 'an invitation of the store cannot be read', { cause });
  }
}
