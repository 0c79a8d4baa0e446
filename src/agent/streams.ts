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
/** Messages that may wait unread on one stream: more than fit its credit, as the shortest takes over 32 bytes. */
export const MAX_WAITING_MESSAGE_PACKETS: number = STREAM_CREDIT_BYTES / 32;
/** Control packets that may wait unread on one stream: acknowledgements and a close. */
export const MAX_WAITING_CONTROL_PACKETS = 4096;
/** Milliseconds that a receiver has to take what came before the peer's TUNNEL_CLOSE. */
export const CLOSE_GRACE_MS = 2000;
/** Bytes that may wait in the channel before its streams hold theirs back. */
const CHANNEL_HIGH_BYTES: number = 1024 * 1024;

/** The packet types that cost credit. */
const CREDITED: ReadonlySet<PacketType> = new Set([
  PACKET.mcpMessage,
  PACKET.mcpResponse,
  PACKET.mcpError,
  PACKET.intent,
]);

/** One stream; made by a {@link StreamMux}. Nothing that it does throws or rejects because the channel has ended. */
export class TunnelStream {
  readonly id: number;
  readonly channel: Channel;
  /** Resolves when the stream has ended, with the peer's reason where it gave one. */
  readonly closed: Promise<RefusalBody | undefined>;
  /** Resolves after `closed`, when all that came before the end was taken; at once where this side closed it. */
  readonly delivered: Promise<void>;
  #credit = STREAM_CREDIT_BYTES;
  #owed = 0;
  #allowed = STREAM_CREDIT_BYTES;
  #queue: { readonly type: PacketType; readonly content: Uint8Array }[] = [];
  #queuedBytes = 0;
  #waiting: (() => void)[] = [];
  #isChannelFull = false;
  #inbox: Packet[] = [];
  #waitingControls = 0;
  #reading = false;
  #receive: ((packet: Packet) => void | Promise<void>) | undefined;
  #isOpen = true;
  #closeTimer: ReturnType<typeof setTimeout> | undefined;
  #resolveClosed: (reason: RefusalBody | undefined) => void = () => {};
  #resolveDelivered: () => void = () => {};
  readonly #forget: () => void;

  constructor(channel: Channel, id: number, forget: () => void) {
    this.channel = channel;
    this.id = id;
    this.#forget = forget;
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
    this.delivered = new Promise((resolve) => {
      this.#resolveDelivered = resolve;
    });
  }

  /** Whether packets still go out and come in. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Bytes that wait for the peer's credit, or for room in the channel. */
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

  /** Resolves when nothing waits on this side any more, or the stream has ended. */
  async drained(): Promise<void> {
    while (this.#queue.length > 0 && this.#isOpen)
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    // The channel's end is the stream's, which `closed` tells.
    if (this.#isOpen) await this.channel.drained().catch(() => undefined);
  }

  /** Sets the one receiver. A promise that it returns holds the next packet, and the peer's credit, back. */
  onPacket(receive: (packet: Packet) => void | Promise<void>): void {
    this.#receive = receive;
    void this.#read();
  }

  /** Ends the stream and tells the peer, with `reason` where there is one. What was not read is dropped. Repeatable. */
  close(reason?: RefusalBody): void {
    this.#inbox = [];
    if (this.#isOpen) {
      this.#flush();
      this.#emit(PACKET.tunnelClose, encodeRefusal(reason ?? { word: 'unknown', code: undefined }));
      this.end(undefined);
    }
    this.#resolveDelivered();
  }

  /** Takes a packet from the channel. @throws {TalosError} `E_PROTOCOL` past a limit; the channel ends then. */
  accept(packet: Packet): void {
    if (packet.type === PACKET.window) {
      this.#credit += decode(packet.content, (reader) => reader.u32('credit'));
      if (this.#credit > Number.MAX_SAFE_INTEGER / 2) throw new TalosError('E_PROTOCOL', 'credit is out of bounds');
      this.#flush();
      return;
    }
    if (CREDITED.has(packet.type)) this.#charge(packet.content.length);
    else if (++this.#waitingControls > MAX_WAITING_CONTROL_PACKETS)
      throw new TalosError('E_PROTOCOL', `stream ${this.id} floods control packets`);
    if (packet.type === PACKET.tunnelClose) this.#endSoon(decodeRefusal(packet.content));
    this.#inbox.push(packet);
    void this.#read();
  }

  #charge(bytes: number): void {
    const isOver = this.#allowed <= 0 || bytes > MAX_MESSAGE_PACKET_BYTES;
    if (isOver || this.#inbox.length - this.#waitingControls >= MAX_WAITING_MESSAGE_PACKETS)
      throw new TalosError('E_PROTOCOL', `stream ${this.id} sent more than its credit`);
    this.#allowed -= bytes;
  }

  /** A receiver that does not take what came before holds the end up no longer than this. */
  #endSoon(reason: RefusalBody): void {
    this.#closeTimer ??= setTimeout(() => this.end(reason), CLOSE_GRACE_MS);
  }

  /** Ends the stream on this side alone: the channel is gone, or the peer closed it. */
  end(reason: RefusalBody | undefined): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    clearTimeout(this.#closeTimer);
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#wake();
    this.#forget();
    this.#resolveClosed(reason);
    this.#checkDelivered();
  }

  #checkDelivered(): void {
    if (!this.#isOpen && !this.#reading && this.#inbox.length === 0) this.#resolveDelivered();
  }

  #flush(): void {
    let sent = 0;
    for (const { type, content } of this.#queue) {
      const costs = CREDITED.has(type);
      if ((costs && this.#credit <= 0) || this.#isHeldByChannel()) break;
      if (costs) this.#credit -= content.length;
      this.#queuedBytes -= content.length;
      if (!this.#emit(type, content)) return;
      sent++;
    }
    if (sent > 0) this.#queue = sent === this.#queue.length ? [] : this.#queue.slice(sent);
    if (this.#queue.length === 0) this.#wake();
  }

  /** Whether the channel has enough to send. It then flushes again when it has sent that. */
  #isHeldByChannel(): boolean {
    if (this.channel.bufferedBytes < CHANNEL_HIGH_BYTES) return false;
    if (this.#isChannelFull) return true;
    this.#isChannelFull = true;
    const again = (): void => {
      this.#isChannelFull = false;
      if (this.#isOpen) this.#flush();
    };
    // Where it rejects the channel has ended, and this stream with it.
    this.channel.drained().then(again, () => undefined);
    return true;
  }

  /** Sends at once. @returns Whether it could; if not, the channel is gone and the stream has ended. */
  #emit(type: PacketType, content: Uint8Array): boolean {
    try {
      this.channel.send(type, this.id, content);
      return true;
    } catch (error) {
      if (!isTalosError(error)) throw error;
      this.end(undefined);
      return false;
    }
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
        if (!CREDITED.has(packet.type)) this.#waitingControls--;
        if (packet.type === PACKET.tunnelClose) {
          this.#inbox = [];
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
      this.#checkDelivered();
    }
  }

  #giveBack(bytes: number): void {
    this.#owed += bytes;
    if (this.#owed < CREDIT_STEP_BYTES || !this.#isOpen) return;
    this.#allowed += this.#owed;
    this.#emit(PACKET.window, u32(this.#owed));
    this.#owed = 0;
  }
}

/** What a {@link StreamMux} hands up. */
export interface StreamHandlers {
  /** The peer asks for a new stream; `content` is that of TUNNEL_OPEN. Throwing ends the channel. */
  readonly onOpen: (stream: TunnelStream, content: Bytes) => void;
  /**
   * A packet of stream 0, the channel itself. A promise holds all of the channel back until it is handled, so that a
   * peer cannot ask faster than it is answered. Throwing ends the channel.
   */
  readonly onControl: (packet: Packet) => void | Promise<void>;
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

  /**
   * Starts a stream with a TUNNEL_OPEN. Only the dialler of the channel may.
   *
   * @throws {TalosError} as `Channel.send`, where the channel has ended.
   */
  open(content: Uint8Array): TunnelStream {
    this.channel.send(PACKET.tunnelOpen, this.#last + 1, content);
    this.#last += 1;
    return this.#make(this.#last);
  }

  #make(id: number): TunnelStream {
    const stream = new TunnelStream(this.channel, id, () => this.#streams.delete(id));
    this.#streams.set(id, stream);
    return stream;
  }

  #dispatch(packet: Packet): void | Promise<void> {
    try {
      if (packet.stream === 0) {
        const pending = this.#handlers.onControl(packet);
        return pending?.catch(() => this.#breach());
      }
      if (packet.type === PACKET.tunnelOpen) this.#accept(packet);
      // A packet for a stream that has just been closed here is nobody's fault.
      else this.#streams.get(packet.stream)?.accept(packet);
    } catch {
      this.#breach();
    }
  }

  /** The peer broke the rules of the channel: it ends, and every stream with it. */
  #breach(): void {
    void this.channel.close();
  }

  #accept(packet: Packet): void {
    if (this.channel.role !== 'responder' || packet.stream <= this.#last)
      throw new TalosError('E_PROTOCOL', 'stream id is not new');
    this.#last = packet.stream;
    if (this.#streams.size >= MAX_STREAMS_A_CHANNEL) {
      this.channel.send(PACKET.refusal, packet.stream, encodeRefusal({ word: 'busy', code: undefined }));
      return;
    }
    this.#handlers.onOpen(this.#make(packet.stream), packet.content);
  }

  #endAll(): void {
    for (const stream of this.#streams.values()) stream.end(undefined);
  }
}
