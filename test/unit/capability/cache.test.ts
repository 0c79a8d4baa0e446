import { describe, expect, it } from 'vitest';
import { verifyChain } from '../../../src/capability/authorize.ts';
import { DEFAULT_CACHED_GRANTS, GrantCache } from '../../../src/capability/cache.ts';
import {
  codeOf,
  context,
  files,
  forge,
  grantText,
  idOf,
  NOW_S,
  payloadOf,
  revoking,
  server,
  stranger,
} from './world.ts';

const READ = files({ read_file: { path: { under: '/data' } } });

describe('GrantCache', () => {
  it('gives the same grant again, without reading the token again', () => {
    const cache = new GrantCache();
    const text = grantText(READ);
    const first = cache.verify([text], context());
    const second = cache.verify([text], context());
    if (!first.allowed || !second.allowed) throw new Error('not granted');
    expect(second.grant).toBe(first.grant);
    expect(cache.size).toBe(1);
  });

  it('C11: a token that another peer presents is refused, cached or not', () => {
    const cache = new GrantCache();
    const text = grantText(READ);
    expect(codeOf(cache.verify([text], context()))).toBe('allowed');
    expect(codeOf(cache.verify([text], context({ holder: stranger().did })))).toBe('SUBJECT_MISMATCH');
    expect(codeOf(cache.verify([text], context()))).toBe('allowed');
  });

  it('C11: the same claims under another signature are another token', () => {
    const cache = new GrantCache();
    const text = grantText(READ);
    cache.verify([text], context());
    const other = `${text.slice(0, -2)}${text.endsWith('AA') ? 'BA' : 'AA'}`;
    expect(idOf(other)).toBe(idOf(text));
    expect(codeOf(cache.verify([other], context()))).toBe('SIGNATURE_INVALID');
  });

  it.each<[string, () => Parameters<typeof context>[0], string]>([
    ['another service', () => ({ service: 'other' }), 'AUDIENCE_MISMATCH'],
    ['another agent', () => ({ audience: stranger().did }), 'AUDIENCE_MISMATCH'],
    ['no root', () => ({ roots: [] }), 'UNTRUSTED_ISSUER'],
    ['another root', () => ({ roots: [stranger().did] }), 'UNTRUSTED_ISSUER'],
    ['a time before the start', () => ({ nowMs: (NOW_S - 61) * 1000 }), 'NOT_YET_VALID'],
    ['a time after the end', () => ({ nowMs: (NOW_S + 3600) * 1000 }), 'EXPIRED'],
    ['a revocation', () => ({ revocations: revoking(() => true) }), 'REVOKED'],
  ])('C10: with %s the verdict is that of an uncached check', (_, changes, code) => {
    const cache = new GrantCache();
    const text = grantText(READ);
    expect(codeOf(cache.verify([text], context()))).toBe('allowed');
    expect(codeOf(cache.verify([text], context(changes())))).toBe(code);
    expect(codeOf(verifyChain([text], context(changes())))).toBe(code);
    expect(codeOf(cache.verify([text], context()))).toBe('allowed');
  });

  it('C10: a longer chain that ends in a cached token is a chain of its own', () => {
    const cache = new GrantCache();
    const text = grantText(READ);
    cache.verify([text], context());
    expect(codeOf(cache.verify([text, text], context()))).toBe('DELEGATION_INVALID');
    expect(codeOf(cache.verify([], context()))).toBe('NO_CAPABILITY');
  });

  it('C12: a revocation after caching counts at the next check, and not for other tokens', () => {
    const cache = new GrantCache();
    const [text, other] = [grantText(READ), grantText(files({ list: {} }))];
    const revoked = new Set<string>();
    const check = (token: string): string =>
      codeOf(cache.verify([token], context({ revocations: revoking((id) => revoked.has(id)) })));
    expect([check(text), check(other)]).toEqual(['allowed', 'allowed']);
    revoked.add(idOf(text));
    expect([check(text), check(text), check(other)]).toEqual(['REVOKED', 'REVOKED', 'allowed']);
  });

  it('C14: a revoked token stays revoked under another encoding, or is none', () => {
    const cache = new GrantCache();
    const text = grantText(READ);
    cache.verify([text], context());
    const revocations = revoking((id) => id === idOf(text));
    const [header, payload, signature] = text.split('.');
    const variants = [
      text,
      `${text}=`,
      ` ${text}`,
      `${text}\n`,
      `${header}.${payload}=.${signature}`,
      forge(server().signing, payloadOf(text)),
      forge(server().signing, new TextEncoder().encode(` ${JSON.stringify(payloadOf(text))}`)),
    ];
    expect(variants.map((variant) => codeOf(cache.verify([variant], context({ revocations }))))).toEqual([
      'REVOKED',
      'MALFORMED',
      'MALFORMED',
      'MALFORMED',
      'MALFORMED',
      'REVOKED',
      'MALFORMED',
    ]);
  });

  it('does not remember what it refused', () => {
    const cache = new GrantCache();
    cache.verify([grantText(READ)], context({ holder: stranger().did }));
    cache.verify(['x'], context());
    expect(cache.size).toBe(0);
  });

  it('keeps as many grants as its limit, dropping the one used longest ago', () => {
    const cache = new GrantCache(2);
    const [a, b, c] = ['a', 'b', 'c'].map((name) => grantText(files({ [name]: {} }))) as [string, string, string];
    const grantOf = (text: string): object => {
      const verdict = cache.verify([text], context());
      if (!verdict.allowed) throw new Error(verdict.code);
      return verdict.grant;
    };
    const [first, second] = [grantOf(a), grantOf(b)];
    expect(grantOf(a)).toBe(first);
    grantOf(c);
    expect(cache.size).toBe(2);
    expect(grantOf(a)).toBe(first);
    expect(grantOf(b)).not.toBe(second);
  });

  it('forgets a grant that has expired', () => {
    const cache = new GrantCache();
    const text = grantText(READ);
    cache.verify([text], context());
    cache.verify([text], context({ nowMs: (NOW_S + 3600) * 1000 }));
    expect(cache.size).toBe(0);
  });

  it('is not changed by a caller that changes what it passed', () => {
    const cache = new GrantCache();
    const chain = [grantText(READ)];
    const asked = { ...context(), roots: [server().did] };
    cache.verify(chain, asked);
    asked.roots[0] = stranger().did;
    expect(codeOf(cache.verify(chain, asked))).toBe('UNTRUSTED_ISSUER');
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a limit of %s', (limit) => {
    expect(() => new GrantCache(limit)).toThrow(RangeError);
  });

  it('has room by default for every tunnel that an agent serves', () => {
    expect(DEFAULT_CACHED_GRANTS).toBeGreaterThanOrEqual(64);
  });
});
