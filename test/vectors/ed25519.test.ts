import { describe, expect, it } from 'vitest';
import { fromHex, toHex, utf8 } from '../../src/base/bytes.ts';
import { verifyRaw } from '../../src/crypto/sign.ts';
import { verifySignatures } from '../../src/crypto/sign-batch.ts';
import { ed25519Verify as askOnWeb, settled } from '../../src/crypto/web.ts';
import { SETS } from '../reference/sets.ts';
import { loadVectors, loadWycheproof } from './files.ts';

interface Case {
  readonly name: string;
  readonly key: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** What every set says, after making sure that all say the same, and so does `verifyRaw`. */
function verdict({ name, key, message, signature }: Case): boolean {
  const verdicts = SETS.map((set) =>
    // The port is promised 64 bytes; the function above it is not.
    signature.length === 64 ? set.ed25519Verify(key, message, signature) : false,
  );
  verdicts.push(verifyRaw(key, message, signature));
  expect(new Set(verdicts).size, `${name}: one verdict`).toBe(1);
  return verdicts[0] as boolean;
}

describe('Ed25519, RFC 8032 under the strict rule: one verdict of every set', () => {
  it('E01: Project Wycheproof', () => {
    const tests = loadWycheproof<{ publicKey: { pk: string } }, { msg: string; sig: string }>(
      'ed25519/wycheproof_ed25519.json',
    );
    expect(tests).toHaveLength(151);
    for (const { tcId, publicKey, msg, sig, result } of tests) {
      const name = `case ${tcId}`;
      const test = { name, key: fromHex(publicKey.pk), message: fromHex(msg), signature: fromHex(sig) };
      expect(verdict(test), name).toBe(result === 'valid');
    }
  });

  it('E01: "Taming the many EdDSAs": what must be refused or accepted is', () => {
    interface Speccheck {
      readonly talos_required: { readonly must: Readonly<Record<string, 'accept' | 'reject'>> };
      readonly policies: { readonly dalek_verify_strict_and_libsodium: string };
      readonly cases: readonly { index: number; message: string; pub_key: string; signature: string }[];
    }
    const { talos_required, policies, cases } = loadVectors<Speccheck>('ed25519/speccheck.json');
    expect(cases).toHaveLength(12);
    for (const { index, message, pub_key, signature } of cases) {
      const name = `case ${index}`;
      const accepts = verdict({
        name,
        key: fromHex(pub_key),
        message: fromHex(message),
        signature: fromHex(signature),
      });
      const required = talos_required.must[index];
      if (required !== undefined) expect(accepts, name).toBe(required === 'accept');
      expect(accepts, name).toBe(policies.dalek_verify_strict_and_libsodium[index] === 'V');
    }
  });

  it('E01: a batch has the verdicts of its signatures alone, wherever they stand in it', () => {
    interface Speccheck {
      readonly cases: readonly { readonly message: string; readonly pub_key: string; readonly signature: string }[];
    }
    const { cases } = loadVectors<Speccheck>('ed25519/speccheck.json');
    const batch = cases.map(({ message, pub_key, signature }) => ({
      publicKey: fromHex(pub_key),
      message: fromHex(message),
      signature: fromHex(signature),
    }));
    const alone = batch.map(({ publicKey, message, signature }) => verifyRaw(publicKey, message, signature));
    expect(new Set(alone)).toEqual(new Set([true, false]));
    expect(verifySignatures(batch)).toEqual(alone);
    expect(verifySignatures(batch.toReversed())).toEqual(alone.toReversed());
    const [first] = batch;
    const short = { publicKey: new Uint8Array(31), message: utf8(''), signature: new Uint8Array(64) };
    expect(verifySignatures([short, ...(first ? [first] : [])])).toEqual([false, alone[0]]);
    expect(verifySignatures([])).toEqual([]);
    for (const wrong of [undefined, {}, [undefined], [{ ...short, message: 'text' }]])
      expect(() => verifySignatures(wrong as never)).toThrow(TypeError);
  });

  it('E01: C2SP CCTV: points of small order and other encodings are refused, the rest has one verdict', () => {
    interface CctvCase {
      readonly number: number;
      readonly key: string;
      readonly sig: string;
      readonly msg: string;
      readonly flags: readonly string[] | null;
    }
    const REFUSED = ['low_order_A', 'low_order_R', 'non_canonical_A', 'non_canonical_R'];
    const cases = loadVectors<readonly CctvCase[]>('ed25519/cctv_ed25519vectors.json');
    expect(cases).toHaveLength(914);
    const counts = { refused: 0, free: 0, accepted: 0 };
    for (const { number, key, sig, msg, flags } of cases) {
      const name = `case ${number}`;
      const accepts = verdict({ name, key: fromHex(key), message: utf8(msg), signature: fromHex(sig) });
      const has = (flag: string) => flags?.includes(flag) ?? false;
      if (REFUSED.some(has)) {
        counts.refused++;
        expect(accepts, name).toBe(false);
      } else if (has('low_order_residue')) counts.free++;
      else {
        counts.accepted++;
        expect(accepts, name).toBe(true);
      }
    }
    expect(counts).toEqual({ refused: 808, free: 63, accepted: 43 });
  });

  it('E01: the set of pages that verify, over Web Crypto, has the verdicts of libsodium on all of them', async () => {
    interface Published {
      readonly cases: readonly { readonly message: string; readonly pub_key: string; readonly signature: string }[];
    }
    interface CctvCase {
      readonly key: string;
      readonly sig: string;
      readonly msg: string;
    }
    const wycheproof = loadWycheproof<{ publicKey: { pk: string } }, { msg: string; sig: string }>(
      'ed25519/wycheproof_ed25519.json',
    );
    const cctv = loadVectors<readonly CctvCase[]>('ed25519/cctv_ed25519vectors.json');
    const cases = [
      ...wycheproof.map(({ publicKey, msg, sig }) => [fromHex(publicKey.pk), fromHex(msg), fromHex(sig)] as const),
      ...loadVectors<Published>('ed25519/speccheck.json').cases.map(
        ({ pub_key, message, signature }) => [fromHex(pub_key), fromHex(message), fromHex(signature)] as const,
      ),
      ...cctv.map(({ key, sig, msg }) => [fromHex(key), utf8(msg), fromHex(sig)] as const),
    ].filter(([, , signature]) => signature.length === 64);
    expect(cctv).toHaveLength(914);
    const counts = { valid: 0, invalid: 0 };
    for (const [key, message, signature] of cases) {
      const expected = verifyRaw(key, message, signature);
      counts[expected ? 'valid' : 'invalid']++;
      const found = await settled(() => askOnWeb(key, message, signature));
      expect(found, `${toHex(key)} ${toHex(message)} ${toHex(signature)}`).toBe(expected);
    }
    expect(counts.valid).toBeGreaterThan(100);
    expect(counts.invalid).toBeGreaterThan(850);
  });

  it('signs to the byte as RFC 8032 §7.1', () => {
    const RFC = [
      [
        '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
        '',
        'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
        'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
      ],
      [
        'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
        'af82',
        'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
        '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
      ],
    ] as const;
    for (const set of SETS)
      for (const [seed, message, publicKey, signature] of RFC) {
        expect(toHex(set.ed25519PublicKey(fromHex(seed)))).toBe(publicKey);
        expect(toHex(set.ed25519Sign(fromHex(seed + publicKey), fromHex(message)))).toBe(signature);
      }
  });
});
