/**
 * Writes the bill of materials of the package, CycloneDX as `npm sbom` makes it out of package-lock.json: what is
 * installed with it, and nothing that only its development needs.
 *
 * `npm sbom --omit dev` leaves out whatever development needs as well, so all of it is asked for and sorted here.
 *
 *     node tools/sbom.mjs FILE
 */
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: node tools/sbom.mjs FILE');

const manifest = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
const bill = JSON.parse(
  execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  }),
);

const isForDevelopment = ({ properties = [] }) =>
  properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true');
const components = bill.components.filter((component) => !isForDevelopment(component));
const kept = new Set(components.map((component) => component['bom-ref']));
const own = bill.metadata.component['bom-ref'];
const named = new Set(Object.entries(manifest.dependencies).map(([name, version]) => `${name}@${version}`));
const dependencies = bill.dependencies
  .filter(({ ref }) => ref === own || kept.has(ref))
  .map(({ ref, dependsOn = [] }) => ({
    ref,
    dependsOn: dependsOn.filter((each) => (ref === own ? named.has(each) : kept.has(each))),
  }));
// npm calls it after the folder that it lies in.
const component = { ...bill.metadata.component, name: manifest.name };
await writeFile(
  file,
  `${JSON.stringify({ ...bill, metadata: { ...bill.metadata, component }, components, dependencies }, undefined, 2)}\n`,
);
console.log(`${file}: ${components.length} components`);
