/**
 * Where the time of a call goes: each part by itself, in microseconds a call over both sides. The parts run hot and
 * alone here, so their sum is below what the same work costs inside a call that waits in between.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ANSWER, CALL, dist } from './dist.mjs';
import { median, quantile, rate } from './figures.mjs';
import { ratchetPair } from './primitives-bench.mjs';

const { signingKey } = await dist('crypto/sign');
const { Identity } = await dist('identity/identity');
const { signStatements, readSignedStatement } = await dist('ledger/entry/statement');
const { commit } = await dist('ledger/entry/commitment');
const { openLedger } = await dist('ledger/journal/open-ledger');
const { readRpc, writeRpc } = await dist('mcp/rpc');
const { openHost } = await dist('node/host');
const { openLmdbStore } = await dist('node/store/lmdb-store');
const { openFileJournal } = await dist('node/store/file-journal');
const { openMiner } = await dist('node/ledger/miner');
const { systemClock } = await dist('base/clock');
const { FRAME_TYPES } = await dist('net/frame');

const ROUND_TRIPS = 1500;
const APPENDS = 400;

/** @param {import('./figures.mjs').Figures} figures */
export async function benchParts(figures) {
  figures.begin('where the time of a call goes (both sides, hot, one after the other)');
  const [left, right] = ['left', 'right'].map((name) => Identity.generate(name, Date.now()));
  const add = (/** @type {string} */ name, /** @type {() => unknown} */ run) =>
    figures.add(name, 1e6 / rate(run), 'us a call');
  json(add);
  const signed = statements(add, left, right);
  const { there, back } = ratchetPair();
  const [call, answer] = [randomBytes(256 + 900), randomBytes(1024 + 800)];
  add('ratchet: seal and open call and answer, a turn each', () => {
    there(call);
    back(answer);
  });
  await ledger(figures, left, signed);
  await network(figures, call.length, answer.length);
}

/** @param {(name: string, run: () => unknown) => void} add */
function json(add) {
  // Both sides read what they are given and write it anew: the client's line, the packet, the tool's line, the answer.
  add('JSON: read and write call and answer, twice each', () => {
    for (const text of [CALL, CALL, ANSWER, ANSWER]) writeRpc(readRpc(text).json);
  });
  const salt = randomBytes(32);
  const [{ params }, { result }] = [readRpc(CALL), readRpc(ANSWER)];
  add('commitments: made and checked, arguments and result', () => {
    for (let i = 0; i < 2; i++) {
      commit(salt, params.arguments);
      commit(salt, result);
    }
  });
}

/**
 * @param {(name: string, run: () => unknown) => void} add
 * @param {any} left
 * @param {any} right
 */
function statements(add, left, right) {
  const hash = 'ab'.repeat(32);
  const time = Date.now();
  const call = {
    kind: 'call',
    time,
    from: left.did,
    to: right.did,
    service: 'default',
    token: hash,
    session: hash,
    number: 0,
    method: 'tools/call',
    target: 'echo',
    arguments: hash,
    checkpoint: '',
  };
  const result = {
    kind: 'result',
    time,
    call: hash,
    decision: 'allowed',
    outcome: 'result',
    result: hash,
    checkpoint: '',
  };
  const [callSigned] = signStatements(left.signing, left.did, [call]);
  const [resultSigned] = signStatements(right.signing, right.did, [result]);
  add('signatures: call and result signed', () => {
    signStatements(left.signing, left.did, [call]);
    signStatements(right.signing, right.did, [result]);
  });
  add('signatures: call and result verified', () => {
    readSignedStatement(callSigned.bytes, { by: left.did, kind: 'call' });
    readSignedStatement(resultSigned.bytes, { by: right.did, kind: 'result' });
  });
  const many = Array.from({ length: 64 }, (_, i) => ({ ...call, number: i }));
  add(
    'signatures: 64 calls signed with one signature, each',
    oneOf(() => signStatements(left.signing, left.did, many)),
  );
  return callSigned;
}

/**
 * A run that does the work of 64 once in 64 times, so that its rate is that of one.
 *
 * @param {() => unknown} run
 */
function oneOf(run) {
  let count = 0;
  return () => {
    if (count++ % 64 === 0) run();
  };
}

/**
 * @param {import('./figures.mjs').Figures} figures
 * @param {any} identity
 * @param {any} statement
 */
async function ledger(figures, identity, statement) {
  const dir = await mkdtemp(join(tmpdir(), 'talos-bench-'));
  const store = await openLmdbStore({ path: join(dir, 'store') });
  const journal = await openFileJournal(join(dir, 'journal'));
  const miner = openMiner();
  const log = await openLedger({ store, journal, identity, clock: systemClock, mine: miner.mine });
  const body = { type: 'call', peer: identity.did, statement };
  /** @type {number[][]} */
  const [written = [], durable = []] = [[], []];
  for (let i = 0; i < APPENDS; i++) {
    const from = performance.now();
    const appended = log.append(body);
    written.push(performance.now() - from);
    await appended.durable();
    durable.push(performance.now() - from);
  }
  await closeAll([log, miner, journal, store]);
  await rm(dir, { recursive: true, force: true });
  // A call leaves five entries: call and receipt on one side, decision, result and acknowledgement on the other.
  figures.add('ledger: five entries written', 5e3 * median(written), 'us a call', { note: 'without waiting' });
  figures.add('ledger: one entry written and durable', 1e3 * median(durable), 'us a call', { note: 'fdatasync' });
  figures.add('ledger: the same, p99', 1e3 * quantile(durable, 0.99), 'us');
}

/** @param {readonly AsyncDisposable[]} all - In the order of their closing. */
async function closeAll(all) {
  for (const each of all) await each[Symbol.asyncDispose]();
}

/**
 * A frame there and one back over libp2p, both hosts in this process.
 *
 * @param {import('./figures.mjs').Figures} figures
 * @param {number} thereBytes
 * @param {number} backBytes
 */
async function network(figures, thereBytes, backBytes) {
  const seed = randomBytes(32);
  const server = await openHost({ seed, listen: ['/ip4/127.0.0.1/tcp/0'] });
  const client = await openHost({ seed: randomBytes(32) });
  const back = randomBytes(backBytes);
  await server.serve('channel', (/** @type {any} */ link) => {
    link.onFrame(() => link.send(FRAME_TYPES.data, back));
  });
  const { publicKey: peerKey } = signingKey(seed);
  const link = await client.connect('channel', { peerKey, addresses: server.addresses });
  /** @type {() => void} */
  let arrived = () => undefined;
  link.onFrame(() => arrived());
  const there = randomBytes(thereBytes);
  const times = [];
  for (let i = 0; i < ROUND_TRIPS; i++) {
    const from = performance.now();
    await new Promise((resolve) => {
      arrived = () => resolve(undefined);
      link.send(FRAME_TYPES.data, there);
    });
    if (i >= ROUND_TRIPS / 3) times.push(performance.now() - from);
  }
  figures.add('network: frame there and back, libp2p, one process', 1e3 * median(times), 'us a call');
  figures.add('network: the same, p99', 1e3 * quantile(times, 0.99), 'us');
  await closeAll([link, client, server]);
}
