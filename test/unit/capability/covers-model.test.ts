/**
 * `covers` against the decisions themselves: where it says that a scope lies within another, no request that the one
 * allows is refused under the other. Random scopes, children that were made of their parents, and values that lie close
 * to what both say.
 */

import { describe, expect, it } from 'vitest';
import { authorizeCall, type CapabilityRequest, type Grant } from '../../../src/capability/authorize.ts';
import { covers } from '../../../src/capability/covers.ts';
import { NO_REVOCATIONS } from '../../../src/capability/revocations.ts';
import { parseScope, type Scope } from '../../../src/capability/scope.ts';
import type { Json } from '../../../src/codec/json.ts';
import { Draw, requestFor, scopeNear, someScope } from './scope-draws.ts';
import { codeOf, files, grant, NOW_S } from './world.ts';

const SLOW = process.env['TALOS_SLOW'] === '1';
const PAIRS = SLOW ? 100_000 : 3_000;
const REQUESTS_A_PAIR = 12;
const SEED = Number(process.env['TALOS_SEED'] ?? Math.floor(Math.random() * 2 ** 32));
const STANDING = { nowMs: NOW_S * 1000, revocations: NO_REVOCATIONS };

describe('covers', () => {
  it(`C06: no request that a covered scope allows is refused under the covering one (seed ${SEED})`, () => {
    const draw = new Draw(SEED);
    const held = grant(files({}));
    const decide = (scope: Scope, request: CapabilityRequest): string =>
      codeOf(authorizeCall({ ...held, scope } satisfies Grant, request, STANDING));
    const seen = { covered: 0, narrower: 0, apart: 0, allowed: 0 };
    for (let n = 0; n < PAIRS; n++) {
      const drawn = someScope(draw);
      const [parent, child] = [drawn, draw.chance(0.1) ? someScope(draw) : scopeNear(draw, drawn)];
      const [above, below] = [parseScope(parent), parseScope(child)];
      const isCovered = covers(above, below);
      if (isCovered) seen.covered++;
      for (let i = 0; i < REQUESTS_A_PAIR; i++) {
        const request = requestFor(draw, draw.chance(0.5) ? child : parent);
        const [mayAbove, mayBelow] = [decide(above, request), decide(below, request)];
        if (mayBelow === 'allowed') seen.allowed++;
        if (isCovered && mayAbove === 'allowed' && mayBelow !== 'allowed') seen.narrower++;
        if (!isCovered && mayBelow === 'allowed' && mayAbove !== 'allowed') seen.apart++;
        if (isCovered && mayBelow === 'allowed' && mayAbove !== 'allowed')
          throw new Error(`seed ${SEED}: ${JSON.stringify({ parent, child, request: request as unknown as Json })}`);
      }
    }
    // The draw is worth something only where all of it comes up often.
    expect(seen.covered).toBeGreaterThan(PAIRS / 10);
    expect(seen.narrower).toBeGreaterThan(PAIRS / 100);
    expect(seen.apart).toBeGreaterThan(PAIRS / 100);
    expect(seen.allowed).toBeGreaterThan(PAIRS / 2);
  });

  it(`every scope covers itself, and what was only taken away from it (seed ${SEED})`, () => {
    const draw = new Draw(SEED);
    for (let n = 0; n < PAIRS / 10; n++) {
      const drawn = someScope(draw);
      const scope = parseScope(drawn);
      expect(covers(scope, scope), JSON.stringify(drawn)).toBe(true);
      const fewer = parseScope({ ...drawn, tools: Object.fromEntries(Object.entries(drawn.tools).slice(1)) } as Json);
      expect(covers(scope, fewer), JSON.stringify(drawn)).toBe(true);
    }
  });
});
