/**
 * Bundles the commands into `dist/cli/`, so that a start loads few files: one entry a process, what they share and what
 * is loaded when used in chunks beside them. All lie in one folder, because `new URL('./x.js', import.meta.url)` must
 * find the other entries from whatever chunk it ends up in.
 *
 * And `talos-protocol/verify` into `dist/verify.js`: one file that imports nothing, over the primitives of `crypto/web.ts`.
 *
 *     node tools/bundle.mjs [DIST]
 */
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = resolve(process.argv[2] ?? join(root, 'dist'));
const outdir = join(dist, 'cli');

// With native parts, or found by their own path at run time: they stay in node_modules.
const external = [
  'sodium-native',
  'lmdb',
  'pg',
  'fs-native-extensions',
  'libsodium-wrappers',
  'bufferutil',
  'utf-8-validate',
];

// What tsc wrote here, and chunks of an earlier bundle.
await rm(outdir, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  metafile: true,
  entryPoints: {
    bin: join(root, 'src/cli/bin.ts'),
    'server-bin': join(root, 'src/cli/server-bin.ts'),
    'guardian-main': join(root, 'src/node/tool/guardian-main.ts'),
    'mine-worker': join(root, 'src/node/ledger/mine-worker.ts'),
    'validation-worker': join(root, 'src/node/ledger/validation-worker.ts'),
  },
  outdir,
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  conditions: ['talos-node'],
  external,
  // CommonJS packages among the dependencies ask for Node's own modules by `require`.
  banner: {
    js: "import { createRequire as __talosRequire } from 'node:module';\nconst require = __talosRequire(import.meta.url);",
  },
  legalComments: 'none',
  logLevel: 'warning',
});

/** The licences of what was bundled, which the bundle must carry. */
async function notices() {
  const packages = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
    if (found !== undefined) packages.add(found);
  }
  const texts = [];
  for (const folder of [...packages].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
    const files = (await readdir(join(root, folder))).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
    const bodies = await Promise.all(files.sort().map((file) => readFile(join(root, folder, file), 'utf8')));
    texts.push([`${name} ${version} (${license})`, ...bodies.map((body) => body.trim())].join('\n\n'));
  }
  return `${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
await writeFile(join(outdir, 'THIRD-PARTY-LICENSES.txt'), await notices());

const verify = await build({
  absWorkingDir: root,
  // In the place of what tsc wrote there, whose primitives are others.
  outfile: join(dist, 'verify.js'),
  entryPoints: [join(root, 'src/verify.ts')],
  bundle: true,
  minify: true,
  platform: 'browser',
  format: 'esm',
  target: 'es2023',
  conditions: ['talos-verify'],
  banner: {
    js: '/*! talos-protocol, MIT. With @noble/hashes, MIT, (c) Paul Miller: dist/cli/THIRD-PARTY-LICENSES.txt */',
  },
  logLevel: 'warning',
  // Also said of what is left out. What stays calls `(void 0)`.
  logOverride: { 'import-is-undefined': 'silent' },
  write: false,
});
const [page] = verify.outputFiles;
if (page === undefined || page.text.includes('(void 0)(')) throw new Error('dist/verify.js lacks a primitive');
await writeFile(page.path, page.contents);

let bytes = 0;
const files = await readdir(outdir);
for (const file of files) bytes += (await stat(join(outdir, file))).size;
console.log(`${outdir}: ${files.length} files, ${Math.round(bytes / 1024)} KiB`);
