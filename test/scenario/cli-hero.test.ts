/** The main job with two terminals: the built commands, a real MCP server, the official clients. */
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { Client as Client2 } from '@modelcontextprotocol/client';
import { StdioClientTransport as StdioTransport2 } from '@modelcontextprotocol/client/stdio';
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as StdioTransport1 } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { utf8 } from '../../src/base/bytes.ts';
import { type Json, writeJson } from '../../src/codec/json.ts';
import { readSignedStatement } from '../../src/ledger/entry/statement.ts';
import { verifyProofFile } from '../../src/ledger/log/proof-file.ts';
import { type Lender, type LoggedEntry, mcpServer, PATIENCE_MS, Terminals } from './terminals.ts';

const NOTE = 'the figures of the quarter\n';
const FILESYSTEM = [process.execPath, mcpServer('server-filesystem')];
const DENIED = -32003;
/** Bits that are flipped through the command; every byte is flipped in this process. */
const FLIPS_BY_COMMAND = 8;

const terminals = new Terminals();
const note = terminals.path('share/note.txt');
let owner: Lender;

beforeAll(async () => {
  await mkdir(terminals.path('share'));
  await writeFile(note, NOTE);
  owner = await terminals.serve(
    'owner',
    ['--allow', 'read_*,list_*', '--expires', '1h'],
    [...FILESYSTEM, terminals.path('share')],
  );
});
afterAll(() => terminals[Symbol.asyncDispose]());

type Call = (name: string, args: Record<string, unknown>) => Promise<unknown>;
interface OfficialClient {
  readonly call: Call;
  readonly tools: () => Promise<string[]>;
  readonly close: () => Promise<void>;
}

const ABOUT = { name: 'scenario', version: '1' };

async function client1(directory: string, target: string): Promise<OfficialClient> {
  const client = new Client1(ABOUT);
  await client.connect(new StdioTransport1({ ...terminals.command(directory, 'mcp-connect', target), stderr: 'pipe' }));
  return {
    call: (name, args) => client.callTool({ name, arguments: args }),
    tools: async () => (await client.listTools()).tools.map((tool) => tool.name),
    close: () => client.close(),
  };
}

async function client2(directory: string, target: string): Promise<OfficialClient> {
  const client = new Client2(ABOUT);
  await client.connect(new StdioTransport2({ ...terminals.command(directory, 'mcp-connect', target), stderr: 'pipe' }));
  return {
    call: (name, args) => client.callTool({ name, arguments: args }),
    tools: async () => (await client.listTools()).tools.map((tool) => tool.name),
    close: () => client.close(),
  };
}

/** What lists, a granted and a refused call look like, whatever client and name of the peer. */
async function usesWhatIsLent(client: OfficialClient, forbidden: string): Promise<void> {
  const tools = await client.tools();
  expect(tools).toEqual(owner.served.tools);
  expect(tools.every((name) => /^(?:read|list)_/.test(name))).toBe(true);
  expect(await client.call('read_text_file', { path: note })).toMatchObject({
    content: [{ type: 'text', text: NOTE }],
  });
  const path = terminals.path(`share/${forbidden}`);
  await expect(client.call('write_file', { path, content: 'x' })).rejects.toThrow(
    expect.objectContaining({ code: DENIED, data: { code: 'SCOPE_MISMATCH' } }),
  );
  await expect(access(path)).rejects.toThrow(expect.objectContaining({ code: 'ENOENT' }));
}

/** The hash of the statement in an entry, whose signature is verified. */
function hashOf({ entry }: LoggedEntry): string {
  return readSignedStatement(utf8(writeJson(entry.statement as unknown as Json))).hash;
}

const ofType = (ledger: readonly LoggedEntry[], type: string): LoggedEntry[] =>
  ledger.filter((entry) => entry.type === type);

/** Ids of the results that acknowledgements name. */
const acknowledgedIn = (ledger: readonly LoggedEntry[]): unknown[] =>
  ofType(ledger, 'acknowledgement').flatMap(({ entry }) => entry.answers);

describe('two terminals, two data directories, the filesystem server', () => {
  it('the official client 1.x lists and calls what the invitation grants, and is refused what it does not', async () => {
    const client = await client1('agent', owner.served.invitation);
    await usesWhatIsLent(client, 'one');
    await client.close();
  });

  it('the official client 2.x does the same by the alias, and by the DID', async () => {
    for (const target of [owner.served.service, owner.served.did]) {
      const client = await client2('agent', target);
      await usesWhatIsLent(client, 'two');
      await client.close();
    }
  });

  it('C24: both ledgers hold call, decision, result, receipt and acknowledgement of the same calls', async () => {
    const [ours, theirs] = await vi.waitFor(
      async () => {
        const both = await Promise.all([terminals.ledger('agent'), terminals.ledger('owner')]);
        // An acknowledgement comes a moment after the answer that it is about.
        expect(acknowledgedIn(both[1])).toHaveLength(ofType(both[1], 'result').length);
        return both;
      },
      { timeout: PATIENCE_MS, interval: 500 },
    );
    const calls = ofType(ours, 'call');
    const decisions = ofType(theirs, 'decision');
    expect(calls).toHaveLength(6);
    expect(decisions.map(hashOf)).toEqual(calls.map(hashOf));
    expect(decisions.map(({ entry }) => entry.decision)).toEqual([
      'allowed',
      'SCOPE_MISMATCH',
      'allowed',
      'SCOPE_MISMATCH',
      'allowed',
      'SCOPE_MISMATCH',
    ]);
    const receipts = ofType(ours, 'receipt');
    const results = ofType(theirs, 'result');
    const allowed = decisions.filter(({ entry }) => entry.decision === 'allowed');
    expect(results.map(({ entry }) => entry.answers)).toEqual(allowed.map(({ id }) => id));
    expect(new Set(receipts.map(({ entry }) => entry.answers))).toEqual(new Set(calls.map(({ id }) => id)));
    expect(receipts).toHaveLength(calls.length);
    for (const result of results) {
      const receipt = receipts.find((each) => hashOf(each) === hashOf(result));
      const decision = decisions.find(({ id }) => id === result.entry.answers);
      const call = calls.find(({ id }) => id === receipt?.entry.answers);
      expect(call === undefined ? '' : hashOf(call)).toBe(decision === undefined ? 'none' : hashOf(decision));
      expect(result.entry.statement?.body['call']).toBe(call === undefined ? 'none' : hashOf(call));
    }
    expect(new Set(acknowledgedIn(theirs))).toEqual(new Set(results.map(({ id }) => id)));
    const acknowledged = ofType(theirs, 'acknowledgement').flatMap(({ entry }) => entry.statement?.body['results']);
    expect(new Set(acknowledged)).toEqual(new Set(results.map(hashOf)));
    for (const directory of ['agent', 'owner'])
      expect(await terminals.json(directory, 'audit', 'verify')).toMatchObject({ valid: true, problems: [] });
  });

  it('the calls of several mcp-connect on one data directory go through the one that owns it, and status shows it', async () => {
    const clients = await Promise.all(
      [1, 2, 3].map(async () => {
        const client = terminals.connect('agent', owner.served.service);
        await client.initialize();
        return client;
      }),
    );
    const answers = await Promise.all(clients.map((client) => client.call('read_text_file', { path: note })));
    for (const answer of answers) expect(answer.result).toMatchObject({ content: [{ text: NOTE }] });
    const theirs = await terminals.json<{ sessions: unknown[]; owner: { pid: number } }>('owner', 'status');
    expect(theirs).toMatchObject({ running: true, services: [{ service: owner.served.service }] });
    expect(theirs.owner.pid).toBe(owner.terminal.pid);
    expect(theirs.sessions).toHaveLength(1);
    const ours = await terminals.json<{ owner: { pid: number } }>('agent', 'status');
    expect(clients.map((client) => client.terminal.pid)).toContain(ours.owner.pid);
    for (const client of clients) expect(await client.close()).toMatchObject({ status: 0 });
    expect(await terminals.json('agent', 'status')).toMatchObject({ running: false });
  });

  it('an invitation is for one agent: E_INVITE_USED for another, and still good for the one that spent it', async () => {
    const other = await terminals.refused('other', owner.served.invitation);
    expect(other).toMatchObject({ status: 3, stdout: '' });
    expect(other.stderr).toContain('E_INVITE_USED');
    expect(ofType(await terminals.ledger('owner'), 'denial').map(({ entry }) => entry.code)).toContain('E_INVITE_USED');
    const client = terminals.connect('agent', owner.served.invitation);
    await client.initialize();
    expect(await client.call('read_text_file', { path: note })).toHaveProperty('result');
    expect(await client.close()).toMatchObject({ status: 0 });
  });

  it('mcp-call exits 0 with the result, 3 with the code of a denial, 5 where nobody answers', async () => {
    const call = (peer: string, tool: string): ReturnType<Terminals['run']> =>
      terminals.run('agent', '--json', 'mcp-call', peer, tool, JSON.stringify({ path: note }));
    const done = await call(owner.served.service, 'read_text_file');
    expect(done.status).toBe(0);
    expect(JSON.parse(done.stdout)).toMatchObject({ result: { content: [{ text: NOTE }] }, entry: expect.any(String) });
    const denied = await call(owner.served.did, 'write_file');
    expect(denied.status).toBe(3);
    expect(JSON.parse(denied.stdout)).toMatchObject({ error: { code: 'SCOPE_MISMATCH' } });
    const [id] = (owner.served.addresses[0] ?? '').split('/').slice(-1);
    const away = await terminals.run('other', '--json', 'mcp-call', `/ip4/127.0.0.1/tcp/9/p2p/${id}`, 'x', '{}');
    expect(away.status).toBe(5);
    expect(JSON.parse(away.stdout)).toMatchObject({ error: { code: 'E_UNREACHABLE' } });
  });

  it('a proof of either side holds on a third data directory, and no single byte of it may change', async () => {
    const sides = [
      ['owner', 'result'],
      ['agent', 'receipt'],
    ] as const;
    for (const [directory, type] of sides) {
      const entry = ofType(await terminals.ledger(directory), type).find(
        (each) => each.entry.statement?.body['outcome'] === 'result',
      );
      const file = terminals.path(`${type}.proof`);
      const exported = await terminals.run(directory, 'proof', 'export', entry?.id ?? '', '--out', file);
      expect(exported.status).toBe(0);
      expect(await terminals.json('nobody', 'proof', 'verify', '--offline', file)).toMatchObject({
        valid: true,
        entry: entry?.id,
        type,
        call: {
          from: expect.stringMatching(/^did:key:/),
          method: 'tools/call',
          target: expect.stringMatching(/^\w+$/),
        },
        decision: 'allowed',
        outcome: 'result',
      });
      expect((await terminals.run('nobody', 'proof', 'verify', '--offline', file)).stdout).toMatch(
        /^call +\w+ of [^]*^made +.*, by did:key:[^]*^to +did:key:[^]*^answer +allowed, result$/m,
      );
      const bytes = new Uint8Array(await readFile(file));
      expect(verifyProofFile(bytes)).toMatchObject({ valid: true });
      for (let at = 0; at < bytes.length; at++) {
        const changed = bytes.slice();
        changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
        expect(verifyProofFile(changed).valid, `byte ${at}`).toBe(false);
      }
      await changedProofsExit4(bytes);
    }
    await expect(access(terminals.path('nobody'))).rejects.toThrow(expect.objectContaining({ code: 'ENOENT' }));
  });

  async function changedProofsExit4(bytes: Uint8Array): Promise<void> {
    const places = Array.from({ length: FLIPS_BY_COMMAND / 2 }, (_, n) =>
      Math.floor((n * bytes.length * 2) / FLIPS_BY_COMMAND),
    );
    const check = async (at: number): Promise<void> => {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ (1 << ((at + 3) % 8));
      const file = terminals.path(`changed-${at}.proof`);
      await writeFile(file, changed);
      const { status, stdout } = await terminals.run('nobody', '--json', 'proof', 'verify', '--offline', file);
      expect(status, `byte ${at}`).toBe(4);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'E_PROOF_INVALID' } });
    };
    for (let n = 0; n < places.length; n += 2) await Promise.all(places.slice(n, n + 2).map(check));
  }

  it('C13: capabilities revoke beside the running mcp-serve stops the very next call of an open connection', async () => {
    const client = terminals.connect('agent', owner.served.did);
    await client.initialize();
    expect(await client.call('read_text_file', { path: note })).toHaveProperty('result');
    const held = await terminals.json<{ capabilities: { id: string; direction: string }[] }>(
      'owner',
      'capabilities',
      'list',
    );
    const id = held.capabilities.find((each) => each.direction === 'issued')?.id ?? '';
    expect((await terminals.run('owner', 'capabilities', 'revoke', id, '--reason', 'done')).status).toBe(0);
    expect(await client.call('read_text_file', { path: note })).toMatchObject({
      error: { code: DENIED, data: { code: 'REVOKED' } },
    });
    await client.close();
    const again = await terminals.refused('agent', owner.served.did);
    expect(again).toMatchObject({ status: 3, stdout: '' });
    expect(again.stderr).toContain('REVOKED');
    const refused = ofType(await terminals.ledger('owner'), 'decision').at(-1);
    expect(refused?.entry.decision).toBe('REVOKED');
    expect(ofType(await terminals.ledger('owner'), 'revocation')).toHaveLength(1);
  });
});

describe('other ways to lend', () => {
  it.concurrent('C11: a grant that ends is EXPIRED at the next call of an open connection', async () => {
    const lender = await terminals.serve(
      'short',
      ['--allow', 'read_*', '--expires', '3s'],
      [...FILESYSTEM, terminals.path('share')],
    );
    const client = terminals.connect('short-agent', lender.served.invitation);
    await client.initialize();
    expect(await client.call('read_text_file', { path: note })).toHaveProperty('result');
    await vi.waitFor(
      async () =>
        expect(await client.call('read_text_file', { path: note })).toMatchObject({
          error: { code: DENIED, data: { code: 'EXPIRED' } },
        }),
      { timeout: PATIENCE_MS, interval: 100 },
    );
    await client.close();
    await lender.terminal.end('SIGTERM');
  });

  it.concurrent('M14: --authorized-peer and --command lend to one peer without an invitation and without a shell', async () => {
    const { did } = await terminals.json<{ did: string }>('named', 'init', '--name', 'named');
    const marker = terminals.path('PWNED');
    const command = [...FILESYSTEM, terminals.path('share')].map((word) => `"${word}"`).join(' ');
    const refused = await terminals.run('shell', 'mcp-serve', '--authorized-peer', 'nam', '--command', command);
    expect(refused.status).toBe(2);
    const loopback = ['--json', '--host', '127.0.0.1', '--port', '0'];
    const terms = ['mcp-serve', ...loopback, '--authorized-peer', did, '--command'];
    const lender = terminals.start('shell', [
      ...terms,
      `${command} "$(touch ${marker})" '; touch ${marker}' \`touch\``,
    ]);
    // What a shell would have run is an argument: this server ends because there are no such folders.
    const ended = await Promise.race([lender.ended, lender.line(0)]).then(() => lender.end('SIGTERM'));
    expect(ended.signal).toBe(null);
    await expect(access(marker)).rejects.toThrow(expect.objectContaining({ code: 'ENOENT' }));
    const good = terminals.start('shell', [...terms, command]);
    const served = JSON.parse(await good.line(0)) as { addresses: string[]; invitation?: string };
    expect(served).not.toHaveProperty('invitation');
    const address = served.addresses[0] ?? '';
    const client = terminals.connect('named', address);
    await client.initialize();
    expect(await client.call('read_text_file', { path: note })).toHaveProperty('result');
    expect(await client.close()).toMatchObject({ status: 0 });
    expect(await terminals.json<object>('stranger', 'init', '--name', 'stranger')).toHaveProperty('did');
    const stranger = await terminals.refused('stranger', address);
    expect(stranger).toMatchObject({ status: 3, stdout: '' });
    expect(stranger.stderr).toContain('NO_CAPABILITY');
    expect(await good.end('SIGTERM')).toMatchObject({ status: 0 });
  });
});
