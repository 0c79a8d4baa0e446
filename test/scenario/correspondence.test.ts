import { describe, expect, it } from 'vitest';
import type { AgentPlatform } from '../../src/agent/agent-platform.ts';
import { Correspondence } from '../../src/agent/correspondence.ts';
import { TalosError } from '../../src/base/errors.ts';
import { BreakableStore, MemoryNet } from '../fixtures/agents.ts';
import { agentFor, watchTests } from '../fixtures/tunnel-world.ts';

watchTests();

const BROKEN = new TalosError('E_STORAGE', 'input/output error');
const storage = expect.objectContaining({ code: 'E_STORAGE' });

/** The messages of an agent whose store and whose end of listening can be made to fail. */
async function desk() {
  const store = new BreakableStore();
  const { core, identity } = await agentFor('desk', new MemoryNet(), { store });
  const faults: { ending?: TalosError } = {};
  const platform = {
    host: () => Promise.reject(new TalosError('E_UNREACHABLE', 'the network is off')),
    addresses: () => [],
    listen: () => Promise.resolve([]),
    takeMessages: () =>
      Promise.resolve({
        [Symbol.asyncDispose]: async () => {
          if (faults.ending !== undefined) throw faults.ending;
        },
      }),
  } as unknown as AgentPlatform;
  return { store, identity, faults, messages: new Correspondence(core, platform) };
}

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
});
