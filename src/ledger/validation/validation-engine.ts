/**
 * The validation engine: five layers in order, from the form of a block to what was anchored elsewhere. PROTOCOL.md §9.8.
 *
 * Judging changes nothing: a block that was refused leaves no trace, and the honest one with the same hash, root or
 * ids is accepted afterwards. Only {@link ValidationEngine.commit} moves the engine on.
 *
 * @module
 */
import { BoundedMap } from '../../base/bounded.ts';
import type { Bytes } from '../../base/bytes.ts';
import { type Clock, systemClock } from '../../base/clock.ts';
import { type SignedBytes, verifySignatures } from '../../crypto/sign-batch.ts';
import { type Did, keyOfDid, parseDid } from '../../identity/did.ts';
import { type Block, chainIdOf } from '../block.ts';
import { workOf } from '../chain/chain-header.ts';
import type { Entry } from '../entry/entry.ts';
import type { Frontier } from '../log/frontier.ts';
import { DEFAULT_NETWORK, isNetworkName } from '../network.ts';
import { linkPointOf } from './validate.ts';
import { bytesOfBlock, type ReadBlock } from './validation-block.ts';
import {
  type BlockValidation,
  type ChainJudge,
  type ChainOptions,
  type ChainReport,
  runChain,
  type ValidationError,
} from './validation-chain.ts';
import { type BlockFault, LAYER_CODES, layerOf, VALIDATION_NUMBERS } from './validation-codes.ts';
import { repetition } from './validation-entries.ts';
import { Examination, type Examined } from './validation-examine.ts';
import {
  type AnchorCheck,
  isAtLeast,
  type SeenIds,
  VALIDATION_LEVELS,
  type ValidationLevel,
} from './validation-levels.ts';
import { consensusFault, linkLog, type Position, sizeFault } from './validation-link.ts';
import { MetricsCounter, type ValidationMetrics } from './validation-metrics.ts';
import type { ChainState } from './validation-state.ts';

/** What an engine validates by. */
export interface ValidationOptions {
  /** Name of the network; `talos` unless given. */
  readonly network?: string;
  /** Leading zero bits that every block must have, exactly; those of the network `talos` unless given. */
  readonly difficulty?: number;
  /** `false` for the level `standard`; otherwise `strict`. */
  readonly strictMode?: boolean;
  /** Wins over `strictMode`. */
  readonly level?: ValidationLevel;
  /** Whose chain it is. Without an author no signature verifies, so nothing above `minimal` is valid. */
  readonly author?: Did | string;
  /** Where to go on: what `state` gave before. Names author, network and difficulty itself. */
  readonly state?: ChainState;
  /** The fifth layer, at the level `paranoid`. */
  readonly anchors?: AnchorCheck;
  /** What the blocks before recorded once and for all. Without it repetitions are found within a block alone. */
  readonly seen?: SeenIds;
  /** The system's unless given. */
  readonly clock?: Clock;
}

/** How one block is judged. */
export interface BlockOptions {
  /** Where it must stand: after what was committed unless given. */
  readonly position?: Position;
}

/** Headers whose signature is remembered: those of a day of blocks of two seconds, in 8 MB. */
export const MAX_VERIFIED_HEADERS = 43_200;

/** See the module comment. One author, one chain. */
export class ValidationEngine {
  readonly level: ValidationLevel;
  readonly author: Did | undefined;
  readonly network: string;
  readonly difficulty: number;
  readonly #anchors: AnchorCheck | undefined;
  readonly #seen: SeenIds | undefined;
  readonly #clock: Clock;
  readonly #chainId: Bytes | undefined;
  readonly #counter = new MetricsCounter();
  readonly #examination: Examination;
  #state: ChainState | undefined;

  /**
   * @throws {RangeError} for a difficulty that is no integer from 0 to 255, or an unknown level; if author,
   *   network or difficulty are not those of the state.
   * @throws {TalosError} `E_BAD_DID` for an author that is no DID.
   */
  constructor(options: ValidationOptions = {}) {
    const { state, strictMode = true } = options;
    this.level = levelOf(options.level ?? (strictMode ? 'strict' : 'standard'));
    this.difficulty = difficultyOf(options.difficulty ?? state?.difficulty ?? DEFAULT_NETWORK.difficulty);
    this.author = options.author === undefined ? state?.author : parseDid(options.author);
    this.network = options.network ?? state?.network ?? DEFAULT_NETWORK.name;
    if (!isNetworkName(this.network)) throw new RangeError('network must be the name of a network');
    if (state !== undefined && !isOf(state, this)) throw new RangeError('state must be of the same chain');
    this.#state = state;
    this.#anchors = options.anchors;
    this.#seen = options.seen;
    this.#clock = options.clock ?? systemClock;
    this.#chainId = this.author === undefined ? undefined : chainIdOf(keyOfDid(this.author), this.network);
    this.#examination = new Examination({
      author: this.author,
      level: this.level,
      metrics: this.#counter,
      headers: new BoundedMap(MAX_VERIFIED_HEADERS),
    });
  }

  /** The chain so far; `undefined` before height 0. */
  get state(): ChainState | undefined {
    return this.#state;
  }

  /** What the engine did. */
  get metrics(): ValidationMetrics {
    return this.#counter.snapshot();
  }

  /**
   * Judges a block. Whatever it holds, this does not throw, and the engine is as it was.
   *
   * @param block - Its bytes, or the block that they are read as. Not kept.
   * @throws whatever the {@link AnchorCheck} threw.
   */
  async validateBlock(block: Block | Uint8Array, options: BlockOptions = {}): Promise<BlockValidation> {
    const bytes = block instanceof Uint8Array ? block : bytesOfBlock(block);
    const examined = 'rule' in bytes ? { form: bytes, findings: nothing } : this.#examination.examine(bytes);
    return this.judge(examined, options);
  }

  /**
   * Judges a block that was examined, perhaps by another thread, under the author and the level of this engine.
   *
   * @throws as {@link validateBlock}.
   */
  async judge(examined: Examined, options: BlockOptions = {}): Promise<BlockValidation> {
    const position = options.position ?? this.#position();
    // Another block may be committed while an anchor is looked up: the verdict is about what the engine holds now.
    const state = this.#state;
    const judgement = this.#upToEntries(examined, position);
    const fault = judgement.fault ?? (await this.#anchorFault(examined.read));
    this.#counter.judged(fault?.rule);
    const result = this.#result(examined, { ...judgement, fault });
    const next = options.position === undefined ? this.#next(result, judgement.frontier, state) : undefined;
    return next === undefined ? result : { ...result, next };
  }

  /**
   * Takes a block that was judged valid as the newest of the chain.
   *
   * @throws {RangeError} if it is not valid, or was not judged as the next block of what this engine holds now.
   */
  commit({ isValid, next, ids }: BlockValidation): void {
    const height = this.#state?.tip.height ?? -1;
    if (!isValid || next === undefined) throw new RangeError('only a valid block of a known chain can be committed');
    if (next.tip.height !== height + 1 || before.get(next) !== this.#state)
      throw new RangeError('the block was judged after another one than the newest');
    this.#state = next;
    this.#seen?.add(ids);
  }

  #position(): Position {
    return this.#state === undefined ? 'start' : linkPointOf(this.#state.tip);
  }

  /** The first four layers, as far as the level asks. */
  #upToEntries(examined: Examined, position: Position): Judgement {
    const { read, form, self } = examined;
    if (form !== undefined || self !== undefined || read === undefined) return { fault: form ?? self };
    if (!isAtLeast(this.level, 'standard')) return { fault: undefined };
    const from = performance.now();
    const log = linkLog(read, position);
    const linked = performance.now();
    this.#counter.addTime('cryptographic', linked - from);
    if (log.fault !== undefined) return { fault: log.fault };
    const rules = { chainId: this.#chainId, difficulty: this.difficulty, nowMs: this.#clock.now() };
    const fault = consensusFault(read.block.header, read.hash, rules, position);
    this.#counter.addTime('consensus', performance.now() - linked);
    if (fault !== undefined || !isAtLeast(this.level, 'strict')) return { fault, ...log };
    return { ...this.#entries(examined, read, position), ...log };
  }

  #entries({ findings }: Examined, read: ReadBlock, position: Position): Judgement {
    const size = sizeFault(read.block.header, read.block.entries.length, position);
    if (size !== undefined) return { fault: size };
    const { fault, entries, ids } = findings();
    if (fault !== undefined) return { fault };
    const again = this.#seen === undefined ? undefined : ids.find((id) => this.#seen?.has(id));
    return { fault: again === undefined ? undefined : repetition(again), ids, ...(entries && { entries }) };
  }

  async #anchorFault(read: ReadBlock | undefined): Promise<BlockFault | undefined> {
    if (this.#anchors === undefined || this.level !== 'paranoid' || read === undefined) return undefined;
    const { header } = read.block;
    const from = performance.now();
    const verdict = await this.#anchors(header, header.logRoot, header.logSize);
    this.#counter.addTime('cross-chain', performance.now() - from);
    return verdict.status === 'mismatch' ? { rule: 'anchor', reason: verdict.reason } : undefined;
  }

  #result({ read }: Examined, { fault, entries, ids = [] }: Judgement): BlockValidation {
    const { level } = this;
    const header = read?.block.header;
    const hash = read === undefined || read.hash.length === 0 ? undefined : read.hash;
    const about = { level, ...(header && { header }), ...(hash && { hash }) };
    if (fault !== undefined) return { isValid: false, errors: [errorOf(fault)], ids: [], ...about };
    return { isValid: true, errors: [], ids, ...about, ...(entries && { entries }) };
  }

  /** The chain with a block that was judged as the one after `state`. */
  #next(
    judged: BlockValidation,
    frontier: Frontier | undefined,
    state: ChainState | undefined,
  ): ChainState | undefined {
    const { isValid, header, hash } = judged;
    const { author, network, difficulty } = this;
    if (!isValid || header === undefined || hash === undefined || frontier === undefined || author === undefined)
      return undefined;
    const tip = { height: header.height, hash, timeMs: header.timeMs, frontier };
    const next = { author, network, difficulty, tip, work: (state?.work ?? 0n) + workOf(difficulty) };
    before.set(next, state);
    return next;
  }

  /**
   * Validates blocks one after the other, from the one after {@link state} on, and commits each that is valid.
   *
   * @param blocks - In order. Read no further than the first that is refused, but for what an examiner has in the air.
   * @throws whatever `blocks`, `onBlock`, the anchors or the examiner threw, and the signal's reason: `state` is then
   *   that of the last block that was committed, and another run may go on there.
   */
  validateChain(
    blocks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    options: ChainOptions = {},
  ): Promise<ChainReport> {
    return runChain(this.#judge(), blocks, options);
  }

  /**
   * Whether each signature of a batch is valid, in their order: under the one strict rule, each by itself, so that none is
   * valid in a batch that would not be alone.
   *
   * @throws {TypeError} for what is no array, or an element without bytes.
   */
  verifySignatures(batch: readonly SignedBytes[]): readonly boolean[] {
    return verifySignatures(batch);
  }

  #judge(): ChainJudge {
    const { level, author } = this;
    return {
      terms: { level, author },
      state: () => this.#state,
      examine: (bytes) => this.#examination.examine(bytes),
      judge: (examined) => this.judge(examined),
      commit: (result) => this.commit(result),
      count: (metrics, entries) => {
        this.#counter.add(metrics);
        this.#counter.addEntries(entries);
      },
    };
  }
}

/** What each state that was offered for a commit came after. */
const before = new WeakMap<ChainState, ChainState | undefined>();

interface Judgement {
  readonly fault: BlockFault | undefined;
  readonly frontier?: Frontier;
  readonly entries?: readonly Entry[];
  readonly ids?: readonly string[];
}

function isOf(state: ChainState, { author, network, difficulty }: ValidationEngine): boolean {
  return state.author === author && state.network === network && state.difficulty === difficulty;
}

const nothing = (): { ids: [] } => ({ ids: [] });

function errorOf({ rule, reason, position }: BlockFault): ValidationError {
  const layer = layerOf(rule);
  const place = position === undefined ? {} : { position };
  return { layer, code: LAYER_CODES[layer], number: VALIDATION_NUMBERS[rule], reason, ...place };
}

function levelOf(level: ValidationLevel): ValidationLevel {
  if (!VALIDATION_LEVELS.includes(level)) throw new RangeError(`level must be one of ${VALIDATION_LEVELS.join(', ')}`);
  return level;
}

function difficultyOf(difficulty: number): number {
  if (!Number.isInteger(difficulty) || difficulty < 0 || difficulty > 255)
    throw new RangeError(`difficulty must be 0 to 255, got ${difficulty}`);
  return difficulty;
}
