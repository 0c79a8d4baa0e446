import type { Scope } from '../../capability/scope.ts';
import type { Did } from '../../identity/did.ts';
import type { AgentCore } from '../agent-core.ts';
import type { DelegateParams, GrantParams } from '../api/api.ts';
import type { GrantBook, HeldGrant } from './grant-book.ts';
/** @throws {TalosError} `E_USAGE` for a time or depth that no token has. */
export declare function assertTerms({ expiresInS, depth }: Partial<Pick<GrantParams, 'expiresInS' | 'depth'>>): void;
/**
 * The grant to be passed on: one that is held, by its id, or one whose text was given, which is kept then.
 *
 * @throws {TalosError} as `GrantBook.find` and `GrantBook.receive`.
 */
export declare function parentOf(grants: GrantBook, capability: string): Promise<HeldGrant>;
/** Passes `parent` on, under its own conditions; durable when it resolves. @throws {TalosError} as `AgentApi.delegate`. */
export declare function delegate(core: AgentCore, parent: HeldGrant, subject: Did, scope: Scope, { expiresInS, depth }: Pick<DelegateParams, 'expiresInS' | 'depth'>, defaultS?: number): Promise<HeldGrant>;
