/**
 * Room for connections of HTTP: whoever asks slowly keeps nobody out. An honest request is over in a moment, so that of too
 * many connections the oldest goes, of the source that has too many before all others.
 *
 * @module
 */
import type { Socket } from 'node:net';
import { mayHold, netOfSource } from '../../base/source-counter.ts';
import { sourceOfHost } from '../../net/address.ts';

/** See the module comment. */
export class HttpRoom {
  readonly #limit: number;
  readonly #ofSource: number;
  /** Connections and their sources, the oldest first. */
  readonly #open = new Map<Socket, string>();

  /**
   * @param limit - Connections at a time.
   * @param ofSource - Of them of one source.
   */
  constructor(limit: number, ofSource: number) {
    this.#limit = limit;
    this.#ofSource = ofSource;
  }

  /** Makes room for `socket`, which leaves when it closes. */
  take(socket: Socket): void {
    const source = sourceOfHost(socket.remoteAddress ?? '');
    if (!mayHold(source, this.#open.values(), this.#ofSource)) this.#end(this.#oldestOf(source));
    else if (this.#open.size >= this.#limit) this.#end(this.#open.keys().next().value);
    this.#open.set(socket, source);
    socket.once('close', () => this.#open.delete(socket));
  }

  /** The oldest of `source`, or of its net. */
  #oldestOf(source: string): Socket | undefined {
    const [net, all] = [netOfSource(source), [...this.#open]];
    const own = all.find(([, from]) => from === source);
    return (own ?? all.find(([, from]) => net !== undefined && netOfSource(from) === net))?.[0];
  }

  #end(socket: Socket | undefined): void {
    if (socket === undefined) return;
    this.#open.delete(socket);
    socket.destroy();
  }
}
