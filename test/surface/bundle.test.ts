import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

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
async function bundle(entry: string, withLibraries: boolean): Promise<Bundle> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
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
  { entry: 'src/index.ts', ownBudget: 66, wholeBudget: 272 },
  { entry: 'src/capability.ts', ownBudget: 42, wholeBudget: 250 },
  { entry: 'src/ledger/index.ts', ownBudget: 26, wholeBudget: 188 },
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
