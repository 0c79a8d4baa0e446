/**
 * Whether a scope lies within another: what decides about a delegated token. PROTOCOL.md §8.3.
 *
 * Sound, not complete: `true` only where every request that the child allows the parent allows too. Where that cannot be
 * shown the answer is `false`, as it is beyond a bound of work: who delegates then says it in the parent's words.
 *
 * @module
 */
import { canonicalJson, type Json } from '../codec/json.ts';
import { ruleOf } from './argument-rules.ts';
import { type Constraint, holds, holdsForUri } from './constraint.ts';
import type { Range } from './constraint-kinds.ts';
import { globCoversGlob, globIsUnder, globPrefix } from './glob-covers.ts';
import { isUnder } from './path.ts';
import { type ArgumentRules, OTHER_ARGUMENTS, type Scope } from './scope.ts';

/** Most steps of one comparison of two scopes: about 10 ms. Those that people write take some thousands. */
export const MAX_COVERS_STEPS = 1_000_000;

/** Whether every request that `child` allows `parent` allows too, as far as it can be shown. */
export function covers(parent: Scope, child: Scope): boolean {
  return new Comparison().scopes(parent, child);
}

type Members = { readonly [K in keyof Required<Scope>]: (parent: Scope[K], child: Scope[K]) => boolean };

/** One comparison, with the work that is left to it. */
class Comparison {
  #left = MAX_COVERS_STEPS;

  // Of every member, so that none is left out that is added later.
  readonly #members: Members = {
    service: (parent, child) => parent === child,
    tools: (parent, child) =>
      Object.entries(child).every(([tool, rules]) => {
        const above = parent[tool];
        return above !== undefined && this.#rules(above, rules);
      }),
    resources: (parent, child) => this.#patterns(parent, child, true),
    prompts: (parent, child) => this.#patterns(parent, child, false),
    messages: isSame,
    files: isSame,
    services: isSame,
    read_only: isSame,
    read_only_tools: isSame,
    limits: isSame,
    tool_limits: isSame,
    windows: isSame,
    environment: isSame,
    fresh: isSame,
    pins: isSame,
    renewable_until: isSame,
  };

  scopes(parent: Scope, child: Scope): boolean {
    return [...new Set([...Object.keys(parent), ...Object.keys(child)])].every((name) => {
      const compare = this.#members[name as keyof Scope] as ((a: unknown, b: unknown) => boolean) | undefined;
      return compare?.(parent[name as keyof Scope], child[name as keyof Scope]) === true;
    });
  }

  #rules(parent: ArgumentRules, child: ArgumentRules): boolean {
    // A call without an argument that the parent names would be refused there.
    if (Object.keys(parent).some((name) => name !== OTHER_ARGUMENTS && !Object.hasOwn(child, name))) return false;
    return Object.entries(child).every(([name, rule]) => {
      const above = name === OTHER_ARGUMENTS ? parent[OTHER_ARGUMENTS] : ruleOf(parent, name);
      return above !== undefined && this.#constraints(above, rule, false);
    });
  }

  #patterns(parent: readonly Constraint[] = [], child: readonly Constraint[] = [], areUris: boolean): boolean {
    return child.every((rule) => parent.some((above) => this.#constraints(above, rule, areUris)));
  }

  #constraints(parent: Constraint, child: Constraint, areUris: boolean): boolean {
    const values = valuesOf(child);
    if (values !== undefined) return values.every((value) => this.#holds(parent, value, areUris));
    // A URI that only some readers take for one place is refused by these kinds, and let through by others.
    if (areUris && isForPlainUris(parent) && !isForPlainUris(child)) return false;
    if (!this.#spend(textOf(parent).length + textOf(child).length + 1)) return false;
    if ('any' in parent) return true;
    if ('prefix' in parent) return beginningOf(child)?.startsWith(parent.prefix) === true;
    if ('under' in parent) return isBelow(child, parent.under);
    if ('glob' in parent) return 'glob' in child && this.#globs(parent.glob, child.glob);
    return 'range' in parent && 'range' in child && isWithin(parent.range, child.range);
  }

  #globs(parent: string, child: string): boolean {
    return (
      globPrefix(child).startsWith(globPrefix(parent)) &&
      this.#spend(parent.length * child.length) &&
      globCoversGlob(parent, child)
    );
  }

  #holds(constraint: Constraint, value: Json, isUri: boolean): boolean {
    const length = typeof value === 'string' ? value.length + 1 : 1;
    if (!this.#spend('glob' in constraint ? constraint.glob.length * length : length)) return false;
    return isUri && typeof value === 'string' ? holdsForUri(constraint, value) : holds(constraint, value);
  }

  #spend(steps: number): boolean {
    this.#left -= steps;
    return this.#left >= 0;
  }
}

/** Whether both are absent, or equal as JSON. */
function isSame(parent: unknown, child: unknown): boolean {
  if (parent === undefined || child === undefined) return parent === child;
  return canonicalJson(parent as Json) === canonicalJson(child as Json);
}

/** All values that meet the constraint, where they are few enough to be named. */
function valuesOf(constraint: Constraint): readonly Json[] | undefined {
  if ('exact' in constraint) return [constraint.exact];
  return 'oneOf' in constraint ? constraint.oneOf : undefined;
}

/** Whether `holdsForUri` asks for more than `holds`. */
function isForPlainUris(constraint: Constraint): boolean {
  return 'prefix' in constraint || 'glob' in constraint;
}

function textOf(constraint: Constraint): string {
  const [body] = Object.values(constraint) as unknown[];
  return typeof body === 'string' ? body : '';
}

/** What every text that meets the constraint starts with. */
function beginningOf(constraint: Constraint): string | undefined {
  if ('prefix' in constraint) return constraint.prefix;
  if ('under' in constraint) return constraint.under;
  return 'glob' in constraint ? globPrefix(constraint.glob) : undefined;
}

function isBelow(child: Constraint, base: string): boolean {
  if ('under' in child) return isUnder(child.under, base);
  return 'glob' in child && globIsUnder(child.glob, base);
}

function isWithin(parent: Range, child: Range): boolean {
  const { min: low = Number.NEGATIVE_INFINITY, max: high = Number.POSITIVE_INFINITY } = parent;
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = child;
  return low <= min && max <= high;
}
