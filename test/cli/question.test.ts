import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { askLine, confirmed } from '../../src/cli/question.ts';

/** A terminal whose person the test is. */
function asking(signal: AbortSignal = new AbortController().signal) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  return { input, answer: askLine('really? ', input, output, signal), shown: () => String(output.read()) };
}

describe('a question on the terminal', () => {
  it('is answered with one line', async () => {
    const { input, answer, shown } = asking();
    input.write('ye');
    input.write('s\r\nmore\n');
    expect([await answer, shown()]).toEqual(['yes', 'really? ']);
  });

  it('is answered with nothing where the terminal goes away', async () => {
    const { input, answer } = asking();
    input.end();
    expect(await answer).toBe('');
  });

  it('ends with the signal, asked or not', async () => {
    const stop = new AbortController();
    const { input, answer } = asking(stop.signal);
    stop.abort(new Error('stopped'));
    await expect(answer).rejects.toThrow('stopped');
    expect(input.listenerCount('data')).toBe(0);
    expect(() => askLine('?', new PassThrough(), new PassThrough(), stop.signal)).toThrow('stopped');
  });

  it.each([
    ['y', true],
    ['Yes', true],
    [' y ', true],
    ['', false],
    ['n', false],
    ['yes please', false],
    ['\u0443', false],
  ])('takes %j for %s', async (line, isYes) => {
    const asked: string[] = [];
    const ask = async (text: string): Promise<string> => {
      asked.push(text);
      return line;
    };
    expect(await confirmed(ask, 'take \u001b[2J?')).toBe(isYes);
    expect(asked).toEqual(['take \\u{1b}[2J? [y/N] ']);
  });
});
