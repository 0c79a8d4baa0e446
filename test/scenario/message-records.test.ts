import { describe, expect, it } from 'vitest';
import { Deliveries } from '../../src/agent/message/deliveries.ts';
import { openMessaging } from '../../src/agent/message/messaging.ts';
import { PostOffice } from '../../src/agent/message/post-office.ts';
import { RecordBook } from '../../src/agent/reach/record-book.ts';
import { ServerBook } from '../../src/agent/reach/server-book.ts';
import { utf8 } from '../../src/base/bytes.ts';
import { TalosError } from '../../src/base/errors.ts';
import type { Ledger, LedgerQuery } from '../../src/ledger/journal/ledger.ts';
import { addressPolicy } from '../../src/net/address-policy.ts';
import { FRAME_TYPES } from '../../src/net/frame.ts';
import { pairLinks } from '../../src/net/memory-link.ts';
import { type Made, MemoryNet, makeAgent } from '../fixtures/agents.ts';
import { agent } from '../unit/session/actors.ts';
import { type Desk, desk } from './desks.ts';

const alice = agent('alice');

/** The messenger of `bob`, a link to it from `a`, and how often it searched its ledger. */
async function reached(
  bob: Made,
  a: Desk,
): Promise<{ send: (envelope: Uint8Array) => Promise<void>; queries: LedgerQuery[] }> {
  const queries: LedgerQuery[] = [];
  const query: Ledger['query'] = (wanted) => {
    queries.push(wanted);
    return bob.ledger.query(wanted);
  };
  const ledger = new Proxy(bob.ledger, {
    get: (target, name) => {
      const value: unknown = name === 'query' ? query : Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const core = Object.create(bob.core, { ledger: { value: ledger } });
  const nowhere = (): Promise<never> => Promise.reject(new TalosError('E_UNREACHABLE', 'nobody is dialled here'));
  const messenger = await openMessaging(core, {
    host: nowhere,
    post: new PostOffice({
      self: bob.identity.did,
      clock: bob.clock,
      records: new RecordBook(bob.store, bob.clock, bob.identity.did),
      servers: await ServerBook.open(bob.store),
      host: nowhere,
      policy: addressPolicy(() => true),
    }),
    deliveries: new Deliveries(),
    present: () => undefined,
    store: bob.store,
  });
  const pair = pairLinks({ diallerKey: alice.signing.publicKey, listenerKey: bob.key, purpose: 'message' });
  messenger.accept(pair.listener);
  if ((await a.book.outbox.hasSession(bob.identity.did)) === false)
    await a.book.establish(bob.identity.did, await messenger.prekeyBundle());
  let heard: () => void = () => {};
  pair.dialler.onFrame(() => heard());
  const send = (envelope: Uint8Array): Promise<void> =>
    new Promise((resolve) => {
      heard = resolve;
      pair.dialler.send(FRAME_TYPES.data, envelope);
    });
  return { send, queries };
}

describe('the record of a message', () => {
  it('is made once, and costs no search of the ledger, however often a peer repeats the message', async () => {
    const bob = await makeAgent('bob', new MemoryNet());
    const a = await desk(alice, undefined, bob.clock);
    const first = await reached(bob, a);
    const { envelope } = await a.book.outbox.send(bob.identity.did, utf8('again and again'));
    for (let i = 0; i < 50; i++) await first.send(envelope);
    expect(first.queries).toEqual([]);
    expect(await bob.entries('message')).toHaveLength(1);
    // Another process: what is not on record yet lies beside the message.
    const second = await reached(bob, a);
    for (let i = 0; i < 50; i++) await second.send(envelope);
    expect(second.queries).toEqual([]);
    expect(await bob.entries('message')).toHaveLength(1);
    await bob.end();
  });
});
