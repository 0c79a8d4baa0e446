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
import { equalBytes } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
import { decodeCbor, encodeCbor } from "../codec/cbor.js";
import { readBytes, readInteger, readObject, readString } from "../codec/fields.js";
import { agreementKeyPair, checkAgreementKey, X25519_BYTES } from "../crypto/agree.js";
import { checkKemKey, KEM_SEED_BYTES, kemKeyPair } from "../crypto/kem.js";
import { randomBytes } from "../crypto/random.js";
import { SIGNATURE_BYTES, verify } from "../crypto/sign.js";
import { MAX_CERTIFICATE_BYTES, verifyCertificate } from "../identity/certificate.js";
import { keyOfDid, parseDid } from "../identity/did.js";
import { decodeInitial, initiate, respond } from "./handshake.js";
import { MAX_SKEW_MS, readVersioned, SESSION_VERSION, SUITE } from "./suite.js";
/** Most bytes of the first message. PROTOCOL.md §5.5. */
export const MAX_HELLO_BYTES = 512;
/** Most bytes of a live bundle. PROTOCOL.md §5.5. */
export const MAX_LIVE_BUNDLE_BYTES = 4096;
/** Length of the initiator's nonce in bytes. */
export const LIVE_NONCE_BYTES = 32;
/** First step of the initiator: at most {@link MAX_HELLO_BYTES} to send, and the state to keep. */
export function beginLive(party, peer, draw = randomBytes) {
    const nonce = draw(LIVE_NONCE_BYTES);
    const hello = encodeCbor({ v: SESSION_VERSION, suite: SUITE, from: party.did, to: peer, nonce });
    return { state: { peer, nonce }, hello };
}
/**
 * First step of the responder: answers a first message with a bundle of new keys.
 *
 * @param peer - The DID that the transport authenticated.
 * @throws {TalosError} `E_LIMIT`, `E_VERSION`, `E_MALFORMED` and `E_BAD_DID` for its form; `E_IDENTITY_MISMATCH` if it
 *   is from or for somebody else.
 */
export function answerLive(party, peer, hello, nowMs, draw = randomBytes) {
    const fields = readVersioned(decodeCbor(hello, { maxBytes: MAX_HELLO_BYTES }), { required: ['from', 'to', 'nonce'] }, 'hello');
    const from = parseDid(readString(fields.from, 'hello.from'));
    const to = parseDid(readString(fields.to, 'hello.to'));
    const nonce = readBytes(fields.nonce, 'hello.nonce', LIVE_NONCE_BYTES);
    if (from !== peer)
        throw new TalosError('E_IDENTITY_MISMATCH', 'the peer claims another DID than its transport key');
    if (to !== party.did)
        throw new TalosError('E_IDENTITY_MISMATCH', 'the peer asks for another agent');
    const signedPrekey = agreementKeyPair(draw(X25519_BYTES));
    const kemPrekey = kemKeyPair(draw(KEM_SEED_BYTES));
    const body = encodeCbor({
        v: SESSION_VERSION,
        suite: SUITE,
        did: party.did,
        cert: party.certificate,
        to: peer,
        nonce,
        spk: signedPrekey.publicKey,
        kem: kemPrekey.publicKey,
        iat: nowMs,
    });
    const bundle = encodeCbor({ body, sig: party.signing.sign('liveBundle', body) });
    return { state: { peer, nonce, signedPrekey, kemPrekey }, bundle };
}
/**
 * Second step of the initiator: verifies the bundle, makes the session and the initial message.
 *
 * @throws {TalosError} `E_LIMIT`, `E_VERSION` and `E_MALFORMED` for its form; `E_DOWNGRADE` without a KEM key;
 *   `E_BAD_BUNDLE` for a bad signature, another owner, another recipient or another nonce; `E_STALE` if it was made
 *   more than 10 minutes away or its certificate is stale; `E_BAD_KEY` for a key that is none.
 */
export function completeLive(party, state, bundle, expected, draw = randomBytes) {
    const { peer, nonce } = state;
    const fields = openLiveBundle(bundle, peer);
    const isMine = fields.did === peer && fields.to === party.did && equalBytes(fields.nonce, nonce);
    if (!isMine)
        throw new TalosError('E_BAD_BUNDLE', 'the live bundle was made for another handshake');
    if (Math.abs(fields.issuedAtMs - expected.nowMs) > MAX_SKEW_MS)
        throw new TalosError('E_STALE', 'the clocks of both agents are more than 10 minutes apart', {
            details: { issuedAtMs: fields.issuedAtMs },
            hint: 'compare the clocks of both machines',
        });
    const offer = {
        kind: 'live',
        certificate: verifyCertificate(fields.certificate, { did: peer, ...expected }),
        signedPrekey: { id: 0, publicKey: checkAgreementKey(fields.signedPrekey) },
        kemPrekey: { id: 0, publicKey: checkKemKey(fields.kemPrekey) },
        isOneTimeKem: true,
        oneTimePrekey: undefined,
        nonce,
    };
    return initiate(party, offer, draw);
}
function openLiveBundle(bytes, owner) {
    const outer = readObject(decodeCbor(bytes, { maxBytes: MAX_LIVE_BUNDLE_BYTES }), { required: ['body', 'sig'] }, 'live bundle');
    const body = readBytes(outer.body, 'live bundle.body');
    const fields = readVersioned(decodeCbor(body), { required: ['did', 'cert', 'to', 'nonce', 'spk', 'iat'], optional: ['kem'] }, 'live bundle');
    if (fields.kem === undefined)
        throw new TalosError('E_DOWNGRADE', 'the live bundle has no KEM key');
    const signature = readBytes(outer.sig, 'live bundle.sig', SIGNATURE_BYTES);
    if (!verify('liveBundle', keyOfDid(owner), body, signature))
        throw new TalosError('E_BAD_BUNDLE', 'the live bundle is not signed by the peer');
    const certificate = readBytes(fields.cert, 'live bundle.cert');
    if (certificate.length > MAX_CERTIFICATE_BYTES)
        throw new TalosError('E_MALFORMED', 'live bundle.cert: too long');
    return {
        did: readString(fields.did, 'live bundle.did'),
        to: readString(fields.to, 'live bundle.to'),
        certificate,
        nonce: readBytes(fields.nonce, 'live bundle.nonce', LIVE_NONCE_BYTES),
        signedPrekey: readBytes(fields.spk, 'live bundle.spk'),
        kemPrekey: readBytes(fields.kem, 'live bundle.kem'),
        issuedAtMs: readInteger(fields.iat, 'live bundle.iat'),
    };
}
/**
 * Second step of the responder: makes the session. Nothing may be sent under it before a message of A has opened.
 *
 * @throws {TalosError} `E_IDENTITY_MISMATCH` if the message is from or for somebody else; `E_PREKEY_GONE` if it names
 *   other keys than those offered; what {@link decodeInitial} and {@link respond} throw.
 */
export function acceptLive(party, state, initial, expected) {
    const message = decodeInitial(initial);
    if (message.from !== state.peer)
        throw new TalosError('E_IDENTITY_MISMATCH', 'the initial message is from another agent');
    const secrets = {
        kind: 'live',
        certificate: party.certificate,
        signedPrekey: { id: 0, pair: state.signedPrekey },
        kemPrekey: { id: 0, pair: state.kemPrekey },
        isOneTimeKem: true,
        oneTimePrekey: undefined,
        nonce: state.nonce,
    };
    return respond(party, message, secrets, expected);
}
