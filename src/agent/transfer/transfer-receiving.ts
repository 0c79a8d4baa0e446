/**
 * The receiving side of one transfer, over one stream: what is there already, the chunks that are lacking, and the file
 * whole and durable under its name. PROTOCOL.md §7.6.
 *
 * @module
 */
import { type Bytes, equalBytes, fromHex, toHex } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import { Sha256 } from '../../crypto/hash.ts';
import { PACKET } from '../../message/packet.ts';
import { type ChunkPlan, chunkHash, isLast, placeOf, planChunks } from '../../transfer/chunks.ts';
import { MAX_HASHES, SYNC_STEP_BYTES, TRANSFER_WINDOW_BYTES } from '../../transfer/limits.ts';
import { type FileRoom, KIND_BYTES, type PartialFile } from '../../transfer/ports.ts';
import {
  decodeFileChunk,
  decodeFileEnd,
  decodeFileHashes,
  encodeFileAccept,
  encodeFileProgress,
  type FileChunk,
  type FileEnd,
  readFileType,
} from '../../transfer/wire.ts';
import { decodeRefusal, type RefusalBody } from '../tunnel/tunnel-wire.ts';
import type { TransferStream } from './transfer-mux.ts';
import type { TransferRecord } from './transfer-records.ts';
import { breach, nextOf } from './transfer-sending.ts';

/** The sender is told how far its file is when so much more of it was written, in bytes. */
const PROGRESS_STEP_BYTES: number = TRANSFER_WINDOW_BYTES / 2;

/** A file that is whole and durable under its name. */
export interface ReceivedFile {
  /** Absolute. */
  readonly path: string;
  /** Media type, by its content where kinds are told apart. */
  readonly type: string;
  /** 64 hex digits each: of the file, and of the commitment to that. */
  readonly sha256: string;
  readonly salt: string;
}

/** How a stream of a transfer ended. */
export type ReceivingOutcome =
  | { readonly kind: 'received' }
  /** What was there before was not the beginning of this file: it is gone, and the file must come anew. */
  | { readonly kind: 'again' }
  | { readonly kind: 'refused'; readonly refusal: RefusalBody };

/** What receiving needs. */
export interface ReceivingParts {
  readonly stream: TransferStream;
  readonly record: TransferRecord;
  readonly room: FileRoom;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Told when bytes begin to flow. */
  readonly onStart: () => void;
  /** Told of bytes that have come. */
  readonly onProgress: (bytes: number) => void;
  /** Keeps how many chunks are durable. */
  readonly onDurable: (chunks: number) => Promise<void>;
  /** Records the file; what it was called until then is given up afterwards. */
  readonly onReceived: (file: ReceivedFile) => Promise<void>;
}

/**
 * Receives a file over a stream on which it was offered or asked for. Where it throws, what was written stays.
 *
 * @throws {TalosError} `E_PROTOCOL` or `E_MALFORMED` for a breach of the peer; `E_LIMIT` for a kind of file that may not
 *   be so large; `E_TIMEOUT`; why the link ended; `E_STORAGE…`.
 * @throws The reason of `signal`, where that aborts.
 */
export async function receiveOver(parts: ReceivingParts): Promise<ReceivingOutcome> {
  const { room, record } = parts;
  const before = await room.reopen(record.id);
  await using partial = before ?? (await room.create(record.id, record.size));
  return await new Receiving(parts, partial).run(before === undefined ? 0 : record.durable);
}

class Receiving {
  readonly #parts: ReceivingParts;
  readonly #partial: PartialFile;
  readonly #plan: ChunkPlan;
  readonly #transfer: Uint8Array;
  #hash = new Sha256();
  /** Chunks that were written, were said to be, are durable. */
  #written = 0;
  #told = 0;
  #durable = 0;
  #syncing: Promise<void> | undefined;
  #failure: Error | undefined;
  /** As its content says. */
  #type: string | undefined;

  constructor(parts: ReceivingParts, partial: PartialFile) {
    this.#parts = parts;
    this.#partial = partial;
    this.#plan = planChunks(parts.record.size);
    this.#transfer = fromHex(parts.record.id);
  }

  async run(durable: number): Promise<ReceivingOutcome> {
    const { stream, onStart } = this.#parts;
    const from = await this.#beginning(Math.min(durable, this.#plan.count));
    if (typeof from !== 'number') return from;
    await this.#look();
    stream.send(PACKET.fileAccept, encodeFileAccept({ from, held: 0 }));
    onStart();
    try {
      const refusal = await this.#chunks();
      if (refusal !== undefined) return { kind: 'refused', refusal };
      return await this.#end(from);
    } finally {
      // Nothing of it goes on when its file is closed.
      await this.#syncing?.catch(() => undefined);
    }
  }

  /** The chunk to begin at: what is durable, and what is right beyond it. */
  async #beginning(durable: number): Promise<number | ReceivingOutcome> {
    const { stream, signal } = this.#parts;
    let from = await this.#hashUpTo(0, durable);
    const held = await this.#held(from);
    if (held.length > 0) {
      stream.send(PACKET.fileAccept, encodeFileAccept({ from, held: held.length }));
      const { type, content } = await nextOf(stream, signal);
      if (type === PACKET.refusal) return { kind: 'refused', refusal: decodeRefusal(content) };
      if (type !== PACKET.fileHashes) throw breach('the sender was asked for hashes');
      const hashes = decodeFileHashes(content, held.length);
      const wrong = hashes.findIndex((hash, at) => !equalBytes(hash, held[at] as Bytes));
      from = await this.#hashUpTo(from, from + (wrong === -1 ? held.length : wrong));
    }
    this.#written = from;
    this.#told = from;
    this.#durable = Math.min(from, durable);
    return from;
  }

  /** Takes chunks that are there into the hash of the whole. @returns How far they are there; all anew where one is not. */
  async #hashUpTo(from: number, end: number): Promise<number> {
    for (let index = from; index < end; index++) {
      const bytes = await this.#read(index);
      if (bytes === undefined) {
        this.#hash = new Sha256();
        return 0;
      }
      this.#hash.update(bytes);
    }
    return end;
  }

  async #read(index: number): Promise<Bytes | undefined> {
    this.#parts.signal.throwIfAborted();
    const { offset, length } = placeOf(this.#plan, index);
    const bytes = await this.#partial.read(offset, length);
    return bytes.length === length ? bytes : undefined;
  }

  /** The hashes of the chunks that lie behind those that are durable. */
  async #held(from: number): Promise<readonly Bytes[]> {
    const hashes: Bytes[] = [];
    const most = Math.ceil((2 * SYNC_STEP_BYTES + TRANSFER_WINDOW_BYTES) / this.#plan.chunkBytes);
    const end = Math.min(this.#plan.count, from + Math.min(most, MAX_HASHES));
    if (this.#plan.size === 0) return hashes;
    for (let index = from; index < end; index++) {
      const bytes = await this.#read(index);
      if (bytes === undefined) break;
      hashes.push(chunkHash(this.#transfer, index, isLast(this.#plan, index), bytes));
    }
    return hashes;
  }

  async #chunks(): Promise<RefusalBody | undefined> {
    const { stream, signal, onProgress } = this.#parts;
    const { count, size, chunkBytes } = this.#plan;
    while (this.#written < count) {
      const { type, content } = await nextOf(stream, signal);
      if (type === PACKET.refusal) return decodeRefusal(content);
      if (type !== PACKET.fileChunk) throw breach('the sender sends chunks, and nothing else before the last');
      const chunk = decodeFileChunk(content);
      this.#check(chunk);
      await this.#partial.write(this.#written * chunkBytes, chunk.bytes);
      this.#hash.update(chunk.bytes);
      this.#written++;
      await this.#look();
      await this.#syncInSteps();
      this.#tell();
      onProgress(Math.min(size, this.#written * chunkBytes));
    }
    return undefined;
  }

  /**
   * What its first bytes say it is, once they are there: its sender may say anything.
   *
   * @throws {TalosError} `E_LIMIT` where a file of that kind may not be so large.
   */
  async #look(): Promise<void> {
    const { room, record } = this.#parts;
    const { kinds } = room;
    if (kinds === undefined || this.#type !== undefined || this.#written < Math.min(1, this.#plan.count)) return;
    const start = await this.#partial.read(0, Math.min(KIND_BYTES, record.size));
    const type = readFileType(await kinds.detect(start, record.name), 'type');
    const limit = kinds.maxBytes(type);
    if (record.size > limit)
      throw new TalosError('E_LIMIT', `a file of type ${type} has at most ${limit} bytes`, {
        details: { isBreach: true, size: record.size, limit },
      });
    this.#type = type;
  }

  /** Only the next chunk is taken, whole, with its end mark, and bound to this transfer and this place. */
  #check({ index, end, hash, bytes }: FileChunk): void {
    const expected = this.#written;
    if (index !== expected) throw breach(`chunk ${index} came in the place of chunk ${expected}`);
    if (end !== isLast(this.#plan, index)) throw breach('the end mark is not at the last chunk');
    if (bytes.length !== placeOf(this.#plan, index).length) throw breach('a chunk has another length than it must');
    if (!equalBytes(hash, chunkHash(this.#transfer, index, end, bytes)))
      throw breach('a chunk is not the one that belongs there');
  }

  #tell(): void {
    const { chunkBytes, count } = this.#plan;
    if ((this.#written - this.#told) * chunkBytes < PROGRESS_STEP_BYTES && this.#written < count) return;
    this.#told = this.#written;
    const progress = { written: this.#written, durable: this.#durable };
    this.#parts.stream.send(PACKET.fileProgress, encodeFileProgress(progress));
  }

  /** One sync at a time, beside the chunks that come meanwhile; a disk that is slower than they are holds them up. */
  async #syncInSteps(): Promise<void> {
    if ((this.#written - this.#durable) * this.#plan.chunkBytes < SYNC_STEP_BYTES) return;
    await this.#syncing;
    if (this.#failure !== undefined) throw this.#failure;
    if ((this.#written - this.#durable) * this.#plan.chunkBytes < SYNC_STEP_BYTES) return;
    this.#syncing = this.#sync(this.#written).catch((error: unknown) => {
      this.#failure = error instanceof Error ? error : new Error('a file could not be made durable', { cause: error });
    });
  }

  async #sync(chunks: number): Promise<void> {
    await this.#partial.sync();
    await this.#parts.onDurable(chunks);
    this.#durable = chunks;
  }

  async #end(from: number): Promise<ReceivingOutcome> {
    const { stream, signal, record, onReceived } = this.#parts;
    const { type, content } = await nextOf(stream, signal);
    if (type === PACKET.refusal) return { kind: 'refused', refusal: decodeRefusal(content) };
    if (type !== PACKET.fileEnd) throw breach('the last chunk is followed by the end of the file');
    const end: FileEnd = decodeFileEnd(content);
    if (end.size !== this.#plan.size || end.chunks !== this.#plan.count)
      throw breach('the end of the file is that of another one');
    await this.#syncing;
    if (this.#failure !== undefined) throw this.#failure;
    const hash = this.#hash.digest();
    if (!equalBytes(end.hash, hash)) {
      if (from === 0) throw breach('the file is not the one that its sender says it is');
      // What was there before the connection broke is not what this file begins with: perhaps somebody changed it.
      await this.#partial.discard();
      return { kind: 'again' };
    }
    signal.throwIfAborted();
    const path = await this.#partial.commit(record.name);
    await onReceived({ path, type: this.#type ?? record.type, sha256: toHex(hash), salt: toHex(end.salt) });
    return { kind: 'received' };
  }
}
