import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { OWN_DID, PEER_DID } from './fake-agent.ts';
import { World } from './fake-io.ts';

let world: World;
beforeEach(() => {
  world = new World();
});

const errorOf = (text: string) => (JSON.parse(text) as { error: { code: string; message: string } }).error;

describe('talos capabilities', () => {
  const ID = '1'.padStart(64, 'a');
  const grant = (...more: string[]) =>
    world.run('capabilities', 'grant', '--subject', PEER_DID, '--tool', 'read_file(path under /data)', ...more);

  it('grant prints the token, or the whole with --json', async () => {
    expect(await grant('--expires', '1h')).toBe(0);
    expect(world.out).toBe('a.b.c\n');
    expect(world.agents.agent.asked.at(-1)).toEqual({
      method: 'grant',
      params: { subject: PEER_DID, tools: ['read_file(path under /data)'], expiresInS: 3600 },
    });
    world.out = '';
    expect(await grant('--tool', 'list', '--service', 'files', '--json')).toBe(0);
    expect(world.json).toMatchObject({
      capability: { service: 'files', expiresAt: world.now + 86_400_000 },
      token: 'a.b.c',
    });
  });

  it('grant says which tool a service that is lent now has not, and grants all the same', async () => {
    await world.agents.agent.serve({ service: 'files' } as never);
    expect(await grant('--tool', 'raed_file')).toBe(0);
    expect(world.notesText).toContain('files lends no tool raed_file now');
    expect(world.notesText).not.toContain('no tool read_file');
    world.notes.length = 0;
    expect(await grant('--service', 'other')).toBe(0);
    expect(world.notesText).not.toContain('lends no tool');
  });

  it('grant of a scope in a folder is a usage error', async () => {
    expect(await grant('--scope', '.')).toBe(2);
    expect(world.notesText).toContain('is a folder, not a file');
  });

  it('grant writes the token to a file, whole, and says the id', async () => {
    expect(await grant('--out', 'token')).toBe(0);
    expect(await readFile(join(world.home, 'token'), 'utf8')).toBe('a.b.c\n');
    expect(world.out).toBe('');
    expect(world.notesText).toContain(ID);
    expect(await readdir(world.home)).toEqual(['token']);
  });

  it('grant fails with a code for a folder that is not there, and leaves no file', async () => {
    expect(await grant('--out', 'no/token', '--json')).toBe(1);
    expect(errorOf(world.out).code).toBe('E_NOT_FOUND');
    expect(await readdir(world.home)).toEqual([]);
  });

  it('grant takes a peer by hex key or peer id as well', async () => {
    const hex = '2e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6';
    expect(await world.run('capabilities', 'grant', '--subject', hex, '--tool', 't')).toBe(0);
    expect(world.agents.agent.granted[0]?.subject).toBe(OWN_DID);
    const peerId = '12D3KooWDNWvYs3iZuj2YR1vY5Cu7AZc7rEdCWnoZyfuS2VQoqFb';
    expect(await world.run('capabilities', 'grant', '--subject', peerId, '--tool', 't')).toBe(0);
    expect(world.agents.agent.granted[1]?.subject).toMatch(/^did:key:z6Mk/);
  });

  it.each([
    ['--subject', 'alice'],
    ['--subject', PEER_DID.slice(0, -1)],
    ['--subject', `${PEER_DID}#key`],
    ['--subject', ''],
    ['--tool', 'read_*'],
    ['--tool', 'read_file('],
    ['--expires', '0s'],
    ['--expires', '401d'],
    ['--expires', '1y'],
    ['--expires', '1.5h'],
  ])('I02: grant refuses %s %s with exit 2 and grants nothing', async (option, value) => {
    expect(await grant(option, value)).toBe(2);
    expect(world.agents.agent.granted).toEqual([]);
  });

  it('I02: grant refuses a prefix that fits two known peers with E_AMBIGUOUS, listing them', async () => {
    await grant();
    const other = OWN_DID.replace('haXg', 'haXh');
    for (const subject of [other, PEER_DID]) await world.agents.agent.grant({ subject, tools: [], expiresInS: 1 });
    world.out = '';
    expect(await grant('--subject', 'did:key:z6Mk', '--json')).toBe(2);
    expect(errorOf(world.out).code).toBe('E_AMBIGUOUS');
    expect(errorOf(world.out).message).toContain(PEER_DID);
  });

  it('list and show what there is', async () => {
    await grant();
    world.out = '';
    expect(await world.run('capabilities', 'list', '--json')).toBe(0);
    expect(world.json).toMatchObject({ capabilities: [{ id: ID, subject: PEER_DID, revoked: false }] });
    world.out = '';
    expect(await world.run('capabilities', 'list')).toBe(0);
    expect(world.out).toContain(PEER_DID);
    world.out = '';
    expect(await world.run('capabilities', 'show', ID.slice(0, 8), '--json')).toBe(0);
    expect(world.json).toMatchObject({ id: ID, token: 'a.b.c', scope: { service: 'default' } });
    world.out = '';
    expect(await world.run('capabilities', 'show', ID)).toBe(0);
    expect(world.out).toContain('allows');
  });

  it('list is an empty list where there is none', async () => {
    expect(await world.run('capabilities', 'list', '--json')).toBe(0);
    expect(world.json).toEqual({ capabilities: [] });
  });

  it('L03: list shows hostile text escaped', async () => {
    await world.agents.agent.grant({ subject: PEER_DID, tools: ['x\u001b]0;title\u0007\u202e'], expiresInS: 60 });
    expect(await world.run('capabilities', 'list')).toBe(0);
    expect(world.out).toContain('x\\u{1b}]0;title\\u{7}\\u{202e}');
    world.out = '';
    expect(await world.run('capabilities', 'list', '--json')).toBe(0);
    expect(world.out).not.toContain('\u202e');
    expect(world.json).toMatchObject({ capabilities: [{ tools: ['x\u001b]0;title\u0007\u202e'] }] });
  });

  it('revoke takes one back, with a reason', async () => {
    expect(await world.run('capabilities', 'revoke', ID, '--reason', 'over', '--json')).toBe(0);
    expect(world.json).toMatchObject({ id: ID });
    expect(world.agents.agent.asked).toEqual([{ method: 'revoke', params: { id: ID, reason: 'over' } }]);
  });

  it('revoke takes back all that was delegated, of a holder or of an issuer, and says who knows', async () => {
    world.agents.agent.told = [
      { did: PEER_DID, told: false },
      { did: PEER_DID, told: true },
    ];
    const reason = ['--reason', 'over'] as const;
    expect(await world.run('capabilities', 'revoke', ID, '--chain', ...reason)).toBe(0);
    expect(world.out).toBe(`revoked all delegated from ${ID}\nnot yet known to ${PEER_DID}\nknown to ${PEER_DID}\n`);
    expect(world.notesText).toContain('until the two are connected');
    expect(await world.run('capabilities', 'revoke', '--subject', PEER_DID, ...reason)).toBe(0);
    expect(
      await world.run('capabilities', 'revoke', '--issuer', PEER_DID, '--before', '1700000000000', ...reason),
    ).toBe(0);
    expect(world.agents.agent.asked.map(({ params }) => params)).toEqual([
      { id: ID, chain: true, reason: 'over' },
      { subject: PEER_DID, reason: 'over' },
      { issuer: PEER_DID, beforeMs: 1_700_000_000_000, reason: 'over' },
    ]);
  });

  it.each([
    [[]],
    [[ID, '--subject', PEER_DID]],
    [['--subject', PEER_DID, '--issuer', PEER_DID]],
    [['--chain', '--subject', PEER_DID]],
    [[ID, '--before', '5']],
    [['--subject', 'somebody']],
    [['--issuer', PEER_DID, '--before', 'yesterday']],
  ])('revoke refuses %j with exit 2', async (args) => {
    expect(await world.run('capabilities', 'revoke', ...args, '--reason', 'x')).toBe(2);
    expect(world.agents.agent.asked).toEqual([]);
  });

  it('renew says what is new, and exits as what was refused', async () => {
    expect(await world.run('capabilities', 'renew')).toBe(0);
    expect(world.notesText).toContain('no capability can be renewed');
    const { capability } = await world.agents.agent.grant({ subject: PEER_DID, tools: ['x'], expiresInS: 60 });
    world.agents.agent.renewed = [{ id: ID, capability, token: 'a.b.c' }];
    expect(await world.run('capabilities', 'renew', ID)).toBe(0);
    expect(world.out).toContain(`renewed ${capability.id} until`);
    world.agents.agent.renewed = [{ id: ID, refused: 'RENEWAL_REFUSED' }];
    expect(await world.run('capabilities', 'renew', ID)).toBe(3);
    expect(world.out).toContain('RENEWAL_REFUSED');
    expect(await world.run('capabilities', 'renew', 'xyz')).toBe(2);
  });

  it.each([
    ['show', 'abcdefg'],
    ['show', 'ABCDEF01'],
    ['show', 'a'.repeat(65)],
    ['show', 'a'.repeat(7)],
  ])('%s refuses the id %s with exit 2', async (command, id) => {
    expect(await world.run('capabilities', command, id)).toBe(2);
    expect(world.agents.agent.asked).toEqual([]);
  });

  it('revoke refuses a reason of 513 characters and takes one of 512', async () => {
    expect(await world.run('capabilities', 'revoke', ID, '--reason', 'x'.repeat(513))).toBe(2);
    expect(await world.run('capabilities', 'revoke', ID, '--reason', 'x'.repeat(512))).toBe(0);
  });
});

describe('talos audit and proof', () => {
  const entry = (n: number) => ({
    id: n.toString(16).padStart(64, 'b'),
    seq: n,
    timeMs: 1_700_000_000_000 + n,
    type: 'call',
    peer: PEER_DID,
    summary: 'call read_\u202efile',
    entry: '{"n":1.0,"v":1}',
  });

  it('log passes its filters on, in any form of time', async () => {
    expect(
      await world.run(
        'audit',
        'log',
        '--last',
        '5',
        '--peer',
        PEER_DID,
        '--type',
        'call',
        '--from',
        '2023-11-14',
        '--to',
        '99',
      ),
    ).toBe(0);
    expect(world.agents.agent.asked[0]?.params).toEqual({
      last: 5,
      peer: PEER_DID,
      type: 'call',
      fromMs: Date.UTC(2023, 10, 14),
      toMs: 99,
    });
  });

  it('log prints one object a line with --json, each with the entry as it was written', async () => {
    world.agents.agent.entries = [entry(1), entry(2)];
    expect(await world.run('audit', 'log', '--json')).toBe(0);
    const lines = world.out.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual([1, 2]);
    expect(lines[0]).toContain('"entry":{"n":1.0,"v":1}');
    expect(world.out).not.toContain('\u202e');
  });

  it('log prints a table for people, escaped', async () => {
    world.agents.agent.entries = [entry(1)];
    expect(await world.run('audit', 'log')).toBe(0);
    expect(world.out).toContain('2023-11-14T22:13:20Z');
    expect(world.out).toContain('read_\\u{202e}file');
  });

  it.each([
    ['--last', '0'],
    ['--last', '10001'],
    ['--last', '-1'],
    ['--last', '1.5'],
    ['--type', 'calls'],
    ['--from', 'yesterday'],
    ['--from', '2023-13-01'],
    ['--to', '1e3'],
    ['--to', ''],
  ])('log refuses %s %j with exit 2', async (option, value) => {
    expect(await world.run('audit', 'log', option, value)).toBe(2);
    expect(world.agents.agent.asked).toEqual([]);
  });

  it('show prints one entry', async () => {
    world.agents.agent.entries = [entry(1)];
    expect(await world.run('audit', 'show', entry(1).id, '--json')).toBe(0);
    expect(world.json).toMatchObject({ seq: 1, entry: { v: 1 } });
    expect(await world.run('audit', 'show', 'c'.repeat(64))).toBe(1);
  });

  it('verify exits 0 for a whole ledger and 4 for any other, with each problem', async () => {
    expect(await world.run('audit', 'verify')).toBe(0);
    expect(world.out).toContain('valid');
    world.agents.agent.report = {
      valid: false,
      entries: 3,
      blocks: 1,
      archived: 0,
      checkpoint: '',
      problems: [{ code: 'CRYPTO_INVALID', message: 'block 1' }],
    };
    world.out = '';
    expect(await world.run('audit', 'verify')).toBe(4);
    expect(world.out).toContain('CRYPTO_INVALID: block 1');
    world.out = '';
    expect(await world.run('audit', 'verify', '--json')).toBe(4);
    expect(world.json).toMatchObject({ valid: false });
  });

  it('proof export writes to standard output or to a file', async () => {
    expect(await world.run('proof', 'export', 'a'.repeat(64))).toBe(0);
    expect(world.out).toBe('{"kind":"talos-proof","v":1}\n');
    expect(await world.run('proof', 'export', 'a'.repeat(64), '--out', 'proof')).toBe(0);
    expect(await readFile(join(world.home, 'proof'), 'utf8')).toBe('{"kind":"talos-proof","v":1}\n');
  });

  it.each([
    ['no proof', '{"kind":"talos-proof","v":1}\n'],
    ['no JSON', 'x\n'],
    ['nothing', ''],
    ['no text', Uint8Array.of(0xff)],
    ['more than a proof may be', `"${'x'.repeat(1024 * 1024)}"\n`],
  ])('proof verify refuses a file with %s: E_PROOF_INVALID, exit 4, without an identity', async (_what, content) => {
    world.agents.hasIdentity = false;
    await writeFile(join(world.home, 'proof'), content);
    expect(await world.run('proof', 'verify', '--offline', 'proof', '--json')).toBe(4);
    expect(errorOf(world.out).code).toBe('E_PROOF_INVALID');
    world.out = '';
    expect(await world.run('proof', 'show', 'proof', '--json')).toBe(4);
    expect(world.json).toMatchObject({ valid: false, code: 'E_PROOF_INVALID' });
  });

  it('proof verify exits 1 for no file', async () => {
    expect(await world.run('proof', 'verify', '--offline', 'none', '--json')).toBe(1);
    expect(errorOf(world.out).code).toBe('E_NOT_FOUND');
  });
});

describe('talos mcp-call', () => {
  it('prints the result as it came, its number tokens among it', async () => {
    world.agents.agent.outcome = { result: '{"content":[],"n":1.0}', entry: 'e'.repeat(64) };
    expect(await world.run('mcp-call', PEER_DID, 'tool', '{"a":1.0}')).toBe(0);
    expect(world.out).toBe('{"content":[],"n":1.0}\n');
    expect(world.agents.agent.asked[0]?.params).toEqual({ peer: PEER_DID, tool: 'tool', arguments: '{"a":1.0}' });
    world.out = '';
    expect(await world.run('mcp-call', 'alias', 'tool', '{}', '--service', 'files', '--json')).toBe(0);
    expect(world.out).toBe(`{"result":{"content":[],"n":1.0},"entry":"${'e'.repeat(64)}"}\n`);
    expect(world.agents.agent.asked[1]?.params).toMatchObject({ peer: 'alias', service: 'files' });
  });

  it('passes its deadline on, that of the setting where none is named; one that is none is exit 2', async () => {
    expect(await world.run('mcp-call', PEER_DID, 'tool', '{}', '--deadline', '2m')).toBe(0);
    expect(world.agents.agent.asked[0]?.params).toMatchObject({ deadlineMs: 120_000 });
    for (const text of ['25h', 'x', '-1s'])
      expect(await world.run('mcp-call', PEER_DID, 'tool', '{}', `--deadline=${text}`)).toBe(2);
    expect(world.agents.agent.asked).toHaveLength(1);
  });

  it('reads the arguments from standard input', async () => {
    world.stdin.push('{"a":');
    world.stdin.push('1}\n');
    world.stdin.end();
    expect(await world.run('mcp-call', PEER_DID, 'tool', '-')).toBe(0);
    expect(world.agents.agent.asked[0]?.params).toMatchObject({ arguments: '{"a":1}\n' });
  });

  it.each(['', 'x', '[]', '1', '{"a":1,"a":2}', '{"a":1}}'])('refuses the arguments %j with exit 2', async (text) => {
    expect(await world.run('mcp-call', PEER_DID, 'tool', text)).toBe(2);
    expect(world.agents.agent.asked).toEqual([]);
  });

  it.each([
    [{ code: -32003, message: 'no', denial: 'SCOPE_MISMATCH' }, 3, 'SCOPE_MISMATCH'],
    [{ code: -32003, message: 'no', denial: 'CONSTRAINT' }, 3, 'CONSTRAINT'],
    [{ code: -32003, message: 'no', denial: 'MALFORMED' }, 4, 'MALFORMED'],
    [{ code: -32003, message: 'no', denial: 'WHATEVER' }, 3, 'E_REFUSED'],
    [{ code: -32004, message: 'down' }, 5, 'E_UNREACHABLE'],
    [{ code: -32005, message: 'unknown' }, 5, 'E_OUTCOME_UNKNOWN'],
    [{ code: -32602, message: 'bad arguments' }, 1, 'E_TOOL_FAILED'],
  ])('exits for the error %j with %i and %s', async (error, status, code) => {
    world.agents.agent.outcome = { error, entry: 'e'.repeat(64) };
    expect(await world.run('mcp-call', PEER_DID, 'tool', '{}', '--json')).toBe(status);
    expect(world.json).toMatchObject({ error: { code, details: { entry: 'e'.repeat(64) } } });
  });

  it('says in words what a server gives as a code alone', async () => {
    const error = { code: -32003, message: 'denied: CONSTRAINT', denial: 'CONSTRAINT' };
    world.agents.agent.outcome = { error, entry: 'e' };
    expect(await world.run('mcp-call', PEER_DID, 'tool', '{}', '--json')).toBe(3);
    expect(errorOf(world.out).message).toBe('denied: CONSTRAINT: an argument is outside what the token allows');
  });

  it('exits 1 for a result that says it is an error, and prints it', async () => {
    world.agents.agent.outcome = { result: '{"content":[],"isError":true}', entry: 'e' };
    expect(await world.run('mcp-call', PEER_DID, 'tool', '{}')).toBe(1);
    expect(world.out).toBe('{"content":[],"isError":true}\n');
  });
});
