/**
 * The entry `talos-protocol/session`: an end-to-end encrypted session with a peer over any transport, without an agent, also
 * in a browser. A handshake of three messages, then the Double Ratchet; both are functions, and what they give is the
 * caller's to keep. PROTOCOL.md §5.3, §5.5. Call {@link initCrypto} once before anything else.
 *
 * @module
 */
export { isTalosError, TalosError } from './base/errors.ts';
export { initCrypto } from './crypto/init.ts';
export { type Did, didOfKey, isDid, keyOfDid, parseDid } from './identity/did.ts';
export { Identity } from './identity/identity.ts';
export type { Party, Session, SessionRole } from './session/key-schedule.ts';
export { acceptLive, answerLive, beginLive, completeLive, type LiveAsked, type LiveExpectation, type LiveOffered, } from './session/live.ts';
export { type Decrypted, decrypt as decryptMessage, type Encrypted, encrypt as encryptMessage, type RatchetState, } from './session/ratchet.ts';
