import { type Json } from '../codec/json.ts';
import type { Constraint } from './constraint-kinds.ts';
/** Whether a value meets a constraint. */
export type Check = (value: Json) => boolean;
/** The check of `constraint`, which must not change any more. */
export declare function checkOf(constraint: Constraint): Check;
/** The check of `constraint` on the URI of a resource: stricter about what a URI may look like. */
export declare function uriCheckOf(constraint: Constraint): Check;
/** As {@link checkOf}, not remembered: for a caller that keeps it. Remembering costs several times as much as making. */
export declare function makeCheck(constraint: Constraint): Check;
/** Whether two values are equal as JSON: they have one RFC 8785 text, and no number was rounded to get there. */
export declare function equalJson(a: Json, b: Json): boolean;
