/**
 * A link of purpose `message` that a peer dialled, with a door before it: a capability that is presented on it is taken
 * out, and where the peer writes under capabilities alone, each frame passes only while one allows it. PROTOCOL.md §5.6.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { isTalosError, type TalosError } from '../../base/errors.ts';
import { type Did, didOfKey } from '../../identity/did.ts';
import { decodeEnvelope, ENVELOPE_TYPES, TEXT_SALT_BYTES } from '../../message/envelope.ts';
import { RATCHET_OVERHEAD_BYTES } from '../../message/ratchet-message.ts';
import { FRAME_TYPES, type Frame, type FrameType } from '../../net/frame.ts';
import type { FrameReceiver, Link, Path } from '../../net/link.ts';
import { DENIED, readPresentation } from './message-grants.ts';

/** Milliseconds that a peer has to present a capability, or to send its first message. PROTOCOL.md §11. */
export const PRESENT_TIMEOUT_MS = 5000;

/** What a door needs. */
export interface DoorTerms {
  readonly self: Did;
  /** Whether frames pass without a capability. */
  readonly isOpen: () => boolean;
  /** Takes a chain that was presented. */
  readonly present: (chain: readonly string[]) => void;
  /** Whether a message of so many bytes may pass now; notes it where not. */
  readonly mayPass: (bytes: number) => boolean;
}

/** See the module comment. */
export class GatedLink implements Link {
  readonly #link: Link;
  readonly #terms: DoorTerms;
  readonly #from: Did;
  #receive: (receive: FrameReceiver) => void = () => {};
  readonly #receiver: Promise<FrameReceiver>;
  #settle: (isAdmitted: boolean) => void = () => {};
  /** Whether anything may come over it: when its first frame is there, at the latest. */
  readonly admitted: Promise<boolean>;

  constructor(link: Link, terms: DoorTerms) {
    this.#link = link;
    this.#terms = terms;
    this.#from = didOfKey(link.peerKey);
    this.#receiver = new Promise((resolve) => {
      this.#receive = resolve;
    });
    this.admitted = new Promise((resolve) => {
      const timer = setTimeout(() => this.#refuse(), PRESENT_TIMEOUT_MS);
      this.#settle = (isAdmitted) => {
        clearTimeout(timer);
        resolve(isAdmitted);
      };
    });
    void link.closed.then(() => this.#settle(false));
    if (terms.isOpen() || terms.mayPass(0)) this.#settle(true);
    link.onFrame((frame) => this.#came(frame));
  }

  async #came(frame: Frame): Promise<void> {
    const { self, present } = this.#terms;
    const chain =
      frame.type === FRAME_TYPES.handshake
        ? readPresentation(frame.payload, { from: this.#from, to: self })
        : undefined;
    if (chain !== undefined) present(chain);
    if (!this.#passes(chain === undefined ? frame : undefined)) return this.#refuse();
    this.#settle(true);
    if (chain === undefined) await (await this.#receiver)(frame);
  }

  #passes(frame: Frame | undefined): boolean {
    if (this.#terms.isOpen()) return true;
    return this.#terms.mayPass(frame?.type === FRAME_TYPES.data ? textBytes(frame.payload) : 0);
  }

  /** Tells the peer that nothing is taken of it, and ends the link. */
  #refuse(): void {
    this.#settle(false);
    try {
      this.#link.send(FRAME_TYPES.error, DENIED);
    } catch (error) {
      // It has ended already.
      if (!isTalosError(error)) throw error;
    }
    void this.#link.close();
  }

  roundTrip(signal?: AbortSignal): Promise<number> {
    return this.#link.roundTrip(signal);
  }

  get peerKey(): Bytes {
    return this.#link.peerKey;
  }

  get direction(): 'inbound' | 'outbound' {
    return this.#link.direction;
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

  get closed(): Promise<TalosError | undefined> {
    return this.#link.closed;
  }

  send(type: FrameType, payload: Uint8Array): void {
    this.#link.send(type, payload);
  }

  drained(signal?: AbortSignal): Promise<void> {
    return this.#link.drained(signal);
  }

  probe(...given: Parameters<Link['probe']>): ReturnType<Link['probe']> {
    return this.#link.probe(...given);
  }

  onFrame(receive: FrameReceiver): void {
    this.#receive(receive);
  }

  limitPayload(bytes: number): void {
    this.#link.limitPayload(bytes);
  }

  close(): Promise<void> {
    return this.#link.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#link[Symbol.asyncDispose]();
  }
}

/** Bytes of the text in an envelope; 0 in one that has none, or is none: that is for who opens it. */
export function textBytes(envelope: Bytes): number {
  try {
    const { type, content } = decodeEnvelope(envelope);
    if (type !== ENVELOPE_TYPES.text) return 0;
    return Math.max(0, content.length - RATCHET_OVERHEAD_BYTES - TEXT_SALT_BYTES);
  } catch (error) {
    if (!isTalosError(error)) throw error;
    return 0;
  }
}
