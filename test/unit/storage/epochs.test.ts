import { describe, expect, it } from 'vitest';
import { type Bytes, concat, fromUtf8, toHex, utf8 } from '../../../src/base/bytes.ts';
import { TalosError } from '../../../src/base/errors.ts';
import { encodeCbor } from '../../../src/codec/cbor.ts';
import { seal } from '../../../src/crypto/aead.ts';
import { hkdfSha256 } from '../../../src/crypto/kdf.ts';
import { currentStore } from '../../../src/storage/current-store.ts';
import { type EpochPlace, MAX_EPOCH, nextEpochKey, storePlace } from '../../../src/storage/epoch-keys.ts';
import { openMemoryStore } from '../../../src/storage/memory.ts';
import { RESEAL_BYTES, RESEAL_RECORDS } from '../../../src/storage/reseal.ts';
import { EPOCH_SPACES, type EpochSealer, openRecordSealer } from '../../../src/storage/sealed.ts';
import type { Change, Space, Store } from '../../../src/storage/store.ts';
import { epochPlaceConformance } from '../../conformance/epoch-place.ts';

const SECRET = new Uint8Array(64).fill(5);
const [PLACE_KEY, MARKER_KEY] = [utf8('epoch-keys'), utf8('at-rest-epochs')];
const code = (name: string) => expect.objectContaining({ code: name });
const put = (space: Space, name: string, value: Uint8Array): Change => ({ kind: 'put', space, key: utf8(name), value });

let placeStore = openMemoryStore();
epochPlaceConformance('a store', async (isNew) => {
  if (isNew) placeStore = openMemoryStore();
  return storePlace(placeStore);
});

/** Records of every kind, sealed. */
async function fill(store: Store, sealer: EpochSealer, count = 3): Promise<void> {
  const sealed = (space: Space, name: string): Change =>
    put(space, name, sealer.seal(space, utf8(name), utf8(`${space} ${name}`)));
  for (let at = 0; at < count; at++)
    await store.apply((['session', 'prekey', 'message'] as const).map((space) => sealed(space, `record ${at}`)));
  await store.apply([put('prekey', 'seen', Uint8Array.of(1))]);
}

/** What a sealer reads in a store. */
async function readAll(store: Store, sealer: EpochSealer): Promise<string[]> {
  const found: string[] = [];
  for (const space of ['session', 'prekey', 'message'] as const)
    for await (const [key, value] of store.scan(space))
      found.push(value.length === 1 ? `${space} unsealed` : fromUtf8(sealer.open(space, key, value)));
  return found;
}

async function epochsIn(store: Store): Promise<string[]> {
  const heads = new Set<string>();
  for (const space of EPOCH_SPACES)
    for await (const [, value] of store.scan(space)) if (value.length > 1) heads.add(toHex(value.slice(0, 5)));
  return [...heads];
}

/** A store and a place over it that stop with the nth write, as a process does that is killed. */
function mortal(store: Store, writes: number): { store: Store; place: EpochPlace; isDead: () => boolean } {
  let left = writes;
  const spend = (): void => {
    if (left-- <= 0) throw new TalosError('E_STORAGE', 'killed');
  };
  const place = storePlace(store);
  const apply = async (changes: readonly Change[]): Promise<boolean> => {
    if (changes.length > 0) spend();
    return store.apply(changes);
  };
  return {
    store: { ...store, get: store.get.bind(store), scan: store.scan.bind(store), apply },
    place: {
      read: () => place.read(),
      replace: async (content) => {
        spend();
        await place.replace(content);
      },
    },
    isDead: () => left < 0,
  };
}

describe('the key of an epoch', () => {
  it('R19: is replaced: everything reads as before, and what was sealed before opens with nothing that is left', async () => {
    const store = openMemoryStore();
    const sealer = await openRecordSealer(store, SECRET);
    await fill(store, sealer);
    const before = await readAll(store, sealer);
    const old = (await store.get('session', utf8('record 1'))) as Bytes;
    await sealer.replace(1000);
    expect(await epochsIn(store)).toEqual(['e100000002']);
    expect([sealer.sinceMs, sealer.isReplacing]).toEqual([1000, false]);
    const later = await openRecordSealer(store, SECRET);
    for (const each of [sealer, later]) expect(await readAll(store, each)).toEqual(before);
    expect(() => later.open('session', utf8('record 1'), old)).toThrow(code('E_STORAGE_CORRUPT'));
    expect(later.sinceMs).toBe(1000);
    // What was read before the key was erased, and is opened after it, is not lost on the way.
    expect(fromUtf8(sealer.open('session', utf8('record 1'), old))).toBe('session record 1');
    await sealer.replace(2000);
    expect(() => sealer.open('session', utf8('record 1'), old)).toThrow(code('E_STORAGE_CORRUPT'));
    expect(await readAll(store, sealer)).toEqual(before);
  });

  it('D03: a kill at any write leaves everything readable, and the next replacement finishes it', async () => {
    let deaths = 0;
    for (let writes = 0; ; writes++) {
      const disk = openMemoryStore();
      const { store, place, isDead } = mortal(disk, writes);
      let filled = false;
      const life = async (): Promise<void> => {
        const sealer = await openRecordSealer(store, SECRET, { place });
        await fill(store, sealer);
        filled = true;
        for (let round = 0; round < 2; round++) await sealer.replace(round);
      };
      await life().catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'E_STORAGE' });
      });
      const again = await openRecordSealer(disk, SECRET);
      const found = await readAll(disk, again);
      if (filled) expect(found, `${writes}`).toHaveLength(10);
      expect((await epochsIn(disk)).length, `${writes}`).toBeLessThanOrEqual(2);
      await again.replace(9);
      expect(await readAll(disk, again)).toEqual(found);
      expect((await epochsIn(disk)).length, `${writes}`).toBeLessThanOrEqual(1);
      if (!isDead()) break;
      deaths++;
    }
    // Salt, keys and marker; four of records; twice keys, six records, keys.
    expect(deaths).toBe(3 + 4 + 2 * (1 + 6 + 1));
  });

  it('an interrupted replacement goes on, under the key that it began with', async () => {
    const store = openMemoryStore();
    const sealer = await openRecordSealer(store, SECRET);
    await fill(store, sealer);
    const stop = new AbortController();
    stop.abort(new Error('stopped'));
    await expect(sealer.replace(1, { signal: stop.signal })).rejects.toThrow('stopped');
    expect(sealer.isReplacing).toBe(true);
    const later = await openRecordSealer(store, SECRET);
    expect(later.isReplacing).toBe(true);
    expect(await readAll(store, later)).toHaveLength(10);
    await later.replace(2);
    expect(await epochsIn(store)).toEqual(['e100000002']);
    expect(later.isReplacing).toBe(false);
  });

  it('is replaced in batches, over more records and bytes than one takes', async () => {
    const store = openMemoryStore();
    const sealer = await openRecordSealer(store, SECRET);
    await fill(store, sealer, 2 * RESEAL_RECORDS + 1);
    for (const name of ['big 1', 'big 2', 'big 3'])
      await store.apply([put('session', name, sealer.seal('session', utf8(name), new Uint8Array(RESEAL_BYTES)))]);
    let most = 0;
    let running = 0;
    const apply = store.apply.bind(store);
    store.apply = async (changes) => {
      most = Math.max(most, ++running);
      const applied = await apply(changes);
      running--;
      return applied;
    };
    let pauses = 0;
    const pause = async (): Promise<void> => void pauses++;
    await sealer.replace(1, { pause });
    // In each of the two rounds: three records and 65 more of sessions, of which the big ones end a batch each; prekeys.
    expect(pauses).toBe(2 * (5 + 2));
    expect(most).toBe(RESEAL_RECORDS);
    expect(await epochsIn(store)).toEqual(['e100000002']);
  });

  it('a record that moves meanwhile is left as its writer made it', async () => {
    const disk = openMemoryStore();
    const name = utf8('record 0');
    let isMoved = false;
    const apply = disk.apply.bind(disk);
    const store = disk;
    const sealer = await openRecordSealer(store, SECRET);
    await fill(store, sealer);
    store.apply = async (changes) => {
      const moves = changes.some(
        ({ kind, space, key }) => kind === 'put' && space === 'session' && toHex(key) === toHex(name),
      );
      if (moves && !isMoved) {
        isMoved = true;
        await apply([put('session', 'record 0', sealer.seal('session', name, utf8('moved')))]);
      }
      return apply(changes);
    };
    await sealer.replace(1);
    expect(isMoved).toBe(true);
    expect(fromUtf8(sealer.open('session', name, (await store.get('session', name)) as Bytes))).toBe('moved');
  });

  it('R19: what was sealed before comes into the store no more, and the step that sealed it is told to try again', async () => {
    const store = openMemoryStore();
    const sealer = await openRecordSealer(store, SECRET);
    const guarded = currentStore(store, sealer);
    const sealed = (text: string): Change => put('prekey', 'late', sealer.seal('prekey', utf8('late'), utf8(text)));
    const late = sealed('first');
    await sealer.replace(1);
    expect(await guarded.apply([late, put('message', 'other', utf8('x'))])).toBe(false);
    expect(await guarded.get('message', utf8('other'))).toBeUndefined();
    await sealer.replace(2);
    await sealer.replace(3);
    expect(await guarded.apply([late])).toBe(false);
    expect(await guarded.apply([sealed('again'), put('prekey', 'plain', Uint8Array.of(1))])).toBe(true);
    for await (const [key, value] of guarded.scan('prekey', { limit: 1 }))
      expect(fromUtf8(sealer.open('prekey', key, value))).toBe('again');
    await guarded[Symbol.asyncDispose]();
    await expect(store.get('meta', PLACE_KEY)).rejects.toThrow(code('E_CLOSED'));
  });

  it('is not erased before what was sealed under it, and is still on its way, has come and was sealed anew', async () => {
    const disk = openMemoryStore();
    let release = (): void => {};
    const sealer = await openRecordSealer(disk, SECRET, { place: storePlace(openMemoryStore()) });
    let last: Promise<unknown> = new Promise<void>((resolve) => {
      release = resolve;
    });
    const apply = disk.apply.bind(disk);
    disk.apply = (changes) => {
      const applied = last.then(() => apply(changes));
      last = applied;
      return applied;
    };
    const filled = fill(disk, sealer, 1);
    const replaced = sealer.replace(1);
    for (let turns = 0; turns < 100; turns++) await Promise.resolve();
    release();
    await Promise.all([filled, replaced]);
    expect(await epochsIn(disk)).toEqual(['e100000002']);
  });

  it('stays while a record under it does not open', async () => {
    const store = openMemoryStore();
    const sealer = await openRecordSealer(store, SECRET);
    await fill(store, sealer);
    const damaged = (await store.get('session', utf8('record 2'))) as Bytes;
    damaged[40] = (damaged[40] as number) ^ 1;
    await store.apply([put('session', 'record 2', damaged)]);
    for (let i = 0; i < 2; i++) await expect(sealer.replace(1)).rejects.toThrow(code('E_STORAGE_CORRUPT'));
    expect(sealer.isReplacing).toBe(true);
    await store.apply([{ kind: 'delete', space: 'session', key: utf8('record 2') }]);
    await sealer.replace(2);
    expect(await readAll(store, sealer)).toHaveLength(9);
  });
});

describe('the keys of epochs', () => {
  it('that are gone, damaged, of another identity or of another store are E_STORAGE_CORRUPT, never a new start', async () => {
    const corrupt = expect.objectContaining({ code: 'E_STORAGE_CORRUPT', hint: expect.stringContaining('restore') });
    const made = async (): Promise<Store> => {
      const store = openMemoryStore();
      await fill(store, await openRecordSealer(store, SECRET));
      return store;
    };
    const gone = await made();
    await gone.apply([{ kind: 'delete', space: 'meta', key: PLACE_KEY }]);
    await expect(openRecordSealer(gone, SECRET)).rejects.toThrow(corrupt);
    await expect(openRecordSealer(await made(), new Uint8Array(64))).rejects.toThrow(corrupt);
    const other = (await (await made()).get('meta', PLACE_KEY)) as Bytes;
    for (const content of [other, other.slice(1), new Uint8Array(0), new Uint8Array(11), new Uint8Array(2000)]) {
      const store = await made();
      await store.apply([put('meta', 'epoch-keys', content)]);
      await expect(openRecordSealer(store, SECRET)).rejects.toThrow(corrupt);
    }
  });

  it('of a later version are E_VERSION, and what is none of ours is refused', async () => {
    const refused = async (content: Parameters<typeof encodeCbor>[0]): Promise<unknown> => {
      const store = openMemoryStore();
      await openRecordSealer(store, SECRET);
      const salt = (await store.get('meta', utf8('at-rest-salt'))) as Bytes;
      const key = hkdfSha256(SECRET, salt, utf8('talos/v1/epoch-keys'), 32);
      const sealed = concat(new Uint8Array(12), seal(key, new Uint8Array(12), encodeCbor(content), PLACE_KEY));
      await store.apply([put('meta', 'epoch-keys', sealed)]);
      return openRecordSealer(store, SECRET).then(
        () => 'opened',
        (error: TalosError) => error.code,
      );
    };
    const key = new Uint8Array(32);
    expect(await refused({ v: 1, since: 0, keys: [[7, key]] })).toBe('opened');
    expect(await refused({ v: 2, since: 0, keys: [[7, key]] })).toBe('E_VERSION');
    for (const keys of [
      [],
      [[0, key]],
      [[1, key.slice(1)]],
      [[1]],
      [
        [1, key],
        [2, key],
        [3, key],
      ],
    ])
      expect(await refused({ v: 1, since: 0, keys })).toBe('E_MALFORMED');
  });

  it('end with the last number', () => {
    expect(nextEpochKey(MAX_EPOCH - 1).epoch).toBe(MAX_EPOCH);
    expect(() => nextEpochKey(MAX_EPOCH)).toThrow(code('E_LIMIT'));
  });
});

describe('a store from before there were epochs', () => {
  const salt = new Uint8Array(32).fill(3);
  const derived = (space: Space): Bytes => hkdfSha256(SECRET, salt, utf8(`talos/v1/at-rest${space}`), 32);
  async function earlier(): Promise<Store> {
    const store = openMemoryStore();
    await store.apply([put('meta', 'at-rest-salt', salt)]);
    for (const [at, space] of (['session', 'prekey', 'message'] as const).entries()) {
      // One nonce looks like the head of the present form.
      const nonce = at === 0 ? concat(Uint8Array.of(0xe1, 0, 0, 0, 1), new Uint8Array(7)) : new Uint8Array(12).fill(at);
      const sealed = seal(derived(space), nonce, utf8(`an old ${space}`), utf8('name'));
      await store.apply([put(space, 'name', concat(nonce, sealed))]);
    }
    await store.apply([put('prekey', 'seen', Uint8Array.of(1))]);
    return store;
  }
  const content = ['session', 'prekey', 'message'].map((space) => `an old ${space}`);

  it('is read, and sealed anew at the first opening', async () => {
    const store = await earlier();
    const found = await readAll(store, await openRecordSealer(store, SECRET));
    expect(found).toEqual([content[0], content[1], 'prekey unsealed', content[2]]);
    expect(await epochsIn(store)).toEqual(['e100000001']);
    expect(await store.get('meta', MARKER_KEY)).toEqual(Uint8Array.of(1));
  });

  it('loses nothing where that is interrupted', async () => {
    for (let writes = 0; writes < 6; writes++) {
      const disk = await earlier();
      const { store, place } = mortal(disk, writes);
      await openRecordSealer(store, SECRET, { place }).catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'E_STORAGE' });
      });
      expect(await readAll(disk, await openRecordSealer(disk, SECRET))).toHaveLength(4);
      expect(await epochsIn(disk)).toEqual(['e100000001']);
    }
  });

  it('with a record that does not open is E_STORAGE_CORRUPT', async () => {
    const store = await earlier();
    await store.apply([put('session', 'name', new Uint8Array(60))]);
    await expect(openRecordSealer(store, SECRET)).rejects.toThrow(code('E_STORAGE_CORRUPT'));
  });
});
