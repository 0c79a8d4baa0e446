import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TalosError } from '../../src/base/errors.ts';
import type { OpenedAgent } from '../../src/node/attach.ts';
import { attachLocal } from '../../src/node/local-client.ts';
import { type LocalServer, serveLocal } from '../../src/node/local-socket.ts';
import type { FakeAgent } from './fake-agent.ts';
import { CHAIN } from './fake-chains.ts';
import { World } from './fake-io.ts';

const errorOf = (text: string) => (JSON.parse(text) as { error: { code: string; details: object } }).error;
const PEER = 'did:key:z6MkvLNHkx6DnjyULdU4SDC267KGu4ocLf61wwVd4gr2CkaA';

describe.each(['in this process', 'attached to the process that runs it'])(
  'talos audit share and chain %s',
  (where) => {
    let world: World;
    let fake: FakeAgent;
    let folder: string;
    let server: LocalServer;

    beforeEach(async () => {
      world = new World();
      fake = world.agents.agent;
      folder = await mkdtemp(join(tmpdir(), 'talos-chains-'));
      server = await serveLocal(fake, join(folder, 'agent.sock'));
    });
    afterEach(async () => {
      await server[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    });

    async function run(...argv: string[]): Promise<number> {
      if (where !== 'in this process') {
        const agent = await attachLocal(join(folder, 'agent.sock'));
        if (agent === undefined) throw new Error('nobody listens');
        const close = async (): Promise<void> => agent[Symbol.asyncDispose]();
        const attached: OpenedAgent = { api: agent, isOwner: false, gone: agent.gone, [Symbol.asyncDispose]: close };
        world.agents.next.push(attached);
      }
      return world.run(...argv);
    }
    const asked = (method: string): unknown[] =>
      fake.asked.filter((each) => each.method === method).map(({ params }) => params);

    it('share add lets a peer that is named in full read blocks, or headers alone', async () => {
      expect(await run('audit', 'share', 'add', PEER)).toBe(0);
      expect(await run('audit', 'share', 'add', PEER, '--headers', '--json')).toBe(0);
      expect(asked('chains.share')).toEqual([
        { peer: PEER, share: 'blocks' },
        { peer: PEER, share: 'headers' },
      ]);
      expect(world.out).toContain(`${PEER} may read the blocks of this ledger, and of those kept here\n`);
      expect(world.out).toContain(`{"share":{"id":"${PEER}","peer":"${PEER}","share":"headers","alias":""}}`);
    });

    it.each(['alice', PEER.slice(0, 20), ''])(
      'share add is refused "%s": what gives rights is named in full',
      async (name) => {
        expect(await run('audit', 'share', 'add', name)).toBe(2);
        expect(asked('chains.share')).toEqual([]);
      },
    );

    it('share list and share remove', async () => {
      expect(await run('audit', 'share', 'list')).toBe(0);
      expect(world.out).toBe('nobody may read the ledger\n');
      fake.chains.shared.push({ peer: PEER, alias: 'bo\u202eb', share: 'headers' });
      expect(await run('audit', 'share', 'list')).toBe(0);
      expect(world.out).toContain(`${PEER}  headers  bo\\u{202e}b\n`);
      expect(await run('audit', 'share', 'remove', 'bob')).toBe(0);
      expect(asked('chains.unshare')).toEqual([{ peer: 'bob' }]);
    });

    it('chain sync says what it kept, how far it is, and whom it left out', async () => {
      world.noteIsTerminal = true;
      fake.chains.dropped = [{ peer: PEER, blocks: 0, dropped: { code: 'E_TIMEOUT', reason: 'no\u001b answer' } }];
      expect(await run('audit', 'chain', 'sync', 'alice', '--from', 'bob', '--from', PEER)).toBe(0);
      expect(asked('chains.sync')).toEqual([{ author: 'alice', from: ['bob', PEER] }]);
      expect(world.out).toBe(`${CHAIN.author}: 10 new blocks, 18 entries up to height 9, all verified\n`);
      expect(world.notesText).toContain(`left out ${PEER}: E_TIMEOUT: no\\u{1b} answer`);
    });

    it('chain sync is one JSON document with --json', async () => {
      expect(await run('audit', 'chain', 'sync', PEER, '--json')).toBe(0);
      expect(world.json).toMatchObject({ chain: { id: CHAIN.author, height: 9 }, from: -1, blocks: 10, sources: [] });
    });

    it.each([
      ['E_EQUIVOCATION', 4],
      ['E_REORG_DEPTH', 4],
      ['CONSENSUS_VIOLATION', 4],
      ['E_UNREACHABLE', 5],
      ['E_TIMEOUT', 5],
      ['E_REFUSED', 3],
      ['E_LIMIT', 1],
    ] as const)('chain sync that fails with %s ends with %i', async (code, status) => {
      fake.failure = new TalosError(code, 'why', { details: { evidence: '{}' } });
      expect(await run('audit', 'chain', 'sync', PEER, '--json')).toBe(status);
      expect(errorOf(world.out)).toMatchObject({ code, details: { evidence: '{}' } });
    });

    it('chain list shows what is kept, and who signed two histories', async () => {
      expect(await run('audit', 'chain', 'list')).toBe(0);
      expect(world.out).toBe('no chain of others is kept\n');
      fake.chains.kept = [CHAIN, { ...CHAIN, evidence: '{}' }];
      expect(await run('audit', 'chain', 'list')).toBe(0);
      expect(world.out).toContain(`${CHAIN.author}  height 9  18 entries  4096 bytes  2023-11-14T22:13:20Z`);
      expect(world.out).toContain('signed two histories  alice');
      expect(await run('audit', 'chain', 'sync', PEER)).toBe(0);
      expect(await run('audit', 'chain', 'remove', 'alice')).toBe(0);
      expect(asked('chains.remove')).toEqual([{ author: 'alice' }]);
      fake.chains.kept = [];
      expect(await run('audit', 'chain', 'remove', 'alice')).toBe(1);
    });
  },
);
