/**
 * A link over one libp2p stream. The transport has authenticated the peer; its key comes from the peer id.
 *
 * @module
 */
import type { Stream } from '@libp2p/interface';
import { type ByteDuplex, type DuplexListener, linkOver } from './frame-link.ts';
import type { Link, Path } from './link.ts';
import type { Terms } from './protocols.ts';
import { systemTimer, type Timer } from './timer.ts';

/** What the stream itself does not tell. */
export interface StreamLinkInit {
  /** Ed25519 key of the connection's peer, 32 bytes. */
  readonly peerKey: Uint8Array;
  /** The connection's, for people. */
  readonly remoteAddress: string;
  readonly direction: 'inbound' | 'outbound';
  readonly path: Path;
  readonly terms: Terms;
  /** The system's unless given. */
  readonly timer?: Timer;
}

/** Makes a link over `stream`, which it owns from now on. */
export function linkOverStream(stream: Stream, init: StreamLinkInit): Link {
  const { peerKey, direction, path, terms, timer = systemTimer } = init;
  return linkOver(new StreamDuplex(stream, init.remoteAddress), { peerKey, direction, path, terms, timer });
}

class StreamDuplex implements ByteDuplex {
  readonly remoteAddress: string;
  readonly #stream: Stream;
  #paused = false;
  #resuming = false;

  constructor(stream: Stream, remoteAddress: string) {
    this.#stream = stream;
    this.remoteAddress = remoteAddress;
  }

  get unsentBytes(): number {
    return this.#stream.writeBufferLength;
  }

  get writable(): boolean {
    return this.#stream.writeStatus === 'writable' && !this.#stream.writableNeedsDrain;
  }

  write(chunk: Uint8Array): void {
    try {
      this.#stream.send(chunk);
    } catch {
      // The stream has closed or reset, which its `close` event tells the link.
    }
  }

  pause(): void {
    this.#paused = true;
    this.#applyPause();
  }

  resume(): void {
    this.#paused = false;
    this.#resuming = true;
    try {
      this.#stream.resume();
    } catch {
      // The readable side has ended; there is nothing to resume.
    } finally {
      this.#resuming = false;
    }
    if (this.#isPaused()) this.#applyPause();
  }

  end(): void {
    // A failure to close comes as the `close` event.
    this.#stream.close().catch(() => undefined);
  }

  abort(reason: Error): void {
    this.#stream.abort(reason);
  }

  listen(listener: DuplexListener): void {
    const stream = this.#stream;
    // The stream works on its queue after these events, so look at it a microtask later.
    const drain = (): void => queueMicrotask(() => listener.drain());
    stream.addEventListener('drain', drain);
    stream.addEventListener('idle', drain);
    stream.addEventListener('end', () => {
      // A stream that breaks says `end` as well, just before the `close` that knows why.
      if (stream.status !== 'aborted' && stream.status !== 'reset') listener.end();
    });
    stream.addEventListener('close', (event) => {
      if (event.error === undefined) listener.end();
      else listener.broken(event.error);
    });
    stream.addEventListener('message', (event) => {
      listener.bytes(event.data instanceof Uint8Array ? event.data : event.data.subarray());
    });
    if (stream.readableEnded) listener.end();
  }

  #isPaused(): boolean {
    return this.#paused;
  }

  #applyPause(): void {
    // `resume` hands out what waited before it tells the muxer to go on: a pause set inside it would be undone there,
    // and the stream reset when its buffer runs over. It is set when `resume` has returned.
    if (this.#resuming) return;
    try {
      this.#stream.pause();
    } catch {
      // The readable side has ended; nothing more comes.
    }
  }
}
