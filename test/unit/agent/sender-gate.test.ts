import { describe, expect, it, vi } from 'vitest';
import type { SenderRequest } from '../../../src/agent/api/message-api.ts';
import {
  InboxStrangers,
  MAX_ASKED_SENDERS,
  MAX_SENDER_ANSWERS,
  SenderGate,
} from '../../../src/agent/message/sender-gate.ts';
import type { Did } from '../../../src/identity/did.ts';
import type { Link } from '../../../src/net/link.ts';

/** A link that the test ends. */
function link(): { link: Link; end: () => void } {
  let end = (): void => {};
  const closed = new Promise<undefined>((resolve) => {
    end = () => resolve(undefined);
  });
  return { link: { remoteAddress: '/ip4/192.0.2.7/tcp/1', closed } as unknown as Link, end };
}
const sender = (n: number): Did => `did:key:${n}` as Did;

/** What the gate says, once it is known. */
const admits = async (gate: SenderGate, ...asked: Parameters<SenderGate['admits']>): Promise<boolean> =>
  gate.admits(...asked);

/** A gate whose person the test is. */
function asking() {
  const asked: (SenderRequest & { say: (answer: boolean) => void; fail: () => void })[] = [];
  const gate = new SenderGate(
    'ask',
    (request) =>
      new Promise((say, reject) => {
        asked.push({ ...request, say, fail: () => reject(new Error('the terminal is gone')) });
      }),
  );
  return { gate, asked };
}

describe('whose messages are taken', () => {
  it.each([
    ['all', true],
    ['contacts', false],
  ] as const)('of strangers with %s: %s, and those of contacts always', async (accept, isTaken) => {
    const gate = new SenderGate(accept);
    expect(await admits(gate, sender(1), link().link, false)).toBe(isTaken);
    expect(await admits(gate, sender(1), link().link, true)).toBe(true);
  });

  it('E_USAGE: cannot be asked where there is nobody to ask', () => {
    expect(() => new SenderGate('ask')).toThrow(expect.objectContaining({ code: 'E_USAGE' }));
  });

  it('is asked about one stranger after the other, once each while it is open, and never about a contact', async () => {
    const { gate, asked } = asking();
    expect(await admits(gate, sender(9), link().link, true)).toBe(true);
    const first = [admits(gate, sender(1), link().link, false), admits(gate, sender(1), link().link, false)];
    const second = admits(gate, sender(2), link().link, false);
    expect(asked.map(({ from }) => from)).toEqual([sender(1)]);
    expect(asked[0]).toMatchObject({ address: '/ip4/192.0.2.7/tcp/1' });
    asked[0]?.say(true);
    expect(await Promise.all(first)).toEqual([true, true]);
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    asked[1]?.say(false);
    expect(await second).toBe(false);
    expect(await admits(gate, sender(1), link().link, false)).toBe(true);
    expect(await admits(gate, sender(2), link().link, false)).toBe(false);
    expect(asked).toHaveLength(2);
  });

  it(`is asked about ${MAX_ASKED_SENDERS} at a time; the link of one more is refused at once, and may come again`, async () => {
    const { gate, asked } = asking();
    const waiting = Array.from({ length: MAX_ASKED_SENDERS }, (_, n) => admits(gate, sender(n), link().link, false));
    expect(await admits(gate, sender(99), link().link, false)).toBe(false);
    for (let n = 0; n < MAX_ASKED_SENDERS; n++) {
      await vi.waitFor(() => expect(asked).toHaveLength(n + 1));
      asked[n]?.say(true);
    }
    expect(new Set(await Promise.all(waiting))).toEqual(new Set([true]));
    void admits(gate, sender(99), link().link, false);
    await vi.waitFor(() => expect(asked.at(-1)?.from).toBe(sender(99)));
  });

  it('is not asked about a stranger that is gone again, and an answer that comes too late counts for the next link', async () => {
    const { gate, asked } = asking();
    const [shown, gone] = [link(), link()];
    const first = admits(gate, sender(1), shown.link, false);
    const second = admits(gate, sender(2), gone.link, false);
    gone.end();
    expect(await second).toBe(false);
    shown.end();
    await shown.link.closed;
    const again = admits(gate, sender(1), link().link, false);
    asked[0]?.say(true);
    expect(await Promise.all([first, again])).toEqual([true, true]);
    expect(asked.map(({ from }) => from)).toEqual([sender(1)]);
  });

  it('is no where the question fails, and asked again then', async () => {
    const { gate, asked } = asking();
    const first = admits(gate, sender(1), link().link, false);
    asked[0]?.fail();
    expect(await first).toBe(false);
    void admits(gate, sender(1), link().link, false);
    await vi.waitFor(() => expect(asked).toHaveLength(2));
  });

  it('is nobody once it is closed, whoever waits and whatever is answered then', async () => {
    const { gate, asked } = asking();
    const waiting = [1, 2].map((n) => admits(gate, sender(n), link().link, false));
    gate.close();
    asked[0]?.say(true);
    expect(await Promise.all(waiting)).toEqual([false, false]);
    expect(await admits(gate, sender(1), link().link, false)).toBe(false);
    gate.close();
    expect(asked).toHaveLength(1);
  });

  it(`is remembered for ${MAX_SENDER_ANSWERS} strangers; the one that was forgotten is asked about again`, async () => {
    const asked: string[] = [];
    const gate = new SenderGate('ask', async ({ from }) => {
      asked.push(from);
      return true;
    });
    for (let n = 0; n <= MAX_SENDER_ANSWERS; n++) expect(await admits(gate, sender(n), link().link, false)).toBe(true);
    await admits(gate, sender(MAX_SENDER_ANSWERS), link().link, false);
    expect(asked).toHaveLength(MAX_SENDER_ANSWERS + 1);
    await admits(gate, sender(0), link().link, false);
    expect(asked).toHaveLength(MAX_SENDER_ANSWERS + 2);
  });
});

describe('whose messages that wait in the inbox are shown', () => {
  it('is asked about one stranger after the other, once each, and the inbox looked at again with each answer', async () => {
    const { gate, asked } = asking();
    let looks = 0;
    const strangers = new InboxStrangers(gate, () => looks++);
    expect(strangers.isWanted(sender(9), true)).toBe(true);
    for (let round = 0; round < 2; round++)
      expect([1, 2].map((n) => strangers.isWanted(sender(n), false))).toEqual([false, false]);
    expect(asked).toMatchObject([{ from: sender(1), address: 'the inbox' }]);
    asked[0]?.say(true);
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    asked[1]?.say(false);
    await vi.waitFor(() => expect(looks).toBe(2));
    expect([1, 2].map((n) => strangers.isWanted(sender(n), false))).toEqual([true, false]);
    expect(asked).toHaveLength(2);
  });

  it('is nobody new where the question fails, and the inbox is not looked at again for that', async () => {
    let count = 0;
    let looks = 0;
    const gate = new SenderGate('ask', async () => {
      count++;
      throw new Error('the terminal is gone');
    });
    const strangers = new InboxStrangers(gate, () => looks++);
    expect(strangers.isWanted(sender(1), false)).toBe(false);
    await vi.waitFor(() => expect(count).toBe(1));
    await new Promise((resolve) => setImmediate(resolve));
    expect([count, looks]).toEqual([1, 0]);
  });

  it.each(['contacts', 'all'] as const)('asks nobody with %s', (accept) => {
    const strangers = new InboxStrangers(new SenderGate(accept), () => {});
    expect(strangers.isWanted(sender(1), false)).toBe(accept === 'all');
  });
});
