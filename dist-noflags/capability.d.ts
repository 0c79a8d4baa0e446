/**
 * The entry `talos-protocol/capability`: capabilities in a server of one's own, without an agent, also in a browser. Call
 * {@link initCrypto} once before anything else.
 *
 * @module
 */
export { isTalosError, TalosError } from './base/errors.ts';
export { type Allowed, authorizeCall, type CapabilityRequest, type ChainContext, type ChainVerdict, type Denial, type Grant, verifyChain, } from './capability/authorize.ts';
export { Authorizer, type AuthorizerOptions, type UsageStore } from './capability/authorizer.ts';
export { delegateToken } from './capability/chain.ts';
export { PossessionChallenge, provePossession, readPossession } from './capability/possession.ts';
export { NO_REVOCATIONS, type Revocations } from './capability/revocations.ts';
export { parseScope, type Scope } from './capability/scope.ts';
export { issueToken, type ParsedToken, readToken, type TokenClaims } from './capability/token.ts';
export type { AccountState } from './capability/usage.ts';
export { initCrypto } from './crypto/init.ts';
export { SigningKey } from './crypto/sign.ts';
export { type Did, didOfKey, isDid, keyOfDid, parseDid } from './identity/did.ts';
export { type Caller, type GuardOptions, guardTransport, HolderProofs, type IdentifyCaller, withCapabilities, } from './mcp/guard.ts';
export { type Presented, presentingCapability } from './mcp/presenting.ts';
