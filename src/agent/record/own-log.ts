/**
 * The own log as peers and witnesses are shown it: the newest checkpoint, how it grew, and checkpoints of earlier sizes,
 * which are signed anew when they are asked for. PROTOCOL.md §9.9.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { LedgerStore } from '../../ledger/journal/ledger-store.ts';
import { type Checkpoint, readCheckpoint, signCheckpoint } from '../../ledger/log/checkpoint.ts';
import { consistencyRanges } from '../../ledger/log/merkle.ts';
import { loadFrontier, rootOfRange } from '../../ledger/log/tiles.ts';
import type { AgentCore } from '../agent-core.ts';

/** See the module comment. */
export class OwnLog {
  readonly #core: Pick<AgentCore, 'identity' | 'ledger'>;
  readonly #store: LedgerStore;
  #newest: Checkpoint | undefined;

  constructor(core: Pick<AgentCore, 'identity' | 'ledger' | 'store'>) {
    this.#core = core;
    this.#store = new LedgerStore(core.store);
  }

  /** Entries of the newest checkpoint. */
  get sealedSize(): number {
    return Number(this.#core.ledger.checkpoint.split('\n', 2)[1] ?? 0);
  }

  /** The newest checkpoint; one of no entries before the first block. */
  async newest(): Promise<Checkpoint> {
    const { checkpoint: note } = this.#core.ledger;
    if (note !== '' && this.#newest?.note === note) return this.#newest;
    const newest = note === '' ? await this.at(0) : this.read(note);
    if (newest === undefined) throw new RangeError('the newest checkpoint is not one of this ledger');
    this.#newest = newest;
    return newest;
  }

  /** A note as a checkpoint of this log, whatever it says; `undefined` where it is none. */
  read(note: string): Checkpoint | undefined {
    return readCheckpoint(note, this.#core.identity.did);
  }

  /** The checkpoint of the first `size` entries, all of them sealed. */
  async at(size: number): Promise<Checkpoint> {
    const { did, signing } = this.#core.identity;
    const root = (await loadFrontier(size, this.#store.tile)).root();
    return { author: did, size, root, note: signCheckpoint(signing, did, size, root) };
  }

  /** The consistency path between two sizes, both sealed; empty from 0. */
  path(from: number, to: number): Promise<Bytes[]> {
    if (from === 0) return Promise.resolve([]);
    return Promise.all(consistencyRanges(from, to).map((range) => rootOfRange(this.#store.tile, range)));
  }
}
