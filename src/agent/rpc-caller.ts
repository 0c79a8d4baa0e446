/**
 * A small JSON-RPC client for Talos's own calls: `initialize`, `tools/list`, `tools/call`. Whoever lends or uses an MCP
 * server with a full client needs none of this: their messages pass through.
 *
 * @module
 */
import { TalosError } from '../base/errors.ts';
import type { Json, JsonObject } from '../codec/json.ts';
import { errorResponse, isJsonObject, type RpcMessage, resultResponse } from '../mcp/rpc.ts';

/** The MCP revision that Talos's own calls speak. */
export const OWN_PROTOCOL_VERSION = '2025-11-25';
/** Pages of a list that are read; a server with more is refused. */
export const MAX_LIST_PAGES = 64;
/** JSON-RPC 2.0 §5.1. */
const METHOD_NOT_FOUND = -32601;

/** How a call ended. */
export type RpcOutcome =
  | { readonly kind: 'result'; readonly result: Json; readonly receipt: string | undefined }
  | {
      readonly kind: 'error';
      readonly error: JsonObject;
      readonly receipt: string | undefined;
      /** Whether the tool gave the error; only an agent's own can be a denial. */
      readonly isFromTool: boolean;
    };

interface Pending {
  readonly resolve: (outcome: RpcOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/** See the module comment. */
export class RpcCaller {
  readonly #send: (json: JsonObject) => void | Promise<void>;
  readonly #pending = new Map<number, Pending>();
  #next = 1;
  #failure: Error | undefined;

  /** @param send - Sends one message to the server. */
  constructor(send: (json: JsonObject) => void | Promise<void>) {
    this.#send = send;
  }

  /** Takes what the server said. Its requests are answered: `ping`, and that nothing else is known here. */
  take(rpc: RpcMessage, receipt: string | undefined, isFromTool = true): void {
    if (rpc.kind === 'request') {
      const known = rpc.method === 'ping';
      this.#tell(known ? resultResponse(rpc.id, {}) : errorResponse(rpc.id, METHOD_NOT_FOUND, 'no such method'));
      return;
    }
    if (rpc.kind === 'notification' || typeof rpc.id !== 'number') return;
    const pending = this.#pending.get(rpc.id);
    this.#pending.delete(rpc.id);
    pending?.resolve(
      rpc.kind === 'result'
        ? { kind: 'result', result: rpc.result, receipt }
        : { kind: 'error', error: rpc.error, receipt, isFromTool },
    );
  }

  /** Sends what nobody waits for; that it cannot be sent is what {@link fail} tells. */
  #tell(json: JsonObject): void {
    Promise.resolve(this.#send(json)).catch(() => undefined);
  }

  /** Ends every call that is open, and each later one, with `error`. */
  fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }

  /**
   * Calls a method.
   *
   * @throws what {@link fail} was told; the reason of `signal`, where that aborts.
   */
  async request(method: string, params: JsonObject, signal?: AbortSignal): Promise<RpcOutcome> {
    signal?.throwIfAborted();
    if (this.#failure !== undefined) throw this.#failure;
    const id = this.#next++;
    const answer = new Promise<RpcOutcome>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
    });
    const abort = (): void => {
      this.#pending.get(id)?.reject(signal?.reason);
      this.#pending.delete(id);
      this.#tell({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } });
    };
    // It may be rejected while sending still waits; whoever called hears of it all the same.
    answer.catch(() => undefined);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      await this.#send({ jsonrpc: '2.0', id, method, params });
      return await answer;
    } finally {
      this.#pending.delete(id);
      signal?.removeEventListener('abort', abort);
    }
  }

  /**
   * The MCP handshake.
   *
   * @param capabilities - What the client says that it can do for the server.
   * @throws {TalosError} `E_TOOL_FAILED` if the server refuses it.
   */
  async initialize(version: string, signal?: AbortSignal, capabilities: JsonObject = {}): Promise<void> {
    const clientInfo = { name: 'talos', version };
    const params = { protocolVersion: OWN_PROTOCOL_VERSION, capabilities, clientInfo };
    const outcome = await this.request('initialize', params, signal);
    if (outcome.kind === 'error') throw new TalosError('E_TOOL_FAILED', 'the tool server refused to be initialised');
    await this.#send({ jsonrpc: '2.0', method: 'notifications/initialized' });
  }

  /** Names of all tools, in the order of the server. @throws {TalosError} `E_TOOL_FAILED` for no proper answer. */
  async toolNames(signal?: AbortSignal): Promise<readonly string[]> {
    const names: string[] = [];
    let cursor: Json | undefined;
    for (let page = 0; page < MAX_LIST_PAGES; page++) {
      const outcome = await this.request('tools/list', cursor === undefined ? {} : { cursor }, signal);
      const result = outcome.kind === 'result' ? outcome.result : undefined;
      const tools = isJsonObject(result) ? result['tools'] : undefined;
      if (!isJsonObject(result) || !Array.isArray(tools))
        throw new TalosError('E_TOOL_FAILED', 'the tool server does not list its tools');
      for (const tool of tools as readonly Json[])
        if (isJsonObject(tool) && typeof tool['name'] === 'string') names.push(tool['name']);
      cursor = result['nextCursor'];
      if (cursor === undefined) return names;
    }
    throw new TalosError('E_TOOL_FAILED', `the tool server lists more than ${MAX_LIST_PAGES} pages of tools`);
  }
}
