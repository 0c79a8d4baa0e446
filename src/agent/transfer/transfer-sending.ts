/**
 * The sending side of one transfer, over one stream: what the receiver wants, the chunks that it lacks, and the receipt.
 * PROTOCOL.md §7.6.
 *
 * @module
 */
import { type Bytes, fromHex, toHex } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import { deadline } from '../../base/lifetime.ts';
import { Sha256 } from '../../crypto/hash.ts';
import type { Did } from '../../identity/did.ts';
import { commit } from '../../ledger/entry/commitment.ts';
import { type FileStatement, readSignedStatement, type SignedStatement } from '../../ledger/entry/statement.ts';
import { PACKET, type Packet } from '../../message/packet.ts';
import { type ChunkPlan, chunkHash, isLast, placeOf, planChunks } from '../../transfer/chunks.ts';
import { TRANSFER_WINDOW_BYTES } from '../../transfer/limits.ts';
import type { FileRoom, SourceFile } from '../../transfer/ports.ts';
import {
  chunkHead,
  decodeFileAccept,
  decodeFileProgress,
  encodeFileEnd,
  encodeFileHashes,
} from '../../transfer/wire.ts';
import { decodeRefusal, type RefusalBody } from '../tunnel/tunnel-wire.ts';
import type { TransferStream } from './transfer-mux.ts';
import type { TransferRecord } from './transfer-records.ts';

/** Milliseconds that either side of a transfer waits for the other's next word. PROTOCOL.md §11. */
export const TRANSFER_SILENCE_MS = 60_000;

/** How a stream of a transfer ended, by the words of the receiver. */
export type SendingOutcome =
  | { readonly kind: 'delivered'; readonly receipt: SignedStatement<FileStatement>; readonly sha256: string }
  /** A person is to accept it first. */
  | { readonly kind: 'offered' }
  | { readonly kind: 'refused'; readonly refusal: RefusalBody };

/** What sending needs. */
export interface SendingParts {
  readonly self: Did;
  readonly stream: TransferStream;
  readonly record: TransferRecord;
  readonly source: SourceFile;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Told when bytes begin to flow. */
  readonly onStart: () => void;
  /** Told of bytes that have left, and of chunks that are durable there. */
  readonly onProgress: (bytes: number, durable: number) => void;
}

/** A breach of the peer, with which the transfer is over. */
export function breach(message: string): TalosError {
  return new TalosError('E_PROTOCOL', message, { details: { isBreach: true } });
}

/** The next packet of a stream. @throws {TalosError} `E_TIMEOUT` after {@link TRANSFER_SILENCE_MS}; as `TransferStream.next`. */
export async function nextOf(stream: TransferStream, signal: AbortSignal): Promise<Packet> {
  const waiting = stream.poll();
  if (waiting !== undefined) return waiting;
  using limit = deadline(signal, TRANSFER_SILENCE_MS);
  return await stream.next(limit.signal);
}

/**
 * Sends a file over a stream on which it was offered or asked for.
 *
 * @throws {TalosError} `E_SOURCE_CHANGED`; `E_PROTOCOL`, `E_MALFORMED` or `SIGNATURE_INVALID` for a breach of the peer;
 *   `E_TIMEOUT`; why the link ended; `E_STORAGE…` of the source.
 * @throws The reason of `signal`, where that aborts.
 */
export function sendOver(parts: SendingParts): Promise<SendingOutcome> {
  return new Sending(parts).run();
}

class Sending {
  readonly #parts: SendingParts;
  readonly #plan: ChunkPlan;
  readonly #transfer: Uint8Array;
  readonly #hash = new Sha256();
  /** What the receiver said that it has written, and made durable. */
  #written = 0;
  #durable = 0;
  /** Chunks that have left. */
  #sent = 0;
  #refusal: RefusalBody | undefined;

  constructor(parts: SendingParts) {
    this.#parts = parts;
    this.#plan = planChunks(parts.record.size);
    this.#transfer = fromHex(parts.record.id);
  }

  async run(): Promise<SendingOutcome> {
    const { stream, signal } = this.#parts;
    for (let hasAsked = false; ; ) {
      const packet = await nextOf(stream, signal);
      if (packet.type === PACKET.refusal) return { kind: 'refused', refusal: decodeRefusal(packet.content) };
      if (packet.type === PACKET.fileWait) return { kind: 'offered' };
      // It was whole before, and only the receipt was lost.
      if (packet.type === PACKET.fileReceived) return this.#delivered(packet, await this.#wholeHash());
      if (packet.type !== PACKET.fileAccept) throw breach('the offer of a file was answered with something else');
      const { from, held } = decodeFileAccept(packet.content);
      if (from + held > this.#plan.count || (held > 0 && hasAsked))
        throw breach('the receiver has chunks that there are not');
      if (held === 0) return await this.#sendFrom(from);
      hasAsked = true;
      await this.#sayHashes(from, held);
    }
  }

  async #sayHashes(from: number, held: number): Promise<void> {
    const hashes: Uint8Array[] = [];
    for (let index = from; index < from + held; index++)
      hashes.push(chunkHash(this.#transfer, index, isLast(this.#plan, index), await this.#read(index)));
    this.#parts.stream.send(PACKET.fileHashes, encodeFileHashes(hashes));
  }

  async #read(index: number): Promise<Uint8Array> {
    this.#parts.signal.throwIfAborted();
    const { offset, length } = placeOf(this.#plan, index);
    const bytes = length === 0 ? new Uint8Array(0) : await this.#parts.source.read(offset, length);
    if (bytes.length !== length) throw changed();
    return bytes;
  }

  async #hashUpTo(end: number): Promise<void> {
    for (let index = 0; index < end; index++) this.#hash.update(await this.#read(index));
  }

  async #wholeHash(): Promise<Uint8Array> {
    await this.#hashUpTo(this.#plan.count);
    return this.#hash.digest();
  }

  async #sendFrom(from: number): Promise<SendingOutcome> {
    const { stream, source, record, onStart } = this.#parts;
    const { count, size } = this.#plan;
    await this.#hashUpTo(from);
    this.#written = from;
    this.#sent = from;
    onStart();
    let next = from < count ? this.#read(from) : undefined;
    while (next !== undefined) {
      const bytes = await next;
      const index = this.#sent;
      // The disk works on the next one meanwhile.
      next = index + 1 < count ? this.#read(index + 1) : undefined;
      next?.catch(() => undefined); // it is awaited in its turn, or something failed before
      await this.#room(bytes.length);
      if (this.#refusal !== undefined) return { kind: 'refused', refusal: this.#refusal };
      this.#hash.update(bytes);
      const end = isLast(this.#plan, index);
      const hash = chunkHash(this.#transfer, index, end, bytes);
      stream.send(PACKET.fileChunk, chunkHead({ index, end, hash }), bytes);
      this.#sent++;
      this.#tell();
    }
    const hash = this.#hash.digest();
    if (!(await source.isUnchanged())) throw changed();
    stream.send(PACKET.fileEnd, encodeFileEnd({ size, chunks: count, hash, salt: fromHex(record.salt) }));
    return await this.#receipt(hash);
  }

  #tell(): void {
    const { size, chunkBytes } = this.#plan;
    this.#parts.onProgress(Math.min(size, this.#sent * chunkBytes), this.#durable);
  }

  /** Waits until `bytes` more may be under way. */
  async #room(bytes: number): Promise<void> {
    const { stream, signal } = this.#parts;
    for (let packet = stream.poll(); packet !== undefined; packet = stream.poll()) this.#heard(packet);
    const { chunkBytes } = this.#plan;
    while (this.#refusal === undefined && (this.#sent - this.#written) * chunkBytes + bytes > TRANSFER_WINDOW_BYTES)
      this.#heard(await nextOf(stream, signal));
  }

  #heard({ type, content }: Packet): void {
    if (type === PACKET.refusal) {
      this.#refusal = decodeRefusal(content);
      return;
    }
    if (type !== PACKET.fileProgress) throw breach('a receiver says how far it is, and nothing else');
    const { written, durable } = decodeFileProgress(content);
    if (written < this.#written || written > this.#sent || durable < this.#durable)
      throw breach('the receiver went back, or has what was not sent');
    this.#written = written;
    this.#durable = durable;
  }

  async #receipt(hash: Uint8Array): Promise<SendingOutcome> {
    const { stream, signal } = this.#parts;
    for (;;) {
      const packet = await nextOf(stream, signal);
      if (packet.type === PACKET.fileReceived) return this.#delivered(packet, hash);
      this.#heard(packet);
      if (this.#refusal !== undefined) return { kind: 'refused', refusal: this.#refusal };
      this.#tell();
    }
  }

  #delivered({ content }: Packet, hash: Uint8Array): SendingOutcome {
    const { self, record } = this.#parts;
    const sha256 = toHex(hash);
    return { kind: 'delivered', receipt: readReceipt(content, self, { ...record, sha256 }), sha256 };
  }
}

/**
 * Reads the receipt for a file that was sent.
 *
 * @param record - With the SHA-256 of the file.
 * @throws {TalosError} `SIGNATURE_INVALID`, `E_MALFORMED`; a breach where it is of another transfer or file.
 */
export function readReceipt(
  content: Bytes,
  self: Did,
  record: Pick<TransferRecord, 'id' | 'peer' | 'size' | 'salt' | 'sha256'>,
): SignedStatement<FileStatement> {
  const receipt = readSignedStatement(content, { by: record.peer, kind: 'file' });
  const { from, to, transfer, size, commitment } = receipt.statement;
  if (from !== self || to !== record.peer || transfer !== record.id || size !== record.size)
    throw breach('the receipt is of another transfer');
  if (commitment !== commit(fromHex(record.salt), record.sha256)) throw breach('the receipt is of another file');
  return receipt;
}

/** Opens the source of a transfer, as it was. @throws {TalosError} `E_SOURCE_CHANGED`; as `FileRoom.open`. */
export async function openedSource(room: FileRoom, { path, identity }: TransferRecord): Promise<SourceFile> {
  const source = await room.open(path);
  if (source.identity === identity) return source;
  await source[Symbol.asyncDispose]();
  throw new TalosError('E_SOURCE_CHANGED', 'the file is not the one that was to be sent any more');
}

/** The source is another one than when its sending began. */
export function changed(): TalosError {
  return new TalosError('E_SOURCE_CHANGED', 'the file changed while it was being sent', {
    hint: 'send it again when it is whole',
  });
}
