/**
 * Bringing a light client up to date from several sources, none of which is believed. PROTOCOL.md §9.12.
 *
 * The source that shows the longest log is read first; what the others show is then joined to it. A source whose answer
 * does not verify is dropped, and what came of it before stays.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import { isTalosError, TalosError } from '../../base/errors.ts';
import type { SignedHeader } from '../chain/chain-header.ts';
import { type ChainSource, type ChainStatus, MAX_HEADERS_AN_ANSWER } from '../chain/chain-source.ts';
import type { Checkpoint } from '../log/checkpoint.ts';
import type { LightClient } from './light.ts';
import { readSharedCheckpoint } from './light-checkpoints.ts';
import { OWN_DEALINGS } from './light-sources.ts';
import type { LightRefusal } from './light-types.ts';

/** Headers that are verified in one go: about 10 ms. */
const VERIFIED_TOGETHER = 100;

/** What {@link syncLight} is told besides its sources. */
export interface LightSyncTerms {
  readonly clock: Clock;
  /** Lets others run; resolves in a later turn of the event loop. */
  readonly pause: () => Promise<void>;
  readonly signal?: AbortSignal | undefined;
  /** Checkpoint that the author signed to this agent in its own dealings. */
  readonly ownNote?: string | undefined;
  /** Headers that are fetched at most of a source before this returns; all unless given. */
  readonly maxHeaders?: number;
  /** Told after each answer with headers: how many are kept, and what its source says that there are. */
  readonly onHeaders?: (kept: number, claimed: number) => Promise<void>;
}

/** What came of one source. */
export interface SourceOutcome {
  /** Its name; {@link OWN_DEALINGS} of the own note. */
  readonly source: string;
  /** Entries of the log that it showed, where that was verified and joined; 0 otherwise. */
  readonly size: number;
  /** Why it was dropped. */
  readonly refused?: LightRefusal;
}

/** What came of all sources. */
export interface LightSynced {
  readonly outcomes: readonly SourceOutcome[];
  /** Whether there is nothing more to fetch: `false` where `maxHeaders` ended it. */
  readonly isComplete: boolean;
}

/** A source and what it claims. */
interface Claim {
  readonly source: ChainSource;
  readonly status: ChainStatus;
  /** Signed by the author; `undefined` before its first. */
  readonly checkpoint: Checkpoint | undefined;
}

/**
 * Brings `client` up to date.
 *
 * @returns What came of each source, in no order: whether the client holds two histories of the author is in its `fork`.
 * @throws The reason of the signal.
 */
export async function syncLight(
  client: LightClient,
  sources: readonly ChainSource[],
  terms: LightSyncTerms,
): Promise<LightSynced> {
  const run = new LightSync(client, terms);
  return run.from(sources);
}

class LightSync {
  readonly #client: LightClient;
  readonly #terms: LightSyncTerms;
  readonly #outcomes: SourceOutcome[] = [];
  readonly #sound: Claim[] = [];
  #isComplete = true;

  constructor(client: LightClient, terms: LightSyncTerms) {
    this.#client = client;
    this.#terms = terms;
  }

  async from(sources: readonly ChainSource[]): Promise<LightSynced> {
    const claims: Claim[] = [];
    await Promise.all(
      sources.map((source) => this.#attempt(source.name, async () => void claims.push(await this.#claimOf(source)))),
    );
    claims.sort((one, other) => (other.checkpoint?.size ?? 0) - (one.checkpoint?.size ?? 0));
    for (const claim of claims)
      await this.#attempt(claim.source.name, async () => {
        const size = await this.#take(claim);
        this.#sound.push(claim);
        this.#outcomes.push({ source: claim.source.name, size });
      });
    const { ownNote } = this.#terms;
    if (ownNote !== undefined) await this.#attempt(OWN_DEALINGS, () => this.#takeOwn(ownNote));
    return { outcomes: this.#outcomes, isComplete: this.#isComplete };
  }

  /** Runs what concerns one source; its failure is that source's alone. */
  async #attempt(source: string, task: () => Promise<void>): Promise<void> {
    this.#terms.signal?.throwIfAborted();
    try {
      await task();
    } catch (error) {
      this.#terms.signal?.throwIfAborted();
      if (!isTalosError(error)) throw error;
      this.#outcomes.push({ source, size: 0, refused: { code: error.code, reason: error.message } });
    }
  }

  async #claimOf(source: ChainSource): Promise<Claim> {
    const { author } = this.#client;
    const status = await source.status(author, this.#terms.signal);
    const checkpoint = status.note === '' ? undefined : readSharedCheckpoint(status.note, author);
    if (status.note !== '' && checkpoint === undefined)
      throw new TalosError('E_PROOF_INVALID', 'the source shows a checkpoint that the author did not sign');
    return { source, status, checkpoint };
  }

  /** Takes what a source shows. @returns The entries of the log that it showed. */
  async #take(claim: Claim): Promise<number> {
    const { checkpoint } = claim;
    const client = this.#client;
    await this.#compareNewest(claim);
    if (client.keep === 'headers') await this.#takeHeaders(claim);
    if (checkpoint === undefined) return 0;
    // Headers that were not fetched yet join it later.
    if (client.keep === 'headers' && checkpoint.size > client.log.size) return client.log.size;
    const isNewest = client.keep === 'checkpoints' && checkpoint.size >= client.log.size;
    const head = isNewest ? await this.#newestHeader(claim) : undefined;
    await this.#joined(claim.source.name, checkpoint, claim, head);
    this.#assertNotBack(claim);
    return checkpoint.size;
  }

  /** Compares the one header that is kept with a checkpoint. Of headers that are kept, the newest is fetched anyway. */
  async #compareNewest(claim: Claim): Promise<void> {
    const { headers, height } = this.#client;
    if (headers > 0 || height < 0 || claim.status.height < height) return;
    const shown = await this.#headerOf(claim, height);
    const refusal = shown === undefined ? undefined : this.#client.compare(shown);
    if (refusal !== undefined) throw new TalosError(refusal.code, refusal.reason);
  }

  /** The author itself never shows less than it has signed. */
  #assertNotBack({ source, checkpoint }: Claim): void {
    const { author, log } = this.#client;
    if (source.name === author && checkpoint !== undefined && checkpoint.size < log.size)
      throw new TalosError(
        'E_STALE',
        `the author shows a log of ${checkpoint.size} entries and has signed one of ${log.size}: it went back`,
      );
  }

  /** Adds a checkpoint, with the proof that joins it where it needs one. */
  async #joined(source: string, checkpoint: Checkpoint, claim?: Claim, header?: SignedHeader): Promise<void> {
    const client = this.#client;
    const head = header === undefined ? {} : { head: { header, nowMs: this.#terms.clock.now() } };
    const known = client.log.size;
    let refusal: LightRefusal | undefined;
    for await (const path of this.#paths(checkpoint.size, known, claim)) {
      const taken = client.addCheckpoint(checkpoint.note, { source, path, ...head });
      if (taken.taken) return;
      refusal ??= taken;
      if (taken.code === 'E_EQUIVOCATION') break;
    }
    await this.#findFork(claim, checkpoint);
    if (client.fork !== undefined) throw new TalosError('E_EQUIVOCATION', 'the author signed two histories');
    const reason = `the source shows a log of ${checkpoint.size} entries, and nobody has the proof that it joins that of ${known}`;
    throw refusal === undefined ? new TalosError('E_STALE', reason) : new TalosError(refusal.code, refusal.reason);
  }

  /** Consistency proofs between the two sizes, of each source that may have one; an empty one where none is needed. */
  async *#paths(size: number, known: number, claim: Claim | undefined): AsyncIterable<readonly Bytes[]> {
    if (known === 0 || this.#client.logOf(size) !== undefined) {
      yield [];
      return;
    }
    const [from, to] = size < known ? [size, known] : [known, size];
    for (const { source, checkpoint } of new Set([...(claim === undefined ? [] : [claim]), ...this.#sound])) {
      if ((checkpoint?.size ?? 0) < to) continue;
      const path = await this.#asked(() => source.consistency(this.#client.author, from, to, this.#terms.signal));
      if (path !== undefined) yield path;
    }
  }

  /** What a source answers; `undefined` where it does not, or not in the right form. */
  async #asked<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      this.#terms.signal?.throwIfAborted();
      if (isTalosError(error)) return undefined;
      throw error;
    }
  }

  /** Looks for two signed things that contradict each other, where a checkpoint could not be joined. */
  async #findFork(claim: Claim | undefined, checkpoint: Checkpoint): Promise<void> {
    const client = this.#client;
    const others = this.#sound.filter((each) => each !== claim);
    for (const { source } of claim === undefined ? others : [claim, ...others])
      await this.#findOtherNote(source, checkpoint);
    if (claim === undefined || client.fork !== undefined) return;
    const shown = await this.#headerOf(claim, Math.min(claim.status.height, Math.max(client.height, 0)));
    if (shown === undefined) return;
    if (client.compare(shown)?.code === 'E_EQUIVOCATION') return;
    for (const other of others) {
      const held = await this.#headerOf(other, shown.header.height);
      if (held !== undefined && client.compare(shown, held)?.code === 'E_EQUIVOCATION') return;
    }
  }

  /** Of the author itself, its own checkpoints of the sizes at hand are to be had. */
  async #findOtherNote(source: ChainSource, checkpoint: Checkpoint): Promise<void> {
    const client = this.#client;
    if (source.name !== client.author) return;
    for (const { size, note } of [checkpoint, ...(client.checkpoint === undefined ? [] : [client.checkpoint])])
      await this.#asked(async () => client.contradiction(note, await source.note(size, this.#terms.signal)));
  }

  #headerOf({ source }: Claim, height: number): Promise<SignedHeader | undefined> {
    return this.#asked(async () => {
      const [header] = await source.headers(this.#client.author, height, 1, this.#terms.signal);
      return header?.header.height === height ? header : undefined;
    });
  }

  /** The header of the newest block, as its source has it. */
  async #newestHeader({ source, status }: Claim): Promise<SignedHeader> {
    const [header] = await source.headers(this.#client.author, status.height, 1, this.#terms.signal);
    if (header?.header.height !== status.height)
      throw new TalosError('E_PROTOCOL', 'the source does not have its newest header');
    return header;
  }

  /** Fetches the headers that are missing; from the newest that is known on, which is compared. */
  async #takeHeaders({ source, status }: Claim): Promise<void> {
    const client = this.#client;
    const { maxHeaders = Number.POSITIVE_INFINITY } = this.#terms;
    const until = client.headers + maxHeaders;
    let from = Math.min(Math.max(client.headers - 1, 0), status.height);
    while (from <= status.height) {
      if (client.headers >= until) {
        this.#isComplete = false;
        return;
      }
      const count = Math.min(MAX_HEADERS_AN_ANSWER, status.height + 1 - from);
      const headers = await source.headers(client.author, from, count, this.#terms.signal);
      if (headers.length === 0 || headers.length > count || headers[0]?.header.height !== from)
        throw new TalosError('E_PROTOCOL', 'the source answered with other headers than those asked for');
      await this.#verified(source.name, headers, from);
      from += headers.length;
      await this.#terms.onHeaders?.(client.headers, status.height + 1);
    }
  }

  async #verified(source: string, headers: readonly SignedHeader[], from: number): Promise<void> {
    const { clock, pause, signal } = this.#terms;
    for (let at = 0; at < headers.length; at += VERIFIED_TOGETHER) {
      const part = headers.slice(at, at + VERIFIED_TOGETHER);
      const { refused } = this.#client.addHeaders(part, { source, nowMs: clock.now() }, from + at - 1);
      if (refused !== undefined) throw new TalosError(refused.code, refused.reason);
      await pause();
      signal?.throwIfAborted();
    }
  }

  /** The checkpoint of own dealings: where nobody has a log as long, the sources are behind, or hold something back. */
  async #takeOwn(note: string): Promise<void> {
    const client = this.#client;
    const checkpoint = readSharedCheckpoint(note, client.author);
    if (checkpoint === undefined || checkpoint.size === 0) return;
    if (checkpoint.size > client.log.size)
      throw new TalosError(
        'E_STALE',
        `the author signed a log of ${checkpoint.size} entries to this agent, the sources show ${client.log.size}`,
      );
    await this.#joined(OWN_DEALINGS, checkpoint);
    this.#outcomes.push({ source: OWN_DEALINGS, size: checkpoint.size });
  }
}
