import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { REQUIREMENTS } from '../requirements.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): Promise<string> => readFile(new URL(path, root), 'utf8');
const onOneLine = (text: string): string => text.replaceAll('`', '').replaceAll(/\s+/g, ' ');

describe('what the documents promise', () => {
  it('has an id of its own each time', () => {
    const ids = REQUIREMENTS.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it.each(REQUIREMENTS)('$id is still said in $document', async ({ document, says }) => {
    expect(onOneLine(await read(document))).toContain(onOneLine(says));
  });

  it.each(REQUIREMENTS)('$id is proved in $file', async ({ file, test }) => {
    expect(await read(file)).toContain(test);
  });

  it('covers every section of PROTOCOL.md that has rules for behaviour', async () => {
    const sections = [...(await read('PROTOCOL.md')).matchAll(/^## (\d+)\. /gm)].map(([, number]) => number);
    const cited = REQUIREMENTS.filter(({ document }) => document === 'PROTOCOL.md').map(
      ({ id }) => id.split(/[.-]/)[0],
    );
    expect(sections.filter((number) => !cited.includes(number))).toEqual([]);
  });
});
