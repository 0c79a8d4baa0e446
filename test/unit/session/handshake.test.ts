import { describe, expect, it } from 'vitest';
import { type Bytes, concat, equalBytes, utf8 } from '../../../src/base/bytes.ts';
import { type Cbor, type CborMap, decodeCbor, encodeCbor } from '../../../src/codec/cbor.ts';
import { u32, u64 } from '../../../src/codec/writer.ts';
import { generateAgreementKeyPair } from '../../../src/crypto/agree.ts';
import { generateKemKeyPair } from '../../../src/crypto/kem.ts';
import { issueCertificate } from '../../../src/identity/certificate.ts';
import { decodeInitial, initiate, MAX_INITIAL_BYTES, respond } from '../../../src/session/handshake.ts';
import {
  MAX_BUNDLE_BYTES,
  MAX_BUNDLE_LIFETIME_MS,
  MAX_BUNDLE_ONE_TIME_KEMS,
  MAX_BUNDLE_ONE_TIME_PREKEYS,
  offerOf,
  signBundle,
  verifyBundle,
} from '../../../src/session/prekeys.ts';
import { decrypt, encrypt } from '../../../src/session/ratchet.ts';
import { everyNth } from '../../primitives.ts';
import { agent, bundleOf, codeOf, DAY, flipped, HOSTILE_KEYS, NOW, prekeysOf, secretsFor, verified } from './actors.ts';

const [alice, bob, mallory, carol] = [agent('alice'), agent('bob'), agent('mallory'), agent('carol')];
const bobs = prekeysOf('bob');
const bundle = bundleOf(bob, bobs);
const code = (name: string): unknown => expect.objectContaining({ code: name });
const check = (bytes: Bytes, changes = {}): unknown => verifyBundle(bytes, { did: bob.did, nowMs: NOW, ...changes });

/** The body of a bundle or the fields of an initial message. */
const fieldsOf = (bytes: Bytes): Record<string, Cbor> => ({ ...(decodeCbor(bytes) as CborMap) });
const bodyOf = (bytes: Bytes): Record<string, Cbor> => fieldsOf(fieldsOf(bytes)['body'] as Bytes);
/** The bundle with fields changed by Bob himself: validly signed. */
const resigned = (changes: Record<string, Cbor | undefined>, signer = bob): Bytes => {
  const fields: Record<string, Cbor> = bodyOf(bundle);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) delete fields[name];
    else fields[name] = value;
  }
  return signBundle(signer.signing, encodeCbor(fields));
};
/** The bundle with fields changed by the network: Bob's old signature. */
const tampered = (changes: Record<string, Cbor | undefined>): Bytes => {
  const outer = fieldsOf(resigned(changes));
  return encodeCbor({ body: outer['body'] as Bytes, sig: fieldsOf(bundle)['sig'] as Bytes });
};
const signedPrekey = (
  kind: 'signedPrekey' | 'kemPrekey',
  key: Bytes,
  { id = 7, exp = NOW + 25 * DAY, type = kind === 'signedPrekey' ? 1 : 2, signer = bob, label = kind as string } = {},
): CborMap => {
  const did = utf8(bob.did);
  const body = concat(Uint8Array.of(type), Uint8Array.of(0, did.length), did, u32(id), u64(exp), key);
  return { id, key, exp, sig: signer.signing.sign(label as typeof kind, body) };
};

const alicesHandshake = (): { initial: Bytes; session: ReturnType<typeof initiate>['session'] } =>
  initiate(alice, offerOf(verified(bob, bundle)));

describe('a handshake', () => {
  it('gives both sides one session that works both ways', () => {
    const { session: a, initial } = alicesHandshake();
    const b = respond(bob, decodeInitial(initial), secretsFor(bob, initial, bobs), { nowMs: NOW });
    expect(equalBytes(a.id, b.id) && equalBytes(a.associated, b.associated)).toBe(true);
    expect([a.role, b.role, a.peer, b.peer, a.oneTime, b.oneTime]).toEqual([
      'initiator',
      'responder',
      bob.did,
      alice.did,
      true,
      true,
    ]);
    const first = encrypt(a.ratchet, utf8('hello'), a.associated);
    const opened = decrypt(b.ratchet, first.message, b.associated, NOW);
    expect(opened.plaintext).toEqual(utf8('hello'));
    const answer = encrypt(opened.state, utf8('hello too'), b.associated);
    expect(decrypt(first.state, answer.message, a.associated, NOW).plaintext).toEqual(utf8('hello too'));
  });

  it.each([
    ['of each kind', [bobs.oneTime], [bobs.oneTimeKem]],
    ['of X25519 alone', [bobs.oneTime], []],
    ['of ML-KEM alone', [], [bobs.oneTimeKem]],
    ['of no kind', [], []],
  ] as const)('K15: marks its session with a one-time prekey %s at both sides', (_, oneTimePrekeys, oneTimeKems) => {
    const offer = offerOf(verified(bob, bundleOf(bob, bobs, { oneTimePrekeys, oneTimeKems })));
    const { session, initial } = initiate(alice, offer);
    const message = decodeInitial(initial);
    expect(message.kemPrekeyId).toBe((oneTimeKems[0] ?? bobs.kem).id);
    expect(message.oneTimePrekeyId).toBe(oneTimePrekeys[0]?.id);
    const theirs = respond(bob, message, secretsFor(bob, initial, bobs), { nowMs: NOW });
    for (const each of [session, theirs])
      expect([each.oneTime, each.oneTimeKem]).toEqual([oneTimePrekeys.length === 1, oneTimeKems.length === 1]);
    const first = encrypt(session.ratchet, utf8('hello'), session.associated);
    expect(decrypt(theirs.ratchet, first.message, theirs.associated, NOW).plaintext).toEqual(utf8('hello'));
  });

  it('takes the first one-time prekey of each list', () => {
    const later = { id: 30, pair: generateKemKeyPair() };
    const offer = offerOf(verified(bob, bundleOf(bob, bobs, { oneTimeKems: [later, bobs.oneTimeKem] })));
    expect([offer.kemPrekey, offer.isOneTimeKem]).toEqual([{ id: 30, publicKey: later.pair.publicKey }, true]);
  });
});

describe('a bundle that is refused', () => {
  it('K01: a signature of a prekey with any bit changed, empty, or by another key', () => {
    for (const [field, kind, key] of [
      ['spk', 'signedPrekey', bobs.signed.pair.publicKey],
      ['kem', 'kemPrekey', bobs.kem.pair.publicKey],
    ] as const) {
      const good = signedPrekey(kind, key);
      expect(codeOf(() => check(resigned({ [field]: good })))).toBeUndefined();
      for (let bit = 0; bit < 512; bit += everyNth(7)) {
        const sig = flipped(good['sig'] as Bytes, bit >> 3, bit & 7);
        expect(codeOf(() => check(resigned({ [field]: { ...good, sig } })))).toBe('E_BAD_BUNDLE');
      }
      expect(() => check(resigned({ [field]: { ...good, sig: new Uint8Array(0) } }))).toThrow(code('E_BAD_BUNDLE'));
      const foreign = signedPrekey(kind, key, { signer: mallory });
      expect(() => check(resigned({ [field]: foreign }))).toThrow(code('E_BAD_BUNDLE'));
    }
  });

  it('K02: one with a prekey of Mallory, or signed by Mallory', () => {
    const spk = signedPrekey('signedPrekey', generateAgreementKeyPair().publicKey, { signer: mallory });
    expect(() => check(resigned({ spk }))).toThrow(code('E_BAD_BUNDLE'));
    expect(() => check(resigned({ spk }, mallory))).toThrow(code('E_BAD_BUNDLE'));
    expect(() => check(bundleOf(mallory, bobs))).toThrow(code('E_BAD_BUNDLE'));
    expect(() => check(resigned({ did: mallory.did }))).toThrow(code('E_BAD_BUNDLE'));
  });

  it('K03: a prekey signature made under another label or for another type of key', () => {
    const key = bobs.signed.pair.publicKey;
    for (const label of ['kemPrekey', 'bundle', 'certificate', 'statement', 'block'])
      expect(codeOf(() => check(resigned({ spk: signedPrekey('signedPrekey', key, { label }) })))).toBe('E_BAD_BUNDLE');
    expect(codeOf(() => check(resigned({ spk: signedPrekey('signedPrekey', key, { type: 2 }) })))).toBe('E_BAD_BUNDLE');
    const kem = signedPrekey('kemPrekey', bobs.kem.pair.publicKey, { label: 'signedPrekey', type: 1 });
    expect(codeOf(() => check(resigned({ kem })))).toBe('E_BAD_BUNDLE');
  });

  it('K04 K05: one with a hostile X25519 key, signed by its owner', () => {
    for (const key of HOSTILE_KEYS) {
      expect(codeOf(() => check(resigned({ spk: signedPrekey('signedPrekey', key) })))).toBe('E_BAD_KEY');
      expect(codeOf(() => check(resigned({ opks: [{ id: 1, key }] })))).toBe('E_BAD_KEY');
    }
  });

  it('K06: one with keys of another length, or a KEM key with a coefficient of q', () => {
    for (const length of [0, 31, 33]) {
      const key = new Uint8Array(length).fill(9);
      expect(codeOf(() => check(resigned({ spk: signedPrekey('signedPrekey', key) })))).toBe('E_BAD_KEY');
      expect(codeOf(() => check(resigned({ opks: [{ id: 1, key }] })))).toBe('E_BAD_KEY');
    }
    const tooLarge = bobs.kem.pair.publicKey.slice();
    tooLarge.set([0xff, 0xff, 0xff], 0);
    for (const key of [tooLarge, bobs.kem.pair.publicKey.slice(1), new Uint8Array(0)])
      for (const changes of [{ kem: signedPrekey('kemPrekey', key) }, { okems: [{ id: 1, key }] }])
        expect(codeOf(() => check(resigned(changes)))).toBe('E_BAD_KEY');
  });

  it('K15: one that lost its KEM prekey, whoever took it, and one without a one-time prekey where that is required', () => {
    expect(() => check(tampered({ kem: undefined }))).toThrow(code('E_DOWNGRADE'));
    expect(() => check(resigned({ kem: undefined }))).toThrow(code('E_DOWNGRADE'));
    expect(() => check(resigned({ kem: undefined }, mallory))).toThrow(code('E_DOWNGRADE'));
    for (const name of ['opks', 'okems']) {
      expect(() => check(tampered({ [name]: [] }))).toThrow(code('E_BAD_BUNDLE'));
      expect(() => check(tampered({ [name]: undefined }))).toThrow(code('E_MALFORMED'));
      expect(() => check(resigned({ [name]: [] }), { requireOneTime: true })).toThrow(code('E_DOWNGRADE'));
      expect(codeOf(() => check(resigned({ [name]: [] })))).toBeUndefined();
    }
    expect(codeOf(() => check(bundle, { requireOneTime: true }))).toBeUndefined();
  });

  it('K16: one of another version or suite, whoever wrote that', () => {
    for (const changes of [{ v: 0 }, { v: 2 }, { suite: 0 }, { suite: 2 }]) {
      expect(codeOf(() => check(tampered(changes)))).toBe('E_VERSION');
      expect(codeOf(() => check(resigned(changes)))).toBe('E_VERSION');
    }
    expect(() => check(resigned({ v: '1' }))).toThrow(code('E_MALFORMED'));
  });

  it('K17: one that is expired, from the future, or made to last, at the limit and one beyond', () => {
    expect(codeOf(() => check(bundle, { nowMs: NOW + 20 * DAY - 1 }))).toBeUndefined();
    expect(() => check(bundle, { nowMs: NOW + 20 * DAY })).toThrow(code('E_STALE'));
    expect(codeOf(() => check(bundle, { nowMs: NOW - 600_000 }))).toBeUndefined();
    expect(() => check(bundle, { nowMs: NOW - 600_001 })).toThrow(code('E_STALE'));
    expect(codeOf(() => check(resigned({ exp: NOW + MAX_BUNDLE_LIFETIME_MS })))).toBeUndefined();
    expect(() => check(resigned({ exp: NOW + MAX_BUNDLE_LIFETIME_MS + 1 }))).toThrow(code('E_STALE'));
    expect(() => check(resigned({ exp: NOW }))).toThrow(code('E_STALE'));
    const spk = (exp: number): CborMap => signedPrekey('signedPrekey', bobs.signed.pair.publicKey, { exp });
    expect(codeOf(() => check(resigned({ spk: spk(NOW + MAX_BUNDLE_LIFETIME_MS) })))).toBeUndefined();
    expect(() => check(resigned({ spk: spk(NOW + MAX_BUNDLE_LIFETIME_MS + 1) }))).toThrow(code('E_STALE'));
    expect(() => check(resigned({ spk: spk(NOW) }))).toThrow(code('E_STALE'));
  });

  it('K18: one of a lower sequence than seen', () => {
    expect(codeOf(() => check(bundle, { lowestSequence: 3 }))).toBeUndefined();
    expect(() => check(bundle, { lowestSequence: 4 })).toThrow(code('E_STALE'));
  });

  it('K18: unless it offers the signed prekey of the newest one, id and key, as those that servers hold do', () => {
    const newestPrekey = { id: bobs.signed.id, publicKey: bobs.signed.pair.publicKey };
    expect(codeOf(() => check(bundle, { lowestSequence: 4, newestPrekey }))).toBeUndefined();
    for (const changes of [{ id: 1 }, { publicKey: bobs.oneTime.pair.publicKey }])
      expect(() => check(bundle, { lowestSequence: 4, newestPrekey: { ...newestPrekey, ...changes } })).toThrow(
        code('E_STALE'),
      );
    expect(() => check(bundle, { nowMs: NOW + 20 * DAY, lowestSequence: 4, newestPrekey })).toThrow(code('E_STALE'));
  });

  it('K23: one with ids that are none, or two of one id', () => {
    const key = bobs.signed.pair.publicKey;
    const kem = bobs.oneTimeKem.pair.publicKey;
    for (const [list, one] of [
      ['opks', key],
      ['okems', kem],
    ] as const) {
      const offering = (...ids: readonly Cbor[]): Bytes => resigned({ [list]: ids.map((id) => ({ id, key: one })) });
      for (const id of [0, 2 ** 31, 2 ** 32 - 1]) expect(codeOf(() => check(offering(id)))).toBeUndefined();
      for (const id of [2 ** 32, -1, '1', null]) expect(codeOf(() => check(offering(id)))).toBe('E_MALFORMED');
      expect(codeOf(() => check(offering(1, 1)))).toBe('E_MALFORMED');
      // That of the last-resort KEM prekey, which an initial message would then name as well.
      expect(codeOf(() => check(offering(bobs.kem.id)))).toBe('E_MALFORMED');
    }
    const both = { opks: [{ id: 1, key }], okems: [{ id: 1, key: kem }] };
    expect(codeOf(() => check(resigned(both)))).toBe('E_MALFORMED');
    expect(() => bundleOf(bob, bobs, { oneTimeKems: [{ ...bobs.oneTimeKem, id: bobs.kem.id }] })).toThrow(RangeError);
  });

  it('K24: one with a certificate that is expired, of another agent, or of a lower sequence than seen', () => {
    const certificate = (sequence: number, from: number): Bytes =>
      issueCertificate(bob.signing, {
        agreementKey: bob.agreement.publicKey,
        sequence,
        issuedAtMs: from,
        expiresAtMs: from + 30 * DAY,
      });
    expect(
      codeOf(() => check(resigned({ cert: certificate(5, NOW) }), { lowestCertificateSequence: 5 })),
    ).toBeUndefined();
    expect(() => check(resigned({ cert: certificate(4, NOW) }), { lowestCertificateSequence: 5 })).toThrow(
      code('E_STALE'),
    );
    expect(() => check(resigned({ cert: certificate(5, NOW - 40 * DAY) }))).toThrow(code('E_STALE'));
    expect(() => check(resigned({ cert: mallory.certificate }))).toThrow(code('E_BAD_BUNDLE'));
    expect(() => check(resigned({ cert: new Uint8Array(513) }))).toThrow(code('E_MALFORMED'));
  });

  it('any single bit of which is flipped', () => {
    for (let at = 0; at < bundle.length; at += everyNth(7))
      for (const bit of [at % 8, (at + 3) % 8])
        expect(codeOf(() => check(flipped(bundle, at, bit)))).toMatch(
          /^E_(BAD_BUNDLE|MALFORMED|VERSION|DOWNGRADE|LIMIT)$/,
        );
  });

  it('that is longer than a bundle may be, or holds more one-time prekeys', () => {
    expect(() => check(new Uint8Array(MAX_BUNDLE_BYTES + 1))).toThrow(code('E_LIMIT'));
    const opks = Array.from({ length: MAX_BUNDLE_ONE_TIME_PREKEYS + 1 }, (_, at) => ({ ...bobs.oneTime, id: 20 + at }));
    const okems = Array.from({ length: MAX_BUNDLE_ONE_TIME_KEMS + 1 }, (_, at) => ({
      ...bobs.oneTimeKem,
      id: 200 + at,
    }));
    const sized = (x25519: number, kems: number): Bytes =>
      bundleOf(bob, bobs, { oneTimePrekeys: opks.slice(0, x25519), oneTimeKems: okems.slice(0, kems) });
    for (const [x25519, kems] of [
      [MAX_BUNDLE_ONE_TIME_PREKEYS, 0],
      [1, MAX_BUNDLE_ONE_TIME_KEMS],
    ] as const)
      expect(sized(x25519, kems).length).toBeLessThanOrEqual(MAX_BUNDLE_BYTES);
    expect(() => sized(opks.length, 0)).toThrow(RangeError);
    expect(() => sized(0, okems.length)).toThrow(RangeError);
    expect(() => sized(MAX_BUNDLE_ONE_TIME_PREKEYS, MAX_BUNDLE_ONE_TIME_KEMS)).toThrow(RangeError);
    const key = bobs.oneTimeKem.pair.publicKey;
    const five = Array.from({ length: MAX_BUNDLE_ONE_TIME_KEMS + 1 }, (_, id) => ({ id, key }));
    expect(() => check(resigned({ opks: [], okems: five }))).toThrow(code('E_MALFORMED'));
    expect(() => bundleOf(bob, bobs, { expiresAtMs: NOW + MAX_BUNDLE_LIFETIME_MS + 1 })).toThrow(RangeError);
  });
});

/** What is before and after a part of `bytes`. */
function halves(bytes: Bytes, part: Bytes): readonly [Bytes, Bytes] {
  const at = Buffer.from(bytes).indexOf(part);
  expect(at).toBeGreaterThan(0);
  return [bytes.slice(0, at), bytes.slice(at + part.length)];
}

describe('an initial message that is refused', () => {
  const { initial } = alicesHandshake();
  const changed = (changes: Record<string, Cbor>): Bytes => encodeCbor({ ...fieldsOf(initial), ...changes });
  const accept = (bytes: Bytes, party = bob): ReturnType<typeof respond> =>
    respond(party, decodeInitial(bytes), secretsFor(party, bytes, bobs), { nowMs: NOW });

  it('K04 K05: one with a hostile ephemeral key', () => {
    for (const ek of HOSTILE_KEYS) expect(codeOf(() => decodeInitial(changed({ ek })))).toBe('E_BAD_KEY');
  });

  it('K06: one with an ephemeral key or a ciphertext of another length', () => {
    for (const length of [0, 31, 33])
      expect(codeOf(() => decodeInitial(changed({ ek: new Uint8Array(length) })))).toBe('E_BAD_KEY');
    for (const length of [0, 1087, 1089])
      expect(codeOf(() => decodeInitial(changed({ ct: new Uint8Array(length) })))).toBe('E_BAD_KEY');
  });

  it('K07: one of Mallory in the name of Alice makes a session under which nothing of his opens', () => {
    // Mallory has Alice's certificate, which is public, and his own secret key in place of hers.
    const impostor = {
      did: alice.did,
      signing: mallory.signing,
      agreement: mallory.agreement,
      certificate: alice.certificate,
    };
    const forged = initiate(impostor, offerOf(verified(bob, bundle)));
    const session = accept(forged.initial);
    const { message } = encrypt(forged.session.ratchet, utf8('I am Alice'), forged.session.associated);
    expect(() => decrypt(session.ratchet, message, session.associated, NOW)).toThrow(code('E_DECRYPT'));
    // Nor with the associated data that Bob expects.
    const adapted = encrypt(forged.session.ratchet, utf8('I am Alice'), session.associated).message;
    expect(() => decrypt(session.ratchet, adapted, session.associated, NOW)).toThrow(code('E_DECRYPT'));
  });

  it('K08: prekeys of Bob that Mallory publishes as his own lead to a session that Bob refuses', () => {
    const stolen = bundleOf(mallory, bobs);
    const toMallory = initiate(alice, offerOf(verified(mallory, stolen)));
    expect(() => accept(toMallory.initial)).toThrow(code('E_IDENTITY_MISMATCH'));
    const redirected = encodeCbor({ ...fieldsOf(toMallory.initial), to: bob.did });
    const session = accept(redirected);
    const { message } = encrypt(toMallory.session.ratchet, utf8('for Mallory'), toMallory.session.associated);
    expect(() => decrypt(session.ratchet, message, session.associated, NOW)).toThrow(code('E_DECRYPT'));
  });

  it('K09: one for Bob that Carol opens with the same prekeys', () => {
    expect(() => accept(initial, carol)).toThrow(code('E_IDENTITY_MISMATCH'));
    const { session, initial: good } = alicesHandshake();
    const forCarol = encodeCbor({ ...fieldsOf(good), to: carol.did });
    const theirs = accept(forCarol, carol);
    const { message } = encrypt(session.ratchet, utf8('for Bob'), session.associated);
    expect(() => decrypt(theirs.ratchet, message, theirs.associated, NOW)).toThrow(code('E_DECRYPT'));
  });

  it('K12: one that names prekeys which are not there', () => {
    for (const changes of [{ spk: 1 }, { kem: 1 }, { opk: 1 }] as const) {
      const bytes = changed(changes);
      expect(() => respond(bob, decodeInitial(bytes), secretsFor(bob, initial, bobs), { nowMs: NOW })).toThrow(
        code('E_PREKEY_GONE'),
      );
    }
  });

  it('K16: one of another version or suite', () => {
    for (const changes of [{ v: 0 }, { v: 2 }, { suite: 0 }, { suite: 2 }])
      expect(codeOf(() => decodeInitial(changed(changes)))).toBe('E_VERSION');
  });

  it.each([
    ['one-time', bobs.oneTimeKem.id, {}],
    ['last-resort', bobs.kem.id, { oneTimeKems: [] }],
  ] as const)('K20: one whose ciphertext was made for another %s KEM prekey', (_, id, changes) => {
    const pair = generateKemKeyPair();
    const other = { ...bobs, kem: { id: bobs.kem.id, pair }, oneTimeKem: { id: bobs.oneTimeKem.id, pair } };
    const { session, initial: wrong } = initiate(alice, offerOf(verified(bob, bundleOf(bob, other, changes))));
    expect(decodeInitial(wrong).kemPrekeyId).toBe(id);
    const theirs = accept(wrong);
    const { message } = encrypt(session.ratchet, utf8('x'), theirs.associated);
    expect(() => decrypt(theirs.ratchet, message, theirs.associated, NOW)).toThrow(code('E_DECRYPT'));
  });

  it('K20: one that was made for a one-time KEM prekey and names the last-resort one, or the other way', () => {
    for (const [changes, kem] of [
      [{}, bobs.kem.id],
      [{ oneTimeKems: [] }, bobs.oneTimeKem.id],
    ] as const) {
      const { session, initial: good } = initiate(alice, offerOf(verified(bob, bundleOf(bob, bobs, changes))));
      const theirs = accept(encodeCbor({ ...fieldsOf(good), kem }));
      const { message } = encrypt(session.ratchet, utf8('x'), theirs.associated);
      expect(() => decrypt(theirs.ratchet, message, theirs.associated, NOW)).toThrow(code('E_DECRYPT'));
    }
  });

  it('K22: one with any bit flipped makes no session under which the message opens, and the good one then does', () => {
    const { session, initial: good } = alicesHandshake();
    const { message } = encrypt(session.ratchet, utf8('x'), session.associated);
    const outcome = (bytes: Bytes): unknown =>
      codeOf(() => {
        const theirs = accept(bytes);
        decrypt(theirs.ratchet, message, theirs.associated, NOW);
      });
    for (let at = 0; at < good.length; at += good.length > 1000 && at > 400 && at < 1400 ? 37 : everyNth(3))
      expect(outcome(flipped(good, at, at % 8)), `byte ${at}`).toMatch(/^E_/);
    expect(outcome(good)).toBeUndefined();
  });

  it('K23: one with ids that are none', () => {
    for (const name of ['spk', 'kem', 'opk']) {
      for (const id of [0, 2 ** 31, 2 ** 32 - 1])
        expect(codeOf(() => decodeInitial(changed({ [name]: id })))).toBeUndefined();
      for (const id of [2 ** 32, -1, '1', null, true])
        expect(codeOf(() => decodeInitial(changed({ [name]: id })))).toBe('E_MALFORMED');
      // 1.5 as a half-precision number, which no encoder of ours writes.
      const [before, after] = halves(changed({ [name]: 0 }), concat(Uint8Array.of(0x63), utf8(name), Uint8Array.of(0)));
      const fraction = concat(before, Uint8Array.of(0x63), utf8(name), Uint8Array.of(0xf9, 0x3e, 0x00), after);
      expect(codeOf(() => decodeInitial(fraction))).toBe('E_MALFORMED');
    }
  });

  it('K24: one with a certificate that is expired, of another agent, or of a lower sequence than seen', () => {
    expect(codeOf(() => accept(changed({ cert: mallory.certificate })))).toBe('E_BAD_BUNDLE');
    const message = decodeInitial(initial);
    const secrets = secretsFor(bob, initial, bobs);
    expect(() => respond(bob, message, secrets, { nowMs: NOW + 401 * DAY })).toThrow(code('E_STALE'));
    expect(() => respond(bob, message, secrets, { nowMs: NOW, lowestSequence: 2 })).toThrow(code('E_STALE'));
  });

  it('one that is too long, of another form, or with an unknown field', () => {
    expect(() => decodeInitial(new Uint8Array(MAX_INITIAL_BYTES + 1))).toThrow(code('E_LIMIT'));
    expect(() => decodeInitial(changed({ extra: 1 }))).toThrow(code('E_MALFORMED'));
    expect(() => decodeInitial(changed({ from: 'did:key:z6Mk' }))).toThrow(code('E_BAD_DID'));
    expect(() => decodeInitial(changed({ cert: new Uint8Array(513) }))).toThrow(code('E_MALFORMED'));
    expect(() => decodeInitial(encodeCbor([1]))).toThrow(code('E_MALFORMED'));
    expect(() => decodeInitial(encodeCbor(null))).toThrow(code('E_MALFORMED'));
  });
});
