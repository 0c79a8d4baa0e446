import { expect, it } from 'vitest';
import { also, SILENT, scopeOf } from '../fixtures/agents.ts';
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

it('C12: a tunnel that is refused is one entry in the ledger of each side', async () => {
  const world = await lent();
  const call = () => world.caller.agent.call({ peer: world.server.identity.did, tool: 'echo', arguments: '{}' });
  expect(await call()).not.toHaveProperty('error');
  const [grant] = await world.server.agent.capabilities();
  await world.server.agent.revoke({ id: grant?.id ?? '', reason: 'test' });
  await expect(call()).rejects.toThrow(expect.objectContaining({ code: 'REVOKED' }));
  const refused = { type: 'denial', subject: 'tunnel', code: 'REVOKED', count: 1 };
  expect(await world.server.entries('denial')).toEqual([{ ...refused, peer: world.caller.identity.did }]);
  expect(await world.caller.entries('denial')).toEqual([{ ...refused, peer: world.server.identity.did }]);
});

it('C12: a caller whose token was revoked uses the one that it was granted since', async () => {
  const world = await lent();
  const call = () => world.caller.agent.call({ peer: world.server.identity.did, tool: 'echo', arguments: '{}' });
  expect(await call()).not.toHaveProperty('error');
  const [grant] = await world.server.agent.capabilities();
  await world.server.agent.revoke({ id: grant?.id ?? '', reason: 'test' });
  await world.server.core.grants.issue(world.caller.identity.did, scopeOf(['echo']), 600);
  expect(await call()).not.toHaveProperty('error');
});
