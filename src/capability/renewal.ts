/**
 * Lines of renewal: tokens that differ in their times and their parents alone. PROTOCOL.md §8.6.
 *
 * @module
 */
import { toHex, utf8 } from '../base/bytes.ts';
import { canonicalJson } from '../codec/json.ts';
import { labelledHash } from '../crypto/hash.ts';
import { type Scope, scopeJson } from './scope.ts';
import type { ParsedToken } from './token.ts';

/** Whether one of the two tokens is a renewal of the other: issuer, holder, audience, depths and scope are equal. */
export function isSameLine({ claims: a }: ParsedToken, { claims: b }: ParsedToken): boolean {
  return (
    a.issuer === b.issuer &&
    a.subject === b.subject &&
    a.audience === b.audience &&
    a.depth === b.depth &&
    a.maxDepth === b.maxDepth &&
    (a.scope === b.scope || canonicalJson(scopeJson(a.scope)) === canonicalJson(scopeJson(b.scope)))
  );
}

/** The id of a token's line, hexadecimal: equal exactly where {@link isSameLine}. */
export function lineOf({ claims }: ParsedToken): string {
  const { issuer, subject, audience, depth, maxDepth, scope } = claims;
  const line = { iss: issuer, sub: subject, aud: audience, depth, max: maxDepth, scope: scopeJson(scope) };
  return toHex(labelledHash('line', utf8(canonicalJson(line))));
}

/** The scope of a token that is renewed on request for `renewableS` seconds from `nowS` on; as it is where that is 0. */
export function renewable(scope: Scope, nowS: number, renewableS = 0): Scope {
  return renewableS === 0 ? scope : { ...scope, renewable_until: nowS + renewableS };
}
