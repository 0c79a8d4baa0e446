import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { STORE_FORMAT } from '../../../src/node/store/lmdb-directory.ts';
import { openLmdbStore } from '../../../src/node/store/lmdb-store.ts';
import { SPACES, type Store } from '../../../src/storage/store.ts';

/** Its store says format 1, and has not all of the spaces. */
const EARLIER = fileURLToPath(new URL('../../fixtures/data-dirs/2026-11-owner.tar.gz', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'talos-format-'));
execFileSync('tar', ['-xzf', EARLIER, '-C', root]);
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});
let copies = 0;
function earlier(): { readonly path: string; readonly marker: string } {
  const path = join(root, `copy-${copies++}`);
  cpSync(join(root, 'store'), path, { recursive: true });
  return { path, marker: join(path, 'format') };
}
async function contentOf(store: Store): Promise<string[]> {
  const content: string[] = [];
  for (const space of SPACES)
    for await (const [key, value] of store.scan(space))
      content.push(`${space} ${Buffer.from(key).toString('hex')} ${value.length}`);
  return content;
}

describe('the format of a store', () => {
  it('grows with every space: who adds one changes both lines here, and says in STORE_FORMAT since when it is', () => {
    expect([STORE_FORMAT, SPACES.join(' ')]).toEqual([
      3,
      'meta grant invitation revocation session prekey message block node index salt peer mailbox registry record server ' +
        'chain light witness anchor usage approval pin dht succession transfer',
    ]);
  });

  it('D12: of an earlier version is brought up when it is opened, and nothing in it changes', async () => {
    const { path, marker } = earlier();
    expect(readFileSync(marker, 'utf8')).toBe('talos-store 1\n');
    let content: string[];
    {
      await using store = await openLmdbStore({ path });
      expect(readFileSync(marker, 'utf8')).toBe(`talos-store ${STORE_FORMAT}\n`);
      content = await contentOf(store);
      expect(content.length).toBeGreaterThan(20);
      await store.apply([{ kind: 'put', space: 'succession', key: Uint8Array.of(1), value: Uint8Array.of(2) }]);
    }
    await using again = await openLmdbStore({ path });
    expect(await contentOf(again)).toEqual([...content, 'succession 01 1']);
  });

  it('is brought up before anything else: one that was interrupted then is opened as well', async () => {
    const { path, marker } = earlier();
    writeFileSync(marker, `talos-store ${STORE_FORMAT}\n`);
    await using store = await openLmdbStore({ path });
    expect((await contentOf(store)).length).toBeGreaterThan(20);
  });

  it('of a later version is E_VERSION, and nothing changes', async () => {
    const { path, marker } = earlier();
    writeFileSync(marker, `talos-store ${STORE_FORMAT + 1}\n`);
    const before = readFileSync(join(path, 'data.mdb'));
    await expect(openLmdbStore({ path })).rejects.toMatchObject({ code: 'E_VERSION' });
    expect(readFileSync(marker, 'utf8')).toBe(`talos-store ${STORE_FORMAT + 1}\n`);
    expect(readFileSync(join(path, 'data.mdb')).equals(before)).toBe(true);
  });

  it('of a damaged store of an earlier version stays as it was', async () => {
    const { path, marker } = earlier();
    const file = join(path, 'data.mdb');
    writeFileSync(file, readFileSync(file).subarray(0, 3 * 4096));
    await expect(openLmdbStore({ path })).rejects.toMatchObject({ code: 'E_STORAGE_CORRUPT' });
    expect(readFileSync(marker, 'utf8')).toBe('talos-store 1\n');
  });
});
