/**
 * Agent records: where an agent is to be found, in its own signed words. PROTOCOL.md §4.4.
 *
 *     {"body":{…},"sig":"…"}      canonical JSON (RFC 8785), ≤ 8 KiB
 *
 * Whoever hands one on vouches for nothing. A reader keeps the highest sequence that it has seen, also after that record
 * has expired.
 *
 * @module
 */
import { assertBytes, equalBytes } from "../base/bytes.js";
import { toBase64url } from "../base/encoding.js";
import { isTalosError, TalosError } from "../base/errors.js";
import { readArray, readBase64url, readChoice, readInteger, readObject, readString } from "../codec/fields.js";
import { canonicalBytes, parseCanonicalJson } from "../codec/json.js";
import { sha256 } from "../crypto/hash.js";
import { SIGNATURE_BYTES, verify } from "../crypto/sign.js";
import { MAX_CERTIFICATE_BYTES, MAX_CERTIFICATE_SKEW_MS, verifyCertificate } from "./certificate.js";
import { didOfKey, isDid, keyOfDid } from "./did.js";
/** Most bytes of an agent record. PROTOCOL.md §4.4. */
export const MAX_AGENT_RECORD_BYTES = 8 * 1024;
/** Longest time from issue to expiry, in milliseconds: 30 days. PROTOCOL.md §4.4. */
export const MAX_AGENT_RECORD_LIFETIME_MS = 30 * 86_400_000;
/** Most addresses of an agent. PROTOCOL.md §4.4. */
export const MAX_RECORD_ADDRESSES = 16;
/** Most mailboxes of an agent. PROTOCOL.md §4.4. */
export const MAX_RECORD_MAILBOXES = 4;
/** Most services that a record names. PROTOCOL.md §4.4. */
export const MAX_RECORD_SERVICES = 64;
/** Longest address, in characters. PROTOCOL.md §6.1. */
const MAX_ADDRESS_CHARACTERS = 512;
/** Longest name of a service, in characters. */
const MAX_SERVICE_CHARACTERS = 64;
const VERSION = 1;
const KIND = 'talos-agent-record';
/** Visible ASCII alone; whether it can be dialled is for who dials. */
const ADDRESS = /^\/[!-~]+$/;
const MAILBOX = /^\/[!-~]+\/p2p\/[1-9A-HJ-NP-Za-km-z]+$/;
const SERVICE = /^[!-~]+$/;
/** The sequence of a new record: above the last one, and never below the clock, so that a store put back is not refused. */
export function nextRecordSequence(last, nowMs) {
    return last === undefined ? nowMs : Math.max(last + 1, nowMs);
}
/**
 * Makes the record of `signer`.
 *
 * @returns At most {@link MAX_AGENT_RECORD_BYTES} new bytes.
 * @throws {RangeError} for a sequence below `issuedAtMs`, a lifetime, number or length out of bounds, an address that
 *   cannot be one, or fields that do not fit together.
 */
export function createAgentRecord(signer, fields) {
    const { certificate, sequence, issuedAtMs, expiresAtMs, addresses, mailboxes, services } = fields;
    assertBytes(certificate, 'certificate');
    if (!(sequence >= issuedAtMs))
        throw new RangeError('the sequence of a record must not be below its time of issue');
    const did = didOfKey(signer.publicKey);
    const body = {
        v: VERSION,
        kind: KIND,
        did,
        certificate: toBase64url(certificate),
        sequence,
        issued: issuedAtMs,
        expires: expiresAtMs,
        addresses,
        mailboxes,
        services,
    };
    try {
        const bytes = canonicalBytes({ body, sig: toBase64url(signer.sign('agentRecord', canonicalBytes(body))) });
        verifyAgentRecord(bytes, { did, nowMs: issuedAtMs });
        return bytes;
    }
    catch (cause) {
        if (isTalosError(cause))
            throw new RangeError(`agent record: ${cause.message}`, { cause });
        throw cause;
    }
}
/**
 * Verifies a record that a stranger may have made or changed.
 *
 * @param bytes - Copied.
 * @throws {TalosError} `E_LIMIT` over {@link MAX_AGENT_RECORD_BYTES}; `E_VERSION`; `E_BAD_RECORD` for another form, a
 *   signature that does not verify, or a certificate that is not the owner's; `E_IDENTITY_MISMATCH` where it is the record
 *   of another DID; `E_STALE` if it or its certificate has expired, is more than 10 minutes from the future, or is older
 *   than one that was seen, or if it is another one of the same sequence.
 */
export function verifyAgentRecord(bytes, expected) {
    try {
        return readRecord(new Uint8Array(bytes), expected);
    }
    catch (error) {
        if (isTalosError(error) && FORM.includes(error.code))
            throw new TalosError('E_BAD_RECORD', `the agent record is none: ${error.message}`, { cause: error });
        throw error;
    }
}
/** Codes of the parts of a record, which are one code of the whole. */
const FORM = ['E_MALFORMED', 'E_BAD_DID', 'E_BAD_KEY', 'E_BAD_BUNDLE'];
function readRecord(bytes, expected) {
    const json = parseCanonicalJson(bytes, { maxBytes: MAX_AGENT_RECORD_BYTES, maxDepth: 3 });
    const outer = readObject(json, { required: ['body', 'sig'] }, 'record');
    const signature = readBase64url(outer.sig, 'record.sig', SIGNATURE_BYTES);
    const fields = readBody(outer.body);
    if (fields.did !== expected.did)
        throw new TalosError('E_IDENTITY_MISMATCH', 'the agent record is of another agent than the one asked for');
    if (!verify('agentRecord', keyOfDid(expected.did), canonicalBytes(outer.body), signature))
        throw new TalosError('E_BAD_RECORD', 'the agent record is not signed by the agent that it is of');
    const digest = sha256(bytes);
    assertFresh({ ...fields, digest }, expected);
    const { certificate, ...rest } = fields;
    return { ...rest, bytes, digest, certificate: readCertificate(certificate, expected) };
}
const BODY = {
    required: ['v', 'kind', 'did', 'certificate', 'sequence', 'issued', 'expires', 'addresses', 'mailboxes', 'services'],
};
function readBody(value) {
    assertVersion(value);
    const fields = readObject(value, BODY, 'record.body');
    readChoice(fields.kind, [KIND], 'record.kind');
    if (!isDid(fields.did))
        throw new TalosError('E_BAD_DID', 'record.did: not a DID');
    const issuedAtMs = readInteger(fields.issued, 'record.issued');
    // So a record that is remembered by its sequence alone can be forgotten once all older ones have expired.
    const sequence = readInteger(fields.sequence, 'record.sequence', { min: issuedAtMs });
    const expiresAtMs = readInteger(fields.expires, 'record.expires');
    if (!(expiresAtMs > issuedAtMs && expiresAtMs - issuedAtMs <= MAX_AGENT_RECORD_LIFETIME_MS))
        throw new TalosError('E_MALFORMED', 'record.expires: must be within 30 days after its issue');
    return {
        did: fields.did,
        certificate: readBase64url(fields.certificate, 'record.certificate'),
        sequence,
        issuedAtMs,
        expiresAtMs,
        addresses: readTexts(fields.addresses, 'record.addresses', MAX_RECORD_ADDRESSES, ADDRESS, MAX_ADDRESS_CHARACTERS),
        mailboxes: readTexts(fields.mailboxes, 'record.mailboxes', MAX_RECORD_MAILBOXES, MAILBOX, MAX_ADDRESS_CHARACTERS),
        services: readTexts(fields.services, 'record.services', MAX_RECORD_SERVICES, SERVICE, MAX_SERVICE_CHARACTERS),
    };
}
/** The version comes first: the fields of another one are another version's. */
function assertVersion(value) {
    const version = value?.v;
    if (typeof version === 'number' && version !== VERSION)
        throw new TalosError('E_VERSION', `agent record of version ${version}`);
    readInteger(version, 'record.v');
}
function readTexts(value, name, max, pattern, maxCharacters) {
    const texts = readArray(value, name, { max }, (item, each) => readString(item, each, { min: 1, max: maxCharacters, pattern }));
    if (new Set(texts).size !== texts.length)
        throw new TalosError('E_MALFORMED', `${name}: one is there twice`);
    return texts;
}
function readCertificate(bytes, { did, nowMs, lowestCertificateSequence }) {
    if (bytes.length > MAX_CERTIFICATE_BYTES)
        throw new TalosError('E_MALFORMED', 'record.certificate: too long');
    return verifyCertificate(bytes, { did, nowMs, lowestSequence: lowestCertificateSequence ?? 0 });
}
function assertFresh(record, { nowMs, newest }) {
    if (nowMs >= record.expiresAtMs)
        throw new TalosError('E_STALE', 'the agent record has expired');
    if (record.issuedAtMs > nowMs + MAX_CERTIFICATE_SKEW_MS)
        throw new TalosError('E_STALE', 'the agent record is from the future', {
            hint: 'compare the clocks of both machines',
        });
    if (newest === undefined)
        return;
    if (record.sequence < newest.sequence)
        throw new TalosError('E_STALE', `the agent record has sequence ${record.sequence}, ${newest.sequence} was seen`);
    if (record.sequence === newest.sequence && newest.digest !== undefined && !equalBytes(record.digest, newest.digest))
        throw new TalosError('E_STALE', `there is another agent record of sequence ${record.sequence}`);
}
