/**
 * MCP transports: what the official SDK's client and server (1.x and 2.x) plug into. They keep the SDK's `Transport`
 * by shape, so that nothing of the SDK is loaded here.
 *
 * @module
 */

import { utf8 } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import { type Json, JsonNumber, numberValue, parseJson, writeJson } from '../../codec/json.ts';
import type { Did } from '../../identity/did.ts';
import { MAX_RPC_BYTES } from '../../mcp/rpc.ts';
import type { Tunnel } from '../api/api.ts';
import type { ToolExit, ToolServer, ToolServerStart } from '../tunnel/tool-server.ts';

/** What the SDK sets before it starts a transport. */
interface TransportEvents {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  // The SDK's message type differs between its versions; both are plain JSON-RPC objects. A method, whose parameters the
  // compiler compares both ways: so the transport is a `Transport` of either version, and takes a handler of either.
  onmessage?(message: unknown, extra?: unknown): void;
}

/** The value of `json` as JavaScript's own JSON reader would give it: number tokens become the nearest doubles. */
function plain(json: Json): unknown {
  if (json instanceof JsonNumber) return numberValue(json);
  if (Array.isArray(json)) return json.map(plain);
  if (typeof json !== 'object' || json === null) return json;
  // fromEntries defines members, so `__proto__` stays a member.
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, plain(value as Json)]));
}

function deliver(events: TransportEvents, text: string | Uint8Array): void {
  const message = plain(parseJson(text, { maxBytes: MAX_RPC_BYTES }));
  events.onmessage?.(message);
}

/** The client's side: a remote MCP server. Made by `TalosClient.transport`. */
export class TalosClientTransport implements TransportEvents {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?(message: unknown, extra?: unknown): void;
  readonly #open: () => Promise<Tunnel>;
  #tunnel: Tunnel | undefined;

  /** @param open - Opens the tunnel, when the transport starts. */
  constructor(open: () => Promise<Tunnel>) {
    this.#open = open;
  }

  /** Opens the tunnel. @throws {TalosError} as `AgentApi.connect`; `E_EXISTS` when called twice. */
  async start(): Promise<void> {
    if (this.#tunnel !== undefined) throw new TalosError('E_EXISTS', 'the transport is started already');
    this.#tunnel = await this.#open();
    void this.#read(this.#tunnel);
  }

  async #read(tunnel: Tunnel): Promise<void> {
    try {
      for await (const line of tunnel.lines) deliver(this, line);
      await tunnel.ended;
    } catch (error) {
      this.onerror?.(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.onclose?.();
    }
  }

  /** Sends one JSON-RPC message. @throws {TalosError} `E_CLOSED` before `start`. */
  async send(message: unknown): Promise<void> {
    if (this.#tunnel === undefined) throw new TalosError('E_CLOSED', 'the transport is not started');
    await this.#tunnel.send(writeJson(definedMembers(message)));
  }

  /** Ends the tunnel. */
  async close(): Promise<void> {
    await this.#tunnel?.close();
  }
}

/** JSON leaves members out that are undefined; the SDK relies on it. */
function definedMembers(value: unknown): Json {
  if (Array.isArray(value)) return value.map((item) => (item === undefined ? null : definedMembers(item)));
  if (typeof value !== 'object' || value === null) return value as Json;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, definedMembers(member)]));
}

/** Starts an MCP server in this process for one tunnel, on its transport: `(t) => new McpServer(…).connect(t)`. */
export type LocalServer = (transport: TalosServerTransport) => Promise<void>;

/** The server's side: one tunnel of one caller, as an MCP `Transport`. */
export class TalosServerTransport implements TransportEvents, ToolServer {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?(message: unknown, extra?: unknown): void;
  /** Who calls, authenticated. */
  readonly caller: Did;
  /** Name of the service that is called. */
  readonly service: string;
  readonly exited: Promise<ToolExit>;
  readonly #onLine: (line: Uint8Array) => void;
  #end: (exit: ToolExit) => void = () => {};
  #isStarted = false;
  #isOver = false;
  #early: string[] = [];
  #resumed: Promise<void> | undefined;
  #resume: () => void = () => {};

  /** @param start - Who calls, and where what the server says goes. */
  constructor({ caller, service, onLine }: ToolServerStart) {
    this.caller = caller;
    this.service = service;
    this.#onLine = onLine;
    this.exited = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  // For the SDK

  /** The SDK is ready for messages. */
  async start(): Promise<void> {
    this.#isStarted = true;
    const early = this.#early;
    this.#early = [];
    for (const text of early) deliver(this, text);
  }

  // For both: the SDK sends messages, the tunnel hands texts over

  /** With a message: says it to the caller. With a text: gives it to the server. */
  send(message: string): boolean;
  send(message: object): Promise<void>;
  send(message: string | object): boolean | Promise<void> {
    if (typeof message === 'string') return this.#take(message);
    return this.#say(message);
  }

  #take(text: string): boolean {
    if (this.#isOver) return false;
    if (this.#isStarted) deliver(this, text);
    else this.#early.push(text);
    return true;
  }

  async #say(message: object): Promise<void> {
    if (this.#isOver) throw new TalosError('E_CLOSED', 'the tunnel is over');
    await this.#resumed;
    this.#onLine(utf8(writeJson(definedMembers(message))));
  }

  async drained(): Promise<void> {
    // Messages are handed over in this process; nothing waits.
  }

  pause(): void {
    this.#resumed ??= new Promise((resolve) => {
      this.#resume = resolve;
    });
  }

  resume(): void {
    this.#resume();
    this.#resumed = undefined;
  }

  /** Ends the tunnel for the server. Repeatable. */
  async close(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    this.resume();
    this.onclose?.();
    this.#end({ code: 0, signal: null });
  }
}

/** A tool server in this process: starts `server` on a transport for each tunnel. */
export function localToolServer(server: LocalServer): (start: ToolServerStart) => ToolServer {
  return (start) => {
    const transport = new TalosServerTransport(start);
    const starting = async (): Promise<void> => server(transport);
    starting().catch((error: unknown) => {
      start.onDiagnostic(`the tool server failed: ${String(error)}`);
      void transport.close();
    });
    return transport;
  };
}
