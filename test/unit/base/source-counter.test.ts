import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/base/clock.ts';
import {
  MAX_COUNTED_SOURCES,
  mayHold,
  netOfSource,
  SOURCES_A_NET,
  SourceCounter,
} from '../../../src/base/source-counter.ts';
import { sourceOf, sourceOfHost } from '../../../src/net/address.ts';

const WINDOW_MS = 60_000;
const ip6 = (net: number, subnet: number): string =>
  sourceOf(`/ip6/2001:db8:${net.toString(16)}:${subnet.toString(16)}::1/tcp/1`);
const counted = (limit: number): { counter: SourceCounter; clock: ManualClock } => {
  const clock = new ManualClock(1_000_000);
  return { counter: new SourceCounter(limit, WINDOW_MS, clock), clock };
};
/** How often `source` is counted until it is not. */
const uses = (counter: SourceCounter, source: string): number => {
  let n = 0;
  while (counter.take(source)) n++;
  return n;
};

describe('a source', () => {
  it('of IPv6 is in a net of 48 bits; others are in none', () => {
    expect(netOfSource(ip6(1, 7))).toBe('2001:db8:1::/48');
    expect(netOfSource(ip6(1, 0))).toBe('2001:db8:1::/48');
    expect(netOfSource(sourceOf('/ip6/::1/tcp/1'))).toBe('0:0:0::/48');
    for (const other of ['192.0.2.1', sourceOf('/dns/a/tcp/1'), '', '1:2:3::/64', '1:2:3:4::/64 '])
      expect(netOfSource(other)).toBeUndefined();
  });

  it('is the same of a socket as of a multiaddr', () => {
    expect(sourceOfHost('192.0.2.1')).toBe('192.0.2.1');
    expect(sourceOfHost('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(sourceOfHost('2001:db8:1:7::5')).toBe(ip6(1, 7));
    expect(sourceOfHost('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
    expect(sourceOfHost('')).toBe('/ip4/');
  });
});

describe('what sources do', () => {
  it('is counted in windows, each source for itself', () => {
    const { counter, clock } = counted(3);
    expect([uses(counter, '192.0.2.1'), uses(counter, '192.0.2.2')]).toEqual([3, 3]);
    expect(counter.take('192.0.2.3', 4)).toBe(false);
    expect(counter.take('192.0.2.3', 3)).toBe(true);
    counter.giveBack('192.0.2.3', 2);
    expect(uses(counter, '192.0.2.3')).toBe(2);
    clock.advance(WINDOW_MS);
    counter.giveBack('192.0.2.1', 3);
    expect(uses(counter, '192.0.2.1')).toBe(3);
  });

  it(`of one /48 is as much as of ${SOURCES_A_NET} sources, under however many /64 it comes`, () => {
    const { counter } = counted(5);
    const all = Array.from({ length: 100 }, (_, n) => uses(counter, ip6(1, n)));
    expect(all.reduce((sum, n) => sum + n, 0)).toBe(5 * SOURCES_A_NET);
    expect(Math.max(...all)).toBe(5);
    expect(uses(counter, ip6(2, 0))).toBe(5);
    counter.giveBack(ip6(1, 0), 1);
    expect([counter.take(ip6(1, 50)), counter.take(ip6(1, 51))]).toEqual([true, false]);
  });

  it(`is not forgotten where more than ${MAX_COUNTED_SOURCES} come: nobody gets more by coming under many addresses`, () => {
    const { counter, clock } = counted(3);
    expect(uses(counter, 'heavy')).toBe(3);
    for (let n = 1; n < MAX_COUNTED_SOURCES; n++) expect(counter.take(`${n}`)).toBe(true);
    for (let n = 0; n < MAX_COUNTED_SOURCES; n++) counter.take(`more ${n}`);
    expect(counter.take('heavy')).toBe(false);
    // Each that comes new begins with the least that anybody has: all names together are never given more.
    let given = 0;
    for (let n = 0; n < 5 * MAX_COUNTED_SOURCES; n++) if (counter.take(`again ${n}`)) given++;
    expect(given).toBeLessThanOrEqual(3 * MAX_COUNTED_SOURCES);
    expect(counter.take('late')).toBe(false);
    clock.advance(WINDOW_MS);
    expect(uses(counter, 'late')).toBe(3);
  });
});

describe('what sources hold', () => {
  it(`is limited for a source, and for a /48 at ${SOURCES_A_NET} times that`, () => {
    expect(mayHold('a', ['a', 'b', 'b'], 2)).toBe(true);
    expect(mayHold('a', ['a', 'b', 'a'], 2)).toBe(false);
    const held = Array.from({ length: 2 * SOURCES_A_NET - 1 }, (_, n) => ip6(1, n));
    expect(mayHold(ip6(1, 99), held, 2)).toBe(true);
    expect(mayHold(ip6(1, 99), [...held, ip6(1, 77)], 2)).toBe(false);
    expect(mayHold(ip6(2, 0), [...held, ip6(1, 77)], 2)).toBe(true);
  });
});
