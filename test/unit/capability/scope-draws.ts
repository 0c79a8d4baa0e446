/** Random scopes out of few words, so that they meet; scopes made of others; requests close to what scopes say. */
import type { CapabilityRequest } from '../../../src/capability/authorize.ts';
import type { Json } from '../../../src/codec/json.ts';

export type DrawnConstraint = Readonly<Record<string, Json>>;
export type DrawnRules = Readonly<Record<string, DrawnConstraint>>;
export interface DrawnScope extends Readonly<Record<string, Json>> {
  readonly service: string;
  readonly tools: Readonly<Record<string, DrawnRules>>;
}

/** A stream of random numbers from a seed (mulberry32): fast, and the same on every machine. */
export class Draw {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** 0 to `below` − 1. */
  below(below: number): number {
    return Math.floor(this.next() * below);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  one<T>(of: readonly T[]): T {
    return of[this.below(of.length)] as T;
  }

  /** One to `most` of them, some perhaps twice. */
  some<T>(most: number, draw: () => T): T[] {
    return Array.from({ length: 1 + this.below(most) }, draw);
  }
}

const PATHS = ['/', '/d', '/d/a', '/d/a/b', '/d/b', '/e', '/d/..', '/d//a', '/d/', 'd/a', '', '/d/ab', '/\u{1f600}'];
const VALUES: readonly Json[] = [0, 1, 2, 5, 2.5, -1, null, true, 'a', 'ab', 'b', ['a'], ['a', 'b'], [], { a: 1 }, {}];
const GLOBS = [
  '/d/*',
  '/d/**',
  '/d/a*',
  '/d/?',
  '**',
  '*',
  '/**',
  '/*/a',
  '/d/**/b',
  '/d/*/*',
  '/d//a',
  'a*',
  '/*',
  '?',
];
const URIS = ['f:/d', 'f:/d/a', 'f:/d/../e', 'f:/d/%2e', 'f:/e', '/d/a', '/d', 'x', '/d/a b'];
const TOOLS = ['read', 'write', 'list'];
const ARGUMENTS = ['path', 'Path', 'limit'];
const PLAIN_PATHS = ['/', '/d', '/d/a', '/d/a/b', '/e', '/d/ab'];

function value(draw: Draw): Json {
  return draw.chance(0.6) ? draw.one(PATHS) : draw.one(VALUES);
}

function range(draw: Draw): Json {
  const [low, high] = [draw.below(4), 2 + draw.below(4)];
  if (draw.chance(0.2)) return { min: low };
  return draw.chance(0.2) ? { max: high } : { min: Math.min(low, high), max: high };
}

const SIMPLE: readonly ((draw: Draw) => DrawnConstraint)[] = [
  (draw) => ({ exact: value(draw) }),
  (draw) => ({ oneOf: draw.some(4, () => value(draw)) }),
  (draw) => ({ noneOf: draw.some(3, () => value(draw)) }),
  (draw) => ({ prefix: draw.one(['/d', '/d/', '/d/a', 'a', 'f:/', '/']) }),
  (draw) => ({ suffix: draw.one(['a', '/a', 'b', '/a/b', '..']) }),
  (draw) => ({ glob: draw.one(GLOBS) }),
  (draw) => ({ under: draw.one(PLAIN_PATHS) }),
  (draw) => ({ range: range(draw) }),
  (draw) => ({ contains: draw.one(VALUES) }),
  (draw) => ({ subset: draw.some(3, () => draw.one(['a', 'b', 1, null])) }),
  (draw) => ({ size: range(draw) }),
  (draw) => ({ count: range(draw) }),
  (draw) => ({ pattern: draw.one(['/d/.*', 'a|ab', '[a-z]+', '/d/[ab]']) }),
  () => ({ any: true }),
];

const KINDS: readonly ((draw: Draw, depth: number) => DrawnConstraint)[] = [
  (draw, depth) => ({ anyOf: draw.some(3, () => someConstraint(draw, depth - 1)) }),
  (draw, depth) => ({ allOf: draw.some(3, () => someConstraint(draw, depth - 1)) }),
];

function someConstraint(draw: Draw, depth = 2): DrawnConstraint {
  return depth > 0 && draw.chance(0.2) ? draw.one(KINDS)(draw, depth) : draw.one(SIMPLE)(draw);
}

/** Perhaps within `constraint`, perhaps only beside it. */
function constraintNear(draw: Draw, constraint: DrawnConstraint): DrawnConstraint {
  if (draw.chance(0.4)) return constraint;
  if (draw.chance(0.3)) return someConstraint(draw);
  const { under, prefix, suffix, glob, oneOf, noneOf, subset, anyOf, allOf, range: bounds } = constraint;
  if (Array.isArray(anyOf)) return { anyOf: (anyOf as DrawnConstraint[]).map((each) => constraintNear(draw, each)) };
  if (Array.isArray(allOf)) return { allOf: [...(allOf as DrawnConstraint[]), someConstraint(draw, 0)] };
  if (Array.isArray(noneOf)) return draw.one([{ noneOf: [...noneOf, value(draw)] }, { prefix: '/d' }]);
  if (Array.isArray(subset)) return { subset: subset.slice(0, 1 + draw.below(subset.length)) };
  if (typeof suffix === 'string')
    return draw.one([{ suffix: `a${suffix}` }, { glob: `*${suffix}`.replace('*/', '/') }]);
  if (draw.chance(0.2)) return { allOf: [constraint, someConstraint(draw, 0)] };
  if (typeof under === 'string') return draw.one([{ under: `${under}/a`.replace('//', '/') }, { exact: under }]);
  if (typeof prefix === 'string') return draw.one([{ prefix: `${prefix}a` }, { exact: `${prefix}/a` }]);
  if (typeof glob === 'string')
    return draw.one(
      [{ glob: glob.replace('**', 'a/**') }, { glob: glob.replace('*', 'a') }]
        .filter((each) => !/\*\*[^/]|[^/]\*\*/.test(each.glob))
        .concat({ glob }),
    );
  if (Array.isArray(oneOf)) return { oneOf: oneOf.slice(0, 1 + draw.below(oneOf.length)) };
  if (bounds !== undefined) return draw.one([{ range: { ...(bounds as object), min: 2, max: 2 } }, { exact: 2 }]);
  return someConstraint(draw);
}

function rules(draw: Draw): DrawnRules {
  const names = ARGUMENTS.filter(() => draw.chance(0.45));
  const named = Object.fromEntries(names.map((name) => [name, someConstraint(draw)]));
  return draw.chance(0.3) ? { ...named, '*': { any: true } } : named;
}

function rulesNear(draw: Draw, near: DrawnRules): DrawnRules {
  const entries = Object.entries(near).flatMap(([name, constraint]): [string, DrawnConstraint][] => {
    if (draw.chance(0.1)) return [];
    return [[name, name === '*' ? constraint : constraintNear(draw, constraint)]];
  });
  const more = draw.chance(0.15) ? { [draw.one(ARGUMENTS)]: someConstraint(draw) } : {};
  return { ...more, ...Object.fromEntries(entries) };
}

export function someScope(draw: Draw): DrawnScope {
  const tools = Object.fromEntries(TOOLS.filter(() => draw.chance(0.7)).map((tool) => [tool, rules(draw)]));
  return {
    service: 'files',
    tools,
    ...(draw.chance(0.5) ? { resources: draw.some(3, () => uriConstraint(draw)) } : {}),
    ...(draw.chance(0.3) ? { prompts: draw.some(2, () => someConstraint(draw)) } : {}),
  };
}

function uriConstraint(draw: Draw): DrawnConstraint {
  if (draw.chance(0.4)) return someConstraint(draw);
  return draw.one<DrawnConstraint>([
    { exact: draw.one(URIS) },
    { oneOf: draw.some(3, () => draw.one(URIS)) },
    { prefix: draw.one(['f:/', 'f:/d/', '/d']) },
    { glob: draw.one(['f:/**', 'f:/d/*', '/d/*']) },
  ]);
}

/** A scope made of another: most of it as it was or narrower, some of it wider or else. */
export function scopeNear(draw: Draw, near: DrawnScope): DrawnScope {
  const tools = Object.entries(near.tools).filter(() => draw.chance(0.85));
  const resources = near['resources'] as readonly DrawnConstraint[] | undefined;
  return {
    ...near,
    tools: Object.fromEntries(tools.map(([tool, each]) => [tool, draw.chance(0.3) ? each : rulesNear(draw, each)])),
    ...(resources === undefined || draw.chance(0.5)
      ? {}
      : { resources: resources.map((each) => constraintNear(draw, each)) }),
  };
}

/** A request that the scope may allow. */
export function requestFor(draw: Draw, scope: DrawnScope): CapabilityRequest {
  if (draw.chance(0.15)) return { kind: 'resource', uri: draw.one(URIS) };
  if (draw.chance(0.05)) return { kind: 'prompt', name: draw.one(['a', 'ab', '/d/a', 'x']) };
  const [name, asked] = draw.one(Object.entries(scope.tools).concat([['list', {}]]));
  const given = Object.entries(asked)
    .filter(() => draw.chance(0.97))
    .map(([argument, constraint]): [string, Json] => [
      argument === '*' ? draw.one(['limit', 'more', 'PATH']) : argument,
      valueFor(draw, constraint),
    ]);
  return { kind: 'tool', name, arguments: Object.fromEntries(given) };
}

/** A value that the constraint may allow. */
function valueFor(draw: Draw, constraint: DrawnConstraint): Json {
  if (draw.chance(0.2)) return value(draw);
  const { exact, oneOf, under, prefix, suffix, glob, anyOf, allOf, range: bounds } = constraint;
  if (Array.isArray(anyOf)) return valueFor(draw, draw.one(anyOf as DrawnConstraint[]));
  if (Array.isArray(allOf)) return valueFor(draw, draw.one(allOf as DrawnConstraint[]));
  if (typeof suffix === 'string') return `${draw.one(['', 'a', '/d', '/d/a'])}${suffix}`;
  if (exact !== undefined) return exact;
  if (Array.isArray(oneOf)) return draw.one(oneOf);
  if (typeof under === 'string') return `${under}${draw.one(['', '/a', '/a/b', 'x', '/..'])}`.replace('//', '/');
  if (typeof prefix === 'string') return `${prefix}${draw.one(['', 'a', '/a', '/../e', '\u{1f600}'])}`;
  if (typeof glob === 'string') return textFor(draw, glob);
  return bounds === undefined ? value(draw) : draw.one([0, 1, 2, 2.5, 3, 5, 9]);
}

function textFor(draw: Draw, glob: string): string {
  return glob
    .replaceAll('**', () => draw.one(['a', 'a/b', 'd/a/b', '']))
    .replaceAll('*', () => draw.one(['a', '', 'ab', 'x']))
    .replaceAll('?', () => draw.one(['a', '\u{1f600}', '']))
    .replace('//', () => draw.one(['/', '//']));
}
