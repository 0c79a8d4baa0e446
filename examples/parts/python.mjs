// The verifier in Python, examples/verify_proof.py, on a proof that the command line exports.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { check, withFolder } from './scene.mjs';
import { talos } from './talos.mjs';

/** @returns Whether there is a python3 with the package `cryptography`. */
export const hasPython = () => spawnSync('python3', ['-c', 'import cryptography']).status === 0;

/** @throws where it does not find the proof valid. */
export async function playPython() {
  await withFolder(async (folder) => {
    const dataDir = join(folder, 'owner');
    const { did } = (await talos(dataDir, 'init', '--name', 'owner', '--words-file', join(folder, 'words'))).json;
    const { id } = (await talos(dataDir, 'audit', 'log', '--last', '1')).json;
    const proof = join(folder, 'proof');
    await talos(dataDir, 'proof', 'export', id, '--out', proof);
    const script = fileURLToPath(new URL('../verify_proof.py', import.meta.url));
    const { status, stdout, stderr } = spawnSync('python3', [script, did, proof], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    process.stderr.write(stderr);
    check(stdout.trim(), status === 0);
  });
}
