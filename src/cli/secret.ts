/**
 * A question on the terminal whose answer is not shown.
 *
 * @module
 */
import type { ReadStream, WriteStream } from 'node:tty';
import { TalosError } from '../base/errors.ts';

/** Longest answer, in characters. */
const MAX_SECRET = 4096;

const ENTER = new Set(['\r', '\n', '\u0004']);
const ERASE = new Set(['\u007f', '\b']);
const INTERRUPT = '\u0003';

/**
 * Asks, and reads one line without showing it.
 *
 * @param input - A terminal; its mode is put back.
 * @throws {TalosError} `E_ABORTED` for ctrl-c, and where the terminal goes away.
 */
export async function askSecret(question: string, input: ReadStream, output: WriteStream): Promise<string> {
  output.write(question);
  const wasRaw = input.isRaw;
  input.setRawMode(true);
  try {
    return await typed(input);
  } finally {
    input.setRawMode(wasRaw);
    input.pause();
    output.write('\n');
  }
}

function typed(input: ReadStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let text: string[] = [];
    const decoder = new TextDecoder();
    const done = (settle: () => void): void => {
      input.off('data', take).off('end', end);
      settle();
    };
    const end = (): void => done(() => reject(new TalosError('E_ABORTED', 'the terminal went away')));
    const take = (chunk: Uint8Array): void => {
      for (const character of decoder.decode(chunk, { stream: true })) {
        if (ENTER.has(character)) return done(() => resolve(text.join('')));
        if (character === INTERRUPT) return done(() => reject(new TalosError('E_ABORTED', 'interrupted')));
        if (ERASE.has(character)) text = text.slice(0, -1);
        else if (text.length < MAX_SECRET) text.push(character);
      }
    };
    input.on('data', take).on('end', end);
    input.resume();
  });
}
