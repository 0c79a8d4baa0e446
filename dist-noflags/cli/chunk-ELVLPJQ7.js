import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  firstToAnswer
} from "./chunk-ZJNXFJQB.js";
import {
  isTaken,
  observePort
} from "./chunk-M4N3TZDS.js";
import {
  isRelayed
} from "./chunk-NGA5LHKD.js";
import {
  MessageStream,
  bytesField,
  numberField,
  readProtobuf
} from "./chunk-BKFND3DK.js";
import {
  scopeOf
} from "./chunk-E6JXRORW.js";
import {
  startDeadline
} from "./chunk-UVSX52DL.js";
import {
  isDialable,
  multiaddr,
  parsePlace,
  withPeerId
} from "./chunk-WI7TIAN3.js";
import {
  parsePeerId
} from "./chunk-KHFQ3AZA.js";
import {
  didOfKey
} from "./chunk-ONC5ALCL.js";
import {
  BoundedMap
} from "./chunk-RREDWCKR.js";
import {
  concat
} from "./chunk-BYUQUT5F.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/node/network/punch.ts
import { setTimeout } from "node:timers/promises";

// src/net/punch-message.ts
var PUNCH_PROTOCOL = "/libp2p/dcutr";
var MAX_PUNCH_MESSAGE_BYTES = 4096;
var MAX_PUNCH_ADDRESSES = 4;
var CONNECT = 100;
var SYNC = 300;
function encodePunchMessage(message) {
  if (message.type === "sync") return numberField(1, SYNC);
  return concat(
    numberField(1, CONNECT),
    ...message.addresses.map((address) => bytesField(2, multiaddr(address).bytes))
  );
}
function decodePunchMessage(bytes) {
  if (bytes.length > MAX_PUNCH_MESSAGE_BYTES)
    throw new TalosError("E_LIMIT", `message of ${bytes.length} bytes, limit ${MAX_PUNCH_MESSAGE_BYTES}`);
  const fields = readProtobuf(bytes);
  const type = fields.findLast(({ number }) => number === 1)?.value;
  if (type === SYNC) return { type: "sync" };
  if (type !== CONNECT) throw new TalosError("E_MALFORMED", "a message of an unknown kind");
  const addresses = fields.flatMap(({ number, value }) => number === 2 && typeof value !== "number" ? [value] : []);
  return { type: "connect", addresses: addresses.slice(0, MAX_PUNCH_ADDRESSES).flatMap(textOf) };
}
function textOf(bytes) {
  try {
    return [multiaddr(bytes).toString()];
  } catch {
    return [];
  }
}

// src/node/network/punch.ts
var PUNCH_ATTEMPTS = 3;
var MAX_PUNCHES_PER_CONNECTION = 4;
var MAX_PUNCHES = 8;
var PUNCH_TIMEOUT_MS = 1e4;
var PUNCH_DIAL_MS = 4e3;
var REDIAL_MS = 50;
var PUNCH_AGAIN_MS = 3e5;
var MAX_REMEMBERED = 64;
var started = /* @__PURE__ */ new WeakMap();
async function startPunching(node) {
  await node.addService("punching", () => {
    const punching = new Punching(node);
    started.set(node, punching);
    return punching;
  });
}
function punchesOf(node) {
  return started.get(node)?.results ?? [];
}
var Punching = class {
  #node;
  #results = [];
  /** When it failed with a peer, on the clock that never goes back. */
  #failedAt = new BoundedMap(MAX_REMEMBERED);
  #stopped = new AbortController();
  /** How often a peer has asked, for each connection. */
  #askedFor = /* @__PURE__ */ new WeakMap();
  #running = 0;
  constructor(node) {
    this.#node = node;
  }
  /** The last attempts, oldest first. */
  get results() {
    return [...this.#results];
  }
  async start() {
    const { libp2p, keep, punched } = this.#node;
    keep((connection) => punched.has(connection) && this.#isRelayed(connection));
    await libp2p.handle(PUNCH_PROTOCOL, (stream, connection) => this.#answer(stream, connection), {
      maxInboundStreams: 1,
      maxOutboundStreams: 1,
      runOnLimitedConnection: true
    });
    const begin = (connection) => {
      if (connection.direction === "inbound" && isRelayed(connection.remoteAddr.toString())) void this.#ask(connection);
    };
    libp2p.addEventListener("connection:open", ({ detail }) => begin(detail));
    for (const connection of libp2p.getConnections()) begin(connection);
  }
  stop() {
    this.#stopped.abort(new TalosError("E_CLOSED", "the host was closed"));
  }
  /** Asks the peer that has dialled through a relay, until it is reached or it is clear that it is not. */
  async #ask(connection) {
    const failedAt = this.#failedAt.get(connection.remotePeer.toString());
    if (failedAt !== void 0 && performance.now() - failedAt < PUNCH_AGAIN_MS) return;
    for (let left = PUNCH_ATTEMPTS; left > 0; left--) {
      if (connection.status !== "open" || this.#isReached(connection)) return;
      const isOver = await this.#attempt(connection, true, (course, signal) => this.#agree(connection, course, signal));
      if (isOver) return;
    }
  }
  /** The asking side of one attempt. DCUtR, "The Protocol": B. */
  async #agree(connection, course, signal) {
    var _stack = [];
    try {
      const port = __using(_stack, await this.#observe(connection, course, signal), true);
      const stream = await connection.newStream(PUNCH_PROTOCOL, { signal, runOnLimitedConnection: true });
      const messages = new MessageStream(stream, MAX_PUNCH_MESSAGE_BYTES);
      try {
        const askedAt = performance.now();
        messages.write(encodePunchMessage({ type: "connect", addresses: [course.own] }));
        this.#meetAt(await nextMessage(messages, signal), connection, port, course);
        const roundTripMs = performance.now() - askedAt;
        messages.write(encodePunchMessage({ type: "sync" }));
        await pause(roundTripMs / 2, signal);
        await this.#dial(connection, port, false, course, signal);
        await messages.close(signal);
      } catch (error) {
        messages.abort(error);
        throw error;
      }
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  }
  /** Goes along with the peer that this side has dialled through a relay: nobody else can have it dial. DCUtR: A. */
  #answer(stream, connection) {
    const times = (this.#askedFor.get(connection) ?? 0) + 1;
    this.#askedFor.set(connection, times);
    const isOwn = connection.direction === "outbound" && isRelayed(connection.remoteAddr.toString());
    if (!isOwn || times > MAX_PUNCHES_PER_CONNECTION || this.#running >= MAX_PUNCHES) {
      stream.abort(new Error("not now"));
      return;
    }
    void this.#attempt(connection, false, async (course, signal) => {
      const messages = new MessageStream(stream, MAX_PUNCH_MESSAGE_BYTES);
      try {
        var _stack = [];
        try {
          const theirs = await nextMessage(messages, signal);
          const port = __using(_stack, await this.#observe(connection, course, signal), true);
          this.#meetAt(theirs, connection, port, course);
          messages.write(encodePunchMessage({ type: "connect", addresses: [course.own] }));
          const { type } = await nextMessage(messages, signal);
          if (type !== "sync") throw new TalosError("E_PROTOCOL", "the peer says something else than when to dial");
          await this.#dial(connection, port, true, course, signal);
          await messages.close(signal);
        } catch (_) {
          var _error = _, _hasError = true;
        } finally {
          var _promise = __callDispose(_stack, _error, _hasError);
          _promise && await _promise;
        }
      } catch (error) {
        messages.abort(error);
        throw error;
      }
    });
  }
  /** Runs one attempt and notes how it went; whether no other is to follow. */
  async #attempt(connection, isAsker, run) {
    if (this.#running >= MAX_PUNCHES || this.#stopped.signal.aborted) return true;
    const [atMs, startMs] = [Date.now(), performance.now()];
    const peerId = connection.remotePeer.toString();
    const course = { own: "", theirs: [] };
    const deadline = startDeadline(PUNCH_TIMEOUT_MS, this.#stopped.signal);
    let failure;
    this.#running += 1;
    try {
      await run(course, deadline.signal);
      this.#failedAt.delete(peerId);
    } catch (error) {
      failure = failureOf(error);
      this.#failedAt.set(peerId, performance.now());
    } finally {
      deadline.clear();
      this.#running -= 1;
    }
    this.#results.push({
      peer: didOfKey(parsePeerId(peerId)),
      outcome: failure === void 0 ? "punched" : "failed",
      atMs,
      ms: Math.round(performance.now() - startMs),
      asked: isAsker,
      ...course,
      ...failure === void 0 ? {} : { failure: { code: failure.code, message: failure.message } }
    });
    if (this.#results.length > MAX_REMEMBERED) this.#results.shift();
    return failure === void 0 || failure.code !== "E_TIMEOUT";
  }
  /** A port of this side, seen by the relay that carries `connection`. */
  async #observe(connection, course, signal) {
    const [relay = ""] = connection.remoteAddr.toString().split("/p2p-circuit");
    const { transport } = parsePlace(relay);
    if (transport !== "tcp")
      throw new TalosError("E_UNREACHABLE", "the relay is reached over WebSocket, from which no port can be told");
    const port = await observePort(relay, signal);
    course.own = port.address.text;
    if (isPublic(port.address)) return port;
    await port[Symbol.asyncDispose]();
    throw new TalosError("E_UNREACHABLE", "the relay is on the same network, and does not see what the internet sees");
  }
  /** Notes where the peer says that it is seen, as far as that may be dialled. */
  #meetAt(message, { remotePeer }, port, course) {
    course.theirs = meetingPlaces(message, remotePeer.toString(), port.address.family);
    if (course.theirs.length === 0)
      throw new TalosError("E_PROTOCOL", "the peer names no address at which it can be met");
  }
  /** Dials the peer while that dials this side. */
  async #dial({ remotePeer }, port, isClient, { theirs }, signal) {
    const limit = startDeadline(PUNCH_DIAL_MS, signal);
    const from = { localPort: port.localPort, isClient };
    const attempts = theirs.map((address) => async (over) => {
      for (; ; )
        try {
          return await this.#node.punch(address, from, over);
        } catch (error) {
          over.throwIfAborted();
          if (isTaken(error)) await port[Symbol.asyncDispose]();
          else if (!isRefused(error)) throw error;
          await pause(REDIAL_MS, over);
        }
    });
    try {
      await firstToAnswer(attempts, (late) => late.abort(new Error("one is enough")), limit.signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!limit.isPast()) throw error;
      const message = "the peer did not answer where it is seen: a NAT in between may map ports anew for each place";
      throw new TalosError("E_TIMEOUT", message, { cause: error, details: { peerId: remotePeer.toString() } });
    } finally {
      limit.clear();
    }
  }
  /** Whether there is a connection to its peer that needs no relay. */
  #isReached({ remotePeer }) {
    return this.#connectionsTo(remotePeer).some(({ remoteAddr }) => !isRelayed(remoteAddr.toString()));
  }
  /** Whether there is a connection to its peer through a relay. */
  #isRelayed({ remotePeer }) {
    return this.#connectionsTo(remotePeer).some(({ remoteAddr }) => isRelayed(remoteAddr.toString()));
  }
  #connectionsTo(peer) {
    return this.#node.libp2p.getConnections(peer).filter(({ status }) => status === "open");
  }
};
function meetingPlaces(message, peerId, family) {
  const named = message.type === "connect" ? message.addresses.flatMap(readable) : [];
  return named.filter((address) => address.peerId === void 0 || address.peerId === peerId).filter((address) => address.transport === "tcp" && address.family === family).filter((address) => isDialable(address) && isPublic(address)).map((address) => withPeerId(address, peerId));
}
async function nextMessage(messages, signal) {
  return decodePunchMessage(await messages.read(signal));
}
function isPublic(address) {
  return !address.family.startsWith("dns") && scopeOf(address) === "public";
}
function isRefused(error) {
  return error instanceof Error && "code" in error && (error.code === "ECONNREFUSED" || error.code === "ECONNRESET");
}
function readable(text) {
  try {
    return [parsePlace(text)];
  } catch (error) {
    if (isTalosError(error)) return [];
    throw error;
  }
}
function failureOf(error) {
  if (isTalosError(error)) return error;
  if (error instanceof DOMException && error.name === "TimeoutError")
    return new TalosError("E_TIMEOUT", "the peer or the relay took too long", { cause: error });
  if (error instanceof Error && error.name === "UnsupportedProtocolError")
    return new TalosError("E_REFUSED", "the peer does not take part in this", { cause: error });
  return new TalosError("E_UNREACHABLE", "the peer could not be reached where it is seen", { cause: error });
}
async function pause(ms, signal) {
  await setTimeout(ms, void 0, { signal }).catch(() => void 0);
  signal.throwIfAborted();
}

export {
  PUNCH_ATTEMPTS,
  MAX_PUNCHES_PER_CONNECTION,
  MAX_PUNCHES,
  PUNCH_TIMEOUT_MS,
  PUNCH_DIAL_MS,
  PUNCH_AGAIN_MS,
  startPunching,
  punchesOf,
  meetingPlaces
};
