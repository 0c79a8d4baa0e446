/** @module Documents at the root of the repository that are pages of the site too. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const DOCUMENTS = ['PROTOCOL', 'SECURITY', 'CHANGELOG', 'CONTRIBUTING'];

/** Writes them to `folder`, with their links as seen from there. What looks like markup in them is text. */
export async function carriedPages(root, folder) {
  for (const name of DOCUMENTS) {
    const text = await readFile(join(root, `${name}.md`), 'utf8');
    const moved = text.replaceAll(/\]\((?![a-z]+:|[#/])([^)]+)\)/g, '](../../$1)');
    const outline = name === 'PROTOCOL' ? '---\noutline: [2, 3]\n---\n\n' : '';
    await writeFile(join(folder, `${name.toLowerCase()}.md`), `${outline}::: v-pre\n\n${moved}\n:::\n`);
  }
}
