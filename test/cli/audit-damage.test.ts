import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PROGRAM = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));
const SUBJECT = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK';
const folder = mkdtempSync(join(tmpdir(), 'talos-audit-'));
const whole = join(folder, 'whole');

const talos = (dataDir: string, ...args: string[]): { readonly status: number | null; readonly stdout: string } =>
  spawnSync(process.execPath, [PROGRAM, '--data-dir', dataDir, ...args], { encoding: 'utf8' });

/** A copy of the data directory whose journal is what `damage` makes of it. */
function damaged(name: string, damage: (journal: Buffer) => Buffer): string {
  const copy = join(folder, name);
  cpSync(whole, copy, { recursive: true });
  const journal = join(copy, 'ledger', 'journal');
  writeFileSync(journal, damage(readFileSync(journal)));
  return copy;
}

beforeAll(() => {
  expect(talos(whole, 'init', '--name', 'owner', '--words-file', join(folder, 'words')).status).toBe(0);
  for (const tool of ['one', 'two', 'three'])
    expect(talos(whole, 'capabilities', 'grant', '--subject', SUBJECT, '--tool', tool).status).toBe(0);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('talos audit verify', () => {
  it('finds a whole ledger valid', () => {
    expect(talos(whole, 'audit', 'verify')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^valid: 4 entries/),
    });
  });

  it('B14: exits 4 and names the entry where the journal was edited', () => {
    const copy = damaged('edited', (journal) => {
      const at = journal.indexOf('"seq":2');
      journal[at + 6] = '3'.charCodeAt(0);
      return journal;
    });
    const { status, stdout } = talos(copy, 'audit', 'verify');
    expect(status).toBe(4);
    expect(stdout).toContain('entry 2');
  });

  it('B14: exits 4 and names the entry where the journal was cut off', () => {
    const copy = damaged('cut', (journal) => journal.subarray(0, journal.indexOf('"seq":2') - 40));
    const { status, stdout } = talos(copy, 'audit', 'verify', '--json');
    expect(status).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({
      valid: false,
      problems: [{ message: expect.stringMatching(/^entry [12]:/) }],
    });
  });

  it('B14: exits 4 where the whole journal was taken away', () => {
    const { status, stdout } = talos(
      damaged('emptied', () => Buffer.alloc(0)),
      'audit',
      'verify',
    );
    expect(status).toBe(4);
    expect(stdout).toContain('entry 0');
  });
});
