/** Two hosts: two network namespaces where this user may make them, two addresses of loopback where not. */
import { afterAll, expect, it } from 'vitest';
import { twoHosts } from './hosts.ts';
import { fixture, Terminals } from './terminals.ts';

const terminals = new Terminals();
const hosts = twoHosts(83);
afterAll(async () => {
  await terminals[Symbol.asyncDispose]();
  hosts.close();
});

it(`an agent on another host uses what is lent at ${hosts.address}, and finds it again by its alias`, async () => {
  const [there, here] = hosts.prefixes;
  const { served } = await terminals.serve(
    'owner',
    ['--allow', 'echo', '--service', 'echoing', '--host', hosts.address],
    [process.execPath, fixture('scripted-tool.mjs')],
    { prefix: there },
  );
  expect(served.addresses.every((address) => address.startsWith(`/ip4/${hosts.address}/tcp/`))).toBe(true);
  for (const target of [served.invitation, 'echoing']) {
    const client = terminals.connect('agent', target, { prefix: here });
    await client.initialize();
    expect(await client.call('echo', { over: 'there' })).toMatchObject({
      result: { content: [{ text: '{"over":"there"}' }] },
    });
    expect(await client.call('env')).toMatchObject({ error: { code: -32003, data: { code: 'SCOPE_MISMATCH' } } });
    expect(await client.close()).toMatchObject({ status: 0 });
  }
  for (const directory of ['owner', 'agent'])
    expect(await terminals.json(directory, 'audit', 'verify')).toMatchObject({ valid: true, problems: [] });
});
