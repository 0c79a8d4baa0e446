import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '../../../src/base/bytes.ts';
import { toBase64url } from '../../../src/base/encoding.ts';
import { canonicalBytes, type Json, type JsonObject, parseJson } from '../../../src/codec/json.ts';
import { SIGNING_LABELS, type SigningLabel } from '../../../src/crypto/labels.ts';
import type { SigningKey } from '../../../src/crypto/sign.ts';
import {
  createSuccession,
  MAX_SUCCESSION_BYTES,
  MAX_SUCCESSION_STEPS,
  verifySuccession,
} from '../../../src/identity/succession.ts';
import { agent, NOW } from '../session/actors.ts';

const code = (name: string) => expect.objectContaining({ code: name });
const [alice, bob, mallory] = [agent('alice'), agent('bob'), agent('mallory')];
const good = createSuccession(alice.signing, bob.signing, { sequence: 1, timeMs: NOW });
const verify = (bytes: Uint8Array, nowMs = NOW) => verifySuccession(bytes, { nowMs });
const BODY: JsonObject = { v: 1, kind: 'talos-succession', from: alice.did, to: bob.did, sequence: 1, time: NOW };

/** A statement of any body, signed by any keys under any label. */
function signed(body: Json, from: SigningKey, to: SigningKey, label: SigningLabel = 'succession'): Uint8Array {
  const bytes = canonicalBytes(body);
  const [old, next] = [from, to].map((key) => toBase64url(key.sign(label, bytes)));
  return canonicalBytes({ body, from: old ?? '', to: next ?? '' });
}
const by = (body: Json): Uint8Array => signed(body, alice.signing, bob.signing);

describe('a succession', () => {
  it('says who goes on for whom, in canonical JSON that both have signed', () => {
    expect(good).toMatchObject({ from: alice.did, to: bob.did, sequence: 1, timeMs: NOW });
    expect(parseJson(good.text)).toMatchObject({ body: BODY });
    expect(good.bytes).toEqual(by(BODY));
    expect(verify(good.bytes)).toEqual(good);
    expect(good.text).toBe(fromUtf8(good.bytes));
    expect(good.bytes.length).toBeLessThanOrEqual(MAX_SUCCESSION_BYTES);
  });

  it('I13: counts years later, as the audit log needs it', () => {
    expect(verify(good.bytes, NOW + 10 * 365 * 86_400_000)).toEqual(good);
  });

  it.each<[string, Uint8Array]>([
    ['signed by the old key alone', signed(BODY, alice.signing, alice.signing)],
    ['signed by the new key alone', signed(BODY, bob.signing, bob.signing)],
    ['signed the wrong way round', signed(BODY, bob.signing, alice.signing)],
    ['forged by another for both', signed(BODY, mallory.signing, mallory.signing)],
    ['forged in the name of the old key', signed(BODY, mallory.signing, bob.signing)],
    ['forged in the name of the new key', signed(BODY, alice.signing, mallory.signing)],
  ])('I13: %s is E_BAD_SUCCESSION', (_what, bytes) => {
    expect(() => verify(bytes)).toThrow(code('E_BAD_SUCCESSION'));
  });

  it.each(Object.keys(SIGNING_LABELS).filter((label) => label !== 'succession') as SigningLabel[])(
    'is no message under the label %s',
    (label) => {
      expect(() => verify(signed(BODY, alice.signing, bob.signing, label))).toThrow(code('E_BAD_SUCCESSION'));
    },
  );

  it.each<[string, Json]>([
    ['of an identity by itself', { ...BODY, to: alice.did }],
    ['of no DID', { ...BODY, from: 'did:web:example.com' }],
    ['to no DID', { ...BODY, to: '' }],
    ['of another kind', { ...BODY, kind: 'talos-agent-record' }],
    ['with a further field', { ...BODY, reason: 'lost' }],
    ['without a time', { v: 1, kind: 'talos-succession', from: alice.did, to: bob.did, sequence: 1 }],
    ['of a step 0', { ...BODY, sequence: 0 }],
    ['of a step that is no integer', { ...BODY, sequence: 1.5 }],
    [`of a step ${MAX_SUCCESSION_STEPS + 1}`, { ...BODY, sequence: MAX_SUCCESSION_STEPS + 1 }],
    ['with a version that is a text', { ...BODY, v: '1' }],
  ])('%s is E_BAD_SUCCESSION', (_what, body) => {
    expect(() => verify(by(body))).toThrow(code('E_BAD_SUCCESSION'));
  });

  it('is E_VERSION of another version, whatever else it has', () => {
    expect(() => verify(by({ v: 2, more: true }))).toThrow(code('E_VERSION'));
  });

  it('is E_STALE more than 10 minutes from the future', () => {
    expect(verify(good.bytes, NOW - 600_000)).toEqual(good);
    expect(() => verify(good.bytes, NOW - 600_001)).toThrow(code('E_STALE'));
  });

  it('is E_BAD_SUCCESSION in a form that is not canonical, and E_LIMIT over its bytes before anything is read', () => {
    expect(() => verify(utf8(` ${good.text}`))).toThrow(code('E_BAD_SUCCESSION'));
    expect(() => verify(utf8('{'.repeat(MAX_SUCCESSION_BYTES)))).toThrow(code('E_BAD_SUCCESSION'));
    expect(() => verify(utf8('{'.repeat(MAX_SUCCESSION_BYTES + 1)))).toThrow(code('E_LIMIT'));
  });

  it('is refused with any bit changed', () => {
    fc.assert(
      fc.property(fc.nat(good.bytes.length * 8 - 1), (bit) => {
        const bytes = new Uint8Array(good.bytes);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(() => verify(bytes)).toThrow();
      }),
    );
  });

  it('is made of two identities, and of steps that can be', () => {
    const make =
      (to: SigningKey, sequence: number, timeMs = NOW) =>
      () =>
        createSuccession(alice.signing, to, { sequence, timeMs });
    expect(make(alice.signing, 1)).toThrow(RangeError);
    expect(make(bob.signing, 0)).toThrow(RangeError);
    expect(make(bob.signing, MAX_SUCCESSION_STEPS + 1)).toThrow(RangeError);
    expect(make(bob.signing, 1, -1)).toThrow(RangeError);
    expect(make(bob.signing, MAX_SUCCESSION_STEPS)().sequence).toBe(MAX_SUCCESSION_STEPS);
  });
});
