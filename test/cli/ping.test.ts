import { describe, expect, it } from 'vitest';
import { MAX_PINGS } from '../../src/agent/api/ping-api.ts';
import { TalosError } from '../../src/base/errors.ts';
import { somewhere, WHERE } from './where.ts';

const errorOf = (text: string) => (JSON.parse(text) as { error: { code: string } }).error.code;

describe.each(WHERE)('talos ping %s', (where) => {
  const at = somewhere(where);
  const { run } = at;

  it('says what was tried, over which way the peer answers, and how fast', async () => {
    expect(await run('ping', 'bob', '--count', '2')).toBe(0);
    expect(at.world.out).toMatch(/^tried \/ip4\/192\.0\.2\.7\/tcp\/1 \(direct\): connect ECONNREFUSED after 3 ms$/m);
    expect(at.world.out).toMatch(/^tried .*p2p-circuit.* \(relayed\): connected after 40 ms$/m);
    expect(at.world.out).toMatch(/^answer 1 over relayed in 10\.0 ms\nanswer 2 over relayed in 11\.0 ms$/m);
    expect(at.world.out).toContain(
      'the NATs in between were not opened in 4000 ms: E_TIMEOUT: the peer took too long\n',
    );
    expect(at.world.out).toMatch(/ is there, relayed at \/ip4\/192\.0\.2\.9\//);
    expect(at.asked('ping')).toEqual([{ peer: 'bob', count: 2 }]);
  });

  it('is one JSON document with --json', async () => {
    expect(await run('ping', 'bob', '--json')).toBe(0);
    expect(at.world.json).toMatchObject({
      path: 'relayed',
      answers: [{ path: 'relayed', ms: 10 }],
      tried: [{ path: 'direct', failure: 'connect ECONNREFUSED' }, { path: 'relayed' }],
      punch: { outcome: 'failed', ms: 4000, failure: { code: 'E_TIMEOUT' } },
    });
  });

  it.each(['0', String(MAX_PINGS + 1), 'x', '-1'])('refuses --count %s with E_USAGE', async (count) => {
    expect(await run('ping', 'bob', '--json', '--count', count)).toBe(2);
    expect(errorOf(at.world.out)).toBe('E_USAGE');
    expect(at.asked('ping')).toEqual([]);
  });

  it('takes the most that may be asked for', async () => {
    expect(await run('ping', 'bob', '--count', String(MAX_PINGS))).toBe(0);
    expect(at.world.out.match(/^answer /gm)).toHaveLength(MAX_PINGS);
  });

  it('E_USAGE without a peer, and 5 for one that is not there', async () => {
    expect(await run('ping')).toBe(2);
    at.fake.ping = () => Promise.reject(new TalosError('E_UNREACHABLE', 'no address of the peer answered'));
    expect(await run('ping', 'bob')).toBe(5);
  });
});
