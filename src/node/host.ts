/**
 * The {@link Host} on Node: libp2p over TCP and WebSocket. Import it when it is needed; it loads libp2p.
 *
 * @module
 */
import type { Connection, Stream } from '@libp2p/interface';
import { assertBytes, type Bytes } from '../base/bytes.ts';
import { type ErrorDetails, isTalosError, TalosError } from '../base/errors.ts';
import { signingKey } from '../crypto/sign.ts';
import { type Address, endpointOf, isDialable, parseAddresses, parsePlace } from '../net/address.ts';
import type { Host, Link, Path, Target } from '../net/link.ts';
import { formatPeerId } from '../net/peer-id.ts';
import { DIAL_TIMEOUT_MS, HANDSHAKE_TIMEOUT_MS, PROTOCOLS, type Purpose, type Terms } from '../net/protocols.ts';
import { linkOverStream } from '../net/stream-link.ts';
import { startDeadline } from './deadline.ts';
import { firstToAnswer } from './network/dial.ts';
import type { TakeHttp } from './network/inbound-gate.ts';
import { Ladder } from './network/ladder.ts';
import { ANOTHER_IDENTITY, type Libp2pNode, MAX_CONNECTIONS, openNode } from './network/libp2p-node.ts';
import { Paths } from './network/paths.ts';
import { joinWindowUpdates } from './store/joined-writes.ts';

/** How often connections without a link are looked for; one found twice is closed. In milliseconds. */
export const IDLE_SWEEP_MS = 15_000;
/** How long a connection that exists may take to open a stream before a new one is dialled, in milliseconds. */
const REUSE_TIMEOUT_MS = 3000;
/** How long a connection may take to close in peace, in milliseconds. */
const HANG_UP_TIMEOUT_MS = 1000;

const relayedAlso = { runOnLimitedConnection: true };

/** What {@link openHost} needs. */
export interface HostInit {
  /** Ed25519 seed of the agent's key, 32 bytes; not kept. */
  readonly seed: Uint8Array;
  /** Multiaddrs to listen on; none: dial only, until `listen`. */
  readonly listen?: readonly string[];
  /** For the handshakes of one connection; {@link HANDSHAKE_TIMEOUT_MS} unless given. */
  readonly handshakeTimeoutMs?: number;
  /** For one `connect`; {@link DIAL_TIMEOUT_MS} unless given. */
  readonly dialTimeoutMs?: number;
  /** Connections at a time; {@link MAX_CONNECTIONS} unless given. */
  readonly maxConnections?: number;
  /** Who takes connections that speak HTTP at the ports it listens on; without one they are ended. */
  readonly http?: TakeHttp;
}

/** A host on Node, which takes further parts of libp2p: relays, the DHT and others. */
export interface NodeHost extends Host {
  /**
   * What `start` makes of the libp2p node below; it is to end with that, or to be disposed before.
   *
   * @throws {TalosError} `E_CLOSED` once the host is disposed.
   */
  use<T>(start: (node: Libp2pNode) => T): T;
}

/**
 * Starts a host.
 *
 * @throws {TalosError} `E_MALFORMED` for an address that is none; `E_CONFIG` if one cannot be listened on.
 */
export async function openHost(init: HostInit): Promise<NodeHost> {
  assertBytes(init.seed, 'seed', 32);
  const listen = (init.listen ?? []).map((address) => parsePlace(address).text);
  const { handshakeTimeoutMs = HANDSHAKE_TIMEOUT_MS, maxConnections = MAX_CONNECTIONS } = init;
  const node = await listening(
    openNode({ seed: init.seed, listen, handshakeTimeoutMs, maxConnections, http: init.http }),
  );
  return new Libp2pHost(node, signingKey(init.seed).publicKey, init.dialTimeoutMs ?? DIAL_TIMEOUT_MS);
}

/** Whom to connect to. */
interface Dial {
  readonly peerId: string;
  readonly addresses: readonly Address[];
  readonly onAttempt: Target['onAttempt'];
}

class Libp2pHost implements NodeHost {
  readonly peerId: string;
  readonly #node: Libp2pNode;
  readonly #dialTimeoutMs: number;
  readonly #stopped = new AbortController();
  readonly #links = new Map<Connection, number>();
  readonly #open = new Set<Link>();
  readonly #ladder: Ladder;
  readonly #served = new Set<Purpose>();
  /** Addresses that are about to be listened on. */
  readonly #opening = new Set<Promise<unknown>>();
  readonly #leaving = new WeakSet<Connection>();
  readonly #paths: Paths;
  #idle = new Set<Connection>();
  readonly #sweep: ReturnType<typeof setInterval>;

  constructor(node: Libp2pNode, publicKey: Bytes, dialTimeoutMs: number) {
    this.peerId = formatPeerId(publicKey);
    this.#node = node;
    this.#dialTimeoutMs = dialTimeoutMs;
    this.#paths = new Paths(node);
    this.#ladder = new Ladder({
      node,
      timeoutMs: dialTimeoutMs,
      stopped: this.#stopped.signal,
      discard: (late) => this.#hangUp(late),
    });
    // libp2p notes every peer it met; a server that meets many must forget them.
    node.libp2p.addEventListener('peer:disconnect', (event) => {
      // Not to forget one is no failure of anything.
      node.libp2p.peerStore.delete(event.detail).catch(() => undefined);
    });
    this.#sweep = setInterval(() => this.#closeIdle(), IDLE_SWEEP_MS);
    this.#sweep.unref();
  }

  get addresses(): readonly string[] {
    return this.#node.addresses();
  }

  use<T>(start: (node: Libp2pNode) => T): T {
    this.#assertOpen();
    return start(this.#node);
  }

  onBetterPath(listen: (peerKey: Bytes, path: Path) => void): () => void {
    return this.#paths.onBetter(listen);
  }

  pathTo(peerKey: Uint8Array): Path | undefined {
    const connection = this.#connectionTo(formatPeerId(peerKey));
    return connection && this.#paths.of(connection);
  }

  async listen(addresses: readonly string[]): Promise<readonly string[]> {
    this.#assertOpen();
    const opening = listening(this.#node.listen(addresses.map((address) => parsePlace(address).text)));
    this.#opening.add(opening);
    try {
      await opening;
    } finally {
      this.#opening.delete(opening);
    }
    this.#assertOpen();
    return this.addresses;
  }

  async serve(purpose: Purpose, accept: (link: Link) => void | Promise<void>): Promise<AsyncDisposable> {
    this.#assertOpen();
    if (this.#served.has(purpose)) throw new TypeError(`the purpose ${purpose} is served already`);
    this.#served.add(purpose);
    const terms = PROTOCOLS[purpose];
    // A relay says how much it carries at most: then libp2p wants to be told that the protocol is for that, too.
    const limits = { ...relayedAlso, maxInboundStreams: terms.maxStreams, maxOutboundStreams: terms.maxStreams };
    await this.#node.libp2p.handle(
      terms.id,
      (stream, connection) => this.#accept(stream, connection, terms, accept),
      limits,
    );
    return {
      [Symbol.asyncDispose]: async () => {
        if (this.#served.delete(purpose)) await this.#node.libp2p.unhandle(terms.id);
      },
    };
  }

  #accept(stream: Stream, connection: Connection, terms: Terms, accept: (link: Link) => void | Promise<void>): void {
    if (this.#stopped.signal.aborted) {
      stream.abort(new Error('the host was closed'));
      return;
    }
    this.#retain(connection);
    const link = this.#link(stream, connection, terms, 'inbound');
    // An error here is about this link alone: it ends, and the application that accepted it knows why.
    Promise.resolve()
      .then(() => accept(link))
      .catch(() => link.close());
  }

  async connect(purpose: Purpose, target: Target, signal?: AbortSignal): Promise<Link> {
    signal?.throwIfAborted();
    this.#assertOpen();
    const peerId = formatPeerId(target.peerKey);
    const addresses = this.#targetsOf(peerId, target.addresses);
    const deadline = startDeadline(this.#dialTimeoutMs, signal, this.#stopped.signal);
    let allowed: readonly Address[] = [];
    try {
      allowed = await allowedOf(addresses, target, deadline.signal);
      return await this.#connect(
        PROTOCOLS[purpose],
        { peerId, addresses: allowed, onAttempt: target.onAttempt },
        deadline.signal,
      );
    } catch (error) {
      signal?.throwIfAborted();
      this.#assertOpen();
      const failure = dialError(error, peerId, deadline.isPast() ? this.#dialTimeoutMs : undefined);
      if (target.askWho !== true || failure.code !== 'E_IDENTITY_MISMATCH') throw failure;
      throw await this.#withAnswerer(
        failure,
        allowed.map(({ text }) => text),
        signal,
      );
    } finally {
      deadline.clear();
    }
  }

  async learnKey(addresses: readonly string[], signal?: AbortSignal): Promise<Bytes> {
    signal?.throwIfAborted();
    this.#assertOpen();
    const targets = placesOf(addresses);
    const deadline = startDeadline(this.#dialTimeoutMs, signal, this.#stopped.signal);
    try {
      const attempts = targets.map(
        ({ text }) =>
          (over: AbortSignal) =>
            this.#node.dial(text, over),
      );
      const connection = await firstToAnswer(attempts, (late) => this.#hangUp(late), deadline.signal);
      const key = connection.remotePeer.publicKey;
      // The connection stays for the link that follows; without one it is idle, and closed as any other.
      if (key?.type === 'Ed25519') return new Uint8Array(key.raw);
      this.#hangUp(connection);
      throw unreachable(connection.remotePeer.toString(), 'what answered has no Ed25519 key', undefined);
    } catch (error) {
      signal?.throwIfAborted();
      this.#assertOpen();
      throw dialError(error, undefined, deadline.isPast() ? this.#dialTimeoutMs : undefined);
    } finally {
      deadline.clear();
    }
  }

  /** `failure` with who answered in place of the peer, where that can be found out. */
  async #withAnswerer(failure: TalosError, texts: readonly string[], signal?: AbortSignal): Promise<TalosError> {
    const { whoAnswers } = await import('./network/who-answers.ts');
    const places = placesOf(texts);
    const who = await whoAnswers(
      places.map((place) => endpointOf(place.text)),
      startDeadline(this.#dialTimeoutMs, signal, this.#stopped.signal),
    );
    if (who === undefined) return failure;
    const { message, cause, hint, details } = failure;
    return new TalosError('E_IDENTITY_MISMATCH', message, { cause, hint, details: { ...details, ...who } });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#stopped.signal.aborted) return;
    this.#stopped.abort(new TalosError('E_CLOSED', 'the host was closed'));
    clearInterval(this.#sweep);
    await Promise.all([...this.#open].map((link) => link.close()));
    // libp2p does not close what does not listen yet, and it listens all the same.
    await Promise.allSettled(this.#opening);
    await this.#node.libp2p.stop();
  }

  #assertOpen(): void {
    this.#stopped.signal.throwIfAborted();
  }

  #targetsOf(peerId: string, texts: readonly string[]): readonly Address[] {
    const addresses = parseAddresses(texts);
    const other = addresses.find((address) => address.peerId !== undefined && address.peerId !== peerId);
    if (other !== undefined) throw mismatch(peerId, `the address ${other.text} names another peer`);
    if (peerId === this.peerId) throw unreachable(peerId, 'the peer is this agent itself', undefined, ITSELF);
    return addresses.filter((address) => isDialable(address) && address.relayId !== this.peerId);
  }

  async #connect(terms: Terms, { peerId, addresses, onAttempt }: Dial, signal: AbortSignal): Promise<Link> {
    const existing = this.#connectionTo(peerId);
    if (existing !== undefined) {
      const brief = startDeadline(REUSE_TIMEOUT_MS, signal);
      try {
        return await this.#openLink(existing, terms, addresses, brief.signal);
      } catch (error) {
        if (existing.status === 'open' && !brief.isPast()) throw error;
        // It broke and nobody had noticed: a new one may do.
        this.#hangUp(existing);
      } finally {
        brief.clear();
      }
      signal.throwIfAborted();
    }
    const connection = await this.#ladder.dial(peerId, addresses, signal, onAttempt);
    return this.#openLink(connection, terms, addresses, signal);
  }

  #connectionTo(peerId: string): Connection | undefined {
    return this.#paths.bestTo(peerId, this.#leaving);
  }

  async #openLink(
    connection: Connection,
    terms: Terms,
    addresses: readonly Address[],
    signal: AbortSignal,
  ): Promise<Link> {
    this.#retain(connection);
    if (this.#paths.of(connection) === 'relayed') this.#ladder.climb(connection, addresses);
    try {
      const open = connection.streams.filter(
        ({ direction, protocol }) => direction === 'outbound' && protocol === terms.id,
      );
      if (open.length >= terms.maxStreams)
        throw new TalosError('E_LIMIT', `${open.length} links of this purpose to the peer, limit ${terms.maxStreams}`);
      const stream = await connection.newStream(terms.id, {
        ...relayedAlso,
        signal,
        maxOutboundStreams: terms.maxStreams,
      });
      // The peer may have taken it and dropped it at once, having too many.
      if (stream.status !== 'open')
        throw new TalosError('E_REFUSED', 'the peer takes no further link', { details: { reason: 'busy' } });
      return this.#link(stream, connection, terms, 'outbound');
    } catch (error) {
      this.#release(connection);
      throw error;
    }
  }

  /** Makes the link of `stream`; its connection was retained and is released when it ends. */
  #link(stream: Stream, connection: Connection, terms: Terms, direction: Link['direction']): Link {
    const peerKey = connection.remotePeer.publicKey?.raw ?? new Uint8Array(0);
    const remoteAddress = connection.remoteAddr.toString();
    joinWindowUpdates(stream);
    const link = linkOverStream(stream, { peerKey, remoteAddress, direction, path: this.#paths.of(connection), terms });
    this.#open.add(link);
    void link.closed.then((reason) => {
      this.#open.delete(link);
      // Where nobody answers on one link, nobody would on another: whoever comes next is not to wait for the same silence.
      if (reason?.code === 'E_TIMEOUT') this.#leaving.add(connection);
      this.#release(connection);
    });
    return link;
  }

  #retain(connection: Connection): void {
    this.#links.set(connection, (this.#links.get(connection) ?? 0) + 1);
  }

  #release(connection: Connection): void {
    const left = (this.#links.get(connection) ?? 1) - 1;
    if (left > 0) {
      this.#links.set(connection, left);
      return;
    }
    this.#links.delete(connection);
    // Who dialled hangs up; the other side would cut off what the dialler may be about to open.
    if (connection.direction === 'outbound' && !this.#node.isKept(connection)) this.#hangUp(connection);
  }

  /** Closes connections that had no link at this sweep and the one before. */
  #closeIdle(): void {
    const idle = this.#node.libp2p
      .getConnections()
      .filter((connection) => !this.#links.has(connection) && !this.#node.isKept(connection));
    for (const connection of idle) if (this.#idle.has(connection)) this.#hangUp(connection);
    this.#idle = new Set(idle);
  }

  /** Closes a connection in peace, or by force where that takes too long; no new link opens over it meanwhile. */
  #hangUp(connection: Connection): void {
    this.#leaving.add(connection);
    connection.close({ signal: AbortSignal.timeout(HANG_UP_TIMEOUT_MS) }).catch((error: unknown) => {
      connection.abort(error instanceof Error ? error : new Error('the connection did not close'));
    });
  }
}

/** The addresses where somebody answers that need not be known. */
function placesOf(texts: readonly string[]): readonly Address[] {
  return parseAddresses(texts).filter((address) => isDialable(address) && address.relayId === undefined);
}

/** Those of `addresses` that the target lets be dialled; without a word of it, all. */
async function allowedOf(
  addresses: readonly Address[],
  { mayDial }: Target,
  signal: AbortSignal,
): Promise<readonly Address[]> {
  if (mayDial === undefined) return addresses;
  const { learnedAddresses } = await import('./network/learned-addresses.ts');
  return learnedAddresses(addresses, mayDial, signal);
}

async function listening<T>(started: Promise<T>): Promise<T> {
  try {
    return await started;
  } catch (cause) {
    throw new TalosError('E_CONFIG', 'cannot listen on an address', {
      cause,
      hint: 'another program may use the port, or this machine may not have the address',
    });
  }
}

function isUnsupported(error: unknown): boolean {
  return error instanceof Error && error.name === 'UnsupportedProtocolError';
}

function isMismatch(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isMismatch);
  return error instanceof Error && error.message === ANOTHER_IDENTITY;
}

function dialError(error: unknown, peerId: string | undefined, elapsedMs: number | undefined): TalosError {
  if (isTalosError(error)) return error;
  if (isMismatch(error)) return mismatch(peerId, 'another peer answered at the address', error);
  if (elapsedMs !== undefined)
    return new TalosError('E_TIMEOUT', `no connection in ${elapsedMs} ms`, { cause: error, details: ofPeer(peerId) });
  if (isUnsupported(error))
    return new TalosError('E_REFUSED', 'the peer does not take part in this protocol', {
      cause: error,
      details: ofPeer(peerId),
    });
  const told =
    error instanceof AggregateError ? error.errors.find((each) => isTalosError(each, 'E_REFUSED')) : undefined;
  // A relay that has no room says more than addresses that nobody answers at.
  return told ?? unreachable(peerId, 'no address of the peer answered', error);
}

/** Absent where it was to be learned. */
function ofPeer(peerId: string | undefined): ErrorDetails {
  return peerId === undefined ? {} : { peerId };
}

function mismatch(peerId: string | undefined, message: string, cause?: unknown): TalosError {
  const hint = 'the address belongs to another agent, or somebody stands in between';
  return new TalosError('E_IDENTITY_MISMATCH', message, { cause, details: ofPeer(peerId), hint });
}

/** What to do where both ends turn out to be one agent. */
const ITSELF = 'two agents on one machine have a data directory each: --data-dir, or TALOS_HOME';

function unreachable(
  peerId: string | undefined,
  message: string,
  cause: unknown,
  hint = 'is the peer running, and are its address and port right?',
): TalosError {
  return new TalosError('E_UNREACHABLE', message, { cause, details: ofPeer(peerId), hint });
}
