/**
 * The processes of `talos demo`: this program, started anew as the owner of a tool and as the agent that uses it, each
 * with a data directory of its own.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { RpcCaller } from '../agent/tunnel/rpc-caller.ts';
import { invariant, TalosError } from '../base/errors.ts';
import { type JsonObject, parseJson } from '../codec/json.ts';
import { isJsonObject, readRpc, writeRpc } from '../mcp/rpc.ts';

/** Milliseconds that a process of the demo gets. */
const STEP_TIMEOUT_MS = 120_000;
/** Most bytes of output that are kept of one process. */
const MAX_OUTPUT_BYTES: number = 4 * 1024 * 1024;

/** How a command ended. */
export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts commands of this program. */
export class DemoProcesses implements AsyncDisposable {
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #program = fileURLToPath(new URL('./bin.js', import.meta.url));
  readonly #running = new Set<ChildProcess>();

  /** @param env - Environment of the processes. */
  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.#env = { ...env, TALOS_HOME: undefined, TALOS_PASSPHRASE_FILE: undefined };
  }

  #start(dataDir: string, args: readonly string[], stdin: 'ignore' | 'pipe' = 'ignore'): ChildProcess {
    const child = spawn(process.execPath, [this.#program, '--data-dir', dataDir, ...args], {
      env: this.#env,
      stdio: [stdin, 'pipe', 'pipe'],
    });
    this.#running.add(child);
    child.once('exit', () => this.#running.delete(child));
    return child;
  }

  /** Runs a command to its end. @throws {TalosError} `E_TIMEOUT` if it does not end. */
  async run(dataDir: string, args: readonly string[]): Promise<Ended> {
    const child = this.#start(dataDir, args);
    const stdout = collect(child.stdout);
    const stderr = collect(child.stderr);
    const status = await within(
      new Promise<number>((resolve) => {
        child.once('close', (code) => resolve(code ?? 1));
      }),
      `talos ${args[0] ?? ''}`,
    );
    return { status, stdout: await stdout, stderr: await stderr };
  }

  /** Runs a command with `--json` and reads what it prints. @throws {TalosError} `E_TOOL_FAILED` if it fails. */
  async json(dataDir: string, args: readonly string[]): Promise<JsonObject> {
    const { status, stdout, stderr } = await this.run(dataDir, ['--json', ...args]);
    const first = stdout.split('\n')[0] ?? '';
    if (status !== 0) throw failed(args, `${stderr.trim()} ${first}`.trim());
    return objectOf(first, args);
  }

  /** Runs a command with `--json` that prints one object a line. @throws as {@link json}. */
  async lines(dataDir: string, args: readonly string[]): Promise<readonly JsonObject[]> {
    const { status, stdout, stderr } = await this.run(dataDir, ['--json', ...args]);
    if (status !== 0) throw failed(args, stderr.trim());
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => objectOf(line, args));
  }

  /** Starts a command that goes on, and reads its first line with `--json`. @throws {TalosError} `E_TOOL_FAILED`. */
  async serve(dataDir: string, args: readonly string[]): Promise<JsonObject> {
    const child = this.#start(dataDir, ['--json', ...args]);
    const stderr = collect(child.stderr);
    const { stdout } = child;
    invariant(stdout !== null, 'a command of the demo has pipes');
    const lines = createInterface({ input: stdout });
    const first = new Promise<string>((resolve) => {
      lines.once('line', resolve);
    });
    const gone = new Promise<never>((_, reject) => {
      child.once('exit', () => void stderr.then((text) => reject(failed(args, text.trim()))));
    });
    return objectOf(await within(Promise.race([first, gone]), `talos ${args[0] ?? ''}`), args);
  }

  /**
   * Starts `mcp-connect`, and speaks with it as an MCP client does, over its standard input and output.
   *
   * @returns The client; every call fails when the process ends.
   */
  connect(dataDir: string, target: string): RpcCaller {
    const child = this.#start(dataDir, ['mcp-connect', target], 'pipe');
    const stderr = collect(child.stderr);
    const { stdin, stdout } = child;
    invariant(stdin !== null && stdout !== null, 'mcp-connect has pipes');
    const caller = new RpcCaller((json) => void stdin.write(`${writeRpc(json)}\n`));
    createInterface({ input: stdout }).on('line', (line) => {
      const rpc = readRpc(line);
      if (rpc.kind !== 'fault') caller.take(rpc, undefined);
    });
    child.once('exit', () => void stderr.then((text) => caller.fail(failed(['mcp-connect'], text.trim()))));
    return caller;
  }

  /** Ends every process that still runs. */
  async [Symbol.asyncDispose](): Promise<void> {
    const ends = [...this.#running].map(
      (child) =>
        new Promise<void>((resolve) => {
          child.once('exit', () => resolve());
          child.kill('SIGTERM');
        }),
    );
    await Promise.all(ends);
  }
}

async function collect(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = '';
  for await (const chunk of stream ?? []) if (text.length < MAX_OUTPUT_BYTES) text += String(chunk);
  return text;
}

async function within<T>(promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TalosError('E_TIMEOUT', `${what} did not end in time`)), STEP_TIMEOUT_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function objectOf(line: string, args: readonly string[]): JsonObject {
  const json = parseJson(line);
  if (!isJsonObject(json)) throw failed(args, 'it printed no JSON object');
  return json;
}

function failed(args: readonly string[], why: string): TalosError {
  return new TalosError('E_TOOL_FAILED', `talos ${args.slice(0, 2).join(' ')} failed: ${why}`);
}
