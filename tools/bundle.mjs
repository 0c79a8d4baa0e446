/**
 * Bundles the commands into `dist/cli/`, so that a start loads few files: one entry a process, what they share and what
 * is loaded when used in chunks beside them. All lie in one folder, because `new URL('./x.js', import.meta.url)` must
 * find the other entries from whatever chunk it ends up in.
 *
 *     node tools/bundle.mjs [FOLDER]
 */
import { readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = resolve(process.argv[2] ?? join(root, 'dist', 'cli'));

// With native parts, or found by their own path at run time: they stay in node_modules.
const external = [
  'sodium-native',
  'lmdb',
  'fs-native-extensions',
  'libsodium-wrappers',
  'bufferutil',
  'utf-8-validate',
];

// What tsc wrote here, and chunks of an earlier bundle.
await rm(outdir, { recursive: true, force: true });
await build({
  entryPoints: {
    bin: join(root, 'src/cli/bin.ts'),
    'guardian-main': join(root, 'src/node/guardian-main.ts'),
    'mine-worker': join(root, 'src/node/mine-worker.ts'),
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

let bytes = 0;
const files = await readdir(outdir);
for (const file of files) bytes += (await stat(join(outdir, file))).size;
console.log(`${outdir}: ${files.length} files, ${Math.round(bytes / 1024)} KiB`);
