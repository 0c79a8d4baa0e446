import { TalosError } from "../base/errors.js";
import { decodeCbor, encodeCbor } from "../codec/cbor.js";
import { readBytes, readInteger, readString } from "../codec/fields.js";
import { agree, agreementKeyPair, checkAgreementKey, X25519_BYTES } from "../crypto/agree.js";
import { decapsulate, encapsulate, KEM_CIPHERTEXT_BYTES, KEM_RANDOMNESS_BYTES, } from "../crypto/kem.js";
import { randomBytes } from "../crypto/random.js";
import { MAX_CERTIFICATE_BYTES, verifyCertificate } from "../identity/certificate.js";
import { parseDid } from "../identity/did.js";
import { associatedData, sessionSecret, transcriptHash, } from "./key-schedule.js";
import { initiateRatchet, respondRatchet } from "./ratchet.js";
import { MAX_PREKEY_ID, readVersioned, SESSION_VERSION, SUITE } from "./suite.js";
/** Most bytes of an initial message. PROTOCOL.md §5.2. */
export const MAX_INITIAL_BYTES = 4096;
/**
 * Makes the session of the initiator, and the initial message that gives it to the responder.
 *
 * @param offer - Verified: {@link verifyBundle} or `completeLive` make it.
 * @returns The session, and at most {@link MAX_INITIAL_BYTES} bytes.
 */
export function initiate(party, offer, draw = randomBytes) {
    const { kind, certificate, signedPrekey, kemPrekey, isOneTimeKem, oneTimePrekey, nonce } = offer;
    const ephemeral = agreementKeyPair(draw(X25519_BYTES));
    const { ciphertext, sharedSecret } = encapsulate(kemPrekey.publicKey, draw(KEM_RANDOMNESS_BYTES));
    const transcript = {
        kind,
        initiator: { did: party.did, bytes: party.certificate, agreementKey: party.agreement.publicKey },
        responder: certificate,
        signedPrekey,
        kemPrekey,
        oneTimePrekey,
        ephemeralKey: ephemeral.publicKey,
        ciphertext,
        nonce,
    };
    const agreements = [
        agree(party.agreement.secretKey, signedPrekey.publicKey),
        agree(ephemeral.secretKey, certificate.agreementKey),
        agree(ephemeral.secretKey, signedPrekey.publicKey),
        ...(oneTimePrekey === undefined ? [] : [agree(ephemeral.secretKey, oneTimePrekey.publicKey)]),
    ];
    const id = transcriptHash(transcript);
    const ratchet = initiateRatchet(sessionSecret(agreements, sharedSecret, id), signedPrekey.publicKey, draw);
    const session = {
        ...sessionOf(transcript, id, isOneTimeKem),
        role: 'initiator',
        peer: certificate.did,
        peerSequence: certificate.sequence,
        ratchet,
    };
    return { session, initial: encodeInitial(party.did, transcript) };
}
function sessionOf(transcript, id, isOneTimeKem) {
    const { kind, oneTimePrekey } = transcript;
    return {
        id,
        kind,
        associated: associatedData(transcript, id),
        oneTime: kind === 'live' || oneTimePrekey !== undefined,
        oneTimeKem: kind === 'live' || isOneTimeKem,
    };
}
function encodeInitial(from, transcript) {
    const { oneTimePrekey } = transcript;
    return encodeCbor({
        v: SESSION_VERSION,
        suite: SUITE,
        from,
        to: transcript.responder.did,
        cert: transcript.initiator.bytes,
        ek: transcript.ephemeralKey,
        spk: transcript.signedPrekey.id,
        kem: transcript.kemPrekey.id,
        ct: transcript.ciphertext,
        ...(oneTimePrekey === undefined ? {} : { opk: oneTimePrekey.id }),
    });
}
/**
 * Reads an initial message.
 *
 * @throws {TalosError} `E_LIMIT` over {@link MAX_INITIAL_BYTES}; `E_VERSION` for another version or suite;
 *   `E_MALFORMED` for another form; `E_BAD_DID`; `E_BAD_KEY` for an ephemeral key or ciphertext that is none.
 */
export function decodeInitial(bytes) {
    const fields = readVersioned(decodeCbor(bytes, { maxBytes: MAX_INITIAL_BYTES }), { required: ['from', 'to', 'cert', 'ek', 'spk', 'kem', 'ct'], optional: ['opk'] }, 'initial');
    const certificate = readBytes(fields.cert, 'initial.cert');
    if (certificate.length > MAX_CERTIFICATE_BYTES)
        throw new TalosError('E_MALFORMED', 'initial.cert: too long');
    const ciphertext = readBytes(fields.ct, 'initial.ct');
    if (ciphertext.length !== KEM_CIPHERTEXT_BYTES)
        throw new TalosError('E_BAD_KEY', `ml-kem-768 ciphertext of ${ciphertext.length} bytes`);
    const readId = (value, name) => readInteger(value, name, { max: MAX_PREKEY_ID });
    return {
        from: parseDid(readString(fields.from, 'initial.from')),
        to: parseDid(readString(fields.to, 'initial.to')),
        certificate,
        ephemeralKey: checkAgreementKey(readBytes(fields.ek, 'initial.ek')),
        signedPrekeyId: readId(fields.spk, 'initial.spk'),
        kemPrekeyId: readId(fields.kem, 'initial.kem'),
        oneTimePrekeyId: fields.opk === undefined ? undefined : readId(fields.opk, 'initial.opk'),
        ciphertext,
    };
}
/**
 * Makes the session of the responder. That the initiator holds the key of its DID shows when its first message opens,
 * not before.
 *
 * @throws {TalosError} `E_IDENTITY_MISMATCH` if the message is for somebody else; `E_PREKEY_GONE` if `secrets` are not
 *   those that it names; `E_BAD_BUNDLE`, `E_STALE` and `E_BAD_KEY` for its certificate.
 */
export function respond(party, initial, secrets, expected) {
    if (initial.to !== party.did)
        throw new TalosError('E_IDENTITY_MISMATCH', 'the initial message is for another agent');
    assertNamed(initial, secrets);
    const certificate = verifyCertificate(initial.certificate, { did: initial.from, ...expected });
    const { kind, signedPrekey, kemPrekey, isOneTimeKem, oneTimePrekey, nonce } = secrets;
    const { ephemeralKey, ciphertext } = initial;
    const transcript = {
        kind,
        initiator: certificate,
        responder: { did: party.did, bytes: secrets.certificate, agreementKey: party.agreement.publicKey },
        signedPrekey: { id: signedPrekey.id, publicKey: signedPrekey.pair.publicKey },
        kemPrekey: { id: kemPrekey.id, publicKey: kemPrekey.pair.publicKey },
        oneTimePrekey: oneTimePrekey && { id: oneTimePrekey.id, publicKey: oneTimePrekey.pair.publicKey },
        ephemeralKey,
        ciphertext,
        nonce,
    };
    const agreements = [
        agree(signedPrekey.pair.secretKey, certificate.agreementKey),
        agree(party.agreement.secretKey, ephemeralKey),
        agree(signedPrekey.pair.secretKey, ephemeralKey),
        ...(oneTimePrekey === undefined ? [] : [agree(oneTimePrekey.pair.secretKey, ephemeralKey)]),
    ];
    const id = transcriptHash(transcript);
    const secret = sessionSecret(agreements, decapsulate(kemPrekey.pair, ciphertext), id);
    return {
        ...sessionOf(transcript, id, isOneTimeKem),
        role: 'responder',
        peer: initial.from,
        peerSequence: certificate.sequence,
        ratchet: respondRatchet(secret, signedPrekey.pair),
    };
}
function assertNamed(initial, secrets) {
    if (initial.signedPrekeyId !== secrets.signedPrekey.id ||
        initial.kemPrekeyId !== secrets.kemPrekey.id ||
        initial.oneTimePrekeyId !== secrets.oneTimePrekey?.id)
        throw new TalosError('E_PREKEY_GONE', 'the initial message names a prekey that is not there');
}
