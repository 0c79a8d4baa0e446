/**
 * Prekeys and the signed bundle that offers them. PROTOCOL.md §5.1.
 *
 * @module
 */
import { concat, equalBytes, utf8 } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
import { decodeCbor, encodeCbor } from "../codec/cbor.js";
import { readArray, readBytes, readInteger, readObject } from "../codec/fields.js";
import { blob16, u8, u32, u64 } from "../codec/writer.js";
import { checkAgreementKey } from "../crypto/agree.js";
import { checkKemKey } from "../crypto/kem.js";
import { SIGNATURE_BYTES, verify } from "../crypto/sign.js";
import { MAX_CERTIFICATE_BYTES, verifyCertificate } from "../identity/certificate.js";
import { keyOfDid } from "../identity/did.js";
import { MAX_PREKEY_ID, MAX_SKEW_MS, readVersioned, SESSION_VERSION, SUITE } from "./suite.js";
/** Most bytes of a bundle. PROTOCOL.md §5.1. */
export const MAX_BUNDLE_BYTES = 8192;
/** Longest life of a bundle, and of a prekey from the bundle's issue on, in milliseconds: 30 days. PROTOCOL.md §5.1. */
export const MAX_BUNDLE_LIFETIME_MS = 30 * 86_400_000;
/** Most X25519 one-time prekeys in one bundle. */
export const MAX_BUNDLE_ONE_TIME_PREKEYS = 100;
/** Most one-time KEM prekeys in one bundle: each has 1,184 bytes. */
export const MAX_BUNDLE_ONE_TIME_KEMS = 4;
/** What a signature over a prekey says it is, so that no signature over one kind passes for the other. */
const KEY_TYPES = { signedPrekey: 1, kemPrekey: 2 };
/**
 * Makes a signed bundle.
 *
 * @returns At most {@link MAX_BUNDLE_BYTES} new bytes.
 * @throws {RangeError} for ids, times or a number of one-time prekeys out of bounds, and for a bundle that would be longer.
 */
export function createBundle(party, fields) {
    assertBounds(fields);
    const { sequence, issuedAtMs, expiresAtMs, prekeysExpireAtMs, signedPrekey, kemPrekey } = fields;
    const signed = (kind, { id, pair }) => {
        const body = prekeyBody(kind, party.did, { id, publicKey: pair.publicKey }, prekeysExpireAtMs);
        return { id, key: pair.publicKey, exp: prekeysExpireAtMs, sig: party.signing.sign(kind, body) };
    };
    const body = encodeCbor({
        v: SESSION_VERSION,
        suite: SUITE,
        did: party.did,
        cert: fields.certificate ?? party.certificate,
        seq: sequence,
        iat: issuedAtMs,
        exp: expiresAtMs,
        spk: signed('signedPrekey', signedPrekey),
        kem: signed('kemPrekey', kemPrekey),
        opks: fields.oneTimePrekeys.map(offered),
        okems: fields.oneTimeKems.map(offered),
    });
    const bundle = signBundle(party.signing, body);
    if (bundle.length > MAX_BUNDLE_BYTES)
        throw new RangeError(`a bundle of ${bundle.length} bytes`);
    return bundle;
}
const offered = ({ id, pair }) => ({ id, key: pair.publicKey });
function assertBounds(fields) {
    const { issuedAtMs, expiresAtMs, prekeysExpireAtMs, oneTimePrekeys, oneTimeKems, kemPrekey } = fields;
    for (const until of [expiresAtMs, prekeysExpireAtMs])
        if (!isLifetime(issuedAtMs, until))
            throw new RangeError(`bundle and prekeys must expire 1 to ${MAX_BUNDLE_LIFETIME_MS} ms after issuedAtMs`);
    if (oneTimePrekeys.length > MAX_BUNDLE_ONE_TIME_PREKEYS || oneTimeKems.length > MAX_BUNDLE_ONE_TIME_KEMS)
        throw new RangeError(`a bundle holds at most ${MAX_BUNDLE_ONE_TIME_PREKEYS} and ${MAX_BUNDLE_ONE_TIME_KEMS} one-time prekeys`);
    if (hasTwoOfOneId(kemPrekey, oneTimePrekeys, oneTimeKems))
        throw new RangeError('two prekeys of one id');
}
/** The initial message names a KEM prekey by its id alone, so one-time ones share none with the last-resort one. */
function hasTwoOfOneId(lastResort, ...oneTime) {
    const ids = [lastResort, ...oneTime.flat()].map(({ id }) => id);
    return new Set(ids).size !== ids.length;
}
/** The bundle of a body. For the owner's key alone: it vouches for all that the body says. */
export function signBundle(signer, body) {
    return encodeCbor({ body, sig: signer.sign('bundle', body) });
}
/** What the signature over a prekey covers: `u8 key type ‖ blob16(owner DID) ‖ u32 id ‖ u64 expires ‖ public key`. */
function prekeyBody(kind, owner, { id, publicKey }, expiresAtMs) {
    return concat(u8(KEY_TYPES[kind]), blob16(utf8(owner)), u32(id), u64(expiresAtMs), publicKey);
}
/**
 * Verifies a bundle that a stranger may have made or changed.
 *
 * @throws {TalosError} `E_LIMIT` over {@link MAX_BUNDLE_BYTES}; `E_MALFORMED` for another form; `E_VERSION`;
 *   `E_DOWNGRADE` without a KEM prekey, or without one-time prekeys that are required; `E_BAD_BUNDLE` for another
 *   owner or a signature that does not verify; `E_STALE` if it, a prekey or the certificate is expired, made to last
 *   too long, from the future, or of a lower sequence than seen; `E_BAD_KEY` for a key that is none.
 */
export function verifyBundle(bytes, expected) {
    const outer = readObject(decodeCbor(bytes, { maxBytes: MAX_BUNDLE_BYTES }), { required: ['body', 'sig'] }, 'bundle');
    const body = readBytes(outer.body, 'bundle.body');
    // Version and missing KEM prekey are said whoever made the bundle: stripping it must never look like a lesser fault.
    const fields = readVersioned(decodeCbor(body), BODY, 'bundle');
    if (fields.kem === undefined)
        throw new TalosError('E_DOWNGRADE', 'the bundle has no KEM prekey');
    if (!verify('bundle', keyOfDid(expected.did), body, readBytes(outer.sig, 'bundle.sig', SIGNATURE_BYTES)))
        throw new TalosError('E_BAD_BUNDLE', 'the bundle is not signed by the DID it was asked of');
    if (fields.did !== expected.did)
        throw new TalosError('E_BAD_BUNDLE', 'the bundle names another DID');
    const issuedAtMs = readInteger(fields.iat, 'bundle.iat');
    const expiresAtMs = readInteger(fields.exp, 'bundle.exp');
    const sequence = readInteger(fields.seq, 'bundle.seq');
    assertFresh({ issuedAtMs, expiresAtMs }, expected.nowMs);
    const signed = { owner: expected.did, issuedAtMs, nowMs: expected.nowMs };
    const bundle = {
        did: expected.did,
        certificate: readCertificate(fields.cert, expected),
        sequence,
        expiresAtMs,
        signedPrekey: readSignedPrekey('signedPrekey', fields.spk, signed, checkAgreementKey),
        kemPrekey: readSignedPrekey('kemPrekey', fields.kem, signed, checkKemKey),
        oneTimePrekeys: readOneTime(fields.opks, 'opks', MAX_BUNDLE_ONE_TIME_PREKEYS, checkAgreementKey),
        oneTimeKems: readOneTime(fields.okems, 'okems', MAX_BUNDLE_ONE_TIME_KEMS, checkKemKey),
    };
    if (hasTwoOfOneId(bundle.kemPrekey, bundle.oneTimePrekeys, bundle.oneTimeKems))
        throw new TalosError('E_MALFORMED', 'the bundle has two prekeys of one id');
    assertNotOlder(bundle, expected);
    if (expected.requireOneTime === true && (bundle.oneTimePrekeys.length === 0 || bundle.oneTimeKems.length === 0))
        throw new TalosError('E_DOWNGRADE', 'the bundle has not a one-time prekey of each kind');
    return bundle;
}
const BODY = {
    required: ['did', 'cert', 'seq', 'iat', 'exp', 'spk', 'opks', 'okems'],
    optional: ['kem'],
};
function isLifetime(issuedAtMs, expiresAtMs) {
    return expiresAtMs > issuedAtMs && expiresAtMs - issuedAtMs <= MAX_BUNDLE_LIFETIME_MS;
}
function assertFresh(bundle, nowMs) {
    if (!isLifetime(bundle.issuedAtMs, bundle.expiresAtMs))
        throw new TalosError('E_STALE', 'the bundle does not expire within 30 days of its issue');
    if (nowMs >= bundle.expiresAtMs)
        throw new TalosError('E_STALE', 'the bundle has expired');
    if (bundle.issuedAtMs > nowMs + MAX_SKEW_MS)
        throw new TalosError('E_STALE', 'the bundle is from the future', { hint: 'compare the clocks of both machines' });
}
/** Servers hold bundles in stock: of those made with one signed prekey, any may come first. */
function assertNotOlder({ sequence, signedPrekey }, expected) {
    const { lowestSequence = 0, newestPrekey } = expected;
    if (sequence >= lowestSequence)
        return;
    if (newestPrekey?.id === signedPrekey.id && equalBytes(newestPrekey.publicKey, signedPrekey.publicKey))
        return;
    throw new TalosError('E_STALE', `the bundle has sequence ${sequence}, ${lowestSequence} was seen`);
}
function readCertificate(value, expected) {
    const bytes = readBytes(value, 'bundle.cert');
    if (bytes.length > MAX_CERTIFICATE_BYTES)
        throw new TalosError('E_MALFORMED', 'bundle.cert: too long');
    return verifyCertificate(bytes, {
        did: expected.did,
        nowMs: expected.nowMs,
        lowestSequence: expected.lowestCertificateSequence ?? 0,
    });
}
const readPrekeyId = (value, name) => readInteger(value, name, { max: MAX_PREKEY_ID });
function readSignedPrekey(kind, value, bundle, check) {
    const fields = readObject(value, { required: ['id', 'key', 'exp', 'sig'] }, kind);
    const prekey = { id: readPrekeyId(fields.id, `${kind}.id`), publicKey: readBytes(fields.key, `${kind}.key`) };
    const expiresAtMs = readInteger(fields.exp, `${kind}.exp`);
    const signature = readBytes(fields.sig, `${kind}.sig`);
    // A signature of any other length verifies under no key: the same answer.
    if (!verify(kind, keyOfDid(bundle.owner), prekeyBody(kind, bundle.owner, prekey, expiresAtMs), signature))
        throw new TalosError('E_BAD_BUNDLE', `the ${kind} is not signed by the owner of the bundle`);
    if (bundle.nowMs >= expiresAtMs)
        throw new TalosError('E_STALE', `the ${kind} has expired`);
    if (!isLifetime(bundle.issuedAtMs, expiresAtMs))
        throw new TalosError('E_STALE', `the ${kind} does not expire within 30 days of the bundle's issue`);
    return { id: prekey.id, publicKey: check(prekey.publicKey) };
}
function readOneTime(value, list, max, check) {
    return readArray(value, list, { max }, (item, name) => {
        const fields = readObject(item, { required: ['id', 'key'] }, name);
        return { id: readPrekeyId(fields.id, `${name}.id`), publicKey: check(readBytes(fields.key, `${name}.key`)) };
    });
}
/** The offer of a bundle for one handshake: with its first one-time prekey of each kind, where it has one. */
export function offerOf(bundle) {
    const { certificate, signedPrekey, oneTimePrekeys, oneTimeKems } = bundle;
    const [oneTimeKem] = oneTimeKems;
    return {
        kind: 'durable',
        certificate,
        signedPrekey,
        kemPrekey: oneTimeKem ?? bundle.kemPrekey,
        isOneTimeKem: oneTimeKem !== undefined,
        oneTimePrekey: oneTimePrekeys[0],
        nonce: new Uint8Array(0),
    };
}
