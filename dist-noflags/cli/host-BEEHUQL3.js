import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  systemTimer
} from "./chunk-34XTRKKR.js";
import {
  pause,
  raced
} from "./chunk-KZHEIDVY.js";
import {
  CLOSE_TIMEOUT_MS,
  KeepAlive,
  LOW_WATER_BYTES,
  MAX_BUFFERED_BYTES
} from "./chunk-NPM3KQD3.js";
import {
  firstToAnswer
} from "./chunk-ZJNXFJQB.js";
import {
  pathOfAddress
} from "./chunk-NGA5LHKD.js";
import {
  ANOTHER_IDENTITY,
  MAX_CONNECTIONS,
  joinWindowUpdates,
  openNode
} from "./chunk-SZV6OOWM.js";
import "./chunk-FVPOVNEN.js";
import {
  DIAL_TIMEOUT_MS,
  HANDSHAKE_TIMEOUT_MS,
  PROTOCOLS
} from "./chunk-GZGEN4EM.js";
import {
  FRAME_TYPES,
  FrameDecoder,
  PING_BYTES,
  frameHeader
} from "./chunk-NYAGUFNB.js";
import "./chunk-4EQGJJ5J.js";
import "./chunk-FCM3RYCR.js";
import "./chunk-RG5XTQSW.js";
import "./chunk-O72JFXU2.js";
import "./chunk-7C7OUJFD.js";
import "./chunk-55JLT3E3.js";
import {
  startDeadline
} from "./chunk-UVSX52DL.js";
import {
  endpointOf,
  isDialable,
  parseAddresses,
  parsePlace,
  withPeerId
} from "./chunk-WI7TIAN3.js";
import "./chunk-V3D2CGOV.js";
import "./chunk-CJOY4Z35.js";
import {
  formatPeerId
} from "./chunk-KHFQ3AZA.js";
import {
  u64
} from "./chunk-LQJYXGFI.js";
import {
  signingKey
} from "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-YHWXIR64.js";
import "./chunk-32PEM522.js";
import "./chunk-5TFZHIIP.js";
import {
  assertBytes,
  concat,
  fromUtf8,
  toHex,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  REFUSALS,
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";

// src/net/round-trips.ts
var RoundTrips = class {
  #timer;
  #ask;
  /** By their payloads, in hex; those of the keep-alive are all zeros and none of these. */
  #waiting = /* @__PURE__ */ new Map();
  #asked = 0;
  /** @param ask - Sends a PING with a payload of 8 bytes. */
  constructor(timer, ask) {
    this.#timer = timer;
    this.#ask = ask;
  }
  /** A PONG came. One that nobody waits for is no news. */
  answered(payload) {
    this.#waiting.get(toHex(payload))?.();
  }
  /** See `Link.roundTrip`. @param closed - Of the link. */
  measure(closed, signal) {
    signal?.throwIfAborted();
    const payload = u64(++this.#asked);
    const name = toHex(payload);
    const startedMs = this.#timer.now();
    return new Promise((resolve, reject) => {
      const end = () => {
        this.#waiting.delete(name);
        signal?.removeEventListener("abort", abort);
      };
      const abort = () => {
        end();
        reject(signal?.reason);
      };
      this.#waiting.set(name, () => {
        end();
        resolve(this.#timer.now() - startedMs);
      });
      signal?.addEventListener("abort", abort, { once: true });
      void closed.then(() => {
        end();
        reject(new TalosError("E_CLOSED", "the link has ended"));
      });
      this.#ask(payload);
    });
  }
};

// src/net/frame-link.ts
var READ_AHEAD_FRAMES = 256;
var READ_AHEAD_BYTES = 256 * 1024;
var WRITE_BYTES = 256 * 1024;
var EMPTY = new Uint8Array(0);
var OWN_TYPES = [FRAME_TYPES.ping, FRAME_TYPES.pong, FRAME_TYPES.close];
function linkOver(duplex, init) {
  return new FrameLink(duplex, init);
}
var FrameLink = class {
  peerKey;
  direction;
  path;
  closed;
  #duplex;
  #terms;
  #timer;
  #decoder;
  #keepAlive;
  #outbox = [];
  #outboxBytes = 0;
  #flushing = false;
  #waiting = /* @__PURE__ */ new Set();
  #inbox = [];
  #inboxBytes = 0;
  #receive;
  #busy = false;
  #pumping = false;
  #paused = false;
  #ended = false;
  #cancelDeadline = () => {
  };
  #roundTrips;
  #state = "open";
  #resolveClosed = () => {
  };
  constructor(duplex, init) {
    assertBytes(init.peerKey, "peerKey", 32);
    this.peerKey = new Uint8Array(init.peerKey);
    this.direction = init.direction;
    this.path = init.path;
    this.#duplex = duplex;
    this.#terms = init.terms;
    this.#timer = init.timer;
    this.#decoder = new FrameDecoder({ maxPayloadBytes: init.terms.firstPayloadBytes });
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
    this.#keepAlive = new KeepAlive(init.timer, {
      ask: () => this.#control(FRAME_TYPES.ping, new Uint8Array(PING_BYTES)),
      reassure: () => this.#control(FRAME_TYPES.pong, new Uint8Array(PING_BYTES)),
      reading: () => !this.#paused,
      silent: () => this.#finish(new TalosError("E_TIMEOUT", "the peer fell silent"))
    });
    this.#roundTrips = new RoundTrips(init.timer, (asked) => this.#control(FRAME_TYPES.ping, asked));
    duplex.listen({
      bytes: (chunk) => this.#onBytes(chunk),
      drain: () => this.#flush(),
      end: () => this.#onEnd(),
      broken: (cause) => this.#onBroken(cause)
    });
  }
  get remoteAddress() {
    return this.#duplex.remoteAddress;
  }
  get bufferedBytes() {
    return this.#outboxBytes + this.#duplex.unsentBytes;
  }
  // Sending
  send(type, payload) {
    if (OWN_TYPES.includes(type)) throw new TypeError(`frames of type ${type} are the link's own`);
    assertBytes(payload, "payload");
    const header = frameHeader(type, payload.length);
    if (this.#state !== "open") throw new TalosError("E_CLOSED", "the link has ended");
    const waiting = this.bufferedBytes + header.length + payload.length;
    if (waiting > MAX_BUFFERED_BYTES)
      throw new TalosError("E_LIMIT", `${waiting} bytes would wait on the link, limit ${MAX_BUFFERED_BYTES}`);
    this.#queue(header, payload);
  }
  probe(sleptMs) {
    if (this.#state === "open") this.#keepAlive.probe(sleptMs);
  }
  async drained(signal) {
    signal?.throwIfAborted();
    await this.#until(() => this.bufferedBytes < LOW_WATER_BYTES, signal);
    if (this.#state === "closed") throw new TalosError("E_CLOSED", "the link has ended");
  }
  #queue(header, payload) {
    this.#outbox.push(header);
    if (payload.length > 0) this.#outbox.push(payload);
    this.#outboxBytes += header.length + payload.length;
    if (this.#flushing) return;
    this.#flushing = true;
    queueMicrotask(() => this.#flush());
  }
  /** PING and PONG: left out where much waits already, since a peer must not fill memory with questions. */
  #control(type, payload) {
    if (this.#state === "closed" || this.#outboxBytes > LOW_WATER_BYTES) return;
    this.#queue(frameHeader(type, payload.length), payload);
  }
  #flush() {
    this.#flushing = false;
    while (this.#state !== "closed" && this.#duplex.writable && this.#outbox.length > 0) {
      let count = 0;
      let bytes = 0;
      for (const part of this.#outbox) {
        if (count > 0 && bytes + part.length > WRITE_BYTES) break;
        count += 1;
        bytes += part.length;
      }
      const parts = this.#outbox.splice(0, count);
      this.#outboxBytes -= bytes;
      this.#duplex.write(concat(...parts));
    }
    this.#wake();
  }
  /** Resolves when `done()` holds or the link has closed; `done` is looked at whenever bytes leave. */
  #until(done, signal) {
    if (done() || this.#state === "closed") return Promise.resolve();
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!done() && this.#state !== "closed") return;
        stop();
        resolve();
      };
      const abort = () => {
        stop();
        reject(signal?.reason);
      };
      const stop = () => {
        this.#waiting.delete(look);
        signal?.removeEventListener("abort", abort);
      };
      this.#waiting.add(look);
      signal?.addEventListener("abort", abort, { once: true });
    });
  }
  #wake() {
    for (const look of this.#waiting) look();
  }
  // Receiving
  onFrame(receive) {
    if (this.#receive !== void 0) throw new TypeError("the link has a receiver already");
    this.#receive = receive;
    queueMicrotask(() => this.#pump());
  }
  limitPayload(bytes) {
    const most = this.#terms.maxPayloadBytes;
    if (!Number.isInteger(bytes) || bytes < 1 || bytes > most)
      throw new RangeError(`the limit of a payload must be an integer from 1 to ${most}, got ${bytes}`);
    this.#decoder.maxPayloadBytes = bytes;
  }
  async roundTrip(signal) {
    if (this.#state !== "open") throw new TalosError("E_CLOSED", "the link has ended");
    return this.#roundTrips.measure(this.closed, signal);
  }
  #onBytes(chunk) {
    if (this.#state === "closed") return;
    this.#keepAlive.heard();
    if (this.#state === "closing") return;
    this.#decoder.push(chunk);
    this.#pump();
  }
  #onEnd() {
    if (this.#ended) return;
    this.#ended = true;
    this.#cancelDeadline();
    if (this.#state === "closing") this.#finish(void 0);
    if (this.#state !== "open") return;
    this.#cancelDeadline = this.#timer.after(CLOSE_TIMEOUT_MS, () => this.#finish(lost()));
    this.#pump();
  }
  #onBroken(cause) {
    this.#ended = true;
    this.#cancelDeadline();
    this.#finish(this.#state === "closing" ? void 0 : lost(cause));
  }
  /** Decodes and delivers as far as it may, then opens or shuts the tap. */
  #pump() {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      while (this.#state === "open" && (this.#deliver() || this.#decode())) ;
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#pumping = false;
    }
    if (this.#ended && this.#inbox.length === 0 && (this.#mayReadAhead || !this.#busy)) this.#finish(lost());
    else this.#turnTap();
  }
  /** Delivers one frame; `false` if there is none or the receiver is not ready. */
  #deliver() {
    const first = this.#inbox[0];
    if (first === void 0) return false;
    if (first.type === FRAME_TYPES.close) {
      this.#finish(void 0);
      return false;
    }
    if (this.#busy || this.#receive === void 0) return false;
    this.#inbox.shift();
    this.#inboxBytes -= first.payload.length;
    const done = this.#receive(first);
    if (done === void 0) return true;
    this.#busy = true;
    done.then(
      () => {
        this.#busy = false;
        this.#pump();
      },
      (error) => this.#fail(error)
    );
    return false;
  }
  /** Decodes one frame; `false` if none is there or enough wait. */
  #decode() {
    if (!this.#mayReadAhead && (this.#busy || this.#inbox.length > 0)) return false;
    if (this.#inbox.length >= READ_AHEAD_FRAMES || this.#inboxBytes >= READ_AHEAD_BYTES) return false;
    const frame = this.#decoder.next();
    if (frame === void 0) return false;
    if (frame.type === FRAME_TYPES.ping) this.#control(FRAME_TYPES.pong, frame.payload);
    else if (frame.type === FRAME_TYPES.error) this.#finish(refused(frame.payload));
    else if (frame.type === FRAME_TYPES.pong) this.#roundTrips.answered(frame.payload);
    else {
      this.#inbox.push(frame);
      this.#inboxBytes += frame.payload.length;
    }
    return true;
  }
  /** Under a lowered limit the receiver may be about to raise it: the next frame is looked at when it is done. */
  get #mayReadAhead() {
    return this.#decoder.maxPayloadBytes === this.#terms.maxPayloadBytes;
  }
  #turnTap() {
    const full = this.#state === "open" && this.#isFull();
    if (full === this.#paused) return;
    this.#paused = full;
    if (full) {
      this.#duplex.pause();
      return;
    }
    this.#keepAlive.heard();
    this.#duplex.resume();
  }
  #isFull() {
    if (this.#receive !== void 0 && !this.#busy) return false;
    if (this.#inbox.length >= READ_AHEAD_FRAMES || this.#inboxBytes >= READ_AHEAD_BYTES) return true;
    return !this.#mayReadAhead && this.#decoder.bufferedBytes >= READ_AHEAD_BYTES;
  }
  // Ending
  async close() {
    if (this.#state === "open") {
      this.#queue(frameHeader(FRAME_TYPES.close, 0), EMPTY);
      this.#state = "closing";
      this.#inbox = [];
      this.#turnTap();
      this.#cancelDeadline();
      this.#cancelDeadline = this.#timer.after(
        CLOSE_TIMEOUT_MS,
        () => this.#finish(void 0, new Error("the peer did not close"))
      );
      await this.#until(() => this.#outbox.length === 0);
      if (this.#ended) this.#finish(void 0);
      else this.#duplex.end();
    }
    await this.closed;
  }
  [Symbol.asyncDispose]() {
    return this.close();
  }
  /** Ours or the peer's fault: says `failed`, which is all a peer may know, and ends. */
  #fail(error) {
    if (this.#state !== "open") return;
    const reason = isTalosError(error) ? error : new TalosError("E_PROTOCOL", "a received frame could not be handled", { cause: error });
    const word = utf8("failed");
    if (this.#duplex.writable)
      this.#duplex.write(concat(...this.#outbox, frameHeader(FRAME_TYPES.error, word.length), word));
    this.#finish(reason);
  }
  /** The one way to `closed`. With `reason` or `abort` nothing more leaves but what the duplex already has. */
  #finish(reason, abort) {
    if (this.#state === "closed") return;
    const resume = this.#paused;
    this.#state = "closed";
    this.#paused = false;
    this.#keepAlive.stop();
    this.#cancelDeadline();
    this.#inbox = [];
    this.#outbox = [];
    this.#outboxBytes = 0;
    this.#wake();
    if (abort !== void 0 || reason?.code === "E_TIMEOUT" || reason?.code === "E_UNREACHABLE")
      this.#duplex.abort(abort ?? reason ?? new Error("ended"));
    else {
      if (resume) this.#duplex.resume();
      this.#endWithin();
    }
    this.#resolveClosed(reason);
  }
  /** Ends the duplex in peace, and by force where the peer does not end its side. */
  #endWithin() {
    this.#duplex.end();
    if (this.#ended) return;
    this.#cancelDeadline = this.#timer.after(
      CLOSE_TIMEOUT_MS,
      () => this.#duplex.abort(new Error("the peer did not close"))
    );
  }
};
function lost(cause) {
  return new TalosError("E_UNREACHABLE", "the connection to the peer was lost", cause === void 0 ? {} : { cause });
}
function refused(word) {
  const text = readWord(word);
  return new TalosError("E_REFUSED", `the peer ended the link: ${text}`, { details: { reason: text } });
}
function readWord(bytes) {
  try {
    const text = fromUtf8(bytes);
    return REFUSALS.find((word) => word === text) ?? "failed";
  } catch {
    return "failed";
  }
}

// src/net/stream-link.ts
function linkOverStream(stream, init) {
  const { peerKey, direction, path, terms, timer = systemTimer } = init;
  return linkOver(new StreamDuplex(stream, init.remoteAddress), { peerKey, direction, path, terms, timer });
}
var StreamDuplex = class {
  remoteAddress;
  #stream;
  #paused = false;
  #resuming = false;
  constructor(stream, remoteAddress) {
    this.#stream = stream;
    this.remoteAddress = remoteAddress;
  }
  get unsentBytes() {
    return this.#stream.writeBufferLength;
  }
  get writable() {
    return this.#stream.writeStatus === "writable" && !this.#stream.writableNeedsDrain;
  }
  write(chunk) {
    try {
      this.#stream.send(chunk);
    } catch {
    }
  }
  pause() {
    this.#paused = true;
    this.#applyPause();
  }
  resume() {
    this.#paused = false;
    this.#resuming = true;
    try {
      this.#stream.resume();
    } catch {
    } finally {
      this.#resuming = false;
    }
    if (this.#isPaused()) this.#applyPause();
  }
  end() {
    this.#stream.close().catch(() => void 0);
  }
  abort(reason) {
    this.#stream.abort(reason);
  }
  listen(listener) {
    const stream = this.#stream;
    const drain = () => queueMicrotask(() => listener.drain());
    stream.addEventListener("drain", drain);
    stream.addEventListener("idle", drain);
    stream.addEventListener("end", () => {
      if (stream.status !== "aborted" && stream.status !== "reset") listener.end();
    });
    stream.addEventListener("close", (event) => {
      if (event.error === void 0) listener.end();
      else listener.broken(event.error);
    });
    stream.addEventListener("message", (event) => {
      listener.bytes(event.data instanceof Uint8Array ? event.data : event.data.subarray());
    });
    if (stream.readableEnded) listener.end();
  }
  #isPaused() {
    return this.#paused;
  }
  #applyPause() {
    if (this.#resuming) return;
    try {
      this.#stream.pause();
    } catch {
    }
  }
};

// src/node/network/ladder.ts
var HEAD_START_ADDRESSES = 2;
var CLIMB_AFTER_MS = [500, 2e3, 8e3, 3e4, 12e4];
function inOrder(addresses) {
  const going = (path) => addresses.filter(({ text }) => pathOfAddress(text) === path);
  const own = [...going("direct"), ...going("lan")];
  return [...own.slice(0, HEAD_START_ADDRESSES), ...going("relayed"), ...own.slice(HEAD_START_ADDRESSES)];
}
var Ladder = class {
  #parts;
  #dialling = /* @__PURE__ */ new Map();
  #climbing = /* @__PURE__ */ new Set();
  constructor(parts) {
    this.#parts = parts;
  }
  /**
   * A new connection to a peer. One dial of the same addresses at a time: who asks meanwhile waits for the same connection,
   * each with its own signal.
   *
   * @param onAttempt - Told of each address that was tried, when that is over.
   * @throws {AggregateError} of the errors of all addresses.
   */
  async dial(peerId, addresses, signal, onAttempt) {
    const name = [peerId, ...addresses.map(({ text }) => text)].join(" ");
    let dialling = this.#dialling.get(name);
    if (dialling === void 0) {
      dialling = this.#race(peerId, inOrder(addresses), onAttempt).finally(() => this.#dialling.delete(name));
      this.#dialling.set(name, dialling);
    }
    return raced(dialling, signal);
  }
  /**
   * Goes on trying the addresses without a relay, for as long as `connection`, a relayed one, is there. Does nothing while
   * it does so already.
   */
  climb(connection, addresses) {
    const peerId = connection.remotePeer.toString();
    const own = inOrder(addresses).filter(({ relayId }) => relayId === void 0);
    if (own.length === 0 || this.#climbing.has(peerId)) return;
    this.#climbing.add(peerId);
    void this.#climb(connection, peerId, own).finally(() => this.#climbing.delete(peerId));
  }
  async #climb(connection, peerId, addresses) {
    const over = new AbortController();
    const end = () => over.abort();
    connection.addEventListener("close", end);
    this.#parts.stopped.addEventListener("abort", end);
    try {
      for (const ms of CLIMB_AFTER_MS) {
        await pause(ms, over.signal);
        if (over.signal.aborted || this.#isDirect(peerId)) return;
        const attempt = this.#race(peerId, addresses, void 0, over.signal);
        if (await attempt.then(
          () => true,
          () => false
        ))
          return;
      }
    } finally {
      connection.removeEventListener("close", end);
      this.#parts.stopped.removeEventListener("abort", end);
    }
  }
  #isDirect(peerId) {
    return this.#parts.node.libp2p.getConnections().some(
      ({ remotePeer, remoteAddr, status }) => status === "open" && remotePeer.toString() === peerId && pathOfAddress(remoteAddr.toString()) !== "relayed"
    );
  }
  async #race(peerId, addresses, onAttempt, signal) {
    const { discard, stopped, timeoutMs } = this.#parts;
    const limit = startDeadline(timeoutMs, stopped, signal);
    const attempts = addresses.map((address) => async (over) => {
      const text = withPeerId(address, peerId);
      const startedMs = performance.now();
      const told = { address: text, path: pathOfAddress(text) };
      const tell = (failure) => onAttempt?.({ ...told, ms: performance.now() - startedMs, ...failure === void 0 ? {} : { failure } });
      try {
        const connection = await this.#reach(text, over);
        tell();
        return connection;
      } catch (error) {
        tell(error instanceof Error ? error.message : "no connection");
        throw error;
      }
    });
    try {
      return await firstToAnswer(attempts, discard, limit.signal);
    } finally {
      limit.clear();
    }
  }
  async #reach(text, signal) {
    const { node } = this.#parts;
    if (pathOfAddress(text) !== "relayed") return node.dial(text, signal);
    const { relayClientOf } = await import("./relay-client-Z3LJ7QDV.js");
    return (await relayClientOf(node)).dial(text, signal);
  }
};

// src/node/network/paths.ts
var Paths = class {
  #libp2p;
  #punched;
  #listeners = /* @__PURE__ */ new Set();
  constructor({ libp2p, punched }) {
    this.#libp2p = libp2p;
    this.#punched = punched;
    libp2p.addEventListener("connection:open", ({ detail }) => this.#opened(detail));
  }
  /** The way of `connection`. */
  of(connection) {
    const path = pathOfAddress(connection.remoteAddr.toString());
    return path !== "relayed" && this.#punched.has(connection) ? "punched" : path;
  }
  /** The connection for a new link to a peer: the newest of those without a relay, else the newest; none of `leaving`. */
  bestTo(peerId, leaving) {
    const open = this.#connectionsTo(peerId).filter((connection) => !leaving.has(connection));
    return open.findLast((connection) => this.of(connection) !== "relayed") ?? open.at(-1);
  }
  /** Those that are open, oldest first. */
  #connectionsTo(peerId) {
    const all = this.#libp2p.getConnections();
    return all.filter(({ status, remotePeer }) => status === "open" && remotePeer.toString() === peerId);
  }
  /** See `Host.onBetterPath`. */
  onBetter(listen) {
    const own = (peerKey, path) => listen(peerKey, path);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }
  #opened(connection) {
    const path = this.of(connection);
    const key = connection.remotePeer.publicKey;
    if (path === "relayed" || key?.type !== "Ed25519") return;
    const others = this.#connectionsTo(connection.remotePeer.toString()).filter((other) => other !== connection);
    if (others.length === 0 || others.some((other) => this.of(other) !== "relayed")) return;
    for (const listen of this.#listeners) listen(new Uint8Array(key.raw), path);
  }
};

// src/node/host.ts
var IDLE_SWEEP_MS = 15e3;
var REUSE_TIMEOUT_MS = 3e3;
var HANG_UP_TIMEOUT_MS = 1e3;
var relayedAlso = { runOnLimitedConnection: true };
async function openHost(init) {
  assertBytes(init.seed, "seed", 32);
  const listen = (init.listen ?? []).map((address) => parsePlace(address).text);
  const { handshakeTimeoutMs = HANDSHAKE_TIMEOUT_MS, maxConnections = MAX_CONNECTIONS } = init;
  const node = await listening(
    openNode({ seed: init.seed, listen, handshakeTimeoutMs, maxConnections, http: init.http })
  );
  return new Libp2pHost(node, signingKey(init.seed).publicKey, init.dialTimeoutMs ?? DIAL_TIMEOUT_MS);
}
var Libp2pHost = class {
  peerId;
  #node;
  #dialTimeoutMs;
  #stopped = new AbortController();
  #links = /* @__PURE__ */ new Map();
  #open = /* @__PURE__ */ new Set();
  #ladder;
  #served = /* @__PURE__ */ new Set();
  #leaving = /* @__PURE__ */ new WeakSet();
  #paths;
  #idle = /* @__PURE__ */ new Set();
  #sweep;
  constructor(node, publicKey, dialTimeoutMs) {
    this.peerId = formatPeerId(publicKey);
    this.#node = node;
    this.#dialTimeoutMs = dialTimeoutMs;
    this.#paths = new Paths(node);
    this.#ladder = new Ladder({
      node,
      timeoutMs: dialTimeoutMs,
      stopped: this.#stopped.signal,
      discard: (late) => this.#hangUp(late)
    });
    node.libp2p.addEventListener("peer:disconnect", (event) => {
      node.libp2p.peerStore.delete(event.detail).catch(() => void 0);
    });
    this.#sweep = setInterval(() => this.#closeIdle(), IDLE_SWEEP_MS);
    this.#sweep.unref();
  }
  get addresses() {
    return this.#node.addresses();
  }
  use(start) {
    this.#assertOpen();
    return start(this.#node);
  }
  onBetterPath(listen) {
    return this.#paths.onBetter(listen);
  }
  pathTo(peerKey) {
    const connection = this.#connectionTo(formatPeerId(peerKey));
    return connection && this.#paths.of(connection);
  }
  async listen(addresses) {
    this.#assertOpen();
    await listening(this.#node.listen(addresses.map((address) => parsePlace(address).text)));
    return this.addresses;
  }
  async serve(purpose, accept) {
    this.#assertOpen();
    if (this.#served.has(purpose)) throw new TypeError(`the purpose ${purpose} is served already`);
    this.#served.add(purpose);
    const terms = PROTOCOLS[purpose];
    const limits = { ...relayedAlso, maxInboundStreams: terms.maxStreams, maxOutboundStreams: terms.maxStreams };
    await this.#node.libp2p.handle(
      terms.id,
      (stream, connection) => this.#accept(stream, connection, terms, accept),
      limits
    );
    return {
      [Symbol.asyncDispose]: async () => {
        if (this.#served.delete(purpose)) await this.#node.libp2p.unhandle(terms.id);
      }
    };
  }
  #accept(stream, connection, terms, accept) {
    if (this.#stopped.signal.aborted) {
      stream.abort(new Error("the host was closed"));
      return;
    }
    this.#retain(connection);
    const link = this.#link(stream, connection, terms, "inbound");
    Promise.resolve().then(() => accept(link)).catch(() => link.close());
  }
  async connect(purpose, target, signal) {
    signal?.throwIfAborted();
    this.#assertOpen();
    const peerId = formatPeerId(target.peerKey);
    const addresses = this.#targetsOf(peerId, target.addresses);
    const deadline = startDeadline(this.#dialTimeoutMs, signal, this.#stopped.signal);
    let allowed = [];
    try {
      allowed = await allowedOf(addresses, target, deadline.signal);
      return await this.#connect(
        PROTOCOLS[purpose],
        { peerId, addresses: allowed, onAttempt: target.onAttempt },
        deadline.signal
      );
    } catch (error) {
      signal?.throwIfAborted();
      this.#assertOpen();
      const failure = dialError(error, peerId, deadline.isPast() ? this.#dialTimeoutMs : void 0);
      if (target.askWho !== true || failure.code !== "E_IDENTITY_MISMATCH") throw failure;
      throw await this.#withAnswerer(
        failure,
        allowed.map(({ text }) => text),
        signal
      );
    } finally {
      deadline.clear();
    }
  }
  async learnKey(addresses, signal) {
    signal?.throwIfAborted();
    this.#assertOpen();
    const targets = placesOf(addresses);
    const deadline = startDeadline(this.#dialTimeoutMs, signal, this.#stopped.signal);
    try {
      const attempts = targets.map(
        ({ text }) => (over) => this.#node.dial(text, over)
      );
      const connection = await firstToAnswer(attempts, (late) => this.#hangUp(late), deadline.signal);
      const key = connection.remotePeer.publicKey;
      if (key?.type === "Ed25519") return new Uint8Array(key.raw);
      this.#hangUp(connection);
      throw unreachable(connection.remotePeer.toString(), "what answered has no Ed25519 key", void 0);
    } catch (error) {
      signal?.throwIfAborted();
      this.#assertOpen();
      throw dialError(error, void 0, deadline.isPast() ? this.#dialTimeoutMs : void 0);
    } finally {
      deadline.clear();
    }
  }
  /** `failure` with who answered in place of the peer, where that can be found out. */
  async #withAnswerer(failure, texts, signal) {
    const { whoAnswers } = await import("./who-answers-PCTIOK4J.js");
    const places = placesOf(texts);
    const who = await whoAnswers(
      places.map((place) => endpointOf(place.text)),
      startDeadline(this.#dialTimeoutMs, signal, this.#stopped.signal)
    );
    if (who === void 0) return failure;
    const { message, cause, hint, details } = failure;
    return new TalosError("E_IDENTITY_MISMATCH", message, { cause, hint, details: { ...details, ...who } });
  }
  async [Symbol.asyncDispose]() {
    if (this.#stopped.signal.aborted) return;
    this.#stopped.abort(new TalosError("E_CLOSED", "the host was closed"));
    clearInterval(this.#sweep);
    await Promise.all([...this.#open].map((link) => link.close()));
    await this.#node.libp2p.stop();
  }
  #assertOpen() {
    this.#stopped.signal.throwIfAborted();
  }
  #targetsOf(peerId, texts) {
    const addresses = parseAddresses(texts);
    const other = addresses.find((address) => address.peerId !== void 0 && address.peerId !== peerId);
    if (other !== void 0) throw mismatch(peerId, `the address ${other.text} names another peer`);
    if (peerId === this.peerId) throw unreachable(peerId, "the peer is this agent itself", void 0, ITSELF);
    return addresses.filter((address) => isDialable(address) && address.relayId !== this.peerId);
  }
  async #connect(terms, { peerId, addresses, onAttempt }, signal) {
    const existing = this.#connectionTo(peerId);
    if (existing !== void 0) {
      const brief = startDeadline(REUSE_TIMEOUT_MS, signal);
      try {
        return await this.#openLink(existing, terms, addresses, brief.signal);
      } catch (error) {
        if (existing.status === "open" && !brief.isPast()) throw error;
        this.#hangUp(existing);
      } finally {
        brief.clear();
      }
      signal.throwIfAborted();
    }
    const connection = await this.#ladder.dial(peerId, addresses, signal, onAttempt);
    return this.#openLink(connection, terms, addresses, signal);
  }
  #connectionTo(peerId) {
    return this.#paths.bestTo(peerId, this.#leaving);
  }
  async #openLink(connection, terms, addresses, signal) {
    this.#retain(connection);
    if (this.#paths.of(connection) === "relayed") this.#ladder.climb(connection, addresses);
    try {
      const open = connection.streams.filter(
        ({ direction, protocol }) => direction === "outbound" && protocol === terms.id
      );
      if (open.length >= terms.maxStreams)
        throw new TalosError("E_LIMIT", `${open.length} links of this purpose to the peer, limit ${terms.maxStreams}`);
      const stream = await connection.newStream(terms.id, {
        ...relayedAlso,
        signal,
        maxOutboundStreams: terms.maxStreams
      });
      if (stream.status !== "open")
        throw new TalosError("E_REFUSED", "the peer takes no further link", { details: { reason: "busy" } });
      return this.#link(stream, connection, terms, "outbound");
    } catch (error) {
      this.#release(connection);
      throw error;
    }
  }
  /** Makes the link of `stream`; its connection was retained and is released when it ends. */
  #link(stream, connection, terms, direction) {
    const peerKey = connection.remotePeer.publicKey?.raw ?? new Uint8Array(0);
    const remoteAddress = connection.remoteAddr.toString();
    joinWindowUpdates(stream);
    const link = linkOverStream(stream, { peerKey, remoteAddress, direction, path: this.#paths.of(connection), terms });
    this.#open.add(link);
    void link.closed.then((reason) => {
      this.#open.delete(link);
      if (reason?.code === "E_TIMEOUT") this.#leaving.add(connection);
      this.#release(connection);
    });
    return link;
  }
  #retain(connection) {
    this.#links.set(connection, (this.#links.get(connection) ?? 0) + 1);
  }
  #release(connection) {
    const left = (this.#links.get(connection) ?? 1) - 1;
    if (left > 0) {
      this.#links.set(connection, left);
      return;
    }
    this.#links.delete(connection);
    if (connection.direction === "outbound" && !this.#node.isKept(connection)) this.#hangUp(connection);
  }
  /** Closes connections that had no link at this sweep and the one before. */
  #closeIdle() {
    const idle = this.#node.libp2p.getConnections().filter((connection) => !this.#links.has(connection) && !this.#node.isKept(connection));
    for (const connection of idle) if (this.#idle.has(connection)) this.#hangUp(connection);
    this.#idle = new Set(idle);
  }
  /** Closes a connection in peace, or by force where that takes too long; no new link opens over it meanwhile. */
  #hangUp(connection) {
    this.#leaving.add(connection);
    connection.close({ signal: AbortSignal.timeout(HANG_UP_TIMEOUT_MS) }).catch((error) => {
      connection.abort(error instanceof Error ? error : new Error("the connection did not close"));
    });
  }
};
function placesOf(texts) {
  return parseAddresses(texts).filter((address) => isDialable(address) && address.relayId === void 0);
}
async function allowedOf(addresses, { mayDial }, signal) {
  if (mayDial === void 0) return addresses;
  const { learnedAddresses } = await import("./learned-addresses-N4VDZBSH.js");
  return learnedAddresses(addresses, mayDial, signal);
}
async function listening(started) {
  try {
    return await started;
  } catch (cause) {
    throw new TalosError("E_CONFIG", "cannot listen on an address", {
      cause,
      hint: "another program may use the port, or this machine may not have the address"
    });
  }
}
function isUnsupported(error) {
  return error instanceof Error && error.name === "UnsupportedProtocolError";
}
function isMismatch(error) {
  if (error instanceof AggregateError) return error.errors.some(isMismatch);
  return error instanceof Error && error.message === ANOTHER_IDENTITY;
}
function dialError(error, peerId, elapsedMs) {
  if (isTalosError(error)) return error;
  if (isMismatch(error)) return mismatch(peerId, "another peer answered at the address", error);
  if (elapsedMs !== void 0)
    return new TalosError("E_TIMEOUT", `no connection in ${elapsedMs} ms`, { cause: error, details: ofPeer(peerId) });
  if (isUnsupported(error))
    return new TalosError("E_REFUSED", "the peer does not take part in this protocol", {
      cause: error,
      details: ofPeer(peerId)
    });
  const told = error instanceof AggregateError ? error.errors.find((each) => isTalosError(each, "E_REFUSED")) : void 0;
  return told ?? unreachable(peerId, "no address of the peer answered", error);
}
function ofPeer(peerId) {
  return peerId === void 0 ? {} : { peerId };
}
function mismatch(peerId, message, cause) {
  const hint = "the address belongs to another agent, or somebody stands in between";
  return new TalosError("E_IDENTITY_MISMATCH", message, { cause, details: ofPeer(peerId), hint });
}
var ITSELF = "two agents on one machine have a data directory each: --data-dir, or TALOS_HOME";
function unreachable(peerId, message, cause, hint = "is the peer running, and are its address and port right?") {
  return new TalosError("E_UNREACHABLE", message, { cause, details: ofPeer(peerId), hint });
}
export {
  IDLE_SWEEP_MS,
  openHost
};
