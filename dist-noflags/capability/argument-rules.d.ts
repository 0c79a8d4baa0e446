import type { Constraint } from './constraint.ts';
import { type ArgumentRules } from './scope.ts';
/** The constraint on the argument `name`; `undefined` where it is not granted. */
export declare function ruleOf(rules: ArgumentRules, name: string): Constraint | undefined;
