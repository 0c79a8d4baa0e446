/**
 * What runs anywhere: identity, capabilities, ledger proofs, errors. `talos-protocol` on Node adds the running agent.
 *
 * @module
 */
export type { Bytes } from './base/bytes.ts';
export {
  ERROR_CODES,
  type ErrorCode,
  type ErrorDetails,
  EXIT,
  isTalosError,
  TalosError,
} from './base/errors.ts';
export {
  authorizeCall,
  type CapabilityRequest,
  type ChainContext,
  type ChainVerdict,
  type Denial,
  type Grant,
  verifyChain,
} from './capability/authorize.ts';
export type { Constraint } from './capability/constraint.ts';
export { describeScope } from './capability/describe.ts';
export { type Invitation, parseInvitation } from './capability/invitation.ts';
export { parseToolPhrase } from './capability/phrase.ts';
export type { Scope } from './capability/scope.ts';
export { type ParsedToken, readToken, type TokenClaims } from './capability/token.ts';
export { type Json, JsonNumber, type JsonObject, parseJson, writeJson } from './codec/json.ts';
export { initCrypto, primitivesInUse } from './crypto/init.ts';
export { type Did, didOfKey, isDid, keyOfDid, parseDid } from './identity/did.ts';
export {
  agentOfDocument,
  type DidDocument,
  type DidText,
  type DocumentKey,
  documentOfDid,
  readDidDocument,
} from './identity/did-document.ts';
export type { DocumentService } from './identity/document-service.ts';
export { Identity } from './identity/identity.ts';
export { type DidResolver, DidResolvers, KEY_RESOLVER } from './identity/resolver.ts';
export { commit } from './ledger/commitment.ts';
export { LightClient } from './ledger/light.ts';
export type { LightVerdict } from './ledger/light-types.ts';
export { verifyInclusion } from './ledger/merkle.ts';
export { verifyProofFile } from './ledger/proof-file.ts';
export type { BlockValidation, ChainReport, ValidationError } from './ledger/validation-chain.ts';
export { ValidationEngine, type ValidationOptions } from './ledger/validation-engine.ts';
export type { ValidationLevel } from './ledger/validation-levels.ts';
