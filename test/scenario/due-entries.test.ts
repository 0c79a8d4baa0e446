import { describe, expect, it, vi } from 'vitest';
import { DueEntries, FORGOTTEN_TOGETHER } from '../../src/agent/record/due-entries.ts';
import { utf8 } from '../../src/base/bytes.ts';
import { TalosError } from '../../src/base/errors.ts';
import type { EntryBody } from '../../src/ledger/entry/entry.ts';
import { pairLinks } from '../../src/net/memory-link.ts';
import { BreakableStore, type Made, MemoryNet, makeAgent } from '../fixtures/agents.ts';
import { hashText, LedgerBench, MemoryJournal, person } from '../fixtures/ledger.ts';
import { agentFor, watchTests } from '../fixtures/tunnel-world.ts';

watchTests();

const BROKEN = new TalosError('E_STORAGE', 'input/output error');
const storage = expect.objectContaining({ code: 'E_STORAGE' });

const messageBody = (n: number): EntryBody => ({
  type: 'message',
  peer: person(2).did,
  message: `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`,
  direction: 'received',
  commitment: hashText(3),
});

/** A ledger, and what is due in the store beside it. */
async function bench() {
  const made = new LedgerBench(person(1));
  const ledger = await made.open();
  const messages = async (): Promise<string[]> =>
    (await ledger.query({ type: 'message' })).map(({ body }) => ('message' in body ? body.message.slice(-4) : ''));
  const kept = async (): Promise<number> => {
    let count = 0;
    for await (const _ of made.store.scan('message')) count++;
    return count;
  };
  const keep = (due: DueEntries, n: number): Promise<boolean> => made.store.apply([due.keep(messageBody(n))]);
  return { store: made.store, journal: made.journal, ledger, messages, kept, keep };
}

describe('entries that are due', () => {
  it('are recorded at the next start where the process ended before, each once, in any number of starts', async () => {
    const { store, ledger, messages, kept, keep } = await bench();
    const due = await DueEntries.open(store, ledger);
    for (let n = 1; n <= 3; n++) await keep(due, n);
    await due.record(messageBody(2));
    for (let start = 0; start < 2; start++) {
      await DueEntries.open(store, ledger);
      expect((await messages()).sort()).toEqual(['0001', '0002', '0003']);
      expect(await kept()).toBe(0);
    }
    await ledger[Symbol.asyncDispose]();
  });

  it('are found among more entries than are read at once, and only entries after them are read', async () => {
    const { store, ledger, messages, keep } = await bench();
    const due = await DueEntries.open(store, ledger);
    for (let n = 0; n < 300; n++) ledger.append(messageBody(0x1000 + n));
    await keep(due, 1);
    await due.record(messageBody(1));
    for (let n = 0; n < 300; n++) ledger.append(messageBody(0x2000 + n));
    const query = vi.spyOn(ledger, 'query');
    await DueEntries.open(store, ledger);
    expect(query).toHaveBeenCalledTimes(2);
    expect((await messages()).filter((id) => id === '0001')).toHaveLength(1);
    await ledger[Symbol.asyncDispose]();
  });

  it(`are forgotten ${FORGOTTEN_TOGETHER} at a time, and those that are left when it ends`, async () => {
    const { store, ledger, kept, keep } = await bench();
    const due = await DueEntries.open(store, ledger);
    for (let n = 1; n <= FORGOTTEN_TOGETHER; n++) {
      expect(await kept()).toBe(n - 1);
      await keep(due, n);
      await due.record(messageBody(n));
    }
    expect(await kept()).toBe(0);
    await keep(due, 1000);
    await due.record(messageBody(1000));
    await due.forget();
    expect(await kept()).toBe(0);
    await ledger[Symbol.asyncDispose]();
  });

  it('E_STORAGE: stay where the ledger fails', async () => {
    const { store, ledger, journal, kept, keep } = await bench();
    const due = await DueEntries.open(store, ledger);
    await keep(due, 1);
    journal.failSync = BROKEN;
    await expect(due.record(messageBody(1))).rejects.toThrow(storage);
    await due.forget();
    expect(await kept()).toBe(1);
    await expect(DueEntries.open(store, ledger)).rejects.toThrow(storage);
    expect(await kept()).toBe(1);
  });
});

/** Starts `made` again over what survived it, as after SIGKILL. */
async function restarted({ identity, store, journal, clock }: Made, net: MemoryNet): Promise<Made> {
  const again = { identity, clock, store: new BreakableStore(store.inner), journal: new MemoryJournal(journal.bytes) };
  return agentFor('again', net, again);
}

/** Joins the messengers of two agents by a link. */
async function joined(dialler: Made, listener: Made): Promise<void> {
  const pair = pairLinks({ diallerKey: dialler.key, listenerKey: listener.key, purpose: 'message' });
  (await dialler.agent.messages.messenger()).accept(pair.dialler);
  (await listener.agent.messages.messenger()).accept(pair.listener);
}

describe('the ledger of an agent that was killed', () => {
  it('after an acknowledgement was stored has the entry of the message, once', async () => {
    const net = new MemoryNet();
    const [sender, receiver] = [await makeAgent('sender', net), await agentFor('receiver', net)];
    await joined(sender, receiver);
    const messenger = await sender.agent.messages.messenger();
    await messenger.establishSession(receiver.identity.did);
    sender.journal.failWrite = BROKEN;
    const { id, state } = await messenger.send(receiver.identity.did, utf8('hello'));
    expect(state).toBe('queued'); // the link ended with the ledger
    expect(await messenger.outcome(receiver.identity.did, id)).toMatchObject({ state: 'delivered' });
    expect(await receiver.entries('message')).toMatchObject([{ direction: 'received' }]);
    let again = sender;
    for (let start = 0; start < 2; start++) {
      again = await restarted(again, net);
      expect(await again.entries('message')).toMatchObject([{ direction: 'sent', peer: receiver.identity.did }]);
      await again.end();
    }
  });

  it('after a message and its session were stored has the entries of both, once, however often it is repeated', async () => {
    const net = new MemoryNet();
    const [sender, receiver] = [await agentFor('sender', net), await makeAgent('receiver', net)];
    await joined(sender, receiver);
    const messenger = await sender.agent.messages.messenger();
    await messenger.establishSession(receiver.identity.did);
    receiver.journal.failWrite = BROKEN;
    const { state } = await messenger.send(receiver.identity.did, utf8('hello'));
    expect(state).toBe('queued');
    const again = await restarted(receiver, net);
    expect(await again.entries('message')).toMatchObject([{ direction: 'received', peer: sender.identity.did }]);
    expect(await again.entries('session')).toMatchObject([{ role: 'responder', kind: 'durable' }]);
    const query = vi.spyOn(again.ledger, 'query');
    await joined(sender, again);
    await vi.waitFor(async () => expect(await sender.entries('message')).toHaveLength(1));
    expect(query).not.toHaveBeenCalled();
    expect(await again.entries('message')).toHaveLength(1);
  });

  it('after a session was made, and after a message was sealed into a file, has the entries of both', async () => {
    const net = new MemoryNet();
    const [sender, receiver] = [await makeAgent('sender', net), await agentFor('receiver', net)];
    const bundle = await (await receiver.agent.messages.messenger()).prekeyBundle();
    const messenger = await sender.agent.messages.messenger();
    sender.journal.failWrite = BROKEN;
    await expect(messenger.establishSession(receiver.identity.did, bundle)).rejects.toThrow(storage);
    await expect(messenger.seal(receiver.identity.did, utf8('hello'))).rejects.toThrow(storage);
    const again = await restarted(sender, net);
    expect(await again.entries('session')).toMatchObject([{ role: 'initiator' }]);
    expect(await again.entries('message')).toMatchObject([{ direction: 'sent' }]);
  });

  it('has the entry of a message that was acknowledged before the journal was durable, once, after a power cut', async () => {
    const net = new MemoryNet();
    const [sender, receiver] = [await agentFor('sender', net), await makeAgent('receiver', net)];
    await joined(sender, receiver);
    const messenger = await sender.agent.messages.messenger();
    await messenger.establishSession(receiver.identity.did);
    receiver.journal.holdSync = () => new Promise(() => {});
    expect(await messenger.send(receiver.identity.did, utf8('hello'))).toMatchObject({ state: 'delivered' });
    expect(await receiver.entries('message')).toHaveLength(1);
    const { bytes, durableSize } = receiver.journal;
    expect(durableSize).toBeLessThan(bytes.length);
    const cut = { ...receiver, journal: new MemoryJournal(bytes.slice(0, durableSize)) };
    let again = await restarted(cut, net);
    expect(await again.entries('message')).toMatchObject([{ direction: 'received', peer: sender.identity.did }]);
    await again.end();
    again = await restarted(again, net);
    expect(await again.entries('message')).toHaveLength(1);
  });
});
