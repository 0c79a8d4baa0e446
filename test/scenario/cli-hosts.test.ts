/** Two hosts: two network namespaces where this user may make them, two addresses of loopback where not. */
import { spawnSync } from 'node:child_process';
import { afterAll, expect, it } from 'vitest';
import { fixture, Terminals } from './terminals.ts';

interface Hosts {
  /** What runs a command on the lender's host, and on the other. */
  readonly prefixes: readonly [readonly string[], readonly string[]];
  readonly address: string;
  close(): void;
}

const terminals = new Terminals();
const hosts = namespaces() ?? { prefixes: [[], []], address: '127.0.0.83', close: () => undefined };
afterAll(async () => {
  await terminals[Symbol.asyncDispose]();
  hosts.close();
});

/** Two namespaces with a cable between them; undefined where that is not allowed. */
function namespaces(): Hosts | undefined {
  const name = `talos${process.pid}`;
  const sides = [`${name}a`, `${name}b`] as const;
  const ip = (...args: readonly string[]): boolean => spawnSync('ip', args).status === 0;
  const close = (): void => {
    for (const side of sides) ip('netns', 'del', side);
  };
  const isMade =
    sides.every((side) => ip('netns', 'add', side)) &&
    ip('link', 'add', 'cable', 'netns', sides[0], 'type', 'veth', 'peer', 'name', 'cable', 'netns', sides[1]) &&
    sides.every((side, n) => ip('-n', side, 'addr', 'add', `10.83.0.${n + 1}/24`, 'dev', 'cable')) &&
    sides.every((side) => ip('-n', side, 'link', 'set', 'cable', 'up') && ip('-n', side, 'link', 'set', 'lo', 'up'));
  if (!isMade) {
    close();
    return undefined;
  }
  const run = (side: string): readonly string[] => ['ip', 'netns', 'exec', side];
  return { prefixes: [run(sides[0]), run(sides[1])], address: '10.83.0.1', close };
}

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
