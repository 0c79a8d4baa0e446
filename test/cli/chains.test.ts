import { describe, expect, it } from 'vitest';
import { TalosError } from '../../src/base/errors.ts';
import { CHAIN } from './fake-chains.ts';
import { somewhere, WHERE } from './where.ts';

const errorOf = (text: string) => (JSON.parse(text) as { error: { code: string; details: object } }).error;
const PEER = 'did:key:z6MkvLNHkx6DnjyULdU4SDC267KGu4ocLf61wwVd4gr2CkaA';

describe.each(WHERE)('talos audit share and chain %s', (where) => {
  const at = somewhere(where);
  const { run, asked } = at;

  it('share add lets a peer that is named in full read blocks, or headers alone', async () => {
    expect(await run('audit', 'share', 'add', PEER)).toBe(0);
    expect(await run('audit', 'share', 'add', PEER, '--headers', '--json')).toBe(0);
    expect(asked('chains.share')).toEqual([
      { peer: PEER, share: 'blocks' },
      { peer: PEER, share: 'headers' },
    ]);
    expect(at.world.out).toContain(`${PEER} may read the blocks of this ledger, and of those kept here\n`);
    expect(at.world.out).toContain(`{"share":{"id":"${PEER}","peer":"${PEER}","share":"headers","alias":""}}`);
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
    expect(at.world.out).toBe('nobody may read the ledger\n');
    at.fake.chains.shared.push({ peer: PEER, alias: 'bo\u202eb', share: 'headers' });
    expect(await run('audit', 'share', 'list')).toBe(0);
    expect(at.world.out).toContain(`${PEER}  headers  bo\\u{202e}b\n`);
    expect(await run('audit', 'share', 'remove', 'bob')).toBe(0);
    expect(asked('chains.unshare')).toEqual([{ peer: 'bob' }]);
  });

  it('chain sync says what it kept, how far it is, and whom it left out', async () => {
    at.world.noteIsTerminal = true;
    at.fake.chains.dropped = [{ peer: PEER, blocks: 0, dropped: { code: 'E_TIMEOUT', reason: 'no\u001b answer' } }];
    expect(await run('audit', 'chain', 'sync', 'alice', '--from', 'bob', '--from', PEER)).toBe(0);
    expect(asked('chains.sync')).toEqual([{ author: 'alice', from: ['bob', PEER] }]);
    expect(at.world.out).toBe(`${CHAIN.author}: 10 new blocks, 18 entries up to height 9, all verified\n`);
    expect(at.world.notesText).toContain(`left out ${PEER}: E_TIMEOUT: no\\u{1b} answer`);
  });

  it('chain sync is one JSON document with --json', async () => {
    expect(await run('audit', 'chain', 'sync', PEER, '--json')).toBe(0);
    expect(at.world.json).toMatchObject({ chain: { id: CHAIN.author, height: 9 }, from: -1, blocks: 10, sources: [] });
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
    at.fake.failure = new TalosError(code, 'why', { details: { evidence: '{}' } });
    expect(await run('audit', 'chain', 'sync', PEER, '--json')).toBe(status);
    expect(errorOf(at.world.out)).toMatchObject({ code, details: { evidence: '{}' } });
  });

  it('chain list shows what is kept, and who signed two histories', async () => {
    expect(await run('audit', 'chain', 'list')).toBe(0);
    expect(at.world.out).toBe('no chain of others is kept\n');
    at.fake.chains.kept = [CHAIN, { ...CHAIN, evidence: '{}' }];
    expect(await run('audit', 'chain', 'list')).toBe(0);
    expect(at.world.out).toContain(`${CHAIN.author}  height 9  18 entries  4096 bytes  2023-11-14T22:13:20Z`);
    expect(at.world.out).toContain('signed two histories  alice');
    expect(await run('audit', 'chain', 'sync', PEER)).toBe(0);
    expect(await run('audit', 'chain', 'remove', 'alice')).toBe(0);
    expect(asked('chains.remove')).toEqual([{ author: 'alice' }]);
    at.fake.chains.kept = [];
    expect(await run('audit', 'chain', 'remove', 'alice')).toBe(1);
  });
});
