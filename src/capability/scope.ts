/**
 * Scopes: what a token grants of one service, as tools → arguments → constraints. PROTOCOL.md §8.2.
 *
 * A closed world: a tool, argument, resource or prompt that is not named is refused.
 *
 * @module
 */
import { isFields, readArray, readObject, readString } from '../codec/fields.ts';
import type { Json, JsonObject } from '../codec/json.ts';
import { type Constraint, parseConstraint } from './constraint.ts';
import { asMalformed, malformed } from './verdict.ts';

/** Most tools of a scope. */
export const MAX_TOOLS = 256;
/** Most constrained arguments of a tool. */
export const MAX_ARGUMENTS = 64;
/** Most constraints on resources, and on prompts. */
export const MAX_PATTERNS = 64;
/** Longest name of a service, in characters. */
export const MAX_SERVICE_NAME = 64;
/** Longest name of a tool or an argument, in characters: MCP asks for at most 128. */
export const MAX_NAME = 128;

/** The argument name that stands for every argument that is not named; its constraint is `{"any":true}`. */
export const OTHER_ARGUMENTS = '*';
/** `type` of our entries of `authorization_details` (RFC 9396 §2). */
export const SCOPE_TYPE = 'talos-mcp';

// Identifiers are ASCII: two names that look the same are the same, and no normalisation is needed.
const NAME = /^[!-~]+$/;
/** What a service's name is made of: printable ASCII without spaces. */
export const SERVICE_NAME: RegExp = NAME;

/** Constraints by argument name. Inherits nothing. */
export type ArgumentRules = Readonly<Record<string, Constraint>>;

/** What is granted of one service. Made by {@link parseScope}; its objects inherit nothing. */
export interface Scope {
  /** 1 to {@link MAX_SERVICE_NAME} printable ASCII characters. */
  readonly service: string;
  /** Exact tool names, printable ASCII. A tool with no rule takes no argument. */
  readonly tools: Readonly<Record<string, ArgumentRules>>;
  /** On the URI text; one that holds is enough. */
  readonly resources?: readonly Constraint[];
  /** On the prompt's name; one that holds is enough. */
  readonly prompts?: readonly Constraint[];
}

/** Whether `name` can name a service. */
export function isServiceName(name: string): boolean {
  return name.length <= MAX_SERVICE_NAME && SERVICE_NAME.test(name);
}

/**
 * Reads a scope, as {@link scopeJson} writes it, without `type`. Copies everything.
 *
 * @throws {TalosError} `MALFORMED` for a wrong type, an unknown field or constraint, a name that is not printable
 *   ASCII, or a count over its limit.
 */
export function parseScope(json: Json): Scope {
  return asMalformed(() => {
    const fields = readObject(json, { required: ['service', 'tools'], optional: ['resources', 'prompts'] }, 'scope');
    const { resources, prompts } = fields;
    return {
      service: readString(fields.service, 'service', { min: 1, max: MAX_SERVICE_NAME, pattern: SERVICE_NAME }),
      tools: readNamed(fields.tools, 'tools', MAX_TOOLS, readRules),
      ...(resources === undefined ? {} : { resources: readPatterns(resources, 'resources') }),
      ...(prompts === undefined ? {} : { prompts: readPatterns(prompts, 'prompts') }),
    };
  });
}

function readPatterns(list: Json, name: string): readonly Constraint[] {
  return readArray(list, name, { max: MAX_PATTERNS }, parseConstraint);
}

function readRules(json: Json): ArgumentRules {
  const rules = readNamed(json, 'arguments', MAX_ARGUMENTS, parseConstraint);
  const others = rules[OTHER_ARGUMENTS];
  if (others !== undefined && !('any' in others)) throw malformed('the argument * takes the constraint any alone');
  return rules;
}

function readNamed<T>(json: Json | undefined, name: string, max: number, read: (value: Json) => T): Record<string, T> {
  if (json === undefined || !isFields(json)) throw malformed(`${name} must be an object`);
  const keys = Object.keys(json);
  if (keys.length > max) throw malformed(`${name} has more than ${max} entries`);
  const named: Record<string, T> = Object.create(null);
  for (const key of keys) {
    if (key.length > MAX_NAME || !NAME.test(key)) throw malformed(`${name}: a name is not printable ASCII`);
    named[key] = read(json[key] as Json);
  }
  return named;
}

/** The scope as the token holds it: one object of `authorization_details`. */
export function scopeJson(scope: Scope): JsonObject {
  return { type: SCOPE_TYPE, ...scope } as unknown as JsonObject;
}
