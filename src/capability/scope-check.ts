/**
 * Scopes as functions: what a grant says of each tool is laid out once, so that a call that is allowed costs a walk over
 * its arguments, and allocates nothing. PROTOCOL.md §8.2.
 *
 * @module
 */
import { foldCase } from '../base/fold-case.ts';
import { isFields } from '../codec/fields.ts';
import { isExact, type Json, JsonNumber, MAX_JSON_DEPTH } from '../codec/json.ts';
import { type Check, checkOf, makeCheck, uriCheckOf } from './constraint-check.ts';
import { type ArgumentRules, OTHER_ARGUMENTS, type Scope } from './scope.ts';
import { ALLOWED, type Allowed, type Denial, deny } from './verdict.ts';
import { WindowClock } from './window-clock.ts';

/** What a peer asks for. Methods that are none of these are not covered by any token. */
export type CapabilityRequest =
  | { readonly kind: 'tool'; readonly name: string; readonly arguments: Json }
  | { readonly kind: 'resource'; readonly uri: string }
  | { readonly kind: 'prompt'; readonly name: string };

const NOT_GRANTED: Denial = Object.freeze(deny('SCOPE_MISMATCH', 'the tool is not granted'));
const NOT_READ_ONLY: Denial = Object.freeze(
  deny('SCOPE_MISMATCH', 'the token is read-only, and the tool is not pinned as one that changes nothing'),
);
const NO_OBJECT: Denial = Object.freeze(deny('MALFORMED', 'the arguments are no object'));
const STRAY: Denial = Object.freeze(deny('CONSTRAINT', 'an argument is not granted'));
const NOT_EXACT: Denial = Object.freeze(deny('CONSTRAINT', 'a number is not exact'));

/** The rules of one tool. */
class ToolCheck {
  readonly #names: readonly string[];
  readonly #checks: readonly Check[];
  /** Whether other arguments are granted too. */
  readonly #isOpen: boolean;

  constructor(rules: ArgumentRules) {
    this.#names = Object.keys(rules).filter((name) => name !== OTHER_ARGUMENTS);
    this.#checks = this.#names.map((name) => makeCheck(rules[name] as NonNullable<(typeof rules)[string]>));
    this.#isOpen = rules[OTHER_ARGUMENTS] !== undefined;
  }

  verdict(given: Json): Allowed | Denial {
    if (!isFields(given)) return NO_OBJECT;
    return this.#verdictOn(given);
  }

  #verdictOn(given: Readonly<Record<string, Json>>): Allowed | Denial {
    const names = this.#names;
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      const value = given[name];
      // A missing argument is refused: the tool would take its own default.
      if (value === undefined || !Object.hasOwn(given, name))
        return deny('CONSTRAINT', `the argument ${name} is missing`);
      if (typeof value !== 'string' && !isExactThroughout(value, MAX_JSON_DEPTH)) return NOT_EXACT;
      if (!(this.#checks[i] as Check)(value))
        return deny('CONSTRAINT', `the argument ${name} is outside what is granted`);
    }
    let count = 0;
    // Whatever is enumerable counts: more than the named ones is a stray, wherever it comes from.
    for (const _ in given) count++;
    return count === names.length ? ALLOWED : this.#others(given);
  }

  /** There are arguments beside the named ones. A stranger's argument name stays out of the reason. */
  #others(given: Readonly<Record<string, Json>>): Allowed | Denial {
    for (const name in given) {
      if (this.#names.includes(name)) continue;
      if (!this.#isOpen || this.#isSecondSpelling(name)) return STRAY;
      const value = given[name] as Json;
      if (typeof value !== 'string' && !isExactThroughout(value, MAX_JSON_DEPTH)) return NOT_EXACT;
    }
    return ALLOWED;
  }

  /**
   * Whether `name` is a named argument in other case. Some readers (Go's `encoding/json`) take members without regard to
   * case, the last one winning: they would read a free `Path` where `path` was checked.
   */
  #isSecondSpelling(name: string): boolean {
    return this.#names.some((named) => named.length === name.length && foldCase(named) === foldCase(name));
  }
}

/** Whether every number in `value` is what a double carries: tools read doubles, so nothing else can be judged. */
function isExactThroughout(value: Json, depthLeft: number): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (value instanceof JsonNumber) return isExact(value);
  if (depthLeft === 0) return false;
  const items: readonly Json[] = Array.isArray(value) ? value : Object.values(value);
  return items.every((item) => isExactThroughout(item, depthLeft - 1));
}

/** What the serving side says of itself, by name. */
export type Environment = Readonly<Record<string, string>>;

const OUTSIDE_WINDOWS: Denial = Object.freeze(deny('CONSTRAINT', 'the token does not allow calls at this time'));
const OTHER_ENVIRONMENT: Denial = Object.freeze(deny('CONSTRAINT', 'the token does not allow calls in this place'));
const NO_RESOURCE: Denial = Object.freeze(deny('SCOPE_MISMATCH', 'the resource is not granted'));
const NO_PROMPT: Denial = Object.freeze(deny('SCOPE_MISMATCH', 'the prompt is not granted'));
const NO_MESSAGES: Denial = Object.freeze(deny('SCOPE_MISMATCH', 'messages are not granted'));
const TOO_LONG: Denial = Object.freeze(deny('CONSTRAINT', 'the message is longer than is granted'));
const NO_FILES: Denial = Object.freeze(deny('SCOPE_MISMATCH', 'files are not granted'));
const OTHER_FILE: Denial = Object.freeze(deny('CONSTRAINT', 'the file is larger, or named otherwise, than is granted'));
const NO_SUCH_KIND: Denial = Object.freeze(deny('SCOPE_MISMATCH', 'this kind of request cannot be granted'));

/** A scope, laid out for checks. */
export class ScopeCheck {
  readonly #granted: Scope['tools'];
  /** Those that may be called at all. */
  readonly #readOnly: ReadonlySet<string> | undefined;
  /** Laid out when they are first called. */
  readonly #tools = new Map<string, ToolCheck>();
  readonly #resources: readonly Check[];
  readonly #prompts: readonly Check[];
  readonly #windows: WindowClock | undefined;
  readonly #messages: Scope['messages'];
  readonly #files: Scope['files'];
  readonly #environment: readonly (readonly [name: string, check: Check])[];
  /** The environment that was looked at last, and whether it is the right one. */
  #seen: Environment | undefined;
  #isRightPlace = false;

  constructor(scope: Scope) {
    const { tools, resources = [], prompts = [], windows, environment = {}, read_only, read_only_tools } = scope;
    this.#messages = scope.messages;
    this.#files = scope.files;
    this.#granted = tools;
    // Closed where nothing says which tools only read.
    this.#readOnly = read_only === true ? new Set(read_only_tools) : undefined;
    this.#resources = resources.map(uriCheckOf);
    this.#prompts = prompts.map(checkOf);
    this.#windows = windows === undefined ? undefined : new WindowClock(windows);
    this.#environment = Object.entries(environment).map(([name, constraint]) => [name, checkOf(constraint)]);
  }

  /** Why nothing is allowed now and here: `CONSTRAINT`. */
  #closed(nowMs: number, environment: Environment | undefined): Denial | undefined {
    if (this.#windows?.isWithin(nowMs) === false) return OUTSIDE_WINDOWS;
    if (this.#environment.length > 0 && !this.#isIn(environment)) return OTHER_ENVIRONMENT;
    return undefined;
  }

  /** The verdict on a message of so many bytes: allowed, or `SCOPE_MISMATCH` or `CONSTRAINT`. */
  message(bytes: number, nowMs: number, environment: Environment | undefined): Allowed | Denial {
    const closed = this.#closed(nowMs, environment);
    if (closed !== undefined) return closed;
    if (this.#messages === undefined) return NO_MESSAGES;
    return bytes <= (this.#messages.max_bytes ?? Number.POSITIVE_INFINITY) ? ALLOWED : TOO_LONG;
  }

  /** The verdict on a file: allowed, or `SCOPE_MISMATCH` or `CONSTRAINT`. */
  file(
    { name, size }: { readonly name: string; readonly size: number },
    nowMs: number,
    environment: Environment | undefined,
  ): Allowed | Denial {
    const closed = this.#closed(nowMs, environment);
    if (closed !== undefined) return closed;
    if (this.#files === undefined) return NO_FILES;
    const { max_bytes = Number.POSITIVE_INFINITY, names } = this.#files;
    const isNamed = names === undefined || names.some((each) => checkOf(each)(name));
    return size <= max_bytes && isNamed ? ALLOWED : OTHER_FILE;
  }

  /** The verdict on a request: allowed, or `SCOPE_MISMATCH`, `CONSTRAINT` or `MALFORMED`. */
  verdict(request: CapabilityRequest, nowMs: number, environment: Environment | undefined): Allowed | Denial {
    const closed = this.#closed(nowMs, environment);
    if (closed !== undefined) return closed;
    switch (request.kind) {
      case 'tool':
        return (
          (this.#tools.get(request.name) ?? this.#tool(request.name))?.verdict(request.arguments) ??
          this.#noTool(request.name)
        );
      case 'resource':
        return this.hasResource(request.uri) ? ALLOWED : NO_RESOURCE;
      case 'prompt':
        return this.hasPrompt(request.name) ? ALLOWED : NO_PROMPT;
      default:
        return NO_SUCH_KIND;
    }
  }

  #tool(name: string): ToolCheck | undefined {
    const rules = this.hasTool(name) ? this.#granted[name] : undefined;
    if (rules === undefined) return undefined;
    const check = new ToolCheck(rules);
    this.#tools.set(name, check);
    return check;
  }

  #noTool(name: string): Denial {
    const isNamed = typeof name === 'string' && Object.hasOwn(this.#granted, name);
    return isNamed && this.#readOnly !== undefined ? NOT_READ_ONLY : NOT_GRANTED;
  }

  /** An object that was looked at is not changed; where nothing is said, nothing holds. */
  #isIn(environment: Environment | undefined): boolean {
    if (environment === undefined) return false;
    if (environment !== this.#seen) {
      this.#isRightPlace = this.#environment.every(([name, check]) => {
        const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
        return value !== undefined && check(value);
      });
      this.#seen = environment;
    }
    return this.#isRightPlace;
  }

  /** Whether the tool may be called at all. */
  hasTool(name: string): boolean {
    // A name that is no string must not become one.
    return typeof name === 'string' && Object.hasOwn(this.#granted, name) && (this.#readOnly?.has(name) ?? true);
  }

  /** Whether a resource is granted. */
  hasResource(uri: string): boolean {
    return typeof uri === 'string' && this.#resources.some((check) => check(uri));
  }

  /** Whether a prompt is granted. */
  hasPrompt(name: string): boolean {
    return typeof name === 'string' && this.#prompts.some((check) => check(name));
  }
}

const CHECKS = new WeakMap<Scope, ScopeCheck>();

/** The checks of `scope`, which must not change any more: made when they are first asked for. */
export function scopeCheckOf(scope: Scope): ScopeCheck {
  let check = CHECKS.get(scope);
  if (check === undefined) {
    check = new ScopeCheck(scope);
    CHECKS.set(scope, check);
  }
  return check;
}
