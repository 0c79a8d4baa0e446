/**
 * Completes package-lock.json, or that of a folder that is named, after `npm install`: a registry mirror may lack the optional packages of other platforms,
 * npm then leaves them out of the lock file without a word, and `npm ci` refuses it. This adds them by what their
 * dependents ask for, with the platform that their names tell, so that `npm ci` skips or fetches them as it should. They
 * carry no integrity, because nobody here has seen them. Changes nothing where nothing is missing.
 */
import { readFile, writeFile } from 'node:fs/promises';

const path = new URL(
  process.argv[2] === undefined ? '../package-lock.json' : `../${process.argv[2]}/package-lock.json`,
  import.meta.url,
);
const lock = JSON.parse(await readFile(path, 'utf8'));
const { packages } = lock;

/** Whether the lock has `name` where Node would find it from the package at `from`. */
function isThere(name, from) {
  const parts = from.split('/node_modules/');
  return [...parts, ''].some((_, depth) => {
    const base = parts.slice(0, parts.length - depth).join('/node_modules/');
    return packages[`${base === '' ? '' : `${base}/`}node_modules/${name}`] !== undefined;
  });
}

const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

/** `os`, `cpu` and `libc` of a package that is called after them, as `binding-linux-x64-musl`. */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = SYSTEMS.filter((system) => words.includes(system));
  const cpu = PROCESSORS.filter((processor) => words.includes(processor));
  if (os.length !== 1 || cpu.length !== 1) throw new Error(`${name}: its platform is not in its name`);
  const libc = words.some((word) => word.startsWith('musl'))
    ? ['musl']
    : words.some((word) => word.startsWith('gnu'))
      ? ['glibc']
      : undefined;
  return { os, cpu, ...(libc === undefined ? {} : { libc }) };
}

let added = 0;
for (const [place, entry] of Object.entries(packages))
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isThere(name, place)) continue;
    if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`${name}: ${version} is not one version`);
    const dev = entry.dev === true ? { dev: true } : {};
    packages[`node_modules/${name}`] = { version, ...platformOf(name), ...dev, optional: true };
    added += 1;
  }

if (added > 0) {
  const [own, ...others] = Object.keys(packages);
  const ordered = [own, ...others.sort((a, b) => a.localeCompare(b, 'en'))];
  lock.packages = Object.fromEntries(ordered.map((place) => [place, packages[place]]));
  await writeFile(path, `${JSON.stringify(lock, undefined, 2)}\n`);
}
console.log(`package-lock.json: ${added} optional packages of other platforms added`);
