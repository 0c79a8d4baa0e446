import { isAlias } from "../reach/peer-book.js";
/**
 * The caller under `grant`.
 *
 * @param alias - What the owner of the tool calls the peer; empty where it has no name.
 */
export function callerOf(did, alias, grant) {
    const caller = { did, ...(isAlias(alias) ? { alias } : {}), capability: grant.leaf.id };
    // Each token's issuer is the subject of the one before it.
    const issuers = grant.tokens.map(({ claims }) => claims.issuer);
    return issuers.length > 1 ? { ...caller, chain: [...issuers, did] } : caller;
}
