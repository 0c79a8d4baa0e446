import { mkdir, rename, writeFile } from 'node:fs/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { type Lender, mcpServer, PATIENCE_MS, Terminals } from './terminals.ts';

const FILESYSTEM = [process.execPath, mcpServer('server-filesystem')];
const DENIED = -32003;
const terminals = new Terminals();
afterAll(() => terminals[Symbol.asyncDispose]());

/** Every member that a list has. */
const whole = (did: string, more = ''): string => `# Who may use what of the files that are lent.
default_allow: false
peers:
  ${did}:
    enabled: true
    allow_tools: ["read_text_file", "list_*"${more}]
    deny_tools: ["write_*", "*delete*"]
    allow_resources: ["file:///srv/share/**"]
    deny_resources: ["file:///srv/share/private/*"]
    rate_limit:
      requests_per_minute: 4
      data_bytes_per_day: 10485760
      max_execution_time_seconds: 30
  someone-else:
    enabled: false
`;

/** Of four calls a minute two were made when the owner is killed: two are left. */
async function killedOwnerCounts(lender: Lender, command: readonly string[], note: string): Promise<void> {
  const { did, service, addresses } = lender.served;
  lender.terminal.child.kill('SIGKILL');
  await lender.terminal.ended;
  const port = /\/tcp\/(\d+)\//.exec(addresses[0] ?? '')?.[1] ?? '0';
  const again = await terminals.serve('owner', ['--allow', '*', '--port', port, '--service', service], command);
  const client = terminals.connect('agent', did);
  await client.initialize();
  const codes: unknown[] = [];
  for (let n = 0; n < 3; n++) codes.push((await client.call('read_text_file', { path: note })).error?.data?.code);
  expect(codes).toEqual([undefined, undefined, 'RATE_LIMITED']);
  await client.close();
  await again.terminal.end('SIGTERM');
}

describe('a permissions.yaml in the data directory of who lends', () => {
  it('is accepted as it is; the official client starts up and works under it; a change is in force for the next call', async () => {
    await mkdir(terminals.path('share'));
    const note = terminals.path('share/note.txt');
    await writeFile(note, 'hello');
    const [{ did }] = await Promise.all([
      terminals.json<{ did: string }>('agent', 'init', '--name', 'agent'),
      terminals.json('owner', 'init', '--name', 'owner'),
    ]);
    const list = terminals.path('owner/permissions.yaml');
    await writeFile(list, whole(did));
    const command = [...FILESYSTEM, terminals.path('share')];
    const lender = await terminals.serve('owner', ['--allow', '*'], command);
    const client = new Client({ name: 'scenario', version: '1' });
    const connect = terminals.command('agent', 'mcp-connect', lender.served.invitation);
    await client.connect(new StdioClientTransport({ ...connect, stderr: 'pipe' }));
    await client.ping();
    const tools = async (): Promise<string[]> => (await client.listTools()).tools.map(({ name }) => name).toSorted();
    expect(await tools()).toEqual([
      'list_allowed_directories',
      'list_directory',
      'list_directory_with_sizes',
      'read_text_file',
    ]);
    const read = (name: string) => client.callTool({ name, arguments: { path: note } });
    expect(await read('read_text_file')).toMatchObject({ content: [{ text: 'hello' }] });
    const refused = (code: string) => expect.objectContaining({ code: DENIED, data: { code } });
    await expect(read('get_file_info')).rejects.toThrow(refused('ACL_DENIED'));
    await expect(client.callTool({ name: 'write_file', arguments: { path: note, content: 'x' } })).rejects.toThrow(
      refused('ACL_DENIED'),
    );

    // A running agent says by which rule and line; so it does where the answer is no.
    const check = (target: string) => terminals.run('owner', '--json', 'acl', 'check', did, 'tools/call', target);
    const [yes, no] = await Promise.all([check('read_text_file'), check('write_file')]);
    expect([yes.status, JSON.parse(yes.stdout)]).toEqual([
      0,
      expect.objectContaining({ allowed: true, line: 6, file: list, inForce: true }),
    ]);
    expect([no.status, JSON.parse(no.stdout)]).toEqual([
      3,
      expect.objectContaining({
        allowed: false,
        code: 'ACL_DENIED',
        line: 7,
        rule: `peers.${did}.deny_tools "write_*"`,
      }),
    ]);

    // A bad list changes nothing, and is told; a good one that replaces it is in force for the next call.
    const told = (text: string) =>
      vi.waitFor(() => expect(lender.terminal.stderr).toContain(text), { timeout: PATIENCE_MS, interval: 20 });
    await writeFile(list, 'default_allow: oh yes\n');
    await told('permissions.yaml:1:16: default_allow is neither true nor false');
    expect(lender.terminal.stderr).toContain('the list from before stays in force');
    expect(await tools()).toHaveLength(4);
    await writeFile(terminals.path('new'), whole(did, ', "get_file_info"'));
    await rename(terminals.path('new'), list);
    await vi.waitFor(async () => expect(await tools()).toHaveLength(5), { timeout: PATIENCE_MS, interval: 20 });
    expect(await read('get_file_info')).toHaveProperty('content');

    // So many calls a minute: two were made, four are allowed.
    if (process.env['TALOS_SLOW'] !== '1') {
      for (let n = 0; n < 2; n++) await read('read_text_file');
      await expect(read('read_text_file')).rejects.toThrow(refused('RATE_LIMITED'));
      await client.close();
      await lender.terminal.end('SIGTERM');
    } else {
      await client.close();
      await killedOwnerCounts(lender, command, note);
    }
    const events = (await terminals.ledger('owner', '--type', 'acl')).map(
      ({ entry }) => (entry as { event?: string }).event,
    );
    expect(events.slice(0, 3)).toEqual(['loaded', 'refused', 'loaded']);
  });

  it('that is bad serves nobody: E_CONFIG with file, line and column, and no tool is started', async () => {
    const list = terminals.path('bad.yaml');
    await writeFile(list, 'peers:\n  bob:\n    allow_tool: ["*"]\n');
    const marker = terminals.path('started');
    const { status, stderr } = await terminals.run(
      'bad',
      'mcp-serve',
      '--allow',
      '*',
      '--acl',
      list,
      '--',
      'touch',
      marker,
    );
    expect(status).toBe(2);
    expect(stderr).toContain(`${list}:3:5: peers.bob has the unknown key "allow_tool"`);
    await expect(writeFile(marker, '', { flag: 'wx' })).resolves.toBeUndefined();
  });
});
