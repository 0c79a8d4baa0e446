import { describe, expect, it } from 'vitest';
import { type Bytes, concat, toHex, utf8 } from '../../../src/base/bytes.ts';
import { decodeCbor } from '../../../src/codec/cbor.ts';
import { open } from '../../../src/crypto/aead.ts';
import { hkdfSha256 } from '../../../src/crypto/kdf.ts';
import { openMemoryStore } from '../../../src/storage/memory.ts';
import { openRecordSealer } from '../../../src/storage/sealed.ts';

const SECRET = new Uint8Array(64).fill(5);
const corrupt = expect.objectContaining({ code: 'E_STORAGE_CORRUPT' });
const [key, record] = [utf8('key'), utf8('record')];

describe('a sealed record', () => {
  it('opens under its space and key, also after the store was opened again', async () => {
    const store = openMemoryStore();
    const sealed = (await openRecordSealer(store, SECRET)).seal('session', key, record);
    expect((await openRecordSealer(store, SECRET)).open('session', key, sealed)).toEqual(record);
  });

  it('is what PROTOCOL.md §10.4 says', async () => {
    const store = openMemoryStore();
    const sealed = (await openRecordSealer(store, SECRET)).seal('prekey', key, record);
    const salt = await store.get('meta', utf8('at-rest-salt'));
    expect(salt).toHaveLength(32);
    const kept = (await store.get('meta', utf8('epoch-keys'))) as Bytes;
    const ofKeys = hkdfSha256(SECRET, salt ?? key, utf8('talos/v1/epoch-keys'), 32);
    const keys = decodeCbor(open(ofKeys, kept.slice(0, 12), kept.slice(12), utf8('epoch-keys')));
    const epochKey = expect.any(Uint8Array);
    expect(keys).toEqual({ v: 1, since: 0, keys: [[1, epochKey]] });
    const secret = (keys as unknown as { keys: [[number, Bytes]] }).keys[0][1];
    const derived = hkdfSha256(secret, salt ?? key, utf8('talos/v1/at-restprekey'), 32);
    expect(toHex(sealed.slice(0, 5))).toBe('e100000001');
    expect(open(derived, sealed.slice(5, 17), sealed.slice(17), key)).toEqual(record);
    const message = (await openRecordSealer(store, SECRET)).seal('message', key, record);
    const lasting = hkdfSha256(SECRET, salt ?? key, utf8('talos/v1/at-restmessage'), 32);
    expect(open(lasting, message.slice(0, 12), message.slice(12), key)).toEqual(record);
  });

  it('never has the same bytes twice', async () => {
    const sealer = await openRecordSealer(openMemoryStore(), SECRET);
    const seen = new Set(Array.from({ length: 100 }, () => toHex(sealer.seal('session', key, record))));
    expect(seen.size).toBe(100);
  });

  it('does not open under another key, space, secret or salt, or when it was changed', async () => {
    const store = openMemoryStore();
    const sealer = await openRecordSealer(store, SECRET);
    const sealed = sealer.seal('session', key, record);
    expect(() => sealer.open('session', utf8('other'), sealed)).toThrow(corrupt);
    expect(() => sealer.open('message', key, sealed)).toThrow(corrupt);
    await expect(openRecordSealer(store, new Uint8Array(64).fill(6))).rejects.toThrow(corrupt);
    const salted = await openRecordSealer(openMemoryStore(), SECRET);
    expect(() => salted.open('session', key, sealed)).toThrow(corrupt);
    for (let at = 0; at < sealed.length; at++) {
      const changed = sealed.slice();
      changed[at] = (changed[at] as number) ^ 1;
      expect(() => sealer.open('session', key, changed)).toThrow(corrupt);
    }
    for (let length = 0; length < sealed.length; length++)
      expect(() => sealer.open('session', key, sealed.slice(0, length))).toThrow(corrupt);
    expect(() => sealer.open('session', key, concat(sealed, record))).toThrow(corrupt);
  });

  it('needs a salt of 32 bytes and a secret of 64', async () => {
    const store = openMemoryStore();
    await store.apply([{ kind: 'put', space: 'meta', key: utf8('at-rest-salt'), value: new Uint8Array(31) }]);
    await expect(openRecordSealer(store, SECRET)).rejects.toThrow(corrupt);
    await expect(openRecordSealer(openMemoryStore(), new Uint8Array(32))).rejects.toThrow(RangeError);
  });
});
