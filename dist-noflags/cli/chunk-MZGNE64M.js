import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  LocalWire,
  errorOfJson,
  isObject
} from "./chunk-JJWYZLFH.js";
import {
  VERSION
} from "./chunk-KJ5PCUWR.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/node/local/local-client.ts
import { connect } from "node:net";

// src/node/local/local-messages.ts
function localMessages(requests) {
  return {
    send: (params, signal) => requests.ask("messages.send", params, signal),
    delivery: (params, signal) => requests.ask("messages.delivery", params, signal),
    listen: async (params, options = {}) => {
      const { info, feed } = await openFeed(requests, "messages.listen", params, options);
      return { info, ...feed };
    },
    history: (params) => requests.ask("messages.history", params),
    follow: async (params, options = {}) => {
      const { feed } = await openFeed(requests, "messages.follow", params, options);
      return feed;
    },
    sessions: () => requests.ask("messages.sessions"),
    resetSession: (peer) => requests.ask("messages.resetSession", { peer }),
    openSession: (params) => requests.ask("messages.openSession", params),
    seal: (params) => requests.ask("messages.seal", params),
    open: (sealed) => requests.ask("messages.open", sealed),
    bundle: () => requests.ask("messages.bundle"),
    rotatePrekeys: () => requests.ask("messages.rotatePrekeys")
  };
}
function localContacts(requests) {
  return {
    peers: () => requests.ask("contacts.peers"),
    add: (params) => requests.ask("contacts.add", params),
    rename: (params) => requests.ask("contacts.rename", params),
    remove: (peer) => requests.ask("contacts.remove", { peer }),
    fingerprint: (peer) => requests.ask("contacts.fingerprint", { peer }),
    verify: (params) => requests.ask("contacts.verify", params),
    accept: (params) => requests.ask("contacts.accept", params)
  };
}
function localBlocks(requests) {
  return {
    summary: (params = {}) => requests.ask("blocks.summary", params),
    range: (params) => requests.ask("blocks.range", params),
    find: (at) => requests.ask("blocks.find", { at })
  };
}
function localWitness(requests) {
  return {
    list: () => requests.ask("witness.list"),
    add: (params) => requests.ask("witness.add", params),
    remove: (params) => requests.ask("witness.remove", params),
    ask: (signal) => requests.ask("witness.ask", {}, signal),
    root: () => requests.ask("witness.root"),
    peers: () => requests.ask("witness.peers"),
    evidence: (params) => requests.ask("witness.evidence", params),
    clear: (params) => requests.ask("witness.clear", params)
  };
}
function localServers(requests) {
  return {
    list: () => requests.ask("servers.list"),
    register: (params, signal) => requests.ask("servers.register", params, signal),
    peers: (params, signal) => requests.ask("servers.peers", params, signal)
  };
}
function localAnchors(requests) {
  return {
    sources: () => requests.ask("anchors.sources"),
    add: (source) => requests.ask("anchors.add", source),
    remove: (id) => requests.ask("anchors.remove", { id }),
    list: () => requests.ask("anchors.list"),
    from: (least) => requests.ask("anchors.from", { least }),
    now: (signal) => requests.ask("anchors.now", {}, signal),
    verify: () => requests.ask("anchors.verify")
  };
}
function localAcl(requests) {
  return { check: (question) => requests.ask("acl.check", question), lists: () => requests.ask("acl.lists") };
}
function localReports(requests) {
  return { make: (params, signal) => requests.ask("reports.make", params, signal) };
}
async function openFeed(requests, method, params, options) {
  let shown;
  let isOver = false;
  let wake = () => {
  };
  let taken = () => {
  };
  const opening = requests.open(method, params, options, (content) => {
    const { message, request } = content;
    if (isObject(request)) void answer(request);
    else if (isObject(message)) shown = message;
    else taken();
    wake();
  });
  const answer = async (sender) => {
    const isYes = await (options.ask?.(sender) ?? Promise.resolve(false)).catch(() => false);
    requests.tell((await opening).id, { answer: isYes });
  };
  const { id, info, ended, close } = await opening;
  const over = () => {
    isOver = true;
    wake();
  };
  ended.then(over, over);
  const feed = {
    ended,
    close,
    async next() {
      while (shown === void 0 && !isOver)
        await new Promise((resolve) => {
          wake = resolve;
        });
      return isOver ? void 0 : shown;
    },
    async take() {
      const done = new Promise((resolve) => {
        taken = resolve;
      });
      shown = void 0;
      requests.tell(id, { taken: true });
      await Promise.race([done, ended]);
    }
  };
  return { info, feed };
}
async function handOver(feed, info, event, onTaken) {
  event({ open: info });
  const over = feed.ended.then(() => false);
  over.catch(() => void 0);
  for (; ; ) {
    const message = await feed.next();
    if (message === void 0) break;
    const taken = new Promise((resolve) => {
      onTaken(() => resolve(true));
    });
    event({ message });
    if (!await Promise.race([taken, over])) break;
    await feed.take();
    event({ taken: true });
  }
  await feed.ended;
}

// src/node/local/local-approvals.ts
function localApprovals(requests) {
  return {
    list: () => requests.ask("approvals.list"),
    get: (id) => requests.ask("approvals.get", { id }),
    answer: (answer) => requests.ask("approvals.answer", answer),
    follow: async (options = {}) => (await openFeed(requests, "approvals.follow", {}, options)).feed
  };
}
var APPROVAL_METHODS = {
  "approvals.list": (api) => api.approvals.list(),
  "approvals.get": (api, params) => api.approvals.get(params.id),
  "approvals.answer": (api, params) => api.approvals.answer(params)
};

// src/node/local/local-audit.ts
function localAudit(requests) {
  return {
    follow: async (options = {}) => (await openFeed(requests, "audit.follow", {}, options)).feed,
    verify: async (params, options = {}) => (await openFeed(requests, "audit.verify", params, options)).feed,
    layers: (params) => requests.ask("audit.layers", params),
    root: () => requests.ask("audit.root"),
    archive: (params) => requests.ask("audit.archive", params),
    forget: (params) => requests.ask("audit.forget", params),
    reindex: () => requests.ask("audit.reindex")
  };
}

// src/node/local/local-chains.ts
function localChains(requests) {
  return {
    share: (params) => requests.ask("chains.share", params),
    shares: () => requests.ask("chains.shares"),
    unshare: (params) => requests.ask("chains.unshare", params),
    sync: (params, { signal, onProgress } = {}) => requests.ask("chains.sync", params, signal, ({ progress }) => {
      if (isObject(progress)) onProgress?.(progress);
    }),
    list: () => requests.ask("chains.list"),
    remove: (params) => requests.ask("chains.remove", params)
  };
}
var CHAIN_METHODS = {
  "chains.share": (api, params) => api.chains.share(params),
  "chains.shares": (api) => api.chains.shares(),
  "chains.unshare": (api, params) => api.chains.unshare(params),
  "chains.sync": (api, params, signal, event) => api.chains.sync(params, { signal, onProgress: (progress) => event({ progress }) }),
  "chains.list": (api) => api.chains.list(),
  "chains.remove": (api, params) => api.chains.remove(params)
};

// src/node/local/local-identities.ts
var IDENTITY_METHODS = {
  "identities.record": (api, params) => api.identities.record(params),
  "identities.peer": (api, params) => api.identities.peer(params),
  "identities.announce": (api, _, signal) => api.identities.announce(signal),
  "identities.names": (api) => api.identities.names()
};
function localIdentities(requests) {
  return {
    record: (params) => requests.ask("identities.record", params),
    peer: (params) => requests.ask("identities.peer", params),
    announce: (signal) => requests.ask("identities.announce", {}, signal),
    names: () => requests.ask("identities.names")
  };
}

// src/node/local/local-light.ts
var LIGHT_METHODS = {
  "light.sync": (api, params, signal) => api.light.sync(params, signal),
  "light.importHeaders": (api, params) => api.light.importHeaders(params),
  "light.importCheckpoint": (api, params) => api.light.importCheckpoint(params),
  "light.verify": (api, params, signal) => api.light.verify(params, signal),
  "light.status": (api) => api.light.status(),
  "light.exportHeaders": (api, params) => api.light.exportHeaders(params),
  "light.exportCheckpoint": (api, params) => api.light.exportCheckpoint(params),
  "light.remove": (api, params) => api.light.remove(params)
};
function localLight(requests) {
  return {
    sync: (params, signal) => requests.ask("light.sync", params, signal),
    importHeaders: (params) => requests.ask("light.importHeaders", params),
    importCheckpoint: (params) => requests.ask("light.importCheckpoint", params),
    verify: (params, signal) => requests.ask("light.verify", params, signal),
    status: () => requests.ask("light.status"),
    exportHeaders: (params) => requests.ask("light.exportHeaders", params),
    exportCheckpoint: (params) => requests.ask("light.exportCheckpoint", params),
    remove: (params) => requests.ask("light.remove", params)
  };
}

// src/node/local/local-lines.ts
var LOCAL_WINDOW = 1024 * 1024;
var MAX_LOCAL_TEXT = 16 * 1024 * 1024;
var LOCAL_PART = 1024 * 1024;
var LineSender = class {
  #put;
  #underWay = 0;
  #ended = false;
  #waiting = [];
  /** @param put - Queues one message to the other side. */
  constructor(put) {
    this.#put = put;
  }
  /**
   * Sends one text. Resolves when the next may be sent. Texts keep their order even when this is not awaited.
   *
   * @throws {TalosError} `E_CLOSED` after {@link end}; `E_LIMIT` over {@link MAX_LOCAL_TEXT}.
   */
  async send(text) {
    if (this.#ended) throw new TalosError("E_CLOSED", "the stream is over");
    if (text.length > MAX_LOCAL_TEXT)
      throw new TalosError("E_LIMIT", `text of ${text.length} characters, limit ${MAX_LOCAL_TEXT}`);
    this.#underWay += text.length;
    let start = 0;
    while (text.length - start > LOCAL_PART) {
      const end = endOfPart(text, start + LOCAL_PART);
      this.#put({ part: text.slice(start, end) });
      start = end;
    }
    this.#put({ line: start === 0 ? text : text.slice(start) });
    while (this.#mustWait()) await new Promise((resolve) => this.#waiting.push(resolve));
  }
  /** The other side took `characters`. */
  credit(characters) {
    this.#underWay = Math.max(0, this.#underWay - characters);
    this.#wake();
  }
  /** Nothing more is sent; whoever waits goes on. Repeatable. */
  end() {
    this.#ended = true;
    this.#wake();
  }
  #mustWait() {
    return this.#underWay >= LOCAL_WINDOW && !this.#ended;
  }
  #wake() {
    for (const resume of this.#waiting.splice(0)) resume();
  }
};
function endOfPart(text, end) {
  const last = text.charCodeAt(end - 1);
  return last >= 55296 && last <= 56319 ? end - 1 : end;
}
var LineReceiver = class {
  #put;
  #parts = [];
  #partial = 0;
  #queue = [];
  #queued = 0;
  #taken = 0;
  #ended = false;
  #wake;
  /** @param put - Queues one message to the other side. */
  constructor(put) {
    this.#put = put;
  }
  /**
   * Takes a part, or the last part of a text.
   *
   * @throws {TalosError} `E_LIMIT` where the other side sends more than its credit or its longest text.
   */
  receive(text, isLast) {
    if (this.#ended) return;
    this.#partial += text.length;
    if (this.#partial > MAX_LOCAL_TEXT || this.#queued > LOCAL_WINDOW + MAX_LOCAL_TEXT)
      throw new TalosError("E_LIMIT", "a stream of the local socket sends more than it may");
    if (!isLast) {
      this.#parts.push(text);
      return;
    }
    const whole = this.#parts.length === 0 ? text : this.#parts.join("") + text;
    this.#parts = [];
    this.#partial = 0;
    this.#queue.push(whole);
    this.#queued += whole.length;
    this.#wake?.();
  }
  /** Ends the iteration once what was received is read. Repeatable. */
  end() {
    this.#ended = true;
    this.#wake?.();
  }
  async *[Symbol.asyncIterator]() {
    for (; ; ) {
      const text = this.#queue.shift();
      if (text !== void 0) {
        this.#take(text.length);
        yield text;
      } else if (this.#ended) return;
      else
        await new Promise((resolve) => {
          this.#wake = resolve;
        });
    }
  }
  // Credit goes back in quarters of the window: one message for many small texts, and never so late that both wait.
  #take(characters) {
    this.#queued -= characters;
    this.#taken += characters;
    if (this.#taken < LOCAL_WINDOW / 4) return;
    this.#put({ credit: this.#taken });
    this.#taken = 0;
  }
};

// src/node/local/local-tools.ts
var TOOL_METHODS = {
  "tools.list": (api, params) => api.tools.list(params),
  "tools.changes": (api, params) => api.tools.changes(params),
  "tools.approve": (api, params) => api.tools.approve(params)
};
function localTools(requests) {
  return {
    list: (params) => requests.ask("tools.list", params),
    changes: (params) => requests.ask("tools.changes", params),
    approve: (params) => requests.ask("tools.approve", params)
  };
}

// src/node/local/local-transfers.ts
function localTransfers(requests) {
  return {
    sendFile: (params, signal) => requests.ask("transfers.sendFile", params, signal),
    outcome: (params, signal) => requests.ask("transfers.outcome", params, signal),
    list: () => requests.ask("transfers.list"),
    get: (id) => requests.ask("transfers.get", { id }),
    accept: (id) => requests.ask("transfers.accept", { id }),
    decline: (id) => requests.ask("transfers.decline", { id }),
    cancel: (id) => requests.ask("transfers.cancel", { id }),
    events: async (params = {}, options = {}) => (await openFeed(requests, "transfers.events", params, options)).feed
  };
}
var TRANSFER_METHODS = {
  "transfers.sendFile": (api, params, signal) => api.transfers.sendFile(params, signal),
  "transfers.outcome": (api, params, signal) => api.transfers.outcome(params, signal),
  "transfers.list": (api) => api.transfers.list(),
  "transfers.get": (api, { id }) => api.transfers.get(id),
  "transfers.accept": (api, { id }) => api.transfers.accept(id),
  "transfers.decline": (api, { id }) => api.transfers.decline(id),
  "transfers.cancel": (api, { id }) => api.transfers.cancel(id)
};

// src/node/local/local-client.ts
var OWNER_DEADLINE_MS = 2e3;
async function attachLocal(path, options = {}) {
  const socket = await connected(path);
  if (socket === void 0) return void 0;
  const agent = new LocalAgent(socket);
  try {
    await agent.greet(options.version ?? VERSION, options.deadlineMs ?? OWNER_DEADLINE_MS);
    return agent;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
function connected(path) {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once("connect", () => resolve(socket));
    socket.once("error", (cause) => {
      if (cause.code === "EACCES" || cause.code === "EPERM")
        reject(new TalosError("E_STORAGE_DENIED", `the socket ${path} belongs to another user`, { cause }));
      else resolve(void 0);
    });
  });
}
var LocalAgent = class {
  #wire;
  #waiting = /* @__PURE__ */ new Map();
  #next = 0;
  #ended;
  gone;
  messages;
  contacts;
  servers;
  anchors;
  chains;
  blocks;
  identities;
  light;
  audit;
  reports;
  witness;
  tools;
  acl;
  approvals;
  transfers;
  ownerPid = 0;
  constructor(socket) {
    this.#wire = new LocalWire(socket, (message) => this.#receive(message));
    const requests = {
      ask: (method, params, signal, event) => this.#ask(method, params, signal, event),
      open: (method, params, options, event) => this.#open(method, params, options, event),
      tell: (id, message) => this.#wire.send({ id, ...message })
    };
    this.messages = localMessages(requests);
    this.contacts = localContacts(requests);
    this.servers = localServers(requests);
    this.anchors = localAnchors(requests);
    this.chains = localChains(requests);
    this.blocks = localBlocks(requests);
    this.identities = localIdentities(requests);
    this.light = localLight(requests);
    this.audit = localAudit(requests);
    this.reports = localReports(requests);
    this.witness = localWitness(requests);
    this.tools = localTools(requests);
    this.acl = localAcl(requests);
    this.approvals = localApprovals(requests);
    this.transfers = localTransfers(requests);
    this.gone = this.#wire.closed.then((error) => {
      this.#end(
        error ?? new TalosError("E_CLOSED", "the process of the agent ended", { hint: "run the command again" })
      );
    });
  }
  async greet(version, deadlineMs) {
    const timer = setTimeout(() => this.#end(new TalosError("E_TIMEOUT", `no answer in ${deadlineMs} ms`)), deadlineMs);
    try {
      const hello = await this.#ask("hello", { version });
      if (!isObject(hello) || hello["version"] !== version || typeof hello["pid"] !== "number")
        throw new TalosError("E_VERSION", "the running agent is of another version", {
          hint: "end the running agent, or use the same version"
        });
      this.ownerPid = hello["pid"];
    } finally {
      clearTimeout(timer);
    }
  }
  #receive(message) {
    const { id, event } = message;
    if (id === null) throw errorOfJson(message["error"]);
    const waiting = typeof id === "number" ? this.#waiting.get(id) : void 0;
    if (waiting === void 0 || typeof id !== "number") return;
    if (isObject(event)) return waiting.event(event);
    this.#waiting.delete(id);
    if (message["error"] !== void 0) waiting.reject(errorOfJson(message["error"]));
    else waiting.resolve(message["result"] ?? null);
  }
  #end(error) {
    this.#ended ??= error;
    for (const waiting of this.#waiting.values()) waiting.reject(this.#ended);
    this.#waiting.clear();
  }
  /** Sends a request; `event` gets what comes before its result. */
  #request(method, params, event) {
    const id = this.#next++;
    const result = new Promise((resolve, reject) => {
      if (this.#ended !== void 0) return reject(this.#ended);
      this.#waiting.set(id, { resolve, reject, event });
      this.#wire.send({ id, method, params });
    });
    return { id, result };
  }
  // Results have the types of AgentApi: the other side is this program in this version (`greet` compares).
  async #ask(method, params = {}, signal, event = () => void 0) {
    signal?.throwIfAborted();
    const { id, result } = this.#request(method, params, event);
    const cancel = () => {
      this.#wire.send({ id, close: true });
      this.#waiting.get(id)?.reject(signal?.reason);
      this.#waiting.delete(id);
    };
    signal?.addEventListener("abort", cancel);
    try {
      return await result;
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
  }
  /** Opens what lasts: resolves when the first `open` event is there, `ended` settles with the request. */
  async #open(method, params, options, event) {
    options.signal?.throwIfAborted();
    let opened;
    const open = new Promise((resolve) => {
      opened = resolve;
    });
    const { id, result } = this.#request(method, params, (content) => {
      if (content["open"] !== void 0) opened(content["open"]);
      else if (content["notice"] !== void 0) options.onNotice?.(content["notice"]);
      else event(content);
    });
    const ended = result.then(() => void 0);
    const close = async () => {
      this.#wire.send({ id, close: true });
      await ended.catch(() => void 0);
    };
    const aborted = () => void close();
    options.signal?.addEventListener("abort", aborted);
    void ended.catch(() => void 0).finally(() => options.signal?.removeEventListener("abort", aborted));
    const info = await Promise.race([open, ended]);
    if (info === void 0) {
      options.signal?.throwIfAborted();
      throw new TalosError("E_CLOSED", "it was closed before it was open");
    }
    return { id, info, ended, close };
  }
  whoami() {
    return this.#ask("whoami");
  }
  status() {
    return this.#ask("status");
  }
  grant(params) {
    return this.#ask("grant", params);
  }
  delegate(params) {
    return this.#ask("delegate", params);
  }
  capabilities() {
    return this.#ask("capabilities");
  }
  capability(id) {
    return this.#ask("capability", { id });
  }
  isRevoked(chain) {
    return this.#ask("isRevoked", { chain });
  }
  revoke(params) {
    return this.#ask("revoke", params);
  }
  renew(params, signal) {
    return this.#ask("renew", params, signal);
  }
  auditLog(query) {
    return this.#ask("auditLog", query);
  }
  auditEntry(id, archives) {
    return this.#ask("auditEntry", { id, ...archives === void 0 ? {} : { archives } });
  }
  auditVerify() {
    return this.#ask("auditVerify");
  }
  proof(id, archives) {
    return this.#ask("proof", { id, ...archives === void 0 ? {} : { archives } });
  }
  call(params, signal) {
    return this.#ask("call", params, signal);
  }
  ping(params, signal) {
    return this.#ask("ping", params, signal);
  }
  backup(params, signal) {
    return this.#ask("backup", params, signal);
  }
  async serve(params, options = {}) {
    const { info, ended, close } = await this.#open("serve", params, options, () => void 0);
    return { info, ended, close };
  }
  async connect(params, options = {}) {
    const put = (message) => this.#wire.send({ id: stream.id, ...message });
    const stream = { id: -1 };
    const sender = new LineSender(put);
    const receiver = new LineReceiver(put);
    const { id, info, ended, close } = await this.#open("connect", params, options, (content) => {
      const { part, line, credit } = content;
      if (typeof part === "string") receiver.receive(part, false);
      else if (typeof line === "string") receiver.receive(line, true);
      else if (typeof credit === "number") sender.credit(credit);
    });
    stream.id = id;
    const over = () => {
      sender.end();
      receiver.end();
    };
    ended.then(over, over);
    return {
      info,
      ended,
      close,
      lines: receiver,
      async send(line) {
        await sender.send(line);
      }
    };
  }
  async [Symbol.asyncDispose]() {
    await this.#wire.close();
    await this.gone;
  }
};

export {
  handOver,
  APPROVAL_METHODS,
  CHAIN_METHODS,
  IDENTITY_METHODS,
  LIGHT_METHODS,
  LineSender,
  LineReceiver,
  TOOL_METHODS,
  TRANSFER_METHODS,
  OWNER_DEADLINE_MS,
  attachLocal
};
