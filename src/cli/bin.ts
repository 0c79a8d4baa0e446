#!/usr/bin/env node
/**
 * The process of one command: the only place that touches `process`.
 *
 * @module
 */
import { TalosError } from '../base/errors.ts';
import { VERSION } from '../base/version.ts';
import { type Agents, type Io, PipeClosed, Stopped } from './io.ts';

const stop = new AbortController();
// The second signal ends the process at once, as without this.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(new Stopped(signal)));

/** Writes, and waits until it is with the system: a process that ends then has lost nothing. */
function write(content: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(content, (error) => {
      const code = (error as NodeJS.ErrnoException | null | undefined)?.code;
      if (error === null || error === undefined) resolve();
      else if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') reject(new PipeClosed('standard output is closed'));
      else
        reject(
          new TalosError(code === 'ENOSPC' ? 'E_STORAGE_FULL' : 'E_STORAGE', `standard output: ${code ?? 'failed'}`, {
            cause: error,
          }),
        );
    });
  });
}

for (const stream of [process.stdout, process.stderr])
  stream.on('error', () => {
    // Whoever wrote is told; without a listener the process would end with a stack trace.
  });

const agents: Agents = {
  identity: async (dataDir) => (await nodeAgents()).identity(dataDir),
  create: async (params) => (await nodeAgents()).create(params),
  open: async (options) => (await nodeAgents()).open(options),
  audit: async (dataDir) => (await nodeAgents()).audit(dataDir),
  attach: async (dataDir) => (await nodeAgents()).attach(dataDir),
};

async function nodeAgents(): Promise<Agents> {
  return (await import('./node-agents.ts')).nodeAgents;
}

const io: Io = {
  write,
  note(line) {
    process.stderr.write(`talos: ${line}\n`);
  },
  stdin: { [Symbol.asyncIterator]: () => process.stdin[Symbol.asyncIterator]() as AsyncIterator<Uint8Array> },
  stdinIsTerminal: process.stdin.isTTY,
  outIsTerminal: process.stdout.isTTY,
  noteIsTerminal: process.stderr.isTTY,
  env: process.env,
  cwd: process.cwd(),
  signal: stop.signal,
  secret: async (question) => (await import('./secret.ts')).askSecret(question, process.stdin, process.stderr),
  now: () => Date.now(),
  agents,
};

const argv = process.argv.slice(2);
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  // Asked for by scripts more often than anything else, so nothing is loaded for it.
  process.exitCode = await write(`${VERSION}\n`).then(
    () => 0,
    () => 141,
  );
} else {
  const { main } = await import('./main.ts');
  // Whatever still runs (a socket that lingers, a timer) must not keep a command alive that is done.
  process.exit(await main(argv, io));
}
