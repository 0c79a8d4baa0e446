/**
 * A question on the terminal that is answered with a line.
 *
 * @module
 */
import { createInterface } from 'node:readline';
import { printable } from './terminal.ts';

/**
 * Asks, and reads one line. The terminal keeps its mode, so that ctrl-c stays a signal.
 *
 * @returns The line; `""` where the terminal goes away.
 * @throws The reason of `signal`, where that aborts.
 */
export function askLine(
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  signal: AbortSignal,
): Promise<string> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input, terminal: false });
    let answer = '';
    const abort = (): void => lines.close();
    signal.addEventListener('abort', abort, { once: true });
    lines.once('line', (line) => {
      answer = line;
      lines.close();
    });
    lines.once('close', () => {
      signal.removeEventListener('abort', abort);
      if (signal.aborted) {
        // What is written next is not the answer.
        output.write('\n');
        reject(signal.reason as Error);
      } else resolve(answer);
    });
    output.write(question);
  });
}

/** Whether a person says yes to `question`, which is shown escaped; no is what an empty line says. */
export async function confirmed(ask: (text: string) => Promise<string>, question: string): Promise<boolean> {
  return /^\s*y(es)?\s*$/i.test(await ask(`${printable(question)} [y/N] `));
}
