import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/base/bytes.ts';
import { FRAME_TYPES } from '../../../src/net/frame.ts';
import { type LinkPair, pairLinks } from '../../../src/net/memory-link.ts';
import { LinkRefusals, MAX_WAITING_REFUSALS, REFUSAL_WAIT_MS } from '../../../src/net/refuse-link.ts';
import { ManualTimer } from '../../../src/net/timer.ts';

const settle = (): Promise<void> => new Promise((next) => setImmediate(next));
const BUSY = { code: 'E_REFUSED', details: { reason: 'busy' } };

interface Refused extends LinkPair {
  /** Of the refusal. */
  readonly ended: Promise<void>;
}

class CountingTimer extends ManualTimer {
  readonly waiting = new Set<() => void>();

  override after(ms: number, action: () => void): () => void {
    const cancel = super.after(ms, action);
    this.waiting.add(cancel);
    return () => {
      cancel();
      this.waiting.delete(cancel);
    };
  }
}

class World {
  readonly timer = new CountingTimer();
  readonly refusals = new LinkRefusals(this.timer);

  refuse(): Refused {
    const pair = pairLinks({ diallerKey: new Uint8Array(32).fill(1), listenerKey: new Uint8Array(32).fill(2) });
    return { ...pair, ended: this.refusals.refuse(pair.listener, 'busy') };
  }
}

const isOpen = async ({ dialler }: LinkPair): Promise<boolean> =>
  (await Promise.race([dialler.closed.then(() => 'ended'), settle().then(() => 'open')])) === 'open';

describe('a link that is refused', () => {
  it('E_REFUSED: gets the word once its dialler has spoken, and not before', async () => {
    const world = new World();
    const refused = world.refuse();
    world.timer.advance(REFUSAL_WAIT_MS - 1);
    expect(await isOpen(refused)).toBe(true);
    refused.dialler.send(FRAME_TYPES.data, utf8('hello'));
    expect(await refused.dialler.closed).toMatchObject(BUSY);
    await refused.ended;
  });

  it('E_REFUSED: gets the word after a second where its dialler says nothing', async () => {
    const world = new World();
    const refused = world.refuse();
    world.timer.advance(REFUSAL_WAIT_MS);
    expect(await refused.dialler.closed).toMatchObject(BUSY);
    await refused.ended;
  });

  it.each([
    ['ends it', (pair: LinkPair) => pair.dialler.close()],
    [
      'speaks and ends it',
      (pair: LinkPair) => {
        pair.dialler.send(FRAME_TYPES.data, utf8('hello'));
        return pair.dialler.close();
      },
    ],
    ['is lost', (pair: LinkPair) => pair.cut()],
    [
      'sends what is no frame it may send',
      (pair: LinkPair) => pair.dialler.send(FRAME_TYPES.data, new Uint8Array(9000)),
    ],
  ])(
    'is over without an error where its dialler %s, and nothing waits on',
    async (_, act: (pair: LinkPair) => unknown) => {
      const world = new World();
      const refused = world.refuse();
      void act(refused);
      await refused.ended;
      expect(world.timer.waiting.size).toBe(0);
    },
  );

  it(`waits beside ${MAX_WAITING_REFUSALS - 1} others: one more is ended at once, until one of them has ended`, async () => {
    const world = new World();
    const waiting = Array.from({ length: MAX_WAITING_REFUSALS }, () => world.refuse());
    const more = world.refuse();
    expect(await more.dialler.closed).toMatchObject(BUSY);
    expect(await Promise.all(waiting.map(isOpen))).not.toContain(false);
    waiting[0]?.dialler.send(FRAME_TYPES.data, utf8('hello'));
    await waiting[0]?.ended;
    expect(await isOpen(world.refuse())).toBe(true);
    world.timer.advance(REFUSAL_WAIT_MS);
    await Promise.all(waiting.map(({ ended }) => ended));
  });
});
