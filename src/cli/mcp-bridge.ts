/**
 * Standard input and output of this process as one MCP server of a peer, for as long as the client keeps it. The agent
 * survives broken connections; this survives the process that runs the agent.
 *
 * ```text
 *  open ── the agent's process ends ──> open it here or in another, initialise again ──> open
 *    └── standard input ends ──> answers that are due, at most a second ──> closed
 * ```
 *
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectParams, Tunnel } from '../agent/api/api.ts';
import { isTalosError } from '../base/errors.ts';
import type { OpenedAgent } from '../node/local/attach.ts';
import type { SettingName } from '../node/settings.ts';
import type { Context } from './context.ts';
import { McpMemory } from './mcp-memory.ts';
import type { InputLine } from './stdin-lines.ts';
import { printable } from './terminal.ts';

/** How long answers may still come after the client closed its side, and how long closing may take, milliseconds. */
export const LAST_ANSWERS_MS = 1000;
const CLOSE_MS = 700;
/** How long it is tried to open again, and between tries, milliseconds. */
const REOPEN_MS = 30_000;
const REOPEN_PAUSE_MS = 250;

/** A tunnel and the agent that has it. */
interface Connection {
  readonly agent: OpenedAgent;
  readonly tunnel: Tunnel;
  /** Resolves when the tunnel takes the client's messages: at once, or after it was initialised again. */
  readonly ready: Promise<void>;
  readonly setReady: () => void;
}

/** See the module comment. */
export class McpBridge {
  readonly #context: Context;
  readonly #params: ConnectParams;
  readonly #input: AsyncGenerator<InputLine>;
  readonly #flags: Partial<Record<SettingName, string>>;
  readonly #memory = new McpMemory();
  #current: Connection | undefined;
  #wasConnected = false;
  #changed: () => void = () => undefined;
  #idle: () => void = () => undefined;

  /**
   * @param input - What the client says; read to its end.
   * @param flags - Of the agent, where it runs in this process.
   */
  constructor(
    context: Context,
    params: ConnectParams,
    input: AsyncGenerator<InputLine>,
    flags: Partial<Record<SettingName, string>> = {},
  ) {
    this.#flags = flags;
    this.#context = context;
    this.#params = params;
    this.#input = input;
  }

  /**
   * Runs until the client closes standard input, or the command is stopped.
   *
   * @throws {TalosError} why the server cannot be reached, or not any longer.
   */
  async run(): Promise<void> {
    const { signal } = this.#context.io;
    const stop = new AbortController();
    const stopping = AbortSignal.any([signal, stop.signal]);
    const serving = this.#serve(stopping);
    const input = this.#pumpInput();
    // The one that ends first says how: standard input for good, the serving with an error.
    const stopped = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve());
      if (signal.aborted) resolve();
    });
    try {
      await Promise.race([input.then(() => this.#lastAnswers()), serving, stopped]);
    } finally {
      stop.abort();
      await Promise.race([serving.catch(() => undefined), sleep(CLOSE_MS)]); // an error of it was thrown above
      input.catch(() => undefined); // nobody reads on
    }
    signal.throwIfAborted();
  }

  async #pumpInput(): Promise<void> {
    for await (const { kind, text } of this.#input) {
      if (kind === 'answer') await this.#context.io.write(`${text}\n`);
      else await this.#send(text);
    }
  }

  async #send(line: string): Promise<void> {
    for (;;) {
      const connection = await this.#up();
      const key = this.#memory.outbound(line);
      try {
        return await connection.tunnel.send(line);
      } catch (error) {
        if (!isTalosError(error, 'E_CLOSED')) throw error;
        // The tunnel went with its process before it took the line: a request goes to the next one, unless it was
        // answered meanwhile; anything else was meant for the server that is gone.
        if (key === undefined || !this.#memory.retract(key)) return;
        await this.#afterEnd(connection);
      }
    }
  }

  /** Resolves when `connection` is no longer the one that takes messages. */
  async #afterEnd(connection: Connection): Promise<void> {
    await connection.tunnel.ended.catch(() => undefined); // `#use` reports it
    while (this.#current === connection) await new Promise((resolve) => setImmediate(resolve));
  }

  /** The connection that takes messages now. */
  async #up(): Promise<Connection> {
    for (;;) {
      const connection = this.#current;
      if (connection !== undefined) {
        await connection.ready;
        if (connection === this.#current) return connection;
      } else
        await new Promise<void>((resolve) => {
          this.#changed = resolve;
        });
    }
  }

  async #serve(stopping: AbortSignal): Promise<void> {
    for (let isFirst = true; ; isFirst = false) {
      const connection = await this.#open(isFirst, stopping);
      const isLost = await this.#use(connection, stopping);
      if (!isLost || stopping.aborted) return;
      this.#context.note('the process that ran the agent ended; opening it again');
      for (const answer of this.#memory.lost()) await this.#context.io.write(`${answer}\n`);
    }
  }

  async #open(isFirst: boolean, stopping: AbortSignal): Promise<Connection> {
    const until = performance.now() + REOPEN_MS;
    for (;;) {
      try {
        return await this.#connected(isFirst, stopping);
      } catch (error) {
        const isPassing =
          isTalosError(error) && ['E_CLOSED', 'E_UNREACHABLE', 'E_TIMEOUT', 'E_LOCKED'].includes(error.code);
        if (isFirst || !isPassing || stopping.aborted || performance.now() > until) throw error;
        await sleep(REOPEN_PAUSE_MS);
      }
    }
  }

  async #connected(isFirst: boolean, signal: AbortSignal): Promise<Connection> {
    const agent = await this.#context.open(this.#flags);
    try {
      const tunnel = await agent.api.connect(this.#params, {
        signal,
        onNotice: (notice) => this.#context.note(printable(notice.message)),
      });
      let setReady = (): void => undefined;
      const ready = new Promise<void>((resolve) => {
        setReady = resolve;
      });
      const initialize = isFirst ? undefined : this.#memory.initializeAgain();
      if (initialize === undefined) setReady();
      this.#current = { agent, tunnel, ready, setReady };
      this.#wasConnected = true;
      this.#changed();
      this.#tellConnected(isFirst, tunnel);
      if (initialize !== undefined) await tunnel.send(initialize);
      return this.#current;
    } catch (error) {
      await agent[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** A person at a terminal would wait for something to happen; a client knows by the answers. */
  #tellConnected(isFirst: boolean, { info: { peer, service } }: Tunnel): void {
    const line = `connected to ${peer}, service ${printable(service)}`;
    if (isFirst && this.#context.io.stdinIsTerminal)
      this.#context.note(`${line}: type JSON-RPC, one message a line, or let an MCP client run this; ctrl-d ends it`);
    else this.#context.detail(line);
  }

  /** Passes on what the server says, until it ends. Gives true where it ended with the process of the agent. */
  async #use(connection: Connection, stopping: AbortSignal): Promise<boolean> {
    const { agent, tunnel } = connection;
    try {
      for await (const line of tunnel.lines) await this.#receive(connection, line);
      await tunnel.ended;
      return false;
    } catch (error) {
      const isGone = !agent.isOwner && isTalosError(error, 'E_CLOSED');
      if (!isGone || stopping.aborted) throw error;
      await agent.gone;
      return true;
    } finally {
      this.#current = undefined;
      connection.setReady();
      await tunnel.close();
      await agent[Symbol.asyncDispose]();
    }
  }

  async #receive(connection: Connection, line: string): Promise<void> {
    const inbound = this.#memory.inbound(line);
    if (inbound.kind === 'show') {
      await this.#context.io.write(`${line}\n`);
      if (!this.#memory.isWaiting) this.#idle();
      return;
    }
    if (inbound.next === undefined) {
      this.#context.note('the server did not accept the client a second time');
      await connection.tunnel.close();
      return;
    }
    for (const next of inbound.next) await connection.tunnel.send(next);
    connection.setReady();
  }

  async #lastAnswers(): Promise<void> {
    // A client that says nothing still wanted the tunnel: the invitation is redeemed, or the error is told, however long
    // connecting takes; an end without either would pass for done.
    if (!this.#wasConnected) return void (await this.#up());
    const idle = this.#current === undefined ? this.#up() : this.#answered();
    await Promise.race([idle, sleep(LAST_ANSWERS_MS)]);
  }

  async #answered(): Promise<void> {
    if (!this.#memory.isWaiting) return;
    await new Promise<void>((resolve) => {
      this.#idle = resolve;
    });
  }
}
