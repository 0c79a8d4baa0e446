import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/base/bytes.ts';
import { toBase64url } from '../../../src/base/encoding.ts';
import { MAX_REASON } from '../../../src/capability/revocation.ts';
import {
  EMPTY_LIST_HASH,
  formatItem,
  itemHash,
  type ListHead,
  MAX_HEAD_BYTES,
  MAX_HEAD_LIFE_MS,
  MAX_ITEM_BYTES,
  MAX_LIST_ITEMS,
  type RevocationItem,
  type Revoked,
  readHead,
  readItem,
  signHead,
} from '../../../src/capability/revocation-list.ts';
import { canonicalBytes, canonicalJson, type Json, type JsonObject } from '../../../src/codec/json.ts';
import type { SigningLabel } from '../../../src/crypto/labels.ts';
import { holder, NOW_S, type Party, server, stranger } from './world.ts';

const ID = 'ab'.repeat(32);
const NOW = NOW_S * 1000;
const code = (name: string) => expect.objectContaining({ code: name });

const item = (revoked: Revoked, changes: Partial<RevocationItem> = {}): RevocationItem => ({
  n: 1,
  timeMs: NOW,
  revoked,
  reason: '',
  ...changes,
});
const head = (changes: Partial<ListHead> = {}): ListHead => ({
  issuer: server().did,
  seq: 1,
  hash: toHex(itemHash(EMPTY_LIST_HASH, formatItem(item({ kind: 'token', id: ID })))),
  issuedAtMs: NOW,
  nextMs: NOW + 1000,
  ...changes,
});
const itemText = (changes: Record<string, Json>): string =>
  canonicalJson({ n: 1, t: NOW, kind: 'token', id: ID, reason: '', ...changes });
/** A head of any content, signed by `by`. */
function forged(changes: Record<string, Json>, by: Party = server(), label: SigningLabel = 'revocationList'): string {
  const { issuer, seq, hash, issuedAtMs, nextMs } = head();
  const body: JsonObject = { v: 1, iss: issuer, seq, hash, iat: issuedAtMs, next: nextMs, ...changes };
  return canonicalJson({ body, sig: toBase64url(by.signing.sign(label, canonicalBytes(body))) });
}

describe('an item of a revocation list', () => {
  it('is read as it was written, whatever it takes back', () => {
    const all: readonly Revoked[] = [
      { kind: 'token', id: ID },
      { kind: 'chain', id: ID },
      { kind: 'subject', id: holder().did },
      { kind: 'subject', id: holder().did, under: ID },
      { kind: 'issuer', id: holder().did },
      { kind: 'issuer', id: holder().did, before: NOW },
    ];
    for (const revoked of all) {
      const written = item(revoked, { n: 7, reason: 'lost \u2014 "key"\n' });
      expect(readItem(formatItem(written))).toEqual(written);
    }
  });

  it('takes the longest reason, every character escaped, and not one more', () => {
    const longest = item({ kind: 'subject', id: holder().did, under: ID }, { reason: '\u0001'.repeat(MAX_REASON) });
    expect(formatItem(longest).length).toBeLessThanOrEqual(MAX_ITEM_BYTES);
    expect(readItem(formatItem(longest))).toEqual(longest);
    expect(() => formatItem({ ...longest, reason: 'x'.repeat(MAX_REASON + 1) })).toThrow(RangeError);
    expect(() => readItem(itemText({ reason: 'x'.repeat(MAX_REASON + 1) }))).toThrow(code('MALFORMED'));
    expect(() => readItem(' '.repeat(MAX_ITEM_BYTES + 1))).toThrow(code('MALFORMED'));
  });

  it.each<[string, Record<string, Json>]>([
    ['place 0', { n: 0 }],
    ['a place past the limit', { n: MAX_LIST_ITEMS + 1 }],
    ['an unknown kind', { kind: 'service' }],
    ['an id in upper case', { id: ID.toUpperCase() }],
    ['an id that is a DID', { id: 'did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX' }],
    ['a holder that is an id', { kind: 'subject' }],
    ['a key that is an id', { kind: 'issuer' }],
    ['a token under another', { under: ID }],
    ['a token before a time', { before: 5 }],
    ['an unknown field', { by: 'me' }],
    ['a time in text', { t: '1' }],
    ['a reason that is no text', { reason: null }],
  ])('is refused with %s', (_, changes) => {
    expect(() => readItem(itemText(changes))).toThrow(code('MALFORMED'));
  });

  it('is refused in another form of the same JSON', () => {
    const text = itemText({});
    for (const other of [`${text} `, text.replace('{', '{ '), text.replace('"n":1', '"n":1.0'), `[${text}]`, ''])
      expect(() => readItem(other)).toThrow(code('MALFORMED'));
  });

  it.each<[string, Partial<RevocationItem>]>([
    ['half a surrogate pair', { reason: '\ud800' }],
    ['a fraction of a millisecond', { timeMs: 0.5 }],
    ['a place past the limit', { n: MAX_LIST_ITEMS + 1 }],
    ['a short id', { revoked: { kind: 'token', id: 'ab' } }],
  ])('is not written with %s', (_, changes) => {
    expect(() => formatItem(item({ kind: 'token', id: ID }, changes))).toThrow(RangeError);
  });
});

describe('the head of a revocation list', () => {
  it('is read as it was signed, also of an empty list', () => {
    expect(readHead(signHead(server().signing, head()))).toEqual(head());
    const empty = head({ seq: 0, hash: toHex(EMPTY_LIST_HASH) });
    expect(readHead(signHead(server().signing, empty))).toEqual(empty);
    expect(readHead(forged({}))).toEqual(head());
  });

  it('C13: is not signed in the name of another, and one that a stranger signed is refused', () => {
    expect(() => signHead(stranger().signing, head())).toThrow(RangeError);
    expect(() => readHead(forged({}, stranger()))).toThrow(code('SIGNATURE_INVALID'));
  });

  it('E05: a signature under another label does not count', () => {
    expect(() => readHead(forged({}, server(), 'revocation'))).toThrow(code('SIGNATURE_INVALID'));
  });

  it.each<[string, Record<string, Json>]>([
    ['another version', { v: 2 }],
    ['an unknown field', { until: 5 }],
    ['an issuer that is no DID', { iss: 'server' }],
    ['a hash that is none', { hash: '*' }],
    ['more items than a list has', { seq: MAX_LIST_ITEMS + 1 }],
    ['the hash of nothing for one item', { hash: '00'.repeat(32) }],
    ['no items and a hash', { seq: 0 }],
    ['a next update before it', { next: NOW - 1 }],
    ['a next update too far away', { next: NOW + MAX_HEAD_LIFE_MS + 1 }],
    ['a time in text', { iat: '1' }],
  ])('is refused with %s although it is signed', (_, changes) => {
    expect(() => readHead(forged(changes))).toThrow(code('MALFORMED'));
  });

  it('may be due for as long as the limit, and not for longer', () => {
    expect(readHead(forged({ next: NOW + MAX_HEAD_LIFE_MS })).nextMs).toBe(NOW + MAX_HEAD_LIFE_MS);
    expect(() => signHead(server().signing, head({ nextMs: NOW + MAX_HEAD_LIFE_MS + 1 }))).toThrow(RangeError);
  });

  it('is refused with any bit flipped', () => {
    const text = signHead(server().signing, head());
    const codes = new Set<string>();
    for (let at = 0; at < text.length * 8; at++) {
      const flipped = String.fromCharCode(text.charCodeAt(at >> 3) ^ (1 << (at & 7)));
      try {
        readHead(text.slice(0, at >> 3) + flipped + text.slice((at >> 3) + 1));
        codes.add('accepted');
      } catch (error) {
        codes.add((error as { code: string }).code);
      }
    }
    expect([...codes].sort()).toEqual(['MALFORMED', 'SIGNATURE_INVALID']);
    expect(() => readHead(text.padEnd(MAX_HEAD_BYTES + 1))).toThrow(code('MALFORMED'));
  });
});
