/**
 * Which way the connections of a node go, and who wants to know when a better one comes up.
 *
 * @module
 */
import type { Connection, Libp2p } from '@libp2p/interface';
import type { Bytes } from '../../base/bytes.ts';
import type { Path } from '../../net/link.ts';
import { pathOfAddress } from '../../net/path.ts';
import type { Libp2pNode } from './libp2p-node.ts';

/** See the module comment. */
export class Paths {
  readonly #libp2p: Libp2p;
  readonly #punched: WeakSet<Connection>;
  readonly #listeners = new Set<(peerKey: Bytes, path: Path) => void>();

  constructor({ libp2p, punched }: Libp2pNode) {
    this.#libp2p = libp2p;
    this.#punched = punched;
    libp2p.addEventListener('connection:open', ({ detail }) => this.#opened(detail));
  }

  /** The way of `connection`. */
  of(connection: Connection): Path {
    const path = pathOfAddress(connection.remoteAddr.toString());
    return path !== 'relayed' && this.#punched.has(connection) ? 'punched' : path;
  }

  /** The connection for a new link to a peer: the newest of those without a relay, else the newest; none of `leaving`. */
  bestTo(peerId: string, leaving: WeakSet<Connection>): Connection | undefined {
    const open = this.#connectionsTo(peerId).filter((connection) => !leaving.has(connection));
    return open.findLast((connection) => this.of(connection) !== 'relayed') ?? open.at(-1);
  }

  /** Those that are open, oldest first. */
  #connectionsTo(peerId: string): readonly Connection[] {
    const all = this.#libp2p.getConnections();
    return all.filter(({ status, remotePeer }) => status === 'open' && remotePeer.toString() === peerId);
  }

  /** See `Host.onBetterPath`. */
  onBetter(listen: (peerKey: Bytes, path: Path) => void): () => void {
    // Each call stands for itself, whoever else passes the same function.
    const own = (peerKey: Bytes, path: Path): void => listen(peerKey, path);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  #opened(connection: Connection): void {
    const path = this.of(connection);
    const key = connection.remotePeer.publicKey;
    if (path === 'relayed' || key?.type !== 'Ed25519') return;
    const others = this.#connectionsTo(connection.remotePeer.toString()).filter((other) => other !== connection);
    if (others.length === 0 || others.some((other) => this.of(other) !== 'relayed')) return;
    for (const listen of this.#listeners) listen(new Uint8Array(key.raw), path);
  }
}
