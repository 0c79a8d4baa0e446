// Runs every example against the build; exit 1 where one fails, hangs, leaves something behind, or is not known here.
//   node examples/run-all.mjs [NAME…]
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { playChat } from './parts/chat.mjs';
import { hasPython, playPython } from './parts/python.mjs';
import { runExamples } from './parts/runner.mjs';

/** Every example, and how it is played where it is not just run. */
const EXAMPLES = new Map([
  ['primitives.mjs'],
  ['ledger.mjs'],
  ['validation.mjs'],
  ['light-client.mjs'],
  ['did.mjs'],
  ['dht.mjs'],
  ['access-control.mjs'],
  ['delegation.mjs'],
  ['capability-offline-check.mjs'],
  ['capability-server.mjs'],
  ['proof-verify.mjs'],
  ['sdk-quickstart.mjs'],
  ['secure-channel.mjs'],
  ['secure-chat.mjs', playChat],
  ['mcp-serve-connect.mjs'],
  ['file-transfer.mjs'],
  ['full-demo.mjs'],
  ['frameworks/langchain-tool.mjs'],
  ['frameworks/ai-sdk-tool.mjs'],
]);
/** Milliseconds that an example gets: they take seconds, on a machine that does little else. */
const TIMEOUT_MS = 120_000;

const folder = fileURLToPath(new URL('.', import.meta.url));
const names = process.argv.slice(2);
const unknown = names.filter((name) => !EXAMPLES.has(name));
if (unknown.length > 0) {
  console.error(`no example is called ${unknown.join(', ')}; there are ${[...EXAMPLES.keys()].join(', ')}`);
  process.exit(2);
}

// The frameworks are no dependencies of the package: they are installed here, once.
const frameworks = join(folder, 'frameworks');
if (!existsSync(join(frameworks, 'node_modules'))) {
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: frameworks,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error('the packages of examples/frameworks could not be installed');
}

const say = (text) => process.stdout.write(text);
const faults = await runExamples(folder, EXAMPLES, { only: names, timeoutMs: TIMEOUT_MS, say });
if (names.length === 0) {
  say(`--- verify_proof.py${hasPython() ? '' : ': skipped, there is no python3 with cryptography'}\n`);
  if (hasPython()) await playPython();
}
for (const fault of faults) console.error(`FAILED: ${fault}`);
if (faults.length > 0) process.exitCode = 1;
