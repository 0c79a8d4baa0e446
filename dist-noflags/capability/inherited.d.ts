/**
 * The conditions of a token, kept when it is passed on. PROTOCOL.md §8.3.
 *
 * @module
 */
import type { Scope } from './scope.ts';
/**
 * `given`, under those conditions of `parent` that it says nothing about: limits, windows, environment, freshness, pins
 * and that it may only read. A delegated token must not lack them; what it may do besides is for `given` alone to say.
 */
export declare function underConditionsOf(parent: Scope, given: Scope): Scope;
