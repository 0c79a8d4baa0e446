import type { Json, JsonObject } from '../codec/json.ts';
import { type Constraint } from './constraint.ts';
import { type ScopeMembers } from './scope-members.ts';
export { MAX_NAME, MAX_SERVICE_NAME, MAX_TOOLS, SERVICE_NAME } from './scope-names.ts';
/** Most constrained arguments of a tool. */
export declare const MAX_ARGUMENTS = 64;
/** Most constraints on resources, and on prompts. */
export declare const MAX_PATTERNS = 64;
/** The argument name that stands for every argument that is not named; its constraint is `{"any":true}`. */
export declare const OTHER_ARGUMENTS = "*";
/** `type` of our entries of `authorization_details` (RFC 9396 §2). */
export declare const SCOPE_TYPE = "talos-mcp";
/** Constraints by argument name. Inherits nothing. */
export type ArgumentRules = Readonly<Record<string, Constraint>>;
/** What is granted of one service. Made by {@link parseScope}; its objects of names inherit nothing. */
export interface Scope extends ScopeMembers {
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
export declare function isServiceName(name: string): boolean;
/**
 * Reads a scope, as {@link scopeJson} writes it, without `type`. Copies everything.
 *
 * @throws {TalosError} `MALFORMED` for a wrong type, an unknown field or constraint, a name that is not printable
 *   ASCII, or a count over its limit.
 */
export declare function parseScope(json: Json): Scope;
/** The scope as the token holds it: one object of `authorization_details`. */
export declare function scopeJson(scope: Scope): JsonObject;
/** Reads a scope as {@link scopeJson} wrote it. @throws {TalosError} as {@link parseScope}, and for another `type`. */
export declare function readScopeJson(json: Json): Scope;
