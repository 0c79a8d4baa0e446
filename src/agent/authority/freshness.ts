/**
 * Learning what others revoked: from those who issued a token, or from the one who presents it. PROTOCOL.md §8.5.
 *
 * @module
 */
import { isTalosError } from '../../base/errors.ts';
import { deadline } from '../../base/lifetime.ts';
import type { Did } from '../../identity/did.ts';
import type { AgentCore } from '../agent-core.ts';
import type { Channel } from '../tunnel/channel.ts';
import type { Chain } from './issuers.ts';
import type { RevocationExchange } from './revocation-exchange.ts';

/** Milliseconds that those who are asked for their list get: a tunnel whose grant demands it waits for them. */
export const REFRESH_TIMEOUT_MS = 5000;
/** Shortest time from one question about a list to the next, in milliseconds. */
export const REFRESH_PAUSE_MS = 1000;

/** A channel in use until it is released. */
export interface Reached extends Disposable {
  readonly channel: Channel;
}

/** What learning needs. */
export interface FreshnessParts {
  readonly core: AgentCore;
  readonly exchange: RevocationExchange;
  /** A channel to an agent, dialled where none is open. */
  readonly reach: (peer: Did, signal: AbortSignal) => Promise<Reached>;
}

/** Asks for the lists of all others that signed a token of `chain`. Resolves when they have answered, or in time. */
export async function refresh(parts: FreshnessParts, holder: Channel, chain: Chain): Promise<void> {
  const self = parts.core.identity.did;
  const issuers = new Set(chain.map(({ claims }) => claims.issuer).filter((issuer) => issuer !== self));
  using limit = deadline(undefined, REFRESH_TIMEOUT_MS);
  await Promise.all([...issuers].map((issuer) => refreshOne(parts, holder, issuer, limit.signal)));
}

async function refreshOne(parts: FreshnessParts, holder: Channel, issuer: Did, signal: AbortSignal): Promise<void> {
  const { exchange, core, reach } = parts;
  const open = exchange.channelsTo(issuer);
  const asked = [...open, holder].map((channel) => exchange.ask(channel, issuer, signal));
  const canDial = open.length === 0 && (core.peers.get(issuer)?.addresses.length ?? 0) > 0;
  if (canDial) asked.push(dialAndAsk(exchange, reach, { peer: issuer, issuer }, signal));
  await Promise.all(asked);
}

async function dialAndAsk(
  exchange: RevocationExchange,
  reach: FreshnessParts['reach'],
  { peer, issuer }: { readonly peer: Did; readonly issuer: Did },
  signal: AbortSignal,
): Promise<undefined> {
  try {
    using reached = await reach(peer, signal);
    await exchange.ask(reached.channel, issuer, signal);
  } catch (error) {
    // Who cannot be reached is not known any better, which the check of the grant says.
    if (!isTalosError(error)) throw error;
  }
  return undefined;
}

/** Asks `issuer` for its list, and `other`, who may have it. Resolves when they have answered, or in time. */
export async function learnList(parts: FreshnessParts, issuer: Did, other: Did): Promise<void> {
  const { exchange, reach } = parts;
  using limit = deadline(undefined, REFRESH_TIMEOUT_MS);
  const ask = async (peer: Did): Promise<void> => {
    const open = exchange.channelsTo(peer);
    const asked = open.map((channel) => exchange.ask(channel, issuer, limit.signal));
    await Promise.all(open.length > 0 ? asked : [dialAndAsk(exchange, reach, { peer, issuer }, limit.signal)]);
  };
  await Promise.all([...new Set([issuer, other])].map(ask));
}

/** Learns once, and where the grant demands fresh lists again and again, until the returned function is called. */
export function keepLearning(parts: FreshnessParts, holder: Channel, chain: Chain): () => void {
  const fresh = chain.at(-1)?.claims.scope.fresh;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const learn = async (): Promise<void> => {
    await refresh(parts, holder, chain);
    if (fresh === undefined || isOver) return;
    // Twice in the time that it may be old.
    timer = setTimeout(() => void learn(), Math.min(Math.max(REFRESH_PAUSE_MS, fresh * 500), 0x7fffffff));
  };
  if (chain.some(({ claims }) => claims.issuer !== parts.core.identity.did)) void learn();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
