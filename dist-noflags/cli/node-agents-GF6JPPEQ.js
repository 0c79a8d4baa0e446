import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  APPROVAL_METHODS,
  CHAIN_METHODS,
  IDENTITY_METHODS,
  LIGHT_METHODS,
  LineReceiver,
  LineSender,
  OWNER_DEADLINE_MS,
  TOOL_METHODS,
  TRANSFER_METHODS,
  attachLocal,
  handOver
} from "./chunk-MZGNE64M.js";
import {
  withWordsKept
} from "./chunk-TU5H3YAU.js";
import {
  createKeystore,
  openKeystore,
  readKeystoreHead
} from "./chunk-TAPG5VTP.js";
import "./chunk-SNO5PYOW.js";
import {
  formatOwnerNote,
  makeSocketPath,
  readSocketPath,
  tryOwnDirectory
} from "./chunk-PC4J2URO.js";
import {
  LocalWire,
  errorJson,
  isObject
} from "./chunk-JJWYZLFH.js";
import "./chunk-QX52XIRR.js";
import "./chunk-IDTG2NVN.js";
import "./chunk-GODHKPSB.js";
import "./chunk-UEVFT7Q3.js";
import "./chunk-DT4EQJ6R.js";
import {
  fileSettings,
  settingsMade
} from "./chunk-I3VN6X7X.js";
import "./chunk-KBDBAFAE.js";
import "./chunk-RIFLKF7L.js";
import "./chunk-G7L2YDTE.js";
import "./chunk-HWLZZTJN.js";
import {
  usage
} from "./chunk-6NZXQKWI.js";
import {
  formatPeerId
} from "./chunk-KHFQ3AZA.js";
import "./chunk-FX2GLV37.js";
import {
  DATA_DIR_NAMES,
  isThere
} from "./chunk-ZWVE4A5M.js";
import "./chunk-7H45WMXX.js";
import "./chunk-YOEFOITE.js";
import "./chunk-XGLJQYNB.js";
import "./chunk-TYN6C76O.js";
import "./chunk-54GDCRVT.js";
import "./chunk-76WDXPVO.js";
import {
  VERSION
} from "./chunk-KJ5PCUWR.js";
import "./chunk-IOG4ONSQ.js";
import "./chunk-HROBTZ6Q.js";
import "./chunk-DCRUBV73.js";
import "./chunk-SDVHVV53.js";
import "./chunk-LQJYXGFI.js";
import {
  keyOfDid
} from "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import "./chunk-4RR5MITZ.js";
import "./chunk-32PEM522.js";
import "./chunk-5TFZHIIP.js";
import {
  toHex
} from "./chunk-BYUQUT5F.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/node-agents.ts
import { existsSync } from "node:fs";
import { join as join2 } from "node:path";

// src/node/engine.ts
import { setFlagsFromString } from "node:v8";
var MEASURED_WITH = /^11\.3\./;
var ENGINE_FLAGS = [
  // Bytes of bytecode after which a function is looked at, a seventh of the default: what each call passes once is compiled
  // after hundreds of calls, and not after thousands.
  
  // To wake threads for a young generation of which little lives costs more than they save.
  
  
];
function tuneEngine(version = process.versions.v8, tell = setFlagsFromString) {
  if (MEASURED_WITH.test(version)) for (const flag of ENGINE_FLAGS) tell(flag);
}

// src/node/identity/pending-rotation.ts
import { join } from "node:path";
async function finishPending(dataDir, passphrase) {
  if (!isThere(join(dataDir, DATA_DIR_NAMES.rotation))) return;
  const { finishRotation } = await import("./rotation-RXEUINKP.js");
  await finishRotation({ dataDir, passphrase });
}

// src/node/local/attach.ts
import { randomInt } from "node:crypto";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

// src/node/local/local-socket.ts
import { chmod, rm } from "node:fs/promises";
import { createServer } from "node:net";
var MAX_LOCAL_REQUESTS = 1024;
var MAX_LOCAL_CONNECTIONS = 256;
var LAST_REQUESTS_MS = 1e3;
var asks = (ask) => ask;
var METHODS = {
  ...CHAIN_METHODS,
  ...APPROVAL_METHODS,
  ...TRANSFER_METHODS,
  whoami: asks((api) => api.whoami()),
  status: asks((api) => api.status()),
  grant: asks((api, params) => api.grant(params)),
  delegate: asks((api, params) => api.delegate(params)),
  capabilities: asks((api) => api.capabilities()),
  capability: asks((api, params) => api.capability(params.id)),
  isRevoked: asks((api, params) => api.isRevoked(params.chain)),
  revoke: asks((api, params) => api.revoke(params)),
  renew: asks((api, params, signal) => api.renew(params, signal)),
  auditLog: asks((api, params) => api.auditLog(params)),
  auditEntry: asks((api, params) => api.auditEntry(params.id, params.archives)),
  auditVerify: asks((api) => api.auditVerify()),
  proof: asks((api, params) => api.proof(params.id, params.archives)),
  "audit.layers": asks((api, params) => api.audit.layers(params)),
  "audit.root": asks((api) => api.audit.root()),
  "audit.archive": asks((api, params) => api.audit.archive(params)),
  "audit.forget": asks((api, params) => api.audit.forget(params)),
  "audit.reindex": asks((api) => api.audit.reindex()),
  call: asks((api, params, signal) => api.call(params, signal)),
  ping: asks((api, params, signal) => api.ping(params, signal)),
  backup: asks((api, params, signal) => api.backup(params, signal)),
  "messages.send": asks((api, params, signal) => api.messages.send(params, signal)),
  "messages.delivery": asks((api, params, signal) => api.messages.delivery(params, signal)),
  "messages.history": asks((api, params) => api.messages.history(params)),
  "messages.sessions": asks((api) => api.messages.sessions()),
  "messages.resetSession": asks((api, params) => api.messages.resetSession(params.peer)),
  "messages.openSession": asks(
    (api, params) => api.messages.openSession(params)
  ),
  "messages.seal": asks((api, params) => api.messages.seal(params)),
  "messages.open": asks((api, params) => api.messages.open(params)),
  "messages.bundle": asks((api) => api.messages.bundle()),
  "messages.rotatePrekeys": asks((api) => api.messages.rotatePrekeys()),
  "blocks.summary": asks((api, params) => api.blocks.summary(params)),
  "blocks.range": asks((api, params) => api.blocks.range(params)),
  "blocks.find": asks((api, params) => api.blocks.find(params.at)),
  "servers.list": asks((api) => api.servers.list()),
  "witness.list": asks((api) => api.witness.list()),
  "witness.add": asks((api, params) => api.witness.add(params)),
  "witness.remove": asks((api, params) => api.witness.remove(params)),
  "witness.ask": asks((api, _params, signal) => api.witness.ask(signal)),
  "witness.root": asks((api) => api.witness.root()),
  "witness.peers": asks((api) => api.witness.peers()),
  "witness.evidence": asks((api, params) => api.witness.evidence(params)),
  "witness.clear": asks((api, params) => api.witness.clear(params)),
  "servers.register": asks((api, params, signal) => api.servers.register(params, signal)),
  "servers.peers": asks((api, params, signal) => api.servers.peers(params, signal)),
  "anchors.sources": asks((api) => api.anchors.sources()),
  "anchors.add": asks((api, params) => api.anchors.add(params)),
  "anchors.remove": asks((api, params) => api.anchors.remove(params.id)),
  "anchors.list": asks((api) => api.anchors.list()),
  "anchors.from": asks((api, params) => api.anchors.from(params.least)),
  "anchors.now": asks((api, _, signal) => api.anchors.now(signal)),
  "anchors.verify": asks((api) => api.anchors.verify()),
  ...IDENTITY_METHODS,
  ...LIGHT_METHODS,
  ...TOOL_METHODS,
  "acl.check": asks((api, params) => api.acl.check(params)),
  "acl.lists": asks((api) => api.acl.lists()),
  "reports.make": asks((api, params, signal) => api.reports.make(params, signal)),
  "contacts.peers": asks((api) => api.contacts.peers()),
  "contacts.add": asks((api, params) => api.contacts.add(params)),
  "contacts.rename": asks((api, params) => api.contacts.rename(params)),
  "contacts.remove": asks((api, params) => api.contacts.remove(params.peer)),
  "contacts.fingerprint": asks((api, params) => api.contacts.fingerprint(params.peer)),
  "contacts.verify": asks((api, params) => api.contacts.verify(params)),
  "contacts.accept": asks((api, params) => api.contacts.accept(params))
};
var LASTING = {
  serve,
  connect,
  "messages.listen": listen,
  "messages.follow": feeding((api, params, options) => api.messages.follow(params, options)),
  "approvals.follow": feeding((api, _params, options) => api.approvals.follow(options)),
  "transfers.events": feeding((api, params, options) => api.transfers.events(params, options)),
  "audit.follow": feeding((api, _params, options) => api.audit.follow(options)),
  "audit.verify": feeding((api, params, options) => api.audit.verify(params, options))
};
async function serveLocal(agent, path) {
  await rm(path, { force: true });
  const connections = /* @__PURE__ */ new Set();
  const server = createServer((socket) => {
    const connection = new LocalConnection(socket, Promise.resolve(agent));
    connections.add(connection);
    void connection.closed.then(() => connections.delete(connection));
  });
  server.maxConnections = MAX_LOCAL_CONNECTIONS;
  try {
    await listening(server, path);
    await chmod(path, 384);
  } catch (cause) {
    server.close();
    throw new TalosError("E_STORAGE_DENIED", `no socket can be made at ${path}`, { cause });
  }
  return {
    path,
    async [Symbol.asyncDispose]() {
      server.close();
      await Promise.all([...connections].map((connection) => connection.close()));
    }
  };
}
function listening(server, path) {
  return new Promise((resolve2, reject) => {
    server.once("error", reject);
    server.listen(path, () => {
      server.off("error", reject);
      resolve2();
    });
  });
}
var LocalConnection = class {
  #agent;
  #wire;
  #open = /* @__PURE__ */ new Map();
  #running = /* @__PURE__ */ new Set();
  #greeted = false;
  /** Whether the command opened what lasts, and does not only ask something. */
  #isLasting = false;
  #lasts = () => void 0;
  /** Resolves when the connection and all it had opened are over. */
  closed;
  constructor(socket, agent) {
    this.#agent = agent;
    this.#wire = new LocalWire(socket, (message) => this.#receive(message));
    this.closed = this.#wire.closed.then(() => this.#end());
  }
  async close() {
    await this.#lastRequests();
    for (const request of this.#open.values()) request.stop.abort();
    await Promise.all(this.#running);
    await this.#wire.close();
    await this.closed;
  }
  /** Resolves when a command that only asks something is gone, or not any longer one, or its time is over. */
  async #lastRequests() {
    if (!this.#greeted || this.#isLasting) return;
    let timer;
    const over = new Promise((resolve2) => {
      this.#lasts = resolve2;
      timer = setTimeout(resolve2, LAST_REQUESTS_MS);
    });
    await Promise.race([over, this.closed]);
    clearTimeout(timer);
  }
  async #end() {
    for (const request of this.#open.values()) {
      request.tunnel?.sender.end();
      request.tunnel?.receiver.end();
      request.stop.abort();
    }
    await Promise.all(this.#running);
  }
  #receive(message) {
    const { id, method } = message;
    if (typeof id !== "number" || !Number.isSafeInteger(id) || id < 0)
      throw new TalosError("E_MALFORMED", "a request has no id");
    if (method === void 0) this.#continue(id, message);
    else if (typeof method !== "string") throw new TalosError("E_MALFORMED", "a method is not a string");
    else if (this.#greeted) this.#start(id, method, message["params"]);
    else this.#greet(id, method, message["params"]);
    return this.#wire.drained();
  }
  #greet(id, method, params) {
    if (method !== "hello" || !isObject(params)) throw new TalosError("E_PROTOCOL", "the first request must be hello");
    if (params["version"] !== VERSION)
      throw new TalosError("E_VERSION", `the running agent is version ${VERSION}`, {
        hint: "end the running agent, or use the same version",
        details: { version: VERSION }
      });
    this.#greeted = true;
    this.#wire.send({ id, result: { version: VERSION, pid: process.pid } });
  }
  #start(id, method, params) {
    if (this.#open.has(id)) throw new TalosError("E_PROTOCOL", `request id ${id} is in use`);
    const refuse = (code, message) => this.#wire.send({ id, error: errorJson(new TalosError(code, message)) });
    if (this.#open.size >= MAX_LOCAL_REQUESTS) return refuse("E_LIMIT", `${MAX_LOCAL_REQUESTS} requests are open`);
    if (params !== void 0 && !isObject(params)) return refuse("E_MALFORMED", "params must be an object");
    const event = (content) => this.#wire.send({ id, event: content });
    const request = { id, method, params: params ?? {}, stop: new AbortController(), event };
    const answer = this.#answerer(method);
    if (answer === void 0) return refuse("E_PROTOCOL", `there is no method ${method}`);
    this.#open.set(id, request);
    if (Object.hasOwn(LASTING, method)) {
      this.#isLasting = true;
      this.#lasts();
    }
    const running = this.#run(request, answer);
    this.#running.add(running);
    void running.then(() => this.#running.delete(running));
  }
  #answerer(method) {
    if (Object.hasOwn(LASTING, method)) return LASTING[method];
    const ask = Object.hasOwn(METHODS, method) ? METHODS[method] : void 0;
    return ask && ((api, request) => ask(api, request.params, request.stop.signal, request.event));
  }
  async #run(request, answer) {
    try {
      const result = await answer(await this.#agent, request);
      this.#wire.send({ id: request.id, result: result ?? null });
    } catch (error) {
      this.#wire.send({ id: request.id, error: errorJson(isTalosError(error) ? error : stopped(request, error)) });
    } finally {
      this.#open.delete(request.id);
    }
  }
  /** More about a request that is open. One that has just ended is no mistake of the other side. */
  #continue(id, message) {
    if (!this.#greeted) throw new TalosError("E_PROTOCOL", "the first request must be hello");
    const request = this.#open.get(id);
    if (request === void 0) return;
    const { part, line, credit } = message;
    if (message["close"] === true) request.stop.abort();
    else if (typeof part === "string") request.tunnel?.receiver.receive(part, false);
    else if (typeof line === "string") request.tunnel?.receiver.receive(line, true);
    else if (typeof credit === "number") request.tunnel?.sender.credit(credit);
    else if (message["taken"] === true) request.taken?.();
    else if (typeof message["answer"] === "boolean") request.answered?.(message["answer"]);
    else throw new TalosError("E_MALFORMED", "a line of the local socket says nothing");
  }
};
function stopped({ method, stop }, error) {
  if (!stop.signal.aborted) return error;
  if (method === "messages.send")
    return new TalosError("E_OUTCOME_UNKNOWN", "the process that sent the message ended meanwhile", {
      hint: "talos history shows whether it was kept"
    });
  if (method === "transfers.sendFile")
    return new TalosError("E_OUTCOME_UNKNOWN", "the process that was to send the file ended meanwhile", {
      hint: "talos transfers list shows whether the transfer was begun"
    });
  return method === "call" ? new TalosError("E_OUTCOME_UNKNOWN", "the process that made the call ended before its outcome was known", {
    hint: "talos audit log shows what was recorded"
  }) : new TalosError("E_CLOSED", "the process that ran the agent ended", { hint: "try again" });
}
async function serve(api, request) {
  const { signal } = request.stop;
  const service = await api.serve(request.params, {
    signal,
    onNotice: (notice) => request.event({ notice })
  });
  await untilEnded(service, signal, async () => {
    request.event({ open: service.info });
    await service.ended;
  });
}
async function connect(api, request) {
  const { signal } = request.stop;
  const tunnel = await api.connect(request.params, {
    signal,
    onNotice: (notice) => request.event({ notice })
  });
  const sender = new LineSender((message) => request.event(message));
  const receiver = new LineReceiver((message) => request.event(message));
  signal.addEventListener("abort", () => {
    sender.end();
    receiver.end();
  });
  request.tunnel = { sender, receiver };
  await untilEnded(tunnel, signal, async () => {
    request.event({ open: tunnel.info });
    const outwards = pump(tunnel.lines, (line) => sender.send(line)).then(() => tunnel.ended);
    await Promise.all([outwards.finally(() => receiver.end()), pump(receiver, (line) => tunnel.send(line))]);
  });
}
async function listen(api, request) {
  const { signal } = request.stop;
  const ask = (sender) => new Promise((resolve2) => {
    request.answered = resolve2;
    request.event({ request: sender });
  });
  const listening2 = await api.messages.listen(request.params, {
    signal,
    ask,
    onNotice: (notice) => request.event({ notice })
  });
  await untilEnded(
    listening2,
    signal,
    () => handOver(listening2, listening2.info, request.event, (taken) => {
      request.taken = taken;
    })
  );
}
function feeding(open) {
  return async (api, request) => {
    const { signal } = request.stop;
    const feed = await open(api, request.params, { signal });
    await untilEnded(
      feed,
      signal,
      () => handOver(feed, {}, request.event, (taken) => {
        request.taken = taken;
      })
    );
  };
}
async function pump(lines, send) {
  try {
    for await (const line of lines) await send(line);
  } catch (error) {
    if (!(error instanceof TalosError && error.code === "E_CLOSED")) throw error;
  }
}
async function untilEnded(opened, signal, body) {
  const closing = () => void opened.close().catch(() => void 0);
  signal.addEventListener("abort", closing);
  try {
    if (signal.aborted) return;
    await body();
  } finally {
    signal.removeEventListener("abort", closing);
    await opened.close();
  }
}

// src/node/local/attach.ts
var RETRY_MIN_MS = 15;
var RETRY_SPREAD_MS = 60;
async function openAgent(dataDir, options) {
  const deadlineMs = options.deadlineMs ?? OWNER_DEADLINE_MS;
  const until = performance.now() + deadlineMs;
  for (; ; ) {
    options.signal?.throwIfAborted();
    const lock = await options.own(dataDir);
    if (lock !== void 0) return own(dataDir, lock, options.create);
    const agent = await attach(dataDir, Math.max(until - performance.now(), RETRY_MIN_MS));
    if (agent !== void 0) return attached(agent);
    if (performance.now() >= until) throw locked(dataDir);
    await sleep(RETRY_MIN_MS + randomInt(RETRY_SPREAD_MS));
  }
}
async function attachAgent(dataDir, deadlineMs = OWNER_DEADLINE_MS) {
  const agent = await attach(dataDir, deadlineMs);
  return agent && attached(agent);
}
async function attach(dataDir, deadlineMs) {
  try {
    return await attachLocal(await readSocketPath(dataDir), { deadlineMs });
  } catch (error) {
    if (isTalosError(error, "E_TIMEOUT")) throw locked(dataDir, error);
    if (isTalosError(error, "E_CLOSED")) return void 0;
    throw error;
  }
}
function attached(agent) {
  return { api: agent, isOwner: false, gone: agent.gone, [Symbol.asyncDispose]: () => agent[Symbol.asyncDispose]() };
}
function locked(dataDir, cause) {
  return new TalosError("E_LOCKED", `another process owns ${resolve(dataDir)} and does not answer`, {
    cause,
    hint: "end that process, or use another data directory"
  });
}
async function own(dataDir, lock, create2) {
  const opened = [lock];
  const close = () => closeAll(opened);
  try {
    const path = await makeSocketPath(dataDir);
    const starting = create2();
    starting.catch(() => void 0);
    opened.unshift({ [Symbol.asyncDispose]: () => disposeStarted(starting) });
    opened.unshift(await serveLocal(starting, path));
    await lock.write(formatOwnerNote({ pid: process.pid, socket: path }));
    const gone = new Promise(() => void 0);
    return { api: await starting, isOwner: true, gone, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}
async function disposeStarted(starting) {
  const agent = await starting.catch(() => void 0);
  await agent?.[Symbol.asyncDispose]();
}
async function closeAll(all) {
  const failures = [];
  for (const each of all)
    try {
      await each[Symbol.asyncDispose]();
    } catch (error) {
      failures.push(error);
    }
  if (failures.length > 0) throw failures[0];
}

// src/cli/node-agents.ts
var nodeAgents = {
  identity: async (dataDir) => {
    const head = readKeystoreHead(dataDir);
    return head === void 0 ? void 0 : whoamiOf(head);
  },
  create,
  recover,
  open: (options) => openAgent(options.dataDir, { own: tryOwnDirectory, create: () => start(options), signal: options.signal }),
  rotate,
  audit,
  storedRevocations: async (dataDir) => (await import("./stored-revocations-UQSNRZTA.js")).storedRevocations(dataDir),
  attach: async (dataDir) => existsSync(dataDir) ? attachAgent(dataDir) : void 0
};
function whoamiOf({ did, name, createdMs, method }) {
  const publicKey = keyOfDid(did);
  return {
    did,
    name,
    publicKey: toHex(publicKey),
    peerId: formatPeerId(publicKey),
    keystore: method.kind,
    createdMs
  };
}
async function create({ dataDir, name, passphrase, force, keepWords }) {
  const [{ Identity }, { initCrypto }] = await Promise.all([
    import("./identity-OX35GP5M.js"),
    import("./init-EUWTQFBF.js")
  ]);
  await initCrypto();
  const createdMs = Date.now();
  const identity = Identity.generate(name, createdMs);
  const words = identity.words();
  const { backup } = await withWordsKept(keepWords, words, {
    make: () => createKeystore(dataDir, { identity, createdMs, passphrase, force }),
    isMade: () => headThere(dataDir)?.did === identity.did
  });
  const head = readKeystoreHead(dataDir);
  if (head === void 0) throw new TalosError("E_KEYSTORE", "the keystore that was just made is not there");
  return { identity: whoamiOf(head), words, backup };
}
async function recover({ dataDir, name, words, passphrase, force }) {
  const [{ Identity }, { entropyOfWords }, { recoverIdentity }, { initCrypto }] = await Promise.all([
    import("./identity-OX35GP5M.js"),
    import("./mnemonic-GJKFPBMA.js"),
    import("./recovered-identity-J4U3TX6F.js"),
    import("./init-EUWTQFBF.js")
  ]);
  await initCrypto();
  const entropy = entropyOfWords(words);
  const called = name ?? headThere(dataDir)?.name;
  if (called === void 0) throw usage("--name is needed: there is no keystore that has one");
  const createdMs = Date.now();
  const identity = Identity.fromEntropy(entropy, { name: called, nowMs: createdMs, sequence: 0 });
  const { backup, hasData } = await recoverIdentity(dataDir, { identity, createdMs, passphrase, force });
  const head = readKeystoreHead(dataDir);
  if (head === void 0) throw new TalosError("E_KEYSTORE", "the keystore that was just made is not there");
  return { identity: whoamiOf(head), backup, hasData };
}
function headThere(dataDir) {
  try {
    return readKeystoreHead(dataDir);
  } catch (error) {
    if (isTalosError(error)) return void 0;
    throw error;
  }
}
async function rotate({ dataDir, passphrase, force, keepWords }) {
  var _stack = [];
  try {
    const [{ rotateIdentity }, { initCrypto }] = await Promise.all([
      import("./rotation-RXEUINKP.js"),
      import("./init-EUWTQFBF.js")
    ]);
    await initCrypto();
    const lock = tryOwnDirectory(dataDir);
    if (lock === void 0)
      throw new TalosError("E_LOCKED", `an agent runs in ${dataDir}`, { hint: "end it, then try again" });
    const _lock = __using(_stack, lock, true);
    const { step, words } = await rotateIdentity({ dataDir, passphrase, force, keepWords });
    const head = readKeystoreHead(dataDir);
    if (head === void 0) throw new TalosError("E_KEYSTORE", "the keystore that was just made is not there");
    return { identity: whoamiOf(head), from: step.from, succession: step.text, timeMs: step.timeMs, words };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function audit(...[dataDir, params, options]) {
  var _stack = [];
  try {
    const author = readKeystoreHead(dataDir)?.did ?? await formerIn(dataDir);
    if (author === void 0) throw new TalosError("E_NO_IDENTITY", `there is no identity in ${dataDir}`);
    const [{ auditLedger }, { archiveFiles }, { openFileJournal }, { openLmdbStore }, { auditReport }, { initCrypto }] = await Promise.all([
      import("./audit-HWM5ARXM.js"),
      import("./archive-file-YA6VWK6N.js"),
      import("./file-journal-4ZKR2X5Z.js"),
      import("./lmdb-store-SYOHELS6.js"),
      import("./views-D77UYO5Y.js"),
      import("./init-EUWTQFBF.js")
    ]);
    await initCrypto();
    const lock = tryOwnDirectory(dataDir);
    if (lock === void 0) throw new TalosError("E_LOCKED", `another process owns ${dataDir}`);
    const _lock = __using(_stack, lock, true);
    const store = __using(_stack, await openLmdbStore({ path: join2(dataDir, DATA_DIR_NAMES.store) }), true);
    const journal = __using(_stack, await openFileJournal(join2(dataDir, DATA_DIR_NAMES.ledger, "journal")), true);
    const { archives = [], checkpoint } = params;
    return auditReport(
      await auditLedger({
        ...options,
        store,
        journal,
        author,
        nowMs: Date.now(),
        archives: archives.map((path) => () => archiveFiles.read(path)),
        ...checkpoint === void 0 ? {} : { checkpoint }
      })
    );
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function formerIn(dataDir) {
  await (await import("./init-EUWTQFBF.js")).initCrypto();
  return (await import("./rotation-RXEUINKP.js")).formerOf(dataDir);
}
async function start({ dataDir, passphrase, settings, offline }) {
  const [{ openRunningAgent }, { initCrypto }] = await Promise.all([
    import("./agent-UEZK4DH2.js"),
    import("./init-EUWTQFBF.js")
  ]);
  await initCrypto();
  tuneEngine();
  const isSealed = readKeystoreHead(dataDir)?.method.kind === "passphrase";
  const given = isSealed ? await passphrase() : void 0;
  await finishPending(dataDir, given);
  const { identity, method, createdMs } = openKeystore(dataDir, { passphrase: given, nowMs: Date.now() });
  const { host, port } = settings;
  return openRunningAgent({
    dataDir,
    identity,
    keystore: method.kind,
    createdMs,
    durability: settings.durability.value,
    ...networkOf(settings),
    isOffline: offline,
    dht: settings.dht.value,
    mdns: settings.mdns.value,
    tunnelLingerMs: settings.linger.value * 1e3,
    asksRouter: ["nat-pmp", "upnp"].filter((way) => settings[way].value),
    ...settings.metrics.value === "" ? {} : { metrics: settings.metrics.value },
    reach: { lan: settings.lan.value, bootstrap: settings.bootstrap.value },
    files: fileSettings(settings),
    settings: settingsMade(settings),
    // Only while `talos listen` reads them.
    takesMessages: false,
    host: host.value,
    relays: settings.relay.value.split(",").filter((each) => each !== ""),
    // Without a port that somebody chose, another is taken where this one is in use.
    ...port.source === "built in" ? {} : { port: port.value }
  });
}
function networkOf({ network, difficulty }) {
  return {
    network: {
      ...network.source === "built in" ? {} : { name: network.value },
      ...difficulty.source === "built in" ? {} : { difficulty: difficulty.value }
    }
  };
}
export {
  nodeAgents
};
