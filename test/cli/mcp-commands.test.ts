import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TalosError } from '../../src/base/errors.ts';
import { formatInvitation } from '../../src/capability/invitation.ts';
import { LAST_ANSWERS_MS } from '../../src/cli/mcp-bridge.ts';
import { parseDid } from '../../src/identity/did.ts';
import { FakeAgent, type OpenedTunnel, OWN_DID, PEER_DID } from './fake-agent.ts';
import { openedAgent, World } from './fake-io.ts';

let world: World;
beforeEach(() => {
  world = new World();
});

const INVITATION = formatInvitation({
  server: parseDid(PEER_DID),
  addresses: ['/ip4/127.0.0.1/tcp/7700'],
  id: new Uint8Array(16),
  expiresAtMs: 1_800_000_000_000,
  seed: new Uint8Array(32).fill(7),
  service: 'default',
});

const served = () => world.agents.agent.services[0]?.params;

describe('talos mcp-serve', () => {
  const started = async (...argv: string[]): Promise<{ run: Promise<number> }> => {
    const run = world.run('mcp-serve', ...argv);
    await vi.waitFor(() => expect(world.agents.agent.services).toHaveLength(1));
    await vi.waitFor(() => expect(world.notesText).toContain('lending'));
    return { run };
  };

  it('prints the invitation alone on standard output, and the line for an MCP client on standard error', async () => {
    const { run } = await started(
      '--allow',
      'read_*,list_*',
      '--expires',
      '7d',
      '--',
      'npx',
      '-y',
      'server',
      '~/share',
    );
    world.end('SIGINT');
    expect(await run).toBe(130);
    expect(world.out).toBe('talos:invite:abc\n');
    expect(world.notesText).toContain('"args":["-y","talos-protocol","mcp-connect","talos:invite:abc"]');
    expect(world.notesText).not.toContain('npx talos');
    expect(served()).toMatchObject({
      argv: ['npx', '-y', 'server', '~/share'],
      cwd: world.home,
      allow: 'read_*,list_*',
      service: expect.stringMatching(/^server-[0-9a-f]{8}$/),
      expiresInS: 604_800,
      inviteTtlS: 900,
    });
    expect(served()).not.toHaveProperty('port');
    expect(world.agents.agent.services[0]?.isClosed).toBe(true);
    expect(world.agents.agent.isDisposed).toBe(true);
  });

  it('prints one JSON line with --json', async () => {
    const { run } = await started(
      '--allow',
      '*',
      '--json',
      '--port',
      '0',
      '--host',
      '127.0.0.1',
      '--invite-expires',
      '5m',
      '--',
      'x',
    );
    await vi.waitFor(() => expect(world.out).toContain('\n'));
    world.end('SIGTERM');
    expect(await run).toBe(0);
    expect(world.json).toEqual({
      did: OWN_DID,
      service: expect.stringMatching(/^server-[0-9a-f]{8}$/),
      addresses: ['/ip4/127.0.0.1/tcp/7700'],
      invitation: 'talos:invite:abc',
      tools: ['read_file'],
    });
    expect(served()).toMatchObject({ port: 0, host: '127.0.0.1', inviteTtlS: 300 });
  });

  it('hands secrets over by the names of their files, and pins unless told otherwise', async () => {
    const secrets = ['--secret', 'A=@one', '--secret', 'B=@/two:x_*'];
    const { run } = await started('--allow', '*', ...secrets, '--no-pins', '--', 'x');
    world.end('SIGTERM');
    expect(await run).toBe(0);
    expect(served()).toMatchObject({
      pinned: false,
      secrets: [
        { name: 'A', file: expect.stringMatching(/^\/.*\/one$/) as string },
        { name: 'B', file: '/two', tools: 'x_*' },
      ],
    });
  });

  it('lends every tool to an authorised peer alone, without an invitation; the command needs no shell', async () => {
    const { run } = await started(
      '--authorized-peer',
      PEER_DID,
      '--command',
      'npx -y "the server" \'a b\'',
      '--deny',
      'write_*',
    );
    world.end('SIGTERM');
    expect(await run).toBe(0);
    expect(served()).toMatchObject({
      argv: ['npx', '-y', 'the server', 'a b'],
      authorizedPeer: PEER_DID,
      deny: 'write_*',
    });
    expect(served()).not.toHaveProperty('allow');
    expect(world.out).toBe(`${OWN_DID}\n`);
  });

  it('makes an identity where there is none, and says so on standard error', async () => {
    world.agents.hasIdentity = false;
    const { run } = await started('--allow', '*', '--', 'x');
    world.end('SIGTERM');
    await run;
    expect(world.agents.created).toHaveLength(1);
    expect(world.notes[0]).toContain(OWN_DID);
    expect(world.out).toBe('talos:invite:abc\n');
  });

  it('M16: passes on only what the tool may see of the environment', async () => {
    world.env = {
      PATH: '/bin',
      HOME: '/home',
      LC_ALL: 'C',
      API_KEY: 'canary',
      TALOS_PASSPHRASE_FILE: '/canary',
      LC_x: '1',
      TERM: '() { x; }',
    };
    const { run } = await started('--allow', '*', '--', 'x');
    await vi.waitFor(() => expect(served()).toMatchObject({ env: { PATH: '/bin', HOME: '/home', LC_ALL: 'C' } }));
    expect(Object.keys(served()?.env ?? {}).sort()).toEqual(['HOME', 'LC_ALL', 'PATH']);
    world.end('SIGTERM');
    await run;
  });

  it.each([
    [[], 'neither --allow nor --authorized-peer, no command'],
    [['--', 'x'], 'neither --allow nor --authorized-peer'],
    [['--deny', 'a', '--', 'x'], '--deny alone'],
    [['--allow', '*'], 'no command'],
    [['--allow', '*', '--'], 'no command after --'],
    [['--allow', '*', '--', ''], 'an empty command'],
    [['--allow', '*', '--command', ''], 'an empty --command'],
    [['--allow', '*', '--command', 'x', '--', 'x'], 'two commands'],
    [['--allow', '*', '--port', '65536', '--', 'x'], 'a port'],
    [['--allow', '*', '--port', '-1', '--', 'x'], 'a negative port'],
    [['--allow', '*', '--host', 'a b', '--', 'x'], 'a host'],
    [['--allow', '*', '--expires', '0d', '--', 'x'], 'no life'],
    [['--allow', '*', '--expires', '401d', '--', 'x'], 'too long a life'],
    [['--allow', '*', '--invite-expires', '1', '--', 'x'], 'no unit'],
    [['--allow', '*', '--service', 'a b', '--', 'x'], 'a service with a space'],
    [['--allow', '*', '--service', 'x'.repeat(65), '--', 'x'], 'a service of 65 characters'],
  ])('exits 2 for %j (%s), before an identity is made', async (argv) => {
    world.agents.hasIdentity = false;
    expect(await world.run('mcp-serve', ...argv)).toBe(2);
    expect(world.out).toBe('');
    expect(world.agents.created).toEqual([]);
    expect(world.agents.opened).toEqual([]);
  });

  it.each([
    'x | y',
    'x; touch PWNED',
    'x $(touch PWNED)',
    'x `touch PWNED`',
    'x\ntouch PWNED',
    'x > PWNED',
    'x &',
    '"x',
  ])('M14: refuses the command %j, which only a shell understands', async (command) => {
    expect(await world.run('mcp-serve', '--allow', '*', '--command', command)).toBe(2);
    expect(world.agents.agent.services).toEqual([]);
  });

  it('I02: refuses a peer that is not named in full, even where it fits one known peer', async () => {
    await world.agents.agent.grant({ subject: PEER_DID, tools: [], expiresInS: 1 });
    expect(await world.run('mcp-serve', '--authorized-peer', 'z6MkpTHR', '--json', '--', 'x')).toBe(2);
    expect(world.json).toMatchObject({ error: { code: 'E_USAGE', hint: `if it is ${PEER_DID}, say so` } });
    expect(world.agents.agent.services).toEqual([]);
  });

  it('I02: refuses a prefix that fits two known peers with E_AMBIGUOUS', async () => {
    for (const last of ['H', 'J'])
      await world.agents.agent.grant({ subject: PEER_DID.slice(0, -1) + last, tools: [], expiresInS: 1 });
    expect(await world.run('mcp-serve', '--authorized-peer', 'z6MkpTHR', '--json', '--', 'x')).toBe(2);
    expect(world.json).toMatchObject({ error: { code: 'E_AMBIGUOUS' } });
    expect(world.agents.agent.services).toEqual([]);
  });

  it('ends with the code of what went wrong', async () => {
    const { run } = await started('--allow', '*', '--', 'x');
    world.agents.agent.services[0]?.fail(new TalosError('E_TOOL_FAILED', 'the tool ended'));
    expect(await run).toBe(1);
  });

  it('M11: shows what happens meanwhile escaped', async () => {
    const { run } = await started('--allow', '*', '--', 'x');
    world.agents.agent.services[0]?.notice({ kind: 'denied', message: 'tool \u001b[2J\u202e', peer: PEER_DID });
    world.end('SIGTERM');
    await run;
    expect(world.notesText).toContain(`tool \\u{1b}[2J\\u{202e} (${PEER_DID})`);
  });

  it('serves on when the process that ran the agent dies, without a second invitation', async () => {
    const first = new FakeAgent();
    let die: () => void = () => undefined;
    world.agents.next.push(openedAgent(first, false, new Promise((resolve) => (die = resolve))));
    const run = world.run('mcp-serve', '--allow', '*', '--', 'x');
    await vi.waitFor(() => expect(world.out).toBe('talos:invite:abc\n'));
    die();
    first.services[0]?.fail(new TalosError('E_CLOSED', 'the process of the agent ended'));
    await vi.waitFor(() => expect(world.agents.agent.services).toHaveLength(1));
    expect(served()?.inviteTtlS).toBe(0);
    world.end('SIGTERM');
    expect(await run).toBe(0);
    expect(world.out).toBe('talos:invite:abc\n');
  });
});

describe('talos mcp-connect', () => {
  const say = (line: string): void => world.stdin.push(`${line}\n`);
  const request = (id: number, method = 'tools/call'): string =>
    JSON.stringify({ jsonrpc: '2.0', id, method, params: { name: 't' } });
  const answerTo = (line: string): string =>
    JSON.stringify({ jsonrpc: '2.0', id: (JSON.parse(line) as { id: unknown }).id, result: {} });
  const echo = (tunnel: OpenedTunnel): void => {
    tunnel.onLine = (line) => {
      if ('id' in (JSON.parse(line) as object)) tunnel.answers.push(answerTo(line));
    };
  };
  const lines = (): { id?: unknown; error?: { code: number; data?: unknown } }[] =>
    world.out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { id?: unknown });

  it('is the remote server over standard input and output', async () => {
    world.agents.agent.onTunnel = echo;
    const run = world.run('mcp-connect', PEER_DID, '--service', 'files');
    say(request(1, 'initialize'));
    say(request(2));
    await vi.waitFor(() => expect(lines().map((line) => line.id)).toEqual([1, 2]));
    world.agents.agent.tunnels[0]?.answers.push('{"jsonrpc":"2.0","method":"notifications/x","params":{"n":1.0}}');
    await vi.waitFor(() => expect(world.out).toContain('{"n":1.0}'));
    world.stdin.end();
    expect(await run).toBe(0);
    expect(world.agents.agent.tunnels[0]?.params).toEqual({ target: PEER_DID, service: 'files' });
    expect(world.agents.agent.tunnels[0]?.isClosed).toBe(true);
    expect(world.agents.agent.isDisposed).toBe(true);
  });

  it('M21: exits 0 within 2 s when standard input ends, even where an answer never comes', async () => {
    const run = world.run('mcp-connect', PEER_DID);
    say(request(1));
    await vi.waitFor(() => expect(world.agents.agent.tunnels[0]?.received).toHaveLength(1));
    const start = performance.now();
    world.stdin.end();
    expect(await run).toBe(0);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(world.agents.agent.tunnels[0]?.isClosed).toBe(true);
  });

  it('says at a terminal that it is connected and what it waits for; to a client nothing', async () => {
    world.stdinIsTerminal = true;
    world.stdin.end();
    expect(await world.run('mcp-connect', PEER_DID)).toBe(0);
    expect(world.notesText).toContain('connected to ');
    expect(world.notesText).toContain('ctrl-d ends it');
    expect(world.out).toBe('');
    world.notes.length = 0;
    world.stdinIsTerminal = false;
    expect(await world.run('mcp-connect', PEER_DID)).toBe(0);
    expect(world.notesText).toBe('');
  });

  it('redeems an invitation also for a client that says nothing', async () => {
    world.stdin.end();
    expect(await world.run('mcp-connect', INVITATION)).toBe(0);
    expect(world.agents.agent.tunnels).toHaveLength(1);
    expect(world.agents.agent.tunnels[0]?.isClosed).toBe(true);
  });

  it('E_INVITE_USED: does not pass for done where connecting takes longer than a client that says nothing', async () => {
    let refuse: (error: Error) => void = () => undefined;
    const late = new Promise<never>((_resolve, reject) => {
      refuse = reject;
    });
    const connect = vi.spyOn(world.agents.agent, 'connect').mockReturnValue(late);
    world.stdin.end();
    const run = world.run('mcp-connect', INVITATION, '--json');
    await vi.waitFor(() => expect(connect).toHaveBeenCalled());
    // What is said of an end after LAST_ANSWERS_MS is not true here: nobody was connected yet.
    const ended = await Promise.race([run, sleep(LAST_ANSWERS_MS + 50, 'waits')]);
    refuse(new TalosError('E_INVITE_USED', 'the peer refused the invitation: E_INVITE_USED'));
    expect([ended, await run]).toEqual(['waits', 3]);
  });

  it('waits for the answers that are due when standard input ends', async () => {
    world.agents.agent.onTunnel = (tunnel) => {
      tunnel.onLine = (line) => void setImmediate(() => tunnel.answers.push(answerTo(line)));
    };
    for (let id = 1; id <= 5; id++) say(request(id));
    world.stdin.end();
    expect(await world.run('mcp-connect', PEER_DID)).toBe(0);
    expect(lines().map((line) => line.id)).toEqual([1, 2, 3, 4, 5]);
  });

  it('M23: writes nothing but JSON-RPC to standard output, on a first run with notices and --verbose', async () => {
    world.agents.hasIdentity = false;
    world.agents.agent.onTunnel = echo;
    const run = world.run('mcp-connect', INVITATION, '--debug');
    say(request(1));
    await vi.waitFor(() => expect(lines()).toHaveLength(1));
    world.agents.agent.tunnels[0]?.notice({ kind: 'tunnel', message: 'connected again' });
    world.stdin.end();
    expect(await run).toBe(0);
    expect(lines()).toHaveLength(1);
    expect(world.notesText).toContain(OWN_DID);
    expect(world.notesText).toContain('connected again');
    expect(world.notesText + world.out).not.toContain(INVITATION.slice(20));
  });

  it('makes an identity for an invitation alone, and not for a mistyped one', async () => {
    world.agents.hasIdentity = false;
    world.stdin.end();
    expect(await world.run('mcp-connect', PEER_DID)).toBe(6);
    expect(await world.run('mcp-connect', INVITATION.slice(0, -3))).toBe(4);
    expect(world.agents.created).toEqual([]);
    expect(await world.run('mcp-connect', INVITATION)).toBe(0);
    expect(world.agents.created).toHaveLength(1);
  });

  it('I12: takes the invitation from a file or from the first line of standard input', async () => {
    await writeFile(join(world.home, 'invitation'), `${INVITATION}\n`);
    world.agents.agent.onTunnel = echo;
    say(INVITATION);
    say(request(1));
    world.stdin.end();
    expect(await world.run('mcp-connect', '-')).toBe(0);
    expect(lines().map((line) => line.id)).toEqual([1]);
    expect(await world.run('mcp-connect', '@invitation')).toBe(0);
    expect(world.agents.agent.tunnels.map((tunnel) => tunnel.params.target)).toEqual([INVITATION, INVITATION]);
    expect(await readFile(join(world.home, 'invitation'), 'utf8')).toContain(INVITATION);
  });

  it.each([
    ['an empty file', '@empty', 2],
    ['a file of two words', '@two', 2],
    ['no file', '@none', 1],
    ['nothing on standard input', '-', 2],
    ['an empty target', '', 2],
    ['two words', 'a b', 2],
  ])('refuses %s', async (_what, target, status) => {
    await writeFile(join(world.home, 'empty'), '\n');
    await writeFile(join(world.home, 'two'), 'a b');
    world.stdin.end();
    expect(await world.run('mcp-connect', target)).toBe(status);
    expect(world.agents.agent.tunnels).toEqual([]);
    expect(world.out).toBe('');
  });

  it.each(['E_UNREACHABLE', 'E_INVITE_USED', 'E_INVITE_EXPIRED', 'REVOKED'] as const)(
    'exits with the code where the server cannot be reached: %s',
    async (code) => {
      world.agents.agent.failure = new TalosError(code, 'no');
      expect(await world.run('mcp-connect', PEER_DID)).toBe(code === 'E_UNREACHABLE' ? 5 : 3);
      expect(world.out).toBe('');
      expect(world.agents.agent.isDisposed).toBe(true);
    },
  );

  it('M07: answers an overlong message with its id, one that is no UTF-8 without, and goes on', async () => {
    world.agents.agent.onTunnel = echo;
    const run = world.run('mcp-connect', PEER_DID);
    say(`{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"x":"${'x'.repeat(8 * 1024 * 1024)}"}}`);
    say(request(8));
    await vi.waitFor(
      () =>
        expect(lines().map((line) => [line.id, line.error?.code])).toEqual([
          [7, -32600],
          [8, undefined],
        ]),
      5000,
    );
    world.stdin.end();
    expect(await run).toBe(0);
    expect(world.agents.agent.tunnels[0]?.received).toHaveLength(1);
  });

  it('opens again when the process that ran the agent dies: initialises as the client did, replays no call', async () => {
    const first = new FakeAgent();
    let die: () => void = () => undefined;
    world.agents.next.push(openedAgent(first, false, new Promise((resolve) => (die = resolve))));
    const run = world.run('mcp-connect', PEER_DID);
    say(request(1, 'initialize'));
    await vi.waitFor(() => expect(first.tunnels[0]?.received).toHaveLength(1));
    first.tunnels[0]?.answers.push(answerTo(request(1)));
    say('{"jsonrpc":"2.0","method":"notifications/initialized"}');
    say(request(2));
    say(request(3, 'tools/list'));
    await vi.waitFor(() => expect(first.tunnels[0]?.received).toHaveLength(4));
    world.agents.agent.onTunnel = echo;
    die();
    first.tunnels[0]?.fail(new TalosError('E_CLOSED', 'the process of the agent ended'));
    say(request(4));
    await vi.waitFor(() => expect(lines().map((line) => line.id)).toEqual([1, 2, 3, 4]));
    expect(lines().map((line) => line.error?.code)).toEqual([undefined, -32005, -32004, undefined]);
    const [initialize, initialized, call, ...rest] = world.agents.agent.tunnels[0]?.received ?? [];
    expect(JSON.parse(initialize ?? '')).toMatchObject({ id: 'talos-reopened-1', method: 'initialize' });
    expect(JSON.parse(initialized ?? '')).toMatchObject({ method: 'notifications/initialized' });
    expect(JSON.parse(call ?? '')).toMatchObject({ id: 4 });
    expect(rest).toEqual([]);
    world.stdin.end();
    expect(await run).toBe(0);
  });

  it('L02: exits 141 when its client stops reading', async () => {
    world.agents.agent.onTunnel = echo;
    world.pipeHolds = 1;
    const run = world.run('mcp-connect', PEER_DID);
    say(request(1));
    say(request(2));
    expect(await run).toBe(141);
    expect(world.agents.agent.tunnels[0]?.isClosed).toBe(true);
  });

  it('M22: ends on SIGTERM with 0 and on SIGINT with 130, and closes the tunnel', async () => {
    for (const [signal, status] of [
      ['SIGTERM', 0],
      ['SIGINT', 130],
    ] as const) {
      world = new World();
      const run = world.run('mcp-connect', PEER_DID);
      await vi.waitFor(() => expect(world.agents.agent.tunnels).toHaveLength(1));
      world.end(signal);
      expect(await run).toBe(status);
      expect(world.agents.agent.tunnels[0]?.isClosed).toBe(true);
      expect(world.out).toBe('');
    }
  });

  it('ends with the code where the tunnel ends for good', async () => {
    const run = world.run('mcp-connect', PEER_DID);
    await vi.waitFor(() => expect(world.agents.agent.tunnels).toHaveLength(1));
    world.agents.agent.tunnels[0]?.fail(new TalosError('E_STORAGE_FULL', 'no room'));
    expect(await run).toBe(1);
  });
});
