/**
 * A ledger by itself on Node: in memory, or in a folder of its own.
 *
 * @module
 */
import { join } from 'node:path';
import { assertText } from '../../base/caller-mistakes.ts';
import { TalosError } from '../../base/errors.ts';
import { closeAll } from '../../base/lifetime.ts';
import { initCrypto } from '../../crypto/init.ts';
import { openLedger } from '../../ledger/journal/open-ledger.ts';
import { type LedgerOptions, Ledger as NeutralLedger, partsOf } from '../../ledger/journal/own-ledger.ts';
import type { Author } from '../../ledger/journal/sealer.ts';
import { DATA_DIR_NAMES, makeDataDir } from '../data-dir.ts';
import { openMiner } from '../ledger/miner.ts';
import { tryOwnDirectory } from '../local/owner-lock.ts';
import { openFileJournal } from './file-journal.ts';
import { openLmdbStore } from './lmdb-store.ts';

/** The ledger class on Node. */
export class Ledger extends NeutralLedger {
  readonly #owned: readonly AsyncDisposable[];

  private constructor(ledger: Awaited<ReturnType<typeof openLedger>>, owned: readonly AsyncDisposable[]) {
    super(ledger);
    this.#owned = owned;
  }

  /**
   * Opens the ledger of `author` in a folder, or begins it there; proofs of work are searched for by another thread. One
   * process at a time has it.
   *
   * @param folder - Made where absent, for this user alone.
   * @throws {TalosError} `E_LOCKED` while another process has it; as {@link NeutralLedger.open}.
   */
  static async openFolder(
    folder: string,
    author: Author,
    options: Pick<LedgerOptions, 'network' | 'clock'> = {},
  ): Promise<Ledger> {
    assertText(folder, 'folder');
    await initCrypto();
    makeDataDir(folder);
    const lock = tryOwnDirectory(folder);
    if (lock === undefined) throw new TalosError('E_LOCKED', `another process has the ledger in ${folder}`);
    const owned: AsyncDisposable[] = [lock];
    try {
      const store = await openLmdbStore({ path: join(folder, DATA_DIR_NAMES.store) });
      owned.push(store);
      const journal = await openFileJournal(join(folder, 'journal'));
      owned.push(journal);
      const miner = openMiner();
      owned.push(miner);
      const ledger = await openLedger(partsOf(author, { ...options, store, journal, mine: miner.mine }));
      return new Ledger(ledger, owned);
    } catch (error) {
      await closeAll(owned);
      throw error;
    }
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await super[Symbol.asyncDispose]();
    await closeAll(this.#owned);
  }
}
