/** The package as it would be published, installed globally in a clean prefix, under each version of Node that is supported. */
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VERSION } from '../../src/base/version.ts';
import { type Answer, type Ended, fixture, RpcClient, type Served, Terminals } from '../scenario/terminals.ts';
import { INSTALL, type OtherNode, otherNodes, ROOT, under } from './other-nodes.ts';

const IS_SLOW = process.env['TALOS_SLOW'] === '1';
/** Tests of published vectors that take a moment; all of them under TALOS_SLOW. */
const SOME_VECTORS = ['seam', 'jcs', 'kdf', 'merkle', 'hashes'].map((name) => `test/vectors/${name}.test.ts`);

/** For packing, and for installing the package with its dependencies, milliseconds. */
const INSTALL_MS = 240_000;

const LENDING = ['mcp-serve', '--json', '--host', '127.0.0.1', '--port', '0', '--allow', 'echo', '--'];

const run = promisify(execFile);
const nodes = await otherNodes();
const terminals = new Terminals();
afterAll(async () => {
  await terminals[Symbol.asyncDispose]();
  await nodes[Symbol.asyncDispose]();
});

let tarball = '';
const home = terminals.path('home');

/** Installs the package with the npm of this machine, run by `node`, and gives the prefix. */
async function installed(node: OtherNode): Promise<string> {
  const prefix = terminals.path(`prefix-${node.major}`);
  const env = { ...process.env, PATH: under(node, home)['PATH'] };
  await run('npm', ['install', '--global', '--ignore-scripts', '--prefix', prefix, ...INSTALL, tarball], { env });
  return prefix;
}

const prefixes = new Map<number, Promise<string>>();
/** One prefix does for all, as nothing in it depends on the version; under TALOS_SLOW each has its own. */
function prefixOf(node: OtherNode): Promise<string> {
  const [own = node] = nodes.all.filter(({ version }) => version === process.version);
  const by = IS_SLOW ? node : own;
  const there = prefixes.get(by.major) ?? installed(by);
  prefixes.set(by.major, there);
  return there;
}

beforeAll(async () => {
  await mkdir(home);
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', terminals.folder], {
    cwd: ROOT,
    maxBuffer: 16 * 1024 * 1024,
  });
  const [packed] = JSON.parse(stdout) as { filename: string }[];
  tarball = terminals.path(packed?.filename ?? '');
}, INSTALL_MS);

for (const { major, why } of nodes.missing) it.skip(`Node ${major} is not to be had here: ${why}`, () => undefined);

describe.each(nodes.all)('talos under Node $major', (node) => {
  const [after = node] = nodes.all.filter(({ major }) => major > node.major);
  const [first = node] = nodes.all;
  /** Who uses what is lent here: the next version, and the first one after the last. */
  const other = after === node ? first : after;
  let bin = '';
  let otherBin = '';
  beforeAll(async () => {
    bin = join(await prefixOf(node), 'bin');
    otherBin = join(await prefixOf(other), 'bin');
  }, INSTALL_MS);

  const env = (of: OtherNode): Record<string, string> => under(of, home);
  const at = (name: string): string => terminals.path(`${name}-${node.major}`);
  const talos = (...args: string[]): Promise<Ended> =>
    terminals.spawn([join(bin, 'talos'), ...args], { env: env(node), input: '' }).ended;

  it('L09: runs by each of its names, installed without any script, and says its version', async () => {
    expect((await readdir(bin)).sort()).toEqual(['talos', 'talos-protocol', 'talos-server']);
    for (const name of ['talos', 'talos-protocol']) {
      const { stdout } = await terminals.spawn([join(bin, name), '--version'], { env: env(node), input: '' }).ended;
      expect(stdout).toBe(`${VERSION}\n`);
    }
    const doctor = await talos('doctor', '--json', '--offline', '--data-dir', at('none'));
    expect(doctor.status).toBe(6);
    expect(doctor.stdout).toContain(`Node ${node.version.slice(1)}`);
    expect(doctor.stdout).toContain('"id":"native-modules","check":"native-modules","state":"ok"');
  });

  it(`L11: lends a tool that Node ${other.major} uses; both record it, and its proof holds`, async () => {
    const lent = terminals.spawn(
      [join(bin, 'talos'), '--data-dir', at('owner'), ...LENDING, process.execPath, fixture('scripted-tool.mjs')],
      { env: env(node) },
    );
    const served = JSON.parse(await lent.line(0)) as Served;
    const client = new RpcClient(
      terminals.spawn([join(otherBin, 'talos'), '--data-dir', at('agent'), 'mcp-connect', served.invitation], {
        env: env(other),
      }),
    );
    await client.initialize();
    expect(await client.call('echo', { n: node.major })).toHaveProperty('result');
    expect(((await client.call('env')) as Answer).error?.data?.code).toBe('SCOPE_MISMATCH');
    expect((await client.close()).status).toBe(0);
    expect((await lent.end('SIGTERM')).status).toBe(0);
    const log = await talos('audit', 'log', '--type', 'result', '--json', '--data-dir', at('owner'), '--offline');
    const [entry] = log.stdout.split('\n');
    const { id } = JSON.parse(entry ?? '') as { id: string };
    const proof = at('proof.json');
    expect((await talos('proof', 'export', id, '--out', proof, '--data-dir', at('owner'))).status).toBe(0);
    const verify = [join(otherBin, 'talos'), 'proof', 'verify', '--offline', proof, '--data-dir', at('nobody')];
    expect((await terminals.spawn(verify, { env: env(other), input: '' }).ended).status).toBe(0);
    const bytes = await readFile(proof);
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    await writeFile(proof, bytes);
    expect((await talos('proof', 'verify', '--offline', proof, '--data-dir', at('nobody'))).status).toBe(4);
  });

  it.skipIf(node.version === process.version)(
    `L11: gives the published bytes of ${IS_SLOW ? 'every vector' : 'some vectors'}`,
    async () => {
      const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
      const argv = ['node', vitest, 'run', ...(IS_SLOW ? ['test/vectors'] : SOME_VECTORS)];
      const { stdout, stderr, status } = await terminals.spawn(
        ['env', '-C', ROOT, ...argv, '--project', 'node', '--reporter', 'json'],
        { env: { ...env(node), ...(IS_SLOW ? { TALOS_SLOW: '1' } : {}) }, input: '' },
      ).ended;
      expect(status, stderr).toBe(0);
      const { numPassedTests, numTotalTests } = JSON.parse(stdout) as Record<string, number>;
      expect(numPassedTests).toBe(numTotalTests);
      expect(numTotalTests).toBeGreaterThan(IS_SLOW ? 400 : 100);
    },
    600_000,
  );
});
