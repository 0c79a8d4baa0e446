/**
 * A live channel: the handshake of PROTOCOL.md §5.5 over a link, then sealed packets both ways. Keys and state are in
 * memory and end with the link.
 *
 * The link is ordered and authenticated, so a frame that does not open is an attack or a bug: the channel ends.
 *
 * @module
 */
import { type Bytes, equalBytes } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import { TalosError } from '../../base/errors.ts';
import { u32 } from '../../codec/writer.ts';
import { kemReady } from '../../crypto/kem.ts';
import { type Did, didOfKey, keyOfDid } from '../../identity/did.ts';
import {
  decodePacket,
  encodePacket,
  PACKET,
  PACKET_HEADER_BYTES,
  type Packet,
  type PacketType,
} from '../../message/packet.ts';
import { RATCHET_OVERHEAD_BYTES } from '../../message/ratchet-message.ts';
import { FRAME_TYPES, type Frame, MAX_FRAME_BYTES } from '../../net/frame.ts';
import type { Link, Path } from '../../net/link.ts';
import { systemTimer, type Timer } from '../../net/timer.ts';
import type { Party, Session, SessionRole } from '../../session/key-schedule.ts';
import {
  acceptLive,
  answerLive,
  beginLive,
  completeLive,
  type LiveAsked,
  type LiveOffered,
} from '../../session/live.ts';
import { decrypt, encrypt, prepareSending } from '../../session/ratchet.ts';

/** From the start of `openChannel` or `acceptChannel` to a proven channel, at most, in milliseconds. PROTOCOL.md §5.5. */
export const CHANNEL_HANDSHAKE_TIMEOUT_MS = 10_000;
/** Longest content of a packet, in bytes: what is left of a frame. */
export const MAX_PACKET_CONTENT_BYTES: number = MAX_FRAME_BYTES - RATCHET_OVERHEAD_BYTES - PACKET_HEADER_BYTES;

/**
 * Largest frame, in bytes, that a peer may send to the side that listened before a tunnel of it is open: room for a
 * whole chain of tokens. PROTOCOL.md §6.2.
 */
export const MAX_EARLY_FRAME_BYTES: number = 256 * 1024;

/** Takes one packet; reading goes on when it returns, or when the promise that it returns resolves. */
export type PacketReceiver = (packet: Packet) => void | Promise<void>;

/** An authenticated, encrypted, ordered duplex of packets with one peer. */
export interface Channel extends AsyncDisposable {
  readonly peer: Did;
  /** The transcript hash (th), 32 bytes: the id of the session. */
  readonly session: Bytes;
  /** `initiator` on the side that dialled. */
  readonly role: SessionRole;
  /** Where the peer is, for people. */
  readonly remoteAddress: string;
  /** The way of its link. */
  readonly path: Path;
  /** Sequence of the peer's certificate; who keeps it can refuse lower ones later. */
  readonly peerSequence: number;

  /**
   * Seals a packet and queues it, in order. Never blocks.
   *
   * @param content - In parts, which are joined; at most {@link MAX_PACKET_CONTENT_BYTES} in all.
   * @throws {TalosError} `E_CLOSED` if the channel has ended; `E_LIMIT` if too much waits: heed `drained`.
   * @throws {RangeError} for a content, type or stream out of bounds.
   */
  send(type: PacketType, stream: number, ...content: readonly Uint8Array[]): void;

  /** At the side that listened: takes packets of every size from now on, as the peer was authorised. Repeatable. */
  allowLargePackets(): void;

  /**
   * Resolves when little waits to be sent.
   *
   * @throws {TalosError} `E_CLOSED` if the channel ends before.
   */
  drained(signal?: AbortSignal): Promise<void>;

  /** Bytes sent that the transport has not taken yet. */
  readonly bufferedBytes: number;

  /** As `Link.probe`. */
  probe(sleptMs?: number): void;

  /**
   * Sets the one receiver; packets that came before are delivered first. While a promise that it returned is pending
   * nothing more is read. If it throws or rejects, the peer is told `failed` and the channel ends with that error.
   *
   * @throws {TypeError} if there is a receiver already.
   */
  onPacket(receive: PacketReceiver): void;

  /** Resolves, never rejects, when the channel has ended: with the reason, where neither side closed it. */
  readonly closed: Promise<TalosError | undefined>;

  /** Hands over what was sent and ends the channel and its link. Repeatable. */
  close(): Promise<void>;
}

/** What both ends of a channel need. */
export interface ChannelOptions {
  /** Owned by the channel from now on, whatever comes of the handshake. */
  readonly link: Link;
  readonly identity: Party;
  readonly clock: Clock;
  /** Ends the handshake; without effect once the channel is open. */
  readonly signal?: AbortSignal;
  /** The highest certificate sequence seen of the peer. */
  readonly lowestSequence?: number;
  /** For the deadline. */
  readonly timer?: Timer;
  /** The largest frame, in bytes, once large packets are taken; {@link MAX_FRAME_BYTES} where absent. */
  readonly maxFrameBytes?: number;
}

/**
 * Opens a channel on a link that was dialled.
 *
 * @returns Once the peer has proved its identity. The peer learns ours from the first DATA frame, which has left.
 * @throws {TalosError} `E_IDENTITY_MISMATCH` if the link or the handshake belongs to another agent than `peer`;
 *   `E_TIMEOUT` after {@link CHANNEL_HANDSHAKE_TIMEOUT_MS}; `E_BAD_BUNDLE`, `E_DOWNGRADE`, `E_STALE`, `E_VERSION`,
 *   `E_BAD_KEY` or `E_MALFORMED` for what the peer sent; `E_PROTOCOL` for a frame out of turn; why the link ended.
 * @throws The reason of `signal`, where that aborts.
 */
export async function openChannel(options: ChannelOptions & { readonly peer: Did }): Promise<Channel> {
  const { link, identity, peer } = options;
  if (!equalBytes(keyOfDid(peer), link.peerKey)) {
    await link.close();
    throw new TalosError('E_IDENTITY_MISMATCH', 'the link leads to another agent than the one asked for');
  }
  await kemReady();
  const { state, hello } = beginLive(identity, peer);
  const channel = new LiveChannel(options, peer, { kind: 'asked', state });
  return channel.start(hello);
}

/**
 * Takes the handshake on a link that was accepted.
 *
 * @returns Once the peer has proved its identity: its first DATA frame has opened.
 * @throws As {@link openChannel}, and `E_DECRYPT` if the first DATA frame does not open.
 */
export async function acceptChannel(options: ChannelOptions): Promise<Channel> {
  await kemReady();
  const channel = new LiveChannel(options, didOfKey(options.link.peerKey), { kind: 'listening' });
  return channel.start();
}

/** Where a channel is. The responder goes listening, offered, proving, open; the initiator asked, open. */
type Phase =
  | { readonly kind: 'asked'; readonly state: LiveAsked }
  | { readonly kind: 'listening' }
  | { readonly kind: 'offered'; readonly state: LiveOffered }
  | { readonly kind: 'proving'; readonly session: Session }
  | { readonly kind: 'open'; readonly session: Session }
  | { readonly kind: 'over' };

/** PROTOCOL.md §5.5: what the initiator's first DATA frame holds, a WINDOW of no bytes on stream 0. */
const FIRST_CREDIT: Bytes = u32(0);
const NOTHING: Bytes = new Uint8Array(0);

class LiveChannel implements Channel {
  readonly peer: Did;
  readonly closed: Promise<TalosError | undefined>;
  readonly #options: ChannelOptions;
  readonly #link: Link;
  #phase: Phase;
  #id: Bytes = NOTHING;
  #role: SessionRole = 'responder';
  #peerSequence = 0;
  #receive: PacketReceiver | undefined;
  #isPreparing = false;
  /** Resolves the wait of a packet that came before the receiver. */
  #wake: (() => void) | undefined;
  #settle: { readonly opened: () => void; readonly failed: (reason: unknown) => void } | undefined;

  constructor(options: ChannelOptions, peer: Did, phase: Phase) {
    this.#options = options;
    this.#link = options.link;
    this.peer = peer;
    this.#phase = phase;
    this.closed = options.link.closed.then((reason) => {
      this.#over(reason ?? new TalosError('E_CLOSED', 'the link was closed during the handshake'));
      return reason;
    });
  }

  get session(): Bytes {
    return this.#id;
  }

  get role(): SessionRole {
    return this.#role;
  }

  get peerSequence(): number {
    return this.#peerSequence;
  }

  get remoteAddress(): string {
    return this.#link.remoteAddress;
  }

  get path(): Path {
    return this.#link.path;
  }

  get bufferedBytes(): number {
    return this.#link.bufferedBytes;
  }

  /** Runs the handshake, `hello` first where there is one. */
  async start(hello?: Bytes): Promise<Channel> {
    const { signal, timer = systemTimer } = this.#options;
    const finished = new Promise<void>((resolve, reject) => {
      this.#settle = { opened: resolve, failed: reject };
    });
    const cancel = timer.after(CHANNEL_HANDSHAKE_TIMEOUT_MS, () =>
      this.#settle?.failed(new TalosError('E_TIMEOUT', 'the handshake took too long')),
    );
    const abort = (): void => this.#settle?.failed(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      signal?.throwIfAborted();
      this.#link.onFrame((frame) => this.#onFrame(frame));
      if (hello !== undefined) this.#link.send(FRAME_TYPES.handshake, hello);
      await finished;
      return this;
    } catch (error) {
      this.#phase = { kind: 'over' };
      this.#settle = undefined;
      await this.#link.close();
      throw error;
    } finally {
      this.#settle = undefined;
      cancel();
      signal?.removeEventListener('abort', abort);
    }
  }

  send(type: PacketType, stream: number, ...content: readonly Uint8Array[]): void {
    const length = content.reduce((sum, part) => sum + part.length, 0);
    if (length > MAX_PACKET_CONTENT_BYTES)
      throw new RangeError(`content must be at most ${MAX_PACKET_CONTENT_BYTES} bytes, got ${length}`);
    if (this.#phase.kind !== 'open') throw new TalosError('E_CLOSED', 'the channel has ended');
    this.#sendUnder(this.#phase.session, encodePacket(type, stream, ...content));
  }

  allowLargePackets(): void {
    if (this.#phase.kind === 'open') this.#link.limitPayload(this.#options.maxFrameBytes ?? MAX_FRAME_BYTES);
  }

  probe(sleptMs?: number): void {
    this.#link.probe(sleptMs);
  }

  drained(signal?: AbortSignal): Promise<void> {
    return this.#link.drained(signal);
  }

  onPacket(receive: PacketReceiver): void {
    if (this.#receive !== undefined) throw new TypeError('the channel has a receiver already');
    this.#receive = receive;
    this.#wake?.();
  }

  async close(): Promise<void> {
    this.#phase = { kind: 'over' };
    this.#wake?.();
    await this.#link.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** One frame. What it throws ends the link, and the peer is told `failed`. */
  #onFrame({ type, payload }: Frame): void | Promise<void> {
    const phase = this.#phase;
    if (phase.kind === 'over') return;
    try {
      if (phase.kind === 'open' && type === FRAME_TYPES.data) {
        const delivered = this.#deliver(this.#openUnder(phase.session, payload));
        this.#prepareSoon();
        return delivered;
      }
      if (phase.kind === 'asked' && type === FRAME_TYPES.handshakeAck) return this.#complete(phase.state, payload);
      if (phase.kind === 'listening' && type === FRAME_TYPES.handshake) return this.#answer(payload);
      if (phase.kind === 'offered' && type === FRAME_TYPES.handshake) return this.#accept(phase.state, payload);
      if (phase.kind === 'proving' && type === FRAME_TYPES.data) return this.#prove(phase.session, payload);
      throw new TalosError('E_PROTOCOL', `frame of type ${type} out of turn`);
    } catch (error) {
      this.#over(error);
      throw error;
    }
  }

  #complete(state: LiveAsked, bundle: Bytes): void {
    const { session, initial } = completeLive(this.#options.identity, state, bundle, this.#expected());
    this.#link.send(FRAME_TYPES.handshake, initial);
    this.#sendUnder(session, encodePacket(PACKET.window, 0, FIRST_CREDIT));
    this.#opened();
  }

  #answer(hello: Bytes): void {
    const { state, bundle } = answerLive(this.#options.identity, this.peer, hello, this.#options.clock.now());
    this.#phase = { kind: 'offered', state };
    this.#link.send(FRAME_TYPES.handshakeAck, bundle);
  }

  #accept(state: LiveOffered, initial: Bytes): void {
    const session = acceptLive(this.#options.identity, state, initial, this.#expected());
    this.#phase = { kind: 'proving', session };
  }

  /** The peer has proved its DID when a message of its opens; any other first packet is not of this version. */
  #prove(session: Session, message: Bytes): void {
    const { type, stream, content } = this.#openUnder(session, message);
    if (type !== PACKET.window || stream !== 0 || !equalBytes(content, FIRST_CREDIT))
      throw new TalosError('E_PROTOCOL', 'the first packet is not the one of the handshake');
    this.#opened();
  }

  #opened(): void {
    const phase = this.#phase as Extract<Phase, { readonly kind: 'open' }>;
    this.#id = phase.session.id;
    this.#role = phase.session.role;
    this.#peerSequence = phase.session.peerSequence;
    // Who dials has chosen the peer; who listens has not, and takes little from it before it is authorised.
    if (this.#role === 'initiator') this.allowLargePackets();
    else this.#link.limitPayload(MAX_EARLY_FRAME_BYTES);
    this.#settle?.opened();
  }

  #expected(): { readonly nowMs: number; readonly lowestSequence: number } {
    return { nowMs: this.#options.clock.now(), lowestSequence: this.#options.lowestSequence ?? 0 };
  }

  /** Seals under `session`, which is open from now on at its next state. */
  #sendUnder(session: Session, packet: Bytes): void {
    const { state, message } = encrypt(session.ratchet, packet, session.associated);
    // First the state: whatever happens to the frame, its message key is spent.
    this.#phase = { kind: 'open', session: { ...session, ratchet: state } };
    this.#link.send(FRAME_TYPES.data, message);
  }

  #openUnder(session: Session, message: Bytes): Packet {
    const { state, plaintext } = decrypt(session.ratchet, message, session.associated, this.#options.clock.now());
    this.#phase = { kind: 'open', session: { ...session, ratchet: state } };
    return decodePacket(plaintext);
  }

  #deliver(packet: Packet): void | Promise<void> {
    if (this.#receive !== undefined) return this.#receive(packet);
    // The pending promise keeps the link from reading on.
    return new Promise<void>((resolve) => {
      this.#wake = resolve;
    }).then(() => {
      this.#wake = undefined;
      return this.#phase.kind === 'over' ? undefined : this.#receive?.(packet);
    });
  }

  /**
   * Takes the ratchet step of the answer while whoever gives it is at work, and not when it is there: as soon as what came
   * has been handed on. A turn later a quick answer would be there first, and wait for the step.
   */
  #prepareSoon(): void {
    if (this.#isPreparing) return;
    this.#isPreparing = true;
    soon(() => this.#prepare());
  }

  #prepare(): void {
    this.#isPreparing = false;
    if (this.#phase.kind !== 'open') return;
    const { session } = this.#phase;
    this.#phase = { kind: 'open', session: { ...session, ratchet: prepareSending(session.ratchet) } };
  }

  /** Forgets the keys. */
  #over(reason: unknown): void {
    this.#phase = { kind: 'over' };
    this.#wake?.();
    this.#settle?.failed(reason);
  }
}

/** Runs `action` when what has arrived is dealt with: at once after it on Node, in a moment elsewhere. */
function soon(action: () => void): void {
  const { setImmediate } = globalThis as { readonly setImmediate?: (action: () => void) => unknown };
  if (setImmediate === undefined) setTimeout(action, 0);
  else setImmediate(action);
}
