// The command line as other programs use it: `--json`, one document a command, one line an event.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));
const SERVER = fileURLToPath(new URL('../../dist/cli/server-bin.js', import.meta.url));
const { TALOS_HOME: _, ...env } = process.env;

/** The command line that runs `talos` with a data directory: for whoever starts processes by themselves. */
export const talosArgv = (dataDir, ...args) => [process.execPath, BIN, '--data-dir', dataDir, ...args];

/** Runs a command to its end. @returns Its exit status, its output, and that read as JSON where it is one document. */
export async function talos(dataDir, ...args) {
  const [command, ...rest] = talosArgv(dataDir, '--json', '--quiet', ...args);
  const child = spawn(command, rest, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece) => {
    text += piece;
  });
  const [status] = await once(child, 'close');
  return { status, text, json: isDocument(text) ? JSON.parse(text) : undefined };
}

const isDocument = (text) => text.startsWith('{') && text.trimEnd().split('\n').length === 1;

/**
 * Starts a command that runs until it is stopped.
 *
 * @returns `next`, which gives the next JSON object that it prints, and `stop`, which ends it.
 */
export function start(program, dataDir, ...args) {
  const bin = program === 'talos-server' ? SERVER : BIN;
  const child = spawn(process.execPath, [bin, '--data-dir', dataDir, '--json', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let remarks = '';
  child.stderr.setEncoding('utf8').on('data', (piece) => {
    remarks = (remarks + piece).slice(-2000);
  });
  const ended = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async next() {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${program} ${args.join(' ')} ended: ${remarks}`);
      const read = JSON.parse(value);
      if (read.error !== undefined) throw new Error(`${program} ${args.join(' ')}: ${read.error.message}`);
      return read;
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
