import { type Constraint } from './constraint.ts';
/** The work that one comparison of two scopes may still take. */
export interface Effort {
    steps: number;
}
/** What the values are: those of an argument or a name, or URIs of resources, which are held to more. */
export type ValueKind = 'value' | 'uri';
/** One comparison of constraints. */
export declare class ConstraintComparison {
    #private;
    constructor(effort: Effort, kind: ValueKind);
    /** Whether every value that meets `child` meets `parent`, as far as it can be shown. */
    covers(parent: Constraint, child: Constraint): boolean;
}
