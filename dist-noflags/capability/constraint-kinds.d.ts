/**
 * The kinds of constraints, as a token holds them. PROTOCOL.md §8.2.
 *
 * @module
 */
import type { Json } from '../codec/json.ts';
/** Bounds of a number, both included; at least one is there. */
export interface Range {
    readonly min?: number;
    readonly max?: number;
}
/** One constraint, as the token holds it. Made by `parseConstraint`, which copies. */
export type Constraint = {
    readonly exact: Json;
} | {
    readonly oneOf: readonly Json[];
} | {
    readonly noneOf: readonly Json[];
} | {
    readonly prefix: string;
} | {
    readonly suffix: string;
} | {
    readonly glob: string;
}
/** In the syntax of RE2; all of the value. */
 | {
    readonly pattern: string;
} | {
    readonly under: string;
} | {
    readonly range: Range;
}
/** An array with an item that is equal to the value. */
 | {
    readonly contains: Json;
}
/** An array whose items are each one of these. */
 | {
    readonly subset: readonly Json[];
}
/** Bytes of a string in UTF-8; whole numbers. */
 | {
    readonly size: Range;
}
/** Items of an array or members of an object; whole numbers. */
 | {
    readonly count: Range;
} | {
    readonly any: true;
} | {
    readonly anyOf: readonly Constraint[];
} | {
    readonly allOf: readonly Constraint[];
};
