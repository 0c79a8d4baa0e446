/**
 * What runs anywhere: identity, capabilities, access-control lists, ledgers, proofs, errors. `talos-protocol` on Node adds
 * the running agent. Call {@link initCrypto} once before anything else; what is made by an `open` or `create` has done it.
 *
 * @module
 */
export { AccessControl } from "./acl/access-control.js";
export { ERROR_CODES, EXIT, isTalosError, TalosError, } from "./base/errors.js";
export { authorizeCall, verifyChain, } from "./capability/authorize.js";
export { Capability, } from "./capability/capability.js";
export { describeScope } from "./capability/describe.js";
export { parseInvitation } from "./capability/invitation.js";
export { parseToolPhrase } from "./capability/phrase.js";
export { readToken } from "./capability/token.js";
export { JsonNumber, parseJson, writeJson } from "./codec/json.js";
export { initCrypto, primitivesInUse } from "./crypto/init.js";
export { verifySignatures } from "./crypto/sign-batch.js";
export { didOfKey, isDid, keyOfDid, parseDid } from "./identity/did.js";
export { agentOfDocument, documentOfDid, readDidDocument, } from "./identity/did-document.js";
export { webDocumentOf } from "./identity/did-web.js";
export { Identity } from "./identity/identity.js";
export { DidResolvers, KEY_RESOLVER } from "./identity/resolver.js";
export { commit } from "./ledger/entry/commitment.js";
export { Ledger } from "./ledger/journal/own-ledger.js";
export { LightClient } from "./ledger/light/light.js";
export { verifyInclusion } from "./ledger/log/merkle.js";
export { verifyProofFile } from "./ledger/log/proof-file.js";
export { ValidationEngine } from "./ledger/validation/validation-engine.js";
