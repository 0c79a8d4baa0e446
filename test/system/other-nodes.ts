/**
 * Other versions of Node, from the registry of npm: each is a package that holds the binary of a platform. They are
 * installed into a temporary folder, so that nobody who installs Talos waits for them.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const ROOT: string = fileURLToPath(new URL('../..', import.meta.url));

/** The releases that are tested: the newest of each line that is supported. */
const RELEASES = ['20.20.2', '22.23.3', '24.21.0'] as const;

/** A version of Node on this machine. */
export interface OtherNode {
  /** As `v22.23.3`. */
  readonly version: string;
  readonly major: number;
  /** The folder with `node` in it, for `PATH`. */
  readonly folder: string;
}

/** Nodes, until disposed of. */
export interface OtherNodes extends AsyncDisposable {
  /** By major version, this process's own among them. */
  readonly all: readonly OtherNode[];
  /** Those that could not be had, and why. */
  readonly missing: readonly { readonly major: number; readonly why: string }[];
}

const majorOf = (version: string): number => Number(version.split('.', 1)[0]?.replace('v', ''));

/** Installs those that this process is not. */
export async function otherNodes(): Promise<OtherNodes> {
  const own = { version: process.version, major: majorOf(process.version), folder: dirname(process.execPath) };
  const folder = await mkdtemp(join(tmpdir(), 'talos-nodes-'));
  const others = RELEASES.filter((release) => majorOf(release) !== own.major);
  const dispose = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const aliases = others.map(
    (release) => `n${majorOf(release)}@npm:node-${process.platform}-${process.arch}@${release}`,
  );
  try {
    await run('npm', ['install', '--prefix', folder, ...INSTALL, '--ignore-scripts', ...aliases], { cwd: folder });
  } catch (error) {
    await dispose();
    const why = (error instanceof Error ? error.message : String(error)).split('\n').slice(0, 3).join(' ');
    return {
      all: [own],
      missing: others.map((release) => ({ major: majorOf(release), why })),
      [Symbol.asyncDispose]: async () => undefined,
    };
  }
  const found = await Promise.all(
    others.map(async (release) => {
      const bin = join(folder, 'node_modules', `n${majorOf(release)}`, 'bin');
      const { stdout } = await run(join(bin, 'node'), ['--version']);
      return { version: stdout.trim(), major: majorOf(release), folder: bin };
    }),
  );
  const all = [own, ...found].sort((a, b) => a.major - b.major);
  return { all, missing: [], [Symbol.asyncDispose]: dispose };
}

/** How packages are installed in tests: what is in npm's cache is not asked for again, and nobody is waited for long. */
export const INSTALL: readonly string[] = [
  '--prefer-offline',
  '--no-audit',
  '--no-fund',
  '--fetch-retries=1',
  '--fetch-timeout=20000',
];

/** The environment of a program under a Node: nothing of this process's own. */
export function under(node: OtherNode, home: string): Record<string, string> {
  return { PATH: `${node.folder}:${process.env['PATH'] ?? ''}`, HOME: home };
}
