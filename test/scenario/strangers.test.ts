/** Messages of agents that the recipient has never dealt with. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_STRANGER_MESSAGES } from '../../src/agent/message/inbox-room.ts';
import { ROOM_TIMEOUT_MS } from '../../src/agent/message/messenger.ts';
import { utf8 } from '../../src/base/bytes.ts';
import type { Did } from '../../src/identity/did.ts';
import { until } from '../fixtures/agents.ts';
import { agent } from '../unit/session/actors.ts';
import { type Correspondent, Correspondents, settled, taken } from './correspondents.ts';

let world: Correspondents;
let [alice, bob, mallory]: Correspondent[] = [];
/** Of Bob's strangers those that he has dealt with since. */
let dealt: Did[];

beforeEach(async () => {
  world = new Correspondents();
  dealt = [];
  alice = await world.join(agent('alice'));
  mallory = await world.join(agent('mallory'));
  const isStranger = (peer: Did): boolean => peer === agent('mallory').did && !dealt.includes(peer);
  const onDealing = async (peer: Did): Promise<void> => void dealt.push(peer);
  bob = await world.join(agent('bob'), undefined, { isStranger, onDealing });
});
afterEach(() => world[Symbol.asyncDispose]());

const to = (one: Correspondent | undefined): Did => (one as Correspondent).identity.did;
async function send(from: Correspondent | undefined, text: string, waitMs?: number): Promise<string> {
  const options = waitMs === undefined ? {} : { waitMs };
  const receipt = await (from as Correspondent).messenger.send(to(bob), utf8(text), options);
  return receipt.state;
}
const texts = (count: number, from = 0): string[] => Array.from({ length: count }, (_, n) => `text ${from + n}`);

describe('a stranger that sends while nobody takes its messages', () => {
  it("fills its share of the inbox and no more, and takes nobody else's room", async () => {
    for (const text of texts(MAX_STRANGER_MESSAGES)) expect(await send(mallory, text)).toBe('delivered');
    const beyond = send(mallory, 'beyond');
    await settled();
    expect(await send(alice, 'an honest text')).toBe('delivered');
    // Its link waits for room, and ends then.
    world.timer.advance(ROOM_TIMEOUT_MS);
    expect(await beyond).toBe('queued');
    expect(await taken(bob as Correspondent)).toEqual([...texts(MAX_STRANGER_MESSAGES), 'an honest text']);
  });

  it('is heard on where somebody reads, in order and without another link', async () => {
    const all = texts(3 * MAX_STRANGER_MESSAGES);
    const sending = (async () => {
      for (const text of all) expect(await send(mallory, text, 60_000)).toBe('delivered');
    })();
    await until(async () => {
      await taken(bob as Correspondent);
      return bob?.got.length === all.length;
    });
    await sending;
    expect(bob?.got).toEqual(all);
  });

  it('loses nothing and keeps its order where its link ends for want of room', async () => {
    const all = texts(MAX_STRANGER_MESSAGES + 3);
    const sending = all.map((text) => send(mallory, text, 600_000));
    await settled();
    await world.pass(ROOM_TIMEOUT_MS);
    expect(await taken(bob as Correspondent)).toEqual(all.slice(0, MAX_STRANGER_MESSAGES));
    for (let round = 0; round < 8; round++) await world.pass(30_000);
    await taken(bob as Correspondent);
    expect(bob?.got).toEqual(all);
    expect(new Set(await Promise.all(sending))).toEqual(new Set(['delivered']));
  });

  it('is none any more once it was written to, or is read by itself', async () => {
    await bob?.messenger.send(to(mallory), utf8('who are you?'));
    expect(dealt).toEqual([to(mallory)]);
    for (const text of texts(MAX_STRANGER_MESSAGES + 1)) expect(await send(mallory, text)).toBe('delivered');
    dealt = [];
    bob?.messenger.openReader(to(mallory))?.close();
    expect(dealt).toEqual([to(mallory)]);
  });

  it('has what it repeats acknowledged also while there is no room', async () => {
    for (const text of texts(MAX_STRANGER_MESSAGES - 1)) await send(mallory, text);
    await world.cut();
    const last = world.sent.length;
    expect(await send(mallory, 'the last')).toBe('delivered');
    const { envelope } = world.sent[last] as (typeof world.sent)[number];
    expect(await bob?.messenger.receive(to(mallory), envelope)).toEqual({
      stored: expect.anything() as unknown,
    });
    expect(await taken(bob as Correspondent)).toHaveLength(MAX_STRANGER_MESSAGES);
  });
});
