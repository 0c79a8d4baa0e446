import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openLmdbStore } from '../../../src/node/store/lmdb-store.ts';
import { openMemoryStore } from '../../../src/storage/memory.ts';
import { storeConformance } from '../../conformance/store.ts';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

storeConformance('memory', async () => openMemoryStore());
storeConformance('lmdb', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'talos-store-'));
  folders.push(folder);
  return openLmdbStore({ path: join(folder, 'store') });
});
