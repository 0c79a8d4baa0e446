/**
 * Sessions beside those of other libraries, and beside the bare primitives that they rest on.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { median, settledRatesOf } from './figures.mjs';
import { messageFloors, openFloors } from './session-floor.mjs';
import { libsignalPeer, olmPeer } from './session-peers.mjs';
import { envelopePeer, memoryOf, openEnvelopes, ratchetPeer, recordBytes, talosParties } from './session-talos.mjs';

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {import('./session-peers.mjs').SessionPeer} peer
 */

/**
 * What one of ours must reach: so many times libsignal, so much of its floor.
 *
 * @typedef {{ libsignal?: number, goal?: number, floor?: number }} Aims
 */

const LIBSIGNAL = 'libsignal';
const LIBSIGNAL_RECORDS = 'libsignal, store of records';
const OURS = /** @type {const} */ ({ ratchet: 'talos, ratchet alone', envelope: 'talos, signed envelopes' });
const FLOORS = /** @type {const} */ ({ ratchet: 'bare primitives, ratchet', envelope: 'bare primitives, envelope' });
const KINDS = /** @type {const} */ (['ratchet', 'envelope']);

/** @param {import('./figures.mjs').Figures} figures */
export async function benchSessions(figures) {
  figures.begin('sessions beside libsignal, olm and bare libsodium (both ends)');
  const parties = talosParties();
  const ours = [
    { name: OURS.ratchet, peer: ratchetPeer(parties) },
    { name: OURS.envelope, peer: envelopePeer(parties) },
  ];
  const contenders = [...ours, ...(await peers(figures))];
  await oneWay(figures, parties, contenders, 256, {
    ratchet: { libsignal: 5, floor: 60 },
    envelope: { libsignal: 2, floor: 60 },
  });
  await oneWay(figures, parties, contenders, 1024, { ratchet: { libsignal: 5, floor: 60 }, envelope: { floor: 60 } });
  await pingPong(figures, parties, contenders);
  await setUp(figures, parties, contenders);
  await stored(figures, parties, contenders);
}

/**
 * The other libraries that are installed and load here.
 *
 * @param {import('./figures.mjs').Figures} figures
 */
async function peers(figures) {
  /** @type {[string, () => Promise<import('./session-peers.mjs').SessionPeer>][]} */
  const all = [
    [LIBSIGNAL, () => libsignalPeer()],
    [LIBSIGNAL_RECORDS, () => libsignalPeer(false)],
    ['olm', olmPeer],
  ];
  /** @type {Contender[]} */
  const loaded = [];
  for (const [name, make] of all) {
    try {
      loaded.push({ name, peer: await make() });
    } catch (error) {
      figures.missing(name, error instanceof Error ? error.message : String(error));
    }
  }
  return loaded;
}

/**
 * @param {import('./figures.mjs').Figures} figures
 * @param {import('./session-talos.mjs').Parties} parties
 * @param {readonly Contender[]} contenders
 * @param {number} bytes
 * @param {Readonly<Record<'ratchet' | 'envelope', Aims>>} aims
 */
async function oneWay(figures, parties, contenders, bytes, aims) {
  const text = new Uint8Array(randomBytes(bytes));
  const floors = messageFloors(parties, bytes);
  const runs = new Map();
  for (const { name, peer } of contenders) {
    const { there } = await peer.pair();
    runs.set(name, () => there(text));
  }
  for (const kind of KINDS) runs.set(FLOORS[kind], floors[kind].oneWay);
  await measure(figures, `one way, ${bytes} bytes`, runs, aims);
}

/**
 * @param {import('./figures.mjs').Figures} figures
 * @param {import('./session-talos.mjs').Parties} parties
 * @param {readonly Contender[]} contenders
 */
async function pingPong(figures, parties, contenders) {
  const text = new Uint8Array(randomBytes(256));
  const floors = messageFloors(parties, text.length);
  const runs = new Map();
  for (const { name, peer } of contenders) {
    const { there, back } = await peer.pair();
    let isBack = false;
    runs.set(name, () => {
      isBack = !isBack;
      return isBack ? back(text) : there(text);
    });
  }
  for (const kind of KINDS) runs.set(FLOORS[kind], floors[kind].pingPong);
  const aims = { ratchet: { libsignal: 2, floor: 70 }, envelope: { libsignal: 1, floor: 70 } };
  await measure(figures, 'ping-pong, 256 bytes', runs, aims);
}

/**
 * @param {import('./figures.mjs').Figures} figures
 * @param {import('./session-talos.mjs').Parties} parties
 * @param {readonly Contender[]} contenders
 */
async function setUp(figures, parties, contenders) {
  const text = new Uint8Array(randomBytes(256));
  const floors = openFloors(parties, text.length);
  const runs = new Map(contenders.map(({ name, peer }) => [name, () => peer.open(text)]));
  for (const kind of KINDS) runs.set(FLOORS[kind], floors[kind]);
  const aims = { libsignal: 1.3, goal: 2 };
  await measure(figures, 'set-up and first message', runs, { ratchet: aims, envelope: aims }, { rounds: 15, ms: 80 });
}

/**
 * Rates of all, what ours are of the others, and what they are of their floors.
 *
 * @param {import('./figures.mjs').Figures} figures
 * @param {string} what
 * @param {ReadonlyMap<string, () => unknown>} runs
 * @param {Readonly<Record<'ratchet' | 'envelope', Aims>>} aims
 * @param {{ rounds?: number, ms?: number }} [options]
 */
async function measure(figures, what, runs, aims, options) {
  const names = [...runs.keys()];
  const rates = new Map((await settledRatesOf([...runs.values()], options)).map((list, i) => [names[i], list]));
  /** @type {(a: string, b: string) => number} */
  const ratio = (a, b) => median((rates.get(a) ?? []).map((rate, i) => rate / (rates.get(b)?.[i] ?? Number.NaN)));
  for (const [name, list] of rates) figures.add(`${what}: ${name}`, median(list), '/s');
  const others = names.filter(
    (name) => ![...Object.values(OURS), ...Object.values(FLOORS)].some((own) => own === name),
  );
  for (const kind of KINDS) {
    const { libsignal, goal, floor } = aims[kind];
    for (const other of others) {
      const about = other === LIBSIGNAL && libsignal !== undefined ? { atLeast: libsignal } : {};
      const note = other === LIBSIGNAL && goal !== undefined ? { note: `goal ${goal}` } : {};
      figures.add(`${what}: ${OURS[kind]}, over ${other}`, ratio(OURS[kind], other), 'times', { ...about, ...note });
    }
    const share = 100 * ratio(OURS[kind], FLOORS[kind]);
    figures.add(`${what}: ${OURS[kind]}, share of bare`, share, '%', floor === undefined ? {} : { atLeast: floor });
  }
}

/**
 * @param {import('./figures.mjs').Figures} figures
 * @param {import('./session-talos.mjs').Parties} parties
 * @param {readonly Contender[]} contenders
 */
async function stored(figures, parties, contenders) {
  const waiting = openEnvelopes(parties, new Uint8Array(1)).initiator;
  const about = { below: 8192, note: 'without skipped keys' };
  figures.add('stored session: talos, no answer yet', recordBytes(waiting), 'bytes', about);
  figures.add('session in memory: talos', memoryOf(waiting), 'bytes', { note: 'while a message is sealed or opened' });
  for (const { name, peer } of contenders) {
    if (name === OURS.ratchet || name === LIBSIGNAL_RECORDS) continue;
    const { storedBytes } = await peer.pair();
    const bytes = await storedBytes();
    if (name === OURS.envelope) figures.add('stored session: talos', bytes, 'bytes', about);
    else figures.add(`stored session: ${name}`, bytes, 'bytes');
  }
}
