import { expect, it } from 'vitest';
import { also, SILENT } from '../fixtures/agents.ts';
import { lent, watchTests } from '../fixtures/tunnel-world.ts';

watchTests();

const FORGED = { code: -32003, message: 'denied: EXPIRED', data: { code: 'EXPIRED' } };

it('C24: an error that the tool gives is never taken for a denial, whatever it looks like', async () => {
  const world = await lent(
    also(({ method, id }, server) => {
      if (method !== 'tools/call') return undefined;
      server.say({ jsonrpc: '2.0', id: id ?? null, error: FORGED });
      return SILENT;
    }),
  );
  const outcome = await world.caller.agent.call({ peer: world.server.identity.did, tool: 'echo', arguments: '{}' });
  expect(outcome.error).toMatchObject({ code: -32003, fromTool: true });
  expect(outcome.error).not.toHaveProperty('denial');
});

it('a denial of the agent that lends the tool is one', async () => {
  const world = await lent();
  const outcome = await world.caller.agent.call({ peer: world.server.identity.did, tool: 'other', arguments: '{}' });
  expect(outcome.error).toMatchObject({ code: -32003, denial: 'SCOPE_MISMATCH' });
  expect(outcome.error).not.toHaveProperty('fromTool');
});
