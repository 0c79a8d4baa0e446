import { describe, expect, it } from 'vitest';
import { LastingTunnels, MAX_LINGERING, MAX_LINGERING_A_PEER } from '../../../src/agent/tunnel/lasting-tunnels.ts';
import { CALL_LINGER_MS, TUNNEL_LINGER_MS } from '../../../src/agent/tunnel/tunnel-linger.ts';
import { TunnelStream } from '../../../src/agent/tunnel/tunnel-stream.ts';
import { type ErrorCode, TalosError } from '../../../src/base/errors.ts';
import { type Did, didOfKey } from '../../../src/identity/did.ts';
import { ManualTimer } from '../../../src/net/timer.ts';
import { packetPair } from '../../fixtures/stream-pair.ts';

const LOST = new TalosError('E_UNREACHABLE', 'lost');

describe('tunnels that linger', () => {
  const peerOf = (n: number): Did => didOfKey(new Uint8Array(32).fill(n));

  function tunnels(lingerMs?: number): {
    lasting: LastingTunnels;
    timer: ManualTimer;
    ended: string[];
    linger: (peer: number, name: string, lifeMs?: number, askedMs?: number) => void;
  } {
    const timer = new ManualTimer();
    const lasting = new LastingTunnels(timer, lingerMs);
    const ended: string[] = [];
    const linger = (peer: number, name: string, lifeMs = 1e9, askedMs?: number): void => {
      const { dialler } = packetPair();
      const stream = new TunnelStream({ channel: dialler, id: 1, enter: () => {}, leave: () => {} });
      const end = (code: ErrorCode | undefined): void => {
        ended.push(code === undefined ? name : `${name} ${code}`);
        stream.close();
      };
      const until = timer.now() + lifeMs;
      const verdict = (): ErrorCode | undefined => (timer.now() >= until ? 'EXPIRED' : undefined);
      const life = (): number => until - timer.now();
      lasting.keep({ peer: peerOf(peer), stream, lingerMs: askedMs, verdict, lifeMs: life, end, moved: () => {} });
      stream.lost(LOST);
    };
    return { lasting, timer, ended, linger };
  }

  it(`end after ${TUNNEL_LINGER_MS} ms, and not before`, () => {
    const { lasting, timer, ended, linger } = tunnels();
    linger(1, 'a');
    timer.advance(TUNNEL_LINGER_MS - 1);
    expect([ended, lasting.lingering]).toEqual([[], 1]);
    timer.advance(1);
    expect([ended, lasting.lingering]).toEqual([['a'], 0]);
  });

  it.each([0, 30_000])('end after %d ms where the owner wants it so, and not before', (lingerMs) => {
    const { timer, ended, linger } = tunnels(lingerMs);
    linger(1, 'a');
    if (lingerMs > 0) timer.advance(lingerMs - 1);
    expect(ended).toEqual([]);
    timer.advance(1);
    expect(ended).toEqual(['a']);
  });

  it.each([
    [TUNNEL_LINGER_MS, CALL_LINGER_MS, CALL_LINGER_MS],
    [30_000, CALL_LINGER_MS, 30_000],
    [1000, 1000, 1000],
  ])('of an owner who wants %d ms and a caller who asks for %d end after %d, and not before', (own, asked, ms) => {
    const { timer, ended, linger } = tunnels(own);
    linger(1, 'a', 1e9, asked);
    timer.advance(ms - 1);
    expect(ended).toEqual([]);
    timer.advance(1);
    expect(ended).toEqual(['a']);
  });

  it('end at once where the owner lets none linger, whatever a caller asks for', () => {
    const { timer, ended, linger } = tunnels(0);
    linger(1, 'a', 1e9, CALL_LINGER_MS);
    timer.advance(1);
    expect(ended).toEqual(['a']);
  });

  it('EXPIRED: end with their grants', () => {
    const { timer, ended, linger } = tunnels();
    linger(1, 'a', 1000);
    timer.advance(999);
    expect(ended).toEqual([]);
    timer.advance(1);
    expect(ended).toEqual(['a EXPIRED']);
    linger(1, 'b', 0);
    expect(ended).toEqual(['a EXPIRED', 'b EXPIRED']);
  });

  it(`are ${MAX_LINGERING_A_PEER} of a peer; with one more the one that waits longest ends`, () => {
    const { lasting, ended, linger } = tunnels();
    for (let i = 0; i < MAX_LINGERING_A_PEER; i++) linger(1, `a${i}`);
    linger(2, 'b');
    expect(ended).toEqual([]);
    linger(1, 'more');
    expect([ended, lasting.lingering]).toEqual([['a0'], MAX_LINGERING_A_PEER + 1]);
  });

  it(`are ${MAX_LINGERING} in all; with one more one of whoever has the most ends`, () => {
    const { lasting, ended, linger } = tunnels();
    linger(0, 'first');
    for (let i = 0; i < MAX_LINGERING - 1; i++) linger(1 + (i % 5), `${1 + (i % 5)} ${i}`);
    expect([ended, lasting.lingering]).toEqual([[], MAX_LINGERING]);
    linger(6, 'more');
    expect([ended, lasting.lingering]).toEqual([['1 0'], MAX_LINGERING]);
  });

  it('end one at a time where room is asked for, and none where there is none', () => {
    const { lasting, ended, linger } = tunnels();
    linger(1, 'a');
    linger(1, 'b');
    expect([
      lasting.endOldest(peerOf(2)),
      lasting.endOldest(peerOf(1)),
      lasting.endOldest(),
      lasting.endOldest(),
    ]).toEqual([false, true, true, false]);
    expect(ended).toEqual(['a', 'b']);
  });
});
