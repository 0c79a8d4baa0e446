/**
 * Who calls, as a tool is told of it: PROTOCOL.md §7.2.
 *
 * @module
 */
import type { Grant } from '../../capability/authorize.ts';
import type { Did } from '../../identity/did.ts';
import type { Caller } from '../../mcp/meta.ts';
import { isAlias } from '../reach/peer-book.ts';

/** A {@link Caller} that was authenticated. */
export type ToolCaller = Caller & { readonly did: Did; readonly capability: string };

/**
 * The caller under `grant`.
 *
 * @param alias - What the owner of the tool calls the peer; empty where it has no name.
 */
export function callerOf(did: Did, alias: string, grant: Grant): ToolCaller {
  const caller = { did, ...(isAlias(alias) ? { alias } : {}), capability: grant.leaf.id };
  // Each token's issuer is the subject of the one before it.
  const issuers = grant.tokens.map(({ claims }) => claims.issuer);
  return issuers.length > 1 ? { ...caller, chain: [...issuers, did] } : caller;
}
