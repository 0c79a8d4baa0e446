import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import * as neutral from '../../src/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What is of no use in a browser, or only behind an adapter of Node. */
const FORBIDDEN =
  /node_modules\/(lmdb|sodium-native|fs-native-extensions|libp2p|ws|@libp2p|@chainsafe|@multiformats)\//;

interface Bundle {
  readonly bytes: number;
  readonly gzipped: number;
  readonly inputs: readonly string[];
  readonly imports: readonly string[];
}

/**
 * Bundles an entry as a web application would; the libraries of cryptography and of patterns, 150 and
 * 46 KiB gzipped, only where asked for.
 */
function bundle(entry: string, withLibraries: boolean): Promise<Bundle> {
  return bundled({ entryPoints: [entry] }, withLibraries);
}

/** Bundles an application that uses these names of an entry and nothing else. */
function bundleNames(names: readonly string[], entry: string, withLibraries: boolean): Promise<Bundle> {
  const contents = `export { ${names.join(', ')} } from './${entry}';`;
  return bundled({ stdin: { contents, resolveDir: root } }, withLibraries);
}

async function bundled(what: BuildOptions, withLibraries: boolean): Promise<Bundle> {
  const result = await build({
    ...what,
    absWorkingDir: root,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    conditions: ['talos-neutral'],
    external: withLibraries ? [] : ['libsodium-wrappers', 're2js'],
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const { contents } = result.outputFiles[0] ?? { contents: new Uint8Array() };
  const imports = Object.values(result.metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
  return {
    bytes: contents.length,
    gzipped: gzipSync(contents).length,
    inputs: Object.keys(result.metafile.inputs),
    imports,
  };
}

describe.each([
  { entry: 'src/index.ts', ownBudget: 119, wholeBudget: 326 },
  { entry: 'src/capability.ts', ownBudget: 42, wholeBudget: 250 },
  { entry: 'src/session.ts', ownBudget: 34, wholeBudget: 190 },
  { entry: 'src/ledger/index.ts', ownBudget: 28, wholeBudget: 188 },
  { entry: 'src/ledger/light-entry.ts', ownBudget: 24, wholeBudget: 188 },
])('$entry bundled for a browser', ({ entry, ownBudget, wholeBudget }) => {
  it('reaches nothing of Node, of a disk or of a network', async () => {
    const { inputs, imports, bytes } = await bundle(entry, true);
    expect(bytes).toBeGreaterThan(10_000);
    expect(inputs.filter((path) => FORBIDDEN.test(path) || /^src\/(node|cli|net|agent)\//.test(path))).toEqual([]);
    // The loader of the WebAssembly names Node's modules in a branch that a browser never takes.
    expect(imports.filter((path) => path.startsWith('node:'))).toEqual([]);
  });

  it(`stays below ${ownBudget} KiB gzipped, and ${wholeBudget} with its libraries`, async () => {
    expect((await bundle(entry, false)).gzipped / 1024).toBeLessThan(ownBudget);
    expect((await bundle(entry, true)).gzipped / 1024).toBeLessThan(wholeBudget);
  });
});

describe('what runs anywhere', () => {
  it('costs nobody YAML who reads no access-control lists, nor a journal who keeps none', async () => {
    const names = Object.keys(neutral).filter((name) => name !== 'AccessControl');
    expect((await bundleNames(names, 'src/index.ts', false)).gzipped / 1024).toBeLessThan(84);
    const others = names.filter((name) => name !== 'Ledger');
    expect((await bundleNames(others, 'src/index.ts', false)).gzipped / 1024).toBeLessThan(69);
  });
});

describe('proof verification alone', () => {
  const MERKLE = ['verifyInclusion', 'verifyConsistency'];

  it('against a root is below 10 KB gzipped, with every library', async () => {
    const { gzipped, inputs } = await bundleNames(MERKLE, 'src/ledger/index.ts', true);
    expect(gzipped).toBeLessThan(10_000);
    expect(gzipped).toBeGreaterThan(2000);
    expect(inputs.some((path) => path.startsWith('src/ledger/log/merkle'))).toBe(true);
  });

  it('of the entry that runs anywhere is no larger', async () => {
    expect((await bundleNames(['verifyInclusion'], 'src/index.ts', true)).gzipped).toBeLessThan(10_000);
  });

  // Without the library of signatures: talos-protocol/verify, test/surface/verify-page.test.ts.
  it('with signatures and files stays below 14 KiB, and 167 with its library', async () => {
    const names = ['verifyProofFile', 'initCrypto'];
    expect((await bundleNames(names, 'src/ledger/index.ts', false)).gzipped / 1024).toBeLessThan(14);
    expect((await bundleNames(names, 'src/ledger/index.ts', true)).gzipped / 1024).toBeLessThan(167);
  });

  it('takes no table of errors: whoever looks no code up has none of its sentences', async () => {
    expect((await bundleNames(['TalosError', 'isTalosError'], 'src/index.ts', true)).gzipped).toBeLessThan(400);
  });
});
