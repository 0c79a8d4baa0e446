import { createPrivateKey, createPublicKey } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/base/bytes.ts';
import { fromBase58btc, fromBase64url, toBase58btc } from '../../../src/base/encoding.ts';
import { DID_CHARACTERS, didOfKey, isDid, keyOfDid, parseDid } from '../../../src/identity/did.ts';

/** The Ed25519 vectors of the did:key method (w3c-ccg/did-method-key, test-vectors/ed25519-x25519.json). */
const PUBLISHED = [
  {
    seed: 0,
    did: 'did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp',
    key: '4zvwRjXUKGfvwnParsHAS3HuSVzV5cA4McphgmoCtajS',
  },
  {
    seed: 1,
    did: 'did:key:z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG',
    key: '6ASf5EcmmEHTgDJ4X4ZT5vT6iHVJBXPg5AN5YoTCpGWt',
  },
  {
    seed: 2,
    did: 'did:key:z6MknGc3ocHs3zdPiJbnaaqDi58NGb4pk1Sp9WxWufuXSdxf',
    key: '8pM1DN3RiT8vbom5u1sNryaNT1nyL8CTTW3b5PwWXRBH',
  },
];
const GOOD = 'did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp';
const KEY = keyOfDid(parseDid(GOOD));
const multibase = (...bytes: number[]) => `did:key:z${toBase58btc(Uint8Array.of(...bytes))}`;

/** Everything that is almost a DID of ours. */
const REFUSED: readonly (readonly [why: string, text: string])[] = [
  ['nothing', ''],
  ['the scheme alone', 'did:'],
  ['no key', 'did:key:'],
  ['an empty multibase', 'did:key:z'],
  ['upper-case scheme', GOOD.replace('did', 'DID')],
  ['upper-case method', GOOD.replace('key', 'KEY')],
  ['another method', GOOD.replace('key', 'web')],
  ['an older method with a fingerprint', 'did:key:fingerprint:z6MkiTBz1ymuepAQ'],
  ['a method of half a hash', 'did:talos:0123456789abcdef0123456789abcdef'],
  ['a space before', ` ${GOOD}`],
  ['a space after', `${GOOD} `],
  ['a line feed after', `${GOOD}\n`],
  ['a zero byte after', `${GOOD}\0`],
  ['a fragment', `${GOOD}#${GOOD.slice(8)}`],
  ['an empty fragment', `${GOOD}#`],
  ['a query', `${GOOD}?service=files`],
  ['a path', `${GOOD}/path`],
  ['a parameter', `${GOOD};a=b`],
  ['a trailing dot', `${GOOD}.`],
  ['percent encoding', GOOD.replace('z6Mk', '%7A6Mk')],
  ['one character less', GOOD.slice(0, -1)],
  ['one character more', `${GOOD}1`],
  ['two DIDs', GOOD + GOOD],
  ['a leading 1, which is a zero byte', GOOD.replace('z6Mk', 'z16Mk')],
  ['0, which base58 does not have', `${GOOD.slice(0, -1)}0`],
  ['O, which base58 does not have', `${GOOD.slice(0, -1)}O`],
  ['I, which base58 does not have', `${GOOD.slice(0, -1)}I`],
  ['l, which base58 does not have', `${GOOD.slice(0, -1)}l`],
  ['a Cyrillic letter that looks like one of it', GOOD.replace('M', 'М')],
  ['a full-width letter', `${GOOD.slice(0, -1)}ｐ`],
  ['a lone surrogate', `${GOOD.slice(0, -1)}\ud800`],
  ['base16', `did:key:f${toHex(Uint8Array.of(0xed, 1, ...KEY))}`],
  ['base64url', 'did:key:u7QE7ai-czracQtYojqNAqbYc1QmMVy13iQw6uOBIoYtZ2ik'],
  ['base58 without multibase', GOOD.replace('z6Mk', '6Mk')],
  ['another multibase letter', GOOD.replace('z6Mk', 'Z6Mk')],
  ['an X25519 key', multibase(0xec, 1, ...KEY)],
  ['a secp256k1 key', 'did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme'],
  ['a P-256 key', 'did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169'],
  ['an Ed25519 secret key', multibase(0x80, 0x26, ...KEY)],
  ['the codec written in three bytes', multibase(0xed, 0x81, 0, ...KEY)],
  ['the codec written in one byte', multibase(0xed, ...KEY)],
  ['no codec', multibase(...KEY)],
  ['a key of 31 bytes', multibase(0xed, 1, ...KEY.slice(1))],
  ['a key of 33 bytes', multibase(0xed, 1, 0, ...KEY)],
  ['a key of no bytes', multibase(0xed, 1)],
  ['a megabyte', `did:key:z6Mk${'a'.repeat(1 << 20)}`],
];

describe('did:key', () => {
  it.each(PUBLISHED)('writes and reads the published $did', ({ seed, did, key }) => {
    const pkcs8 = Buffer.concat([
      Buffer.from('302e020100300506032b657004220420', 'hex'),
      new Uint8Array(31),
      Uint8Array.of(seed),
    ]);
    const { x } = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })).export({
      format: 'jwk',
    });
    const publicKey = fromBase64url(String(x));
    expect(publicKey).toEqual(fromBase58btc(key));
    expect(didOfKey(publicKey)).toBe(did);
    expect(keyOfDid(parseDid(did))).toEqual(publicKey);
  });

  it.each(REFUSED)('I03: refuses %s', (_why, text) => {
    const before = performance.now();
    expect(() => parseDid(text)).toThrow(expect.objectContaining({ code: 'E_BAD_DID' }));
    expect(isDid(text)).toBe(false);
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it('I03: has at least 34 texts to refuse, all different', () => {
    expect(new Set(REFUSED.map(([, text]) => text)).size).toBeGreaterThanOrEqual(34);
  });

  it('I03: refuses a DID with any one character changed to another key form, or gives another key', () => {
    fc.assert(
      fc.property(fc.nat(GOOD.length - 1), fc.string({ unit: 'binary', minLength: 0, maxLength: 2 }), (at, put) => {
        const text = GOOD.slice(0, at) + put + GOOD.slice(at + 1);
        fc.pre(text !== GOOD);
        if (isDid(text)) expect(keyOfDid(text)).not.toEqual(KEY);
        else expect(() => parseDid(text)).toThrow(expect.objectContaining({ code: 'E_BAD_DID' }));
      }),
    );
  });

  it('keeps nothing of a text that a DID was cut out of', () => {
    const before = process.memoryUsage().heapUsed;
    for (let n = 0; n < 64; n++) {
      const did = didOfKey(new Uint8Array(32).map((_, i) => i * 7 + n));
      const long = `${'x'.repeat(500_000)}${did}${'y'.repeat(n)}`;
      expect(isDid(JSON.parse(JSON.stringify(long)).slice(500_000, 500_000 + DID_CHARACTERS))).toBe(true);
    }
    setFlagsFromString('--expose-gc');
    (runInNewContext('gc') as () => void)();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(16 * 1024 * 1024);
  });

  it('gives each reader a key of its own, so that no one changes the next one’s', () => {
    const did = didOfKey(new Uint8Array(32).fill(7));
    for (let i = 0; i < 3; i++) {
      const key = keyOfDid(parseDid(did));
      expect(key).toEqual(new Uint8Array(32).fill(7));
      key.fill(i);
    }
  });

  it('I01: holds the whole key: every DID has one key, every key one DID of 56 characters', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (key) => {
        const did = didOfKey(key);
        expect(did).toHaveLength(DID_CHARACTERS);
        expect(did.startsWith('did:key:z6Mk')).toBe(true);
        expect(keyOfDid(parseDid(did))).toEqual(new Uint8Array(key));
      }),
    );
  });

  it.each([0, 31, 33, 64])('makes no DID of %i bytes', (length) => {
    expect(() => didOfKey(new Uint8Array(length))).toThrow(RangeError);
  });

  it.each([undefined, null, 5, {}, [GOOD]])('says of %s that it is none', (value) => {
    expect(isDid(value)).toBe(false);
  });
});
