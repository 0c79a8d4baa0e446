/**
 * An identity made again from its 24 words: where the keystore or its passphrase is lost, and on another machine.
 * PROTOCOL.md §4.3.
 *
 * @module
 */
import { join } from 'node:path';
import { systemClock } from '../../base/clock.ts';
import { TalosError } from '../../base/errors.ts';
import type { Identity } from '../../identity/identity.ts';
import { openLedger } from '../../ledger/journal/open-ledger.ts';
import { openRecordSealer } from '../../storage/sealed.ts';
import { DATA_DIR_NAMES, isThere, makeDataDir } from '../data-dir.ts';
import { openMiner } from '../ledger/miner.ts';
import { tryOwnDirectory } from '../local/owner-lock.ts';
import { openFileJournal } from '../store/file-journal.ts';
import { openLmdbStore } from '../store/lmdb-store.ts';
import { openEpochFile } from './epoch-file.ts';
import { type CreateKeystoreOptions, makeKeystore } from './keystore-file.ts';

const { keystore, store: storeName, ledger, epochKeys, rotation } = DATA_DIR_NAMES;

/** An identity that is there again. */
export interface Recovered {
  /** Where the keystore that was there before is kept. */
  readonly backup: string | undefined;
  /** Whether its store and its ledger were there, and go on. */
  readonly hasData: boolean;
}

/**
 * Makes the keystore of `identity` in `dataDir`. Store and ledger that are there must be those of the same identity, and
 * stay. Durable when it resolves.
 *
 * @param options - As of a new keystore; with `force` a keystore that is there is put under another name first.
 * @throws {TalosError} `E_EXISTS` where there is a keystore, without `force`; `E_LOCKED` while an agent runs;
 *   `E_LEDGER_INVALID` for the ledger of another identity, `E_STORAGE…` for one that cannot be read; `E_REFUSED` where the
 *   identity was about to be replaced. The directory is as it was then.
 */
export async function recoverIdentity(
  dataDir: string,
  options: Omit<CreateKeystoreOptions, 'keepsData'>,
): Promise<Recovered> {
  makeDataDir(dataDir);
  await using lock = tryOwnDirectory(dataDir);
  if (lock === undefined)
    throw new TalosError('E_LOCKED', `an agent runs in ${dataDir}`, { hint: 'end it, then try again' });
  if (isThere(join(dataDir, keystore)) && options.force !== true)
    throw new TalosError('E_EXISTS', `there is a keystore in ${dataDir}`, {
      hint: '--force puts it under another name; store and ledger stay',
    });
  if (isThere(join(dataDir, rotation)))
    throw new TalosError('E_REFUSED', 'the identity of this directory is being replaced by another', {
      hint: 'any other command finishes that; it needs the keystore that is there',
    });
  const hasData = [storeName, ledger].some((name) => isThere(join(dataDir, name)));
  if (hasData) await assertOwn(dataDir, options.identity);
  const { backup } = makeKeystore(dataDir, { ...options, keepsData: true });
  return { backup, hasData };
}

/** Opens store and ledger as `identity` would, and changes nothing that its agent would not. */
async function assertOwn(dataDir: string, identity: Identity): Promise<void> {
  const path = join(dataDir, storeName);
  if (!isThere(path) || !isThere(join(dataDir, ledger, 'journal')))
    throw new TalosError('E_STORAGE_CORRUPT', `${dataDir} has a store without a ledger, or a ledger without a store`, {
      hint: 'restore both from a backup, or move them away to begin without them',
    });
  await using store = await openLmdbStore({ path });
  await using journal = await openFileJournal(join(dataDir, ledger, 'journal'));
  await using miner = openMiner();
  await using _ledger = await openLedger({ store, journal, identity, clock: systemClock, mine: miner.mine });
  const place = openEpochFile(join(path, epochKeys));
  await openRecordSealer(store, identity.atRestSecret(), { place, nowMs: systemClock.now() });
}
