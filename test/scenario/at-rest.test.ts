import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { MessageBook } from '../../src/agent/message/message-book.ts';
import { PrekeyStore } from '../../src/agent/message/prekey-store.ts';
import { type Bytes, fromUtf8, toHex, utf8 } from '../../src/base/bytes.ts';
import { ManualClock } from '../../src/base/clock.ts';
import { isTalosError } from '../../src/base/errors.ts';
import { decodeCbor } from '../../src/codec/cbor.ts';
import { open } from '../../src/crypto/aead.ts';
import { hkdfSha256 } from '../../src/crypto/kdf.ts';
import type { Identity } from '../../src/identity/identity.ts';
import { openEpochFile } from '../../src/node/identity/epoch-file.ts';
import { openLmdbStore } from '../../src/node/store/lmdb-store.ts';
import { readEnvelope } from '../../src/session/durable.ts';
import { decodePeerSessions, encodePeerSessions, openWithAny } from '../../src/session/peer-sessions.ts';
import { currentStore } from '../../src/storage/current-store.ts';
import { type EpochSealer, openRecordSealer } from '../../src/storage/sealed.ts';
import type { Space, Store } from '../../src/storage/store.ts';
import { agent, NOW } from '../unit/session/actors.ts';
import { type Desk, desk, inbox, introduced, replyOf } from './desks.ts';

const [alice, bob] = [agent('alice'), agent('bob')];
const root = mkdtempSync(join(tmpdir(), 'talos-at-rest-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface DiskDesk extends Desk {
  readonly sealer: EpochSealer;
}

/** An agent whose store is LMDB and whose epoch keys are in a file, in a folder. */
async function diskDesk(identity: Identity, folder: string): Promise<DiskDesk> {
  // A machine that is busy with other tests syncs late, and this test makes it sync again and again.
  const inner = await openLmdbStore({ path: folder, commitDeadlineMs: 50_000 });
  const place = openEpochFile(join(folder, 'keys'));
  const sealer = await openRecordSealer(inner, identity.atRestSecret(), { place });
  const [store, clock] = [currentStore(inner, sealer), new ManualClock(NOW)];
  const prekeys = new PrekeyStore(store, sealer, identity);
  const book = new MessageBook({ party: identity, store, records: sealer, prekeys, clock });
  return { identity, store, clock, prekeys, book, sealer };
}

/** The bytes of all files of a folder, one after the other. */
function bytesOf(folder: string): Buffer {
  const names = readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)));
  return Buffer.concat(names.filter((name) => statSync(name).isFile()).map((name) => readFileSync(name)));
}

function tryOpen(key: Bytes, sealed: Uint8Array, associated: Uint8Array): Bytes | undefined {
  if (sealed.length < 28) return undefined;
  try {
    return open(key, sealed.slice(0, 12), sealed.slice(12), associated);
  } catch (error) {
    if (!isTalosError(error, 'E_DECRYPT')) throw error;
    return undefined;
  }
}

/** Every key of an epoch that the bytes of a folder hold, found by trying to open them at each place, at each length. */
function epochKeysIn(bytes: Buffer, secret: Bytes, salt: Bytes, lengths: readonly number[]): Bytes[] {
  const sealing = hkdfSha256(secret, salt, utf8('talos/v1/epoch-keys'), 32);
  const found = new Map<string, Bytes>();
  // Content never starts elsewhere than behind a slot's head, but who looks for remains does not rely on that.
  for (const at of placesOf(bytes))
    for (const length of lengths) {
      const opened = tryOpen(sealing, bytes.subarray(at, at + length), utf8('epoch-keys'));
      if (opened === undefined) continue;
      const { keys } = decodeCbor(opened) as unknown as { keys: [number, Bytes][] };
      for (const [, key] of keys) found.set(toHex(key), key);
    }
  return [...found.values()];
}

/** Places where anything but zeros starts: most of a store's file is empty. */
function* placesOf(bytes: Buffer): Generator<number> {
  for (let at = 0; at < bytes.length; at++) if (bytes[at] !== 0) yield at;
}

/** What a thief of the folder and of the identity's secrets makes of a record that lies, or lay, in it. */
function opensUnder(keys: readonly Bytes[], salt: Bytes, space: Space, key: Bytes, sealed: Bytes): Bytes | undefined {
  for (const each of keys) {
    const derived = hkdfSha256(each, salt, utf8(`talos/v1/at-rest${space}`), 32);
    for (const from of [0, 5]) {
      const opened = tryOpen(derived, sealed.slice(from), key);
      if (opened !== undefined) return opened;
    }
  }
  return undefined;
}

const saltOf = async (store: Store): Promise<Bytes> => (await store.get('meta', utf8('at-rest-salt'))) as Bytes;

/** Sends `count` messages from Alice to Bob; the envelopes, and Bob's sealed records of before each. */
async function exchanged(a: Desk, b: Desk, count: number) {
  const envelopes: Bytes[] = [];
  const records: { readonly space: Space; readonly key: Bytes; readonly sealed: Bytes }[] = [];
  for (let at = 0; at < count; at++) {
    for (const space of ['session', 'prekey'] as const)
      for await (const [key, sealed] of b.store.scan(space))
        if (sealed.length > 1) records.push({ space, key, sealed });
    const { envelope } = await a.book.outbox.send(bob.did, utf8(`secret ${at}`));
    envelopes.push(envelope);
    await a.book.receive(bob.did, replyOf(await b.book.receive(alice.did, envelope)));
  }
  return { envelopes, records };
}

describe('a copy of a data directory, with the secrets of its identity', () => {
  it('R19: opens no envelope that came before its key was replaced, whatever old pages it holds; the copy from before does', async () => {
    const folder = join(root, 'store');
    const [a, b] = [await desk(alice), await diskDesk(bob, folder)];
    await a.book.establish(bob.did, await b.prekeys.offer(NOW));
    const { envelopes, records } = await exchanged(a, b, 6);
    const salt = await saltOf(b.store);
    const [secret, peer] = [bob.atRestSecret(), utf8(alice.did)];
    const early = join(root, 'early');
    cpSync(folder, early, { recursive: true });
    const lengths = [await lengthOfKeys(folder), await whileReplacing(b, folder)];
    await b.sealer.replace(NOW);
    lengths.push(await lengthOfKeys(folder));
    const live = (await b.store.get('session', peer)) as Bytes;
    await b.store[Symbol.asyncDispose]();
    const late = join(root, 'late');
    cpSync(folder, late, { recursive: true });

    // The keys of sessions and prekeys, as they were: in no file, not even where their sealed records still lie.
    const [earlyBytes, lateBytes] = [bytesOf(early), bytesOf(late)];
    const earlyKeys = epochKeysIn(earlyBytes, secret, salt, lengths);
    const opened = records.map(({ space, key, sealed }) => opensUnder(earlyKeys, salt, space, key, sealed) as Bytes);
    const known = new Set(opened.flatMap((record) => secretsIn(decodeCbor(record, { maxBytes: 1 << 20 }))));
    expect(known.size).toBeGreaterThan(20);
    for (const bytes of [earlyBytes, lateBytes])
      for (const hex of known) expect(bytes.includes(Buffer.from(hex, 'hex'))).toBe(false);

    // The thief of the earlier copy reads an envelope by an old page: so the test looks for the right thing.
    const remains = records.filter(({ sealed }) => lateBytes.includes(Buffer.from(sealed)));
    expect(remains.length).toBeGreaterThan(0);
    const read = envelopes.map((envelope) => readings(envelope, opened));
    expect(read.slice(1).map((texts) => texts[0])).toEqual([1, 2, 3, 4, 5].map((at) => `secret ${at}`));

    // The thief of the later copy has the key of the live records, and no other, and the old pages stay shut.
    const lateKeys = epochKeysIn(lateBytes, secret, salt, lengths);
    expect(earlyKeys.concat(lateKeys)).toHaveLength(2);
    const now = opensUnder(lateKeys, salt, 'session', peer, live) as Bytes;
    expect(decodePeerSessions(now).sessions).toHaveLength(1);
    // Neither does what the identity itself gives.
    const keys = [...lateKeys, secret];
    for (const { space, key, sealed } of records) expect(opensUnder(keys, salt, space, key, sealed)).toBeUndefined();
    for (const envelope of envelopes) expect(readings(envelope, [now])).toEqual([]);
    await using again = await diskDesk(bob, late).then((held) => held.store);
    expect(await again.get('session', peer)).toEqual(live);
  }, 60_000);

  it('R19: the key is replaced under messages that come and go, and none is lost', async () => {
    const [a, b] = [await desk(alice), await diskDesk(bob, join(root, 'busy'))];
    await using _store = b.store;
    await a.book.establish(bob.did, await b.prekeys.offer(NOW));
    const texts = Array.from({ length: 60 }, (_, at) => `text ${at}`);
    let isOver = false;
    const replacing = async (): Promise<number> => {
      let count = 0;
      for (; !isOver; count++) await b.sealer.replace(NOW);
      return count;
    };
    const talking = async (): Promise<void> => {
      for (const text of texts) {
        const { envelope } = await a.book.outbox.send(bob.did, utf8(text));
        await a.book.receive(bob.did, replyOf(await b.book.receive(alice.did, envelope)));
        await b.prekeys.offer(NOW);
      }
      isOver = true;
    };
    const [count] = await Promise.all([replacing(), talking()]);
    expect(count).toBeGreaterThan(2);
    expect(await inbox(b)).toEqual(texts);
    expect(await a.book.outbox.isAwaiting(bob.did)).toBe(false);
  });
});

/** Length of the sealed keys in the file of a folder. */
async function lengthOfKeys(folder: string): Promise<number> {
  return (await openEpochFile(join(folder, 'keys')).read())?.length ?? 0;
}

/** The same while two epochs are live. */
async function whileReplacing({ sealer }: DiskDesk, folder: string): Promise<number> {
  await expect(sealer.replace(NOW, { signal: AbortSignal.abort(new Error('later')) })).rejects.toThrow('later');
  return lengthOfKeys(folder);
}

/** All byte strings of 32 bytes and more that a record holds, in hex, those in clear elsewhere excepted. */
function secretsIn(value: unknown, name = ''): string[] {
  if (value instanceof Uint8Array)
    return ['root', 'ours', 'key', 'x25519', 'kem'].includes(name) && value.length >= 32 ? [toHex(value)] : [];
  if (Array.isArray(value)) return value.flatMap((each) => secretsIn(each, 'key'));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, each]) => secretsIn(each, field));
}

/** What the sessions of peer records make of an envelope. */
function readings(bytes: Bytes, records: readonly Bytes[]): string[] {
  const envelope = readEnvelope(bytes, { sender: alice.did, recipient: bob.did });
  return records.flatMap((record) => {
    try {
      return [fromUtf8(openWithAny(decodePeerSessions(record).sessions, envelope, NOW).text)];
    } catch (error) {
      if (!isTalosError(error)) throw error;
      return [];
    }
  });
}

describe('the record of a session', () => {
  /** Most bytes that a session without skipped keys may take in the store. */
  const MOST = 8 * 1024;

  it('takes less than 8 KiB without skipped keys, before and after it is answered', async () => {
    const { a, b } = await introduced();
    const sizes: number[] = [];
    const measure = async (of: Desk, peer: Identity): Promise<void> => {
      const sealed = (await of.store.get('session', utf8(peer.did))) as Bytes;
      const records = await openRecordSealer(of.store, of.identity.atRestSecret());
      const held = decodePeerSessions(records.open('session', utf8(peer.did), sealed));
      expect(encodePeerSessions(held).length + 33).toBe(sealed.length);
      sizes.push(sealed.length);
    };
    await measure(a, bob);
    for (let turn = 0; turn < 12; turn++) {
      const [from, to] = turn % 4 < 2 ? [a, b] : [b, a];
      const { envelope } = await from.book.outbox.send(to.identity.did, utf8('text'));
      const received = await to.book.receive(from.identity.did, envelope);
      await from.book.receive(to.identity.did, replyOf(received));
      await measure(a, bob);
      await measure(b, alice);
    }
    expect(Math.max(...sizes)).toBeLessThan(MOST);
    expect(Math.max(...sizes.slice(-2))).toBeLessThan(2048);
  });
});
