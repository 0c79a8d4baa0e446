/** What is in the package as it would be published, and what its installation brings along. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runChild } from '../child.ts';
import { ROOT } from './other-nodes.ts';

const run = promisify(execFile);
let folder = '';
let files: string[] = [];
const contents = new Map<string, string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'talos-package-'));
  const options = { cwd: ROOT, maxBuffer: 16 * 1024 * 1024 };
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], options);
  const [packed] = JSON.parse(stdout) as { filename: string }[];
  await run('tar', ['-xzf', join(folder, packed?.filename ?? ''), '-C', folder]);
  const all = await readdir(join(folder, 'package'), { recursive: true, withFileTypes: true });
  files = all
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + '/package/'.length));
  for (const file of files) contents.set(file, await readFile(join(folder, 'package', file), 'latin1'));
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const having = (what: string | RegExp): string[] =>
  files.filter((file) => {
    const text = contents.get(file) ?? '';
    return typeof what === 'string' ? text.includes(what) : what.test(text);
  });

/** Each text of hexadecimal digits in vectors that is called a secret of somebody. */
function secretsIn(value: unknown, name = ''): string[] {
  if (typeof value === 'string')
    return /secret|seed|entropy|private/i.test(name) && /^[0-9a-f]{64,}$/.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => secretsIn(each, Array.isArray(value) ? name : key));
}

describe('the package', () => {
  it('L10: has no file of a test, no key file, no environment, no map and no link', () => {
    expect(files.length).toBeGreaterThan(100);
    const unwanted =
      /^(test|vectors|bench|examples|tools|src)\/|(^|\/)(\.|tests?\/|node_modules\/)|\.(map|pem|key|env|tgz|tsbuildinfo)$|\.test\./;
    expect(files.filter((file) => unwanted.test(file))).toEqual([]);
    expect(having(/^\/\/[#@] ?sourceMappingURL=/m)).toEqual([]);
  });

  it('L10: names no folder of the machine that built it', () => {
    expect(having(ROOT)).toEqual([]);
    // That of root is a word of its own; those of people are paths.
    expect(homedir() === '/root' ? having('/root/.') : having(`${homedir()}/`)).toEqual([]);
  });

  it('L10: holds no private key, none of the vectors either', async () => {
    expect(having(/-----BEGIN [A-Z ]*PRIVATE KEY-----/)).toEqual([]);
    const vectors = (await readdir(join(ROOT, 'vectors'), { recursive: true })).filter((file) =>
      file.endsWith('.json'),
    );
    const texts = await Promise.all(vectors.map((file) => readFile(join(ROOT, 'vectors', file), 'utf8')));
    const secrets = [...new Set(texts.flatMap((text) => secretsIn(JSON.parse(text))))];
    expect(secrets.length).toBeGreaterThan(10);
    const packed = new Set([...contents.values()].flatMap((text) => text.match(/[0-9a-f]{64,}/g) ?? []));
    expect(secrets.filter((secret) => packed.has(secret))).toEqual([]);
  });

  it('L09: runs no script when it is installed, and brings two packages that have one, with what these would build', async () => {
    const manifest = JSON.parse(contents.get('package.json') ?? '') as { scripts: Record<string, string> };
    const installing = ['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'postprepare'];
    expect(Object.keys(manifest.scripts).filter((name) => installing.includes(name))).toEqual([]);
    const lock = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { hasInstallScript?: boolean; dev?: boolean; optionalDependencies?: object }>;
    };
    const scripted = Object.entries(lock.packages).filter(
      ([, each]) => each.hasInstallScript === true && each.dev !== true,
    );
    expect(scripted.map(([place]) => place)).toEqual(['node_modules/lmdb', 'node_modules/msgpackr-extract']);
    for (const [place, { optionalDependencies = {} }] of scripted) {
      const name = Object.keys(optionalDependencies).find((each) =>
        each.endsWith(`-${process.platform}-${process.arch}`),
      );
      expect(name, place).toBeDefined();
    }
  });
});

describe('the bill of materials', () => {
  interface Bill {
    components: { name: string; version: string; purl: string; licenses?: unknown[]; hashes?: unknown[] }[];
    dependencies: { ref: string; dependsOn: string[] }[];
    metadata: { component: { name: string } };
    specVersion: string;
    serialNumber: string;
  }
  const check = (paths: readonly string[]) =>
    runChild([process.execPath, join(ROOT, 'tools/check-sbom.mjs'), ...paths]);
  let bill: Bill;
  beforeAll(async () => {
    const path = join(folder, 'bill.json');
    const made = await runChild([process.execPath, join(ROOT, 'tools/sbom.mjs'), path], 60_000);
    expect(made.stderr).toBe('');
    bill = JSON.parse(await readFile(path, 'utf8')) as Bill;
  }, 60_000);

  it('is valid CycloneDX, names every dependency, and nothing that only tests need', async () => {
    expect(await check([join(folder, 'bill.json')])).toMatchObject({ status: 0, stderr: '' });
    const names = bill.components.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['commander', 'lmdb', 'libp2p', 'ms']));
    expect(names).not.toContain('vitest');
    expect(bill.metadata.component.name).toBe('talos-protocol');
  });

  const CHANGES: readonly (readonly [string, (bill: Bill) => object, RegExp])[] = [
    [
      'a dependency is missing',
      (b) => ({ ...b, components: b.components.filter(({ name }) => name !== 'lmdb') }),
      /lmdb@.* is missing/,
    ],
    [
      'one is of another version',
      (b) => ({ ...b, components: b.components.map((c) => (c.name === 'ws' ? { ...c, version: '0.0.1' } : c)) }),
      /ws@0\.0\.1 is not installed/,
    ],
    [
      'one is named by another address',
      (b) => ({ ...b, components: b.components.map((c) => (c.name === 'ws' ? { ...c, purl: 'pkg:npm/other@1' } : c)) }),
      /ws: .*another package/,
    ],
    [
      'one has no hash',
      (b) => ({ ...b, components: b.components.map((c) => (c.name === 'ws' ? { ...c, hashes: [] } : c)) }),
      /ws: no hash/,
    ],
    [
      'one has no licence',
      (b) => ({ ...b, components: b.components.map((c) => (c.name === 'ws' ? { ...c, licenses: [] } : c)) }),
      /ws: no licence/,
    ],
    ['the package depends on nothing', (b) => ({ ...b, dependencies: [] }), /does not depend on commander/],
    [
      'a member is no CycloneDX',
      (b) => ({ ...b, components: b.components.map((c) => ({ ...c, type: 'thing' })) }),
      /must be equal to one of/,
    ],
    ['its number is none', (b) => ({ ...b, serialNumber: 'one' }), /must match pattern/],
    ['it is of another version of CycloneDX', (b) => ({ ...b, specVersion: '9.9' }), /not CycloneDX/],
    [
      'it is of another package',
      (b) => ({ ...b, metadata: { component: { ...b.metadata.component, name: 'rd' } } }),
      /it is of rd/,
    ],
  ];

  it('is refused for each thing that may be wrong with it', async () => {
    const path = (at: number): string => join(folder, `changed-${at}.json`);
    for (const [at, [, change]] of CHANGES.entries()) await writeFile(path(at), JSON.stringify(change(bill)));
    const { status, stdout, stderr } = await check(CHANGES.map((_, at) => path(at)));
    expect([status, stdout]).toEqual([1, '']);
    for (const [at, [what, , why]] of CHANGES.entries())
      expect(
        stderr.split('\n').filter((line) => line.startsWith(`${path(at)}: `) && why.test(line)),
        what,
      ).not.toEqual([]);
  });
});
