/**
 * The transfers that are under way: each runs over one stream at a time, and again over another where that broke.
 * PROTOCOL.md §7.6.
 *
 * @module
 */
import { type Bytes, fromHex, toHex, utf8 } from '../../base/bytes.ts';
import { type ErrorCode, isErrorCode, isTalosError, type Refusal, TalosError } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import { commit } from '../../ledger/entry/commitment.ts';
import type { FileBody } from '../../ledger/entry/entry.ts';
import { type FileStatement, type SignedStatement, signStatements } from '../../ledger/entry/statement.ts';
import { PACKET } from '../../message/packet.ts';
import type { FileRoom, SourceFile } from '../../transfer/ports.ts';
import type { FileOffer } from '../../transfer/wire.ts';
import type { AgentCore } from '../agent-core.ts';
import { encodeRefusal, type RefusalBody } from '../tunnel/tunnel-wire.ts';
import type { TransferBook } from './transfer-book.ts';
import { type Basis, fileRefusal } from './transfer-consent.ts';
import type { TransferStream } from './transfer-mux.ts';
import { type ReceivedFile, receiveOver } from './transfer-receiving.ts';
import { isOver, type TransferRecord } from './transfer-records.ts';
import { openedSource, type SendingOutcome, sendOver } from './transfer-sending.ts';

/** Files of one peer that are received at a time, and of all. PROTOCOL.md §11. */
export const MAX_RECEIVING_A_PEER = 16;
/** See {@link MAX_RECEIVING_A_PEER}. */
export const MAX_RECEIVING = 32;

/** One run of a transfer. */
interface Run {
  readonly stop: AbortController;
  /** Absent where it goes by a mailbox. */
  readonly stream?: TransferStream;
  readonly peer: Did;
  readonly direction: TransferRecord['direction'];
  done: Promise<void>;
}

/** What runs need. */
export interface RunParts {
  readonly core: AgentCore;
  readonly book: TransferBook;
  readonly room: FileRoom;
}

/** Why a run ends that another one takes the place of, or whose agent ends. */
const replaced = (): TalosError => new TalosError('E_CLOSED', 'the transfer goes on over another connection');

/** What a word of the peer means where no code came with it. */
const WORD_CODES: Readonly<Record<Refusal, ErrorCode>> = {
  busy: 'E_RATE_LIMITED',
  unknown: 'E_NOT_FOUND',
  failed: 'E_REFUSED',
  denied: 'E_REFUSED',
};

/** See the module comment. */
export class TransferRuns {
  readonly #core: AgentCore;
  readonly #book: TransferBook;
  readonly #room: FileRoom;
  readonly #running = new Map<string, Run>();
  /** Transfers that are being ended, and with which codes: none of them begins to run. */
  readonly #ending = new Map<string, ErrorCode>();

  constructor({ core, book, room }: RunParts) {
    this.#core = core;
    this.#book = book;
    this.#room = room;
  }

  /** Whether a transfer runs. */
  has(id: string): boolean {
    return this.#running.has(id);
  }

  /** The stream that a transfer runs over. */
  streamOf(id: string): TransferStream | undefined {
    return this.#running.get(id)?.stream;
  }

  /** Has `work` the transfer to itself: a stream of it that begins meanwhile waits. It must not run. */
  async hold(record: TransferRecord, work: () => Promise<void>): Promise<void> {
    const { id, peer, direction } = record;
    if (this.#running.has(id)) throw new Error('bug: who holds a transfer asks first whether it runs');
    const done = work();
    const ended = done.catch(() => undefined); // who called hears of it
    this.#running.set(id, { stop: new AbortController(), peer, direction, done: ended });
    await done.finally(() => this.#running.delete(id));
  }

  /** Whether another file of `peer` may be received now. */
  hasRoomFor(peer: Did): boolean {
    const receiving = [...this.#running.values()].filter(({ direction }) => direction === 'received');
    const ofPeer = receiving.filter((run) => run.peer === peer);
    return receiving.length < MAX_RECEIVING && ofPeer.length < MAX_RECEIVING_A_PEER;
  }

  /** Ends the run of a transfer, where there is one, with `reason`; resolves when it is over. */
  async stop(id: string, reason: TalosError): Promise<void> {
    const run = this.#running.get(id);
    run?.stop.abort(reason);
    await run?.done;
  }

  /** Ends all of them; they go on at the next start. */
  async close(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((id) => this.stop(id, replaced())));
  }

  /** Sends over a stream. Resolves, never rejects, when that is over; the book says what became of it. */
  async send(record: TransferRecord, stream: TransferStream): Promise<void> {
    await this.#run(record, stream, (signal) => this.#send(record, stream, signal));
  }

  /** Receives over a stream, likewise. */
  async receive(record: TransferRecord, stream: TransferStream): Promise<void> {
    await this.#run(record, stream, (signal) => this.#receive(record, stream, signal));
  }

  async #run(
    record: TransferRecord,
    stream: TransferStream,
    work: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const { id, peer, direction } = record;
    // What the older run holds is let go first: the file among it.
    while (this.#running.has(id)) await this.stop(id, replaced());
    // What became of it while it waited for that is all that there is to say.
    if (this.#sayOver(id, stream)) return;
    const stop = new AbortController();
    const run: Run = { stop, stream, peer, direction, done: Promise.resolve() };
    this.#running.set(id, run);
    run.done = this.#watched(record, stream, work(stop.signal), stop.signal).finally(() => {
      this.#running.delete(id);
      stream.end();
    });
    await run.done;
  }

  async #watched(
    record: TransferRecord,
    stream: TransferStream,
    work: Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await work;
    } catch (error) {
      const failure = isTalosError(error) ? error : new TalosError('E_INTERNAL', 'a transfer failed', { cause: error });
      // Who ended it on purpose says what becomes of it.
      if (signal.aborted) return this.#say(stream, signal.reason as unknown);
      if (isFinal(failure)) {
        this.#say(stream, failure);
        await this.fail(record, failure.code);
      } else this.#wait(record, stream);
    }
  }

  /** Tells the peer what became of a transfer that is over, or is being ended. @returns Whether it is. */
  #sayOver(id: string, stream: TransferStream): boolean {
    const record = this.#book.get(id);
    const ending = this.#ending.get(id);
    if (record !== undefined && ending !== undefined) this.refuse(stream, fileRefusal(ending));
    else if (record === undefined || isOver(record)) this.answerOver(record, stream);
    else return false;
    return true;
  }

  /** Answers for a transfer that is over: with the receipt, or with why there is none. */
  answerOver(record: TransferRecord | undefined, stream: TransferStream): void {
    if (record === undefined || record.state === 'delivered')
      return this.refuse(stream, { word: 'unknown', code: undefined });
    if (record.state !== 'received') return this.refuse(stream, fileRefusal(codeOf(record)));
    stream.send(PACKET.fileReceived, utf8(record.receipt));
    stream.end();
  }

  /** Ends a transfer from outside of its run, which is over then, as is every other that was to begin. */
  finish(record: Pick<TransferRecord, 'id' | 'direction'>, code: ErrorCode, reason: TalosError): Promise<void> {
    return this.#finish(record.id, code, reason, () => this.fail(record, code));
  }

  /** The peer has ended a transfer, whether it runs or not. */
  gone(record: Pick<TransferRecord, 'id' | 'direction'>, refusal: RefusalBody): Promise<void> {
    const reason = new TalosError('E_CLOSED', 'the peer has ended the transfer');
    return this.#finish(record.id, refusal.code ?? WORD_CODES[refusal.word], reason, () =>
      this.refused(record, refusal),
    );
  }

  async #finish(id: string, code: ErrorCode, reason: TalosError, end: () => Promise<void>): Promise<void> {
    this.#ending.set(id, code);
    try {
      await this.stop(id, reason);
      await end();
    } finally {
      this.#ending.delete(id);
    }
  }

  /** Tells the peer why, where it is still there. */
  #say(stream: TransferStream, reason: unknown): void {
    if (!isTalosError(reason) || reason.code === 'E_CLOSED') return;
    this.refuse(stream, fileRefusal(reason.code));
  }

  /** Refuses what a stream is about, and ends it. */
  refuse(stream: TransferStream, refusal: RefusalBody): void {
    try {
      stream.send(PACKET.refusal, encodeRefusal(refusal));
    } catch (error) {
      // The link has ended already.
      if (!isTalosError(error)) throw error;
    }
    stream.end();
  }

  /** It goes on when the peer is there again. */
  #wait(record: TransferRecord, stream: TransferStream): void {
    // Where the link lasts the peer must not wait for more of this stream.
    this.refuse(stream, { word: 'busy', code: undefined });
    const state = record.direction === 'sent' ? 'waiting' : 'accepted';
    const after = this.#book.note(record.id, { state });
    if (after !== undefined) this.#book.tell('waiting', after);
  }

  /** A transfer has failed for good: what came of it is removed. */
  async fail(record: Pick<TransferRecord, 'id' | 'direction'>, code: ErrorCode): Promise<void> {
    const state = code === 'E_CANCELLED' ? 'cancelled' : code === 'E_DECLINED' ? 'declined' : 'failed';
    await this.#end(record, state, code);
  }

  async #end(
    { id, direction }: Pick<TransferRecord, 'id' | 'direction'>,
    state: 'cancelled' | 'declined' | 'failed',
    code: ErrorCode,
  ): Promise<void> {
    const open = ['waiting', 'offered', 'accepted', 'running'] as const;
    const after = await this.#book.step(id, open, { state, code });
    if (after === undefined) return;
    if (direction === 'received') await this.discard(id);
    this.#book.tell(state, after);
  }

  /** Removes what came of a file. */
  async discard(id: string): Promise<void> {
    await using partial = await this.#room.reopen(id);
    await partial?.discard();
  }

  // Sending

  async #send(record: TransferRecord, stream: TransferStream, signal: AbortSignal): Promise<void> {
    const { identity } = this.#core;
    await using source = await this.#source(record);
    const outcome = await sendOver({
      self: identity.did,
      stream,
      record,
      source,
      signal,
      onStart: () => this.#started(record.id),
      onProgress: (bytes, durable) => this.#progressed(record.id, bytes, durable),
    });
    await this.#sent(record, stream, outcome);
  }

  async #source(record: TransferRecord): Promise<SourceFile> {
    try {
      return await openedSource(this.#room, record);
    } catch (cause) {
      if ((record.leftAtMs ?? 0) === 0) throw cause;
      throw new TalosError('E_UNREACHABLE', 'the file lies in the mailbox of the peer, and nowhere else', { cause });
    }
  }

  #started(id: string): void {
    const after = this.#book.note(id, { state: 'running' });
    if (after !== undefined) this.#book.tell('started', after);
  }

  #progressed(id: string, bytes: number, durable?: number): void {
    const after = this.#book.note(id, durable === undefined ? {} : { durable });
    if (after !== undefined) this.#book.tell('progress', after, bytes);
  }

  async #sent(record: TransferRecord, stream: TransferStream, outcome: SendingOutcome): Promise<void> {
    const { id } = record;
    if (outcome.kind === 'offered') {
      const after = await this.#book.step(id, ['waiting', 'running', 'offered'], { state: 'offered' });
      if (after !== undefined) this.#book.tell('waiting', after);
      return;
    }
    if (outcome.kind === 'refused') return this.#refused(record, stream, outcome.refusal);
    await this.delivered(record, outcome.receipt, outcome.sha256);
  }

  /** The peer has it, whole and durable. */
  async delivered(
    { id, peer }: TransferRecord,
    receipt: SignedStatement<FileStatement>,
    sha256: string,
  ): Promise<void> {
    const body: FileBody = { type: 'file', peer, direction: 'sent', statement: receipt };
    const step = { state: 'delivered', sha256, receipt: receipt.text, code: '', left: 0, leftAtMs: 0 } as const;
    const from = ['waiting', 'running', 'offered'] as const;
    const after = await this.#book.step(id, from, step, [this.#core.due.keep(body)]);
    if (after === undefined) return;
    await this.#core.due.record(body);
    this.#book.tell('delivered', after);
  }

  async #refused(record: TransferRecord, stream: TransferStream, { word, code }: RefusalBody): Promise<void> {
    if (word === 'busy') return this.#wait(record, stream);
    await this.refused(record, { word, code });
  }

  /** The peer wants no more of a transfer, which does not run. */
  async refused(record: Pick<TransferRecord, 'id' | 'direction'>, { word, code }: RefusalBody): Promise<void> {
    const known = code ?? WORD_CODES[word];
    if (word === 'denied' && code === undefined) await this.#end(record, 'declined', known);
    else await this.fail(record, known);
  }

  // Receiving

  async #receive(record: TransferRecord, stream: TransferStream, signal: AbortSignal): Promise<void> {
    const { id } = record;
    stream.channel.allowLargePackets();
    const outcome = await receiveOver({
      stream,
      record: this.#book.get(id) ?? record,
      room: this.#room,
      signal,
      onStart: () => this.#started(id),
      onProgress: (bytes) => this.#progressed(id, bytes),
      onDurable: async (durable) => void (await this.#book.step(id, ['running'], { durable })),
      onReceived: (file) => this.#received(record, stream, file),
    });
    if (outcome.kind === 'refused') return this.#refused(record, stream, outcome.refusal);
    if (outcome.kind === 'again') {
      await this.#book.step(id, ['running'], { durable: 0 });
      this.#wait(record, stream);
    }
  }

  async #received(record: TransferRecord, stream: TransferStream, file: ReceivedFile): Promise<void> {
    const receipt = await this.received(record, file);
    if (receipt !== undefined) stream.send(PACKET.fileReceived, receipt);
  }

  /** It is whole and durable under its name. @returns The receipt for its sender, on record here; undefined where it is over. */
  async received(record: TransferRecord, { path, type, sha256, salt }: ReceivedFile): Promise<Bytes | undefined> {
    const { identity, clock, due } = this.#core;
    const { id: transfer, peer, size } = record;
    const commitment = commit(fromHex(salt), sha256);
    const said = { kind: 'file', time: clock.now(), from: peer, to: identity.did, transfer, size, commitment } as const;
    const [statement] = signStatements(identity.signing, identity.did, [said]);
    if (statement === undefined) throw new Error('bug: one statement gives one signed statement');
    const body: FileBody = { type: 'file', peer, direction: 'received', statement };
    const step = { state: 'received', path, type, sha256, salt, receipt: statement.text, code: '' } as const;
    const after = await this.#book.step(transfer, ['accepted', 'running'], step, [due.keep(body)]);
    if (after === undefined) return undefined;
    await due.record(body);
    this.#book.tell('received', after);
    return statement.bytes;
  }

  /** What a record of an offer says. */
  static recordOf(
    peer: Did,
    offer: FileOffer,
    state: 'offered' | 'accepted',
    under: Basis | '',
  ): Omit<TransferRecord, 'atMs' | 'changedAtMs'> {
    const { id, name, size, type } = offer;
    const nothing = { code: '', path: '', identity: '', durable: 0, sha256: '', salt: '', receipt: '' };
    return { id: toHex(id), peer, direction: 'received', name, size, type, state, under, ...nothing };
  }
}

/** The code of a record that has failed. */
export function codeOf(record: TransferRecord): ErrorCode {
  if (record.state === 'cancelled') return 'E_CANCELLED';
  if (record.state === 'declined') return 'E_DECLINED';
  return isErrorCode(record.code) && isOver(record) ? record.code : 'E_REFUSED';
}

/** Codes of this side after which a transfer is over; breaches of the peer are marked as such. */
const FINAL: ReadonlySet<string> = new Set([
  'E_SOURCE_CHANGED',
  'E_NOT_FOUND',
  'E_USAGE',
  'E_MALFORMED',
  'SIGNATURE_INVALID',
  'E_INTERNAL',
  'E_FILE_EXISTS',
]);

/** Whether a transfer is over with an error of this side. */
export function isFinal({ code, details }: TalosError): boolean {
  return details['isBreach'] === true || FINAL.has(code) || code.startsWith('E_STORAGE');
}
