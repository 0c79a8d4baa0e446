import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

/** Where secrets are held and compared. */
const FOLDERS = ['crypto', 'identity', 'message', 'session', 'storage'];

const SECRET = String.raw`(?:to(?:Hex|Base64|Base64url|Base58btc)\([^)]*\)|\b(?:secret|secretKey|sharedSecret|seed|entropy|bytes)\b(?!\.length)(?:\(\))?)`;
const COMPARISON = new RegExp(
  `${SECRET}\\s*[!=]==(?!\\s*(?:undefined|null)\\b)|(?<!\\b(?:undefined|null)\\s*)[!=]==\\s*${SECRET}(?![.[(\\w])`,
);
const OTHER = /\bBuffer\.compare\(|\.equals\(/;

/** Lines that compare a secret, or the text of one, in a way that ends at the first difference. */
const early = (source: string): readonly string[] =>
  source.split('\n').filter((line) => COMPARISON.test(line) || OTHER.test(line));

describe('secrets', () => {
  it('E11: are compared by equalBytes alone, never as text or by ===', async () => {
    const found: string[] = [];
    for (const folder of FOLDERS) {
      const root = new URL(`../../src/${folder}/`, import.meta.url);
      const files = (await readdir(root, { recursive: true })).filter((file) => file.endsWith('.ts'));
      expect(files.length).toBeGreaterThan(0);
      for (const file of files)
        for (const line of early(await readFile(new URL(file, root), 'utf8')))
          found.push(`${folder}/${file}: ${line.trim()}`);
    }
    expect(found).toEqual([]);
  });

  it('E11: the scan sees such a comparison, and no other', () => {
    for (const line of [
      'if (toHex(key) === toHex(held)) return;',
      'return given !== toBase64url(tag);',
      'if (a.secretKey === b.secretKey) return;',
      'const same = chain.key.bytes === other;',
      'if (Buffer.compare(a, b) === 0) return;',
    ])
      expect(early(line), line).toEqual([line]);
    for (const line of [
      'if (bytes.length !== 32) throw error;',
      'if (secret === undefined) return;',
      'if (initial.signedPrekeyId !== secrets.signedPrekey.id) throw error;',
      'return equalBytes(a.secretKey, b);',
    ])
      expect(early(line), line).toEqual([]);
  });
});
