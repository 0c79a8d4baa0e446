/** The terminals of one document: a home each, the built commands on their path, and what was printed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { type Fence, place, ROOT, terminalOf } from './fences.ts';
import { fillIn, type Printed } from './placeholders.ts';

/** Longest wait for a command, and for what one that goes on is to print. */
const PATIENCE_MS = 60_000;
/** Longest end of a command that goes on, after SIGTERM. */
const END_MS = 10_000;

/**
 * What is found first on the path. `npx` finds the packages in this checkout, so that nothing comes from a registry; a
 * server takes any free port, as 8765 may be another's.
 */
const PROGRAMS = {
  talos: `exec ${process.execPath} ${ROOT}/dist/cli/bin.js "$@"`,
  'talos-server': `exec ${process.execPath} ${ROOT}/dist/cli/server-bin.js --port 0 "$@"`,
  npx: `[ "$1" = -y ] && shift
name=$1; shift
case $name in
talos-protocol) exec talos "$@" ;;
@modelcontextprotocol/*) exec ${process.execPath} "${ROOT}/node_modules/$name/dist/index.js" "$@" ;;
*) echo "npx: $name is not installed here" >&2; exit 127 ;;
esac`,
};

/** A command that goes on. */
interface Running {
  readonly fence: Fence;
  readonly printed: Printed;
  readonly child: ChildProcess;
  readonly ended: Promise<number | NodeJS.Signals>;
  /** How far its output was told of by fences. */
  shown: number;
}

/** See the module comment. */
export class Shell implements AsyncDisposable {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'talos-docs-'));
  readonly #printed: Printed[] = [];
  readonly #running: Running[] = [];
  readonly #dids = new Map<string, string>();
  readonly #terminals = new Set<string>();
  /** What the newest fence printed, for the output that follows it. */
  #newest: Running | Printed | undefined;
  #onText: () => void = () => undefined;

  constructor() {
    const bin = join(this.folder, 'bin');
    mkdirSync(bin);
    for (const [name, text] of Object.entries(PROGRAMS)) {
      writeFileSync(join(bin, name), `#!/bin/bash\n${text}\n`);
      chmodSync(join(bin, name), 0o755);
    }
  }

  /** Does what the mark of a fence says. @throws {Error} where that fails, with its place. */
  async take(fence: Fence): Promise<void> {
    try {
      await this.#take(fence);
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`${place(fence)}: ${message}`, { cause: undefined });
    }
  }

  async #take(fence: Fence): Promise<void> {
    const { language, mark, words, text } = fence;
    const terminal = terminalOf(fence);
    if (mark === 'file') {
      writeFileSync(join(this.#home(terminal), words[0] ?? ''), text);
    } else if (mark === 'run') {
      const args =
        language === 'js' ? ['--input-type=module', '--eval', text] : ['-c', scriptOf(await this.#filled(fence))];
      await this.#run(
        terminal,
        language === 'js' ? process.execPath : 'bash',
        args,
        language === 'js' ? ROOT : undefined,
      );
    } else if (mark === 'serve') {
      this.#serve(fence, await this.#filled(fence));
    } else if (mark === 'mcp') {
      const filled = await this.#filled(fence);
      await this.#useServer(terminal, language === 'json' ? commandOf(filled) : ['bash', '-c', filled]);
    } else if (mark === 'output') await this.#compare(fence);
  }

  #filled({ text, ...fence }: Fence): Promise<string> {
    return fillIn(text, terminalOf({ text, ...fence }), this.#printed, (terminal) => this.#did(terminal));
  }

  #home(terminal: string): string {
    const home = join(this.folder, terminal);
    mkdirSync(home, { recursive: true });
    this.#terminals.add(terminal);
    return home;
  }

  #environment(terminal: string): Record<string, string> {
    const home = this.#home(terminal);
    return {
      PATH: `${join(this.folder, 'bin')}:${process.env['PATH'] ?? ''}`,
      HOME: home,
      TALOS_HOME: join(home, '.talos'),
      TALOS_SERVER_HOME: join(home, '.talos-server'),
      // Agents of several documents are on this machine, and are nobody's outside it.
      TALOS_HOST: '127.0.0.1',
      TALOS_PORT: '0',
      NO_COLOR: '1',
      LANG: 'C.UTF-8',
    };
  }

  /** The DID of the identity of a terminal that the document has. */
  async #did(terminal: string): Promise<string | undefined> {
    if (!this.#terminals.has(terminal)) return undefined;
    const known = this.#dids.get(terminal);
    if (known !== undefined) return known;
    const child = this.#start(terminal, 'bash', ['-c', 'talos whoami --json'], 'pipe');
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    await endOf(child);
    const { did } = JSON.parse(text) as { did?: string };
    if (did !== undefined) this.#dids.set(terminal, did);
    return did;
  }

  #start(
    terminal: string,
    command: string,
    args: readonly string[],
    stdin: 'ignore' | 'pipe',
    cwd?: string,
  ): ChildProcess {
    return spawn(command, args, {
      cwd: cwd ?? this.#home(terminal),
      env: this.#environment(terminal),
      stdio: [stdin, 'pipe', 'pipe'],
    });
  }

  #record(terminal: string, child: ChildProcess): Printed {
    const printed: Printed = { terminal, text: '' };
    this.#printed.push(printed);
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        printed.text += chunk;
        this.#onText();
      });
    return printed;
  }

  async #run(terminal: string, command: string, args: readonly string[], cwd?: string): Promise<void> {
    const child = this.#start(terminal, command, args, 'ignore', cwd);
    const printed = this.#record(terminal, child);
    this.#newest = printed;
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    const status = await endOf(child).finally(() => clearTimeout(timer));
    if (status !== 0) throw new Error(`ended with ${status}:\n${printed.text}`);
  }

  #serve(fence: Fence, text: string): void {
    const child = this.#start(terminalOf(fence), 'bash', ['-c', `exec ${text.trim()}`], 'pipe');
    const running = { fence, child, printed: this.#record(terminalOf(fence), child), ended: endOf(child), shown: 0 };
    running.ended.then(
      () => this.#onText(),
      () => this.#onText(),
    );
    this.#running.push(running);
    this.#newest = running;
  }

  /** Connects to an MCP server over its standard input and output, with the official client, and lists its tools. */
  async #useServer(terminal: string, [command = '', ...args]: readonly string[]): Promise<void> {
    const client = new Client({ name: 'docs', version: '1' });
    const env = this.#environment(terminal);
    const transport = new StdioClientTransport({ command, args, env, cwd: this.#home(terminal), stderr: 'pipe' });
    const printed: Printed = { terminal, text: '' };
    transport.stderr?.on('data', (chunk: Buffer) => {
      printed.text += chunk.toString();
    });
    try {
      await client.connect(transport, { timeout: PATIENCE_MS });
      const { tools } = await client.listTools();
      if (tools.length === 0) throw new Error('the server has no tool');
      printed.text += `${tools.map(({ name }) => name).join('\n')}\n`;
    } catch (cause) {
      throw new Error(`${String(cause)}\n${printed.text}`, { cause });
    } finally {
      await client.close();
    }
    this.#printed.push(printed);
    this.#newest = printed;
  }

  /** Each line of the fence must be among the lines that were printed, in that order; `…` is any text. */
  async #compare(fence: Fence): Promise<void> {
    const of = fence.words[0];
    const from = of === undefined ? this.#newest : this.#running.findLast((each) => terminalOf(each.fence) === of);
    if (from === undefined) throw new Error('nothing was run whose output this is');
    const running = 'printed' in from ? from : undefined;
    const printed = running?.printed ?? (from as Printed);
    const deadline = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      const end = found(fence.text, printed.text, running?.shown ?? 0);
      if (end !== undefined) {
        if (running !== undefined) running.shown = end;
        return;
      }
      const isOver = running === undefined || running.child.exitCode !== null || running.child.signalCode !== null;
      if (isOver || deadline.aborted) throw new Error(`not what was printed:\n${printed.text}`);
      await new Promise<void>((wake) => {
        this.#onText = wake;
        deadline.addEventListener('abort', () => wake(), { once: true });
      });
    }
  }

  /** Ends what goes on as a person would, newest first. @throws {Error} where one does not end well. */
  async end(): Promise<void> {
    const mistakes: string[] = [];
    for (const { fence, child, ended, printed } of this.#running.toReversed()) {
      child.stdin?.end();
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), END_MS);
      const status = await ended.finally(() => clearTimeout(timer));
      if (status !== 0) mistakes.push(`${place(fence)}: ended with ${status}:\n${printed.text}`);
    }
    this.#running.length = 0;
    if (mistakes.length > 0) throw new Error(mistakes.join('\n'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { child } of this.#running) child.kill('SIGKILL');
    await Promise.allSettled(this.#running.map(({ ended }) => ended));
    if (existsSync(this.folder)) await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function endOf(child: ChildProcess): Promise<number | NodeJS.Signals> {
  return new Promise((onEnd, onError) => {
    child.once('error', onError);
    child.once('close', (status, signal) => onEnd(status ?? signal ?? 'SIGKILL'));
  });
}

/** The end of the last line of `expected` in `text` from `start` on; undefined where one is missing. */
function found(expected: string, text: string, start: number): number | undefined {
  let at = start;
  for (const line of expected.trimEnd().split('\n')) {
    const parts = line.trimEnd().split('…');
    const pattern = parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)).join('.*');
    const match = new RegExp(`^${pattern}[ \\t]*$`, 'gm');
    match.lastIndex = at;
    const hit = match.exec(text);
    if (hit === null) return undefined;
    at = hit.index + hit[0].length;
  }
  return at;
}

/** A script that ends at the first command that fails; `# exit N` behind a command says how that one ends. */
export function scriptOf(text: string): string {
  const lines = text.split('\n').map((line) => {
    const [, command, status] = /^(\S.*?)\s+# exit (\d+)\s*$/.exec(line) ?? [];
    if (command === undefined) return line;
    return `status=0; ${command} || status=$?
[ "$status" -eq ${status} ] || { echo "exit status $status in place of ${status}" >&2; exit 99; }`;
  });
  return `set -euo pipefail\n[ -e .exports ] && . ./.exports\n${lines.join('\n')}\nexport -p > .exports\n`;
}

/** The command of the one server in the configuration of an MCP client. */
function commandOf(text: string): string[] {
  const { mcpServers } = JSON.parse(text) as { mcpServers: Record<string, { command: string; args: string[] }> };
  const [server, ...others] = Object.values(mcpServers);
  if (server === undefined || others.length > 0) throw new Error('a configuration of one server is needed');
  return [server.command, ...server.args];
}
