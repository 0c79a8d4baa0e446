/**
 * Builds the documentation as a site into `docs/.vitepress/dist`: makes the pages under `docs/reference/` from the
 * program, then has VitePress render all of them; a link that leads nowhere, also within a page, fails the build.
 *
 *     npm run docs:build
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deadAnchors } from './anchors.mjs';
import { apiPages } from './api.mjs';
import { carriedPages } from './carried.mjs';
import { programPages } from './program.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const docs = join(root, 'docs');
const reference = join(docs, 'reference');

/** Runs a program; ends this one where it fails. */
function run(command, ...args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status === 0) return;
  console.error(`${command} ${args.join(' ')}: ${error?.message ?? `exit status ${status}`}`);
  process.exit(1);
}

if (!existsSync(join(docs, 'node_modules/vitepress'))) run('npm', '--prefix', 'docs', 'ci', '--ignore-scripts');
if (!existsSync(join(root, 'dist/cli/bin.js'))) run('npm', 'run', '--silent', 'build');
await rm(reference, { recursive: true, force: true });
await mkdir(reference, { recursive: true });
await programPages(root, reference);
await carriedPages(root, reference);
apiPages(root, join(reference, 'api'));
// For programs that read the site: at its root.
await mkdir(join(docs, 'public'), { recursive: true });
await copyFile(join(root, 'llms.txt'), join(docs, 'public/llms.txt'));
run(process.execPath, join(docs, 'node_modules/vitepress/bin/vitepress.js'), 'build', 'docs');
const dead = deadAnchors(join(docs, '.vitepress/dist'));
for (const each of dead) console.error(`there is no such place: ${each}`);
if (dead.length > 0) process.exitCode = 1;
