import { describe, expect, it, vi } from 'vitest';
import type { AgentPlatform } from '../../src/agent/agent-platform.ts';
import type { Feed, HistoryEntry, SenderRequest } from '../../src/agent/api/message-api.ts';
import { Correspondence } from '../../src/agent/message/correspondence.ts';
import { utf8 } from '../../src/base/bytes.ts';
import { TalosError } from '../../src/base/errors.ts';
import { type LinkPair, pairLinks } from '../../src/net/memory-link.ts';
import type { Change } from '../../src/storage/store.ts';
import { BreakableStore, type Made, MemoryNet, settled } from '../fixtures/agents.ts';
import { agentFor, watchTests } from '../fixtures/tunnel-world.ts';

watchTests();

const BROKEN = new TalosError('E_STORAGE', 'input/output error');
const storage = expect.objectContaining({ code: 'E_STORAGE' });

/** The messages of an agent whose store and whose end of listening can be made to fail. */
async function desk() {
  const store = new BreakableStore();
  const { core, identity } = await agentFor('desk', new MemoryNet(), { store });
  const faults: { ending?: TalosError; listening?: TalosError } = {};
  /** What beginning and ending to listen wait for. */
  const holds: { ending?: Promise<void>; listening?: Promise<void> } = {};
  let taking = 0;
  const platform = {
    host: () => Promise.reject(new TalosError('E_UNREACHABLE', 'the network is off')),
    addresses: () => [],
    listen: async () => {
      await holds.listening;
      if (faults.listening !== undefined) throw faults.listening;
      return [];
    },
    takeMessages: async () => {
      if (taking++ > 0) throw new TypeError('taken already');
      return {
        [Symbol.asyncDispose]: async () => {
          await holds.ending;
          taking--;
          if (faults.ending !== undefined) throw faults.ending;
        },
      };
    },
  } as unknown as AgentPlatform;
  return { store, core, identity, faults, holds, messages: new Correspondence(core, platform) };
}

/** A link that `peer` dialled, at both ends. */
function dialled(peer: Made, here: { readonly key: Uint8Array }): LinkPair {
  return pairLinks({ diallerKey: peer.key, listenerKey: here.key, purpose: 'message' });
}

/** Who knocks, and an agent that takes links of messages. */
async function knocking() {
  const net = new MemoryNet();
  const [here, stranger, friend] = [
    await agentFor('here', net),
    await agentFor('stranger', net),
    await agentFor('friend', net),
  ];
  await here.core.peers.call(friend.identity.did, 'friend');
  const messages = here.agent.messages;
  const messenger = await messages.messenger();
  /** Whether a link is taken: then it is still open when its sender has its message acknowledged. */
  const isTaken = async (peer: Made): Promise<boolean> => {
    const pair = dialled(peer, here);
    const other = await peer.agent.messages.messenger();
    const accepting = messages.accept(pair.listener);
    other.accept(pair.dialler);
    const bundle = await messenger.prekeyBundle();
    if (!(await peer.agent.messages.sessions()).some((each) => each.peer === here.identity.did))
      await other.establishSession(here.identity.did, bundle);
    const sent = other.send(here.identity.did, utf8('hello'));
    await accepting;
    const { state } = await Promise.race([sent, pair.dialler.closed.then(() => ({ state: 'closed' }))]);
    await pair.listener.close();
    await pair.dialler.closed;
    return state === 'delivered';
  };
  return { here, stranger, friend, messages, isTaken };
}

describe('who may send while somebody listens', () => {
  it('contacts alone with contacts, and everybody again once that is over', async () => {
    const { stranger, friend, messages, isTaken } = await knocking();
    for (let round = 0; round < 2; round++) {
      const listening = await messages.listen({ accept: 'contacts' });
      expect([await isTaken(friend), await isTaken(stranger)]).toEqual([true, false]);
      await listening.close();
      expect([await isTaken(friend), await isTaken(stranger)]).toEqual([true, true]);
    }
  });

  it('what strangers sent while nobody listened is not shown to who listens to contacts, and is to the next', async () => {
    const { stranger, friend, messages, isTaken } = await knocking();
    expect([await isTaken(stranger), await isTaken(friend)]).toEqual([true, true]);
    const contacts = await messages.listen({ accept: 'contacts' });
    expect(await contacts.next()).toMatchObject({ from: friend.identity.did });
    await contacts.take();
    await contacts.close();
    const all = await messages.listen({ accept: 'all' });
    expect(await all.next()).toMatchObject({ from: stranger.identity.did });
    await all.close();
  });

  it('as before where nobody can be asked: E_USAGE, and where another listens already: E_LIMIT', async () => {
    const { stranger, messages, isTaken } = await knocking();
    await expect(messages.listen({ accept: 'ask' })).rejects.toThrow(expect.objectContaining({ code: 'E_USAGE' }));
    expect(await isTaken(stranger)).toBe(true);
    const listening = await messages.listen({ accept: 'contacts' });
    await expect(messages.listen({ accept: 'all' })).rejects.toThrow(expect.objectContaining({ code: 'E_LIMIT' }));
    expect(await isTaken(stranger)).toBe(false);
    await listening.close();
  });

  it('with ask, strangers of whom a person says yes; the link waits, and what was answered holds until the end', async () => {
    const { stranger, friend, messages, isTaken } = await knocking();
    const asked: SenderRequest[] = [];
    const answers = [true, false];
    const ask = async (sender: SenderRequest): Promise<boolean> => {
      asked.push(sender);
      await settled();
      return answers.shift() ?? false;
    };
    const first = await messages.listen({ accept: 'ask' }, { ask });
    expect([await isTaken(friend), await isTaken(stranger), await isTaken(stranger)]).toEqual([true, true, true]);
    await first.close();
    const second = await messages.listen({ accept: 'ask' }, { ask });
    expect([await isTaken(stranger), await isTaken(stranger)]).toEqual([false, false]);
    await second.close();
    expect(asked.map(({ from }) => from)).toEqual([stranger.identity.did, stranger.identity.did]);
    expect(await isTaken(stranger)).toBe(true);
  });

  it('nobody whose link waits when the listening ends', async () => {
    const { here, stranger, messages } = await knocking();
    const asked: SenderRequest[] = [];
    const ask = (sender: SenderRequest): Promise<boolean> => {
      asked.push(sender);
      return new Promise(() => {});
    };
    const listening = await messages.listen({ accept: 'ask' }, { ask });
    const pair = dialled(stranger, here);
    const accepting = messages.accept(pair.listener);
    expect(asked).toHaveLength(1);
    await listening.close();
    await accepting;
    await pair.listener.closed;
  });
});

describe('a contact with another identity', () => {
  it('I07: gets nothing over a link of its own either until that is settled, then all that was queued, in order', async () => {
    const { here, friend, messages } = await knocking();
    const { did } = friend.identity;
    const theirs = friend.agent.messages;
    const offer = { did, bundle: (await theirs.bundle()).bundle, addresses: [] };
    for (const text of ['one', 'two']) await messages.send({ peer: 'friend', text, offer }).catch(() => undefined);
    await here.core.peers.noteChange(did, { did: here.identity.did, addresses: [] });
    const pair = dialled(friend, here);
    const taking = await theirs.messenger();
    taking.accept(pair.dialler);
    await messages.accept(pair.listener);
    await settled();
    const states = async (): Promise<string[]> =>
      (await messages.history({ last: 9 })).messages.map(({ text, state }) => `${text} ${state}`);
    expect(await states()).toEqual(['one queued', 'two queued']);
    await here.agent.contacts.accept({ peer: 'friend', did });
    await vi.waitFor(async () => expect(await states()).toEqual(['one delivered', 'two delivered']));
    const listening = await theirs.listen({ accept: 'all' });
    for (const text of ['one', 'two']) {
      expect(await listening.next()).toMatchObject({ text, from: here.identity.did });
      await listening.take();
    }
    await listening.close();
  });
});

describe('the messages of an agent, followed', () => {
  it('are each told with their state as it changes, at both ends, those of another peer aside', async () => {
    const { here, friend, stranger, messages } = await knocking();
    const { did } = friend.identity;
    const theirs = friend.agent.messages;
    const stop = new AbortController();
    const [sent, came, others] = [
      await messages.follow({ peer: 'friend' }, { signal: stop.signal }),
      await theirs.follow({}),
      await messages.follow({ peer: stranger.identity.did }),
    ];
    const offer = { did, bundle: (await theirs.bundle()).bundle, addresses: [] };
    const { id } = await messages.send({ peer: 'friend', text: 'hello', offer });
    const pair = dialled(friend, here);
    (await theirs.messenger()).accept(pair.dialler);
    await messages.accept(pair.listener);
    const listening = await theirs.listen({ accept: 'all' });
    await listening.next();
    await listening.take();
    const states = async (feed: Feed<HistoryEntry>, count: number): Promise<string[]> => {
      const found: string[] = [];
      for (let n = 0; n < count; n++) {
        const entry = await feed.next();
        found.push(`${entry?.id === id} ${entry?.text} ${entry?.direction} ${entry?.state}`);
        await feed.take();
      }
      return found;
    };
    expect(await states(sent, 3)).toEqual(['queued', 'sent', 'delivered'].map((state) => `true hello sent ${state}`));
    expect(await states(came, 2)).toEqual(['waiting', 'received'].map((state) => `true hello received ${state}`));
    const nothing = others.next();
    await others.close();
    expect(await nothing).toBeUndefined();
    stop.abort();
    await sent.ended;
    expect(await sent.next()).toBeUndefined();
    await expect(messages.follow({ peer: 'nobody' })).rejects.toThrow(expect.objectContaining({ code: 'E_NOT_FOUND' }));
    await listening.close();
    await theirs[Symbol.asyncDispose]();
    await came.ended;
  });
});

describe('the messages of an agent', () => {
  it('E_STORAGE: are there at the second attempt where the first could not open them', async () => {
    const { store, identity, messages } = await desk();
    await using _ = messages;
    store.failApply = BROKEN;
    await expect(messages.bundle()).rejects.toThrow(storage);
    store.failApply = undefined;
    expect(await messages.bundle()).toMatchObject({ did: identity.did });
  });

  it('E_STORAGE: an end of listening that fails is told to who closes and to who waits, and another may listen then', async () => {
    const { faults, messages } = await desk();
    await using _ = messages;
    const first = await messages.listen({ accept: 'contacts' });
    faults.ending = BROKEN;
    await expect(first.close()).rejects.toThrow(storage);
    await expect(first.ended).rejects.toThrow(storage);
    const stop = new AbortController();
    const second = await messages.listen({ accept: 'all' }, { signal: stop.signal });
    stop.abort();
    await expect(second.ended).rejects.toThrow(storage);
    delete faults.ending;
    const third = await messages.listen({ accept: 'all' });
    await third.close();
    await third.ended;
  });

  it.each(['listening', 'ending'] as const)(
    'are taken over from a listener that is stopped and still %s, once it has let go of all',
    async (step) => {
      const { holds, messages } = await desk();
      await using _ = messages;
      let release = (): void => {};
      holds[step] = new Promise((resolve) => {
        release = resolve;
      });
      const stop = new AbortController();
      const first = messages.listen({ accept: 'contacts' }, { signal: stop.signal });
      if (step === 'ending') await first;
      else await settled();
      await expect(messages.listen({ accept: 'all' })).rejects.toMatchObject({ code: 'E_LIMIT' });
      stop.abort();
      const second = messages.listen({ accept: 'all' });
      await settled();
      release();
      const listening = await second;
      await (await first).ended;
      await expect(messages.listen({ accept: 'all' })).rejects.toMatchObject({ code: 'E_LIMIT' });
      await listening.close();
      await (await messages.listen({ accept: 'all' })).close();
    },
  );

  it('tell who listens what the agent has to say, until it ends', async () => {
    const { core, messages } = await desk();
    await using _ = messages;
    const heard: string[] = [];
    const onNotice = ({ message }: { readonly message: string }): void => void heard.push(message);
    core.notice('network', 'too early');
    const listening = await messages.listen({ accept: 'all' }, { onNotice });
    core.notice('prekeys', 'first');
    await expect(messages.listen({ accept: 'all' }, { onNotice })).rejects.toMatchObject({ code: 'E_LIMIT' });
    core.notice('identity', 'second');
    await listening.close();
    core.notice('tool', 'too late');
    expect(heard).toEqual(['first', 'second']);
  });

  it('E_CONFIG: tell nothing to who could not listen', async () => {
    const { core, faults, messages } = await desk();
    await using _ = messages;
    const heard: string[] = [];
    faults.listening = new TalosError('E_CONFIG', 'the port is taken');
    const terms = { onNotice: ({ message }: { readonly message: string }) => void heard.push(message) };
    await expect(messages.listen({ accept: 'all' }, terms)).rejects.toMatchObject({ code: 'E_CONFIG' });
    core.notice('tool', 'too late');
    expect(heard).toEqual([]);
  });
});

describe('a session that is repaired', () => {
  it('R15: is in the ledger of both, in their history and status, and told to whoever listens', async () => {
    const { here, friend, messages } = await knocking();
    const told: string[] = [];
    const listening = await messages.listen({ accept: 'all' }, { onNotice: ({ message }) => told.push(message) });
    const other = await friend.agent.messages.messenger();
    const pair = dialled(friend, here);
    await messages.accept(pair.listener);
    other.accept(pair.dialler);
    await other.establishSession(here.identity.did);
    const send = (text: string): Promise<unknown> => other.send(here.identity.did, utf8(text));
    await send('one');
    await (await messages.messenger()).send(friend.identity.did, utf8('back'));
    await send('two');
    const copy: Change[] = [];
    for await (const [key, value] of friend.store.scan('session'))
      copy.push({ kind: 'put', space: 'session', key, value });
    await send('three');
    await friend.store.apply(copy);
    expect(await send('four')).toMatchObject({ state: 'delivered' });
    await settled();
    const [ours] = await here.entries('session-repair');
    const [theirs] = await friend.entries('session-repair');
    expect(ours).toMatchObject({ peer: friend.identity.did, by: 'self', cause: 'unopened' });
    expect(theirs).toMatchObject({ peer: here.identity.did, by: 'peer', cause: 'told' });
    expect((ours as { message: string }).message).toBe((theirs as { message: string }).message);
    expect((ours as { session: string }).session).toBe((theirs as { session: string }).session);
    const words =
      'a message of the peer did not open: its state, or that of this agent, was put back to an earlier copy, or copied';
    expect(told).toEqual([`the session with a peer was made anew: ${words}`]);
    expect(friend.notices.map(({ message }) => message)).toContainEqual(expect.stringContaining('could not open'));
    const { messages: shown } = await messages.history({ last: 10 });
    expect(shown.filter(({ state }) => state === 'repaired')).toMatchObject([
      { direction: 'sent', reason: words, text: '' },
    ]);
    for (const { agent, clock } of [here, friend])
      expect((await agent.status()).repairs).toEqual({ count: 1, lastAtMs: clock.now() });
    expect(await messages.sessions()).toMatchObject([{ repairs: 1, isSilent: false }]);
    await listening.close();
  });
});

describe('new prekeys', () => {
  it('are on record when their owner asks for them, and not given out where that fails', async () => {
    const { store, core, messages } = await desk();
    const { id } = await messages.rotatePrekeys();
    const rotations = async () => (await core.ledger.query({ type: 'rotation' })).map(({ body }) => body);
    expect(await rotations()).toEqual([{ type: 'rotation', what: 'prekeys', prekey: id }]);
    store.failApply = BROKEN;
    await expect(messages.rotatePrekeys()).rejects.toThrow(storage);
    store.failApply = undefined;
    expect(await rotations()).toHaveLength(1);
  });
});
