import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  systemTimer
} from "./chunk-34XTRKKR.js";
import {
  Mutex,
  deadline
} from "./chunk-HYFGQGGD.js";
import {
  FRAME_TYPES
} from "./chunk-NYAGUFNB.js";
import {
  decodeCbor,
  encodeCbor
} from "./chunk-DCRUBV73.js";
import {
  isFields,
  readChoice,
  readInteger,
  readString
} from "./chunk-LHINULLD.js";
import {
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  ERROR_CODES,
  REFUSALS,
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/net/request-link.ts
var MAX_REQUESTS_IN_FLIGHT = 16;
var REQUEST_TIMEOUT_MS = 1e4;
var MAX_PUSHES_WAITING = 64;
var MAX_PUSH_BYTES_WAITING = 16 * 1024 * 1024;
var MAX_OPERATION_CHARACTERS = 32;
var VERSION = 1;
var MAX_N = 4294967295;
var OPERATION = /^[a-z-]+$/;
var OWN_NAMES = ["v", "n", "op", "word"];
function serveRequests(link, terms) {
  const inFlight = /* @__PURE__ */ new Map();
  const respond = async (n, op, fields) => {
    const answer = await answered({ n, op, fields }, terms, link.remoteAddress);
    try {
      send(link, answer);
      await link.drained();
    } catch {
      await link.close();
    }
    inFlight.delete(n);
  };
  link.onFrame(async (frame) => {
    const { n, op, fields } = readFrame(frame);
    if (n === void 0 || op === void 0) throw new TalosError("E_PROTOCOL", "not a request");
    if (inFlight.has(n)) throw new TalosError("E_PROTOCOL", "two requests of one number");
    inFlight.set(n, respond(n, op, fields));
    if (inFlight.size >= MAX_REQUESTS_IN_FLIGHT) await Promise.race(inFlight.values());
  });
  return {
    push: (op, fields) => send(link, encoded({ op }, fields)),
    ended: link.closed.then(async () => {
      await Promise.all(inFlight.values());
    })
  };
}
async function answered({ n, op, fields }, terms, from) {
  const startMs = performance.now();
  let word;
  let cause;
  try {
    return encoded({ n }, await terms.answer(op, fields));
  } catch (error) {
    if (!isTalosError(error) || error.code === "E_INTERNAL" || error.code.startsWith("E_STORAGE"))
      terms.onFault?.(error);
    cause = error;
    word = refusalOf(error);
    return encodeCbor({ v: VERSION, n, word });
  } finally {
    terms.onAnswered?.({ op, word, cause, ms: performance.now() - startMs, from });
  }
}
function refusalOf(error) {
  if (!isTalosError(error)) return "failed";
  const told = error.code === "E_REFUSED" ? error.details["reason"] : ERROR_CODES[error.code].peer;
  return REFUSALS.find((word) => word === told) ?? "failed";
}
function refused(word, message) {
  return new TalosError("E_REFUSED", message, { details: { reason: word } });
}
function askOver(link, terms = {}) {
  return new Asker(link, terms);
}
var Asker = class {
  closed;
  #link;
  #terms;
  #pending = /* @__PURE__ */ new Map();
  /** Those that wait until fewer are unanswered, in order. */
  #queue = [];
  #pushes = new Mutex();
  #pushesWaiting = 0;
  #pushBytesWaiting = 0;
  #next = 1;
  #end;
  constructor(link, terms) {
    this.#link = link;
    this.#terms = terms;
    link.onFrame((frame) => this.#receive(frame));
    this.closed = link.closed.then((reason) => {
      this.#finish(reason ?? new TalosError("E_UNREACHABLE", "the server ended the link"));
      return reason;
    });
  }
  async ask(op, fields, signal) {
    var _stack = [];
    try {
      const limit = __using(_stack, deadline(signal, this.#terms.timeoutMs ?? REQUEST_TIMEOUT_MS));
      limit.signal.throwIfAborted();
      const answer = new Promise((resolve, reject) => {
        const start = () => {
          if (this.#end !== void 0) return reject(this.#end);
          this.#send(op, fields, { resolve, reject }, limit.signal);
        };
        if (this.#pending.size < MAX_REQUESTS_IN_FLIGHT) return start();
        this.#queue.push(start);
        limit.signal.addEventListener("abort", () => {
          this.#drop(start);
          reject(limit.signal.reason);
        });
      });
      return await answer;
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      __callDispose(_stack, _error, _hasError);
    }
  }
  #send(op, fields, pending, signal) {
    const n = this.#next;
    this.#next = n === MAX_N ? 1 : n + 1;
    try {
      this.#link.send(FRAME_TYPES.data, encoded({ n, op }, fields));
    } catch (error) {
      if (isTalosError(error, "E_CLOSED")) void this.closed.then(() => pending.reject(this.#end ?? error));
      else pending.reject(error);
      return;
    }
    this.#pending.set(n, pending);
    signal.addEventListener("abort", () => {
      if (this.#take(n) !== void 0) pending.reject(signal.reason);
    });
  }
  /** The request of number `n`, which is over; the next in line has its place. */
  #take(n) {
    const pending = this.#pending.get(n);
    if (!this.#pending.delete(n)) return void 0;
    this.#queue.shift()?.();
    return pending;
  }
  #drop(start) {
    const at = this.#queue.indexOf(start);
    if (at >= 0) this.#queue.splice(at, 1);
  }
  #receive(frame) {
    const { n, op, fields } = readFrame(frame);
    if (n === void 0 === (op === void 0)) throw new TalosError("E_PROTOCOL", "neither an answer nor a push");
    if (n === void 0) return this.#pushed(op ?? "", fields, frame.payload.length);
    if (!this.#wasAsked(n)) throw new TalosError("E_PROTOCOL", "an answer to no request");
    const refusal = Object.hasOwn(fields, "word") ? errorOf(readChoice(fields["word"], REFUSALS, "word")) : void 0;
    const pending = this.#take(n);
    if (refusal === void 0) pending?.resolve(fields);
    else pending?.reject(refusal);
  }
  #wasAsked(n) {
    return this.#pending.has(n) || n >= 1 && n < this.#next;
  }
  #pushed(op, fields, bytes) {
    const { onPush } = this.#terms;
    if (onPush === void 0) throw new TalosError("E_PROTOCOL", "the server says what nobody asked for");
    this.#pushesWaiting += 1;
    this.#pushBytesWaiting += bytes;
    if (this.#pushesWaiting > MAX_PUSHES_WAITING || this.#pushBytesWaiting > MAX_PUSH_BYTES_WAITING)
      throw new TalosError("E_LIMIT", "more of the server waits to be heard than is kept");
    this.#pushes.run(() => this.#end === void 0 ? onPush(op, fields) : void 0).then(
      () => {
        this.#pushesWaiting -= 1;
        this.#pushBytesWaiting -= bytes;
      },
      (error) => this.#fail(error)
    );
  }
  #fail(error) {
    this.#finish(
      isTalosError(error) ? error : new TalosError("E_INTERNAL", "a push could not be handled", { cause: error })
    );
    this.#link.close().catch(() => void 0);
  }
  #finish(reason) {
    this.#end ??= reason;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const each of pending) each.reject(this.#end);
    for (const start of this.#queue.splice(0)) start();
  }
  async close() {
    this.#finish(new TalosError("E_CLOSED", "the link was closed"));
    await this.#link.close();
  }
  [Symbol.asyncDispose]() {
    return this.close();
  }
};
function errorOf(word) {
  const details = { reason: word };
  if (word === "busy")
    return new TalosError("E_RATE_LIMITED", "the server is busy, or was asked too often", {
      details,
      hint: "try again in a minute"
    });
  if (word === "unknown") return new TalosError("E_NOT_FOUND", "the server does not have it", { details });
  return new TalosError("E_REFUSED", `the server refused the request: ${word}`, { details });
}
function readFrame({ type, payload }) {
  if (type !== FRAME_TYPES.data) throw new TalosError("E_PROTOCOL", `a frame of type ${type} among requests`);
  const map = decodeCbor(payload, { maxBytes: payload.length });
  if (!isFields(map)) throw new TalosError("E_MALFORMED", "request or answer: must be an object");
  const { v, n, op, ...rest } = map;
  if (readInteger(v, "v") !== VERSION) throw new TalosError("E_VERSION", "a request or answer of another version");
  return {
    n: n === void 0 ? void 0 : readInteger(n, "n", { max: MAX_N }),
    op: op === void 0 ? void 0 : readString(op, "op", { max: MAX_OPERATION_CHARACTERS, pattern: OPERATION }),
    fields: Object.assign(/* @__PURE__ */ Object.create(null), rest)
  };
}
function encoded(head, fields) {
  for (const name of OWN_NAMES)
    if (Object.hasOwn(fields, name)) throw new TypeError(`${name} is a name of the request itself`);
  return encodeCbor({ v: VERSION, ...head, ...fields });
}
function send(link, bytes) {
  try {
    link.send(FRAME_TYPES.data, bytes);
  } catch (error) {
    if (!isTalosError(error, "E_CLOSED")) throw error;
  }
}

// src/net/refuse-link.ts
var REFUSAL_WAIT_MS = 1e3;
var MAX_WAITING_REFUSALS = 64;
var LinkRefusals = class {
  #timer;
  #waiting = 0;
  constructor(timer = systemTimer) {
    this.#timer = timer;
  }
  /** Refuses `link`, which has no receiver yet. Resolves when it has ended. */
  async refuse(link, word) {
    if (this.#waiting < MAX_WAITING_REFUSALS) await this.#firstFrame(link);
    try {
      link.send(FRAME_TYPES.error, utf8(word));
    } catch (error) {
      if (!isTalosError(error, "E_CLOSED")) throw error;
    }
    await link.close();
  }
  /** Resolves when the first frame came, the wait is over, or the link has ended. */
  async #firstFrame(link) {
    this.#waiting++;
    await new Promise((resolve) => {
      const cancel = this.#timer.after(REFUSAL_WAIT_MS, resolve);
      const go = () => {
        cancel();
        resolve();
      };
      link.onFrame(go);
      void link.closed.then(go);
    });
    this.#waiting--;
  }
};

export {
  serveRequests,
  refused,
  askOver,
  MAX_WAITING_REFUSALS,
  LinkRefusals
};
