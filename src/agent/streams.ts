/**
 * Tunnel streams over one channel: told apart by id, each with its own flow control, so that a reader who stops does
 * not stop the others. PROTOCOL.md §6.3.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
import { isTalosError, TalosError } from '../base/errors.ts';
import { decode } from '../codec/reader.ts';
import { u32 } from '../codec/writer.ts';
import { MAX_RPC_BYTES } from '../mcp/rpc.ts';
import { PACKET, type Packet, type PacketType } from '../message/packet.ts';
import type { Channel } from './channel.ts';
import { decodeRefusal, encodeRefusal, MAX_STATEMENT_BYTES, type RefusalBody } from './tunnel-wire.ts';

/** Bytes that each side of a stream may send before the other has read any. PROTOCOL.md §6.3. */
export const STREAM_CREDIT_BYTES: number = 1024 * 1024;
/** Credit is given back once this much was read: a packet for each quarter of the window. */
const CREDIT_STEP_BYTES: number = STREAM_CREDIT_BYTES / 4;
/** The largest content of one message packet; a peer may go this far below zero credit, once. */
export const MAX_MESSAGE_PACKET_BYTES: number = MAX_RPC_BYTES + MAX_STATEMENT_BYTES + 64;
/** Open streams of one channel. PROTOCOL.md §11. */
export const MAX_STREAMS_A_CHANNEL = 16;

/** The packet types that cost credit. */
const CREDITED: ReadonlySet<PacketType> = new Set([PACKET.mcpMessage, PACKET.mcpResponse, PACKET.mcpError]);

/** One stream; made by a {@link StreamMux}. */
export class TunnelStream {
  readonly id: number;
  readonly channel: Channel;
  /** Resolves when the stream ended, with the peer's reason where it gave one. */
  readonly closed: Promise<RefusalBody | undefined>;
  #credit = STREAM_CREDIT_BYTES;
  #owed = 0;
  #allowed = STREAM_CREDIT_BYTES;
  #queue: { readonly type: PacketType; readonly content: Uint8Array }[] = [];
  #queuedBytes = 0;
  #waiting: (() => void)[] = [];
  #inbox: Packet[] = [];
  #reading = false;
  #receive: ((packet: Packet) => void | Promise<void>) | undefined;
  #isOpen = true;
  #resolveClosed: (reason: RefusalBody | undefined) => void = () => {};
  readonly #forget: () => void;

  constructor(channel: Channel, id: number, forget: () => void) {
    this.channel = channel;
    this.id = id;
    this.#forget = forget;
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
  }

  /** Whether packets still go out and come in. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Bytes that wait for the peer's credit. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /**
   * Sends a packet, in order; one that costs credit waits for it. Nothing is sent on a closed stream.
   *
   * @param content - At most {@link MAX_MESSAGE_PACKET_BYTES} bytes; not changed afterwards by the caller.
   */
  send(type: PacketType, content: Uint8Array): void {
    if (!this.#isOpen) return;
    this.#queue.push({ type, content });
    this.#queuedBytes += content.length;
    this.#flush();
  }

  /** Resolves when nothing waits for credit any more, or the stream is closed. */
  async drained(): Promise<void> {
    if (this.#queue.length > 0 && this.#isOpen)
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    await this.channel.drained();
  }

  /** Sets the one receiver. A promise that it returns holds the next packet, and the peer's credit, back. */
  onPacket(receive: (packet: Packet) => void | Promise<void>): void {
    this.#receive = receive;
    void this.#read();
  }

  /** Ends the stream and tells the peer, with `reason` where there is one. Repeatable. */
  close(reason?: RefusalBody): void {
    if (!this.#isOpen) return;
    this.#flush();
    this.channel.send(PACKET.tunnelClose, this.id, encodeRefusal(reason ?? { word: 'unknown', code: undefined }));
    this.end(undefined);
  }

  /** Takes a packet from the channel. @throws {TalosError} `E_PROTOCOL` past the credit; the channel ends then. */
  accept(packet: Packet): void {
    if (packet.type === PACKET.window) {
      this.#credit += decode(packet.content, (reader) => reader.u32('credit'));
      if (this.#credit > Number.MAX_SAFE_INTEGER / 2) throw new TalosError('E_PROTOCOL', 'credit is out of bounds');
      this.#flush();
      return;
    }
    if (CREDITED.has(packet.type)) {
      if (this.#allowed <= 0 || packet.content.length > MAX_MESSAGE_PACKET_BYTES)
        throw new TalosError('E_PROTOCOL', `stream ${this.id} sent more than its credit`);
      this.#allowed -= packet.content.length;
    } else if (this.#inbox.length > MAX_WAITING_CONTROLS) {
      throw new TalosError('E_PROTOCOL', `stream ${this.id} floods control packets`);
    }
    this.#inbox.push(packet);
    void this.#read();
  }

  /** Ends the stream on this side alone: the channel is gone, or the peer closed it. */
  end(reason: RefusalBody | undefined): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#wake();
    this.#forget();
    this.#resolveClosed(reason);
  }

  #flush(): void {
    let sent = 0;
    for (const { type, content } of this.#queue) {
      const costs = CREDITED.has(type);
      if (costs && this.#credit <= 0) break;
      if (costs) this.#credit -= content.length;
      this.#queuedBytes -= content.length;
      this.channel.send(type, this.id, content);
      sent++;
    }
    if (sent > 0) this.#queue = this.#queue.slice(sent);
    if (this.#queue.length === 0) this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  async #read(): Promise<void> {
    if (this.#reading || this.#receive === undefined) return;
    this.#reading = true;
    try {
      for (let packet = this.#inbox.shift(); packet !== undefined; packet = this.#inbox.shift()) {
        if (packet.type === PACKET.tunnelClose) {
          this.end(decodeRefusal(packet.content));
          return;
        }
        const pending = this.#receive(packet);
        if (pending !== undefined) await pending;
        if (CREDITED.has(packet.type)) this.#giveBack(packet.content.length);
      }
    } catch (error) {
      // A receiver that throws cannot go on with this stream; the channel and the other streams can.
      this.close({ word: 'failed', code: isTalosError(error, 'E_MALFORMED') ? 'MALFORMED' : undefined });
    } finally {
      this.#reading = false;
    }
  }

  #giveBack(bytes: number): void {
    this.#owed += bytes;
    if (this.#owed < CREDIT_STEP_BYTES || !this.#isOpen) return;
    this.#allowed += this.#owed;
    this.channel.send(PACKET.window, this.id, u32(this.#owed));
    this.#owed = 0;
  }
}

/** Control packets that may wait on one stream: a few acknowledgements and a close. */
const MAX_WAITING_CONTROLS = 4096;

/** What a {@link StreamMux} hands up. */
export interface StreamHandlers {
  /** The peer asks for a new stream; `content` is that of TUNNEL_OPEN. Throwing ends the channel. */
  readonly onOpen: (stream: TunnelStream, content: Bytes) => void;
  /** A packet of stream 0, the channel itself. Throwing ends the channel. */
  readonly onControl: (packet: Packet) => void;
}

/** The streams of one channel. The dialler numbers them. */
export class StreamMux {
  readonly channel: Channel;
  readonly #streams = new Map<number, TunnelStream>();
  readonly #handlers: StreamHandlers;
  #last = 0;

  constructor(channel: Channel, handlers: StreamHandlers) {
    this.channel = channel;
    this.#handlers = handlers;
    channel.onPacket((packet) => this.#dispatch(packet));
    void channel.closed.then(() => this.#endAll());
  }

  /** Open streams. */
  get size(): number {
    return this.#streams.size;
  }

  /** Starts a stream with a TUNNEL_OPEN. Only the dialler of the channel may. */
  open(content: Uint8Array): TunnelStream {
    this.#last += 1;
    const stream = this.#make(this.#last);
    this.channel.send(PACKET.tunnelOpen, stream.id, content);
    return stream;
  }

  #make(id: number): TunnelStream {
    const stream = new TunnelStream(this.channel, id, () => this.#streams.delete(id));
    this.#streams.set(id, stream);
    return stream;
  }

  #dispatch(packet: Packet): void {
    try {
      if (packet.stream === 0) this.#handlers.onControl(packet);
      else if (packet.type === PACKET.tunnelOpen) this.#accept(packet);
      // A packet for a stream that has just been closed here is nobody's fault.
      else this.#streams.get(packet.stream)?.accept(packet);
    } catch {
      // The peer broke the rules of the channel: it ends, and every stream with it.
      void this.channel.close();
    }
  }

  #accept(packet: Packet): void {
    if (this.channel.role !== 'responder' || packet.stream <= this.#last)
      throw new TalosError('E_PROTOCOL', 'stream id is not new');
    this.#last = packet.stream;
    if (this.#streams.size >= MAX_STREAMS_A_CHANNEL) {
      this.channel.send(PACKET.refusal, packet.stream, encodeRefusal({ word: 'busy', code: 'E_RATE_LIMITED' }));
      return;
    }
    this.#handlers.onOpen(this.#make(packet.stream), packet.content);
  }

  #endAll(): void {
    for (const stream of this.#streams.values()) stream.end(undefined);
  }
}
