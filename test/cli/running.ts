/** Real processes for the tests of the commands, read line by line. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

/** A process and what it said, line by line. */
export interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  readonly exit: Promise<number | null>;
  /** The next line of its standard output. */
  line(): Promise<string>;
  /** Everything on its standard error so far. */
  readonly errors: () => string;
}

/** Starts a file with Node. */
export function started(file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(process.execPath, [file, ...args], { env: { PATH: process.env['PATH'] ?? '', ...env } });
  const lines: string[] = [];
  let rest = '';
  let errors = '';
  let wake: () => void = () => undefined;
  let isOver = false;
  child.stdout.on('data', (chunk) => {
    const parts = (rest + String(chunk)).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    wake();
  });
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  child.stdin.on('error', () => undefined);
  const exit = new Promise<number | null>((onExit) => {
    child.on('close', (code) => {
      isOver = true;
      wake();
      onExit(code);
    });
  });
  return {
    child,
    exit,
    errors: () => errors,
    async line() {
      for (;;) {
        const line = lines.shift();
        if (line !== undefined) return line;
        if (isOver) throw new Error(`the process ended: ${errors}`);
        await new Promise<void>((onLine) => {
          wake = onLine;
        });
      }
    },
  };
}
