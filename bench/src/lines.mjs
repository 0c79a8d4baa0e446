/**
 * Lines of a byte stream.
 *
 * @module
 */

/**
 * Calls `take` with each line of `stream`, without its end.
 *
 * @param {import('node:stream').Readable} stream
 * @param {(line: string) => void} take
 */
export function answerLines(stream, take) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (/** @type {string} */ piece) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') take(line);
  });
}
