/** Every command and every program in the documents, as they are printed. docs/design/013-documents.md. */
import { describe, expect, it } from 'vitest';
import { readPages } from '../docs/fences.ts';
import { Shell } from '../docs/shell.ts';
import { compile } from '../docs/snippets.ts';

const pages = readPages();
/** Marks of what is not looked at here: test/surface/docs.test.ts does. */
const READ_ONLY = ['parse', 'check', 'figure'];

describe('the documents', () => {
  it('L13: have no TypeScript that does not compile against the package', () => {
    const snippets = pages.flatMap(({ fences }) => fences.filter(({ language }) => language === 'ts'));
    expect(snippets.length).toBeGreaterThan(0);
    expect(compile(snippets)).toEqual([]);
  });

  for (const { path, fences } of pages) {
    const done = fences.filter(({ mark }) => !READ_ONLY.includes(mark));
    if (done.length === 0) continue;
    it.concurrent(`L13: ${path} runs as it is printed, on data directories of its own`, {
      timeout: 300_000,
    }, async () => {
      await using shell = new Shell();
      for (const fence of done) await shell.take(fence);
      await shell.end();
    });
  }
});
