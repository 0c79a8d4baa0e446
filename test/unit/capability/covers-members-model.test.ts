/**
 * The members of a scope besides tools, resources and prompts, against a model of what they allow: where one scope
 * covers another, nothing is allowed at any moment under the one that is not under the other.
 */
import { describe, expect, it } from 'vitest';
import { holds } from '../../../src/capability/constraint.ts';
import { covers } from '../../../src/capability/covers.ts';
import { parseScope, type Scope } from '../../../src/capability/scope.ts';
import type { Limits } from '../../../src/capability/scope-members.ts';
import type { Json } from '../../../src/codec/json.ts';
import { Draw } from './scope-draws.ts';

const SLOW = process.env['TALOS_SLOW'] === '1';
const PAIRS = SLOW ? 100_000 : 1_500;
const SEED = Number(process.env['TALOS_SEED'] ?? Math.floor(Math.random() * 2 ** 32));

const ZONES = ['UTC', 'Europe/Berlin'];
const TIMES = ['00:00', '08:00', '12:00', '17:30', '24:00'];
const HASHES = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64url'));
const TOOLS = ['a', 'b'];

/** A moment, and what has happened until then. */
interface Moment {
  readonly tool: string;
  readonly isReadOnly: boolean;
  /** Of the tool as it is. */
  readonly hash: string;
  readonly server: string;
  readonly stage: string;
  /** What the clock of each zone shows: unrelated here, which allows more than the world does. */
  readonly clocks: Readonly<Record<string, { readonly day: number; readonly time: string }>>;
  readonly calls: number;
  readonly bytes: number;
  /** Seconds ago of the calls before. */
  readonly before: readonly number[];
  readonly knownFor: number;
  readonly message: number;
  readonly file: string;
  readonly service: string;
}

const drawLimits = (draw: Draw): Json =>
  draw.one<Json>([
    { calls: 1 + draw.below(3) },
    { bytes: 1 + draw.below(3), calls: 2 },
    { rate: { count: 1 + draw.below(3), seconds: draw.one([1, 10, 60]) } },
  ]);

const MEMBERS: Readonly<Record<string, (draw: Draw) => Json>> = {
  messages: (draw) => draw.one<Json>([{}, { max_bytes: 1 + draw.below(3) }]),
  files: (draw) => draw.one<Json>([{}, { max_bytes: 2 }, { names: [draw.one([{ suffix: 'x' }, { exact: 'x' }])] }]),
  services: (draw) => draw.one([['x'], ['x', 'y'], ['y']]),
  read_only: () => true,
  limits: drawLimits,
  tool_limits: (draw) => ({ [draw.one(TOOLS)]: drawLimits(draw) }),
  windows: (draw) =>
    draw.some(2, () => {
      const from = draw.below(4);
      const to = from + 1 + draw.below(4 - from);
      const days = draw.one([{}, { days: [1, 2] }, { days: [2] }]);
      return { zone: draw.one(ZONES), from: TIMES[from] as string, to: TIMES[to] as string, ...days };
    }),
  environment: (draw) => ({ stage: draw.one<Json>([{ exact: 'dev' }, { oneOf: ['dev', 'test'] }, { any: true }]) }),
  fresh: (draw) => draw.one([10, 60]),
  pins: (draw) => ({
    server: draw.one(HASHES),
    tools: Object.fromEntries(TOOLS.filter(() => draw.chance(0.6)).map((tool) => [tool, draw.one(HASHES)])),
  }),
};

type Members = Readonly<Record<string, Json>>;

function drawMembers(draw: Draw): Members {
  const names = Object.keys(MEMBERS).filter(() => draw.chance(0.3));
  return names.reduce<Members>((all, name) => ({ ...all, [name]: MEMBERS[name]?.(draw) as Json }), {});
}

function membersNear(draw: Draw, near: Members): Members {
  const entries = Object.entries(near).filter(() => draw.chance(0.97));
  const kept = entries.map(([name, member]) => [name, draw.chance(0.8) ? member : (MEMBERS[name]?.(draw) as Json)]);
  return { ...(draw.chance(0.2) ? drawMembers(draw) : {}), ...Object.fromEntries(kept) };
}

/** Pins make tools read-only where they say so: the scope must not name others. */
function scopeOf(members: Members): Scope {
  const pinned = Object.keys((members['pins'] as { tools: object } | undefined)?.tools ?? {});
  const readOnly = pinned.length === 0 ? {} : { read_only_tools: pinned.slice(0, 1) };
  return parseScope({ service: 'files', tools: { a: {}, b: {} }, ...members, ...readOnly } as Json);
}

function moment(draw: Draw): Moment {
  const clock = () => ({
    day: 1 + draw.below(3),
    time: draw.one(['00:00', '07:59', '08:00', '11:59', '12:00', '23:59']),
  });
  return {
    tool: draw.one(TOOLS),
    isReadOnly: draw.chance(0.5),
    hash: draw.one(HASHES),
    server: draw.one(HASHES),
    stage: draw.one(['dev', 'test', 'live']),
    clocks: { UTC: clock(), 'Europe/Berlin': clock() },
    calls: draw.below(4),
    bytes: draw.below(4),
    before: Array.from({ length: draw.below(5) }, () => draw.one([0, 5, 30, 100])),
    knownFor: draw.one([5, 30, 100]),
    message: 1 + draw.below(4),
    file: draw.one(['x', 'ax', 'y']),
    service: draw.one(['x', 'y', 'z']),
  };
}

function isWithin(limits: Limits | undefined, { calls, bytes, before }: Moment): boolean {
  if (limits?.calls !== undefined && calls >= limits.calls) return false;
  if (limits?.bytes !== undefined && bytes >= limits.bytes) return false;
  const { rate } = limits ?? {};
  return rate === undefined || before.filter((ago) => ago < rate.seconds).length < rate.count;
}

/** What of the moment the scope allows: a call of the tool, the message, the file, the stream. */
function allowed(scope: Scope, now: Moment): readonly boolean[] {
  const { pins, windows, environment, fresh, messages, files } = scope;
  const isInTime =
    windows?.some(({ zone, days, from, to }) => {
      const shown = now.clocks[zone];
      return shown !== undefined && days?.includes(shown.day) !== false && from <= shown.time && shown.time < to;
    }) ?? true;
  const isThere = Object.entries(environment ?? {}).every(([, constraint]) => holds(constraint, now.stage));
  const isKnown = fresh === undefined || now.knownFor <= fresh;
  const isPinned =
    pins === undefined || (pins.server === now.server && [now.hash, undefined].includes(pins.tools[now.tool]));
  const mayCall =
    isPinned &&
    (scope.read_only === undefined || scope.read_only_tools?.includes(now.tool) === true) &&
    isWithin(scope.limits, now) &&
    isWithin(scope.tool_limits?.[now.tool], now);
  const isSmall = (rule: { max_bytes?: number } | undefined) =>
    rule !== undefined && now.message <= (rule.max_bytes ?? 9);
  const isNamed = files?.names?.some((name) => holds(name, now.file)) ?? true;
  const what = [mayCall, isSmall(messages), isSmall(files) && isNamed, scope.services?.includes(now.service) === true];
  return what.map((each) => each && isInTime && isThere && isKnown);
}

describe('covers: members', () => {
  it(`C06: nothing that a covered scope allows is refused under the covering one (seed ${SEED})`, () => {
    const draw = new Draw(SEED);
    const seen = { covered: 0, narrower: 0, apart: 0 };
    for (let n = 0; n < PAIRS; n++) {
      const drawn = drawMembers(draw);
      const [parent, child] = [scopeOf(drawn), scopeOf(membersNear(draw, drawn))];
      const isCovered = covers(parent, child);
      if (isCovered) seen.covered++;
      for (let i = 0; i < 8; i++) {
        const now = moment(draw);
        const [above, below] = [allowed(parent, now), allowed(child, now)];
        const isWider = below.some((each, at) => each && above[at] === false);
        if (isWider && !isCovered) seen.apart++;
        if (isCovered && above.some((each, at) => each && below[at] === false)) seen.narrower++;
        if (isWider && isCovered) throw new Error(`seed ${SEED}: ${JSON.stringify({ parent, child, now })}`);
      }
    }
    expect(seen.covered).toBeGreaterThan(PAIRS / 10);
    expect(seen.narrower).toBeGreaterThan(PAIRS / 200);
    expect(seen.apart).toBeGreaterThan(PAIRS / 50);
  });
});
