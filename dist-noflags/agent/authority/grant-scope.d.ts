import { type Scope } from '../../capability/scope.ts';
import type { DelegateParams, GrantParams } from '../api/api.ts';
/**
 * The scope that `params` ask for, of `service` unless they name another.
 *
 * @throws {TalosError} `E_USAGE` for a phrase that is not understood, and for a member that is said twice; `MALFORMED`.
 */
export declare function scopeAskedFor(params: Pick<GrantParams, 'tools' | 'resources' | 'prompts' | 'terms'> & {
    readonly service?: string;
}, service: () => string): Scope;
/**
 * The scope that `params` ask for within `parent`: what that allows, on the terms that they name, where they say nothing of what is to be allowed.
 *
 * @throws {TalosError} as {@link scopeAskedFor}.
 */
export declare function scopeToDelegate({ tools, ...params }: DelegateParams, parent: Scope): Scope;
/**
 * `scope` on further terms, as JSON text; a scope without them where there are none.
 *
 * @throws {TalosError} `E_USAGE` for terms that say what the scope says already; `MALFORMED`.
 */
export declare function onTerms(scope: Scope, text: string | undefined): Scope;
