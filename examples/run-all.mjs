// Runs every example against the build; exit 1 where one fails.
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

// The verifier in Python, on a proof that the command line exports; where there is no python3 with cryptography, not.
const hasPython = spawnSync('python3', ['-c', 'import cryptography']).status === 0;
console.log(`--- verify_proof.py${hasPython ? '' : ': skipped, there is no python3 with cryptography'}`);
if (hasPython) {
  const folder = await mkdtemp(join(tmpdir(), 'talos-example-'));
  const run = (command, ...args) => spawnSync(command, args, { encoding: 'utf8', timeout: 60_000 });
  const bin = fileURLToPath(new URL('../dist/cli/bin.js', import.meta.url));
  const talos = (...args) => run(process.execPath, bin, '--data-dir', folder, '--json', ...args).stdout;
  const { did } = JSON.parse(talos('init', '--name', 'example', '--words-file', join(folder, 'words')));
  const { id } = JSON.parse(talos('audit', 'log', '--last', '1'));
  talos('proof', 'export', id, '--out', join(folder, 'proof'));
  const script = fileURLToPath(new URL('verify_proof.py', import.meta.url));
  const { status, stdout, stderr } = run('python3', script, did, join(folder, 'proof'));
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  if (status !== 0) process.exitCode = 1;
  await rm(folder, { recursive: true, force: true });
}
