import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MAX_PG_WAITING_BYTES, openPgStore } from '../../src/node/store/pg-store.ts';
import { type Change, MAX_VALUE_BYTES, type Store } from '../../src/storage/store.ts';
import { storeConformance } from '../conformance/store.ts';
import { canRunPostgres, PASSWORD, type Place, type Postgres, startPostgres } from './postgres.ts';

/** For what a database does in its own time, on a machine that does much else. */
const PATIENCE = { timeout: 60_000, interval: 50 };
const OWNER = 'did:key:z6MkOwner';
const bytes = (...values: number[]) => Uint8Array.from(values);
const put = (key: Uint8Array, value: Uint8Array = key): Change => ({ kind: 'put', space: 'registry', key, value });
const require_ = (key: Uint8Array, value: Uint8Array | undefined): Change => ({
  kind: 'require',
  space: 'registry',
  key,
  value,
});
const coded = (code: string) => expect.objectContaining({ code });
const u16 = (value: number) => bytes(value >> 8, value & 255);

describe.skipIf(!canRunPostgres())('a store in a database (needs PostgreSQL)', () => {
  let postgres: Postgres;
  let place: Place;
  beforeAll(async () => {
    postgres = await startPostgres({ tls: true });
  });
  afterAll(() => postgres?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    place = await postgres.place();
  });
  const open = (owner = OWNER): Promise<Store> => openPgStore({ url: place.url, owner });
  const keysOf = async (store: Store, range = {}) => {
    const keys: number[][] = [];
    for await (const [key] of store.scan('registry', range)) keys.push([...key]);
    return keys;
  };

  storeConformance('postgres', () => open());

  describe('that several have open', () => {
    it('shows to each what the others wrote', async () => {
      await using a = await open();
      await using b = await open();
      expect(await a.apply([put(bytes(1))])).toBe(true);
      expect(await b.get('registry', bytes(1))).toEqual(bytes(1));
      expect(await keysOf(b)).toEqual([[1]]);
    });

    it('loses no step of those that require what they have read', async () => {
      await using a = await open();
      await using b = await open();
      await a.apply([put(bytes(1), u16(0))]);
      let steps = 0;
      const climb = async (store: Store): Promise<void> => {
        for (let i = 0; i < 25; ) {
          const held = (await store.get('registry', bytes(1))) ?? bytes();
          const next = u16((((held[0] ?? 0) << 8) | (held[1] ?? 0)) + 1);
          if (!(await store.apply([require_(bytes(1), held), put(bytes(1), next)]))) continue;
          steps += 1;
          i += 1;
        }
      };
      await Promise.all([climb(a), climb(b), climb(a), climb(b)]);
      expect(steps).toBe(100);
      expect(await a.get('registry', bytes(1))).toEqual(u16(100));
    });

    it('lets one of those win that require that nothing is there', async () => {
      await using a = await open();
      await using b = await open();
      for (let round = 0; round < 10; round++) {
        const claim = (store: Store, value: number) =>
          store.apply([require_(bytes(round), undefined), put(bytes(round), bytes(value))]);
        const won = await Promise.all([claim(a, 1), claim(b, 2), claim(b, 3), claim(a, 4)]);
        expect(won.filter(Boolean)).toHaveLength(1);
        expect(await a.get('registry', bytes(round))).toEqual(bytes(won.indexOf(true) + 1));
      }
    });

    it('lets no two hold together that each require what the other writes to be absent', async () => {
      await using a = await open();
      await using b = await open();
      for (let round = 0; round < 20; round++) {
        const [left, right] = [bytes(round, 1), bytes(round, 2)];
        const done = await Promise.all([
          a.apply([require_(left, undefined), put(right)]),
          b.apply([require_(right, undefined), put(left)]),
        ]);
        expect(done.filter(Boolean)).toHaveLength(1);
        expect((await keysOf(a, { start: bytes(round), end: bytes(round + 1) })).length).toBe(1);
      }
    });

    it('applies batches of many keys in any order without waiting in a circle', async () => {
      await using a = await open();
      await using b = await open();
      const keys = Array.from({ length: 40 }, (_, i) => bytes(7, i));
      const writing = Array.from({ length: 30 }, (_, i) => {
        const order = i % 2 === 0 ? keys : keys.toReversed();
        return (i % 3 === 0 ? a : b).apply(
          order.map((key, at) => (at % 5 === i % 5 ? { kind: 'delete', space: 'registry', key } : put(key, bytes(i)))),
        );
      });
      expect(await Promise.all(writing)).toEqual(writing.map(() => true));
    });

    it('may be opened for the first time by all at once', async () => {
      const stores = await Promise.all(Array.from({ length: 6 }, () => open()));
      for (const [at, store] of stores.entries()) expect(await store.apply([put(bytes(at))])).toBe(true);
      expect(await keysOf(stores[0] as Store)).toHaveLength(6);
      await Promise.all(stores.map((store) => store[Symbol.asyncDispose]()));
    });
  });

  describe('read in ranges', () => {
    const many = Array.from({ length: 1200 }, (_, i) => u16(i));

    it('of many pages shows the moment of the first step, both ways', async () => {
      await using store = await open();
      await store.apply(many.map((key) => put(key)));
      for (const reverse of [false, true]) {
        let count = 0;
        for await (const [key] of store.scan('registry', { reverse })) {
          expect(key).toEqual(many.at(reverse ? -1 - count : count));
          if (count === 3) await store.apply([put(bytes(3, 200, 1)), put(bytes(0, 20, 1))]);
          count += 1;
        }
        expect(count).toBe(reverse ? many.length + 2 - 2 : many.length);
        await store.apply(
          [bytes(3, 200, 1), bytes(0, 20, 1)].map((key) => ({ kind: 'delete', space: 'registry', key })),
        );
      }
      expect(await keysOf(store, { limit: 700 })).toHaveLength(700);
    });

    it('gives its connection back when its reader stops, and when the store is closed before', async () => {
      const store = await open();
      await store.apply(many.map((key) => put(key)));
      for (let i = 0; i < 30; i++) for await (const _ of store.scan('registry')) break;
      // A reader that never comes back.
      const left = store.scan('registry')[Symbol.asyncIterator]();
      await left.next();
      await store[Symbol.asyncDispose]();
      await expect(left.next()).rejects.toThrow(coded('E_CLOSED'));
      const open_ = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'talos-server'`;
      // The database ends a session when it has noticed that its connection was closed.
      await expect.poll(async () => (await postgres.sql(open_))[0]?.['n'], PATIENCE).toBe(0);
    });

    it('whose connection breaks is E_STORAGE, and the store goes on', async () => {
      await using store = await open();
      await store.apply(many.map((key) => put(key)));
      const reading = async () => {
        for await (const [key] of store.scan('registry')) if (key[1] === 5 && key[0] === 0) await terminate();
      };
      await expect(reading()).rejects.toThrow(coded('E_STORAGE'));
      expect(await store.get('registry', u16(3))).toEqual(u16(3));
      expect(await keysOf(store, { limit: 2 })).toHaveLength(2);
    });
  });

  const terminate = () =>
    postgres.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'talos-server'`);

  describe('when the database fails', () => {
    it('finds another connection when its own were ended', async () => {
      await using store = await open();
      for (let i = 0; i < 5; i++) {
        await Promise.all([
          store.get('registry', bytes(1)),
          store.apply([put(bytes(1), bytes(i))]),
          store.get('registry', bytes(2)),
        ]);
        await terminate();
        expect(await store.get('registry', bytes(1))).toEqual(bytes(i));
        await terminate();
      }
    });

    it('holds what it acknowledged after a crash, and goes on by itself', async () => {
      await using store = await open();
      const acknowledged = new Map<number, boolean>();
      let isOver = false;
      const writer = async (at: number): Promise<void> => {
        for (let i = at; !isOver; i += 4) {
          const done = await store.apply([require_(u16(i), undefined), put(u16(i))]).catch((error: unknown) => error);
          // Whether a commit that was under way took place is not known: then it is said so.
          if (done === true) acknowledged.set(i, true);
          else expect(done).toEqual(coded('E_STORAGE'));
        }
      };
      const writers = [0, 1, 2, 3].map(writer);
      for (let crash = 0; crash < 2; crash++) {
        const before = acknowledged.size;
        await expect.poll(() => acknowledged.size, PATIENCE).toBeGreaterThan(before + 20);
        await postgres.stop(crash === 0 ? 'immediate' : 'fast');
        await postgres.start();
        const after = acknowledged.size;
        await expect.poll(() => acknowledged.size, PATIENCE).toBeGreaterThan(after + 20);
      }
      isOver = true;
      await Promise.all(writers);
      const held = new Set((await keysOf(store)).map(String));
      for (const i of acknowledged.keys()) expect(held).toContain(String([...u16(i)]));
    });

    it('takes no more batches than fit while it is silent, and goes on when it answers', async () => {
      await using store = await open();
      await store.apply([put(bytes(1))]);
      // Nothing is answered, nothing is refused.
      await postgres.sql('BEGIN');
      await postgres.sql(`LOCK TABLE ${place.schema}.talos_records`);
      const value = new Uint8Array(MAX_VALUE_BYTES);
      const fitting = Array.from({ length: MAX_PG_WAITING_BYTES / MAX_VALUE_BYTES }, (_, i) =>
        store.apply([{ kind: 'require', space: 'block', key: bytes(9), value: bytes(1) }, put(bytes(2, i), value)]),
      );
      await expect(store.apply([put(bytes(3))])).rejects.toThrow(coded('E_STORAGE'));
      await postgres.sql('ROLLBACK');
      expect(await Promise.all(fitting)).toEqual(fitting.map(() => false));
      expect(await store.apply([put(bytes(3))])).toBe(true);
    });

    it('a batch that it refuses changes nothing, and fails no other of its group', async () => {
      await using store = await open();
      await store.apply([put(bytes(1))]);
      await postgres.sql(`ALTER TABLE ${place.schema}.talos_records ADD CHECK (octet_length(value) < 100)`);
      const [before, bad, after] = await Promise.allSettled([
        store.apply([put(bytes(2))]),
        store.apply([
          put(bytes(3)),
          { kind: 'delete', space: 'registry', key: bytes(1) },
          put(bytes(4), new Uint8Array(100)),
        ]),
        store.apply([put(bytes(5))]),
      ]);
      expect([before, after]).toEqual([before, after].map(() => ({ status: 'fulfilled', value: true })));
      expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'E_STORAGE' } });
      expect(await keysOf(store)).toEqual([[1], [2], [5]]);
    });

    it('and its disk is full is E_STORAGE_FULL, and changes nothing', async () => {
      await using store = await open();
      await store.apply([put(bytes(1))]);
      // What PostgreSQL says when a file cannot grow, said in its place.
      const raise = `CREATE FUNCTION ${place.schema}.full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = '53100'; END $$`;
      await postgres.sql(raise);
      const { schema } = place;
      await postgres.sql(`CREATE TRIGGER f BEFORE INSERT ON ${schema}.talos_records EXECUTE FUNCTION ${schema}.full()`);
      await expect(store.apply([put(bytes(2))])).rejects.toThrow(coded('E_STORAGE_FULL'));
      expect(await keysOf(store)).toEqual([[1]]);
      expect(await store.apply([{ kind: 'delete', space: 'registry', key: bytes(1) }])).toBe(true);
    });
  });

  describe('is opened', () => {
    it('by its owner alone: E_CONFIG, and it stays whose it was', async () => {
      await (await open())[Symbol.asyncDispose]();
      await expect(open('did:key:z6MkOther')).rejects.toThrow(coded('E_CONFIG'));
      await (await open())[Symbol.asyncDispose]();
    });

    it('never by a version that is older: E_VERSION, nothing changed', async () => {
      await (await open())[Symbol.asyncDispose]();
      await postgres.sql(`UPDATE ${place.schema}.talos_meta SET value = '2' WHERE name = 'version'`);
      await expect(open()).rejects.toThrow(coded('E_VERSION'));
      const rows = await postgres.sql(`SELECT value FROM ${place.schema}.talos_meta WHERE name = 'version'`);
      expect(rows).toEqual([{ value: '2' }]);
    });

    it('with its tables brought up where their making was interrupted', async () => {
      await (await open())[Symbol.asyncDispose]();
      await postgres.sql(`DROP TABLE ${place.schema}.talos_records`);
      await postgres.sql(`UPDATE ${place.schema}.talos_meta SET value = '0' WHERE name = 'version'`);
      await using store = await open();
      expect(await store.apply([put(bytes(1))])).toBe(true);
    });

    it.each(['', '1.0', '-1', 'x'])('never with the version "%s": E_STORAGE_CORRUPT', async (version) => {
      await (await open())[Symbol.asyncDispose]();
      await postgres.sql(`UPDATE ${place.schema}.talos_meta SET value = '${version}' WHERE name = 'version'`);
      await expect(open()).rejects.toThrow(coded('E_STORAGE_CORRUPT'));
    });

    it.each([
      ['E_CONFIG', '-csynchronous_commit%3Doff'],
      ['E_STORAGE_DENIED', '-cdefault_transaction_read_only%3Don'],
    ])('%s where the database would not keep it (%s)', async (code, options) => {
      const url = postgres.url({ query: `?options=${options}` });
      await expect(openPgStore({ url, owner: OWNER })).rejects.toThrow(coded(code));
    });

    it('E_STORAGE_DENIED with a wrong password, of which nothing is said', async () => {
      const password = `${PASSWORD} battery`;
      const error = await openPgStore({ url: postgres.url({ password }), owner: OWNER }).catch((each: unknown) => each);
      expect(error).toEqual(coded('E_STORAGE_DENIED'));
      const said = (each: unknown): string =>
        each instanceof Error
          ? `${each.message} ${each.stack} ${JSON.stringify(each)} ${said(each.cause)}`
          : String(each);
      expect(said(error)).not.toMatch(/battery/);
    });

    it('E_STORAGE_DENIED by a role that may make no table', async () => {
      await postgres.sql(`CREATE ROLE guest LOGIN PASSWORD 'x'`);
      await postgres.sql(`GRANT USAGE ON SCHEMA ${place.schema} TO guest`);
      const url = place.url.replace(/\/\/.*@/, '//guest:x@');
      await expect(openPgStore({ url, owner: OWNER })).rejects.toThrow(coded('E_STORAGE_DENIED'));
    });

    it('over TLS where its address says so, and never with a certificate that nobody vouches for', async () => {
      const tls = (query: string) => openPgStore({ url: `${place.url}&${query}`, owner: OWNER });
      const verified = `sslmode=verify-full&sslrootcert=${encodeURIComponent(postgres.certificate)}`;
      await using store = await tls(verified);
      await store.apply([put(bytes(1))]);
      const used = await postgres.sql(
        `SELECT DISTINCT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'talos-server'`,
      );
      expect(used).toEqual([{ ssl: true }]);
      await expect(tls('sslmode=require')).rejects.toThrow(coded('E_STORAGE'));
      await expect(tls('sslmode=verify-full&sslrootcert=/nowhere')).rejects.toThrow(coded('E_CONFIG'));
      const elsewhere = `${place.url}&${verified}`.replace('@localhost', '@127.0.0.1');
      await expect(openPgStore({ url: elsewhere, owner: OWNER })).rejects.toThrow(coded('E_STORAGE'));
      await (await tls('sslmode=no-verify'))[Symbol.asyncDispose]();
    });
  });
});
