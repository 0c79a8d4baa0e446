/** A recipient that has lost its state, to whom the sender is nobody. */
import { describe, expect, it } from 'vitest';
import { UNOPENED_NOTICES } from '../../src/agent/message/messaging.ts';
import { RENEWAL_PAUSE_MS, UNANSWERED_PASSES, Unanswered } from '../../src/agent/tunnel/unanswered.ts';
import { utf8 } from '../../src/base/bytes.ts';
import type { Did } from '../../src/identity/did.ts';
import { pairLinks } from '../../src/net/memory-link.ts';
import { ManualTimer } from '../../src/net/timer.ts';
import { MemoryNet, settled as turns } from '../fixtures/agents.ts';
import { agentFor, watchTests } from '../fixtures/tunnel-world.ts';
import { agent } from '../unit/session/actors.ts';
import { Correspondents, settled, taken } from './correspondents.ts';

watchTests();

const [alice, bob] = [agent('alice'), agent('bob')];

describe('a recipient that has lost its sessions, to whom the sender is no contact', () => {
  it('gets what was sent under a new session, in order and once, without a repair; its people are told', async () => {
    await using world = new Correspondents();
    const [a, b] = [await world.join(alice), await world.join(bob)];
    await a.messenger.send(bob.did, utf8('before'));
    await taken(b);
    // A new store for the same identity.
    await world.restart(b, []);
    const sent = Promise.all(['one', 'two'].map((text) => a.messenger.send(bob.did, utf8(text))));
    await settled();
    expect(await taken(b)).toEqual([]);
    for (let round = 0; round < 12; round++) await world.pass(10_000);
    expect(await taken(b)).toEqual(['one', 'two']);
    expect(b.events.filter(({ kind }) => kind === 'unopened').map(({ peer }) => peer)).toContain(alice.did);
    expect([...a.events, ...b.events].filter(({ kind }) => kind === 'repair')).toEqual([]);
    await sent;
    expect((await a.messenger.history({ last: 9 })).messages.map(({ state }) => state)).toEqual(
      Array(3).fill('delivered'),
    );
  });

  it('tells its people a few times an hour at most, whoever sends what does not open', async () => {
    const net = new MemoryNet();
    const [here, there] = [await agentFor('here', net), await agentFor('there', net)];
    const messenger = await here.agent.messages.messenger();
    const theirs = await there.agent.messages.messenger();
    await theirs.establishSession(here.identity.did, await messenger.prekeyBundle());
    await messenger.receive(there.identity.did, (await theirs.seal(here.identity.did, utf8('opens'))).envelope);
    const lost = here.store.inner;
    for (const space of ['session', 'prekey'] as const)
      for await (const [key] of lost.scan(space)) await lost.apply([{ kind: 'delete', space, key }]);
    for (let n = 0; n < UNOPENED_NOTICES + 3; n++) {
      const { envelope } = await theirs.seal(here.identity.did, utf8('does not open'));
      expect((await messenger.receive(there.identity.did, envelope)).failure).toBeDefined();
    }
    await turns();
    const told = here.notices.filter(({ message }) => message.includes('did not open'));
    expect(told).toHaveLength(UNOPENED_NOTICES);
    expect(told[0]).toMatchObject({ kind: 'session', peer: there.identity.did });
  });
});

describe('what goes out over a link', () => {
  const link = () => pairLinks({ diallerKey: alice.signing.publicKey, listenerKey: bob.signing.publicKey }).dialler;
  const peer: Did = bob.did;

  it('goes under a new session after so many times without an answer, once an hour over whatever links', () => {
    const timer = new ManualTimer();
    const unanswered = new Unanswered(timer);
    const [first, second] = [link(), link()];
    const passes = (over: typeof first, count: number): boolean[] =>
      Array.from({ length: count }, () => unanswered.passes(peer, over));
    expect(passes(first, UNANSWERED_PASSES)).not.toContain(true);
    unanswered.answered(first);
    unanswered.answered(undefined);
    expect(passes(first, UNANSWERED_PASSES)).not.toContain(true);
    expect(passes(first, 2)).toEqual([true, false]);
    expect(passes(second, UNANSWERED_PASSES + 3)).not.toContain(true);
    timer.advance(RENEWAL_PAUSE_MS);
    expect(passes(second, 2)).toEqual([true, false]);
  });
});
