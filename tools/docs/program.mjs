/** @module Pages about the program, from the program: commands, server, settings, limits, errors. */
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** Text as the cell of a table, of Markdown that may hold HTML. */
const cell = (text) =>
  String(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('{{', '&#123;&#123;')
    .replaceAll('|', '\\|');
const code = (text) => `<code v-pre>${cell(text)}</code>`;
const table = (heads, rows) =>
  [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** The modules of the command line, bundled for this process: Node 20 reads no TypeScript. */
async function modules(root) {
  const outfile = join(root, 'docs/.vitepress/cache/program.mjs');
  await build({
    absWorkingDir: root,
    stdin: {
      contents: `export { buildProgram } from './src/cli/program.ts';
        export { buildServerProgram } from './src/cli/server-program.ts';
        export { SETTINGS } from './src/node/settings.ts';
        export { ERROR_CODES } from './src/base/errors.ts';`,
      resolveDir: root,
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['talos-node'],
    packages: 'external',
    logLevel: 'error',
  });
  return import(pathToFileURL(outfile).href);
}

/** One command: usage, description, arguments, options. */
function commandSection(command, path, level) {
  const help = command.createHelp();
  const parts = [`${'#'.repeat(level)} ${path}`];
  const description = command.description();
  if (description !== '') parts.push(`${cell(description[0].toUpperCase() + description.slice(1))}.`);
  if (command.commands.length === 0) parts.push(`\`\`\`text figure\n${help.commandUsage(command)}\n\`\`\``);
  const args = command.registeredArguments.map((each) => [
    code(each.name() + (each.variadic ? '…' : '')),
    cell(each.description) + (each.required ? '' : ' (may be left out)'),
  ]);
  if (args.length > 0) parts.push(table(['Argument', ''], args));
  const options = command.options
    .filter((each) => !each.hidden)
    .map((each) => [
      code(each.flags),
      cell(each.description) +
        (each.mandatory ? ' (must be given)' : '') +
        (typeof each.defaultValue === 'string' && !each.description.includes('default')
          ? ` (${code(each.defaultValue)})`
          : ''),
    ]);
  if (options.length > 0) parts.push(table(['Option', ''], options));
  const nested = command.commands
    .filter((each) => each.name() !== 'help')
    .map((each) => commandSection(each, `${path} ${each.name()}`, Math.min(level + 1, 4)));
  return [...parts, ...nested].join('\n\n');
}

function commandPage(program) {
  const commands = [...program.commands].filter((each) => each.name() !== 'help');
  commands.sort((a, b) => a.name().localeCompare(b.name()));
  const options = program.options.map((each) => [code(each.flags), cell(each.description)]);
  return `# Commands

Made from the program itself. The package is \`talos-protocol\`; installed, its command is \`talos\` as well.

Results go to standard output, everything else to standard error. With \`--json\` a result, and an error, is one JSON
document; log-like output is one object a line. Exit status: 0 done, 1 failed, 2 usage, 3 denied, 4 verification failed,
5 unreachable or timed out, 6 identity or key, 130 interrupted, 141 broken pipe. Every error has a code: [errors](./errors).

## Options of every command

${table(['Option', ''], options)}

${commands.map((each) => commandSection(each, `talos ${each.name()}`, 2)).join('\n\n')}
`;
}

function settingsPage(settings) {
  const rows = Object.entries(settings).map(([name, { variable, about, builtIn }]) => [
    code(name),
    code(variable),
    builtIn === '' ? '' : code(builtIn),
    cell(about),
  ]);
  return `# Settings

Made from the program itself. A setting is a flag of the commands that use it, else the \`TALOS_*\` variable, else a line
of \`config.yaml\` in the data directory, else what is built in. No other file is read. \`talos limits\` shows what is in
force, and where each value comes from.

${table(['In the file, and as a flag', 'Variable', 'Built in', 'What it says'], rows)}

A file that others may write is refused, as are unknown keys and wrong values (\`E_CONFIG\`, which names the key).
`;
}

function limitsPage(root) {
  const { limits } = JSON.parse(
    execFileSync(process.execPath, [join(root, 'dist/cli/bin.js'), '--json', 'limits'], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, TALOS_HOME: join(root, 'docs/.vitepress/cache/no-identity') },
    }),
  );
  const rows = limits
    .filter(({ variable }) => variable === undefined)
    .map(({ id, value, unit, about }) => [code(id), cell(shown(value, unit)), cell(about)]);
  return `# Limits

Made from the program itself: what cannot be configured. What can be is in [settings](./settings). \`talos limits\` prints
both. Whatever is received is held against its limit before anything is allocated for it.

${table(['Limit', 'Value', 'Of what'], rows)}
`;
}

function shown(value, unit = '') {
  if (unit === 'bytes' && value >= 1024 && value % 1024 === 0) {
    const power = value % 1024 ** 3 === 0 ? 3 : value % 1024 ** 2 === 0 ? 2 : 1;
    return `${value / 1024 ** power} ${['', 'KiB', 'MiB', 'GiB'][power]}`;
  }
  if (unit === 'ms' && value >= 1000 && value % 1000 === 0) {
    const steps = [
      [86_400_000, 'd'],
      [3_600_000, 'h'],
      [60_000, 'min'],
      [1000, 's'],
    ];
    const [size, name] = steps.find(([each]) => value % each === 0);
    return `${value / size} ${name}`;
  }
  return `${typeof value === 'number' ? value.toLocaleString('en') : value} ${unit}`.trim();
}

const TOLD = {
  nothing: 'nothing: it is not said over the wire',
  code: 'the code',
};

async function errorsPage(root, errors) {
  const source = await readFile(join(root, 'src/base/errors.ts'), 'utf8');
  const body = source.slice(source.indexOf('export const ERROR_CODES'), source.indexOf('export type ErrorCode'));
  const groups = [...body.matchAll(/^ {2}\/\/ (.+)$|^ {2}([A-Z][A-Z_]+): row\(/gm)];
  const parts = [];
  let rows = [];
  for (const [, group, name] of groups)
    if (group === undefined) {
      const { sentence, exit, peer } = errors[name];
      const told = TOLD[peer] ?? `“${peer}”`;
      rows.push([
        `[\`${name}\`](../troubleshooting#${name.toLowerCase().replaceAll('_', '-')})`,
        cell(sentence),
        exit,
        told,
      ]);
    } else {
      rows = [];
      parts.push([group, rows]);
    }
  const count = parts.reduce((sum, [, each]) => sum + each.length, 0);
  if (count !== Object.keys(errors).length) throw new Error(`read ${count} codes of ${Object.keys(errors).length}`);
  return `# Errors

Made from \`src/base/errors.ts\`. Each code has one meaning, one exit status of the command line, and one thing that a peer
is told of it. In the SDK it is \`code\` of a \`TalosError\`; with \`--json\` it is \`error.code\`. Codes without \`E_\` are
verdicts about capabilities and blocks. What to do about each: [troubleshooting](../troubleshooting).

${parts
  .map(([group, each]) => `## ${group}\n\n${table(['Code', 'Means', 'Exit', 'A peer is told'], each)}`)
  .join('\n\n')}
`;
}

/** Writes the pages to `folder`. */
export async function programPages(root, folder) {
  const { buildProgram, buildServerProgram, SETTINGS, ERROR_CODES } = await modules(root);
  const nothing = [{}, { status: 0 }, () => undefined];
  const server = commandSection(buildServerProgram(...nothing), 'talos-server', 1);
  const pages = {
    cli: commandPage(buildProgram(...nothing)),
    server: `${server}\n\nAt the same port, over HTTP: \`/healthz\`, \`/readyz\` and \`/metrics\` (Prometheus). Made from the program itself; how it is run: [operations](../operations).\n`,
    settings: settingsPage(SETTINGS),
    limits: limitsPage(root),
    errors: await errorsPage(root, ERROR_CODES),
  };
  for (const [name, text] of Object.entries(pages)) await writeFile(join(folder, `${name}.md`), text);
}
