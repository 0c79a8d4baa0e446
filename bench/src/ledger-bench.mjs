/**
 * The ledger: blocks through the validation engine beside the bare primitives, Merkle trees beside merkletreejs,
 * inclusion proofs beside their bare hashes.
 *
 * @module
 */
import { createHash, hash, randomBytes, randomUUID } from 'node:crypto';
import { dist, sodium } from './dist.mjs';
import { median, ratesOf, settledRatesOf } from './figures.mjs';

const { Identity } = await dist('identity/identity');
const { chainIdOf, encodeBlock, encodeHeader, hashHeader } = await dist('ledger/block');
const { makeEntry } = await dist('ledger/entry/entry');
const { Frontier } = await dist('ledger/log/frontier');
const { inclusionPath, leafHash, rootHash, verifyInclusion } = await dist('ledger/log/merkle');
const { signStatements } = await dist('ledger/entry/statement');
const { signCheckpoint } = await dist('ledger/log/checkpoint');
const { ValidationEngine } = await dist('ledger/validation/validation-engine');
const { openValidationPool } = await dist('node/ledger/validation-pool');
const { mineSlice } = await dist('ledger/work');

/** Blocks of a chain that is validated, and entries in each. */
const BLOCKS = 500;
const ENTRIES = 10;
/** Leaves of the trees. */
const LEAVES = 100_000;

/** @param {import('./figures.mjs').Figures} figures */
export async function benchLedger(figures) {
  figures.begin('ledger');
  const nowMs = Date.now();
  const [author, peer] = ['author', 'peer'].map((name) => Identity.generate(name, nowMs));
  await blocks(
    figures,
    author,
    chainOf(author, () => messages(peer), nowMs),
  );
  await calls(
    figures,
    author,
    chainOf(author, (state) => callsOf(author, peer, state), nowMs),
  );
  await trees(figures);
  proofs(figures);
}

const hex = () => randomBytes(32).toString('hex');

/** @param {any} peer */
function messages(peer) {
  return Array.from({ length: ENTRIES }, (_, i) => ({
    type: 'message',
    peer: peer.did,
    message: randomUUID(),
    direction: i % 2 === 0 ? 'sent' : 'received',
    commitment: hex(),
  }));
}

/**
 * Five calls as their server records them: each statement carries a checkpoint, and those of a side are signed together.
 *
 * @param {any} author
 * @param {any} peer
 * @param {{ height: number, nowMs: number, frontier: any }} state
 */
function callsOf(author, peer, { height, nowMs, frontier }) {
  const theirs = signCheckpoint(peer.signing, peer.did, height, randomBytes(32));
  const ours = frontier.size === 0 ? '' : signCheckpoint(author.signing, author.did, frontier.size, frontier.root());
  const session = hex();
  const made = Array.from({ length: ENTRIES / 2 }, (_, i) => ({
    kind: 'call',
    time: nowMs,
    from: peer.did,
    to: author.did,
    service: 'files',
    token: hex(),
    session,
    number: i,
    method: 'tools/call',
    target: 'read_file',
    arguments: hex(),
    checkpoint: theirs,
  }));
  const calls = signStatements(peer.signing, peer.did, made);
  const ends = calls.map((/** @type {any} */ { hash: call }) => ({
    kind: 'result',
    time: nowMs,
    call,
    decision: 'allowed',
    outcome: 'result',
    result: hex(),
    checkpoint: ours,
  }));
  const results = signStatements(author.signing, author.did, ends);
  return [
    ...calls.map((/** @type {any} */ statement) => ({
      type: 'decision',
      peer: peer.did,
      statement,
      decision: 'allowed',
    })),
    ...results.map((/** @type {any} */ statement) => ({ type: 'result', peer: peer.did, statement, answers: hex() })),
  ];
}

/**
 * @param {any} author
 * @param {(state: { height: number, nowMs: number, frontier: any }) => object[]} bodiesOf
 * @param {number} nowMs
 * @returns {Uint8Array[]}
 */
function chainOf(author, bodiesOf, nowMs) {
  const frontier = new Frontier();
  const chainId = chainIdOf(author.signing.publicKey);
  const chain = [];
  let previousHash = new Uint8Array(32);
  for (let height = 0; height <= BLOCKS; height++) {
    const bodies = height === 0 ? [] : bodiesOf({ height, nowMs, frontier });
    const entries = bodies.map((body, i) => makeEntry(body, frontier.size + i, nowMs));
    for (const { leaf } of entries) frontier.append(leaf);
    const entryRoot = rootHash(entries.map(({ leaf }) => leaf));
    const log = { logSize: frontier.size, logRoot: frontier.root() };
    const template = { chainId, height, previousHash, entryRoot, ...log, timeMs: nowMs, difficulty: 8, nonce: 0 };
    const header = { ...template, nonce: mineSlice(encodeHeader(template), 0, 1e7) };
    const encoded = encodeHeader(header);
    previousHash = hashHeader(encoded);
    const signature = author.signing.sign('block', encoded);
    chain.push(encodeBlock({ header, signature, entries: entries.map(({ bytes }) => bytes) }));
  }
  return chain;
}

/**
 * @param {any} engine
 * @param {readonly Uint8Array[]} chain
 * @param {object} [options]
 */
async function validated(engine, chain, options = {}) {
  const report = await engine.validateChain(chain, options);
  if (!report.isValid) throw new Error(JSON.stringify(report.firstBad));
}

/**
 * Judges each block of `chain` in its place, again and again: what the engine verified it remembers.
 *
 * @param {any} author
 * @param {readonly Uint8Array[]} chain
 */
async function knowing(author, chain) {
  const engine = new ValidationEngine({ author: author.did });
  /** @type {any[]} */
  const positions = ['start'];
  await validated(new ValidationEngine({ author: author.did }), chain, {
    onBlock: (/** @type {any} */ { next: { tip } }) => positions.push({ ...tip, size: tip.frontier.size }),
  });
  return async () => {
    for (const [i, bytes] of chain.entries()) {
      const judged = await engine.validateBlock(bytes, { position: positions[i] });
      if (!judged.isValid) throw new Error(JSON.stringify(judged.errors));
    }
  };
}

/**
 * @param {import('./figures.mjs').Figures} figures
 * @param {any} author
 * @param {readonly Uint8Array[]} chain
 */
async function blocks(figures, author, chain) {
  const bare = bareBlock(author, chain[5]);
  const pools = [2].map((threads) => openValidationPool({ threads }));
  try {
    const again = await knowing(author, chain);
    await again();
    const runs = [
      () => validated(new ValidationEngine({ author: author.did }), chain),
      again,
      ...pools.map((examiner) => () => validated(new ValidationEngine({ author: author.did }), chain, { examiner })),
      () => {
        for (let i = 0; i <= BLOCKS; i++) bare();
      },
    ];
    const rates = await settledRatesOf(runs, { rounds: 7, ms: 100 });
    const [checked = [], cached = [], two = [], floor = []] = rates.map((list) => list.map((rate) => rate * BLOCKS));
    const share = (/** @type {number[]} */ list, /** @type {number[]} */ of) =>
      median(list.map((rate, i) => rate / (of[i] ?? Number.NaN)));
    const note = `chain of ${BLOCKS.toLocaleString('en-US')} blocks, ${ENTRIES} entries each, level strict`;
    figures.add('blocks validated, every signature checked', median(checked), 'blocks/s', { atLeast: 3700, note });
    figures.add("blocks validated, author's signatures verified before", median(cached), 'blocks/s', { atLeast: 7000 });
    figures.add('two threads, every signature checked', median(two), 'blocks/s');
    figures.add('two threads / this one alone', share(two, checked), 'times', {
      atLeast: 1.6,
      note: 'with two processors free',
    });
    figures.add('bare primitives of such a block', median(floor), 'blocks/s', {
      note: 'one Ed25519 verification and every hash',
    });
    figures.add('validation / bare primitives', 100 * share(checked, floor), '%');
  } finally {
    for (const pool of pools) await pool[Symbol.asyncDispose]();
  }
}

/**
 * The signature and the hashes that a block cannot do without: leaves, entry root, log (as many nodes as leaves, and
 * about ten to its root), header.
 *
 * @param {any} author
 * @param {Uint8Array | undefined} bytes
 */
function bareBlock(author, bytes = new Uint8Array()) {
  const message = Buffer.concat([Buffer.from('talos/v1/block\0'), bytes.subarray(0, 162)]);
  const signature = Buffer.from(bytes.subarray(162, 226));
  const { publicKey } = author.signing;
  if (!sodium.crypto_sign_verify_detached(signature, message, publicKey)) throw new Error('not signed');
  const entry = bytes.subarray(230, 230 + Math.floor((bytes.length - 230) / ENTRIES));
  const node = randomBytes(65);
  return () => {
    sodium.crypto_sign_verify_detached(signature, message, publicKey);
    for (let i = 0; i < ENTRIES; i++) hash('sha256', entry, 'binary');
    for (let i = 0; i < 2 * ENTRIES + 9; i++) hash('sha256', node, 'binary');
    hash('sha256', message, 'binary');
  };
}

/**
 * @param {import('./figures.mjs').Figures} figures
 * @param {any} author
 * @param {readonly Uint8Array[]} chain
 */
async function calls(figures, author, chain) {
  const run = () => validated(new ValidationEngine({ author: author.did }), chain);
  const [rates = []] = await settledRatesOf([run], { rounds: 5, ms: 100 });
  const engine = new ValidationEngine({ author: author.did });
  await validated(engine, chain);
  const perBlock = engine.metrics.signatures / BLOCKS;
  const note = `five calls and their results a block, ${perBlock.toFixed(1)} signatures and ${Math.round((chain[5]?.length ?? 0) / 1024)} KiB each`;
  figures.add('blocks of calls validated, every signature checked', median(rates) * BLOCKS, 'blocks/s', { note });
}

/** @param {import('./figures.mjs').Figures} figures */
async function trees(figures) {
  const entries = Array.from({ length: LEAVES }, () => randomBytes(64));
  const leaves = entries.map((entry) => leafHash(entry));
  let MerkleTree;
  try {
    ({ MerkleTree } = await import('merkletreejs'));
  } catch (error) {
    figures.missing('merkletreejs', String(error));
  }
  const sha256 = (/** @type {Buffer} */ data) => createHash('sha256').update(data).digest();
  const buffers = leaves.map((leaf) => Buffer.from(leaf));
  const runs = [() => rootHash(leaves), () => entries.map((entry) => leafHash(entry))];
  if (MerkleTree !== undefined) runs.push(() => new MerkleTree(buffers, sha256).getRoot());
  const [own = [], hashed = [], other = []] = await settledRatesOf(runs, { rounds: 5, ms: 200 });
  const millions = (LEAVES / 1e6) * median(own);
  figures.add('Merkle root of 100,000 leaf hashes', millions, 'M leaves/s');
  figures.add('their leaf hashes, 64 bytes each', (LEAVES / 1e6) * median(hashed), 'M leaves/s');
  if (other.length === 0) return;
  figures.add('merkletreejs 0.6, the same leaves', (LEAVES / 1e6) * median(other), 'M leaves/s', {
    note: 'with node:crypto',
  });
  figures.add('root / merkletreejs', median(own.map((rate, i) => rate / (other[i] ?? Number.NaN))), 'times', {
    atLeast: 3,
  });
}

/** @param {import('./figures.mjs').Figures} figures */
function proofs(figures) {
  const leaves = Array.from({ length: LEAVES }, () => leafHash(randomBytes(64)));
  const [index, root] = [77_777, rootHash(leaves)];
  const path = inclusionPath(leaves, index);
  const leaf = leaves[index];
  if (!verifyInclusion(leaf, index, LEAVES, path, root)) throw new Error('the proof does not verify');
  const node = new Uint8Array(65);
  const out = new Uint8Array(32);
  const bare = () => {
    for (const sibling of path) {
      node.set(out, 1);
      node.set(sibling, 33);
      const digest = hash('sha256', node, 'binary');
      for (let i = 0; i < 32; i++) out[i] = digest.charCodeAt(i);
    }
  };
  const [own = [], floor = []] = ratesOf([() => verifyInclusion(leaf, index, LEAVES, path, root), bare]);
  const note = `${path.length} hashes`;
  figures.add('inclusion proof in 100,000 leaves verified', median(own), '/s', { note });
  figures.add('its bare hashes', median(floor), '/s');
  const times = median(floor.map((rate, i) => rate / (own[i] ?? Number.NaN)));
  figures.add('bare hashes / verification', times, 'times', { below: 1.3 });
}
