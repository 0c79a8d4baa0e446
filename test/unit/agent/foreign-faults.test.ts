/** What other libraries throw in the middle of something is a fault of that, and ends neither a look-up nor the agent. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgentPlatform } from '../../../src/agent/agent-platform.ts';
import { DHT_JOIN_AFTER_MS, DhtPresence } from '../../../src/agent/reach/dht-presence.ts';
import { RecordBook } from '../../../src/agent/reach/record-book.ts';
import { RecordFinder, type RecordSource } from '../../../src/agent/reach/record-finder.ts';
import type { RecordPublisher } from '../../../src/agent/reach/record-publisher.ts';
import { TalosError } from '../../../src/base/errors.ts';
import { addressPolicy } from '../../../src/net/address-policy.ts';
import { ManualTimer } from '../../../src/net/timer.ts';
import { settled, until, watchUnhandled } from '../../fixtures/agents.ts';
import { MailNet, roomsOf } from '../../fixtures/mail-world.ts';
import { recordOf } from '../../fixtures/registry.ts';
import { agent } from '../session/actors.ts';

const alice = agent('alice');
const policy = addressPolicy(() => true);

let unhandled: ReturnType<typeof watchUnhandled>;
beforeEach(() => {
  unhandled = watchUnhandled();
});
afterEach(async () => {
  await settled();
  expect(unhandled.stop()).toEqual([]);
});

describe('a source of records that throws what is no error of Talos', () => {
  async function finderOver(sources: readonly RecordSource[]) {
    const { clock, store } = await roomsOf(new MailNet(), 'me').then(({ core }) => core);
    const told: string[] = [];
    const finder = new RecordFinder({
      clock,
      timer: new ManualTimer(),
      records: new RecordBook(store, clock, agent('me').did),
      policy,
      sources: () => Promise.resolve(sources),
      onLie: (source, error) => told.push(`${source} ${error.code} ${error.message}`),
    });
    return { finder, told };
  }
  const broken = (error: unknown): RecordSource => ({ name: 'broken', find: () => Promise.reject(error as Error) });
  const good: RecordSource = { name: 'good', find: () => Promise.resolve([recordOf(alice)]) };

  it('is passed over for one that knows, and told of', async () => {
    const { finder, told } = await finderOver([broken(new RangeError('no such index')), good]);
    expect(await finder.find(alice.did)).toMatchObject({ did: alice.did });
    expect(told).toEqual(['broken E_INTERNAL no such index']);
  });

  it('knows nothing, where it is the only one; what is no error at all likewise', async () => {
    for (const error of [new TypeError('x'), 'text', undefined]) {
      const { finder } = await finderOver([broken(error)]);
      expect(await finder.find(alice.did)).toBeUndefined();
    }
  });

  it('E_STORAGE: a store that failed still ends the look-up, and is told whoever waits', async () => {
    const { finder } = await finderOver([broken(new TalosError('E_STORAGE', 'disk')), good]);
    await expect(finder.find(alice.did)).rejects.toMatchObject({ code: 'E_STORAGE' });
  });
});

describe('a DHT that throws what is no error of Talos', () => {
  it('is told of, and the own record is given again later', async () => {
    const { core, notices } = await roomsOf(new MailNet(), 'me');
    const timer = new ManualTimer();
    let given = 0;
    const dht = {
      join: () => Promise.resolve(),
      publish: () => {
        given += 1;
        return given === 1 ? Promise.reject(new RangeError('no such bucket')) : Promise.resolve(3);
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
    const presence = new DhtPresence({
      core,
      platform: { dht: () => Promise.resolve(dht) } as unknown as AgentPlatform,
      policy,
      bootstraps: () => [],
      publisher: {
        onRecord: () => () => {},
        current: () => Promise.resolve({ bytes: recordOf(alice) }),
      } as unknown as RecordPublisher,
      timer,
    });
    const staying = presence.stay();
    timer.advance(DHT_JOIN_AFTER_MS);
    await until(() => notices.length > 0);
    expect(notices).toEqual([
      { kind: 'network', message: 'the own record could not be given to the DHT: no such bucket' },
    ]);
    await until(async () => {
      timer.advance(1000);
      await settled(3);
      return given === 2;
    });
    await staying[Symbol.asyncDispose]();
    await presence[Symbol.asyncDispose]();
  });
});
