import { describe, expect, it, vi } from 'vitest';
import { TalosError } from '../../src/base/errors.ts';
import { SERVER } from './fake-servers.ts';
import { somewhere, WHERE } from './where.ts';

const errorOf = (text: string) => (JSON.parse(text) as { error: { code: string; hint: string } }).error;
const [PLACE = ''] = SERVER.addresses;

describe.each(WHERE)('talos register %s', (where) => {
  const at = somewhere(where);
  const { run } = at;
  const asked = (): unknown[] => at.asked('servers.register');

  it('says where, with whom, what is there and until when', async () => {
    expect(await run('register', '--server', '127.0.0.1:8765')).toBe(0);
    expect(at.world.out).toBe(
      `registered at ${PLACE} as known by ${SERVER.did}; with a mailbox; 100 prekey bundles there, until 2023-11-14T22:13:20Z\n`,
    );
  });

  it('is one JSON document with --json', async () => {
    expect(await run('register', '--server', '127.0.0.1:8765', '--json')).toBe(0);
    expect(at.world.json).toEqual({
      registrations: [{ id: SERVER.did, ...SERVER, bundles: 100, expiresAtMs: 1_700_000_000_000 }],
    });
  });

  it('shows no control characters of a server, and that it keeps no mail', async () => {
    const did = 'did:key:\u001b[2J';
    at.fake.servers.register = () =>
      Promise.resolve([
        {
          did,
          addresses: ['/dns/\u202e'],
          mailbox: false,
          name: '',
          offers: [],
          unlisted: false,
          bundles: 1,
          expiresAtMs: 0,
        },
      ]);
    expect(await run('register', '--server', 'example')).toBe(0);
    expect(at.world.out).toContain('registered at /dns/\\u{202e} as known by did:key:\\u{1b}[2J; without a mailbox');
    expect(at.world.out).toContain('1 prekey bundle there');
  });

  it.each([
    ['192.0.2.7', '/ip4/192.0.2.7/tcp/8765'],
    ['192.0.2.7:99', '/ip4/192.0.2.7/tcp/99'],
    ['server.example', '/dns/server.example/tcp/8765'],
    ['server.example:443', '/dns/server.example/tcp/443'],
    ['[2001:db8::7]:443', '/ip6/2001:db8::7/tcp/443'],
    ['[2001:db8::7]', '/ip6/2001:db8::7/tcp/8765'],
    ['/ip4/192.0.2.7/tcp/1/ws', '/ip4/192.0.2.7/tcp/1/ws'],
  ])('reads %s', async (place, address) => {
    expect(await run('register', '--server', place)).toBe(0);
    expect(asked()).toEqual([{ address }]);
  });

  it('goes to the configured server, to the one of the command line before that, and else to all that are known', async () => {
    expect(await run('register')).toBe(0);
    at.world.env['TALOS_SERVER'] = '192.0.2.8';
    expect(await run('register')).toBe(0);
    expect(await run('register', '--server', '192.0.2.9')).toBe(0);
    expect(asked()).toEqual([{}, { address: '/ip4/192.0.2.8/tcp/8765' }, { address: '/ip4/192.0.2.9/tcp/8765' }]);
  });

  it('says how lists are to name it only where that was said', async () => {
    const address = '/dns/example/tcp/8765';
    for (const args of [['--unlisted'], ['--listed'], ['--name', 'Al'], ['--name', '', '--listed']])
      expect(await run('register', '--server', 'example', ...args)).toBe(0);
    expect(asked()).toEqual([
      { address, unlisted: true },
      { address, unlisted: false },
      { address, unlisted: false, name: 'Al' },
      { address, unlisted: false, name: '' },
    ]);
  });

  it.each([
    [['--unlisted', '--listed']],
    [['--unlisted', '--name', 'Al']],
    [['--name', 'a\u001b']],
    [['--name', 'a'.repeat(129)]],
  ])('E_USAGE for %j, and nothing is registered', async (args) => {
    expect(await run('register', '--server', 'example', '--json', ...args)).toBe(2);
    expect(errorOf(at.world.out).code).toBe('E_USAGE');
    expect(asked()).toEqual([]);
  });

  it.each([
    '',
    ' ',
    'a b',
    'http://server.example',
    '192.0.2.7:',
    '192.0.2.7:0',
    '192.0.2.7:99999',
    '2001:db8::7',
    '[192.0.2.7]:1',
    '-',
    'user@server.example',
  ])('E_USAGE: takes "%s" for no server', async (place) => {
    expect(await run('register', '--server', place, '--json')).toBe(2);
    expect(errorOf(at.world.out).code).toBe('E_USAGE');
    expect(asked()).toEqual([]);
  });

  it.each([
    ['E_IDENTITY_CHANGED', 6],
    ['E_IDENTITY_MISMATCH', 4],
    ['E_UNREACHABLE', 5],
    ['E_TIMEOUT', 5],
    ['E_NOT_FOUND', 1],
    ['E_LIMIT', 1],
  ] as const)('ends with %s by its exit status, its hint and its details', async (name, status) => {
    at.fake.failure = new TalosError(name, 'no', { hint: 'do this', details: { pinned: 'a' } });
    expect(await run('register', '--server', '192.0.2.7', '--json')).toBe(status);
    expect(errorOf(at.world.out)).toMatchObject({ code: name, hint: 'do this', details: { pinned: 'a' } });
  });

  it('ends with 130 where it is interrupted, and the request with it', async () => {
    let stopped = false;
    at.fake.servers.register = ((_: object, signal?: AbortSignal) =>
      new Promise((_resolve, reject) =>
        signal?.addEventListener('abort', () => {
          stopped = true;
          reject(signal.reason as Error);
        }),
      )) as typeof at.fake.servers.register;
    const running = run('register', '--server', '192.0.2.7');
    await settledFor(() => at.world.agents.opened.length === 1);
    at.world.end('SIGINT');
    expect(await running).toBe(130);
    await settledFor(() => stopped);
  });

  it('shows servers in the status', async () => {
    expect(await run('register', '--server', '127.0.0.1:8765')).toBe(0);
    at.world.out = '';
    at.world.agents.isRunning = true;
    expect(await at.world.run('status', '--json')).toBe(0);
    expect(at.world.json).toMatchObject({ servers: [SERVER] });
    at.world.out = '';
    expect(await at.world.run('status')).toBe(0);
    expect(at.world.out).toContain(SERVER.did);
  });
});

describe('servers over the local socket', () => {
  const at = somewhere('attached to the process that runs it');
  it('are listed and registered with as the agent says', async () => {
    const { fake: agent } = at;
    await using attached = await at.attach();
    expect(await attached.servers.list()).toEqual([]);
    const made = await attached.servers.register({});
    expect(made).toEqual([{ ...SERVER, bundles: 100, expiresAtMs: 1_700_000_000_000 }]);
    expect(await attached.servers.list()).toEqual([SERVER]);
    expect(agent.asked.map(({ method }) => method)).toEqual(['servers.list', 'servers.register', 'servers.list']);
    agent.failure = new TalosError('E_IDENTITY_CHANGED', 'no', { details: { pinned: 'a', offered: 'b' } });
    await expect(attached.servers.register({ address: PLACE })).rejects.toMatchObject({
      code: 'E_IDENTITY_CHANGED',
      details: { pinned: 'a', offered: 'b' },
    });
    await expect(attached.servers.register({}, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});

const settledFor = (condition: () => boolean): Promise<void> => vi.waitFor(() => expect(condition()).toBe(true));
