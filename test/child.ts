/**
 * Child processes for tests that end processes: bundles a TypeScript file of `test/fixtures/` against our sources.
 */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundles `test/fixtures/<name>.ts`; dependencies stay outside. Returns the path of what node can run. */
export async function bundleFixture(name: string): Promise<string> {
  // Beside the dependencies, so that they resolve; by process, so that two runs do not meet.
  const folder = join(root, 'node_modules', '.cache', 'talos-test');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${name}-${process.pid}-${process.hrtime.bigint()}.mjs`);
  await build({
    entryPoints: [join(root, 'test', 'fixtures', `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    conditions: ['talos-node'],
    alias: { '#primitives': join(root, 'src', 'node', 'primitives.ts') },
    logLevel: 'silent',
  });
  return outfile;
}

/** How a child ended, and what it wrote. */
export interface ChildEnd {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `command` to its end; killed after `deadlineMs`. */
export function runChild(command: readonly string[], deadlineMs = 20_000): Promise<ChildEnd> {
  const [file = process.execPath, ...rest] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(file, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
    const timer = setTimeout(() => child.kill('SIGKILL'), deadlineMs);
    child.once('error', reject);
    child.once('close', (status, signal) => {
      clearTimeout(timer);
      resolve({ status, signal, ...output });
    });
  });
}
