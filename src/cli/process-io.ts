/**
 * The world of a real process, for the commands: besides the entries themselves, the only place that touches `process`.
 *
 * @module
 */
import { EXIT, TalosError } from '../base/errors.ts';
import { type Agents, type Io, PipeClosed, Stopped } from './io.ts';

/**
 * Milliseconds from a signal until a process that has not ended by then ends all the same: a peer that is mute, a tool or
 * a disk may hold it up. What was acknowledged is durable by then, as every kill shows.
 */
const END_MS = 4500;

/** The world of this process. To be called once: it takes the signals. @param name - Stands before each note. */
export function processIo(name: string): Io {
  const stop = new AbortController();
  stop.signal.addEventListener('abort', () => {
    const end = (): void => {
      process.stderr.write(`${name}: not all has ended within ${END_MS / 1000} s; what was acknowledged is kept\n`);
      const reason: unknown = stop.signal.reason;
      process.exit(reason instanceof Stopped && reason.by === 'SIGTERM' ? EXIT.done : EXIT.interrupted);
    };
    setTimeout(end, END_MS).unref();
  });
  // The second signal ends the process at once, as without this.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(new Stopped(signal)));

  for (const stream of [process.stdout, process.stderr])
    stream.on('error', () => {
      // Whoever wrote is told; without a listener the process would end with a stack trace.
    });
  let isProgressShown = false;
  const progress = (line: string | undefined): void => {
    if (line === undefined && !isProgressShown) return;
    // One column stays free: a full line would go on in the next one.
    const shown = line?.slice(0, Math.max(0, process.stderr.columns - 1)) ?? '';
    process.stderr.write(`\r${shown}\u001b[K`);
    isProgressShown = line !== undefined;
  };
  return {
    write(content) {
      progress(undefined);
      return write(content);
    },
    note(line) {
      progress(undefined);
      process.stderr.write(`${name}: ${line}\n`);
    },
    progress,
    stdin: { [Symbol.asyncIterator]: () => process.stdin[Symbol.asyncIterator]() as AsyncIterator<Uint8Array> },
    stdinIsTerminal: process.stdin.isTTY,
    outIsTerminal: process.stdout.isTTY,
    noteIsTerminal: process.stderr.isTTY,
    env: process.env,
    cwd: process.cwd(),
    signal: stop.signal,
    secret: async (question) => (await import('./secret.ts')).askSecret(question, process.stdin, process.stderr),
    question: async (text, signal) => {
      const ending = signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]);
      return (await import('./question.ts')).askLine(text, process.stdin, process.stderr, ending);
    },
    now: () => Date.now(),
    agents,
  };
}

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

const agents: Agents = {
  identity: async (dataDir) => (await nodeAgents()).identity(dataDir),
  create: async (params) => (await nodeAgents()).create(params),
  recover: async (params) => (await nodeAgents()).recover(params),
  rotate: async (params) => (await nodeAgents()).rotate(params),
  open: async (options) => (await nodeAgents()).open(options),
  audit: async (...params) => (await nodeAgents()).audit(...params),
  storedRevocations: async (dataDir) => (await nodeAgents()).storedRevocations(dataDir),
  attach: async (dataDir) => (await nodeAgents()).attach(dataDir),
};

async function nodeAgents(): Promise<Agents> {
  return (await import('./node-agents.ts')).nodeAgents;
}
