import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  systemClock
} from "./chunk-46BQ5UYA.js";
import {
  RateCounter
} from "./chunk-2NDVB5PI.js";
import {
  AUTONAT_PROTOCOL,
  MAX_AUTONAT_BYTES,
  decodeAutonatQuestion,
  encodeAutonatAnswer
} from "./chunk-DTAXWADY.js";
import {
  answerObserved
} from "./chunk-M4N3TZDS.js";
import {
  isRelayed
} from "./chunk-NGA5LHKD.js";
import {
  MessageStream
} from "./chunk-BKFND3DK.js";
import {
  openNode
} from "./chunk-SZV6OOWM.js";
import {
  SourceCounter
} from "./chunk-RG5XTQSW.js";
import {
  startDeadline
} from "./chunk-UVSX52DL.js";
import {
  isDialable,
  parsePlace,
  sourceOf,
  withPeerId
} from "./chunk-WI7TIAN3.js";
import {
  randomBytes
} from "./chunk-2LF6EQRB.js";
import {
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/node/network/autonat-server.ts
var MAX_AUTONAT_A_SOURCE = 12;
var MAX_AUTONAT_IN_ALL = 600;
var MAX_AUTONAT_DIALS = 16;
var AUTONAT_DIAL_MS = 5e3;
var ANSWER_TIMEOUT_MS = 8e3;
var MINUTE_MS = 6e4;
var answering = /* @__PURE__ */ new WeakSet();
async function answerAutonat(node) {
  if (answering.has(node)) return;
  answering.add(node);
  await answerObserved(node);
  const server = new AutonatServer();
  await node.libp2p.handle(AUTONAT_PROTOCOL, (stream, connection) => void server.answer(stream, connection), {
    maxInboundStreams: 2,
    maxOutboundStreams: 0
  });
}
var AutonatServer = class {
  #sources = new SourceCounter(MAX_AUTONAT_A_SOURCE, MINUTE_MS, systemClock);
  #all = new RateCounter(MAX_AUTONAT_IN_ALL, MINUTE_MS, systemClock);
  #dials = 0;
  /** Answers one question; whatever goes wrong ends its stream alone. */
  async answer(stream, connection) {
    const deadline = startDeadline(ANSWER_TIMEOUT_MS);
    const messages = new MessageStream(stream, MAX_AUTONAT_BYTES);
    try {
      const status = await this.#statusOf(await messages.read(deadline.signal), connection, deadline.signal);
      messages.write(encodeAutonatAnswer(status));
      await messages.close(deadline.signal);
    } catch (error) {
      messages.abort(error);
    } finally {
      deadline.clear();
    }
  }
  async #statusOf(bytes, connection, signal) {
    let question;
    try {
      question = decodeAutonatQuestion(bytes);
    } catch (error) {
      if (isTalosError(error)) return "malformed";
      throw error;
    }
    const from = connection.remoteAddr.toString();
    if (question.peerId !== connection.remotePeer.toString()) return "malformed";
    const address = placeToDial(question, from);
    if (address === void 0 || this.#dials >= MAX_AUTONAT_DIALS) return "refused";
    if (!this.#sources.take(sourceOf(from)) || !this.#all.take("")) return "refused";
    this.#dials += 1;
    try {
      return await isReached(address, signal) ? "ok" : "failed";
    } finally {
      this.#dials -= 1;
    }
  }
};
function placeToDial({ peerId, addresses }, from) {
  if (isRelayed(from)) return void 0;
  const own = parsePlace(from);
  for (const text of addresses) {
    try {
      const place = parsePlace(text);
      const isOwn = place.family === own.family && place.host === own.host && place.transport === "tcp";
      if (isOwn && isDialable(place) && (place.peerId === void 0 || place.peerId === peerId))
        return withPeerId(place, peerId);
    } catch (error) {
      if (!isTalosError(error)) throw error;
    }
  }
  return void 0;
}
async function isReached(address, signal) {
  const limit = startDeadline(AUTONAT_DIAL_MS, signal);
  const node = await openNode({
    seed: randomBytes(32),
    listen: [],
    handshakeTimeoutMs: AUTONAT_DIAL_MS,
    maxConnections: 1
  });
  try {
    await node.dial(address, limit.signal);
    return true;
  } catch {
    return false;
  } finally {
    limit.clear();
    await node.libp2p.stop();
  }
}

export {
  MAX_AUTONAT_A_SOURCE,
  MAX_AUTONAT_IN_ALL,
  MAX_AUTONAT_DIALS,
  AUTONAT_DIAL_MS,
  answerAutonat,
  placeToDial
};
