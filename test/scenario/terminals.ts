/**
 * The built commands in processes of their own, as people run them: terminals, data directories, and what is said
 * between them. What only prepares or looks at them runs in this process.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { vi } from 'vitest';
import { runHere } from '../cli/in-process.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** The program that `npm run build` made. */
export const BIN: string = join(ROOT, 'dist/cli/bin.js');
/** Longest wait for anything that a process is to do, milliseconds. */
export const PATIENCE_MS = 20_000;

/** The program of a tool server in `test/fixtures`. */
export function fixture(name: string): string {
  return join(ROOT, 'test/fixtures', name);
}

/** The program of an installed MCP server, such as `server-filesystem`. */
export function mcpServer(name: string): string {
  const manifest = createRequire(import.meta.url).resolve(`@modelcontextprotocol/${name}/package.json`);
  return join(dirname(manifest), 'dist/index.js');
}

/** How a process ended. */
export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run a command. */
export interface RunOptions {
  /** Beside `PATH` and `HOME`. */
  readonly env?: Readonly<Record<string, string>>;
  /** What runs the program, such as `['prlimit', '--fsize=1000']`. */
  readonly prefix?: readonly string[];
  /** Standard input, which ends after it; absent: it stays open. */
  readonly input?: string;
}

/** A process, and all that it said. */
export class Terminal {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
  /** Its standard output so far, without the line that is not whole yet. */
  readonly lines: string[] = [];
  #stdout = '';
  #rest = '';
  #stderr = '';
  #isOver = false;
  #wake: () => void = () => undefined;
  #onLine: (line: string) => void = () => undefined;

  constructor(argv: readonly string[], env: Readonly<Record<string, string>>, cwd: string) {
    const [command = '', ...args] = argv;
    this.child = spawn(command, args, { env, cwd, stdio: 'pipe' });
    this.child.stdin.on('error', () => undefined); // its end is told by `ended`
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => this.#take(text));
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    this.ended = new Promise((onEnd, onError) => {
      this.child.once('error', onError);
      this.child.once('close', (status, signal) => {
        this.#isOver = true;
        this.#wake();
        onEnd({ status, signal, stdout: this.#stdout, stderr: this.#stderr });
      });
    });
    this.ended.catch(() => undefined); // whoever waits hears of it
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** Has `take` told of every line from now on. */
  onLine(take: (line: string) => void): void {
    this.#onLine = take;
  }

  #take(text: string): void {
    this.#stdout += text;
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      this.lines.push(line);
      this.#onLine(line);
    }
    this.#wake();
  }

  /** The line at `index` of its standard output. Rejects if it ends before. */
  async line(index: number): Promise<string> {
    for (;;) {
      const line = this.lines[index];
      if (line !== undefined) return line;
      if (this.#isOver) throw new Error(`the process ended: ${this.#stderr}`);
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
  }

  /** Sends a signal, and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<Ended> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** The first line of `mcp-serve --json`. */
export interface Served {
  readonly did: string;
  readonly service: string;
  readonly addresses: readonly string[];
  readonly tools: readonly string[];
  readonly invitation: string;
}

/** A running `mcp-serve`. */
export interface Lender {
  readonly terminal: Terminal;
  readonly served: Served;
}

/** An entry as `audit log --json` gives it. */
export interface LoggedEntry {
  readonly id: string;
  readonly seq: number;
  readonly type: string;
  readonly peer?: string;
  readonly entry: {
    readonly answers?: string | readonly string[];
    readonly decision?: string;
    readonly code?: string;
    readonly statement?: { readonly body: Readonly<Record<string, unknown>> };
    readonly direction?: string;
    readonly message?: string;
  };
}

/** A temporary folder with data directories, and the processes that run on them. */
export class Terminals implements AsyncDisposable {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'talos-terminals-'));
  readonly #running = new Set<Terminal>();

  /** A data directory, or another path in the folder. */
  path(name: string): string {
    return join(this.folder, name);
  }

  /** What `StdioClientTransport` of the official clients takes. */
  command(
    directory: string,
    ...args: readonly string[]
  ): { command: string; args: string[]; env: Record<string, string> } {
    return {
      command: process.execPath,
      args: [BIN, '--data-dir', this.path(directory), ...args],
      env: this.#environment({}),
    };
  }

  #environment(extra: Readonly<Record<string, string>>): Record<string, string> {
    return { PATH: process.env['PATH'] ?? '', HOME: this.folder, ...extra };
  }

  /** Starts a command on a data directory. */
  start(directory: string, args: readonly string[], options: RunOptions = {}): Terminal {
    const argv = [...(options.prefix ?? []), process.execPath, BIN, '--data-dir', this.path(directory), ...args];
    return this.spawn(argv, options);
  }

  /** Starts any process. */
  spawn(argv: readonly string[], options: RunOptions = {}): Terminal {
    const terminal = new Terminal(argv, this.#environment(options.env ?? {}), this.folder);
    this.#running.add(terminal);
    void terminal.ended.finally(() => this.#running.delete(terminal));
    if (options.input !== undefined) terminal.child.stdin.end(options.input);
    return terminal;
  }

  /** Runs a command to its end, in a process of its own. */
  async process(directory: string, ...args: readonly string[]): Promise<Ended> {
    return this.start(directory, args, { input: '' }).ended;
  }

  /** The same in this process, which starts nothing: for what is not about processes. */
  async run(directory: string, ...args: readonly string[]): Promise<Ended> {
    const { status, out, notes } = await runHere(['--data-dir', this.path(directory), ...args], { home: this.folder });
    return { status, signal: null, stdout: out, stderr: notes };
  }

  /** {@link run} for a command that must succeed, and gives the JSON document that it prints. */
  async json<T>(directory: string, ...args: readonly string[]): Promise<T> {
    const { status, stdout, stderr } = await this.run(directory, '--json', ...args);
    if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stdout}${stderr}`);
    return JSON.parse(stdout) as T;
  }

  /** The whole ledger of a data directory. */
  async ledger(directory: string, ...args: readonly string[]): Promise<LoggedEntry[]> {
    const { status, stdout, stderr } = await this.run(directory, '--json', 'audit', 'log', '--last', '10000', ...args);
    if (status !== 0) throw new Error(`audit log ended with ${status}: ${stderr}`);
    return stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as LoggedEntry]));
  }

  /** Starts to lend a tool server, on a free port of loopback; `args` stand before the command. */
  lend(directory: string, args: readonly string[], command: readonly string[], options: RunOptions = {}): Terminal {
    const host = args.includes('--host') ? [] : ['--host', '127.0.0.1'];
    const port = args.includes('--port') ? [] : ['--port', '0'];
    return this.start(directory, ['mcp-serve', '--json', ...host, ...port, ...args, '--', ...command], options);
  }

  /** Lends a tool server, as {@link lend}, and waits until it is lent. */
  async serve(
    directory: string,
    args: readonly string[],
    command: readonly string[],
    options: RunOptions = {},
  ): Promise<Lender> {
    const terminal = this.lend(directory, args, command, options);
    return { terminal, served: JSON.parse(await terminal.line(0)) as Served };
  }

  /** Starts `mcp-connect`, and a client that reads from it. */
  connect(directory: string, target: string, options: RunOptions = {}): RpcClient {
    return new RpcClient(this.start(directory, ['mcp-connect', target], options));
  }

  /** Runs `mcp-connect` that is to be refused. Its input stays open, for its end would be a reason to go as well. */
  refused(directory: string, target: string, ...args: readonly string[]): Promise<Ended> {
    return this.start(directory, ['mcp-connect', target, ...args]).ended;
  }

  /** Ends every process, by force, and removes the folder. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(
      [...this.#running].map(async (terminal) => {
        terminal.child.kill('SIGCONT');
        await terminal.end('SIGKILL');
      }),
    );
    await vi.waitFor(async () => {
      if ((await processesWith(this.folder)).length > 0) throw new Error('processes are left');
    }, PATIENCE_MS);
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** An answer of an MCP server. */
export interface Answer {
  readonly id?: number | string;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: { readonly code?: string } };
}

interface Message extends Answer {
  readonly method?: string;
  readonly params?: unknown;
}

/** What a client answers to a request of the server. */
export type Answering = (method: string) => Readonly<Record<string, unknown>> | undefined;

/** A client by hand that sees every message as it came: as little as a client can do. */
export class RpcClient {
  readonly terminal: Terminal;
  /** Notifications and requests of the server, in order. */
  readonly heard: Message[] = [];
  readonly #open = new Map<number, (answer: Answer | undefined) => void>();
  readonly #answering: Answering;
  #next = 0;

  constructor(terminal: Terminal, answering: Answering = () => undefined) {
    this.terminal = terminal;
    this.#answering = answering;
    terminal.onLine((line) => this.#take(JSON.parse(line) as Message));
    void terminal.ended.finally(() => {
      for (const settle of this.#open.values()) settle(undefined);
    });
  }

  #take(message: Message): void {
    if (message.method !== undefined) {
      this.heard.push(message);
      const result = message.id === undefined ? undefined : this.#answering(message.method);
      if (result !== undefined) this.say({ id: message.id, result });
      return;
    }
    const settle = this.#open.get(Number(message.id));
    this.#open.delete(Number(message.id));
    settle?.(message);
  }

  /** Sends a message. */
  say(message: Readonly<Record<string, unknown>>): void {
    this.terminal.child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }

  /** Requests, and gives the answer; undefined where the process ended before. */
  async ask(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<Answer | undefined> {
    const id = this.#next++;
    if (this.terminal.isOver) return undefined;
    const answer = new Promise<Answer | undefined>((settle) => this.#open.set(id, settle));
    this.say({ id, method, params });
    return answer;
  }

  /** The id that the next request will have. */
  get nextId(): number {
    return this.#next;
  }

  /** Requests, and gives the answer. Rejects where the process ended before. */
  async request(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    const answer = await this.ask(method, params);
    if (answer === undefined) throw new Error(`the process ended: ${this.terminal.stderr}`);
    return answer;
  }

  /** The handshake of MCP. */
  async initialize(capabilities: Readonly<Record<string, unknown>> = {}): Promise<Answer | undefined> {
    const clientInfo = { name: 'scenario', version: '1' };
    const answer = await this.ask('initialize', { protocolVersion: '2025-06-18', capabilities, clientInfo });
    this.say({ method: 'notifications/initialized' });
    return answer;
  }

  /** Calls a tool. */
  call(name: string, args: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    return this.request('tools/call', { name, arguments: args });
  }

  /** Closes standard input, and waits for the end. */
  async close(): Promise<Ended> {
    this.terminal.child.stdin.end();
    return this.terminal.ended;
  }
}

/** Mulberry32: numbers from 0 up to 1 out of a seed, so that a failure can be played again. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Processes of this machine that have `text` in their arguments, and are no zombies. Needs `/proc`. */
export async function processesWith(text: string): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^[1-9][0-9]*$/.test(name) || Number(name) === process.pid) continue;
    // Gone since it was listed, or a zombie: nothing to read.
    const line = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (line.includes(text)) found.push(Number(name));
  }
  return found;
}

/** Processes that `pid` started, and those that they started. */
export async function descendantsOf(pid: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^[1-9][0-9]*$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    // The name, in parentheses, may hold anything; the state and the parent follow it.
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const found = [pid];
  for (const each of found) for (const [child, parent] of parents) if (parent === each) found.push(child);
  return found.slice(1);
}

/** Waits until none of `pids` runs any longer. */
export async function untilGone(pids: readonly number[], ms: number): Promise<void> {
  await vi.waitFor(
    async () => {
      // Of a process that is gone, or dead and not yet waited for, there is nothing to read.
      const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
      const left = lines.filter((line) => line !== '');
      if (left.length > 0) throw new Error(`left behind: ${left.join('; ')}`);
    },
    { timeout: ms, interval: 50 },
  );
}
