/**
 * What an approval is an approval of. PROTOCOL.md §9.1.
 *
 * @module
 */
import { toHex } from '../../base/bytes.ts';
import { canonicalBytes } from '../../codec/json.ts';
import { labelledHash } from '../../crypto/hash.ts';
import type { CallStatement } from './statement.ts';

/** What is approved of a call: who asks whom, under which capability, for what, with exactly which arguments. */
export type ApprovedAction = Pick<
  CallStatement,
  'from' | 'to' | 'service' | 'token' | 'method' | 'target' | 'arguments'
>;

/**
 * The digest of what is approved, 64 hex digits. Of the arguments it takes the salted commitment, so that it tells nothing
 * of them.
 */
export function approvalDigest(action: ApprovedAction): string {
  const { from, to, service, token, method, target, arguments: commitment } = action;
  const approved = { v: 1, from, to, service, token, method, target, arguments: commitment };
  return toHex(labelledHash('approval', canonicalBytes(approved)));
}
