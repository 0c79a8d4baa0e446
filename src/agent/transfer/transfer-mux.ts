/**
 * The streams of one transfer link: files and application streams, told apart by number, each with its own queue and
 * flow control. The dialler numbers its streams with odd numbers, the other side with even ones. PROTOCOL.md §7.6.
 *
 * A stream is read by asking for its next packet. What comes before it is asked for waits, up to a bound that the flow
 * control of the stream keeps; who goes beyond breaks the protocol, and the link ends.
 *
 * @module
 */
import { BoundedQueue } from '../../base/bounded.ts';
import type { Bytes } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import { PACKET, type Packet, type PacketType } from '../../message/packet.ts';
import type { Channel } from '../tunnel/channel.ts';
import { encodeRefusal } from '../tunnel/tunnel-wire.ts';

/** Open streams of one transfer link. PROTOCOL.md §11. */
export const MAX_TRANSFER_STREAMS = 32;
/** Bytes that wait unread on one stream: a window of a transfer, and a chunk. PROTOCOL.md §11. */
export const MAX_WAITING_STREAM_BYTES: number = 4 * 1024 * 1024;
/** Packets that wait unread on one stream. PROTOCOL.md §11. */
export const MAX_WAITING_STREAM_PACKETS = 1024;

/** One stream of a transfer link. */
export interface TransferStream {
  readonly id: number;
  /** Who is at the other end. */
  readonly peer: Did;
  /** What it is on. */
  readonly channel: Channel;
  /** Whether it is at its link. */
  readonly isOpen: boolean;
  /** Sends a packet, whose content is given in parts. @throws {TalosError} `E_CLOSED` where stream or link has ended. */
  send(type: PacketType, ...content: readonly Uint8Array[]): void;
  /**
   * The next packet, when it comes. One call at a time.
   *
   * @throws {TalosError} why the link ended, when all that came before was read; `E_CLOSED` once the stream has ended here.
   * @throws The reason of `signal`, where that aborts.
   */
  next(signal?: AbortSignal): Promise<Packet>;
  /** The next packet, where it has come. */
  poll(): Packet | undefined;
  /** Forgets it: what still comes for it is dropped. The peer learns it by what was sent before. Repeatable. */
  end(): void;
}

/** Takes a stream that the peer opened, with the content of its first packet. Throwing ends the link. */
export type TakeStream = (stream: TransferStream, content: Bytes) => void;

/** Who takes what on transfer links. */
export interface TransferHandlers {
  /** By the type of packet that opens a stream; others open none. */
  readonly opens: ReadonlyMap<PacketType, TakeStream>;
  /** Takes a packet of stream 0. Throwing ends the link. */
  readonly onControl: (channel: Channel, packet: Packet) => void | Promise<void>;
}

class MuxStream implements TransferStream {
  readonly id: number;
  readonly channel: Channel;
  readonly #leave: () => void;
  readonly #queue = new BoundedQueue<Packet>(MAX_WAITING_STREAM_PACKETS);
  #bytes = 0;
  #reason: TalosError | undefined;
  #wake: (() => void) | undefined;

  constructor(channel: Channel, id: number, leave: () => void) {
    this.channel = channel;
    this.id = id;
    this.#leave = leave;
  }

  get peer(): Did {
    return this.channel.peer;
  }

  get isOpen(): boolean {
    return this.#reason === undefined;
  }

  send(type: PacketType, ...content: readonly Uint8Array[]): void {
    if (this.#reason !== undefined) throw new TalosError('E_CLOSED', 'the stream has ended', { cause: this.#reason });
    this.channel.send(type, this.id, ...content);
  }

  poll(): Packet | undefined {
    const packet = this.#queue.shift();
    if (packet !== undefined) this.#bytes -= packet.content.length;
    return packet;
  }

  async next(signal?: AbortSignal): Promise<Packet> {
    for (;;) {
      signal?.throwIfAborted();
      const packet = this.poll();
      if (packet !== undefined) return packet;
      if (this.#reason !== undefined) throw this.#reason;
      await this.#more(signal);
    }
  }

  #more(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#wake = undefined;
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.#wake = wake;
      signal?.addEventListener('abort', wake, { once: true });
    });
  }

  end(): void {
    if (this.#reason !== undefined) return;
    this.#queue.clear();
    this.lost(new TalosError('E_CLOSED', 'the stream has ended'));
    this.#leave();
  }

  /** A packet came. @throws {TalosError} `E_LIMIT` where more wait than may. */
  accept(packet: Packet): void {
    this.#bytes += packet.content.length;
    if (this.#bytes > MAX_WAITING_STREAM_BYTES || !this.#queue.push(packet))
      throw new TalosError('E_LIMIT', 'more waits on a stream than its flow control allows');
    this.#wake?.();
  }

  /** Nothing more comes. */
  lost(reason: TalosError): void {
    this.#reason ??= reason;
    this.#wake?.();
  }
}

/** See the module comment. */
export class TransferMux {
  readonly channel: Channel;
  readonly #handlers: TransferHandlers;
  readonly #onIdle: () => void;
  readonly #streams = new Map<number, MuxStream>();
  #own: number;
  #theirs = 0;
  #isOver = false;

  /** @param onIdle - Told when the last stream has ended. */
  constructor(channel: Channel, handlers: TransferHandlers, onIdle: () => void) {
    this.channel = channel;
    this.#handlers = handlers;
    this.#onIdle = onIdle;
    this.#own = channel.role === 'initiator' ? 1 : 2;
    channel.onPacket((packet) => this.#dispatch(packet));
    void channel.closed.then((reason) => {
      this.#isOver = true;
      const why = reason ?? new TalosError('E_UNREACHABLE', 'the peer ended the connection');
      for (const stream of this.#streams.values()) stream.lost(why);
      this.#streams.clear();
    });
  }

  /** Open streams. */
  get size(): number {
    return this.#streams.size;
  }

  /** Whether streams can be opened. */
  get isOpen(): boolean {
    return !this.#isOver;
  }

  /**
   * Opens a stream with a packet.
   *
   * @throws {TalosError} `E_LIMIT` where {@link MAX_TRANSFER_STREAMS} are open; `E_CLOSED` where the link has ended.
   */
  open(type: PacketType, ...content: readonly Uint8Array[]): TransferStream {
    if (this.#streams.size >= MAX_TRANSFER_STREAMS)
      throw new TalosError('E_LIMIT', `${MAX_TRANSFER_STREAMS} streams are open on the link, which is its limit`);
    const id = this.#own;
    this.channel.send(type, id, ...content);
    this.#own += 2;
    return this.#stream(id);
  }

  #stream(id: number): MuxStream {
    const stream = new MuxStream(this.channel, id, () => {
      this.#streams.delete(id);
      if (this.#streams.size === 0) this.#onIdle();
    });
    this.#streams.set(id, stream);
    return stream;
  }

  #dispatch(packet: Packet): void | Promise<void> {
    try {
      if (packet.stream === 0) {
        // The first packet of an initiator is a window of zero, so that it can be answered.
        if (packet.type === PACKET.window) return undefined;
        return this.#handlers.onControl(this.channel, packet)?.catch(() => this.#breach());
      }
      const take = this.#handlers.opens.get(packet.type);
      if (take !== undefined) this.#accept(packet, take);
      // A packet for a stream that has just ended here is nobody's fault.
      else this.#streams.get(packet.stream)?.accept(packet);
    } catch {
      this.#breach();
    }
    return undefined;
  }

  #accept({ stream: id, content }: Packet, take: TakeStream): void {
    if (id <= this.#theirs || id % 2 === this.#own % 2)
      throw new TalosError('E_PROTOCOL', 'the number of the stream is not new, or not one of the peer');
    this.#theirs = id;
    if (this.#streams.size >= MAX_TRANSFER_STREAMS) {
      this.channel.send(PACKET.refusal, id, encodeRefusal({ word: 'busy', code: undefined }));
      return;
    }
    take(this.#stream(id), content);
  }

  /** The peer broke the rules of the link: it ends, and every stream with it. */
  #breach(): void {
    void this.channel.close();
  }
}
