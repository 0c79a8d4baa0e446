/**
 * What makes transfers go: the offers and questions of peers, the streams that they run over, and the times at which what
 * waits is tried. PROTOCOL.md §7.6.
 *
 * @module
 */
import { type Bytes, concat, fromHex, toHex } from '../../base/bytes.ts';
import { type ErrorCode, isTalosError, TalosError } from '../../base/errors.ts';
import { deadline } from '../../base/lifetime.ts';
import { RateCounter } from '../../base/rate-counter.ts';
import type { Did } from '../../identity/did.ts';
import { PACKET, type Packet, type PacketType } from '../../message/packet.ts';
import { systemTimer, type Timer } from '../../net/timer.ts';
import { savedName } from '../../transfer/file-name.ts';
import { MAX_FILE_BYTES } from '../../transfer/limits.ts';
import type { FileRoom } from '../../transfer/ports.ts';
import {
  decodeFileAsk,
  decodeFileOffer,
  encodeFileAsk,
  encodeFileOffer,
  type FileOffer,
  TRANSFER_ID_BYTES,
} from '../../transfer/wire.ts';
import type { AgentCore } from '../agent-core.ts';
import { AWAY_CODES } from '../reach/peer-faults.ts';
import type { Channel } from '../tunnel/channel.ts';
import { decodeRefusal, encodeRefusal } from '../tunnel/tunnel-wire.ts';
import { MAX_ASKS_A_MINUTE, MAX_OFFERS_A_MINUTE, type TransferBook } from './transfer-book.ts';
import {
  basisOf,
  type ConsentParts,
  consentTo,
  fileRefusal,
  noteRefusal,
  type OfferedFile,
} from './transfer-consent.ts';
import { TransferLeaving } from './transfer-leaving.ts';
import { TransferLetters } from './transfer-letters.ts';
import type { TransferLinks } from './transfer-links.ts';
import type { TakeStream, TransferMux, TransferStream } from './transfer-mux.ts';
import type { TransferMail } from './transfer-parts.ts';
import { isOver, type TransferRecord } from './transfer-records.ts';
import { TransferRuns } from './transfer-runs.ts';
import { TransferSchedule } from './transfer-schedule.ts';

/** How often transfers that have waited for too long are looked for, in milliseconds. */
export const TRANSFER_SWEEP_MS: number = 3_600_000;
/** Milliseconds for telling a peer that a transfer is over. */
const GONE_TIMEOUT_MS = 10_000;

/** What an engine needs. */
export interface EngineParts {
  readonly core: AgentCore;
  readonly room: FileRoom;
  readonly book: TransferBook;
  readonly links: TransferLinks;
  readonly consent: ConsentParts;
  /** Tokens to present with an offer. */
  readonly chainFor: (peer: Did) => readonly string[] | undefined;
  readonly mail: TransferMail;
  readonly timer?: Timer;
}

/** See the module comment. */
export class TransferEngine {
  readonly book: TransferBook;
  readonly #core: AgentCore;
  readonly #room: FileRoom;
  readonly #links: TransferLinks;
  readonly #consent: ConsentParts;
  readonly #timer: Timer;
  readonly #chainFor: EngineParts['chainFor'];
  readonly #runs: TransferRuns;
  readonly #leaving: TransferLeaving;
  /** Files out of the own mailbox. */
  readonly letters: TransferLetters;
  readonly #schedule: TransferSchedule<TransferMux>;
  readonly #unwatch: () => void;
  /** Files whose offer is being answered: nobody else goes on with them. */
  readonly #answering = new Set<string>();
  /** Peers of whom people were told why their files wait. */
  readonly #told = new Set<Did>();
  /** Strangers' offers, by peer. */
  readonly #asked: RateCounter;
  /** What peers ask for, by transfer: each time the source is opened, and read from its beginning. */
  readonly #asks: RateCounter;
  #cancelSweep: () => void = () => {};
  #isClosed = false;

  private constructor(parts: EngineParts) {
    const { core, room, book, links, consent, chainFor, mail, timer = systemTimer } = parts;
    this.#core = core;
    this.#room = room;
    this.book = book;
    this.#links = links;
    this.#consent = consent;
    this.#timer = timer;
    this.#chainFor = chainFor;
    this.#asked = new RateCounter(MAX_OFFERS_A_MINUTE, 60_000, core.clock);
    this.#asks = new RateCounter(MAX_ASKS_A_MINUTE, 60_000, core.clock);
    this.#runs = new TransferRuns({ core, book, room });
    const own = { core, room, book, runs: this.#runs };
    this.#leaving = new TransferLeaving({ ...own, mail, chainFor });
    this.letters = new TransferLetters({
      ...own,
      leaving: this.#leaving,
      consent,
      mostBytes: (type) => this.mostBytes(type),
      kick: (peer) => this.#schedule.kick(peer),
    });
    this.#schedule = new TransferSchedule(
      {
        pending: (peer) => this.#pending(peer),
        reach: (peer, signal) => this.#reach(peer, signal),
        run: (id, mux) => this.#start(id, mux),
        onAway: (peer, error) => this.#away(peer, error),
      },
      timer,
    );
    this.#unwatch = core.network.onWake(() => this.#schedule.kickAll());
  }

  /** Begins: files that nothing is known of any more are removed. @throws {TalosError} `E_STORAGE…`. */
  static async open(parts: EngineParts): Promise<TransferEngine> {
    const engine = new TransferEngine(parts);
    await engine.#sweep();
    return engine;
  }

  /** Tries all that waits. */
  resume(): void {
    for (const peer of new Set(this.book.open.map((record) => record.peer))) this.#schedule.kick(peer);
  }

  /** Tries what waits for `peer`: it is there, or something is new. */
  kick(peer: Did): void {
    this.#schedule.kick(peer);
  }

  /** As {@link kick}, also what a person there has to decide. */
  kickAnew(peer: Did): void {
    this.#schedule.kickAnew(peer);
  }

  #pending(peer: Did): readonly { readonly id: string; readonly isOffered: boolean }[] {
    const isPending = (record: TransferRecord): boolean => {
      const { peer: of, direction, state, id } = record;
      if (of !== peer || this.#runs.has(id) || this.#answering.has(id)) return false;
      if (direction === 'sent') return state === 'waiting' || state === 'offered';
      // One that is not taken any more is not asked for: its sender may offer it again.
      return state === 'accepted' && this.#isStillTaken(record, record);
    };
    return this.book.open
      .filter(isPending)
      .map(({ id, direction, state }) => ({ id, isOffered: direction === 'sent' && state === 'offered' }));
  }

  async #reach(peer: Did, signal: AbortSignal): Promise<TransferMux> {
    const mux = await this.#links.use(peer, signal);
    this.#told.delete(peer);
    return mux;
  }

  #away(peer: Did, { code, message }: TalosError): void {
    // People are told once of what lasts.
    const isNews = !AWAY_CODES.has(code) && !this.#told.has(peer);
    if (isNews) this.#told.add(peer);
    if (isNews) this.#core.notice('network', `files wait for a peer: ${code}: ${message}`, peer);
    if (!AWAY_CODES.has(code)) return this.#tellWaiting(peer);
    this.letters.away(peer);
    // Whoever waits for no more than that it waits may end then: it lies in the mailbox by that time, where it may.
    void this.#leaving.leave(peer).then(() => this.#tellWaiting(peer));
  }

  #tellWaiting(peer: Did): void {
    for (const { id } of this.#pending(peer)) {
      const record = this.book.get(id);
      if (record !== undefined) this.book.tell('waiting', record);
    }
  }

  async #start(id: string, mux: TransferMux): Promise<void> {
    const record = this.book.get(id);
    if (record === undefined || isOver(record)) return;
    try {
      if (record.direction === 'sent') {
        await this.#leaving.stop(id);
        const { name, size, type, peer } = record;
        const chain = this.#chainFor(peer);
        const offer = { id: fromHex(id), name, size, type, ...(chain === undefined ? {} : { chain }) };
        const stream = mux.open(PACKET.fileOffer, encodeFileOffer(offer));
        await this.#runs.send(this.book.get(id) ?? record, stream);
      } else await this.#runs.receive(record, mux.open(PACKET.fileAsk, encodeFileAsk(fromHex(id))));
    } catch (error) {
      // The link has ended meanwhile, or has too many streams: it is tried again.
      if (!isTalosError(error)) throw error;
      this.book.tell('waiting', record);
    }
  }

  // What peers say

  /** What opens streams. */
  get opens(): readonly (readonly [PacketType, TakeStream])[] {
    return [
      [PACKET.fileOffer, (stream, content) => this.#onOffer(stream, decodeFileOffer(content))],
      [PACKET.fileAsk, (stream, content) => this.#onAsk(stream, decodeFileAsk(content))],
    ];
  }

  #onOffer(stream: TransferStream, offer: FileOffer): void {
    const id = toHex(offer.id);
    this.#answering.add(id);
    this.#quietly(
      stream,
      this.#offered(stream, offer).finally(() => this.#answering.delete(id)),
    );
  }

  /** What goes wrong with one stream is no matter of its link. */
  #quietly(stream: TransferStream, work: Promise<void>): void {
    work.catch((error: unknown) => {
      const code: ErrorCode = isTalosError(error) ? error.code : 'E_INTERNAL';
      this.#runs.refuse(stream, code === 'E_LIMIT' ? { word: 'busy', code: undefined } : fileRefusal(code));
    });
  }

  async #offered(stream: TransferStream, offer: FileOffer): Promise<void> {
    const known = this.book.get(toHex(offer.id));
    if (known === undefined) return this.#offeredNew(stream, offer);
    if (known.peer !== stream.peer || known.direction !== 'received')
      return this.#runs.refuse(stream, { word: 'unknown', code: undefined });
    const { name, size, type, state } = known;
    // Once it is there its type is what its content says.
    if (name !== offer.name || size !== offer.size || (type !== offer.type && state !== 'received'))
      return this.#runs.refuse(stream, { word: 'failed', code: undefined });
    if (state === 'offered') return this.#offeredAgain(stream, known, offer);
    if (isOver(known)) return this.#runs.answerOver(known, stream);
    if (!this.#isStillTaken(known, offer)) return this.#offeredInVain(stream, known, offer);
    return this.#receive(known, stream);
  }

  /** Whether a file that was taken still is: what it was taken under may be gone. What a person took is. */
  #isStillTaken({ peer, under = '' }: TransferRecord, file: OfferedFile): boolean {
    return under === '' || consentTo(this.#consent, peer, file) === 'take';
  }

  /** What a file was taken under is gone: a person is asked about it like any other, or it is over. */
  async #offeredInVain(stream: TransferStream, known: TransferRecord, offer: FileOffer): Promise<void> {
    const { id, peer } = known;
    if (consentTo(this.#consent, peer, offer) === 'refuse') {
      noteRefusal(this.#core, this.#consent, peer, offer);
      this.#runs.refuse(stream, { word: 'denied', code: undefined });
      return this.#runs.finish(
        known,
        'E_REFUSED',
        new TalosError('E_REFUSED', 'the sender may send no files any more'),
      );
    }
    this.book.assertRoom({ ...known, state: 'offered' });
    if (!this.#asked.take(peer)) return this.#runs.refuse(stream, { word: 'busy', code: undefined });
    await this.#runs.stop(id, new TalosError('E_CLOSED', 'a person is to accept the file'));
    const step = { state: 'offered', under: '', durable: 0 } as const;
    const after = await this.book.step(id, ['accepted', 'running'], step);
    if (after === undefined) return this.#runs.answerOver(this.book.get(id), stream);
    await this.#runs.discard(id);
    this.book.tell('offered', after);
    this.#wait(stream);
  }

  async #offeredAgain(stream: TransferStream, known: TransferRecord, offer: FileOffer): Promise<void> {
    // The peer may have become a contact since.
    if (consentTo(this.#consent, stream.peer, offer) !== 'take') return this.#wait(stream);
    const under = basisOf(this.#consent, stream.peer, offer);
    const after = await this.book.step(known.id, ['offered'], { state: 'accepted', under });
    return after === undefined ? this.#wait(stream) : this.#receive(after, stream);
  }

  #wait(stream: TransferStream): void {
    stream.send(PACKET.fileWait);
    stream.end();
  }

  async #offeredNew(stream: TransferStream, offer: FileOffer): Promise<void> {
    const { peer } = stream;
    // One that leads elsewhere is refused before anybody is asked about it.
    savedName(offer.name);
    const consent = consentTo(this.#consent, peer, offer);
    if (consent === 'refuse') {
      noteRefusal(this.#core, this.#consent, peer, offer);
      return this.#runs.refuse(stream, { word: 'denied', code: undefined });
    }
    if (offer.size > this.mostBytes(offer.type)) return this.#runs.refuse(stream, fileRefusal('E_DECLINED'));
    if (consent === 'take' && !this.#runs.hasRoomFor(peer))
      return this.#runs.refuse(stream, { word: 'busy', code: undefined });
    if (consent === 'ask' && !this.#asked.take(peer))
      return this.#runs.refuse(stream, { word: 'busy', code: undefined });
    const state = consent === 'take' ? 'accepted' : 'offered';
    const under = basisOf(this.#consent, peer, offer);
    const record = await this.book.add(TransferRuns.recordOf(peer, offer, state, under));
    if (consent === 'take') return this.#receive(record, stream);
    this.book.tell('offered', record);
    this.#wait(stream);
  }

  /** Most bytes of a file of a media type. */
  mostBytes(type: string): number {
    return Math.min(MAX_FILE_BYTES, this.#room.kinds?.maxBytes(type) ?? MAX_FILE_BYTES);
  }

  async #receive(record: TransferRecord, stream: TransferStream): Promise<void> {
    if (!this.#runs.has(record.id) && !this.#runs.hasRoomFor(stream.peer))
      return this.#runs.refuse(stream, { word: 'busy', code: undefined });
    await this.#runs.receive(record, stream);
    this.#schedule.kick(stream.peer);
  }

  #onAsk(stream: TransferStream, asked: Bytes): void {
    const id = toHex(asked);
    const record = this.book.get(id);
    if (record === undefined || record.peer !== stream.peer || record.direction !== 'sent')
      return this.#runs.refuse(stream, { word: 'unknown', code: undefined });
    if (isOver(record)) return this.#runs.answerOver(record, stream);
    // One that was offered over this very link is under way.
    if (this.#runs.streamOf(id)?.channel === stream.channel || !this.#asks.take(id))
      return this.#runs.refuse(stream, { word: 'busy', code: undefined });
    this.#quietly(stream, this.#runs.send(record, stream));
  }

  /** A packet of stream 0: a transfer is over for the peer. */
  async control({ peer }: Channel, { type, content }: Packet): Promise<void> {
    if (type !== PACKET.fileGone || content.length < TRANSFER_ID_BYTES)
      throw new TalosError('E_PROTOCOL', `a packet of type ${type} on a transfer link`);
    const record = this.book.get(toHex(content.subarray(0, TRANSFER_ID_BYTES)));
    const refusal = decodeRefusal(content.subarray(TRANSFER_ID_BYTES));
    if (record === undefined || record.peer !== peer || isOver(record) || refusal.word === 'busy') return;
    await this.#runs.gone(record, refusal);
  }

  // What people say

  /** Takes a file that was offered. @throws {TalosError} `E_NOT_FOUND` where it is not offered any more. */
  async accept(id: string): Promise<TransferRecord> {
    const after = await this.book.step(id, ['offered'], { state: 'accepted' });
    if (after === undefined || after.direction !== 'received') throw notThere();
    this.book.tell('accepted', after);
    this.letters.accepted(after);
    this.#schedule.kick(after.peer);
    return after;
  }

  /** Ends a transfer, and tells the peer. @throws {TalosError} `E_NOT_FOUND` where it is over. */
  async end(id: string, code: 'E_CANCELLED' | 'E_DECLINED'): Promise<TransferRecord> {
    const before = this.book.get(id);
    if (before === undefined || isOver(before)) throw notThere();
    const hadRun = this.#runs.has(id);
    await this.#leaving.stop(id);
    await this.#runs.finish(before, code, new TalosError(code, 'the transfer was ended'));
    const after = this.book.get(id);
    // It was whole before it could be ended.
    if (after === undefined || after.code !== code) throw notThere();
    if (!hadRun) void this.#tellGone(after, code);
    if (!hadRun && (before.left ?? 0) > 0) this.#leaving.tellGone(after, code);
    return after;
  }

  async #tellGone({ id, peer }: TransferRecord, code: ErrorCode): Promise<void> {
    try {
      using limit = deadline(undefined, GONE_TIMEOUT_MS);
      const { channel } = await this.#links.use(peer, limit.signal);
      channel.send(PACKET.fileGone, 0, concat(fromHex(id), encodeRefusal(fileRefusal(code))));
    } catch (error) {
      // It is away, and hears of it when it comes back to this transfer.
      if (!isTalosError(error)) throw error;
    }
  }

  // The end

  /** Ends what has waited for too long, and removes files of which nothing is known. */
  async #sweep(): Promise<void> {
    const late = new TalosError('E_TIMEOUT', 'the transfer has waited for too long');
    for (const record of await this.book.expire()) await this.#runs.finish(record, 'E_TIMEOUT', late);
    const unfinished = this.book.open.filter(({ direction, state }) => direction === 'received' && state !== 'offered');
    await this.#room.prune(new Set(unfinished.map(({ id }) => id)));
    if (this.#isClosed) return;
    this.#cancelSweep = this.#timer.after(TRANSFER_SWEEP_MS, () => {
      this.#sweep().catch((error: unknown) => {
        if (!isTalosError(error)) throw error;
        this.#core.notice('tool', `files that were not finished could not be removed: ${error.message}`);
      });
    });
  }

  /** Ends what runs; it goes on at the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelSweep();
    this.#unwatch();
    this.#schedule.close();
    await this.#leaving.close();
    await this.#runs.close();
  }
}

function notThere(): TalosError {
  return new TalosError('E_NOT_FOUND', 'no such transfer is under way any more', { hint: 'see talos transfers list' });
}
