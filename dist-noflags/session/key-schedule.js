/**
 * What both sides of a handshake derive, whichever way its parts have travelled. PROTOCOL.md §5.3.
 *
 * @module
 */
import { concat, utf8 } from "../base/bytes.js";
import { blob16, u8, u32 } from "../codec/writer.js";
import { labelledHash } from "../crypto/hash.js";
import { derive } from "../crypto/kdf.js";
import { SESSION_VERSION, SUITE } from "./suite.js";
const KIND_CODES = { durable: 1, live: 2 };
/** SHA-256(label transcript, transcript). 32 new bytes. */
export function transcriptHash(transcript) {
    const { kind, initiator, responder, signedPrekey, kemPrekey, oneTimePrekey } = transcript;
    return labelledHash('transcript', Uint8Array.of(SESSION_VERSION, SUITE, KIND_CODES[kind]), blob16(utf8(initiator.did)), blob16(initiator.bytes), blob16(utf8(responder.did)), blob16(responder.bytes), concat(u32(signedPrekey.id), signedPrekey.publicKey), concat(u32(kemPrekey.id), kemPrekey.publicKey), oneTimePrekey === undefined ? u8(0) : concat(u8(1), u32(oneTimePrekey.id), oneTimePrekey.publicKey), transcript.ephemeralKey, transcript.ciphertext, blob16(transcript.nonce));
}
/** AD: what every message of the session is bound to. */
export function associatedData(transcript, id) {
    const { kind, initiator, responder } = transcript;
    return concat(Uint8Array.of(SESSION_VERSION, SUITE, KIND_CODES[kind]), blob16(utf8(initiator.did)), initiator.agreementKey, blob16(utf8(responder.did)), responder.agreementKey, id);
}
/** 32 × 0xFF before the secrets keeps the input apart from any key of the curve. PQXDH, revision 3, §2.2. */
const PADDING = new Uint8Array(32).fill(0xff);
const ZERO_SALT = new Uint8Array(32);
/**
 * SK, 32 new bytes.
 *
 * @param agreements - DH1, DH2, DH3 and, where there is a one-time prekey, DH4.
 * @param kemSecret - SS.
 * @param id - The transcript hash.
 */
export function sessionSecret(agreements, kemSecret, id) {
    return derive('session', concat(PADDING, ...agreements, kemSecret), ZERO_SALT, 32, id);
}
