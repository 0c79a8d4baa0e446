import { describe, expect, it } from 'vitest';
import { type Bytes, equalBytes, utf8 } from '../../../src/base/bytes.ts';
import { type Cbor, type CborMap, decodeCbor, encodeCbor } from '../../../src/codec/cbor.ts';
import {
  acceptLive,
  answerLive,
  beginLive,
  completeLive,
  MAX_HELLO_BYTES,
  MAX_LIVE_BUNDLE_BYTES,
} from '../../../src/session/live.ts';
import { decrypt, encrypt } from '../../../src/session/ratchet.ts';
import { agent, codeOf, flipped, HOSTILE_KEYS, NOW } from './actors.ts';

const [alice, bob, mallory] = [agent('alice'), agent('bob'), agent('mallory')];
const code = (name: string): unknown => expect.objectContaining({ code: name });
const fieldsOf = (bytes: Bytes): Record<string, Cbor> => ({ ...(decodeCbor(bytes) as CborMap) });

/** Alice has asked and Bob has answered. */
function asked(): { a: ReturnType<typeof beginLive>; b: ReturnType<typeof answerLive> } {
  const a = beginLive(alice, bob.did);
  return { a, b: answerLive(bob, alice.did, a.hello, NOW) };
}
/** The live bundle with fields changed by `signer`. */
function resigned(bundle: Bytes, changes: Record<string, Cbor | undefined>, signer = bob): Bytes {
  const fields = fieldsOf(fieldsOf(bundle)['body'] as Bytes);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) delete fields[name];
    else fields[name] = value;
  }
  const body = encodeCbor(fields);
  return encodeCbor({ body, sig: signer.signing.sign('liveBundle', body) });
}

describe('a live handshake', () => {
  it('gives both sides one session in one round trip', () => {
    const { a, b } = asked();
    expect(a.hello.length).toBeLessThanOrEqual(MAX_HELLO_BYTES);
    expect(b.bundle.length).toBeLessThanOrEqual(MAX_LIVE_BUNDLE_BYTES);
    const { session, initial } = completeLive(alice, a.state, b.bundle, { nowMs: NOW });
    const theirs = acceptLive(bob, b.state, initial, { nowMs: NOW });
    expect(equalBytes(session.id, theirs.id)).toBe(true);
    expect([session.kind, session.oneTime, theirs.oneTime]).toEqual(['live', true, true]);
    const { message } = encrypt(session.ratchet, utf8('hi'), session.associated);
    expect(decrypt(theirs.ratchet, message, theirs.associated, NOW).plaintext).toEqual(utf8('hi'));
  });

  it('refuses a first message from or for somebody else', () => {
    const { hello } = beginLive(alice, bob.did);
    expect(() => answerLive(bob, mallory.did, hello, NOW)).toThrow(code('E_IDENTITY_MISMATCH'));
    expect(() => answerLive(mallory, alice.did, hello, NOW)).toThrow(code('E_IDENTITY_MISMATCH'));
  });

  it('K16: refuses a first message of another version or suite', () => {
    const { hello } = beginLive(alice, bob.did);
    for (const changes of [{ v: 0 }, { v: 2 }, { suite: 2 }])
      expect(codeOf(() => answerLive(bob, alice.did, encodeCbor({ ...fieldsOf(hello), ...changes }), NOW))).toBe(
        'E_VERSION',
      );
    expect(() => answerLive(bob, alice.did, new Uint8Array(MAX_HELLO_BYTES + 1), NOW)).toThrow(code('E_LIMIT'));
    const short = encodeCbor({ ...fieldsOf(hello), nonce: new Uint8Array(31) });
    expect(() => answerLive(bob, alice.did, short, NOW)).toThrow(code('E_MALFORMED'));
  });

  it('refuses a bundle that was made for another handshake', () => {
    const { a, b } = asked();
    const other = asked();
    const complete = (bundle: Bytes): unknown => completeLive(alice, a.state, bundle, { nowMs: NOW });
    expect(() => complete(other.b.bundle)).toThrow(code('E_BAD_BUNDLE'));
    expect(() => complete(resigned(b.bundle, { to: mallory.did }))).toThrow(code('E_BAD_BUNDLE'));
    expect(() => complete(resigned(b.bundle, { did: mallory.did }))).toThrow(code('E_BAD_BUNDLE'));
    expect(() => complete(resigned(b.bundle, {}, mallory))).toThrow(code('E_BAD_BUNDLE'));
    expect(codeOf(() => complete(resigned(b.bundle, {})))).toBeUndefined();
  });

  it('K04 K05 K06 K15 K16 K24: refuses a bundle of bad keys, versions, certificates or without a KEM key', () => {
    const { a, b } = asked();
    const outcome = (changes: Record<string, Cbor | undefined>): unknown =>
      codeOf(() => completeLive(alice, a.state, resigned(b.bundle, changes), { nowMs: NOW }));
    for (const spk of HOSTILE_KEYS) expect(outcome({ spk })).toBe('E_BAD_KEY');
    expect(outcome({ spk: new Uint8Array(31) })).toBe('E_BAD_KEY');
    expect(outcome({ kem: new Uint8Array(1184).fill(0xff) })).toBe('E_BAD_KEY');
    expect(outcome({ kem: undefined })).toBe('E_DOWNGRADE');
    expect(outcome({ v: 2 })).toBe('E_VERSION');
    expect(outcome({ suite: 2 })).toBe('E_VERSION');
    expect(outcome({ cert: mallory.certificate })).toBe('E_BAD_BUNDLE');
    expect(outcome({ cert: new Uint8Array(513) })).toBe('E_MALFORMED');
    const stale = { nowMs: NOW, lowestSequence: 2 };
    expect(() => completeLive(alice, a.state, b.bundle, stale)).toThrow(code('E_STALE'));
  });

  it('refuses a bundle of a clock more than ten minutes away, either way', () => {
    const { a, b } = asked();
    for (const [nowMs, expected] of [
      [NOW + 600_000, undefined],
      [NOW - 600_000, undefined],
      [NOW + 600_001, 'E_STALE'],
      [NOW - 600_001, 'E_STALE'],
    ] as const)
      expect(codeOf(() => completeLive(alice, a.state, b.bundle, { nowMs }))).toBe(expected);
  });

  it('refuses a bundle with any bit flipped', () => {
    const { a, b } = asked();
    for (let at = 0; at < b.bundle.length; at++)
      expect(codeOf(() => completeLive(alice, a.state, flipped(b.bundle, at, at % 8), { nowMs: NOW }))).toMatch(/^E_/);
  });

  it('refuses an initial message of another agent or of another live handshake', () => {
    const { a, b } = asked();
    const { initial } = completeLive(alice, a.state, b.bundle, { nowMs: NOW });
    const named = encodeCbor({ ...fieldsOf(initial), from: mallory.did });
    expect(() => acceptLive(bob, b.state, named, { nowMs: NOW })).toThrow(code('E_IDENTITY_MISMATCH'));
    const opk = encodeCbor({ ...fieldsOf(initial), opk: 1 });
    expect(() => acceptLive(bob, b.state, opk, { nowMs: NOW })).toThrow(code('E_PREKEY_GONE'));
  });

  it('K10: an initial message that is replayed into another handshake opens nothing', () => {
    const { a, b } = asked();
    const { session, initial } = completeLive(alice, a.state, b.bundle, { nowMs: NOW });
    const { message } = encrypt(session.ratchet, utf8('once'), session.associated);
    const again = asked();
    const theirs = acceptLive(bob, again.b.state, initial, { nowMs: NOW });
    expect(() => decrypt(theirs.ratchet, message, theirs.associated, NOW)).toThrow(code('E_DECRYPT'));
  });
});
