// Runs every example against the build; exit 1 where one fails.
import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const self = fileURLToPath(import.meta.url);
const files = (await readdir(new URL('.', import.meta.url))).filter((file) => file.endsWith('.mjs')).sort();
for (const file of files) {
  const path = fileURLToPath(new URL(file, import.meta.url));
  if (path === self) continue;
  console.log(`--- ${file}`);
  const { status, signal } = spawnSync(process.execPath, [path], {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: 60_000,
  });
  if (status !== 0) {
    console.error(`${file} ended with ${signal ?? status}`);
    process.exitCode = 1;
  }
}
