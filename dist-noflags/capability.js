/**
 * The entry `talos-protocol/capability`: capabilities in a server of one's own, without an agent, also in a browser. Call
 * {@link initCrypto} once before anything else.
 *
 * @module
 */
export { isTalosError, TalosError } from "./base/errors.js";
export { authorizeCall, verifyChain, } from "./capability/authorize.js";
export { Authorizer } from "./capability/authorizer.js";
export { delegateToken } from "./capability/chain.js";
export { PossessionChallenge, provePossession, readPossession } from "./capability/possession.js";
export { NO_REVOCATIONS } from "./capability/revocations.js";
export { parseScope } from "./capability/scope.js";
export { issueToken, readToken } from "./capability/token.js";
export { initCrypto } from "./crypto/init.js";
export { SigningKey } from "./crypto/sign.js";
export { didOfKey, isDid, keyOfDid, parseDid } from "./identity/did.js";
export { guardTransport, HolderProofs, withCapabilities, } from "./mcp/guard.js";
export { presentingCapability } from "./mcp/presenting.js";
