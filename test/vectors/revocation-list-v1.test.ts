/** PROTOCOL.md §8.5 against `vectors/talos/revocation-list-v1.json`, recomputed with Node's own SHA-256 and noble's Ed25519. */
import { createHash } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex, utf8 } from '../../src/base/bytes.ts';
import { fromBase64url } from '../../src/base/encoding.ts';
import {
  formatItem,
  type ListHead,
  type RevocationItem,
  readHead,
  readItem,
  signHead,
} from '../../src/capability/revocation-list.ts';
import { SigningKey } from '../../src/crypto/sign.ts';
import { keyOfDid, parseDid } from '../../src/identity/did.ts';
import { loadVectors } from './files.ts';

interface Vectors {
  readonly issuer: { readonly seed: string; readonly did: string };
  readonly items: readonly { readonly item: RevocationItem; readonly text: string; readonly hash: string }[];
  readonly heads: readonly { readonly head: ListHead; readonly text: string }[];
}

const { issuer, items, heads } = loadVectors<Vectors>('talos/revocation-list-v1.json');
/** Written out, so that a label that changes is noticed. */
const ITEM_LABEL = utf8('talos/v1/revocation-item\0');
const HEAD_LABEL = utf8('talos/v1/revocation-list\0');

describe('the vectors of revocation lists', () => {
  it('items: one of each kind is written and read as it is', () => {
    expect(items.map(({ item }) => formatItem(item))).toEqual(items.map(({ text }) => text));
    expect(items.map(({ text }) => readItem(text))).toEqual(items.map(({ item }) => item));
    expect(new Set(items.map(({ item }) => Object.keys(item.revoked).join())).size).toBe(3);
  });

  it('hashes: each follows from the one before', () => {
    let before: Uint8Array = new Uint8Array(32);
    for (const { text, hash } of items) {
      before = createHash('sha256').update(ITEM_LABEL).update(before).update(text).digest();
      expect(toHex(before)).toBe(hash);
    }
  });

  it('heads: signed by the issuer over label, zero byte and body', () => {
    const key = new SigningKey(fromHex(issuer.seed));
    expect(heads.map(({ head }) => signHead(key, head))).toEqual(heads.map(({ text }) => text));
    for (const { head, text } of heads) {
      expect(readHead(text)).toEqual(head);
      expect(head.hash).toBe(items[head.seq - 1]?.hash ?? '00'.repeat(32));
      const { body, sig } = JSON.parse(text) as { body: object; sig: string };
      const message = Buffer.concat([HEAD_LABEL, utf8(JSON.stringify(body))]);
      expect(ed25519.verify(fromBase64url(sig), message, keyOfDid(parseDid(issuer.did)))).toBe(true);
    }
  });
});
