import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/base/clock.ts';
import {
  FAULTS_HALVE_MS,
  GossipConduct,
  IHAVES_A_SECOND,
  MAX_COPIES,
  MESSAGES_A_PEER_MINUTE,
  RPCS_A_PEER_MINUTE,
} from '../../../src/node/network/gossip-conduct.ts';

const NOTHING = { messages: [], ihaves: 0 };

function conduct(): { clock: ManualClock; conduct: GossipConduct } {
  const clock = new ManualClock(1_000_000);
  return { clock, conduct: new GossipConduct(clock) };
}

describe('the conduct of peers in gossip', () => {
  it(`admits ${RPCS_A_PEER_MINUTE} packets a minute of a peer, and holds one more against it`, () => {
    const { clock, conduct: it } = conduct();
    for (let i = 0; i < RPCS_A_PEER_MINUTE; i++) expect(it.admit('a', NOTHING)).toEqual([]);
    expect(it.faults('a')).toBe(0);
    expect(it.admit('a', NOTHING)).toBeUndefined();
    expect(it.faults('a')).toBe(1);
    expect(it.admit('b', NOTHING)).toEqual([]);
    clock.advance(60_000);
    expect(it.admit('a', NOTHING)).toEqual([]);
  });

  it(`admits ${MESSAGES_A_PEER_MINUTE} messages a minute, and not one more`, () => {
    const { conduct: it } = conduct();
    for (let i = 0; i < MESSAGES_A_PEER_MINUTE; i++)
      expect(it.admit('a', { messages: [`${i}`], ihaves: 0 })).toEqual([true]);
    expect(it.admit('a', { messages: ['one more'], ihaves: 0 })).toEqual([false]);
    expect(it.faults('a')).toBe(1);
  });

  it(`admits ${MAX_COPIES} copies of a message, and holds each further one against the peer`, () => {
    const { conduct: it } = conduct();
    const messages = Array.from({ length: 10 }, () => 'the same');
    expect(it.admit('a', { messages, ihaves: 0 })).toEqual(messages.map((_, index) => index < MAX_COPIES));
    expect(it.faults('a')).toBe(10 - MAX_COPIES);
    expect(it.admit('b', { messages: ['the same'], ihaves: 0 })).toEqual([true]);
  });

  it(`admits ${IHAVES_A_SECOND} announcements a second, and not one more`, () => {
    const { clock, conduct: it } = conduct();
    for (let i = 0; i < IHAVES_A_SECOND; i++) expect(it.admit('a', { messages: [], ihaves: 1 })).toEqual([]);
    expect(it.admit('a', { messages: ['with it'], ihaves: 1 })).toBeUndefined();
    expect(it.admit('a', NOTHING)).toEqual([]);
    clock.advance(1000);
    expect(it.admit('a', { messages: [], ihaves: 1 })).toEqual([]);
  });

  it('forgets faults by and by', () => {
    const { clock, conduct: it } = conduct();
    for (let i = 0; i < 4; i++) it.fault('a');
    clock.advance(FAULTS_HALVE_MS);
    expect(it.faults('a')).toBe(2);
    clock.advance(10 * FAULTS_HALVE_MS);
    expect(it.faults('a')).toBe(0);
    expect(it.faults('never seen')).toBe(0);
  });
});
