/** @module The reference of the SDK: a page for each entry of the package, from the docstrings, by TypeDoc. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Entries: what an application imports, its source, and the name that TypeDoc gives its page. */
const ENTRIES = [
  ['talos-protocol', 'src/node.ts', 'node', 'On Node: the running agent, and all that runs anywhere.'],
  ['talos-protocol/capability', 'src/capability.ts', 'capability', 'Capabilities checked without an agent.'],
  ['talos-protocol/session', 'src/session.ts', 'session', 'Sessions and messages between two keys, without an agent.'],
  ['talos-protocol/ledger', 'src/ledger/index.ts', 'ledger', 'Proofs, statements and blocks, checked offline.'],
  ['talos-protocol/verify', 'src/verify.ts', 'verify', 'Proofs checked in a page, by a few kilobytes.'],
  ['talos-protocol/light', 'src/ledger/light-entry.ts', 'ledger/light-entry', "Another agent's log, followed."],
  ['talos-protocol/testing', 'src/testing.ts', 'testing', 'The same clients in memory, for tests.'],
  ['talos-protocol/errors', 'src/base/errors.ts', 'base/errors', 'The error class and the table of codes.'],
];

/** @throws {Error} where the package has an entry that is none of {@link ENTRIES}. */
function assertAll(root) {
  const { name, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const known = [...ENTRIES.map(([entry]) => entry), `${name}/node`, `${name}/package.json`];
  const unknown = Object.keys(exports)
    .map((path) => name + path.slice(1))
    .filter((entry) => !known.includes(entry));
  if (unknown.length > 0) throw new Error(`tools/docs/api.mjs has no page for ${unknown.join(', ')}`);
}

/** Name of an entry's page. */
const pageOf = (entry) => entry.replace('talos-protocol/', '');

/** Writes the pages to `folder`. */
export function apiPages(root, folder) {
  assertAll(root);
  const scratch = mkdtempSync(join(tmpdir(), 'talos-typedoc-'));
  const modules = join(root, 'docs/node_modules');
  const options = {
    entryPoints: ENTRIES.map(([, source]) => join(root, source)),
    tsconfig: join(root, 'tsconfig.json'),
    plugin: [join(modules, 'typedoc-plugin-markdown/dist/index.js')],
    out: join(scratch, 'out'),
    readme: 'none',
    outputFileStrategy: 'modules',
    hidePageHeader: true,
    hideBreadcrumbs: true,
    hidePageTitle: true,
    useHTMLAnchors: true,
    disableSources: true,
    excludePrivate: true,
    excludeExternals: true,
    // tsc checks the code; here it is only read.
    skipErrorChecking: true,
    // Names that are no part of an entry are named without a link.
    validation: { notExported: false, invalidLink: false, rewrittenLink: false },
    logLevel: 'Error',
  };
  writeFileSync(join(scratch, 'options.json'), JSON.stringify(options));
  execFileSync(process.execPath, [join(modules, 'typedoc/bin/typedoc'), '--options', join(scratch, 'options.json')], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  mkdirSync(folder, { recursive: true });
  for (const [entry, , made, about] of ENTRIES) {
    const text = readFileSync(join(scratch, 'out', `${made}.md`), 'utf8');
    writeFileSync(join(folder, `${pageOf(entry)}.md`), `# ${entry}\n\n${about}\n\n${linked(text)}`);
  }
  const rows = ENTRIES.map(([entry, , , about]) => `| [\`${entry}\`](./${pageOf(entry)}) | ${about} |`);
  writeFileSync(
    join(folder, 'index.md'),
    `# API\n\nMade from the docstrings. How it is used: [SDK](../../sdk).\n\n| Import | What is in it |\n|---|---|\n${rows.join('\n')}\n`,
  );
  rmSync(scratch, { recursive: true });
}

/** Links between the pages as TypeDoc named them, to where they are here. */
function linked(text) {
  return text.replaceAll(/\]\(((?:\.\.\/|\.\/)*)([\w/-]+)\.md(#[^)]*)?\)/g, (all, _up, path, anchor = '') => {
    const [entry] = ENTRIES.find(([, , made]) => made === path || made.endsWith(`/${path}`)) ?? [];
    return entry === undefined ? all : `](./${pageOf(entry)}${anchor})`;
  });
}
