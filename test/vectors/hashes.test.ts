import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { VECTORS } from './files.ts';

/** Folders of files that others published; their READMEs list a hash a file. Our own formats' examples are beside them. */
const folders = readdirSync(VECTORS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .filter((name) => readdirSync(new URL(`${name}/`, VECTORS)).includes('README.md'));

describe('the published vectors are the ones that were taken', () => {
  it('covers every algorithm', () => {
    expect(folders).toEqual(
      expect.arrayContaining([
        'aead',
        'ed25519',
        'jcs',
        'kdf',
        'merkle',
        'mlkem',
        'multibase',
        'tlog',
        'x25519',
        'xwing',
      ]),
    );
  });

  it.each(folders)('%s: each file has its hash in the README, and each hash its file', (folder) => {
    const place = new URL(`${folder}/`, VECTORS);
    const listed = [...readFileSync(new URL('README.md', place), 'utf8').matchAll(/^([0-9a-f]{64}) {2}(\S+)$/gm)];
    const expected = Object.fromEntries(listed.map(([, hash, name]) => [name, hash]));
    const files = readdirSync(place).filter((name) => name.endsWith('.json'));
    const found = Object.fromEntries(
      files.map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(new URL(name, place)))
          .digest('hex'),
      ]),
    );
    expect(found).toEqual(expected);
    expect(files.length).toBeGreaterThan(0);
  });
});
