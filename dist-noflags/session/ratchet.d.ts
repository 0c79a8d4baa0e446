/**
 * The Double Ratchet as a pure state machine. PROTOCOL.md §5.4.
 *
 * Steps follow "The Double Ratchet Algorithm", revision 4, §3; its symbols stand in parentheses. Functions take a
 * state and return the next one; none changes its input, so a throw leaves the session where it was, and a caller
 * commits by storing what it got back.
 *
 * ```text
 *            initiate()                             respond()
 *                |                                      |
 *                v                 encrypt(): new key   v
 *   +-----> { sending } <------------------------- { no sending }
 *   |            | |                                    ^  |
 *   | encrypt(), | +----- decrypt(): new peer key ------+  +---+
 *   +-- decrypt(): same peer key                        +------+ decrypt()
 * ```
 *
 * The answering ratchet key is drawn when the next message is sent, not when the peer's comes: decrypting needs no
 * randomness, a one-way flow no useless key, and the bytes are those of the specification.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
import { type AgreementKeyPair } from '../crypto/agree.ts';
import { Secret } from '../crypto/secret.ts';
/** Keys that one message may skip in one chain: bounds the work a peer can cause. PROTOCOL.md §5.4. */
export declare const MAX_SKIP = 1000;
/** Skipped keys that a session keeps; past it the oldest go: bounds what a peer can store. PROTOCOL.md §5.4. */
export declare const MAX_SKIPPED_KEYS = 2000;
/** How long a skipped key is kept, in milliseconds: 7 days. PROTOCOL.md §5.4. */
export declare const MAX_SKIPPED_AGE_MS: number;
/** Receiving chains that are remembered, the current one included. PROTOCOL.md §5.4. */
export declare const MAX_RECEIVING_CHAINS = 5;
/** One chain of message keys: its next chain key (32 bytes) and the index that key will serve. */
export interface Chain {
    readonly key: Secret;
    readonly next: number;
}
/** The key of a message that was passed over (`MKSKIPPED`). */
export interface SkippedKey {
    readonly index: number;
    /** 32 bytes. */
    readonly key: Secret;
    /** Milliseconds since 1970. */
    readonly storedAtMs: number;
}
/** The chain that the peer's current ratchet key leads to (`DHr`, `CKr`, `Nr`). */
export interface ReceivingChain extends Chain {
    /** The peer's ratchet key, 32 bytes. */
    readonly from: Bytes;
    /** In the order of their indexes. */
    readonly skipped: readonly SkippedKey[];
}
/** A chain of an earlier ratchet key of the peer, kept for the messages that are still under way. */
export interface ClosedChain {
    readonly from: Bytes;
    /** Keys that were derived from it. */
    readonly length: number;
    readonly skipped: readonly SkippedKey[];
}
/** All of one side's ratchet. Plain data, of which no secret shows. */
export interface RatchetState {
    /** Root key (`RK`), 32 bytes. */
    readonly root: Secret;
    /** Our current ratchet key pair (`DHs`). */
    readonly ours: AgreementKeyPair;
    /** Sending chain (`CKs`, `Ns`); absent where the next message starts a new one. */
    readonly sending: Chain | undefined;
    /** The chain of the peer's ratchet key, once a message has come. */
    readonly receiving: ReceivingChain | undefined;
    /** Length of our previous sending chain (`PN`). */
    readonly previous: number;
    /** Earlier receiving chains, the newest first; at most {@link MAX_RECEIVING_CHAINS} − 1. */
    readonly earlier: readonly ClosedChain[];
}
/** Source of randomness. Tests pass their own; nobody else does. */
export type Draw = (count: number) => Bytes;
/** What a step gives: the state to store, and what may leave once it is stored. */
export interface Encrypted {
    readonly state: RatchetState;
    /** Header, nonce and ciphertext. */
    readonly message: Bytes;
}
/** See {@link Encrypted}. */
export interface Decrypted {
    readonly state: RatchetState;
    readonly plaintext: Bytes;
}
/**
 * Starts the side that sends first (`RatchetInitAlice`, §3.3).
 *
 * @param sharedSecret - 32 bytes from the handshake.
 * @param peerRatchetKey - 32 bytes, checked.
 */
export declare function initiateRatchet(sharedSecret: Bytes, peerRatchetKey: Bytes, draw?: Draw): RatchetState;
/** Starts the side that answers (`RatchetInitBob`, §3.3). `ours` is the pair whose public key the initiator used. */
export declare function respondRatchet(sharedSecret: Bytes, ours: AgreementKeyPair): RatchetState;
/**
 * Encrypts the next message (§3.4) under a fresh random nonce, so that not even a copied state repeats a (key, nonce).
 *
 * @param associated - Bound to the message before its header.
 * @returns The state to store before the message leaves, and the message, 69 bytes longer than `plaintext`.
 * @throws {TalosError} `E_NO_SESSION` on a responder that has received nothing; `E_LIMIT` after 2^32 messages in one
 *   chain.
 */
export declare function encrypt(state: RatchetState, plaintext: Uint8Array, associated: Uint8Array, draw?: Draw): Encrypted;
/**
 * Takes the sending half of a ratchet step ahead of the next message, where one is due: the costly part of
 * {@link encrypt}, for a side that has time now. The messages are the same, whoever takes the step when.
 *
 * @returns `state` itself where no step is due, or none can be taken before a message was received.
 */
export declare function prepareSending(state: RatchetState, draw?: Draw): RatchetState;
/**
 * Decrypts a message, in order or not (§3.5). Everything is derived on the side; the state given back is the first to
 * hold any of it, and there is none before the tag has verified.
 *
 * @param associated - As given to {@link encrypt}.
 * @param nowMs - Milliseconds since 1970: the age of skipped keys.
 * @throws {TalosError} `E_MALFORMED` for what is no ratchet message; `E_REPLAY` for a key already used or dropped;
 *   `E_SKIP_LIMIT` for one too far ahead; `E_BAD_KEY` for a ratchet key against PROTOCOL.md §3.2; `E_DECRYPT` for a
 *   forgery.
 */
export declare function decrypt(state: RatchetState, message: Uint8Array, associated: Uint8Array, nowMs: number): Decrypted;
/** Drops skipped keys older than {@link MAX_SKIPPED_AGE_MS}. The same state where there is none. */
export declare function expire(state: RatchetState, nowMs: number): RatchetState;
/** Skipped keys that `state` holds. At most {@link MAX_SKIPPED_KEYS}. */
export declare function skippedKeyCount(state: RatchetState): number;
/** Whether the peer has used `ratchetKey` in this session: then it is that of no other. */
export declare function knowsRatchetKey({ receiving, earlier }: RatchetState, ratchetKey: Uint8Array): boolean;
/** Keeps the newest `most` skipped keys. The same state where there are no more. */
export declare function keepSkipped(state: RatchetState, most: number): RatchetState;
