import { describe, expect, it } from 'vitest';
import type { CapabilityRequest } from '../../../src/capability/authorize.ts';
import { Authorizer, type AuthorizerOptions, type UsageStore } from '../../../src/capability/authorizer.ts';
import { RevocationSet } from '../../../src/capability/revocations.ts';
import type { AccountState } from '../../../src/capability/usage.ts';
import type { Json, JsonObject } from '../../../src/codec/json.ts';
import { codeOf, files, grantText, holder, idOf, NOW_S, server, stranger } from './world.ts';

const READ = files({ read: { path: { under: '/data' } } });
const read = (path: string): CapabilityRequest => ({ kind: 'tool', name: 'read', arguments: { path } });

function authorizer(options: Partial<AuthorizerOptions> = {}): Authorizer {
  return new Authorizer({ self: server().did, service: 'files', now: () => NOW_S * 1000, ...options });
}

const limited = (limits: JsonObject): string => grantText({ ...(READ as JsonObject), limits } as Json);

describe('Authorizer', () => {
  it('decides about a request from the text of a chain and who presents it', () => {
    const it = authorizer();
    const text = grantText(READ);
    const ask = (path: string): string => codeOf(it.authorize(text, holder().did, read(path)));
    expect([ask('/data/a'), ask('/data/a'), ask('/etc/passwd')]).toEqual(['allowed', 'allowed', 'CONSTRAINT']);
  });

  it('C11: what was verified for its holder is refused to anybody else who presents it', () => {
    const it = authorizer();
    const text = grantText(READ);
    expect(codeOf(it.authorize(text, holder().did, read('/data/a')))).toBe('allowed');
    expect(codeOf(it.authorize(text, stranger().did, read('/data/a')))).toBe('SUBJECT_MISMATCH');
    expect(codeOf(it.coverage(text, stranger().did) as never)).toBe('SUBJECT_MISMATCH');
    expect(codeOf(it.authorize(text, holder().did, read('/data/a')))).toBe('allowed');
  });

  it.each<[string, string, string]>([
    ['none', '', 'NO_CAPABILITY'],
    ['no text', undefined as unknown as string, 'NO_CAPABILITY'],
    ['no token', 'x', 'MALFORMED'],
    ['too many', Array.from({ length: 9 }, () => 'x').join('~'), 'MALFORMED'],
    ['too long a text', 'x'.repeat(200_000), 'MALFORMED'],
  ])('refuses a chain that is %s', (_, chain, code) => {
    const it = authorizer();
    expect(codeOf(it.authorize(chain, holder().did, read('/data/a')))).toBe(code);
    expect(codeOf(it.check(chain, holder().did, read('/data/a')))).toBe(code);
  });

  it.each<[string, Partial<AuthorizerOptions>, string]>([
    ['another service', { service: 'other' }, 'AUDIENCE_MISMATCH'],
    ['another root', { roots: [] }, 'UNTRUSTED_ISSUER'],
    ['a time after it', { now: () => (NOW_S + 3600) * 1000 }, 'EXPIRED'],
    ['a time that is no number', { now: () => Number.NaN }, 'NOT_YET_VALID'],
  ])('refuses it with %s', (_, options, code) => {
    expect(codeOf(authorizer(options).authorize(grantText(READ), holder().did, read('/data/a')))).toBe(code);
  });

  it('a clock that is set back revives nothing, and lists end with the grant', () => {
    let nowMs = NOW_S * 1000;
    const it = authorizer({ now: () => nowMs });
    const text = grantText(READ);
    const ask = (): string => codeOf(it.authorize(text, holder().did, read('/data/a')));
    expect(ask()).toBe('allowed');
    nowMs += 3_600_000;
    expect(ask()).toBe('EXPIRED');
    nowMs -= 3_600_000;
    expect([ask(), codeOf(it.coverage(text, holder().did) as never)]).toEqual(['EXPIRED', 'EXPIRED']);
  });

  it('C12: a revocation counts at the next request', () => {
    const revocations = new RevocationSet();
    const it = authorizer({ revocations });
    const text = grantText(READ);
    expect(codeOf(it.authorize(text, holder().did, read('/data/a')))).toBe('allowed');
    const revoked = { kind: 'token', id: idOf(text) } as const;
    revocations.add(server().did, { n: 1, issuedAtMs: NOW_S * 1000, revoked, reason: '' } as never);
    expect(codeOf(it.authorize(text, holder().did, read('/data/a')))).toBe('REVOKED');
  });

  it('C21: charges what is allowed, and nothing else; bytes are counted only where they are limited', () => {
    const it = authorizer();
    const text = limited({ calls: 2 });
    const unused = (): number => expect.fail('bytes are not limited');
    const ask = (path: string): string => codeOf(it.authorize(text, holder().did, read(path), unused));
    expect(['/etc', '/data/a', '/etc', '/data/a', '/data/a'].map(ask)).toEqual([
      'CONSTRAINT',
      'allowed',
      'CONSTRAINT',
      'allowed',
      'BUDGET_EXHAUSTED',
    ]);
    expect(codeOf(it.check(text, holder().did, read('/data/a')))).toBe('allowed');
    const bytes = limited({ bytes: 100 });
    expect(codeOf(it.authorize(bytes, holder().did, read('/data/a'), () => 60))).toBe('allowed');
    it.settle(bytes, holder().did, read('/data/a'), () => 41);
    expect(codeOf(it.authorize(bytes, holder().did, read('/data/a'), 0))).toBe('BUDGET_EXHAUSTED');
  });

  it('C21: keeps what was used where it is told to, before it allows the call; also beyond its own memory', () => {
    const kept = new Map<string, AccountState>();
    const usage: UsageStore = { load: (id) => kept.get(id), save: (id, state) => void kept.set(id, state) };
    const text = limited({ calls: 3 });
    const ask = (it: Authorizer): string => codeOf(it.authorize(text, holder().did, read('/data/a')));
    const [one, two] = [authorizer({ usage }), authorizer({ usage })];
    expect([ask(one), ask(one), ask(one), ask(one)]).toEqual(['allowed', 'allowed', 'allowed', 'BUDGET_EXHAUSTED']);
    expect(kept.get(idOf(text))).toMatchObject({ '': { calls: 3 } });
    expect(ask(two)).toBe('BUDGET_EXHAUSTED');
    const failing = authorizer({ usage: { ...usage, save: () => expect.fail('no room') } });
    kept.clear();
    expect(() => ask(failing)).toThrow('no room');
  });

  it('remembers as many chains as it is told, and decides the same about those that it forgot', () => {
    const it = authorizer({ remembered: 2 });
    const prompts = (n: number): Json => [{ exact: `${n}` }];
    const texts = Array.from({ length: 7 }, (_, n) =>
      grantText({ ...(READ as JsonObject), limits: { calls: 2 }, prompts: prompts(n) } as Json),
    );
    const round = (): string[] => texts.map((text) => codeOf(it.authorize(text, holder().did, read('/data/a'))));
    expect(new Set([...round(), ...round()])).toEqual(new Set(['allowed']));
    // What was used is not forgotten with the chain.
    expect(new Set(round())).toEqual(new Set(['BUDGET_EXHAUSTED']));
  });

  it.each([0, 1, 2.5, Number.NaN])('cannot remember %s chains', (remembered) => {
    expect(() => authorizer({ remembered })).toThrow(RangeError);
  });
});
