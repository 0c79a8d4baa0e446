/**
 * Authority that is passed on: the owner of a folder lends it in a process of its own, a coordinator passes on what it
 * was granted, a worker uses that. What the coordinator may not do the worker may not either, and each refusal has its
 * code and one entry.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Person, type Ran } from '../cli/in-process.ts';
import { BIN, type LoggedEntry, mcpServer, PATIENCE_MS, RpcClient, type Served, Terminals } from './terminals.ts';

// The built thread is not there; the process that lends has it.
vi.mock('../../src/node/ledger/miner.ts', async () => {
  const { mine } = await import('../fixtures/ledger.ts');
  return { openMiner: () => ({ mine, isRunning: false, [Symbol.asyncDispose]: () => Promise.resolve() }) };
});

const NOTE = 'the figures of the quarter';
const MINUTE_MS = 60_000;

interface Made {
  readonly capability: { readonly id: string; readonly expiresAt: number; readonly direction: string };
  readonly token: string;
}

const terminals = new Terminals();
const share = terminals.path('share');
const reports = join(share, 'reports');
const note = join(reports, 'note.txt');
const secret = join(share, 'secret.txt');
let [owner, coordinator, worker]: Person[] = [];
let server: string;
let granted: Made;
let passedOn: Made;

function person(one: Person | undefined): Person {
  if (one === undefined) throw new Error('nobody there');
  return one;
}

async function run(one: Person | undefined, ...argv: readonly string[]): Promise<Ran> {
  return person(one).run(argv, '', true);
}

async function made(running: Promise<Ran>): Promise<Made> {
  const { out } = await running;
  return JSON.parse(out) as Made;
}

/** A capability as people hand it over: a file. */
async function handOver(name: string, { token }: Made): Promise<string> {
  await writeFile(terminals.path(name), `${token}\n`);
  return terminals.path(name);
}

/** What the worker gets for reading `path` under the capability in a file. */
function read(file: string, path: string): Promise<Ran> {
  const given = JSON.stringify({ path });
  return run(worker, 'mcp-call', '--json', '--capability', file, server, 'read_text_file', given);
}

function verify(file: string, path: string): Promise<Ran> {
  const asked = ['--tool', 'read_text_file', '--arguments', JSON.stringify({ path }), '--as', person(worker).did];
  return run(owner, 'capabilities', 'verify', file, ...asked, '--json');
}

function delegate(from: string, tool: string, expires: string, ...more: readonly string[]): Promise<Ran> {
  const terms = ['--subject', person(worker).did, '--tool', tool, '--expires', expires, ...more];
  return run(coordinator, 'capabilities', 'delegate', from, ...terms, '--json');
}

async function ledgerOf(one: Person | undefined): Promise<readonly LoggedEntry[]> {
  const { out } = await run(one, 'audit', 'log', '--last', '1000', '--json');
  return out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as LoggedEntry]));
}

/** What the owner's ledger says of the requests that `act` makes, as type and code. */
async function decided(act: () => Promise<unknown>): Promise<readonly (readonly [string, string | undefined])[]> {
  const before = (await ledgerOf(owner)).at(-1)?.seq ?? -1;
  await act();
  const after = (await ledgerOf(owner)).filter(({ seq }) => seq > before);
  return after
    .filter(({ type }) => type === 'decision' || type === 'denial')
    .map(({ type, entry }) => [type, entry.decision ?? entry.code]);
}

/** Reads `path`, which is refused: exit 3 with `code`, and one entry that says so. */
async function isRefused(file: string, path: string, code: string, type: 'decision' | 'denial'): Promise<void> {
  const entries = await decided(async () => {
    const { status, code: said } = await read(file, path);
    expect([status, said]).toEqual([3, code]);
  });
  expect(entries).toEqual([[type, code]]);
}

beforeAll(async () => {
  await mkdir(reports, { recursive: true });
  await writeFile(note, NOTE);
  await writeFile(secret, 'not for the worker');
  [owner, coordinator, worker] = await Promise.all(
    ['owner', 'coordinator', 'worker'].map((name) => Person.named(name)),
  );
  const program = [process.execPath, BIN, '--data-dir', person(owner).file('talos'), 'mcp-serve', '--json'];
  const terms = ['--allow', '*', '--service', 'files', '--host', '127.0.0.1', '--port', '0', '--'];
  const lending = terminals.spawn([...program, ...terms, process.execPath, mcpServer('server-filesystem'), share]);
  server = (JSON.parse(await lending.line(0)) as Served).addresses[0] ?? '';
  const terms1h = ['--subject', person(coordinator).did, '--tool', `read_text_file(path under ${share})`];
  granted = await made(run(owner, 'capabilities', 'grant', ...terms1h, '--expires', '1h', '--depth', '1', '--json'));
  passedOn = await made(delegate(await handOver('root', granted), `read_text_file(path under ${reports})`, '1m'));
  await handOver('narrower', passedOn);
});
afterAll(async () => {
  await terminals[Symbol.asyncDispose]();
  for (const each of [owner, coordinator, worker]) await each?.[Symbol.asyncDispose]();
});

describe('an owner, a coordinator and a worker', () => {
  it('C09: the worker reads inside, and the owner sees through whose hands its authority came', async () => {
    expect(passedOn.capability.direction).toBe('delegated');
    expect(passedOn.capability.expiresAt - Date.now()).toBeLessThanOrEqual(MINUTE_MS);
    const { status, out } = await read(terminals.path('narrower'), note);
    expect([status, out]).toEqual([0, expect.stringContaining(NOTE)]);
    const decision = (await ledgerOf(owner)).findLast(({ type }) => type === 'decision');
    const shown = await run(owner, 'audit', 'show', decision?.id ?? '', '--json');
    const [first, second] = [person(coordinator).did, person(worker).did];
    expect(JSON.parse(shown.out)).toMatchObject({
      summary: `allowed read_text_file, passed on by ${first}`,
      entry: {
        chain: [
          { token: granted.capability.id, subject: first },
          { token: passedOn.capability.id, subject: second },
        ],
      },
    });
    const grants = (await ledgerOf(coordinator)).filter(({ type }) => type.startsWith('grant'));
    expect(grants.map(({ type, entry }) => [type, (entry as { parent?: string }).parent])).toEqual([
      ['grant-received', undefined],
      ['grant', granted.capability.id],
    ]);
  });

  it('an MCP client uses it over mcp-connect, and is shown only what it grants', async () => {
    const program = [process.execPath, BIN, '--data-dir', person(worker).file('talos'), 'mcp-connect', server];
    const client = new RpcClient(terminals.spawn([...program, '--capability', '-']));
    client.terminal.child.stdin.write(`${passedOn.token}\n`);
    const hello = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'scenario', version: '1' } };
    await client.request('initialize', hello);
    const { result } = await client.request('tools/list');
    expect(result).toMatchObject({ tools: [{ name: 'read_text_file' }] });
    const answer = await client.request('tools/call', { name: 'read_text_file', arguments: { path: note } });
    expect(JSON.stringify(answer.result)).toContain(NOTE);
    await client.terminal.end('SIGTERM');
  });

  it('C06: outside it is refused, with one entry, and so it is offline', async () => {
    await isRefused(terminals.path('narrower'), secret, 'CONSTRAINT', 'decision');
    expect(await verify(terminals.path('narrower'), secret)).toMatchObject({ status: 3, code: 'CONSTRAINT' });
    const { status, out } = await verify(terminals.path('narrower'), note);
    expect([status, JSON.parse(out)]).toMatchObject([0, { chain: [granted.capability.id, passedOn.capability.id] }]);
  });

  it("C08: with the coordinator's token the worker is refused, with one entry", async () => {
    await isRefused(terminals.path('root'), note, 'SUBJECT_MISMATCH', 'denial');
    expect(await verify(terminals.path('root'), note)).toMatchObject({ status: 3, code: 'SUBJECT_MISMATCH' });
  });

  it.each([
    ['more', ['write_file(path under /)', '1m']],
    ['a wider folder', ['read_text_file(path under /)', '1m']],
    ['longer', [`read_text_file(path under ${share})`, '2h']],
    ['further', [`read_text_file(path under ${share})`, '1m', '--depth', '1']],
  ] as const)(
    'C06: the coordinator cannot pass on %s: exit 4, and nothing is made',
    async (_, [tool, expires, ...more]) => {
      const before = (await ledgerOf(coordinator)).length;
      const refused = await delegate(terminals.path('root'), tool, expires, ...more);
      expect([refused.status, refused.code]).toEqual([4, 'DELEGATION_INVALID']);
      expect(await ledgerOf(coordinator)).toHaveLength(before);
    },
  );

  it('C06: without a tool the coordinator passes on all that it holds, fewer calls of it, and no more', async () => {
    const all = (...more: readonly string[]): Promise<Ran> => {
      const to = ['--subject', person(worker).did, '--expires', '1m', ...more, '--json'];
      return run(coordinator, 'capabilities', 'delegate', granted.capability.id, ...to);
    };
    const file = await handOver('all', await made(all('--calls', '1')));
    const shown = await run(worker, 'capabilities', 'show', file);
    expect(shown.out).toContain('limit: 1 call in all');
    expect(shown.out).toContain(`--tool 'read_text_file(path under "${share}")'`);
    expect(await read(file, secret)).toMatchObject({ status: 0 });
    await isRefused(file, note, 'BUDGET_EXHAUSTED', 'decision');
    expect(await all('--depth', '1')).toMatchObject({ status: 4, code: 'DELEGATION_INVALID' });
  });

  it('C17: after its time it is refused, with one entry', async () => {
    const short = await made(delegate(granted.capability.id, `read_text_file(path under ${reports})`, '1s'));
    const file = await handOver('short', short);
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(short.capability.expiresAt), PATIENCE_MS);
    await isRefused(file, note, 'EXPIRED', 'denial');
  });

  it('C12: after the owner took back what it granted, the worker is refused, with one entry', async () => {
    expect((await run(owner, 'capabilities', 'revoke', granted.capability.id, '--reason', 'over')).status).toBe(0);
    await isRefused(terminals.path('narrower'), note, 'REVOKED', 'denial');
    expect(await verify(terminals.path('narrower'), note)).toMatchObject({ status: 3, code: 'REVOKED' });
  });

  it('C12: after the owner took back all that the worker holds, offline too, of a token that it has not seen', async () => {
    const to = ['--subject', person(coordinator).did, '--tool', `read_text_file(path under ${share})`];
    const root = await made(run(owner, 'capabilities', 'grant', ...to, '--depth', '1', '--json'));
    const below = await made(delegate(await handOver('again', root), `read_text_file(path under ${reports})`, '1m'));
    const file = await handOver('unseen', below);
    expect(await verify(file, note)).toMatchObject({ status: 0 });
    const all = ['--subject', person(worker).did, '--reason', 'gone'];
    expect((await run(owner, 'capabilities', 'revoke', ...all)).status).toBe(0);
    expect(await verify(file, note)).toMatchObject({ status: 3, code: 'REVOKED' });
    await isRefused(file, note, 'REVOKED', 'denial');
  });
});
