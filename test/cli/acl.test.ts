import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { OWN_DID, PEER_DID } from './fake-agent.ts';
import { World } from './fake-io.ts';
import { Person } from './in-process.ts';

// The thread that mines is compiled code, which is not here; the same search in this one.
vi.mock('../../src/node/ledger/miner.ts', async () => {
  const { mine } = await import('../fixtures/ledger.ts');
  return { openMiner: () => ({ mine, isRunning: false, [Symbol.asyncDispose]: () => Promise.resolve() }) };
});

let world: World;
beforeEach(() => {
  world = new World();
});

const errorOf = (text: string) =>
  (JSON.parse(text) as { error: { code: string; message: string; hint: string } }).error;

describe('talos acl check', () => {
  it('asks the agent, and says rule, line, limits, and that the capability must allow it too', async () => {
    world.agents.agent.acl.answer = {
      ...world.agents.agent.acl.answer,
      limits: { requestsPerMinute: 60, dataBytesPerDay: 1000, maxExecutionMs: 30_000 },
    };
    expect(await world.run('acl', 'check', PEER_DID, 'tools/call', 'read_file', '--service', 'files')).toBe(0);
    expect(world.agents.agent.asked.at(-1)).toEqual({
      method: 'acl.check',
      params: { peer: PEER_DID, method: 'tools/call', target: 'read_file', service: 'files' },
    });
    expect(world.out).toBe(
      'allowed by peers.bob.allow_tools "read_*": an allow pattern fits\n' +
        'list    /talos/permissions.yaml:4, in force\n' +
        'limits  60 calls a minute, 1000 bytes a day, 30 s a call\n' +
        'the capability of the peer must allow it too\n',
    );
  });

  it.each([
    ['ACL_DENIED', 3],
    ['SCOPE_MISMATCH', 3],
    ['MALFORMED', 4],
  ])('exits with the status of %s where that is the answer, which it prints as it is', async (code, status) => {
    const { answer } = world.agents.agent.acl;
    world.agents.agent.acl.answer = { ...answer, allowed: false, code };
    expect(await world.run('acl', 'check', PEER_DID, 'tools/call', 'write_file', '--json')).toBe(status);
    expect(world.json).toEqual({ ...answer, allowed: false, code });
  });

  it('escapes what a list and a command line hold', async () => {
    world.agents.agent.acl.answer = { ...world.agents.agent.acl.answer, rule: 'peers.bob.allow_prompts "\u001b[2J"' };
    expect(await world.run('acl', 'check', PEER_DID, 'prompts/get', '\u001b[2J')).toBe(0);
    expect(world.out).not.toContain('\u001b');
  });

  it.each([
    ['no method', [PEER_DID]],
    ['no tool', [PEER_DID, 'tools/call']],
    ['no URI', [PEER_DID, 'resources/read']],
    ['more', [PEER_DID, 'tools/call', 'a', 'b']],
  ])('refuses %s with exit 2 and asks nobody', async (_what, args) => {
    expect(await world.run('acl', 'check', ...args)).toBe(2);
    expect(world.agents.agent.asked).toEqual([]);
  });
});

const LIST = (did: string): string =>
  `peers:\n  ${did}:\n    allow_tools: ["read_*"]\n  carol:\n    allow_tools: ["*"]\n`;

describe('talos acl lint', () => {
  it('says where a running service still obeys the list from before', async () => {
    const file = join(world.home, 'list.yaml');
    await writeFile(file, 'default_allow: perhaps\n');
    const { acl } = world.agents.agent;
    acl.all = [{ file, services: ['files'], digest: 'ab'.repeat(32), problem: 'bad' }];
    world.agents.isRunning = true;
    expect(await world.run('acl', 'lint', 'list.yaml')).toBe(2);
    expect(world.notesText).toContain('files: the list from before is in force');
    acl.all = [{ file, services: ['files'], digest: 'ab'.repeat(32), problem: '' }];
    world.notes.length = 0;
    expect(await world.run('acl', 'lint', 'list.yaml')).toBe(2);
    expect(world.notesText).not.toContain('from before');
  });
});

describe('with an agent of its own', () => {
  it('check and lint read permissions.yaml of the data directory, know aliases, and take no prefix', async () => {
    const person = await Person.named('owner');
    const file = join(person.home, 'talos', 'permissions.yaml');
    const check = (peer: string, ...more: string[]) =>
      person.run(['acl', 'check', '--json', peer, 'tools/call', 'read_x', ...more]);
    expect((await check(PEER_DID)).code).toBe('E_NOT_FOUND');
    expect((await person.run(['acl', 'lint', '--json'])).code).toBe('E_NOT_FOUND');
    await writeFile(file, LIST(PEER_DID));
    const found = await check(PEER_DID);
    expect([found.status, JSON.parse(found.out)]).toEqual([
      0,
      expect.objectContaining({
        allowed: true,
        line: 3,
        file,
        inForce: false,
        rule: `peers.${PEER_DID}.allow_tools "read_*"`,
      }),
    ]);
    expect((await check(OWN_DID)).status).toBe(3);
    // I02: a whole alias, or nobody.
    expect((await check('carol')).code).toBe('E_NOT_FOUND');
    await person.run(['contacts', 'add', 'carol', OWN_DID]);
    await person.run(['contacts', 'add', 'carl', PEER_DID]);
    expect(JSON.parse((await check('carol')).out)).toMatchObject({ allowed: true, peer: OWN_DID, alias: 'carol' });
    expect((await check('caro')).code).toBe('E_NOT_FOUND');
    expect((await check('car')).code).toBe('E_AMBIGUOUS');
    const linted = await person.run(['acl', 'lint', '--json']);
    expect([linted.status, JSON.parse(linted.out)]).toEqual([0, { file, valid: true, findings: [] }]);
    await writeFile(file, `${LIST(PEER_DID)}  caro: {allow_tools: [a]}\ndefault_allow: true\n`);
    const remarks = await person.run(['acl', 'lint']);
    expect(remarks.status).toBe(0);
    expect(remarks.out).toBe(
      `${file}:6:3: warning: no peer has the alias "caro"; a prefix names nobody: if it is carol, say so in full\n` +
        `${file}:7:16: warning: default_allow is true: whatever no rule is about is allowed, for every peer\n`,
    );
    // An agent that runs answers the same.
    await using owner = await person.owner();
    expect(owner.isOwner).toBe(true);
    expect(JSON.parse((await check('carol')).out)).toMatchObject({ allowed: true, peer: OWN_DID });
    expect((await person.run(['acl', 'lint'])).out).toBe(remarks.out);
  });

  it('lint exits 2 for a list that is refused, with each fault at its place, without an identity too', async () => {
    const person = await Person.named('owner');
    const file = person.file('list.yaml');
    const lint = (...more: string[]) => person.run(['acl', 'lint', file, '--data-dir', person.file('none'), ...more]);
    await writeFile(file, 'default_allow: 1\npeers:\n  bob:\n    enabled: no\n');
    const bad = await lint('--json');
    expect([bad.status, JSON.parse(bad.out)]).toEqual([
      2,
      {
        file,
        valid: false,
        findings: [
          { severity: 'error', line: 1, column: 16, message: 'default_allow is neither true nor false' },
          { severity: 'error', line: 4, column: 14, message: 'peers.bob.enabled is neither true nor false' },
        ],
      },
    ]);
    await writeFile(file, 'default_allow: false\n');
    expect((await lint()).status).toBe(0);
    await chmod(file, 0o666);
    expect((await lint()).out).toBe(`${file}: error: ${file} may be written by others\n`);
    await chmod(file, 0o644);
    const check = (peer: string, ...more: string[]) =>
      person.run(['acl', 'check', peer, 'tools/call', 'a', '--json', '--data-dir', person.file('none'), ...more]);
    expect(JSON.parse((await check('bob', '--acl', file)).out)).toMatchObject({
      allowed: false,
      code: 'ACL_DENIED',
      alias: 'bob',
    });
    expect((await check('bob')).code).toBe('E_USAGE');
    await writeFile(file, 'default_allow: 1\n');
    expect((await check('bob', '--acl', file)).code).toBe('E_CONFIG');
    expect(errorOf((await check('bob', '--acl', 'nothing')).out)).toMatchObject({ code: 'E_NOT_FOUND' });
  });
});
