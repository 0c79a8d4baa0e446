/**
 * Synchronising the chain of an author from one or several sources. PROTOCOL.md §9.11.
 *
 *     status, newest header of each source ──► one chain, or the best of several ──► ranges of blocks
 *                                                                                       │ validated in full
 *                                                                                       ▼
 *                                                        kept, a batch each: whatever ends the run, the next goes on
 *
 * What sources say is a hint until it verifies. A source that is silent, or not right, is dropped with its reason, and
 * the next one is asked. Memory holds two answers, whatever is offered.
 *
 * @module
 */
import { type Bytes, equalBytes } from '../../base/bytes.ts';
import { keyOfDid } from '../../identity/did.ts';
import { type Checkpoint, readCheckpoint } from '../log/checkpoint.ts';
import { type ForkPair, forkEvidence } from '../log/evidence.ts';
import { Frontier } from '../log/frontier.ts';
import { type BlockVerdict, validateBlock } from '../validation/validate.ts';
import { type SignedHeader, workOf } from './chain-header.ts';
import { MAX_BLOCKS_AN_ANSWER } from './chain-source.ts';
import { type Chosen, type Claim, Claims } from './sync-claims.ts';
import { Asking, allDropped, pauseOf, SLOW_ANSWER_MS, Standing } from './sync-sources.ts';
import {
  type ForkFound,
  type KeptTip,
  MAX_SYNC_SOURCES,
  SYNC_ANSWER_TIMEOUT_MS,
  type SyncParts,
  type SyncReport,
  type ValidBlock,
} from './sync-types.ts';

/** Blocks that are validated before others get a turn. */
const BLOCKS_A_TURN = 32;

/**
 * Brings a kept chain up to the newest block that a source shows.
 *
 * @returns What was done; it may have found that the author signed two histories, which its caller has to tell.
 * @throws {TalosError} the most telling reason of a source, with `details.height`, where all were dropped before the end,
 *   unless a fork was found; `E_LIMIT`, `E_STORAGE…` of the kept chain. What was kept stays.
 * @throws The reason of `signal`.
 */
export async function syncChain(parts: SyncParts, signal?: AbortSignal): Promise<SyncReport> {
  const { sources, timeoutMs = SYNC_ANSWER_TIMEOUT_MS, now, pause = pauseOf } = parts;
  if (sources.length < 1 || sources.length > MAX_SYNC_SOURCES)
    throw new RangeError(`sources must be 1 to ${MAX_SYNC_SOURCES}, got ${sources.length}`);
  const asking = new Asking({ signal, timeoutMs, now, pause });
  return new Run(
    parts,
    asking,
    sources.map((source) => new Standing(source)),
  ).run();
}

/** A range of blocks that was asked for. */
interface Asked {
  readonly from: number;
  readonly claim: Claim;
  readonly answer: Promise<{ readonly value: readonly Bytes[] } | undefined>;
  readonly sinceMs: number;
}

class Run {
  readonly #parts: SyncParts;
  readonly #asking: Asking;
  readonly #standings: readonly Standing[];
  readonly #from: number;
  #target = -1;
  #blocks = 0;
  #bytes = 0;
  /** Sources of the chosen chain; the first is asked next. */
  #claims: Claim[] = [];
  #ahead: Asked | undefined;
  #note = '';
  #lateFork: ForkFound | undefined;

  constructor(parts: SyncParts, asking: Asking, standings: readonly Standing[]) {
    this.#parts = parts;
    this.#asking = asking;
    this.#standings = standings;
    this.#from = this.#height;
  }

  get #height(): number {
    return this.#parts.kept.tip?.height ?? -1;
  }

  async run(): Promise<SyncReport> {
    const claims = new Claims(this.#parts, this.#asking);
    const chosen = await claims.choose(this.#standings);
    if (chosen !== undefined) {
      await this.#fetch(chosen);
      await this.#compareNotes(chosen.claims);
    }
    const fork = claims.fork ?? this.#lateFork;
    const isDone = chosen !== undefined && this.#height >= this.#target;
    if (!isDone && fork === undefined) throw allDropped(this.#standings, this.#height);
    const sources = this.#standings.map((standing) => standing.outcome());
    const note = this.#note;
    return { ...this.#progress(), from: this.#from, sources, note, ...(fork === undefined ? {} : { fork }) };
  }

  #progress(): Pick<SyncReport, 'height' | 'target' | 'blocks' | 'bytes'> {
    return { height: this.#height, target: this.#target, blocks: this.#blocks, bytes: this.#bytes };
  }

  async #fetch({ claims, newest }: Chosen): Promise<void> {
    this.#claims = [...claims];
    this.#target = newest.header.height;
    this.#parts.onProgress?.(this.#progress());
    while (this.#height < this.#target) {
      const asked = this.#ahead ?? (await this.#askNext(this.#height + 1));
      this.#ahead = undefined;
      if (asked === undefined) break;
      const answer = await asked.answer;
      if (answer === undefined) continue;
      if (asked.claim.standing.dropped === undefined) await this.#take(asked, answer.value);
    }
    await this.#compareEnd(newest);
  }

  /** A source may show one chain and give another, both signed. */
  async #compareEnd(newest: SignedHeader): Promise<void> {
    const { tip } = this.#parts.kept;
    if (tip?.height !== this.#target || equalBytes(tip.hash, newest.hash)) return;
    this.#found({ headers: [await this.#parts.kept.header(tip.height), newest] });
  }

  /** The checkpoints that sources showed, beside the log that is kept. */
  async #compareNotes(claims: readonly Claim[]): Promise<void> {
    const { author, kept } = this.#parts;
    for (const { note } of claims) {
      const checkpoint = readCheckpoint(note, author);
      if (checkpoint === undefined || checkpoint.size > (kept.tip?.frontier.size ?? 0)) continue;
      if (equalBytes(await kept.rootAt(checkpoint.size), checkpoint.root)) this.#keepNewer(checkpoint);
      else {
        const header = await kept.headerOfSize(checkpoint.size);
        if (header !== undefined) this.#found({ notes: [note], headers: [header] });
      }
    }
  }

  #keepNewer({ note, size }: Checkpoint): void {
    const before = readCheckpoint(this.#note, this.#parts.author)?.size ?? 0;
    if (size > before) this.#note = note;
  }

  #found(pair: ForkPair): void {
    const evidence = forkEvidence(this.#parts.author, pair);
    if (evidence !== undefined) this.#lateFork ??= { evidence, code: 'E_EQUIVOCATION', depth: 0 };
  }

  /** Asks the next source that may have blocks from height `from` on; waits for one that rests. */
  async #askNext(from: number): Promise<Asked | undefined> {
    const able = (): Claim[] => this.#claims.filter((claim) => canGive(claim, from));
    if (able().length === 0) {
      for (const { standing, first } of this.#claims)
        if (first > from) standing.drop('E_NOT_FOUND', `the entries of its blocks below ${first} are archived`);
      return undefined;
    }
    await this.#asking.rested(able().map(({ standing }) => standing));
    const nowMs = this.#parts.now();
    const [claim] = able().toSorted(
      (a, b) => Math.max(0, a.standing.restsUntilMs - nowMs) - Math.max(0, b.standing.restsUntilMs - nowMs),
    );
    return claim === undefined ? undefined : this.#askOf(claim, from);
  }

  #askOf(claim: Claim, from: number): Asked {
    const { author, now } = this.#parts;
    const last = Math.min(this.#target, claim.newest.header.height);
    const count = Math.min(MAX_BLOCKS_AN_ANSWER, last - from + 1);
    const answer = this.#asking.askOnce(claim.standing, (source, signal) => source.blocks(author, from, count, signal));
    // Whoever waits for it later is told; the run may end before.
    answer.catch(() => undefined);
    return { from, claim, answer, sinceMs: now() };
  }

  async #take({ claim, from, sinceMs }: Asked, blocks: readonly Bytes[]): Promise<void> {
    const next = from + blocks.length;
    // The network works while this side validates.
    if (next <= this.#target && canGive(claim, next)) this.#ahead = this.#askOf(claim, next);
    if (this.#parts.now() - sinceMs > SLOW_ANSWER_MS)
      this.#claims = [...this.#claims.filter((each) => each !== claim), claim];
    const valid = await this.#validated(claim.standing, blocks);
    if (valid.length > 0) {
      await this.#parts.kept.append(valid);
      claim.standing.gave(valid.length);
      this.#blocks += valid.length;
      this.#bytes += valid.reduce((sum, { bytes }) => sum + bytes.length, 0);
      this.#parts.onProgress?.(this.#progress());
    }
    // What was asked ahead stands on blocks that are not kept.
    if (valid.length < blocks.length) this.#ahead = undefined;
  }

  /** Size of a checkpoint that is known and that the block contradicts. */
  #contradicted(tip: KeptTip | undefined, { entries }: Valid): number | undefined {
    const first = tip?.frontier.size ?? 0;
    for (const { size, root } of this.#parts.checkpoints ?? []) {
      if (size <= first || size > first + entries.length) continue;
      const log = tip?.frontier.copy() ?? new Frontier();
      for (const { leaf } of entries.slice(0, size - first)) log.append(leaf);
      if (!equalBytes(log.root(), root)) return size;
    }
    return undefined;
  }

  /** The blocks that follow the kept tip; at the first that does not verify its source is dropped. */
  async #validated(standing: Standing, blocks: readonly Bytes[]): Promise<ValidBlock[]> {
    const { author, network, difficulty, now, validate = validateBlock, kept } = this.#parts;
    const authorKey = keyOfDid(author);
    const valid: ValidBlock[] = [];
    let tip = kept.tip;
    for (const [i, bytes] of blocks.entries()) {
      if (i % BLOCKS_A_TURN === BLOCKS_A_TURN - 1) await this.#asking.terms.pause(0, this.#asking.terms.signal);
      const verdict = validate(bytes, { authorKey, network, difficulty, nowMs: now(), tip });
      if (!verdict.valid) {
        standing.drop(verdict.code, `block ${(tip?.height ?? -1) + 1}: ${verdict.reason}`);
        break;
      }
      const contradicted = this.#contradicted(tip, verdict);
      if (contradicted !== undefined) {
        standing.drop('E_EQUIVOCATION', `a checkpoint of the author has another log of ${contradicted} entries`);
        break;
      }
      tip = tipAfter(tip, verdict);
      valid.push({ bytes, leaves: verdict.entries.map(({ leaf }) => leaf), tip });
    }
    return valid;
  }
}

type Valid = Extract<BlockVerdict, { readonly valid: true }>;

function tipAfter(tip: KeptTip | undefined, { block, tip: next }: Valid): KeptTip {
  return { ...next, work: (tip?.work ?? 0n) + workOf(block.header.difficulty) };
}

function canGive({ standing, newest, first }: Claim, from: number): boolean {
  return standing.dropped === undefined && newest.header.height >= from && first <= from;
}
