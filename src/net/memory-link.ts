/**
 * Two ends of a link in one process, without a network: for the tests of everything above, with the semantics of the
 * real one (`test/conformance/link.ts` holds both to them).
 *
 * @module
 */
import { type ByteDuplex, type DuplexListener, linkOver } from './frame-link.ts';
import type { Link, Path } from './link.ts';
import { PROTOCOLS, type Purpose } from './protocols.ts';
import { systemTimer, type Timer } from './timer.ts';

/** Bytes that may be under way to one side before the other has to wait. */
const WINDOW_BYTES = 256 * 1024;

/** Two ends, and what can happen between them. */
export interface LinkPair {
  /** The end that dialled. */
  readonly dialler: Link;
  /** The end that was dialled. */
  readonly listener: Link;
  /** The connection breaks: both ends see it. */
  cut(): void;
  /** The connection passes nothing any more, and neither end is told. */
  stall(): void;
}

/** Who the ends are. */
export interface LinkPairInit {
  /** Ed25519 key of the end that dialled, 32 bytes. */
  readonly diallerKey: Uint8Array;
  /** Ed25519 key of the end that was dialled, 32 bytes. */
  readonly listenerKey: Uint8Array;
  /** What the listener sees of where the dialler is; `/memory/dialler` unless given. */
  readonly diallerAddress?: string;
  /** What both ends say of their way; `direct` unless given. */
  readonly path?: Path;
  /** `channel` unless given. */
  readonly purpose?: Purpose;
  /** The system's unless given. */
  readonly timer?: Timer;
}

/** Makes two links that are each other's peer. */
export function pairLinks(init: LinkPairInit): LinkPair {
  const a = new MemoryDuplex('/memory/listener');
  const b = new MemoryDuplex(init.diallerAddress ?? '/memory/dialler');
  a.peer = b;
  b.peer = a;
  const terms = PROTOCOLS[init.purpose ?? 'channel'];
  const { timer = systemTimer, path = 'direct' } = init;
  return {
    dialler: linkOver(a, { peerKey: init.listenerKey, direction: 'outbound', path, terms, timer }),
    listener: linkOver(b, { peerKey: init.diallerKey, direction: 'inbound', path, terms, timer }),
    cut() {
      a.abort(new Error('cut'));
      a.break(new Error('cut'));
    },
    stall() {
      a.stalled = true;
      b.stalled = true;
    },
  };
}

class MemoryDuplex implements ByteDuplex {
  readonly remoteAddress: string;
  peer: MemoryDuplex | undefined;
  stalled = false;
  #listener: DuplexListener | undefined;
  #arrived: Uint8Array[] = [];
  #arrivedBytes = 0;
  #paused = false;
  #scheduled = false;
  #peerEnded = false;
  #endTold = false;
  #broken = false;

  constructor(remoteAddress: string) {
    this.remoteAddress = remoteAddress;
  }

  get writable(): boolean {
    return this.peer !== undefined && this.peer.#arrivedBytes < WINDOW_BYTES;
  }

  get unsentBytes(): number {
    return 0;
  }

  listen(listener: DuplexListener): void {
    this.#listener = listener;
    this.#schedule();
  }

  write(chunk: Uint8Array): void {
    const peer = this.peer;
    if (peer === undefined || peer.#broken || peer.#peerEnded) return;
    peer.#arrived.push(chunk);
    peer.#arrivedBytes += chunk.length;
    peer.#schedule();
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#schedule();
  }

  end(): void {
    if (this.peer === undefined) return;
    this.peer.#peerEnded = true;
    this.peer.#schedule();
  }

  abort(reason: Error): void {
    const peer = this.peer;
    this.#broken = true;
    this.#arrived = [];
    if (peer === undefined || this.stalled) return;
    queueMicrotask(() => peer.break(reason));
  }

  /** This end sees the connection break. */
  break(cause: Error): void {
    this.#broken = true;
    this.#arrived = [];
    this.#arrivedBytes = 0;
    this.#listener?.broken(cause);
  }

  #schedule(): void {
    if (this.#scheduled || this.#paused || this.stalled || this.#broken) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#deliver();
    });
  }

  #deliver(): void {
    const listener = this.#listener;
    if (listener === undefined || this.stalled) return;
    while (!this.#paused && !this.#broken) {
      const chunk = this.#arrived.shift();
      if (chunk === undefined) break;
      this.#arrivedBytes -= chunk.length;
      listener.bytes(chunk);
      if (this.peer !== undefined) this.peer.#listener?.drain();
    }
    if (!this.#peerEnded || this.#endTold || this.#broken || this.#arrived.length > 0) return;
    this.#endTold = true;
    listener.end();
  }
}
