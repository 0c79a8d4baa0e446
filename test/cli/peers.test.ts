import { describe, expect, it } from 'vitest';
import { TalosError } from '../../src/base/errors.ts';
import { PEER_DID } from './fake-agent.ts';
import { SERVER } from './fake-servers.ts';
import { somewhere, WHERE } from './where.ts';

const errorOf = (text: string) => (JSON.parse(text) as { error: { code: string } }).error.code;
const OTHER_DID = 'did:key:z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw';
const listed = (did: string, name: string, connected: boolean) => ({ did, name, seenMs: 1_700_000_000_000, connected });

describe.each(WHERE)('talos peers --server %s', (where) => {
  const at = somewhere(where);
  const { run } = at;

  it('lists the agents of a registry, by the names that they have here, and escapes those that they give themselves', async () => {
    at.fake.contacts.all.push({ did: PEER_DID, alias: 'bob', addresses: [], verified: false });
    const peers = [listed(PEER_DID, 'Bob', true), listed(OTHER_DID, 'a\u001b[2J\u202e"', false)];
    at.fake.servers.listed = { server: SERVER.did, peers, more: true };
    expect(await run('peers', '--server', '127.0.0.1:8765')).toBe(0);
    expect(at.world.out).toMatch(new RegExp(`^bob +${PEER_DID} +connected +calls itself "Bob"$`, 'm'));
    const line = `^- +${OTHER_DID} +last seen 2023-11-14T22:13:20Z +calls itself "a\\\\u\\{1b\\}\\[2J\\\\u\\{202e\\}""$`;
    expect(at.world.out).toMatch(new RegExp(line, 'm'));
    expect(at.world.notesText).toContain('there are more');
    at.world.out = '';
    expect(await run('peers', '--server', '127.0.0.1:8765', '--limit', '2', '--json')).toBe(0);
    expect(at.world.json).toEqual({
      server: SERVER.did,
      peers: [
        { id: PEER_DID, alias: 'bob', ...peers[0] },
        { id: OTHER_DID, alias: '', ...peers[1] },
      ],
      more: true,
    });
    const address = '/ip4/127.0.0.1/tcp/8765';
    expect(at.asked('servers.peers')).toEqual([
      { address, limit: 100 },
      { address, limit: 2 },
    ]);
  });

  it('without a server lists whom this agent knows, at most as many as asked for', async () => {
    for (const did of [PEER_DID, OTHER_DID])
      at.fake.contacts.all.push({ did, alias: '', addresses: [], verified: false });
    expect(await run('peers', '--limit', '1', '--json')).toBe(0);
    expect(at.world.json).toMatchObject({ peers: [{ id: PEER_DID }] });
    expect(at.asked('servers.peers')).toEqual([]);
  });

  it('says who is to blame: E_UNREACHABLE, exit 5; E_RATE_LIMITED, exit 3', async () => {
    for (const [code, status] of [
      ['E_UNREACHABLE', 5],
      ['E_RATE_LIMITED', 3],
    ] as const) {
      at.fake.servers.peers = () => Promise.reject(new TalosError(code, 'no'));
      at.world.out = '';
      expect(await run('peers', '--server', 'example', '--json')).toBe(status);
      expect(errorOf(at.world.out)).toBe(code);
    }
  });

  it.each([
    [['--limit', '0']],
    [['--limit', '10001']],
    [['--limit', 'x', '--server', 'example']],
    [['--server', 'http://example']],
    [['--server', '']],
    [['somebody']],
  ])('E_USAGE for %j, and nobody is asked', async (args) => {
    expect(await run('peers', '--json', ...args)).toBe(2);
    expect(errorOf(at.world.out)).toBe('E_USAGE');
    expect(at.asked('servers.peers')).toEqual([]);
  });
});
