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
  readonly revoked: readonly [Revoked, ...Revoked[]];
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
  const { timeMs } = await core.revocations.revoke(revoked, params.reason);
  const [{ kind, id }] = revoked;
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
  if (subject !== undefined) return { revoked: [{ kind: 'subject', id: parseDid(subject) }], concerns: () => true };
  const did = parseDid(issuer ?? '');
  // The own key goes on signing: only what it signed until now is taken back.
  const { core } = parts;
  const before = beforeMs ?? (did === core.identity.did ? core.authority.standing().nowMs + 1 : undefined);
  const revoked: Revoked = before === undefined ? { kind: 'issuer', id: did } : { kind: 'issuer', id: did, before };
  return { revoked: [revoked], concerns: () => true };
}

function tokenMatter(parts: RevokingParts, id: string): Matter {
  const served = servedToken(parts, id);
  if (served !== undefined) return servedMatter(parts, served);
  const { token, direction } = parts.core.grants.find(id);
  if (direction === 'received')
    throw new TalosError('E_NOT_FOUND', 'only the issuer of a capability, or one above it, can revoke it', {
      hint: `ask ${token.claims.issuer}`,
    });
  return { revoked: [{ kind: 'token', id: token.id }], concerns: (grant) => grant.token.id === token.id };
}

/** A token that another agent passed on: that one could make the same again, so its holder is taken back there too. */
function servedMatter({ core }: RevokingParts, { id, claims }: ParsedToken): Matter {
  const token: Revoked = { kind: 'token', id };
  const { issuer, subject, parent: under } = claims;
  const isOwn = issuer === core.identity.did;
  return {
    revoked: isOwn || under === undefined ? [token] : [token, { kind: 'subject', id: subject, under }],
    concerns: (grant) => grant.token.id === id,
  };
}

function chainMatter(parts: RevokingParts, id: string): Matter {
  const token = servedToken(parts, id) ?? parts.core.grants.find(id).token;
  return {
    revoked: [{ kind: 'chain', id: token.id }],
    concerns: ({ chain }) => chain.some((each) => each.id === token.id),
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
