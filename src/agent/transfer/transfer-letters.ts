/**
 * Files out of the own mailbox: taken under the same consent as over a link, piece by piece into the same unfinished file,
 * and whole under the same name. PROTOCOL.md §7.6.
 *
 * A letter is taken in the turn of its sender's sessions, and perhaps twice: what came of it is durable before the session
 * is stored that opened it. So nothing here waits for a letter to be left, and a piece that is there changes nothing.
 *
 * @module
 */
import { BoundedMap } from '../../base/bounded.ts';
import { type Bytes, equalBytes, toHex } from '../../base/bytes.ts';
import { type ErrorCode, isTalosError, TalosError } from '../../base/errors.ts';
import { Sha256 } from '../../crypto/hash.ts';
import type { Did } from '../../identity/did.ts';
import { readSignedStatement } from '../../ledger/entry/statement.ts';
import { FILE_ENVELOPE_TYPES as TYPES } from '../../message/envelope.ts';
import { chunkHash, isLast, placeOf, planChunks, planPieces } from '../../transfer/chunks.ts';
import { savedName } from '../../transfer/file-name.ts';
import { MAX_PARCEL_BYTES, PIECE_CHUNKS } from '../../transfer/limits.ts';
import { type FileRoom, KIND_BYTES, type PartialFile } from '../../transfer/ports.ts';
import {
  decodeFileOffer,
  decodeMailedAsk,
  decodeMailedEnd,
  type FileEnd,
  type FileOffer,
  readFileType,
  splitMailed,
} from '../../transfer/wire.ts';
import type { AgentCore } from '../agent-core.ts';
import type { FileLetter, FileLetterTaker } from '../message/file-letter.ts';
import { decodeRefusal } from '../tunnel/tunnel-wire.ts';
import type { TransferBook } from './transfer-book.ts';
import { basisOf, type ConsentParts, consentTo, mayOffer, noteRefusal } from './transfer-consent.ts';
import type { TransferLeaving } from './transfer-leaving.ts';
import { askLetter, goneLetter, receivedLetter } from './transfer-mail.ts';
import { isOver, type TransferRecord } from './transfer-records.ts';
import { TransferRuns } from './transfer-runs.ts';
import { readReceipt } from './transfer-sending.ts';

/** A file of which nothing came for so long is asked for by letter, in milliseconds. */
export const ASK_AFTER_MS = 60_000;
/** Between two such letters about one file, in milliseconds. */
export const ASK_PAUSE_MS = 3_600_000;
/** Transfers of which that is remembered. */
const MAX_ASKED = 1024;

/** What taking needs. */
export interface LettersTerms {
  readonly core: AgentCore;
  readonly room: FileRoom;
  readonly book: TransferBook;
  readonly runs: TransferRuns;
  readonly leaving: TransferLeaving;
  readonly consent: ConsentParts;
  /** Most bytes of a file of a media type. */
  readonly mostBytes: (type: string) => number;
  /** Something is new for a peer. */
  readonly kick: (peer: Did) => void;
}

/** See the module comment. */
export class TransferLetters implements FileLetterTaker {
  readonly #terms: LettersTerms;
  /** By transfer: when it was asked for, milliseconds since 1970. */
  readonly #asked = new BoundedMap<string, number>(MAX_ASKED);
  /** Which a person has accepted since. */
  readonly #accepted = new BoundedMap<string, true>(MAX_ASKED);

  constructor(terms: LettersTerms) {
    this.#terms = terms;
  }

  async admits(peer: Did, { type, chunk }: Pick<FileLetter, 'type' | 'chunk'>): Promise<boolean> {
    const { book, consent } = this.#terms;
    if (type === TYPES.fileOffer) return mayOffer(consent, peer);
    if (chunk !== undefined) return this.#awaited(peer, toHex(chunk.streamId)) !== undefined;
    const fits = (record: TransferRecord): boolean => {
      if (record.peer !== peer) return false;
      if (type === TYPES.fileGone) return !isOver(record);
      // The end of a file that is here says that its sender has not heard so.
      if (type === TYPES.fileEnd)
        return record.direction === 'received' && (record.state === 'accepted' || record.state === 'received');
      return record.direction === 'sent' && !isOver(record);
    };
    return book.all.some(fits);
  }

  async take(peer: Did, letter: FileLetter): Promise<void> {
    const { type, text } = letter;
    if (type === TYPES.fileOffer) return this.#offered(peer, decodeFileOffer(text));
    if (type === TYPES.fileChunk) return this.#piece(peer, letter);
    if (type === TYPES.fileEnd) return this.#end(peer, decodeMailedEnd(text));
    if (type === TYPES.fileReceived) return this.#delivered(peer, text);
    if (type === TYPES.fileAsk) return this.#asks(peer, text);
    await this.#gone(peer, text);
  }

  leftUnread(peer: Did): void {
    const { leaving, kick, core } = this.#terms;
    leaving.again(peer).then(
      () => kick(peer),
      (error: unknown) => {
        if (!isTalosError(error)) throw error;
        core.notice('tool', `files are not left again: ${error.message}`, peer);
      },
    );
  }

  /** A file that is to be received of `peer`. */
  #awaited(peer: Did, id: string): TransferRecord | undefined {
    const record = this.#terms.book.get(id);
    return record?.peer === peer && record.direction === 'received' && record.state === 'accepted' ? record : undefined;
  }

  /** One's own file that `peer` has not got yet, as far as that is known here. */
  #own(peer: Did, id: string): TransferRecord | undefined {
    const record = this.#terms.book.get(id);
    return record?.peer === peer && record.direction === 'sent' && !isOver(record) ? record : undefined;
  }

  // At the receiver

  async #offered(peer: Did, offer: FileOffer): Promise<void> {
    const { book, consent, core, mostBytes, leaving } = this.#terms;
    const id = toHex(offer.id);
    if (offer.size > MAX_PARCEL_BYTES) throw new TalosError('E_MALFORMED', 'so large a file does not go by letters');
    if (book.get(id) !== undefined) return;
    try {
      savedName(offer.name);
    } catch (error) {
      if (!isTalosError(error)) throw error;
      return leaving.tellGone({ id, peer }, error.code);
    }
    const answer = consentTo(consent, peer, offer);
    if (answer === 'refuse') {
      noteRefusal(core, consent, peer, offer);
      return leaving.post(peer, goneLetter(id, { word: 'denied', code: undefined }));
    }
    if (offer.size > mostBytes(offer.type)) return leaving.tellGone({ id, peer }, 'E_DECLINED');
    try {
      const record = await book.add(
        TransferRuns.recordOf(peer, offer, answer === 'take' ? 'accepted' : 'offered', basisOf(consent, peer, offer)),
      );
      book.tell(answer === 'take' ? 'waiting' : 'offered', record);
    } catch (error) {
      // Too many: its sender has it still, and leaves it again, or comes.
      if (!isTalosError(error, 'E_LIMIT')) throw error;
    }
  }

  async #piece(peer: Did, { text, chunk }: FileLetter): Promise<void> {
    const record = chunk && this.#awaited(peer, toHex(chunk.streamId));
    // One that comes over a link meanwhile comes whole.
    if (record === undefined || this.#terms.runs.has(record.id)) return;
    const plan = planPieces(record.size);
    const { sequence, total, streamId, hash } = chunk as Required<FileLetter>['chunk'];
    if (total !== plan.count || sequence >= total || text.length !== placeOf(plan, sequence).length)
      return this.#over(record, 'E_PROTOCOL');
    if (!equalBytes(hash, chunkHash(streamId, sequence, isLast(plan, sequence), text)))
      return this.#over(record, 'E_PROTOCOL');
    await this.#hold(record, () => this.#write(record, sequence, text));
  }

  async #write(record: TransferRecord, sequence: number, text: Bytes): Promise<void> {
    const { room, book } = this.#terms;
    const { id, size } = record;
    const { count } = planChunks(size);
    const before = await room.reopen(id);
    await using partial = before ?? (await room.create(id, size));
    const durable = before === undefined ? 0 : record.durable;
    const [first, behind] = [sequence * PIECE_CHUNKS, Math.min(count, (sequence + 1) * PIECE_CHUNKS)];
    // It is there, or one before it is lacking.
    const isNext = first <= durable && durable < behind;
    if (isNext) {
      await partial.write(placeOf(planPieces(size), sequence).offset, text);
      await partial.sync();
    }
    const now = isNext ? behind : durable;
    if (now === record.durable) return;
    const after = await book.step(id, ['accepted'], { durable: now });
    if (after !== undefined) book.tell('progress', after);
  }

  async #end(peer: Did, { id: bytes, end }: { readonly id: Bytes; readonly end: FileEnd }): Promise<void> {
    const { book, runs, leaving } = this.#terms;
    const id = toHex(bytes);
    const known = book.get(id);
    if (known?.peer === peer && known.direction === 'received' && known.state === 'received')
      return leaving.post(peer, receivedLetter(new TextEncoder().encode(known.receipt)));
    const record = this.#awaited(peer, id);
    if (record === undefined || runs.has(id)) return;
    const { count } = planChunks(record.size);
    if (end.size !== record.size || end.chunks !== count) return this.#over(record, 'E_PROTOCOL');
    if (record.durable < count) return this.#ask(record, ASK_AFTER_MS);
    await this.#hold(record, () => this.#finish(record, end));
  }

  async #finish(record: TransferRecord, end: FileEnd): Promise<void> {
    const { room, runs, book, leaving } = this.#terms;
    const { id, size, peer } = record;
    const before = await room.reopen(id);
    await using partial = before ?? (await room.create(id, size));
    const hash = await this.#hashOf(partial, size);
    if (hash === undefined || !equalBytes(hash, end.hash)) {
      // What lies here is not what its sender has: perhaps somebody changed it.
      await partial.discard();
      const after = await book.step(id, ['accepted'], { durable: 0 });
      return after && this.#ask(after, ASK_AFTER_MS);
    }
    const type = await this.#typeOf(partial, record);
    const path = await partial.commit(record.name);
    const receipt = await runs.received(record, { path, type, sha256: toHex(hash), salt: toHex(end.salt) });
    if (receipt !== undefined) leaving.post(peer, receivedLetter(receipt));
  }

  async #hashOf(partial: PartialFile, size: number): Promise<Bytes | undefined> {
    const hash = new Sha256();
    const plan = planPieces(size);
    for (let index = 0; index < plan.count; index++) {
      const { offset, length } = placeOf(plan, index);
      const bytes = await partial.read(offset, length);
      if (bytes.length !== length) return undefined;
      hash.update(bytes);
    }
    return hash.digest();
  }

  /** What its first bytes say it is. @throws {TalosError} `E_LIMIT` where a file of that kind may not be so large. */
  async #typeOf(partial: PartialFile, { size, name, type: said }: TransferRecord): Promise<string> {
    const { kinds } = this.#terms.room;
    if (kinds === undefined) return said;
    const type = readFileType(await kinds.detect(await partial.read(0, Math.min(KIND_BYTES, size)), name), 'type');
    if (size <= kinds.maxBytes(type)) return type;
    throw new TalosError('E_LIMIT', `a file of type ${type} has at most ${kinds.maxBytes(type)} bytes`, {
      details: { isBreach: true },
    });
  }

  /** Has the transfer to itself; what the disk, or the file, says against it ends the transfer. */
  async #hold(record: TransferRecord, work: () => Promise<void>): Promise<void> {
    const { runs } = this.#terms;
    let code: ErrorCode | undefined;
    await runs.hold(record, async () => {
      try {
        await work();
      } catch (error) {
        if (!isTalosError(error) || !(error.code.startsWith('E_STORAGE') || error.code === 'E_LIMIT')) throw error;
        code = error.code;
      }
    });
    if (code !== undefined) await this.#over(record, code);
  }

  /** A transfer is over: what came of it is removed, and its sender told. */
  async #over(record: TransferRecord, code: ErrorCode): Promise<void> {
    const { runs, leaving } = this.#terms;
    await runs.fail(record, code);
    leaving.tellGone(record, code);
  }

  /**
   * Asks the sender by letter for what is lacking, once in a while.
   *
   * @param pauseMs - No second time within this.
   */
  #ask({ id, peer, durable, size }: TransferRecord, pauseMs: number): void {
    const { core, leaving } = this.#terms;
    const now = core.clock.now();
    const last = this.#asked.get(id);
    if (size > MAX_PARCEL_BYTES || (last !== undefined && Math.abs(now - last) < pauseMs)) return;
    this.#asked.set(id, now);
    leaving.post(peer, askLetter(id, durable));
  }

  /** The sender is away: what is lacking, and does not come, is asked for by letter. */
  away(peer: Did): void {
    const { book, core } = this.#terms;
    const now = core.clock.now();
    for (const record of book.open) {
      const isLacking = this.#accepted.has(record.id) || Math.abs(now - record.changedAtMs) > ASK_AFTER_MS;
      if (isLacking && this.#awaited(peer, record.id) !== undefined) this.#ask(record, ASK_PAUSE_MS);
    }
  }

  /** A person has accepted it: nothing of it is on its way until its sender hears so. */
  accepted({ id }: Pick<TransferRecord, 'id'>): void {
    this.#accepted.set(id, true);
  }

  // At the sender

  async #delivered(peer: Did, text: Bytes): Promise<void> {
    const { core, runs } = this.#terms;
    const { transfer } = readSignedStatement(text, { by: peer, kind: 'file' }).statement;
    const record = this.#own(peer, transfer);
    // One that runs hears it over its stream.
    if (record === undefined || record.sha256 === '' || runs.has(record.id)) return;
    const receipt = readReceipt(text, core.identity.did, record);
    await runs.delivered(record, receipt, record.sha256);
  }

  async #asks(peer: Did, text: Bytes): Promise<void> {
    const { leaving, kick, runs } = this.#terms;
    const { id, from } = decodeMailedAsk(text);
    const record = this.#own(peer, toHex(id));
    if (record === undefined || runs.has(record.id)) return;
    if (await leaving.asked(record, from)) kick(peer);
  }

  async #gone(peer: Did, text: Bytes): Promise<void> {
    const { book, runs } = this.#terms;
    const { id, rest } = splitMailed(text);
    const record = book.get(toHex(id));
    const refusal = decodeRefusal(rest);
    if (record === undefined || record.peer !== peer || isOver(record) || refusal.word === 'busy') return;
    await runs.gone(record, refusal);
  }
}
