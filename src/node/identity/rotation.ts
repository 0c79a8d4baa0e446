/**
 * Another identity in the place of the one of a data directory. PROTOCOL.md §4.9.
 *
 * ```text
 *  rotation.…tmp   keystore.json, store, ledger, succession.json of the successor are made
 *      │ rename: decided
 *  rotation        the log of the old identity says so, last of all
 *      │           store and ledger of the old one go to former/z6Mk…, those of the new one take their place
 *      │           keystore.json is replaced: from here on the old key is nowhere
 *  (gone)
 * ```
 *
 * A process may die at any step: until it is decided the directory is the old identity's; from then on whoever opens it
 * goes on where it was left, each step being done where it is not done yet.
 *
 * @module
 */
import { readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { carryOver, waitingMessages } from '../../agent/identity/carry-over.ts';
import { putSteps } from '../../agent/identity/succession-book.ts';
import { systemClock } from '../../base/clock.ts';
import { TalosError } from '../../base/errors.ts';
import type { PassphraseCost } from '../../crypto/passphrase.ts';
import { type Did, isDid } from '../../identity/did.ts';
import { Identity } from '../../identity/identity.ts';
import {
  createSuccession,
  MAX_SUCCESSION_STEPS,
  type Succession,
  verifySuccession,
} from '../../identity/succession.ts';
import { openLedger } from '../../ledger/journal/open-ledger.ts';
import { openRecordSealer } from '../../storage/sealed.ts';
import { openRunningAgent } from '../agent.ts';
import { DATA_DIR_NAMES, isThere, makeFolders } from '../data-dir.ts';
import { syncFolder, writeFileDurably } from '../files/atomic-file.ts';
import { makeNewFolder } from '../files/new-folder.ts';
import { openMiner } from '../ledger/miner.ts';
import { openFileJournal } from '../store/file-journal.ts';
import { openLmdbStore } from '../store/lmdb-store.ts';
import { openEpochFile } from './epoch-file.ts';
import { type KeepWords, withWordsKept } from './keep-words.ts';
import { keystoreLike, openKeystore, readKeystoreHead } from './keystore-file.ts';

const { keystore, ledger: ledgerName, store: storeName, epochKeys, rotation, former, succession } = DATA_DIR_NAMES;
const JOURNAL = 'journal';

/** How an identity is replaced. */
export interface RotateOptions {
  /** Its lock is held. */
  readonly dataDir: string;
  /** Needed for a keystore under a passphrase. */
  readonly passphrase?: string | undefined;
  /** Gives up messages that wait to be sent. */
  readonly force?: boolean;
  /** Cost of the passphrase's key. */
  readonly cost?: PassphraseCost;
  /** Keeps the words of the new one before it is decided upon; where it throws, nothing is changed. */
  readonly keepWords?: KeepWords | undefined;
  /** Called after each step that changes the disk, with its name. */
  readonly afterStep?: (step: string) => void;
}

/** An identity that was replaced. */
export interface Rotated {
  readonly step: Succession;
  /** The 24 words of the new one. Secret. */
  readonly words: string;
}

/**
 * Replaces the identity of a data directory by a new one, which both sign. Nothing is said to anybody.
 *
 * @throws {TalosError} `E_REFUSED` where messages wait to be sent, unless `force` is set; `E_LIMIT` for a line of too many
 *   steps; what opening keystore, store and ledger throws. The directory is as it was then.
 */
export async function rotateIdentity(options: RotateOptions): Promise<Rotated> {
  const { dataDir, passphrase, cost, afterStep = () => undefined } = options;
  await finishRotation(options);
  for (const name of readdirSync(dataDir))
    if (name.startsWith(`.${rotation}.`)) rmSync(join(dataDir, name), { recursive: true, force: true });
  const nowMs = systemClock.now();
  const opened = openKeystore(dataDir, { passphrase, nowMs });
  const line = await settled(options, opened);
  const next = Identity.generate(opened.name, nowMs);
  const step = createSuccession(opened.identity.signing, next.signing, {
    sequence: line.steps + 1,
    timeMs: Math.max(nowMs, line.afterMs),
  });
  const prepare = async (folder: string): Promise<void> => {
    await fill(folder, { ...options, old: opened.identity, next, step });
    const like = { passphrase, nowMs, ...(cost === undefined ? {} : { cost }) };
    writeFileDurably(join(folder, keystore), keystoreLike(dataDir, next, like), { replace: false });
    writeFileDurably(join(folder, succession), step.bytes, { replace: false });
    afterStep('prepared');
  };
  const words = next.words();
  await withWordsKept(options.keepWords, words, {
    make: () => makeNewFolder(join(dataDir, rotation), prepare),
    isMade: () => isThere(join(dataDir, rotation)),
  });
  afterStep('decided');
  await finishRotation(options);
  return { step, words };
}

/** Brings the books of the old identity up to its ledger, and says where its line stands. */
async function settled(
  { dataDir, force = false }: RotateOptions,
  { identity, method, createdMs }: ReturnType<typeof openKeystore>,
): Promise<{ readonly steps: number; readonly afterMs: number }> {
  await using agent = await openRunningAgent({ dataDir, identity, keystore: method.kind, createdMs, isOffline: true });
  const { store, successions, ledger } = agent.core;
  const waiting = await waitingMessages(store);
  if (waiting > 0 && !force)
    throw new TalosError('E_REFUSED', `${waiting} messages wait to be sent, and would never be`, {
      hint: 'talos listen sends what it can; --force gives them up',
      details: { waiting },
    });
  const line = successions.lineTo(identity.did);
  if (line.length >= MAX_SUCCESSION_STEPS)
    throw new TalosError('E_LIMIT', `a line has at most ${MAX_SUCCESSION_STEPS} successions`, {
      hint: 'talos init --force makes an identity that goes on for nobody',
    });
  return { steps: line.length, afterMs: Math.max(ledger.highestTimeMs, (line.at(-1)?.timeMs ?? 0) + 1) };
}

interface Filling extends RotateOptions {
  readonly old: Identity;
  readonly next: Identity;
  readonly step: Succession;
}

/** Store and ledger of the new identity in `folder`. */
async function fill(folder: string, { dataDir, old, next, step }: Filling): Promise<void> {
  const open = async (at: string, identity: Identity) => {
    const store = await openLmdbStore({ path: join(at, storeName) });
    const place = openEpochFile(join(at, storeName, epochKeys));
    const sealer = await openRecordSealer(store, identity.atRestSecret(), { place, nowMs: systemClock.now() });
    return { store, sealer, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
  };
  await using from = await open(dataDir, old);
  await using to = await open(folder, next);
  await carryOver(from, to);
  await to.store.apply([putSteps(step.from, [step])]);
  const network = await networkOf(dataDir, from.store, old);
  makeFolders(join(folder, ledgerName));
  await using journal = await openFileJournal(join(folder, ledgerName, JOURNAL));
  await using miner = openMiner();
  const parts = { store: to.store, journal, identity: next, clock: systemClock, mine: miner.mine, network };
  await using ledger = await openLedger(parts);
  ledger.append({ type: 'identity', did: next.did, event: 'created' });
  const { from: peer, text } = step;
  await ledger.append({ type: 'identity', did: next.did, event: 'succeeds', peer, succession: text }).durable();
  for (const name of [join(folder, ledgerName), join(folder, storeName), folder]) syncFolder(name);
}

async function networkOf(dataDir: string, store: Awaited<ReturnType<typeof openLmdbStore>>, identity: Identity) {
  await using journal = await openFileJournal(join(dataDir, ledgerName, JOURNAL));
  await using miner = openMiner();
  await using ledger = await openLedger({ store, journal, identity, clock: systemClock, mine: miner.mine });
  const { name, difficulty } = ledger.network;
  return { name, difficulty };
}

/**
 * Goes on with a rotation that was decided and not finished; nothing where there is none. Its lock is held.
 *
 * @throws {TalosError} what opening keystore, store and ledger throws; the next opening goes on.
 */
export async function finishRotation(options: Omit<RotateOptions, 'force'>): Promise<void> {
  const { dataDir, afterStep = () => undefined } = options;
  const pending = join(dataDir, rotation);
  if (!isThere(pending)) return;
  const head = readKeystoreHead(dataDir);
  // The keystore that is wanted here may be the only one of the new identity.
  if (head === undefined) return;
  const step = stepIn(pending);
  if (step !== undefined && head.did === step.from) {
    const place = join(dataDir, former, formerName(step.from));
    makeFolders(place);
    if (!isThere(join(place, storeName))) await conclude(options, step);
    afterStep('concluded');
    writeFileDurably(join(place, succession), step.bytes, { replace: true });
    for (const name of [storeName, ledgerName]) {
      if (!isThere(join(place, name))) move(join(dataDir, name), join(place, name));
      afterStep(`${name} put aside`);
      if (isThere(join(pending, name))) move(join(pending, name), join(dataDir, name));
      afterStep(`${name} in place`);
    }
    for (const folder of [place, join(dataDir, former), pending, dataDir]) syncFolder(folder);
    renameSync(join(pending, keystore), join(dataDir, keystore));
    afterStep('keystore in place');
    syncFolder(dataDir);
  }
  rmSync(pending, { recursive: true, force: true });
  syncFolder(dataDir);
  afterStep('finished');
}

/** Name of the folder of an earlier identity. */
export function formerName(did: Did): string {
  return did.slice('did:key:'.length);
}

/** Whose store and ledger the folder `path` has, where it is one of an earlier identity. */
export function formerOf(path: string): Did | undefined {
  const step = stepIn(path);
  return step !== undefined && isDid(step.from) ? step.from : undefined;
}

function stepIn(folder: string): Succession | undefined {
  const path = join(folder, succession);
  if (!isThere(path)) return undefined;
  return verifySuccession(new Uint8Array(readFileSync(path)), { nowMs: Number.MAX_SAFE_INTEGER });
}

/** The last entry of the old log, under the old key. */
async function conclude({ dataDir, passphrase }: RotateOptions, { from, to, text }: Succession): Promise<void> {
  const { identity } = openKeystore(dataDir, { passphrase, nowMs: systemClock.now() });
  await using store = await openLmdbStore({ path: join(dataDir, storeName) });
  await using journal = await openFileJournal(join(dataDir, ledgerName, JOURNAL));
  await using miner = openMiner();
  await using ledger = await openLedger({ store, journal, identity, clock: systemClock, mine: miner.mine });
  const [last] = await ledger.query({ type: 'identity', last: 1 });
  if (last?.body.type === 'identity' && last.body.event === 'succeeded') return;
  await ledger.append({ type: 'identity', did: from, event: 'succeeded', peer: to, succession: text }).durable();
}

function move(from: string, to: string): void {
  if (isThere(from)) renameSync(from, to);
}
