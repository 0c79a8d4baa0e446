import { describe, expect, it } from 'vitest';
import { MOVED_LINK_MS, PeerLinks } from '../../../src/agent/message/peer-links.ts';
import { NetworkChanges } from '../../../src/agent/reach/network-changes.ts';
import { Waits } from '../../../src/agent/waits.ts';
import { utf8 } from '../../../src/base/bytes.ts';
import { TalosError } from '../../../src/base/errors.ts';
import { didOfKey } from '../../../src/identity/did.ts';
import { FRAME_TYPES } from '../../../src/net/frame.ts';
import type { Host, Path } from '../../../src/net/link.ts';
import { type LinkPair, pairLinks } from '../../../src/net/memory-link.ts';
import { ManualTimer } from '../../../src/net/timer.ts';

const diallerKey = new Uint8Array(32).fill(1);
const listenerKey = new Uint8Array(32).fill(2);
const peer = didOfKey(listenerKey);
const settle = async (): Promise<void> => {
  for (let i = 0; i < 10; i++) await new Promise((next) => setImmediate(next));
};

function world(): {
  links: PeerLinks;
  timer: ManualTimer;
  pairs: LinkPair[];
  next: { path: Path; failure: TalosError | undefined };
  better: () => void;
} {
  const timer = new ManualTimer();
  const network = new NetworkChanges();
  const pairs: LinkPair[] = [];
  const next: { path: Path; failure: TalosError | undefined } = { path: 'relayed', failure: undefined };
  let better = (): void => {};
  network.follow({
    onBetterPath: (listen) => {
      better = () => listen(listenerKey, 'direct');
      return () => {};
    },
    pathTo: () => undefined,
  } as Pick<Host, 'onBetterPath' | 'pathTo'> as Host);
  const links = new PeerLinks({
    self: didOfKey(diallerKey),
    connect: async () => {
      if (next.failure !== undefined) throw next.failure;
      const pair = pairLinks({ diallerKey, listenerKey, purpose: 'message', path: next.path });
      pairs.push(pair);
      return pair.dialler;
    },
    offer: () => Promise.reject(new TypeError('nobody asks')),
    onEnvelope: () => Promise.resolve(),
    settled: () => Promise.resolve(),
    onLink: () => {},
    waits: new Waits(timer),
    network,
  });
  return { links, timer, pairs, next, better: () => better() };
}

describe('a link to a peer to whom there is a better way', () => {
  it('gives way to a new one, and ends when what was on its way has had time to come', async () => {
    const { links, timer, pairs, next, better } = world();
    const old = await links.to(peer);
    old.send(FRAME_TYPES.data, utf8('on its way'));
    const came: string[] = [];
    pairs[0]?.listener.onFrame(({ payload }) => void came.push(new TextDecoder().decode(payload)));
    next.path = 'direct';
    better();
    better();
    await settle();
    expect([links.get(peer)?.path, pairs.length, came]).toEqual(['direct', 2, ['on its way']]);
    timer.advance(MOVED_LINK_MS - 1);
    await settle();
    old.send(FRAME_TYPES.data, utf8('still open'));
    timer.advance(1);
    expect(await old.closed).toBe(undefined);
    expect(came).toEqual(['on its way', 'still open']);
    await links.close();
  });

  it('E_UNREACHABLE: stays where the better way leads nowhere', async () => {
    const { links, pairs, next, better } = world();
    const old = await links.to(peer);
    next.failure = new TalosError('E_UNREACHABLE', 'nobody is there');
    better();
    await settle();
    expect([links.get(peer) === old, pairs.length]).toEqual([true, 1]);
    old.send(FRAME_TYPES.data, utf8('goes on'));
    pairs[0]?.cut();
    await links.close();
  });

  it('stays where it needs no relay, or there is none', async () => {
    const { links, pairs, next, better } = world();
    better();
    next.path = 'direct';
    await links.to(peer);
    better();
    await settle();
    expect(pairs).toHaveLength(1);
    await links.close();
  });
});
