/** Which tokens are of one line: those that differ in nothing but their times, nonces and parents. */
import { describe, expect, it } from 'vitest';
import { isSameLine, lineOf } from '../../../src/capability/renewal.ts';
import { parseScope } from '../../../src/capability/scope.ts';
import type { ParsedToken, TokenClaims } from '../../../src/capability/token.ts';
import { didOfKey } from '../../../src/identity/did.ts';

const did = (n: number): TokenClaims['issuer'] => didOfKey(new Uint8Array(32).fill(n));
const scope = (tool: string): TokenClaims['scope'] =>
  parseScope({ service: 'files', tools: { [tool]: {} }, renewable_until: 1_900_000_000 });

const CLAIMS = {
  issuer: did(1),
  subject: did(2),
  audience: did(3),
  issuedAtS: 1_800_000_000,
  notBeforeS: 1_800_000_000,
  expiresAtS: 1_800_000_900,
  depth: 1,
  maxDepth: 2,
  scope: scope('read'),
} as unknown as TokenClaims;
const tokenWith = (change: Partial<TokenClaims>): ParsedToken =>
  ({ id: 'ab'.repeat(32), text: '', claims: { ...CLAIMS, ...change } }) as unknown as ParsedToken;

describe('the line of a token', () => {
  it.each<[string, Partial<TokenClaims>]>([
    ['times', { issuedAtS: 1_800_000_600, notBeforeS: 1_800_000_600, expiresAtS: 1_800_001_500 }],
    ['a parent', { parent: 'cd'.repeat(32) }],
    ['an equal scope', { scope: scope('read') }],
  ])('C21: is that of a token of other %s', (_, change) => {
    const [one, other] = [tokenWith({}), tokenWith(change)];
    expect([isSameLine(one, other), lineOf(one) === lineOf(other)]).toEqual([true, true]);
  });

  it.each<[string, Partial<TokenClaims>]>([
    ['issuer', { issuer: did(9) }],
    ['holder', { subject: did(9) }],
    ['audience', { audience: did(9) }],
    ['depth', { depth: 0 }],
    ['greatest depth', { maxDepth: 3 }],
    ['scope', { scope: scope('write') }],
  ])('C06: is not that of a token of another %s', (_, change) => {
    const [one, other] = [tokenWith({}), tokenWith(change)];
    expect([isSameLine(one, other), lineOf(one) === lineOf(other)]).toEqual([false, false]);
  });
});
