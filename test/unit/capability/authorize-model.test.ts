/** The decision against an independent model of the rules, over random scopes and requests. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorizeCall, type CapabilityRequest, verifyChain } from '../../../src/capability/authorize.ts';
import { GrantCache } from '../../../src/capability/cache.ts';
import { NO_REVOCATIONS } from '../../../src/capability/revocations.ts';
import { canonicalJson, type Json } from '../../../src/codec/json.ts';
import { codeOf, context, grant, grantText, NOW_S } from './world.ts';

const STANDING = { nowMs: NOW_S * 1000, revocations: NO_REVOCATIONS };
const tool = (name: string, callArguments: Json): CapabilityRequest => ({
  kind: 'tool',
  name,
  arguments: callArguments,
});

/** The rules once more, written down as they read, for the property test. */
function model(scope: ModelScope, request: CapabilityRequest, nowS: number, fromS: number, untilS: number): string {
  if (nowS < fromS - 60) return 'NOT_YET_VALID';
  if (nowS >= untilS) return 'EXPIRED';
  if (request.kind === 'resource')
    return scope.resources.some((c) => modelHolds(c, request.uri)) ? 'allowed' : 'SCOPE_MISMATCH';
  if (request.kind === 'prompt')
    return scope.prompts.some((c) => modelHolds(c, request.name)) ? 'allowed' : 'SCOPE_MISMATCH';
  const rules = new Map(Object.entries(scope.tools)).get(request.name);
  if (rules === undefined) return 'SCOPE_MISMATCH';
  const given = new Map(Object.entries(request.arguments as Record<string, Json>));
  for (const [name, constraint] of Object.entries(rules)) {
    if (name === '*') continue;
    if (!given.has(name) || !modelHolds(constraint, given.get(name) as Json)) return 'CONSTRAINT';
  }
  const strays = [...given.keys()].filter((name) => !Object.keys(rules).includes(name));
  return strays.length === 0 || Object.keys(rules).includes('*') ? 'allowed' : 'CONSTRAINT';
}

interface ModelScope {
  readonly tools: Record<string, Record<string, Record<string, Json>>>;
  readonly resources: readonly Record<string, Json>[];
  readonly prompts: readonly Record<string, Json>[];
}

function modelHolds(constraint: Record<string, Json>, value: Json): boolean {
  const [[kind, bound]] = Object.entries(constraint) as [[string, Json]];
  const text = (json: Json): string => canonicalJson(json);
  if (kind === 'any') return true;
  if (kind === 'exact') return text(bound) === text(value);
  if (kind === 'oneOf') return (bound as Json[]).map(text).includes(text(value));
  if (kind === 'range') {
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = bound as { min?: number; max?: number };
    return typeof value === 'number' && min <= value && value <= max;
  }
  if (typeof value !== 'string') return false;
  if (kind === 'prefix') return value.slice(0, (bound as string).length) === bound;
  const isPlain = (segment: string): boolean => !['', '.', '..'].includes(segment);
  const segments = value.split('/');
  if (kind === 'under') return segments.slice(1).every(isPlain) && `${value}/`.startsWith(`${bound as string}/`);
  // The globs drawn below end in one `*` segment.
  const stem = (bound as string).slice(0, -1);
  const last = segments.pop() as string;
  return value === stem + last && isPlain(last);
}

describe('authorizeCall', () => {
  const path = fc.constantFrom(
    '/data',
    '/data/a',
    '/data/..',
    '/data/../etc',
    '/data//a',
    '/etc',
    '/data/a/b',
    'x',
    '',
  );
  const value: fc.Arbitrary<Json> = fc.oneof(
    path,
    fc.constantFrom<Json>(1, 5, 2.5, null, true, 'a', ['/data'], { a: 1 }),
  );
  const constraint: fc.Arbitrary<Record<string, Json>> = fc.oneof(
    value.map((exact) => ({ exact })),
    fc.array(value, { minLength: 1, maxLength: 3 }).map((oneOf) => ({ oneOf })),
    fc.constantFrom('/data', '/da', 'a').map((prefix) => ({ prefix })),
    fc.constantFrom('/data', '/data/a').map((under) => ({ under })),
    fc.constantFrom('/data/*', '*').map((glob) => ({ glob })),
    fc.constantFrom<Record<string, Json>>({ min: 1 }, { max: 2.5 }, { min: 2, max: 5 }).map((range) => ({ range })),
    fc.constant({ any: true }),
  );
  const name = fc.constantFrom('path', 'limit', 'mode');
  const rules = fc
    .tuple(fc.dictionary(name, constraint, { maxKeys: 3 }), fc.boolean())
    .map(([named, isOpen]) => ({ ...named, ...(isOpen ? { '*': { any: true } } : {}) }));
  const toolName = fc.constantFrom('read', 'write', 'list');
  const scope: fc.Arbitrary<ModelScope> = fc.record({
    tools: fc.dictionary(toolName, rules as fc.Arbitrary<Record<string, Record<string, Json>>>, { maxKeys: 3 }),
    resources: fc.array(fc.constantFrom({ exact: 'x' }, { glob: 'a/*' }), { maxLength: 2 }),
    prompts: fc.array(fc.constantFrom({ exact: 'x' }, { prefix: 're' }), { maxLength: 2 }),
  });
  const request: fc.Arbitrary<CapabilityRequest> = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.tuple(toolName, fc.dictionary(name, value, { maxKeys: 3 })).map(([n, a]) => tool(n, a)),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom('x', 'a/b', 'a/..', 'y').map((uri) => ({ kind: 'resource', uri }) as const),
    },
    { weight: 1, arbitrary: fc.constantFrom('x', 'review', 'y').map((n) => ({ kind: 'prompt', name: n }) as const) },
  );
  const time = fc.constantFrom(-3600, -61, -60, 0, 30, 59, 60, 3600).map((offset) => NOW_S + offset);

  it('C10: decides as the rules read, cached and uncached alike', () => {
    const codes = new Map<string, number>();
    const cache = new GrantCache(4);
    fc.assert(
      fc.property(scope, fc.array(fc.tuple(request, time), { minLength: 10, maxLength: 40 }), (drawn, requests) => {
        const text = grantText({ service: 'files', ...drawn } as unknown as Json, { from: NOW_S, until: NOW_S + 60 });
        // Twice, so that the second run finds the grants of the first.
        for (const [asked, nowS] of [...requests, ...requests]) {
          const standing = context({ nowMs: nowS * 1000 });
          const verdicts = [verifyChain([text], standing), cache.verify([text], standing)].map((verdict) =>
            codeOf(verdict.allowed ? authorizeCall(verdict.grant, asked, standing) : verdict),
          );
          const expected = model(drawn, asked, nowS, NOW_S, NOW_S + 60);
          expect([drawn, asked, nowS, ...verdicts]).toEqual([drawn, asked, nowS, expected, expected]);
          codes.set(expected, (codes.get(expected) ?? 0) + 1);
        }
      }),
      { numRuns: 150 },
    );
    expect([...codes.keys()].sort()).toEqual(['CONSTRAINT', 'EXPIRED', 'NOT_YET_VALID', 'SCOPE_MISMATCH', 'allowed']);
  });

  it('C10: decides 100,000 random requests on one grant as the rules read', () => {
    const drawn = fc.sample(scope, { numRuns: 100, seed: 42 });
    const requests = fc.sample(request, { numRuns: 1000, seed: 43 });
    let differences = 0;
    for (const one of drawn) {
      const held = grant({ service: 'files', ...one } as unknown as Json);
      for (const asked of requests) {
        const verdict = codeOf(authorizeCall(held, asked, STANDING));
        if (verdict !== model(one, asked, NOW_S, NOW_S, NOW_S + 3600)) differences++;
      }
    }
    expect(differences).toBe(0);
  });
});
