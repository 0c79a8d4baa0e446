/**
 * The revocation lists in the directory of an agent that does not run.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadRevocations } from '../agent/authority/revocation-load.ts';
import { TalosError } from '../base/errors.ts';
import { RevocationSet } from '../capability/revocations.ts';
import { DATA_DIR_NAMES } from './data-dir.ts';
import { tryOwnDirectory } from './local/owner-lock.ts';
import { openLmdbStore } from './store/lmdb-store.ts';

/**
 * What is known there as revoked; `undefined` where there is no store.
 *
 * @throws {TalosError} `E_LOCKED` where somebody owns it after all; `E_STORAGE…`.
 */
export async function storedRevocations(dataDir: string): Promise<RevocationSet | undefined> {
  const path = join(dataDir, DATA_DIR_NAMES.store);
  if (!existsSync(join(path, 'format'))) return undefined;
  await using lock = tryOwnDirectory(dataDir);
  if (lock === undefined) throw new TalosError('E_LOCKED', 'the data directory has just been taken by another process');
  await using store = await openLmdbStore({ path });
  const revocations = new RevocationSet();
  const { singles } = await loadRevocations(store, revocations);
  // Those of development versions, which become items when an agent is opened on them.
  for (const { issuer, id } of singles) revocations.add(issuer, { n: 1, revoked: { kind: 'token', id } });
  return revocations;
}
