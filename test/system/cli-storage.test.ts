/** A disk that refuses, under a running mcp-serve: nothing is answered that is not on record, and it ends and says why. */
import { spawnSync } from 'node:child_process';
import { cp, stat } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openFileJournal } from '../../src/node/store/file-journal.ts';
import { JournalFile } from '../scenario/journal-file.ts';
import { fixture, type RpcClient, Terminals } from '../scenario/terminals.ts';

/** Room that is left to every file of the lender, bytes. */
const ROOM_BYTES = 96 * 1024;
/** Calls that are made at most until the disk refuses. */
const MAX_CALLS = 2000;
/** Longest time from the failure to the end of the process, milliseconds. */
const END_MS = 10_000;

/** Stops at no other system call than those that are to fail. */
const STRACE = ['-f', '--seccomp-bpf', '-qq'];
const hasStrace = spawnSync('strace', [...STRACE, '-o', '/dev/null', 'true']).status === 0;
const terminals = new Terminals();
afterAll(() => terminals[Symbol.asyncDispose]());

const COMMAND = [process.execPath, fixture('counter-tool.mjs'), terminals.path('executed')];
const TERMS = ['--allow', '*,resource:*', '--service', 'counter', '--expires', '1d'];

/** The port of the lender, for its agent looks for it there. */
let port = '0';

/** Lends, redeems, calls once, and ends: afterwards the agent has the grant. Every test begins with a copy of the two. */
beforeAll(async () => {
  const { terminal, served } = await terminals.serve('lender', TERMS, COMMAND);
  const client = terminals.connect('agent', served.invitation);
  await client.initialize();
  expect(await client.request('resources/read', { uri: 'count://first' })).toHaveProperty('result');
  await client.close();
  expect(await terminal.end('SIGTERM')).toMatchObject({ status: 0 });
  port = served.addresses[0]?.split('/')[4] ?? '0';
});

async function prepare(name: string): Promise<void> {
  await cp(terminals.path('lender'), terminals.path(name), { recursive: true });
  await cp(terminals.path('agent'), terminals.path(`${name}-agent`), { recursive: true });
}

/** Calls one after the other until one is not answered with a result. Gives the URIs that were. */
async function callUntilRefused(client: RpcClient): Promise<string[]> {
  const answered: string[] = [];
  for (let n = 0; n < MAX_CALLS; n++) {
    const uri = `count://${'x'.repeat(1000)}${n}`;
    const answer = await client.ask('resources/read', { uri });
    if (answer?.result === undefined) return answered;
    answered.push(uri);
  }
  throw new Error('the disk never refused');
}

/** Lends under `prefix` until the disk refuses, and looks at what is left; then lends without, on what is left. */
async function refuses(name: string, prefix: readonly string[], codes: RegExp): Promise<void> {
  const { terminal } = await terminals.serve(name, [...TERMS, '--port', port], COMMAND, { prefix });
  const client = terminals.connect(`${name}-agent`, 'counter');
  await client.initialize();
  const answered = await callUntilRefused(client);
  const failedMs = performance.now();
  const ended = await terminal.ended;
  expect(performance.now() - failedMs).toBeLessThan(END_MS);
  expect(ended.status).toBe(1);
  expect(JSON.parse(terminal.lines.at(-1) ?? '')).toMatchObject({ error: { code: expect.stringMatching(codes) } });
  expect(ended.stderr).not.toMatch(/unhandled|\n {4}at /i);
  client.terminal.child.kill('SIGKILL');
  await client.terminal.ended;
  const entries = new JournalFile(terminals.path(`${name}/ledger/journal`)).read();
  const decided = new Map(entries.map((entry) => [entry.id, entry.statement?.body.target]));
  const results = entries.filter(({ type }) => type === 'result').map(({ answers }) => decided.get(String(answers)));
  expect(answered.length).toBeGreaterThan(0);
  expect(answered.filter((uri) => !results.includes(uri))).toEqual([]);
  expect(await terminals.json(name, 'audit', 'verify')).toMatchObject({ valid: true, problems: [] });
  const again = await terminals.serve(name, [...TERMS, '--port', port], COMMAND);
  const later = await terminals.run(`${name}-agent`, 'mcp-call', 'counter', 'count_1', '{"id":"later"}');
  expect(later.status).toBe(0);
  await again.terminal.end('SIGTERM');
}

it('D04: a file that may not grow ends mcp-serve with the code, and all that was answered is on record', async () => {
  await prepare('limited');
  const sizes = await Promise.all(
    ['ledger/journal', 'store/data.mdb'].map(async (file) => (await stat(terminals.path(`limited/${file}`))).size),
  );
  const limit = Math.max(...sizes) + ROOM_BYTES;
  await refuses('limited', ['prlimit', `--fsize=${limit}`], /^E_STORAGE(?:_FULL)?$/);
});

it('D05: after a sync that failed nothing is acknowledged, and mcp-serve ends with the code', async () => {
  if (!hasStrace) return journalRefuses();
  await prepare('failing');
  const journal = terminals.path('failing/ledger/journal');
  const inject = ['-P', journal, '-e', 'trace=fdatasync', '-e', 'inject=fdatasync:error=EIO:when=8+'];
  const prefix = ['strace', ...STRACE, '-o', terminals.path('trace'), ...inject];
  return refuses('failing', prefix, /^E_STORAGE/);
});

it('D04: a write of the journal that finds no room does the same', async () => {
  if (!hasStrace) return journalRefuses();
  await prepare('full');
  const journal = terminals.path('full/ledger/journal');
  const inject = ['-P', journal, '-e', 'trace=pwrite64', '-e', 'inject=pwrite64:error=ENOSPC:when=9+'];
  const prefix = ['strace', ...STRACE, '-o', terminals.path('trace-full'), ...inject];
  return refuses('full', prefix, /^E_STORAGE_FULL$/);
});

/** Where no system call can be made to fail: the journal alone, over a file that does. */
async function journalRefuses(): Promise<void> {
  await using journal = await openFileJournal(terminals.path('alone'), (file) => ({
    ...file,
    sync: () => Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' })),
  }));
  journal.append(new Uint8Array(8));
  await expect(journal.sync()).rejects.toThrow(expect.objectContaining({ code: 'E_STORAGE' }));
  expect(() => journal.append(new Uint8Array(8))).toThrow(expect.objectContaining({ code: 'E_STORAGE' }));
  expect(journal.durableSize).toBe(0);
}
