/**
 * What runs anywhere: identity, capabilities, access-control lists, ledgers, proofs, errors. `talos-protocol` on Node adds
 * the running agent. Call {@link initCrypto} once before anything else; what is made by an `open` or `create` has done it.
 *
 * @module
 */
export { AccessControl, type AccessRequest } from './acl/access-control.ts';
export type { AclLimits, AclPeer, AclPlace } from './acl/acl.ts';
export type { AclDecision } from './acl/decide.ts';
export type { AclWarning, AclWorld } from './acl/lint.ts';
export type { AclFault } from './acl/parse.ts';
export type { Bytes } from './base/bytes.ts';
export type { Clock } from './base/clock.ts';
export { ERROR_CODES, type ErrorCode, type ErrorDetails, EXIT, isTalosError, TalosError, } from './base/errors.ts';
export type { Allowed, Standing } from './capability/authorize.ts';
export { authorizeCall, type CapabilityRequest, type ChainContext, type ChainVerdict, type Denial, type Grant, verifyChain, } from './capability/authorize.ts';
export { Capability, type CapabilityCheck, type CapabilityIssuer, type MomentOptions, } from './capability/capability.ts';
export type { Constraint } from './capability/constraint.ts';
export { describeScope } from './capability/describe.ts';
export { type Invitation, parseInvitation } from './capability/invitation.ts';
export type { ToolPhrase } from './capability/phrase.ts';
export { parseToolPhrase } from './capability/phrase.ts';
export type { CapabilityVerdict, DelegationRequest, GrantRequest, VerificationRequest, } from './capability/request.ts';
export type { Revocations } from './capability/revocations.ts';
export type { ArgumentRules, Scope } from './capability/scope.ts';
export type { Environment } from './capability/scope-check.ts';
export type { FileRule, Limits, MessageRule, Pins, RateLimit, ScopeMembers } from './capability/scope-members.ts';
export { type ParsedToken, readToken, type TokenClaims } from './capability/token.ts';
export type { TimeWindow } from './capability/window.ts';
export { type Json, JsonNumber, type JsonObject, parseJson, writeJson } from './codec/json.ts';
export { initCrypto, primitivesInUse } from './crypto/init.ts';
export type { SigningKey } from './crypto/sign.ts';
export { type SignedBytes, verifySignatures } from './crypto/sign-batch.ts';
export { type Did, didOfKey, isDid, keyOfDid, parseDid } from './identity/did.ts';
export { agentOfDocument, type DidDocument, type DidText, type DocumentKey, documentOfDid, readDidDocument, } from './identity/did-document.ts';
export { webDocumentOf } from './identity/did-web.ts';
export type { DocumentService } from './identity/document-service.ts';
export { Identity, type IdentityOptions } from './identity/identity.ts';
export { type DidResolver, DidResolvers, KEY_RESOLVER } from './identity/resolver.ts';
export type { Block, BlockHeader } from './ledger/block.ts';
export { commit } from './ledger/entry/commitment.ts';
export type { Entry, EntryBody, EntryType } from './ledger/entry/entry.ts';
export type { Journal } from './ledger/journal/journal.ts';
export type { Appended, ArchiveBound, Archived, ArchiveSource, LedgerFault, LedgerQuery, LedgerReport, SaveArchive, StoredEntry, VerifyOptions, VerifyProgress, } from './ledger/journal/ledger.ts';
export { Ledger, type LedgerOptions } from './ledger/journal/own-ledger.ts';
export type { Author } from './ledger/journal/sealer.ts';
export { LightClient } from './ledger/light/light.ts';
export type { CheckpointTaken, EntryProof, HeadersTaken, LightOptions, LightRefusal, LightSnapshot, LightVerdict, Sighting, } from './ledger/light/light-types.ts';
export type { Checkpoint } from './ledger/log/checkpoint.ts';
export { verifyInclusion } from './ledger/log/merkle.ts';
export type { ProofVerdict } from './ledger/log/proof-file.ts';
export { verifyProofFile } from './ledger/log/proof-file.ts';
export type { NetworkTerms } from './ledger/network.ts';
export type { BlockValidation, ChainOptions, ChainProgress, ChainReport, ValidationError, } from './ledger/validation/validation-chain.ts';
export type { BlockCode, ValidationLayer } from './ledger/validation/validation-codes.ts';
export type { BlockOptions } from './ledger/validation/validation-engine.ts';
export { ValidationEngine, type ValidationOptions } from './ledger/validation/validation-engine.ts';
export type { AnchorCheck, SeenIds, ValidationLevel } from './ledger/validation/validation-levels.ts';
export type { ValidationMetrics } from './ledger/validation/validation-metrics.ts';
export type { ChainState } from './ledger/validation/validation-state.ts';
export type { Mine } from './ledger/work.ts';
export type { Store } from './storage/store.ts';
