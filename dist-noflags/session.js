/**
 * The entry `talos-protocol/session`: an end-to-end encrypted session with a peer over any transport, without an agent, also
 * in a browser. A handshake of three messages, then the Double Ratchet; both are functions, and what they give is the
 * caller's to keep. PROTOCOL.md §5.3, §5.5. Call {@link initCrypto} once before anything else.
 *
 * @module
 */
export { isTalosError, TalosError } from "./base/errors.js";
export { initCrypto } from "./crypto/init.js";
export { didOfKey, isDid, keyOfDid, parseDid } from "./identity/did.js";
export { Identity } from "./identity/identity.js";
export { acceptLive, answerLive, beginLive, completeLive, } from "./session/live.js";
export { decrypt as decryptMessage, encrypt as encryptMessage, } from "./session/ratchet.js";
