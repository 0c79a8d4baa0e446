import { type Json } from '../codec/json.ts';
import type { Constraint } from './constraint-kinds.ts';
import { type PatternRoom } from './pattern.ts';
export type { Constraint } from './constraint-kinds.ts';
/** Most values of `oneOf`, `noneOf` and `subset`. */
export declare const MAX_ONE_OF = 256;
/** Longest text of a constraint, in UTF-16 units; patterns are shorter (`MAX_GLOB_PATTERN`). */
export declare const MAX_CONSTRAINT_TEXT = 4096;
/** Most constraints in one, itself and all that `anyOf` and `allOf` hold counted. */
export declare const MAX_COMBINED = 256;
/** How deep `anyOf` and `allOf` may hold each other. */
export declare const MAX_COMBINED_DEPTH = 4;
/** The constraint that every value meets. */
export declare const ANY: Constraint;
/**
 * Reads one constraint. Values are copied and their numbers brought to JavaScript's own.
 *
 * @throws {TalosError} `MALFORMED` for an unknown kind, two kinds or none, a wrong type, a text, list or nesting over
 *   its limit, a number that no double carries, a path or pattern that {@link holds} could never match.
 * @param patterns - What the patterns of the scope may weigh; becomes less. That of a scope of its own by default.
 */
export declare function parseConstraint(json: Json, patterns?: PatternRoom): Constraint;
/**
 * Whether `value` meets `constraint`. A value that holds a number no double carries equals nothing, is in no range and
 * is not known to be none of some.
 *
 * @param constraint - From {@link parseConstraint}, not changed since.
 */
export declare function holds(constraint: Constraint, value: Json): boolean;
/**
 * Whether the resource `uri` meets `constraint`. All kinds but `any` and those that name values in full (`exact`,
 * `oneOf`) hold only for a URI that all readers take for one place (`isPlainUri`).
 */
export declare function holdsForUri(constraint: Constraint, uri: string): boolean;
