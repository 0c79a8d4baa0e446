/**
 * Taking grants back, from what a person said to what the list says, and telling those who serve them. PROTOCOL.md §8.5.
 *
 * @module
 */
import { isTalosError, TalosError } from '../../base/errors.ts';
import { deadline } from '../../base/lifetime.ts';
import type { Revoked } from '../../capability/revocation-list.ts';
import type { ParsedToken } from '../../capability/token.ts';
import { type Did, parseDid } from '../../identity/did.ts';
import type { AgentCore } from '../agent-core.ts';
import type { RevokedView, RevokeParams, ToldView } from '../api/revocation-api.ts';
import type { ChannelControl } from '../tunnel/channel-control.ts';
import type { FreshnessParts } from './freshness.ts';
import type { HeldGrant } from './grant-book.ts';
import { restOfLease } from './lease.ts';

/** Milliseconds that an agent that serves what was taken back gets to take that. */
export const TELL_TIMEOUT_MS = 5000;

/** What revoking needs. */
export interface RevokingParts {
  readonly core: AgentCore;
  readonly control: ChannelControl;
  readonly reach: FreshnessParts['reach'];
  /** Chains that others hold and this agent serves now. */
  readonly served: () => readonly (readonly ParsedToken[])[];
}

interface Matter {
  /** What is to be taken back, as it stands when this is asked: a lease may be renewed meanwhile. */
  readonly revoked: () => readonly [Revoked, ...Revoked[]];
  /** Whether a grant that this agent issued may be concerned. */
  readonly concerns: (grant: HeldGrant) => boolean;
}

/**
 * Takes back: durable, and in force here for the next call, when it resolves; told to those who serve it, as far as they
 * can be reached.
 *
 * @throws {TalosError} as `GrantBook.find`; `E_NOT_FOUND` for a token that is neither of this agent nor served by it;
 *   `E_USAGE` for anything but one matter; as `RevocationBook.revoke`.
 */
export async function revoke(parts: RevokingParts, params: RevokeParams): Promise<RevokedView> {
  const { core } = parts;
  const { revoked, concerns } = matterOf(parts, params);
  const named = revoked();
  const { timeMs } = await core.revocations.revoke(named, params.reason);
  // What was renewed before that was in force; what is renewed from now on is refused.
  await core.revocations.revoke(revoked(), params.reason);
  const [{ kind, id }] = named;
  const audiences = parts.control.issuers.audiences(concerns);
  const told = await Promise.all(audiences.map((audience) => tell(parts, audience)));
  return { id, kind, revokedAtMs: timeMs, told };
}

function matterOf(parts: RevokingParts, params: RevokeParams): Matter {
  const { id, chain = false, subject, issuer, beforeMs } = params;
  const named = [id, subject, issuer].filter((each) => each !== undefined).length;
  if (named !== 1 || (chain && id === undefined) || (beforeMs !== undefined && issuer === undefined))
    throw new TalosError('E_USAGE', 'say one of a capability, a holder and an issuer');
  if (id !== undefined) return chain ? chainMatter(parts, id) : tokenMatter(parts, id);
  if (subject !== undefined) return everything({ kind: 'subject', id: parseDid(subject) });
  const did = parseDid(issuer ?? '');
  // The own key goes on signing: only what it signed until now is taken back.
  const { core } = parts;
  const before = beforeMs ?? (did === core.identity.did ? core.authority.standing().nowMs + 1 : undefined);
  return everything(before === undefined ? { kind: 'issuer', id: did } : { kind: 'issuer', id: did, before });
}

function everything(revoked: Revoked): Matter {
  return { revoked: () => [revoked], concerns: () => true };
}

function tokenMatter(parts: RevokingParts, id: string): Matter {
  const { grants, identity } = parts.core;
  const served = servedToken(parts, id);
  if (served !== undefined && served.claims.issuer !== identity.did) return servedMatter(parts, served);
  const held = grants.find(id);
  if (held.direction === 'received')
    throw new TalosError('E_NOT_FOUND', 'only the issuer of a capability, or one above it, can revoke it', {
      hint: `ask ${held.token.claims.issuer}`,
    });
  const ids = (): readonly [string, ...string[]] => [held.token.id, ...restOf(parts, held)];
  return {
    revoked: () => {
      const [named, ...rest] = ids();
      return [{ kind: 'token', id: named }, ...rest.map((each): Revoked => ({ kind: 'token', id: each }))];
    },
    concerns: (grant) => ids().includes(grant.token.id),
  };
}

/** The other tokens of the lease of a token of this agent. */
function restOf({ core }: RevokingParts, held: HeldGrant | undefined): readonly string[] {
  return held === undefined ? [] : restOfLease(core, held).map(({ token }) => token.id);
}

/** A token that another agent passed on: that one could make the same again, so its holder is taken back there too. */
function servedMatter(parts: RevokingParts, { id, claims }: ParsedToken): Matter {
  const { subject, parent } = claims;
  return {
    revoked: () => {
      const above = parent === undefined ? [] : [parent, ...restOf(parts, parts.core.grants.get(parent))];
      return [{ kind: 'token', id }, ...above.map((under): Revoked => ({ kind: 'subject', id: subject, under }))];
    },
    concerns: (grant) => grant.token.id === id,
  };
}

function chainMatter(parts: RevokingParts, id: string): Matter {
  const token = servedToken(parts, id) ?? parts.core.grants.find(id).token;
  const ids = (): readonly [string, ...string[]] => [token.id, ...restOf(parts, parts.core.grants.get(token.id))];
  return {
    revoked: () => {
      const [named, ...rest] = ids();
      return [{ kind: 'chain', id: named }, ...rest.map((each): Revoked => ({ kind: 'chain', id: each }))];
    },
    concerns: ({ chain }) => chain.some((each) => ids().includes(each.id)),
  };
}

/** A token of a chain that is presented to this agent now. */
function servedToken({ served }: RevokingParts, id: string): ParsedToken | undefined {
  return served()
    .flat()
    .find((token) => token.id === id);
}

async function tell({ control, reach }: RevokingParts, audience: Did): Promise<ToldView> {
  using limit = deadline(undefined, TELL_TIMEOUT_MS);
  const { signal } = limit;
  try {
    const [open] = control.revocations.channelsTo(audience);
    if (open !== undefined) return { did: audience, told: await control.revocations.tell(open, signal) };
    using reached = await reach(audience, signal);
    return { did: audience, told: await control.revocations.tell(reached.channel, signal) };
  } catch (error) {
    // It is kept, and told at the next connection.
    if (!isTalosError(error)) throw error;
    return { did: audience, told: false };
  }
}
