/**
 * The handshake of a live channel: three messages over an open link, all keys made for it. PROTOCOL.md §5.5.
 *
 * ```text
 *   A: beginLive     hello   ->  B: answerLive
 *   A: completeLive  <- bundle
 *                    initial ->  B: acceptLive
 * ```
 *
 * Pure steps; the channel carries them. B has authenticated A only when a message of A has opened.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
import { type AgreementKeyPair } from '../crypto/agree.ts';
import { type KemKeyPair } from '../crypto/kem.ts';
import { type Did } from '../identity/did.ts';
import type { Party, Session } from './key-schedule.ts';
import type { Draw } from './ratchet.ts';
/** Most bytes of the first message. PROTOCOL.md §5.5. */
export declare const MAX_HELLO_BYTES = 512;
/** Most bytes of a live bundle. PROTOCOL.md §5.5. */
export declare const MAX_LIVE_BUNDLE_BYTES = 4096;
/** Length of the initiator's nonce in bytes. */
export declare const LIVE_NONCE_BYTES = 32;
/** The initiator's state between its first message and the answer. */
export interface LiveAsked {
    readonly peer: Did;
    readonly nonce: Bytes;
}
/** The responder's state between its bundle and the initial message. Secret. */
export interface LiveOffered {
    readonly peer: Did;
    readonly nonce: Bytes;
    readonly signedPrekey: AgreementKeyPair;
    readonly kemPrekey: KemKeyPair;
}
/** Time, and what is known of the peer. */
export interface LiveExpectation {
    /** Milliseconds since 1970. */
    readonly nowMs: number;
    /** The highest certificate sequence seen of the peer. */
    readonly lowestSequence?: number;
}
/** First step of the initiator: at most {@link MAX_HELLO_BYTES} to send, and the state to keep. */
export declare function beginLive(party: Party, peer: Did, draw?: Draw): {
    readonly state: LiveAsked;
    readonly hello: Bytes;
};
/**
 * First step of the responder: answers a first message with a bundle of new keys.
 *
 * @param peer - The DID that the transport authenticated.
 * @throws {TalosError} `E_LIMIT`, `E_VERSION`, `E_MALFORMED` and `E_BAD_DID` for its form; `E_IDENTITY_MISMATCH` if it
 *   is from or for somebody else.
 */
export declare function answerLive(party: Party, peer: Did, hello: Uint8Array, nowMs: number, draw?: Draw): {
    readonly state: LiveOffered;
    readonly bundle: Bytes;
};
/**
 * Second step of the initiator: verifies the bundle, makes the session and the initial message.
 *
 * @throws {TalosError} `E_LIMIT`, `E_VERSION` and `E_MALFORMED` for its form; `E_DOWNGRADE` without a KEM key;
 *   `E_BAD_BUNDLE` for a bad signature, another owner, another recipient or another nonce; `E_STALE` if it was made
 *   more than 10 minutes away or its certificate is stale; `E_BAD_KEY` for a key that is none.
 */
export declare function completeLive(party: Party, state: LiveAsked, bundle: Uint8Array, expected: LiveExpectation, draw?: Draw): {
    readonly session: Session;
    readonly initial: Bytes;
};
/**
 * Second step of the responder: makes the session. Nothing may be sent under it before a message of A has opened.
 *
 * @throws {TalosError} `E_IDENTITY_MISMATCH` if the message is from or for somebody else; `E_PREKEY_GONE` if it names
 *   other keys than those offered; what {@link decodeInitial} and {@link respond} throw.
 */
export declare function acceptLive(party: Party, state: LiveOffered, initial: Uint8Array, expected: LiveExpectation): Session;
