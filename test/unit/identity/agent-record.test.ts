import { createPublicKey, verify as verifyWithOpenssl } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '../../../src/base/bytes.ts';
import { toBase64url } from '../../../src/base/encoding.ts';
import { isTalosError } from '../../../src/base/errors.ts';
import { canonicalBytes, type Json } from '../../../src/codec/json.ts';
import { agreementKeyPair } from '../../../src/crypto/agree.ts';
import { sha256 } from '../../../src/crypto/hash.ts';
import { SIGNING_LABELS, type SigningLabel } from '../../../src/crypto/labels.ts';
import { signingKey } from '../../../src/crypto/sign.ts';
import {
  createAgentRecord,
  MAX_AGENT_RECORD_BYTES,
  MAX_AGENT_RECORD_LIFETIME_MS,
  MAX_RECORD_ADDRESSES,
  MAX_RECORD_MAILBOXES,
  MAX_RECORD_SERVICES,
  nextRecordSequence,
  verifyAgentRecord,
} from '../../../src/identity/agent-record.ts';
import { issueCertificate, MAX_CERTIFICATE_SKEW_MS } from '../../../src/identity/certificate.ts';
import { didOfKey } from '../../../src/identity/did.ts';
import { formatPeerId } from '../../../src/net/peer-id.ts';

const NOW = 1_800_000_000_000;
const owner = signingKey(new Uint8Array(32).fill(1));
const mallory = signingKey(new Uint8Array(32).fill(2));
const did = didOfKey(owner.publicKey);
const agreementKey = agreementKeyPair(new Uint8Array(32).fill(3)).publicKey;
const certified = { agreementKey, sequence: 0, issuedAtMs: NOW, expiresAtMs: NOW + 2 * MAX_AGENT_RECORD_LIFETIME_MS };
const certificate = issueCertificate(owner, certified);
const mailbox = `/ip4/192.0.2.9/tcp/8765/p2p/${formatPeerId(mallory.publicKey)}`;
const fields = {
  certificate,
  sequence: NOW,
  issuedAtMs: NOW,
  expiresAtMs: NOW + MAX_AGENT_RECORD_LIFETIME_MS,
  addresses: ['/ip4/192.0.2.7/tcp/8766', '/dns/agent.example/tcp/443/ws'],
  mailboxes: [mailbox],
  services: [],
};
const good = createAgentRecord(owner, fields);
const expected = { did, nowMs: NOW };
const code = (name: string) => expect.objectContaining({ code: name });
const BODY = {
  v: 1,
  kind: 'talos-agent-record',
  did,
  certificate: toBase64url(certificate),
  sequence: NOW,
  issued: NOW,
  expires: fields.expiresAtMs,
  addresses: fields.addresses,
  mailboxes: [mailbox],
  services: [],
};

/** A record whose body is `change` of the good one (undefined: left out), signed as it should be unless said otherwise. */
function recordOf(change: object, signer = owner, label: SigningLabel = 'agentRecord'): Uint8Array {
  const entries = Object.entries({ ...BODY, ...change }).filter(([, value]) => value !== undefined);
  const body = Object.fromEntries(entries) as Json;
  return canonicalBytes({ body, sig: toBase64url(signer.sign(label, canonicalBytes(body))) });
}

describe('an agent record', () => {
  it('verifies, and gives what the agent said', () => {
    const { certificate: read, ...record } = verifyAgentRecord(good, expected);
    const { certificate: _, ...said } = fields;
    expect(record).toEqual({ ...said, did, bytes: good, digest: sha256(good) });
    expect(read.agreementKey).toEqual(agreementKey);
    expect(recordOf({})).toEqual(good);
  });

  it('is signed as PROTOCOL.md says, by the word of OpenSSL and another JSON reader', () => {
    const { body, sig } = JSON.parse(fromUtf8(good)) as { body: Record<string, Json>; sig: string };
    expect(body).toEqual(BODY);
    const sorted = JSON.stringify(Object.fromEntries(Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1))));
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), owner.publicKey]);
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    const signed = Buffer.from(`talos/v1/agent-record\0${sorted}`);
    expect(verifyWithOpenssl(null, signed, key, Buffer.from(sig, 'base64url'))).toBe(true);
  });

  it('with any bit of any byte flipped is refused with a code', () => {
    for (let at = 0; at < good.length; at++) {
      const edited = new Uint8Array(good);
      edited[at] = (edited[at] as number) ^ (1 << (at % 8));
      try {
        verifyAgentRecord(edited, expected);
        expect.unreachable(`byte ${at}`);
      } catch (error) {
        expect(isTalosError(error) && error.code, `byte ${at}`).toMatch(
          /^E_(BAD_RECORD|IDENTITY_MISMATCH|VERSION|STALE)$/,
        );
      }
    }
  });

  it('is refused at every length but its own, and in any other spelling', () => {
    for (let length = 0; length < good.length; length += 7)
      expect(() => verifyAgentRecord(good.subarray(0, length), expected)).toThrow(code('E_BAD_RECORD'));
    for (const text of [
      `${fromUtf8(good)}\n`,
      fromUtf8(good).replace(':', ': '),
      '<!doctype html>',
      '[]',
      'null',
      '""',
    ])
      expect(() => verifyAgentRecord(utf8(text), expected)).toThrow(code('E_BAD_RECORD'));
  });

  it('of another agent is E_IDENTITY_MISMATCH, whoever signed it', () => {
    const other = didOfKey(mallory.publicKey);
    expect(() => verifyAgentRecord(good, { ...expected, did: other })).toThrow(code('E_IDENTITY_MISMATCH'));
    expect(() => verifyAgentRecord(recordOf({ did: other }), expected)).toThrow(code('E_IDENTITY_MISMATCH'));
    expect(() => verifyAgentRecord(recordOf({ did: other }, mallory), expected)).toThrow(code('E_IDENTITY_MISMATCH'));
    expect(() => verifyAgentRecord(recordOf({}, mallory), expected)).toThrow(code('E_BAD_RECORD'));
  });

  it('signed under any other label is refused', () => {
    for (const label of Object.keys(SIGNING_LABELS) as SigningLabel[])
      if (label !== 'agentRecord')
        expect(() => verifyAgentRecord(recordOf({}, owner, label), expected)).toThrow(code('E_BAD_RECORD'));
  });

  it.each<[string, string, object]>([
    ['version 0', 'E_VERSION', { v: 0 }],
    ['version 2 and fields of its own', 'E_VERSION', { v: 2, more: true }],
    ['a version that is text', 'E_BAD_RECORD', { v: '1' }],
    ['no version', 'E_BAD_RECORD', { v: undefined }],
    ['another kind', 'E_BAD_RECORD', { kind: 'talos-agent' }],
    ['no kind', 'E_BAD_RECORD', { kind: undefined }],
    ['an unknown field', 'E_BAD_RECORD', { x: 1 }],
    ['no DID', 'E_BAD_RECORD', { did: undefined }],
    ['a DID of another method', 'E_BAD_RECORD', { did: 'did:web:agent.example' }],
    ['no certificate', 'E_BAD_RECORD', { certificate: undefined }],
    ['an empty certificate', 'E_BAD_RECORD', { certificate: '' }],
    ['a certificate with padding', 'E_BAD_RECORD', { certificate: `${BODY.certificate}=` }],
    ['a certificate that is too long', 'E_BAD_RECORD', { certificate: toBase64url(new Uint8Array(513)) }],
    ["another agent's certificate", 'E_BAD_RECORD', { certificate: toBase64url(issueCertificate(mallory, certified)) }],
    [
      'a certificate that has expired',
      'E_STALE',
      { certificate: toBase64url(issueCertificate(owner, { ...certified, issuedAtMs: NOW - 9, expiresAtMs: NOW })) },
    ],
    ['a sequence below its issue', 'E_BAD_RECORD', { sequence: NOW - 1 }],
    ['a negative sequence', 'E_BAD_RECORD', { sequence: -1 }],
    ['a sequence that is text', 'E_BAD_RECORD', { sequence: '5' }],
    ['a sequence that is no integer', 'E_BAD_RECORD', { sequence: 1.5 }],
    ['no time of issue', 'E_BAD_RECORD', { issued: undefined }],
    ['no expiry', 'E_BAD_RECORD', { expires: undefined }],
    ['an expiry at its issue', 'E_BAD_RECORD', { expires: NOW }],
    ['a life of a millisecond over 30 days', 'E_BAD_RECORD', { expires: fields.expiresAtMs + 1 }],
    ['no addresses', 'E_BAD_RECORD', { addresses: undefined }],
    ['an address that is none', 'E_BAD_RECORD', { addresses: ['192.0.2.7:8766'] }],
    ['an empty address', 'E_BAD_RECORD', { addresses: [''] }],
    ['an address with a control character', 'E_BAD_RECORD', { addresses: ['/ip4/1.2.3.4/tcp/1\n'] }],
    ['an address that is a number', 'E_BAD_RECORD', { addresses: [1] }],
    ['an address twice', 'E_BAD_RECORD', { addresses: ['/ip4/1.2.3.4/tcp/1', '/ip4/1.2.3.4/tcp/1'] }],
    ['an address of 513 characters', 'E_BAD_RECORD', { addresses: [`/dns/${'a'.repeat(508)}`] }],
    ['no mailboxes', 'E_BAD_RECORD', { mailboxes: undefined }],
    ['a mailbox without its key', 'E_BAD_RECORD', { mailboxes: ['/ip4/192.0.2.9/tcp/8765'] }],
    ['no services', 'E_BAD_RECORD', { services: undefined }],
    ['an empty service', 'E_BAD_RECORD', { services: [''] }],
    ['a service of 65 characters', 'E_BAD_RECORD', { services: ['s'.repeat(65)] }],
    ['a service in other letters', 'E_BAD_RECORD', { services: ['ñ'] }],
  ])('with %s is refused with %s though its owner signed it', (_what, refusal, change) => {
    expect(() => verifyAgentRecord(recordOf(change), expected)).toThrow(code(refusal));
  });

  it.each<[string, object]>([
    ['sig', { body: BODY }],
    ['body', { sig: toBase64url(owner.sign('agentRecord', canonicalBytes(BODY))) }],
    ['shape', { body: BODY, sig: toBase64url(owner.sign('agentRecord', canonicalBytes(BODY))), more: 1 }],
    ['a signature of 63 bytes', { body: BODY, sig: toBase64url(new Uint8Array(63)) }],
    ['a body that is null', { body: null, sig: toBase64url(new Uint8Array(64)) }],
  ])('is refused with E_BAD_RECORD for its %s', (_, outer) => {
    expect(() => verifyAgentRecord(canonicalBytes(outer as Json), expected)).toThrow(code('E_BAD_RECORD'));
  });

  it.each<[string, number, string, (i: number) => string]>([
    ['addresses', MAX_RECORD_ADDRESSES, 'addresses', (i) => `/ip4/192.0.2.${i}/tcp/1`],
    ['mailboxes', MAX_RECORD_MAILBOXES, 'mailboxes', (i) => mailbox.replace('192.0.2.9', `192.0.2.${i}`)],
    ['services', MAX_RECORD_SERVICES, 'services', (i) => `s${i}`],
  ])('has %s up to %i', (_, most, name, each) => {
    const of = (length: number) => recordOf({ [name]: Array.from({ length }, (__, i) => each(i)) });
    expect(verifyAgentRecord(of(most), expected)).toMatchObject({ [name]: { length: most } });
    expect(() => verifyAgentRecord(of(most + 1), expected)).toThrow(code('E_BAD_RECORD'));
  });

  it(`has at most ${MAX_AGENT_RECORD_BYTES} bytes; one more is E_LIMIT before it is read`, () => {
    const texts = (length: number) =>
      Array.from({ length: 16 }, (_, i) => `/dns/${String(i).padStart(2, '0')}${'a'.repeat(i < 15 ? 465 : length)}`);
    const spare = MAX_AGENT_RECORD_BYTES - recordOf({ addresses: texts(0) }).length;
    expect(recordOf({ addresses: texts(spare) })).toHaveLength(MAX_AGENT_RECORD_BYTES);
    expect(verifyAgentRecord(recordOf({ addresses: texts(spare) }), expected).addresses).toHaveLength(16);
    expect(() => verifyAgentRecord(recordOf({ addresses: texts(spare + 1) }), expected)).toThrow(code('E_LIMIT'));
    expect(() => verifyAgentRecord(new Uint8Array(MAX_AGENT_RECORD_BYTES + 1), expected)).toThrow(code('E_LIMIT'));
  });

  it('is fresh until the millisecond before it expires, and from ten minutes before its issue', () => {
    const at = (nowMs: number) => () => verifyAgentRecord(good, { did, nowMs });
    expect(at(fields.expiresAtMs - 1)().sequence).toBe(NOW);
    expect(at(fields.expiresAtMs)).toThrow(code('E_STALE'));
    const early = createAgentRecord(owner, { ...fields, issuedAtMs: NOW + MAX_CERTIFICATE_SKEW_MS, sequence: 2 * NOW });
    expect(verifyAgentRecord(early, expected).sequence).toBe(2 * NOW);
    expect(() => verifyAgentRecord(early, { did, nowMs: NOW - 1 })).toThrow(code('E_STALE'));
  });

  it('of a lower sequence than one seen is refused, as is another one of the same', () => {
    const again = { ...expected, newest: { sequence: NOW } };
    expect(verifyAgentRecord(good, again).sequence).toBe(NOW);
    expect(verifyAgentRecord(good, { ...expected, newest: { sequence: NOW, digest: sha256(good) } }).bytes).toEqual(
      good,
    );
    expect(() => verifyAgentRecord(good, { ...expected, newest: { sequence: NOW + 1 } })).toThrow(code('E_STALE'));
    const other = recordOf({ addresses: [] });
    expect(() => verifyAgentRecord(other, { ...expected, newest: { sequence: NOW, digest: sha256(good) } })).toThrow(
      code('E_STALE'),
    );
    expect(() => verifyAgentRecord(good, { ...expected, lowestCertificateSequence: 1 })).toThrow(code('E_STALE'));
  });

  it('is not made of nonsense', () => {
    const make = (change: object) => () => createAgentRecord(owner, { ...fields, ...change });
    expect(make({ sequence: NOW - 1 })).toThrow(RangeError);
    expect(make({ sequence: Number.NaN })).toThrow(RangeError);
    expect(make({ expiresAtMs: NOW })).toThrow(RangeError);
    expect(make({ expiresAtMs: fields.expiresAtMs + 1 })).toThrow(RangeError);
    expect(make({ addresses: ['nowhere'] })).toThrow(RangeError);
    expect(make({ certificate: new Uint8Array(3) })).toThrow(RangeError);
    expect(make({ certificate: issueCertificate(mallory, certified) })).toThrow(RangeError);
    expect(make({ services: Array.from({ length: 65 }, (_, i) => `s${i}`) })).toThrow(RangeError);
    expect(make({ certificate: 'text' })).toThrow(TypeError);
  });

  it('has a sequence above the last one and never below the clock', () => {
    expect(nextRecordSequence(undefined, NOW)).toBe(NOW);
    expect(nextRecordSequence(NOW - 5, NOW)).toBe(NOW);
    expect(nextRecordSequence(NOW + 5, NOW)).toBe(NOW + 6);
  });
});
