import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  errorResponse,
  isJsonObject,
  resultResponse
} from "./chunk-FX2GLV37.js";
import {
  labelledHash
} from "./chunk-IOG4ONSQ.js";
import {
  canonicalJson
} from "./chunk-XPPVS7Z5.js";
import {
  toBase64url
} from "./chunk-YHWXIR64.js";
import {
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/mcp/definition.ts
var MAX_DEFINITION_BYTES = 64 * 1024;
var MAX_LISTED_TOOLS = 1024;
var MAX_LISTED_BYTES = 8 * 1024 * 1024;
function toolDefinition(entry) {
  if (!isJsonObject(entry) || typeof entry["name"] !== "string") return void 0;
  const text = canonicalJson(entry, { keepTokens: true });
  const { annotations } = entry;
  const isReadOnly = isJsonObject(annotations) && annotations["readOnlyHint"] === true;
  return { name: entry["name"], text, hash: definitionHash(text), isReadOnly };
}
function definitionHash(text) {
  return toBase64url(labelledHash("toolDefinition", utf8(text)));
}
function originText(origin) {
  return canonicalJson(origin);
}
function originHash(text) {
  return toBase64url(labelledHash("toolServer", utf8(text)));
}
function isKeepable({ text }) {
  return text.length <= MAX_DEFINITION_BYTES && utf8(text).length <= MAX_DEFINITION_BYTES;
}

// src/agent/tunnel/rpc-caller.ts
var OWN_PROTOCOL_VERSION = "2025-11-25";
var MAX_LIST_PAGES = 64;
var METHOD_NOT_FOUND = -32601;
var RpcCaller = class {
  #send;
  #pending = /* @__PURE__ */ new Map();
  #prefix;
  #next = 1;
  #failure;
  /**
   * @param send - Sends one message to the server.
   * @param prefix - Start of its ids, which are texts then: where somebody else asks the same server.
   */
  constructor(send, prefix) {
    this.#send = send;
    this.#prefix = prefix;
  }
  /** Takes what the server said. Its requests are answered: `ping`, and that nothing else is known here. */
  take(rpc, receipt, isFromTool = true) {
    if (rpc.kind === "request") {
      const known = rpc.method === "ping";
      this.#tell(known ? resultResponse(rpc.id, {}) : errorResponse(rpc.id, METHOD_NOT_FOUND, "no such method"));
      return;
    }
    if (rpc.kind === "notification" || typeof rpc.id !== "number" && typeof rpc.id !== "string") return;
    const pending = this.#pending.get(rpc.id);
    this.#pending.delete(rpc.id);
    pending?.resolve(
      rpc.kind === "result" ? { kind: "result", result: rpc.result, receipt } : { kind: "error", error: rpc.error, receipt, isFromTool }
    );
  }
  /** Sends what nobody waits for; that it cannot be sent is what {@link fail} tells. */
  #tell(json) {
    Promise.resolve(this.#send(json)).catch(() => void 0);
  }
  /** Calls without an answer. */
  get waiting() {
    return this.#pending.size;
  }
  /** Ends every call that is open, and each later one, with `error`. */
  fail(error) {
    this.#failure ??= error;
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
  /**
   * Calls a method.
   *
   * @param sent - Told that it goes, before there is an answer.
   * @throws what {@link fail} was told; the reason of `signal`, where that aborts.
   */
  async request(method, params, signal, sent = () => {
  }) {
    signal?.throwIfAborted();
    if (this.#failure !== void 0) throw this.#failure;
    const count = this.#next++;
    const id = this.#prefix === void 0 ? count : `${this.#prefix}${count}`;
    const answer = new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
    });
    let isGoing = false;
    const going = () => {
      isGoing = true;
      sent();
    };
    const abort = () => {
      this.#pending.get(id)?.reject(signal?.reason);
      this.#pending.delete(id);
      if (isGoing) this.#tell({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: id } });
    };
    const send = async () => {
      await this.#send({ jsonrpc: "2.0", id, method, params }, signal, going);
      if (!isGoing) going();
    };
    answer.catch(() => void 0);
    signal?.addEventListener("abort", abort, { once: true });
    try {
      await Promise.race([send(), answer]);
      return await answer;
    } finally {
      this.#pending.delete(id);
      signal?.removeEventListener("abort", abort);
    }
  }
  /**
   * The MCP handshake.
   *
   * @param capabilities - What the client says that it can do for the server.
   * @throws {TalosError} `E_TOOL_FAILED` if the server refuses it.
   */
  async initialize(version, signal, capabilities = {}) {
    const clientInfo = { name: "talos", version };
    const params = { protocolVersion: OWN_PROTOCOL_VERSION, capabilities, clientInfo };
    const outcome = await this.request("initialize", params, signal);
    if (outcome.kind === "error") throw new TalosError("E_TOOL_FAILED", "the tool server refused to be initialised");
    await this.#send({ jsonrpc: "2.0", method: "notifications/initialized" });
  }
  /**
   * All tools, in the order of the server.
   *
   * @throws {TalosError} `E_TOOL_FAILED` for no proper answer, or two definitions of one name; `E_LIMIT` for more or
   *   longer definitions than are read.
   */
  async tools(signal) {
    const list = new ToolList();
    let cursor;
    for (let page = 0; page < MAX_LIST_PAGES; page++) {
      const outcome = await this.request("tools/list", cursor === void 0 ? {} : { cursor }, signal);
      const result = outcome.kind === "result" ? outcome.result : void 0;
      const tools = isJsonObject(result) ? result["tools"] : void 0;
      if (!isJsonObject(result) || !Array.isArray(tools))
        throw new TalosError("E_TOOL_FAILED", "the tool server does not list its tools");
      for (const tool of tools) list.add(tool);
      cursor = result["nextCursor"];
      if (cursor === void 0) return list.definitions();
    }
    throw new TalosError("E_TOOL_FAILED", `the tool server lists more than ${MAX_LIST_PAGES} pages of tools`);
  }
};
var ToolList = class {
  #found = /* @__PURE__ */ new Map();
  #bytes = 0;
  add(entry) {
    const definition = toolDefinition(entry);
    if (definition === void 0) return;
    const { name, text, hash } = definition;
    const before = this.#found.get(name);
    if (before !== void 0 && before.hash !== hash)
      throw new TalosError("E_TOOL_FAILED", "the tool server gives one name to two tools", { details: { tool: name } });
    if (!isKeepable(definition))
      throw new TalosError("E_LIMIT", `the definition of a tool exceeds ${MAX_DEFINITION_BYTES} bytes`, {
        details: { tool: name }
      });
    this.#bytes += text.length;
    this.#found.set(name, definition);
    if (this.#found.size > MAX_LISTED_TOOLS || this.#bytes > MAX_LISTED_BYTES)
      throw new TalosError(
        "E_LIMIT",
        `the tool server lists more than ${MAX_LISTED_TOOLS} tools, or ${MAX_LISTED_BYTES} bytes of them`
      );
  }
  definitions() {
    return [...this.#found.values()];
  }
};

export {
  toolDefinition,
  originText,
  originHash,
  isKeepable,
  RpcCaller
};
