/**
 * How long a command takes from its start to its end, beside a Node that does nothing.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, ratioOf } from './figures.mjs';
import { TALOS } from './tunnels.mjs';

const STARTS = 11;

/** @param {import('./figures.mjs').Figures} figures */
export async function benchCommands(figures) {
  figures.begin('start of a command');
  const dir = await mkdtemp(join(tmpdir(), 'talos-bench-'));
  const talos = (/** @type {string[]} */ ...args) => [TALOS, '--data-dir', join(dir, 'talos'), ...args];
  try {
    timed(talos('init', '--name', 'bench', '--words-file', join(dir, 'words')));
    const commands = [
      { name: 'talos --version', argv: [TALOS, '--version'], below: 120 },
      { name: 'talos whoami', argv: talos('whoami') },
      { name: 'talos status, no agent running', argv: talos('--offline', 'status'), below: 300 },
      { name: 'talos audit log', argv: talos('--offline', 'audit', 'log') },
    ];
    const bare = [];
    const times = commands.map(() => []);
    for (let i = 0; i < STARTS; i++) {
      bare.push(timed(['-e', '0']));
      for (const [at, { argv }] of commands.entries()) times[at].push(timed(argv));
    }
    for (const [at, { name, below }] of commands.entries()) {
      const beside = [{ name: 'node -e 0', value: median(bare), ratio: ratioOf(times[at], bare) }];
      figures.add(name, median(times[at]), 'ms', { beside, ...(below === undefined ? {} : { below }) });
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** @param {readonly string[]} args */
function timed(args) {
  const from = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} failed: ${stderr}`);
  return performance.now() - from;
}
