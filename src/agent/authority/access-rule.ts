/**
 * An access-control list as a rule of one tunnel. The list may be another one at each call. PROTOCOL.md §8.8.
 *
 * @module
 */
import { type Acl, type AclKind, type AclLimits, type AclPeer, limitsOf } from '../../acl/acl.ts';
import { decideName, decideRequest } from '../../acl/decide.ts';
import { ALLOWED, type Allowed, type Denial, deny } from '../../capability/verdict.ts';
import type { Did } from '../../identity/did.ts';
import { LIST_KINDS } from '../tunnel/list-changes.ts';
import type { AccessUsage } from './access-usage.ts';
import type { CallInQuestion, CallRule, RuledTunnel } from './call-rule.ts';

/** What the rule asks at each call. */
export interface AccessParts {
  /** The list in force; undefined where there is none. */
  readonly acl: () => Acl | undefined;
  /** The peer with its alias. */
  readonly peer: (did: Did) => AclPeer;
  readonly usage: AccessUsage;
  /** Calls `changed` when another list is in force. @returns A function that ends it. */
  readonly watch: (changed: () => void) => () => void;
}

const NO_LIMITS: AclLimits = {};

/** The rule of the tunnel of a peer. */
export function accessRule(
  { peer: did, listChanged }: Pick<RuledTunnel, 'peer' | 'listChanged'>,
  { acl, peer, usage, watch }: AccessParts,
): CallRule {
  const unwatch = watch(() => LIST_KINDS.forEach(listChanged));
  let known: { readonly list: Acl; readonly alias: string; readonly limits: AclLimits } | undefined;
  const limits = (): AclLimits => {
    const list = acl();
    if (list === undefined) return NO_LIMITS;
    const asked = peer(did);
    if (known?.list !== list || known.alias !== asked.alias)
      known = { list, alias: asked.alias, limits: limitsOf(list, asked) };
    return known.limits;
  };
  const shows = (kind: AclKind, name: string): boolean => {
    const list = acl();
    return list === undefined || decideName(list, peer(did), kind, name).allowed;
  };
  const within = (bounds: AclLimits, bytes: number): Allowed | Denial => {
    const excess = usage.excess(did, bounds, bytes);
    return excess === undefined ? ALLOWED : deny('RATE_LIMITED', excess);
  };
  return {
    coverage: {
      tool: (name) => shows('tool', name),
      resource: (uri) => shows('resource', uri),
      prompt: (name) => shows('prompt', name),
    },
    check({ request, bytes, statement }: CallInQuestion) {
      const list = acl();
      if (list === undefined) return ALLOWED;
      const { allowed, code, reason } = decideRequest(list, peer(did), request);
      if (!allowed) return deny(code ?? 'ACL_DENIED', reason);
      // Only what is on record is counted, and can be counted anew.
      return statement === undefined ? ALLOWED : within(limits(), bytes);
    },
    charge({ bytes }) {
      if (acl() === undefined) return ALLOWED;
      const bounds = limits();
      const verdict = within(bounds, bytes);
      if (verdict.allowed) usage.called(did, bounds, bytes);
      return verdict;
    },
    timeLimitMs: () => limits().maxExecutionMs,
    release(_call, { bytes }) {
      if (acl() === undefined) return ALLOWED;
      const { dataBytesPerDay } = limits();
      const bounds = dataBytesPerDay === undefined ? {} : { dataBytesPerDay };
      const verdict = within(bounds, bytes);
      if (verdict.allowed) usage.moved(did, bounds, bytes);
      return verdict;
    },
    close: unwatch,
  };
}
