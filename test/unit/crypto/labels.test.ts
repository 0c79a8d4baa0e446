import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, equalBytes, toHex, utf8 } from '../../../src/base/bytes.ts';
import { toBase64url } from '../../../src/base/encoding.ts';
import { canonicalBytes } from '../../../src/codec/json.ts';
import { labelledHash, sha256 } from '../../../src/crypto/hash.ts';
import { derive, hkdfSha256, hmacSha256, MAX_DERIVED_BYTES } from '../../../src/crypto/kdf.ts';
import { HASH_LABELS, KDF_LABELS, SIGNING_LABELS } from '../../../src/crypto/labels.ts';

const all = [SIGNING_LABELS, KDF_LABELS, HASH_LABELS].flatMap((table) => Object.values(table));
const signed = (label: string, body: Uint8Array) => concat(utf8(label), Uint8Array.of(0), body);
const startsWith = (bytes: Uint8Array, prefix: Uint8Array) =>
  bytes.length >= prefix.length && equalBytes(bytes.subarray(0, prefix.length), prefix);

describe('labels', () => {
  it('are all different, over all tables, in one form without a zero byte', () => {
    expect(new Set(all).size).toBe(all.length);
    for (const label of all) expect(label).toMatch(/^talos\/v1\/[a-z0-9/-]+$/);
  });

  it('E05: no message under one label is a message under another, whatever the bodies', () => {
    for (const a of all)
      for (const b of all)
        if (a !== b) expect(startsWith(signed(a, new Uint8Array()), signed(b, new Uint8Array()))).toBe(false);
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.constantFrom(...all), fc.uint8Array(), fc.uint8Array(), (a, b, x, y) => {
        expect(equalBytes(signed(a, x), signed(b, y))).toBe(a === b && equalBytes(x, y));
      }),
    );
  });

  it('E09: no label of key derivation is the beginning of another, since the context follows at once', () => {
    for (const a of Object.values(KDF_LABELS))
      for (const b of Object.values(KDF_LABELS)) if (a !== b) expect(b.startsWith(a), `${a} begins ${b}`).toBe(false);
  });

  it('no message of ours is one of a foreign format that the identity key signs', () => {
    const header = toBase64url(canonicalBytes({ alg: 'EdDSA', typ: 'talos-cap+jwt' }));
    const foreign = [
      utf8(`${header}.e30`),
      utf8('did:key:z6Mk/log\n1\nAAAA\n'),
      utf8('noise-libp2p-static-key:'),
      concat(Uint8Array.of(18), utf8('libp2p-peer-record')),
      concat(Uint8Array.of(20), utf8('libp2p-routing-state')),
    ];
    for (const message of foreign)
      for (const label of all) {
        expect(startsWith(message, utf8('talos/v1/'))).toBe(false);
        expect(message[0]).not.toBe(signed(label, new Uint8Array())[0]);
      }
    // Tokens and notes are text, in which the zero byte that ends a label cannot be.
    for (const label of all) {
      expect(signed(label, new Uint8Array())).toContain(0);
      expect(label).not.toMatch(/^[A-Za-z0-9_-]+\./);
    }
  });

  it('are those of PROTOCOL.md §2, which names no other', () => {
    const text = readFileSync(new URL('../../../PROTOCOL.md', import.meta.url), 'utf8');
    const section = text.slice(text.indexOf('## 2. Labels'), text.indexOf('## 3. Primitives'));
    const rows = [...section.matchAll(/^\| (\w+) \| `(talos\/[^`]+)` \|/gm)].map(([, name, label]) => [name, label]);
    expect(Object.fromEntries(rows)).toEqual({ ...SIGNING_LABELS, ...KDF_LABELS });
    for (const [name, label] of Object.entries(HASH_LABELS)) expect(section).toContain(`${name} \`${label}\``);
    const named = [...section.matchAll(/`(talos\/v1\/[a-z0-9/-]+)`/g)].map(([, label]) => label);
    expect(new Set(named)).toEqual(new Set(all));
  });
});

describe('labelled hashes and derivation', () => {
  it('hash label, zero byte, parts', () => {
    const parts = [utf8('ab'), utf8('c')];
    expect(labelledHash('commitment', ...parts)).toEqual(sha256(utf8('talos/v1/commitment\0abc')));
    expect(toHex(labelledHash('commitment'))).not.toBe(toHex(labelledHash('transcript')));
  });

  it('E09: each label and each context gives another key', () => {
    const [secret, salt] = [utf8('secret'), utf8('salt')];
    const keys = (Object.keys(KDF_LABELS) as (keyof typeof KDF_LABELS)[]).flatMap((label) =>
      ['', 'a', 'b'].map((context) => toHex(derive(label, secret, salt, 32, utf8(context)))),
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(derive('atRest', secret, salt, 64, utf8('x'))).toEqual(
      hkdfSha256(secret, salt, utf8('talos/v1/at-restx'), 64),
    );
  });

  it('derive from 1 byte to 8,160, and not one more or less', () => {
    const none = new Uint8Array();
    expect(hkdfSha256(none, none, none, MAX_DERIVED_BYTES)).toHaveLength(MAX_DERIVED_BYTES);
    expect(hkdfSha256(none, none, none, 1)).toHaveLength(1);
    for (const length of [0, -1, 1.5, MAX_DERIVED_BYTES + 1, Number.NaN])
      expect(() => hkdfSha256(none, none, none, length)).toThrow(RangeError);
  });

  it('a shorter derivation is the beginning of a longer one, over every block', () => {
    const long = hkdfSha256(utf8('s'), utf8('t'), utf8('i'), 100);
    for (const length of [1, 31, 32, 33, 64, 65, 99])
      expect(hkdfSha256(utf8('s'), utf8('t'), utf8('i'), length)).toEqual(long.subarray(0, length));
    expect(hmacSha256(utf8('s'), utf8('t'))).toHaveLength(32);
  });
});
