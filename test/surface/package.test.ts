import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VERSION } from '../../src/base/version.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly sideEffects: boolean;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly engines: { readonly node: string };
}

const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;
let npmCache = '';
let files: string[] = [];

beforeAll(async () => {
  npmCache = await mkdtemp(join(tmpdir(), 'talos-pack-'));
  const { stdout } = await promisify(execFile)(
    'npm',
    ['pack', '--dry-run', '--json', '--ignore-scripts', '--cache', npmCache],
    { cwd: root, maxBuffer: 16 * 1024 * 1024 },
  );
  const [packed] = JSON.parse(stdout) as { files: { path: string }[] }[];
  files = (packed?.files ?? []).map(({ path }) => path);
});

afterAll(() => rm(npmCache, { recursive: true, force: true }));

/** Paths that `exports`, `imports` and `bin` name. */
function named(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(named) : [];
}

describe('the package', () => {
  it('is called talos-protocol and has the version of the code', () => {
    expect([manifest.name, manifest.version, manifest.license]).toEqual(['talos-protocol', VERSION, 'MIT']);
    expect(manifest.engines.node).toBe('>=20.19');
    expect(manifest.sideEffects).toBe(false);
  });

  it('has the published commands and entries', () => {
    expect(manifest.bin).toEqual({
      'talos-protocol': './dist/cli/bin.js',
      talos: './dist/cli/bin.js',
      'talos-server': './dist/cli/server-bin.js',
    });
    expect(Object.keys(manifest.exports)).toEqual([
      '.',
      './node',
      './capability',
      './session',
      './ledger',
      './verify',
      './light',
      './testing',
      './errors',
      './package.json',
    ]);
  });

  it('depends on exact versions', () => {
    const ranges = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(ranges.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it('holds the build, the licences and the named documents, and nothing else', () => {
    const others = files.filter((path) => !/^dist\/[\w./-]+\.(js|d\.ts)$/.test(path));
    expect(others.sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'PROTOCOL.md',
      'README.md',
      'SECURITY.md',
      'dist/cli/THIRD-PARTY-LICENSES.txt',
      'package.json',
    ]);
  });

  it('holds every file that its entries and commands name', async () => {
    const paths = [...named(manifest.exports), ...named(manifest.bin)].map((path) => path.replace(/^\.\//, ''));
    expect(paths.filter((path) => !files.includes(path))).toEqual([]);
    for (const command of new Set(Object.values(manifest.bin))) {
      const [firstLine] = (await readFile(join(root, command), 'utf8')).split('\n');
      expect(firstLine).toBe('#!/usr/bin/env node');
      expect((await stat(join(root, command))).size).toBeGreaterThan(0);
    }
  });

  it('holds no key, no address of the machine that built it and no source map', async () => {
    const texts = await Promise.all(
      files.filter((path) => path.endsWith('.js')).map((path) => readFile(join(root, path), 'utf8')),
    );
    expect(files.filter((path) => /\.(map|key|pem|env|tsbuildinfo)$|(^|\/)test\/|\.test\.|vectors/.test(path))).toEqual(
      [],
    );
    expect(texts.filter((text) => text.includes('PRIVATE KEY-----') || text.includes(root))).toEqual([]);
  });
});
