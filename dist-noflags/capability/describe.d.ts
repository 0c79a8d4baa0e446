import type { Constraint } from './constraint-kinds.ts';
import { type Scope } from './scope.ts';
/** All that a scope says, one line a thing: {@link describeAllowed}, then {@link describeTerms}. */
export declare function describeScope(scope: Scope): string[];
/** What a scope allows: one line a tool, a pattern, a kind of thing. */
export declare function describeAllowed(scope: Scope): string[];
/** On which terms a scope allows it: limits, times, circumstances; one line each, none for a scope without. */
export declare function describeTerms(scope: Scope): string[];
/** One constraint in words, to be read behind the name of what it is about. */
export declare function describeConstraint(constraint: Constraint): string;
