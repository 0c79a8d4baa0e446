/**
 * One registry on a store, as a process: `node database-end.mjs lmdb|postgres PLACE AGENTS`. Says `ready` when its records
 * are made, begins at each line of its input, and says how long each part took.
 *
 * @module
 */
import { createInterface } from 'node:readline';
import { dist } from './dist.mjs';

const [kind = '', place = '', agents = '0'] = process.argv.slice(2);
const IN_FLIGHT = 64;
const { Identity } = await dist('identity/identity');
const { createAgentRecord, MAX_AGENT_RECORD_LIFETIME_MS } = await dist('identity/agent-record');
const { RegistryBook } = await dist('registry/registry-book');
const { REGISTRY_LIMITS } = await dist('registry/limits');

const owner = 'did:key:z6MkBench';
const store =
  kind === 'lmdb'
    ? await (await dist('node/store/lmdb-store')).openLmdbStore({ path: place })
    : await (await dist('node/store/pg-store')).openPgStore({ url: place, owner });
const book = await RegistryBook.open(store, { limits: REGISTRY_LIMITS, isShared: kind !== 'lmdb' });
const now = Date.now();
const made = Array.from({ length: Number(agents) }, () => {
  const { signing, certificate } = Identity.generate('agent', now);
  const record = createAgentRecord(signing, {
    certificate,
    sequence: now,
    issuedAtMs: now,
    expiresAtMs: now + MAX_AGENT_RECORD_LIFETIME_MS,
    addresses: ['/ip4/192.0.2.7/tcp/8766'],
    mailboxes: [],
    services: [],
  });
  return { key: signing.publicKey, record };
});

/**
 * Milliseconds for all of them, so many at a time.
 *
 * @param {(each: { key: Uint8Array, record: Uint8Array }) => Promise<unknown>} task
 */
async function timed(task) {
  let next = 0;
  const work = async () => {
    for (let each = made[next++]; each !== undefined; each = made[next++]) await task(each);
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  return performance.now() - start;
}

const parts = [
  () => timed(({ key, record }) => book.register(key, record, now, { mayAdd: () => true, also: [] })),
  () => timed(({ key }) => book.lookup(key, now)),
];
process.stdout.write('ready\n');
for await (const _ of createInterface({ input: process.stdin })) {
  const part = parts.shift();
  if (part === undefined) break;
  process.stdout.write(`${await part()}\n`);
}
await store[Symbol.asyncDispose]();
