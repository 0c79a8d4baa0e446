// The public API as checked-in reports, api/*.api.md: one for each entry of the package, from the declarations in dist.
//   node tools/api-report.mjs            writes them
//   node tools/api-report.mjs --check    exits 1 where one is not what is checked in
// Both fail where an export has no docstring.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const { Extractor, ExtractorConfig } = require('@microsoft/api-extractor');
const isCheck = process.argv.includes('--check');
const temporary = mkdtempSync(join(tmpdir(), 'talos-api-'));
const folder = join(root, 'api');
mkdirSync(folder, { recursive: true });
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** What is told, and fails. Release tags are not used, as all that is exported is public; links name what is near. */
const messages = {
  compilerMessageReporting: { default: { logLevel: 'error' } },
  extractorMessageReporting: {
    default: { logLevel: 'error' },
    'ae-missing-release-tag': { logLevel: 'none' },
    'ae-forgotten-export': { logLevel: 'none' },
    'ae-unresolved-link': { logLevel: 'none' },
    // Of members, too: that an export has one is checked below.
    'ae-undocumented': { logLevel: 'none' },
  },
  tsdocMessageReporting: { default: { logLevel: 'none' } },
};

/** Name of the report → declarations of the entry. The neutral one is what `.` is without Node. */
const entries = new Map();
for (const [path, target] of Object.entries(exports)) {
  if (typeof target === 'string') continue;
  if (path === '.') entries.set('index', target.default.types);
  else entries.set(path.slice(2), target.types);
}

let failed = 0;
for (const [name, types] of entries) {
  const config = ExtractorConfig.prepare({
    packageJsonFullPath: join(root, 'package.json'),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(root, types),
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'es2023',
            module: 'nodenext',
            moduleResolution: 'nodenext',
            lib: ['es2023', 'esnext.disposable', 'dom'],
            types: ['node'],
            strict: true,
            skipLibCheck: true,
            allowImportingTsExtensions: true,
            noEmit: true,
          },
          files: [join(root, types)],
        },
      },
      apiReport: {
        enabled: true,

        reportFileName: name,
        reportFolder: folder,
        reportTempFolder: temporary,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages,
    },
  });
  const said = [];
  const result = Extractor.invoke(config, {
    localBuild: !isCheck,
    showVerboseMessages: false,
    messageCallback: (message) => {
      message.handled = true;
      // That a report was made, or is another, is said below.
      if (message.logLevel === 'error' && !message.messageId.startsWith('console-'))
        said.push(`${message.sourceFilePath ?? ''}:${message.sourceFileLine ?? ''} ${message.text}`);
    },
  });
  const report = readFileSync(join(temporary, `${name}.api.md`), 'utf8');
  for (const [, of] of report.matchAll(/^\/\/ @public \(undocumented\)\n(export .*)$/gm))
    said.push(`no docstring: ${of}`);
  if (isCheck && result.apiReportChanged)
    said.push('the API is not what is checked in: npm run api, and look at the change');
  if (said.length === 0) continue;
  failed++;
  console.error(`api/${name}.api.md`);
  for (const each of new Set(said)) console.error(`  ${each}`);
}
const known = new Set([...entries.keys()].map((name) => `${name}.api.md`));
for (const file of readdirSync(folder))
  if (!known.has(file)) {
    console.error(`api/${file}: there is no such entry`);
    failed++;
  }
rmSync(temporary, { recursive: true, force: true });
process.exitCode = failed === 0 ? 0 : 1;
