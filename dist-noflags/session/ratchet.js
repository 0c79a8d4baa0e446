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
import { concat, equalBytes } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
import { NONCE_BYTES, open, seal } from "../crypto/aead.js";
import { agree, agreementKeyPair, checkAgreementKey, X25519_BYTES } from "../crypto/agree.js";
import { derive, hmacSha256 } from "../crypto/kdf.js";
import { randomBytes } from "../crypto/random.js";
import { Secret } from "../crypto/secret.js";
import { encodeRatchetHeader, MAX_RATCHET_INDEX, splitRatchetMessage, } from "../message/ratchet-message.js";
/** Keys that one message may skip in one chain: bounds the work a peer can cause. PROTOCOL.md §5.4. */
export const MAX_SKIP = 1000;
/** Skipped keys that a session keeps; past it the oldest go: bounds what a peer can store. PROTOCOL.md §5.4. */
export const MAX_SKIPPED_KEYS = 2000;
/** How long a skipped key is kept, in milliseconds: 7 days. PROTOCOL.md §5.4. */
export const MAX_SKIPPED_AGE_MS = 7 * 86_400_000;
/** Receiving chains that are remembered, the current one included. PROTOCOL.md §5.4. */
export const MAX_RECEIVING_CHAINS = 5;
/**
 * Starts the side that sends first (`RatchetInitAlice`, §3.3).
 *
 * @param sharedSecret - 32 bytes from the handshake.
 * @param peerRatchetKey - 32 bytes, checked.
 */
export function initiateRatchet(sharedSecret, peerRatchetKey, draw = randomBytes) {
    const ours = agreementKeyPair(draw(X25519_BYTES));
    const { root, chain } = rootStep(new Secret(sharedSecret), agree(ours.secretKey, peerRatchetKey));
    return { root, ours, sending: { key: chain, next: 0 }, receiving: undefined, previous: 0, earlier: [] };
}
/** Starts the side that answers (`RatchetInitBob`, §3.3). `ours` is the pair whose public key the initiator used. */
export function respondRatchet(sharedSecret, ours) {
    return { root: new Secret(sharedSecret), ours, sending: undefined, receiving: undefined, previous: 0, earlier: [] };
}
/**
 * Encrypts the next message (§3.4) under a fresh random nonce, so that not even a copied state repeats a (key, nonce).
 *
 * @param associated - Bound to the message before its header.
 * @returns The state to store before the message leaves, and the message, 69 bytes longer than `plaintext`.
 * @throws {TalosError} `E_NO_SESSION` on a responder that has received nothing; `E_LIMIT` after 2^32 messages in one
 *   chain.
 */
export function encrypt(state, plaintext, associated, draw = randomBytes) {
    const turned = state.sending === undefined ? turnSending(state, draw) : state;
    const { ours, previous } = turned;
    const { key, next: index } = turned.sending;
    if (index > MAX_RATCHET_INDEX)
        throw new TalosError('E_LIMIT', 'the chain has no index left');
    const header = encodeRatchetHeader({ ratchetKey: ours.publicKey, previous, index });
    const nonce = draw(NONCE_BYTES);
    const sealed = seal(messageKey(key), nonce, plaintext, bind(associated, header));
    const sending = { key: nextChainKey(key), next: index + 1 };
    return { state: { ...turned, sending }, message: concat(header, nonce, sealed) };
}
/**
 * Takes the sending half of a ratchet step ahead of the next message, where one is due: the costly part of
 * {@link encrypt}, for a side that has time now. The messages are the same, whoever takes the step when.
 *
 * @returns `state` itself where no step is due, or none can be taken before a message was received.
 */
export function prepareSending(state, draw = randomBytes) {
    return state.sending === undefined && state.receiving !== undefined ? turnSending(state, draw) : state;
}
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
export function decrypt(state, message, associated, nowMs) {
    const parts = splitRatchetMessage(message);
    const bound = bind(associated, parts.header);
    const fresh = expire(state, nowMs);
    const { receiving } = fresh;
    if (receiving !== undefined && equalBytes(receiving.from, parts.ratchetKey))
        return parts.index < receiving.next
            ? openSkipped(receiving, parts, bound, (left) => ({ ...fresh, receiving: { ...receiving, skipped: left } }))
            : openNext(fresh, receiving, parts, bound, nowMs);
    const at = fresh.earlier.findIndex((chain) => equalBytes(chain.from, parts.ratchetKey));
    const closed = fresh.earlier[at];
    if (closed !== undefined)
        return openSkipped(closed, parts, bound, (left) => ({
            ...fresh,
            earlier: fresh.earlier.with(at, { ...closed, skipped: left }),
        }));
    const turned = turnReceiving(fresh, parts, nowMs);
    return openNext(turned, turned.receiving, parts, bound, nowMs);
}
/** Drops skipped keys older than {@link MAX_SKIPPED_AGE_MS}. The same state where there is none. */
export function expire(state, nowMs) {
    const { receiving, earlier } = state;
    const isOld = (key) => nowMs - key.storedAtMs > MAX_SKIPPED_AGE_MS;
    if (receiving?.skipped.some(isOld) !== true && !earlier.some((chain) => chain.skipped.some(isOld)))
        return state;
    const kept = (chain) => ({
        ...chain,
        skipped: chain.skipped.filter((key) => !isOld(key)),
    });
    return { ...state, receiving: receiving && kept(receiving), earlier: earlier.map(kept) };
}
/** Skipped keys that `state` holds. At most {@link MAX_SKIPPED_KEYS}. */
export function skippedKeyCount(state) {
    let count = state.receiving?.skipped.length ?? 0;
    for (const chain of state.earlier)
        count += chain.skipped.length;
    return count;
}
/** Whether the peer has used `ratchetKey` in this session: then it is that of no other. */
export function knowsRatchetKey({ receiving, earlier }, ratchetKey) {
    const isIt = (chain) => equalBytes(chain.from, ratchetKey);
    return (receiving !== undefined && isIt(receiving)) || earlier.some(isIt);
}
/** Associated data up to which {@link bind} needs no memory of its own: those of a session and an envelope. */
const BOUND_BYTES = 1024;
// Public, and used before the next is bound.
const bindings = new Uint8Array(BOUND_BYTES);
/** `associated`, then `header`: the same memory each time, where it is long enough. */
function bind(associated, header) {
    const length = associated.length + header.length;
    if (length > BOUND_BYTES)
        return concat(associated, header);
    bindings.set(associated);
    bindings.set(header, associated.length);
    return bindings.subarray(0, length);
}
function openSkipped(chain, message, bound, without) {
    const held = chain.skipped.find((key) => key.index === message.index);
    if (held === undefined)
        throw new TalosError('E_REPLAY', `the key of message ${message.index} is used or dropped`);
    const plaintext = open(held.key.bytes, message.nonce, message.sealed, bound);
    return { state: without(chain.skipped.filter((key) => key !== held)), plaintext };
}
function openNext(state, chain, message, bound, nowMs) {
    const caught = skipTo(chain, message.index, nowMs);
    const plaintext = open(messageKey(caught.key), message.nonce, message.sealed, bound);
    const receiving = { ...caught, key: nextChainKey(caught.key), next: message.index + 1 };
    return { state: keepSkipped({ ...state, receiving }, MAX_SKIPPED_KEYS), plaintext };
}
/** Moves a chain to `index`, keeping the keys that it passes (`SkipMessageKeys`, §3.5). */
function skipTo(chain, index, nowMs) {
    if (index <= chain.next)
        return chain;
    const gap = index - chain.next;
    if (gap > MAX_SKIP)
        throw new TalosError('E_SKIP_LIMIT', `message skips ${gap} keys, limit ${MAX_SKIP}`, { details: { gap } });
    const skipped = [...chain.skipped];
    let { key } = chain;
    for (let at = chain.next; at < index; at++) {
        skipped.push({ index: at, key: new Secret(messageKey(key)), storedAtMs: nowMs });
        key = nextChainKey(key);
    }
    return { ...chain, key, next: index, skipped };
}
/** Keeps the newest `most` skipped keys. The same state where there are no more. */
export function keepSkipped(state, most) {
    let surplus = skippedKeyCount(state) - most;
    if (surplus <= 0)
        return state;
    const shortened = (chain) => {
        const dropped = Math.min(Math.max(surplus, 0), chain.skipped.length);
        surplus -= dropped;
        return dropped === 0 ? chain : { ...chain, skipped: chain.skipped.slice(dropped) };
    };
    // The oldest chain is the last, and in a chain the oldest key comes first.
    const earlier = state.earlier.toReversed().map(shortened).toReversed();
    return { ...state, earlier, receiving: state.receiving && shortened(state.receiving) };
}
/** Takes the peer's new ratchet key: the first half of `DHRatchet`, §3.5. */
function turnReceiving(state, message, nowMs) {
    const from = checkAgreementKey(message.ratchetKey);
    const ended = state.receiving && skipTo(state.receiving, message.previous, nowMs);
    const { root, chain } = rootStep(state.root, agree(state.ours.secretKey, from));
    const closed = ended === undefined ? [] : [{ from: ended.from, length: ended.next, skipped: ended.skipped }];
    return {
        root,
        ours: state.ours,
        sending: undefined,
        receiving: { from, key: chain, next: 0, skipped: [] },
        previous: state.sending?.next ?? state.previous,
        earlier: [...closed, ...state.earlier].slice(0, MAX_RECEIVING_CHAINS - 1),
    };
}
/** Answers the peer's ratchet key with one of ours: the second half of `DHRatchet`, §3.5. */
function turnSending(state, draw) {
    if (state.receiving === undefined)
        throw new TalosError('E_NO_SESSION', 'a responder cannot send before the first message has come');
    const ours = agreementKeyPair(draw(X25519_BYTES));
    const { root, chain } = rootStep(state.root, agree(ours.secretKey, state.receiving.from));
    return { ...state, root, ours, sending: { key: chain, next: 0 } };
}
/** `KDF_RK`: 32 bytes of next root key, then 32 bytes of chain key. */
function rootStep(root, agreed) {
    const derived = derive('ratchetRoot', agreed, root.bytes, 64);
    return { root: new Secret(derived.slice(0, 32)), chain: new Secret(derived.slice(32)) };
}
const MESSAGE_KEY = Uint8Array.of(0x01);
const CHAIN_KEY = Uint8Array.of(0x02);
/** `KDF_CK`, first output. */
function messageKey(chainKey) {
    return hmacSha256(chainKey.bytes, MESSAGE_KEY);
}
/** `KDF_CK`, second output. */
function nextChainKey(chainKey) {
    return new Secret(hmacSha256(chainKey.bytes, CHAIN_KEY));
}
