/**
 * A registry on LMDB: registrations and look-ups of 100,000 agents.
 *
 * The service is in this process, behind links in memory: what is measured is the registry with its requests, signatures and
 * store, not libp2p's handshakes, which the section of connections measures. Requests are encoded beforehand, and of answers no more
 * is read than whether they are one, so that the time is the registry's. Limits are per source, so that the agents come
 * from a thousand sources, as many as the registry's own limits demand.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dist, sodium } from './dist.mjs';
import { memoryInUse, quantile } from './figures.mjs';

const { createAgentRecord, MAX_AGENT_RECORD_LIFETIME_MS } = await dist('identity/agent-record');
const { issueCertificate } = await dist('identity/certificate');
const { signingKey } = await dist('crypto/sign');
const { agreementKeyPair } = await dist('crypto/agree');
const { pairLinks } = await dist('net/memory-link');
const { openRegistry } = await dist('registry/registry');
const { REGISTRY_LIMITS } = await dist('registry/limits');
const { encodeCbor } = await dist('codec/cbor');
const { FRAME_TYPES } = await dist('net/frame');
const { openLmdbStore } = await dist('node/store/lmdb-store');
const { systemClock } = await dist('base/clock');
const { didOfKey } = await dist('identity/did');

const AGENTS = Number(process.env['TALOS_BENCH_AGENTS'] ?? 30_000);
const SOURCES = 1000;
/** Agents that wait for an answer at a time. */
const AT_A_TIME = 32;
const LOOKUPS = 50_000;

/** The answer to a registration. */
const REGISTERED = encodeCbor({ v: 1, n: 1, left: 0 });

const sourceOf = (n) => `/ip4/10.${1 + (n % 4)}.${Math.trunc(n / 4) % 250}.7/tcp/5000`;

function agentOf(n) {
  const seed = Buffer.alloc(32);
  seed.writeUInt32BE(n + 1);
  const signing = signingKey(seed);
  const nowMs = Date.now();
  const certificate = issueCertificate(signing, {
    agreementKey: agreementKeyPair(seed).publicKey,
    sequence: nowMs,
    issuedAtMs: nowMs,
    expiresAtMs: nowMs + 86_400_000,
  });
  return { signing, certificate };
}

function recordOf({ signing, certificate }, sequence) {
  const issuedAtMs = sequence;
  return createAgentRecord(signing, {
    certificate,
    sequence,
    issuedAtMs,
    expiresAtMs: issuedAtMs + MAX_AGENT_RECORD_LIFETIME_MS,
    addresses: ['/ip4/198.51.100.7/tcp/8766', '/ip4/198.51.100.8/tcp/8766'],
    mailboxes: [],
    services: [],
  });
}

/** One who asks over a link, one thing at a time. */
class Asker {
  #link;
  #answered = (_payload) => undefined;

  constructor(link) {
    this.#link = link;
    link.onFrame(({ payload }) => this.#answered(payload));
  }

  /** @returns {Promise<Uint8Array>} The answer as it came. */
  ask(request) {
    return new Promise((resolve) => {
      this.#answered = resolve;
      this.#link.send(FRAME_TYPES.data, request);
    });
  }

  close() {
    return this.#link.close();
  }
}

/** Processor time of this process so far, in milliseconds. */
const cpuMs = () => (process.cpuUsage().user + process.cpuUsage().system) / 1000;

/** Runs `task` for each of `items`, so many at a time. Gives milliseconds each, in all, and of the processor. */
async function timed(items, task) {
  const times = [];
  let next = 0;
  const fromCpu = cpuMs();
  const from = performance.now();
  await Promise.all(
    Array.from({ length: AT_A_TIME }, async () => {
      while (next < items.length) {
        const item = items[next++];
        const startMs = performance.now();
        await task(item);
        times.push(performance.now() - startMs);
      }
    }),
  );
  return { times, ms: performance.now() - from, cpu: cpuMs() - fromCpu };
}

/** @param {import('./figures.mjs').Figures} figures */
export async function benchRegistry(figures) {
  figures.begin(`registry of ${AGENTS.toLocaleString('en-US')} agents on LMDB, links in memory, ${SOURCES} sources`);
  const folder = await mkdtemp(join(tmpdir(), 'talos-bench-registry-'));
  const store = await openLmdbStore({ path: join(folder, 'store') });
  // Those of a thousand sources, in the minutes that this takes; an operator of many agents behind one address sets them so.
  const limits = { ...REGISTRY_LIMITS, lookupsAMinute: LOOKUPS, registrationsAMinute: AGENTS, newAgentsADay: AGENTS };
  const before = memoryInUse();
  const registry = await openRegistry({ store, clock: systemClock, limits });
  const serverKey = signingKey(Buffer.alloc(32, 9)).publicKey;
  const clientOf = (key, source) => {
    const { dialler, listener } = pairLinks({
      diallerKey: key,
      listenerKey: serverKey,
      diallerAddress: source,
      purpose: 'registry',
    });
    void registry.accept(listener);
    return new Asker(dialler);
  };
  try {
    const verified = verifyRate();
    const dids = [];
    let registered = { times: [], ms: 0, cpu: 0 };
    // In parts, so that records that wait to be sent are not what fills the memory.
    for (let at = 0; at < AGENTS; at += 5000) {
      const part = [];
      for (let n = at; n < Math.min(AGENTS, at + 5000); n++) {
        const agent = agentOf(n);
        dids.push(didOfKey(agent.signing.publicKey));
        part.push({
          request: encodeCbor({ v: 1, n: 1, op: 'register', record: recordOf(agent, Date.now()) }),
          client: clientOf(agent.signing.publicKey, sourceOf(n % SOURCES)),
        });
      }
      const { times, ms, cpu } = await timed(part, async ({ client, request }) => {
        if ((await client.ask(request)).length > REGISTERED.length) throw new Error('an agent was refused');
      });
      registered = { times: registered.times.concat(times), ms: registered.ms + ms, cpu: registered.cpu + cpu };
      await Promise.all(part.map(({ client }) => client.close()));
    }
    const perSecond = (AGENTS / registered.ms) * 1000;
    figures.add('registrations, each durable', perSecond, '/s', {
      atLeast: 2000,
      note: `${AT_A_TIME} agents at a time`,
    });
    figures.add('of what verifying the two signatures allows', perSecond / (verified / 2), 'x');
    figures.add('processor time of a registration', (registered.cpu / AGENTS) * 1000, 'us', { note: 'all threads' });
    figures.add('registration, median', quantile(registered.times, 0.5), 'ms');
    figures.add('registration, p99', quantile(registered.times, 0.99), 'ms', { below: 20 });

    const askers = Array.from({ length: AT_A_TIME }, (_, n) =>
      clientOf(signingKey(Buffer.alloc(32, 100 + n)).publicKey, sourceOf(n)),
    );
    const requests = Array.from({ length: LOOKUPS }, (_, n) =>
      encodeCbor({ v: 1, n: 1, op: 'lookup', did: dids[(n * 7919) % dids.length] }),
    );
    const idle = [...askers];
    const looked = await timed(requests, async (request) => {
      const asker = idle.pop();
      if ((await asker.ask(request)).length < 500) throw new Error('an agent is not there');
      idle.push(asker);
    });
    figures.add('look-ups', (LOOKUPS / looked.ms) * 1000, '/s', { atLeast: 10_000, note: `${AT_A_TIME} askers` });
    figures.add('processor time of a look-up', (looked.cpu / LOOKUPS) * 1000, 'us', { note: 'all threads' });
    figures.add('look-up, median', quantile(looked.times, 0.5), 'ms');
    figures.add('look-up, p99', quantile(looked.times, 0.99), 'ms', { below: 20 });
    figures.add('memory that the registry holds', (memoryInUse() - before) / 1024 / 1024, 'MiB', {
      note: 'JavaScript and external, after a collection; LMDB maps its file besides',
    });
    figures.add('resident memory of the process', process.memoryUsage.rss() / 1024 / 1024, 'MiB', {
      note: 'with the benchmark itself, and the pages of LMDB that are mapped',
    });
    await Promise.all(askers.map((asker) => asker.close()));
  } finally {
    await registry[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  }
}

/** Ed25519 verifications a second of the bare library. */
function verifyRate() {
  const [publicKey, secretKey] = [Buffer.alloc(32), Buffer.alloc(64)];
  sodium.crypto_sign_keypair(publicKey, secretKey);
  const [message, signature] = [Buffer.alloc(600), Buffer.alloc(64)];
  sodium.crypto_sign_detached(signature, message, secretKey);
  const from = performance.now();
  for (let n = 0; n < 5000; n++) sodium.crypto_sign_verify_detached(signature, message, publicKey);
  return (5000 / (performance.now() - from)) * 1000;
}
