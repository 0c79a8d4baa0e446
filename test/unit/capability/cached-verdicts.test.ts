/** L14: what is remembered of a chain changes how fast a verdict comes, never what it is. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorizeCall, type CapabilityRequest, verifyChain } from '../../../src/capability/authorize.ts';
import { Authorizer } from '../../../src/capability/authorizer.ts';
import { GrantCache } from '../../../src/capability/cache.ts';
import { delegateToken } from '../../../src/capability/chain.ts';
import { RevocationSet } from '../../../src/capability/revocations.ts';
import { parseScope } from '../../../src/capability/scope.ts';
import { issueToken, readToken } from '../../../src/capability/token.ts';
import type { Json } from '../../../src/codec/json.ts';
import { codeOf, context, files, grantText, holder, idOf, NOW_S, server, stranger } from './world.ts';

const RUNS = process.env['TALOS_SLOW'] === '1' ? 3000 : 15;
const STEPS = 60;
const TOOLS = files({
  read_file: { path: { under: '/data' }, limit: { range: { min: 1, max: 9 } } },
  list: { '*': { any: true } },
});

/** Chains of all sorts, each as its texts; the first four are of one token that holds, for some time or some holder. */
function chains(): readonly (readonly string[])[] {
  const [own, short, later] = [
    grantText(TOOLS),
    grantText(TOOLS, { until: NOW_S + 60 }),
    grantText(TOOLS, { from: NOW_S + 150 }),
  ];
  const scope = parseScope(TOOLS);
  const root = issueToken(server().signing, {
    issuer: server().did,
    subject: holder().did,
    audience: server().did,
    scope,
    issuedAtS: NOW_S,
    expiresAtS: NOW_S + 600,
    depth: 1,
    nonce: new Uint8Array(16).fill(8),
  }).text;
  const passedOn = delegateToken(holder().signing, readToken(root), {
    issuer: holder().did,
    subject: stranger().did,
    scope,
    issuedAtS: NOW_S,
    expiresAtS: NOW_S + 300,
    nonce: new Uint8Array(16).fill(9),
  }).text;
  const [head = '', payload = ''] = own.split('.');
  const forged = `${head}.${payload}.${short.split('.')[2] ?? ''}`;
  return [
    [own],
    [short],
    [later],
    [root],
    [root, passedOn],
    [passedOn],
    [own, passedOn],
    [forged],
    [own.slice(1)],
    [''],
  ];
}

const REQUESTS: readonly CapabilityRequest[] = [
  { kind: 'tool', name: 'read_file', arguments: { path: '/data/a', limit: 3 } },
  { kind: 'tool', name: 'read_file', arguments: { path: '/database', limit: 3 } },
  { kind: 'tool', name: 'read_file', arguments: { path: '/data/a', limit: 10 } },
  { kind: 'tool', name: 'read_file', arguments: { path: '/data/a' } },
  { kind: 'tool', name: 'list', arguments: { anything: [1] } },
  { kind: 'tool', name: 'write_file', arguments: {} },
  { kind: 'tool', name: 'list', arguments: null as unknown as Json },
  { kind: 'resource', uri: 'file:///data/a' },
  { kind: 'prompt', name: 'list' },
];

const step = fc.record({
  chain: fc.nat({ max: 9 }),
  holder: fc.constantFrom(holder, holder, stranger, server),
  request: fc.constantFrom(...REQUESTS),
  passS: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.nat({ max: 40 })),
  revoke: fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, fc.nat({ max: 4 })),
});

describe('L14: a cached verdict', () => {
  it('L14: is the uncached one, whatever was asked, passed or was revoked before', () => {
    const all = chains();
    const codes = new Set<string>();
    fc.assert(
      fc.property(
        fc.array(step, { minLength: STEPS, maxLength: STEPS }),
        fc.integer({ min: 1, max: 4 }),
        (steps, room) => {
          const revocations = new RevocationSet();
          let nowS = NOW_S;
          // One that forgets most of what it verified, one that forgets nothing, and the cache of the tunnels.
          const options = { self: server().did, service: 'files', revocations, now: () => nowS * 1000 };
          const cached = [new Authorizer({ ...options, remembered: 1 + room }), new Authorizer(options)];
          const grants = new GrantCache(room);
          for (const [n, { chain, holder: by, request, passS, revoke }] of steps.entries()) {
            nowS += passS;
            const revoked = revoke === undefined ? undefined : all[revoke]?.at(-1);
            if (revoked !== undefined)
              revocations.add(server().did, { n: n + 1, revoked: { kind: 'token', id: idOf(revoked) } });
            const texts = all[chain] ?? [];
            const standing = context({ holder: by().did, nowMs: nowS * 1000, revocations });
            const decide = (verify: typeof verifyChain): string => {
              const verdict = verify(texts, standing);
              return codeOf(verdict.allowed ? authorizeCall(verdict.grant, request, standing) : verdict);
            };
            const uncached = decide(verifyChain);
            expect([n, decide((asked, about) => grants.verify(asked, about))]).toEqual([n, uncached]);
            // An empty text is told apart by the authoriser alone.
            if (texts[0] === '') continue;
            const found = cached.map((each) => codeOf(each.authorize(texts.join('~'), by().did, request)));
            expect([n, ...found]).toEqual([n, uncached, uncached]);
            codes.add(uncached);
          }
        },
      ),
      { numRuns: RUNS },
    );
    // Otherwise nothing was compared.
    expect([...codes].sort()).toEqual(
      expect.arrayContaining([
        'CONSTRAINT',
        'DELEGATION_INVALID',
        'EXPIRED',
        'MALFORMED',
        'NOT_YET_VALID',
        'REVOKED',
        'SCOPE_MISMATCH',
        'SIGNATURE_INVALID',
        'SUBJECT_MISMATCH',
        'UNTRUSTED_ISSUER',
        'allowed',
      ]),
    );
  });
});
