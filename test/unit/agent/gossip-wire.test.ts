import { describe, expect, it } from 'vitest';
import {
  type GossipNews,
  isWhole,
  type ListNews,
  MAX_GOSSIP_BYTES,
  MAX_GOSSIP_ITEMS,
  openNews,
  sealNews,
  topicOf,
} from '../../../src/agent/reach/gossip-wire.ts';
import { concat, toHex, utf8 } from '../../../src/base/bytes.ts';
import { isTalosError } from '../../../src/base/errors.ts';
import { EMPTY_LIST_HASH, formatItem, itemHash, type ListHead } from '../../../src/capability/revocation-list.ts';
import { type CborMap, encodeCbor } from '../../../src/codec/cbor.ts';
import { seal } from '../../../src/crypto/aead.ts';
import { derive } from '../../../src/crypto/kdf.ts';
import { didOfKey, keyOfDid } from '../../../src/identity/did.ts';
import { Identity } from '../../../src/identity/identity.ts';

const ann = Identity.generate('ann', 1).did;
const bob = Identity.generate('bob', 1).did;

const list: ListNews = {
  kind: 'revocations',
  head: 'head',
  from: 3,
  before: new Uint8Array(32).fill(1),
  items: ['one', 'two'],
};
const all: readonly GossipNews[] = [
  list,
  { kind: 'record', record: utf8('record') },
  { kind: 'checkpoint', note: 'note' },
];

function codeOf(read: () => unknown): string {
  try {
    read();
    return 'done';
  } catch (error) {
    return isTalosError(error) ? error.code : String(error);
  }
}

/** A message of any content, as anybody who knows the author can seal it. */
function sealed(content: CborMap): Uint8Array {
  const nonce = new Uint8Array(12);
  const key = derive('gossip', keyOfDid(ann), new Uint8Array(0), 32, utf8(ann));
  return concat(nonce, seal(key, nonce, encodeCbor(content), utf8(topicOf(ann))));
}

describe('news about an author', () => {
  it.each(all)('$kind: opens as it was sealed, and is another message each time', (news) => {
    expect(openNews(ann, sealNews(ann, news))).toEqual(news);
    expect(toHex(sealNews(ann, news))).not.toBe(toHex(sealNews(ann, news)));
  });

  it('has a topic that does not show the DID, one for each author', () => {
    expect(topicOf(ann)).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(topicOf(ann)).not.toBe(topicOf(bob));
    expect(topicOf(ann)).not.toContain(ann.slice(-10));
  });

  it.each(all)('$kind: E_DECRYPT for who takes it for news of another', (news) => {
    expect(codeOf(() => openNews(bob, sealNews(ann, news)))).toBe('E_DECRYPT');
  });

  it('E_DECRYPT where a byte is another, E_MALFORMED where it is too short', () => {
    const message = sealNews(ann, list);
    for (const at of [0, 12, message.length - 1]) {
      const changed = message.slice();
      changed[at] = (changed[at] as number) ^ 1;
      expect(codeOf(() => openNews(ann, changed))).toBe('E_DECRYPT');
    }
    expect(codeOf(() => openNews(ann, message.subarray(0, 11)))).toBe('E_MALFORMED');
  });

  it(`E_LIMIT from ${MAX_GOSSIP_BYTES + 1} bytes, before anything is opened; so many are none`, () => {
    expect(codeOf(() => openNews(ann, new Uint8Array(MAX_GOSSIP_BYTES + 1)))).toBe('E_LIMIT');
    expect(codeOf(() => openNews(ann, new Uint8Array(MAX_GOSSIP_BYTES)))).toBe('E_DECRYPT');
    expect(() => sealNews(ann, { kind: 'record', record: new Uint8Array(MAX_GOSSIP_BYTES) })).toThrow(RangeError);
  });

  it(`takes ${MAX_GOSSIP_ITEMS} items, E_MALFORMED for one more`, () => {
    const items = (count: number): ListNews => ({ ...list, items: Array.from({ length: count }, () => 'item') });
    expect(openNews(ann, sealNews(ann, items(MAX_GOSSIP_ITEMS)))).toEqual(items(MAX_GOSSIP_ITEMS));
    expect(codeOf(() => openNews(ann, sealNews(ann, items(MAX_GOSSIP_ITEMS + 1))))).toBe('E_MALFORMED');
  });

  const revocations = { v: 1, kind: 'revocations', head: 'h', from: 0, before: new Uint8Array(32), items: [] };
  it.each<[string, CborMap]>([
    ['another version', { v: 2, kind: 'checkpoint', note: '' }],
    ['an unknown kind', { v: 1, kind: 'gossip', note: '' }],
    ['no kind', { v: 1, note: '' }],
    ['a member of another kind', { v: 1, kind: 'checkpoint', note: '', record: new Uint8Array(1) }],
    ['an unknown member', { v: 1, kind: 'checkpoint', note: '', more: 1 }],
    ['a note that is too long', { v: 1, kind: 'checkpoint', note: 'x'.repeat(4097) }],
    ['a record that is too long', { v: 1, kind: 'record', record: new Uint8Array(8193) }],
    ['a record that is text', { v: 1, kind: 'record', record: 'text' }],
    ['a hash that is too short', { ...revocations, before: new Uint8Array(31) }],
    ['a place below the first', { ...revocations, from: -1 }],
    ['a place beyond the last', { ...revocations, from: 131_073 }],
    ['an item that is empty', { ...revocations, items: [''] }],
    ['a head that is too long', { ...revocations, head: 'x'.repeat(1025) }],
  ])('E_MALFORMED: %s', (_, content) => {
    expect(codeOf(() => openNews(ann, sealed(content)))).toBe('E_MALFORMED');
  });
});

describe('the end of a list', () => {
  const items = [1, 2, 3].map((n) =>
    formatItem({ n, timeMs: n, revoked: { kind: 'token', id: toHex(new Uint8Array(32).fill(n)) }, reason: '' }),
  );
  const hashes = items.map((_, index) => items.slice(0, index + 1).reduce(itemHash, EMPTY_LIST_HASH));
  const head: ListHead = {
    issuer: didOfKey(keyOfDid(ann)),
    seq: 3,
    hash: toHex(hashes[2] as Uint8Array),
    issuedAtMs: 1,
    nextMs: 2,
  };
  const tail = (from: number, of = items.slice(from)): ListNews => ({
    kind: 'revocations',
    head: '',
    from,
    before: from === 0 ? EMPTY_LIST_HASH : (hashes[from - 1] as Uint8Array),
    items: of,
  });

  it('is whole from wherever it begins', () => {
    for (const from of [0, 1, 2, 3]) expect(isWhole(tail(from), head)).toBe(true);
  });

  it('is not with an item less, more, changed, or elsewhere', () => {
    expect(isWhole(tail(0, items.slice(0, 2)), head)).toBe(false);
    expect(isWhole(tail(1, items), head)).toBe(false);
    expect(isWhole(tail(1, [items[2] as string, items[1] as string]), head)).toBe(false);
    expect(isWhole({ ...tail(2), before: EMPTY_LIST_HASH }, head)).toBe(false);
    expect(isWhole({ ...tail(2), from: 1 }, head)).toBe(false);
  });
});
