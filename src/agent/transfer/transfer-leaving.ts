/**
 * Files for peers that are away: left at their mailboxes letter by letter, as far as they are small enough. What was left is
 * on record, so that a process that ends goes on behind it. PROTOCOL.md §7.6.
 *
 * @module
 */
import { BoundedMap } from '../../base/bounded.ts';
import { fromHex, toHex } from '../../base/bytes.ts';
import { type ErrorCode, isTalosError, TalosError } from '../../base/errors.ts';
import { RateCounter } from '../../base/rate-counter.ts';
import { Sha256 } from '../../crypto/hash.ts';
import type { Did } from '../../identity/did.ts';
import { placeOf, planChunks, planPieces } from '../../transfer/chunks.ts';
import { MAX_PARCEL_BYTES, MAX_PARCELS, PIECE_CHUNKS } from '../../transfer/limits.ts';
import type { FileRoom, SourceFile } from '../../transfer/ports.ts';
import type { AgentCore } from '../agent-core.ts';
import type { TransferBook } from './transfer-book.ts';
import { fileRefusal } from './transfer-consent.ts';
import { endLetter, goneLetter, lettersOf, offerLetter, pieceLetter } from './transfer-mail.ts';
import type { TransferMail } from './transfer-parts.ts';
import type { TransferRecord } from './transfer-records.ts';
import { isFinal, type TransferRuns } from './transfer-runs.ts';
import { changed, openedSource } from './transfer-sending.ts';

/** A file that was left and not answered is left again after so long, in milliseconds: a mailbox may lose one. */
export const LEAVE_AGAIN_MS: number = 86_400_000;
/** After a mailbox has refused, or was not there, so long nothing is left for that peer, in milliseconds. */
export const LEAVE_PAUSE_MS = 300_000;
/** Times in an hour that one peer has what it lacks left again. */
export const ASKS_AN_HOUR = 10;
/** Peers whose pauses are remembered. */
const MAX_PAUSED = 1024;

/** What leaving needs. */
export interface LeavingTerms {
  readonly core: AgentCore;
  readonly room: FileRoom;
  readonly book: TransferBook;
  readonly runs: TransferRuns;
  readonly mail: TransferMail;
  /** Tokens to present with an offer. */
  readonly chainFor: (peer: Did) => readonly string[] | undefined;
}

/** A file of which letters are being left. */
interface Leaving {
  readonly stop: AbortController;
  readonly done: Promise<unknown>;
  /** Whether it is left from another place on, once it has stopped. */
  isAnew: boolean;
}

/** Why one is not left any further, or not from where it was. */
const stopped = (): TalosError => new TalosError('E_CLOSED', 'the file goes another way');

/** See the module comment. */
export class TransferLeaving {
  readonly #terms: LeavingTerms;
  readonly #passes = new Map<Did, Promise<void>>();
  readonly #leaving = new Map<string, Leaving>();
  /** Until when nothing is left, milliseconds since 1970. */
  readonly #pauses = new BoundedMap<Did, number>(MAX_PAUSED);
  readonly #asks: RateCounter;
  readonly #replies = new Set<Promise<void>>();
  #isClosed = false;

  constructor(terms: LeavingTerms) {
    this.#terms = terms;
    this.#asks = new RateCounter(ASKS_AN_HOUR, 3_600_000, terms.core.clock);
  }

  /** Leaves what waits for a peer that is away, as far as it may; one pass at a time. Never rejects. */
  leave(peer: Did): Promise<void> {
    const running = this.#passes.get(peer);
    if (running !== undefined) return running;
    const pass = this.#pass(peer).finally(() => this.#passes.delete(peer));
    this.#passes.set(peer, pass);
    return pass;
  }

  async #pass(peer: Did): Promise<void> {
    const { core, mail } = this.#terms;
    if (this.#isOver() || (this.#pauses.get(peer) ?? 0) > core.clock.now()) return;
    try {
      if (this.#next(peer) === undefined) return;
      if (!(await mail.hasMailbox(peer))) return this.#pause(peer);
      for (let next = this.#next(peer); next !== undefined && !this.#isOver(); next = this.#next(peer))
        if (!(await this.#leaveOne(next))) return;
    } catch (error) {
      if (!isTalosError(error)) throw error;
      this.#pause(peer);
    }
  }

  #isOver(): boolean {
    return this.#isClosed;
  }

  #pause(peer: Did): void {
    this.#pauses.set(peer, this.#terms.core.clock.now() + LEAVE_PAUSE_MS);
  }

  /** The next file that may be left: of those that wait, within what a mailbox is to hold. */
  #next(peer: Did): TransferRecord | undefined {
    const { book, core, runs } = this.#terms;
    const own = book.open.filter((record) => record.direction === 'sent' && record.peer === peer);
    const begun = own.filter(({ left = 0 }) => left > 0);
    const room = MAX_PARCEL_BYTES - begun.reduce((sum, { size }) => sum + size, 0);
    const mayBegin = begun.length < MAX_PARCELS;
    return own.find(({ id, state, size, left = 0, leftAtMs = 0 }) => {
      if (state !== 'waiting' || runs.has(id) || size > MAX_PARCEL_BYTES) return false;
      if (left === 0) return mayBegin && size <= room;
      return leftAtMs === 0 || Math.abs(core.clock.now() - leftAtMs) > LEAVE_AGAIN_MS;
    });
  }

  /** @returns Whether others of the peer may follow. */
  async #leaveOne(record: TransferRecord): Promise<boolean> {
    const { id } = record;
    const stop = new AbortController();
    const work = this.#letters(record, stop.signal);
    const leaving: Leaving = { stop, done: work.catch(() => undefined), isAnew: false };
    this.#leaving.set(id, leaving);
    try {
      await work;
      return true;
    } catch (error) {
      if (stop.signal.aborted) return leaving.isAnew;
      if (!(error instanceof SourceFault)) throw error;
      await this.#lost(record, error.code);
      return true;
    } finally {
      this.#leaving.delete(id);
    }
  }

  /** The source is not the one that was to be sent any more. */
  async #lost(record: TransferRecord, code: ErrorCode): Promise<void> {
    const { book, runs, core } = this.#terms;
    // What lies in the mailbox whole needs it no more: it is not left again.
    if ((record.leftAtMs ?? 0) > 0)
      return void (await book.step(record.id, ['waiting'], { leftAtMs: core.clock.now() }));
    const isBegun = (book.get(record.id)?.left ?? 0) > 0;
    await runs.fail(record, code);
    if (isBegun) this.tellGone(record, code);
  }

  async #letters(given: TransferRecord, signal: AbortSignal): Promise<void> {
    const { book, mail, core, room, chainFor } = this.#terms;
    const { id, peer, size, salt } = given;
    await using source = await ofSource(() => openedSource(room, given));
    const sha256 = await ofSource(() => wholeHash(source, size, signal));
    const plan = planPieces(size);
    const total = lettersOf(size);
    const first = (given.leftAtMs ?? 0) > 0 ? 0 : Math.min(given.left ?? 0, total - 1);
    for (let at = first; at < total; at++) {
      signal.throwIfAborted();
      const isEnd = at === total - 1;
      if (at === 0) await mail.leave(peer, offerLetter(given, chainFor(peer)));
      else if (isEnd) {
        await ofSource(async () => {
          if (!(await source.isUnchanged())) throw changed();
        });
        const chunks = planChunks(size).count;
        await mail.leave(peer, endLetter(given, { size, chunks, hash: fromHex(sha256), salt: fromHex(salt) }));
      } else {
        const { offset, length } = placeOf(plan, at - 1);
        const bytes = await ofSource(() => readAll(source, offset, length));
        await mail.leave(peer, pieceLetter(given, at - 1, bytes));
      }
      // Where it is to be left from now is on record already: this letter is none of those.
      signal.throwIfAborted();
      const leftAtMs = isEnd ? core.clock.now() : 0;
      // It is over, or goes the direct way by now.
      if ((await book.step(id, ['waiting'], { left: at + 1, leftAtMs, sha256 })) === undefined) return;
    }
  }

  /** The direct way is open: no further letter of it is left. @returns When none is being left any more. */
  async stop(id: string): Promise<void> {
    const running = this.#leaving.get(id);
    if (running === undefined) return;
    halt(running, false);
    await running.done;
  }

  /** The peer lacks the file from chunk `from` on. @returns Whether it is to be left again. */
  async asked(record: TransferRecord, from: number): Promise<boolean> {
    const { book } = this.#terms;
    if (record.size > MAX_PARCEL_BYTES || from > planChunks(record.size).count || !this.#asks.take(record.peer))
      return false;
    this.#pauses.delete(record.peer);
    this.#anew(record.id);
    const step = { state: 'waiting', left: 1 + Math.floor(from / PIECE_CHUNKS), leftAtMs: 0 } as const;
    return (await book.step(record.id, ['waiting', 'offered'], step)) !== undefined;
  }

  /** The letter of a file that is under way does not count: it is left from another place on, which the caller puts on record. */
  #anew(id: string): void {
    const running = this.#leaving.get(id);
    if (running !== undefined && !running.stop.signal.aborted) halt(running, true);
  }

  /** What was left for `peer` may not open there: all of it is left again. */
  async again(peer: Did): Promise<void> {
    const { book } = this.#terms;
    for (const { id, left = 0 } of book.open.filter((record) => record.direction === 'sent' && record.peer === peer)) {
      this.#anew(id);
      if (left > 0) await book.step(id, ['waiting'], { left: 0, leftAtMs: 0 });
    }
    this.#pauses.delete(peer);
  }

  /** Leaves a letter in the background, where there is a mailbox. Whoever waits for it hears another way otherwise. */
  post(peer: Did, letter: Parameters<TransferMail['leave']>[1]): void {
    if (this.#isClosed || this.#replies.size >= MAX_PARCELS) return;
    const { mail } = this.#terms;
    const reply = (async () => {
      try {
        if (await mail.hasMailbox(peer)) await mail.leave(peer, letter);
      } catch (error) {
        if (!isTalosError(error)) throw error;
      }
    })();
    this.#replies.add(reply);
    void reply.finally(() => this.#replies.delete(reply));
  }

  /** Tells the peer by its mailbox that a transfer is over. */
  tellGone({ id, peer }: Pick<TransferRecord, 'id' | 'peer'>, code: ErrorCode): void {
    this.post(peer, goneLetter(id, fileRefusal(code)));
  }

  /** Nothing more is left; what is under way is waited for. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const running of this.#leaving.values()) halt(running, false);
    await Promise.allSettled([...this.#passes.values(), ...this.#replies]);
  }
}

function halt(running: Leaving, isAnew: boolean): void {
  running.isAnew = isAnew;
  running.stop.abort(stopped());
}

async function wholeHash(source: SourceFile, size: number, signal: AbortSignal): Promise<string> {
  const hash = new Sha256();
  const plan = planPieces(size);
  for (let index = 0; index < plan.count; index++) {
    signal.throwIfAborted();
    const { offset, length } = placeOf(plan, index);
    hash.update(await readAll(source, offset, length));
  }
  return toHex(hash.digest());
}

async function readAll(source: SourceFile, offset: number, length: number): ReturnType<SourceFile['read']> {
  const bytes = length === 0 ? new Uint8Array(0) : await source.read(offset, length);
  if (bytes.length !== length) throw changed();
  return bytes;
}

/** A fault of the source, told apart from the same codes of a mailbox. */
class SourceFault extends Error {
  readonly code: ErrorCode;

  constructor(cause: TalosError) {
    super(cause.message, { cause });
    this.code = cause.code;
  }
}

async function ofSource<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isTalosError(error) && isFinal(error)) throw new SourceFault(error);
    throw error;
  }
}
