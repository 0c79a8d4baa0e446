/** The commands about capabilities that are passed on, with an agent that only notes what it is asked. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { chainText } from '../../src/capability/chain.ts';
import { RevocationSet } from '../../src/capability/revocations.ts';
import { child, root } from '../unit/capability/chain-world.ts';
import { holder, party, server } from '../unit/capability/world.ts';
import { OWN_DID, PEER_DID } from './fake-agent.ts';
import { World } from './fake-io.ts';

let world: World;
beforeEach(() => {
  world = new World();
});

const chain = (): string => chainText([root(), child(root())]);
const worker = (): string => party(11).did;
const errorOf = (text: string) => (JSON.parse(text) as { error: { code: string } }).error.code;
const asked = () => world.agents.agent.asked.filter(({ method }) => method !== 'status' && method !== 'whoami');
const file = (name: string): string => join(world.home, name);

describe('talos capabilities delegate', () => {
  const delegate = (from: string, ...more: string[]) =>
    world.run(
      'capabilities',
      'delegate',
      from,
      '--subject',
      PEER_DID,
      '--tool',
      'read_file(path under /data)',
      ...more,
    );

  it('passes on what an id names, and prints the chain', async () => {
    expect(await delegate('a'.repeat(64), '--expires', '1m', '--depth', '2', '--json')).toBe(0);
    expect(world.json).toMatchObject({ capability: { direction: 'delegated' }, token: 'a.b.c~d.e.f' });
    const tools = ['read_file(path under /data)'];
    expect(asked()[0]).toEqual({
      method: 'delegate',
      params: { capability: 'a'.repeat(64), subject: PEER_DID, tools, expiresInS: 60, depth: 2 },
    });
  });

  it('without a tool passes on all that it grants, on the terms that are named', async () => {
    const passed = () => asked().filter(({ method }) => method === 'delegate');
    const all = (...more: string[]) =>
      world.run('capabilities', 'delegate', 'a'.repeat(64), '--subject', PEER_DID, ...more);
    expect(await all('--calls', '5', '--read-only', '--expires', '1m')).toBe(0);
    expect(passed()[0]?.params).toEqual({
      capability: 'a'.repeat(64),
      subject: PEER_DID,
      expiresInS: 60,
      terms: '{"read_only":true,"limits":{"calls":5}}',
    });
    expect(await all()).toBe(0);
    expect(passed()[1]?.params).toEqual({ capability: 'a'.repeat(64), subject: PEER_DID });
    await writeFile(file('scope'), JSON.stringify({ prompts: [{ exact: 'p' }] }));
    expect(await all('--scope', 'scope')).toBe(0);
    expect(passed()[2]?.params).toMatchObject({ tools: [], terms: '{"prompts":[{"exact":"p"}]}' });
    expect(await all('--tool', 'read_file calls 3', '--tool', 'list')).toBe(0);
    expect(passed()[3]?.params).toMatchObject({ tools: ['read_file calls 3', 'list'] });
    for (const wrong of [
      ['--calls', '0'],
      ['--scope', 'none'],
      ['--tool', 'f calls 0'],
      ['--tool', 'f', '--tool', 'f'],
    ])
      expect(await all(...wrong), wrong.join(' ')).not.toBe(0);
    expect(passed()).toHaveLength(4);
  });

  it.each([
    ['the chain alone', () => `${chain()}\n`],
    ['what --json prints', () => JSON.stringify({ capability: {}, token: chain() })],
    ['a token a line', () => chain().replace('~', '\n')],
  ])('takes a file that holds %s, and writes one', async (_, content) => {
    await writeFile(file('chain'), content());
    expect(await delegate('chain', '--out', 'next')).toBe(0);
    expect(asked()[0]?.params).toMatchObject({ capability: chain() });
    expect(await readFile(file('next'), 'utf8')).toBe('a.b.c~d.e.f\n');
  });

  it.each([
    ['--depth', '4'],
    ['--depth', '-1'],
    ['--depth', 'x'],
    ['--expires', '0s'],
    ['--expires', '401d'],
    ['--tool', 'read_*'],
    ['--subject', 'alice'],
    ['--subject', PEER_DID.slice(0, -1)],
    ['--subject', 'did:key:z6Mk'],
  ])('I02: refuses %s %s with exit 2, and passes nothing on', async (option, value) => {
    expect(await delegate('a'.repeat(64), option, value)).toBe(2);
    expect(asked().filter(({ method }) => method === 'delegate')).toEqual([]);
  });

  it.each(['', '{"a":1}', '{', 'x.y.z', 'A'.repeat(40), '~', '~~~~~~~~~'])(
    'refuses a file that holds %j: MALFORMED, exit 4',
    async (content) => {
      await writeFile(file('chain'), content);
      expect(await delegate('chain', '--json')).toBe(4);
      expect(errorOf(world.out)).toBe('MALFORMED');
      expect(asked()).toEqual([]);
    },
  );

  it('grant takes the depth, and another serving agent', async () => {
    const grant = (...more: string[]) =>
      world.run('capabilities', 'grant', '--subject', PEER_DID, '--tool', 't', ...more);
    expect(await grant('--depth', '1', '--audience', PEER_DID)).toBe(0);
    expect(asked()[0]?.params).toMatchObject({ depth: 1, audience: PEER_DID });
    expect(await grant('--depth', '4')).toBe(2);
    expect(await grant('--audience', 'office')).toBe(2);
  });
});

describe('a capability that is presented', () => {
  it('mcp-call hands over the chain, and refuses what is none', async () => {
    await writeFile(file('chain'), chain());
    expect(await world.run('mcp-call', PEER_DID, 't', '{}', '--capability', 'chain')).toBe(0);
    expect(asked()[0]).toMatchObject({ method: 'call', params: { peer: PEER_DID, capability: chain() } });
    await writeFile(file('chain'), chain().slice(0, -9));
    expect(await world.run('mcp-call', PEER_DID, 't', '{}', '--capability', 'chain', '--json')).toBe(4);
    expect(await world.run('mcp-call', PEER_DID, 't', '-', '--capability', '-')).toBe(2);
    expect(await world.run('mcp-call', PEER_DID, 't', '{}', '--capability', 'no/such')).toBe(1);
    expect(asked()).toHaveLength(1);
  });

  it('mcp-serve names its roots in full', async () => {
    expect(await world.run('mcp-serve', '--allow', '*', '--root', 'office', '--', 'x')).toBe(2);
    expect(world.agents.agent.services).toEqual([]);
    world.agents.agent.failure = new Error('far enough');
    await world.run('mcp-serve', '--allow', '*', '--root', PEER_DID, '--root', 'self', '--', 'x');
    expect(asked().at(-1)).toMatchObject({ method: 'serve', params: { roots: [PEER_DID, OWN_DID] } });
  });
});

describe('talos capabilities show and verify of a chain', () => {
  it('show tells of each link, and of nothing that is not signed', async () => {
    expect(await world.run('capabilities', 'show', chain())).toBe(0);
    expect(world.out).toContain(`granted by ${server().did} to ${holder().did}`);
    expect(world.out).toContain(`passed on by ${holder().did} to ${worker()}`);
    world.out = '';
    const [first, second = ''] = chain().split('~');
    expect(await world.run('capabilities', 'show', `${first}~${second.slice(0, -86)}${'A'.repeat(86)}`, '--json')).toBe(
      4,
    );
    expect(errorOf(world.out)).toBe('SIGNATURE_INVALID');
    world.out = '';
    expect(await world.run('capabilities', 'show', second, '--json')).toBe(4);
    expect(errorOf(world.out)).toBe('DELEGATION_INVALID');
  });

  const verify = (text: string, ...more: string[]) =>
    world.run('capabilities', 'verify', text, '--root', server().did, '--json', ...more);
  const call = ['--tool', 'read_file', '--arguments', '{"path":"/data/reports/a"}'];

  it.each<[string, () => string[], number]>([
    ['EXPIRED', () => ['--as', worker(), ...call], 3],
    ['SUBJECT_MISMATCH', () => ['--as', holder().did, ...call], 3],
    ['AUDIENCE_MISMATCH', () => ['--as', worker(), '--audience', PEER_DID, ...call], 3],
  ])('verify says %s', async (code, options, status) => {
    // The tokens are of a time that is long over: what comes before that in the order of the protocol is said instead.
    world.now = 1_900_000_000_000;
    expect([await verify(chain(), ...options()), errorOf(world.out)]).toEqual([status, code]);
  });

  it('verify heeds what lies in the directory of an agent that does not run', async () => {
    world.now = 1_800_000_000_000;
    world.agents.isRunning = false;
    expect(await verify(chain(), '--as', worker(), ...call)).toBe(0);
    expect(world.json).toMatchObject({ revocation: 'not checked' });
    world.out = '';
    const revoked = new RevocationSet();
    world.agents.stored = revoked;
    expect(await verify(chain(), '--as', worker(), ...call)).toBe(0);
    expect(world.json).toMatchObject({ revocation: 'checked' });
    world.out = '';
    revoked.add(server().did, { n: 1, revoked: { kind: 'token', id: root().id } });
    expect(await verify(chain(), '--as', worker(), ...call)).toBe(3);
    expect(errorOf(world.out)).toBe('REVOKED');
  });

  it('verify decides about a resource or a prompt, one thing at a time', async () => {
    world.now = 1_800_000_000_000;
    expect(await verify(chain(), '--as', worker(), ...call)).toBe(0);
    expect(world.json).toMatchObject({ allowed: true, tool: 'read_file', chain: [root().id, child(root()).id] });
    world.out = '';
    expect(await verify(chain(), '--as', worker(), '--resource', 'file:///data/a')).toBe(3);
    expect(errorOf(world.out)).toBe('SCOPE_MISMATCH');
    expect(await verify(chain(), '--as', worker(), '--prompt', 'p')).toBe(3);
    expect(await verify(chain(), '--as', worker())).toBe(2);
    expect(await verify(chain(), '--as', worker(), '--prompt', 'p', ...call)).toBe(2);
    world.out = '';
    expect(await verify(chain().replace('~', '~~'), '--as', worker(), ...call)).toBe(4);
    expect(errorOf(world.out)).toBe('MALFORMED');
  });
});
