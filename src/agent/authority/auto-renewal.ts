/**
 * Renews the grant of an open tunnel before it ends, again and again, while its issuer agrees. PROTOCOL.md §8.6.
 *
 * @module
 */
import { ERROR_CODES, EXIT, isTalosError, TalosError } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import type { AgentCore } from '../agent-core.ts';
import type { UsedTunnel } from '../tunnel/used-tunnel.ts';
import type { HeldGrant } from './grant-book.ts';

/** The share of its life after which a grant is renewed. */
export const RENEW_AFTER: number = 2 / 3;
/** Milliseconds to the next try where an issuer was not reached, at least. */
export const RENEW_RETRY_MS = 1000;
/** Timers hold 31 bits; what is longer is looked at again. */
const LONGEST_TIMER_MS = 86_400_000;

/** What renewing needs. */
export interface AutoRenewalParts {
  readonly core: AgentCore;
  readonly tunnel: UsedTunnel;
  /** Asks the issuer of a grant; what it gives is durable. */
  readonly renew: (grant: HeldGrant, signal: AbortSignal) => Promise<HeldGrant>;
  /** Resolves when the tunnel has ended. */
  readonly ended: Promise<unknown>;
  readonly peer: Did;
}

/** Starts to renew `grant`, where it is renewable, until the tunnel ends or its issuer refuses. */
export function renewInTime(parts: AutoRenewalParts, grant: HeldGrant): void {
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  void parts.ended.then(() => {
    clearTimeout(timer);
    stop.abort(new TalosError('E_CLOSED', 'the tunnel has ended'));
  });
  const after = (ms: number, held: HeldGrant): void => {
    timer = setTimeout(() => void attempt(held), Math.min(Math.max(ms, 0), LONGEST_TIMER_MS));
  };
  const attempt = async (held: HeldGrant): Promise<void> => {
    const waitMs = dueIn(parts.core, held);
    if (waitMs > 0) return after(waitMs, held);
    try {
      const next = await parts.renew(held, stop.signal);
      if (stop.signal.aborted) return;
      parts.tunnel.renew(next.chain);
      if (isRenewable(next)) after(Math.max(dueIn(parts.core, next), RENEW_RETRY_MS), next);
    } catch (error) {
      if (stop.signal.aborted) return;
      if (isFinal(error)) parts.core.notice('tunnel', `the grant is not renewed: ${error.message}`, parts.peer);
      else after(Math.max(lifeMs(held) / 20, RENEW_RETRY_MS), held);
    }
  };
  if (isRenewable(grant)) after(dueIn(parts.core, grant), grant);
}

function isRenewable({ token: { claims } }: HeldGrant): boolean {
  return (claims.scope.renewable_until ?? 0) > claims.expiresAtS;
}

function lifeMs({ token: { claims } }: HeldGrant): number {
  return (claims.expiresAtS - claims.issuedAtS) * 1000;
}

function dueIn({ authority }: AgentCore, held: HeldGrant): number {
  return held.token.claims.issuedAtS * 1000 + lifeMs(held) * RENEW_AFTER - authority.standing().nowMs;
}

/** Whether the issuer said no, so that asking again makes no sense. */
function isFinal(error: unknown): error is TalosError {
  return isTalosError(error) && ERROR_CODES[error.code].exit === EXIT.denied && error.code !== 'E_RATE_LIMITED';
}
