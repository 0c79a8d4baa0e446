import { describe, expect, it, vi } from 'vitest';
import type { Status } from '../../src/agent/api/api.ts';
import { fixture, PATIENCE_MS, type RpcClient, Terminals } from '../scenario/terminals.ts';
import { canMakeNamespaces, type NatKind, World } from './namespaces.ts';

/** A tool that is lent behind one router, its user behind another, and a relay that both reach. */
async function scene(world: World, terminals: Terminals, kinds: readonly [NatKind, NatKind]): Promise<RpcClient> {
  const [there, here] = [world.nat('there', kinds[0]).host('owner'), world.nat('here', kinds[1]).host('agent')];
  const args = ['relay', '--host', '0.0.0.0', '--port', '8767', '--json'];
  const relaying = terminals.start('relay', args, { prefix: world.host('relay').prefix });
  const { relay } = JSON.parse(await relaying.line(0)) as { readonly relay: readonly string[] };
  const { served } = await terminals.serve(
    'owner',
    ['--allow', 'echo', '--host', '0.0.0.0'],
    [process.execPath, fixture('scripted-tool.mjs')],
    { prefix: there.prefix, env: { TALOS_RELAY: relay.at(-1) ?? '' } },
  );
  const client = terminals.connect('agent', served.invitation, { prefix: here.prefix });
  await client.initialize();
  return client;
}

const statuses = (terminals: Terminals): Promise<Status[]> =>
  Promise.all(['agent', 'owner'].map((directory) => terminals.json<Status>(directory, 'status')));

describe.skipIf(!canMakeNamespaces())('two agents behind routers (need root, ip and nft)', () => {
  it('open NATs that keep ports, and a tunnel goes on without its relay: no call is lost or made twice', async () => {
    await using world = new World();
    await using terminals = new Terminals();
    const client = await scene(world, terminals, [{}, { unsolicited: 'reset' }]);
    const texts: string[] = [];
    await vi.waitFor(
      async () => {
        texts.push(`call ${texts.length}`);
        const { result } = await client.call('echo', { text: texts.at(-1) });
        expect(JSON.stringify(result)).toContain(texts.at(-1));
        for (const { sessions, punches } of await statuses(terminals)) {
          expect(sessions.map(({ path }) => path)).toEqual(['punched']);
          expect(punches.map(({ outcome, failure }) => [outcome, failure])).toEqual([['punched', undefined]]);
        }
      },
      { timeout: PATIENCE_MS, interval: 200 },
    );
    expect(client.terminal.stderr).not.toContain('lost');
    const { did } = await terminals.json<{ did: string }>('owner', 'whoami');
    expect(await terminals.json('agent', 'ping', did)).toMatchObject({
      path: 'punched',
      punch: { outcome: 'punched' },
    });
    expect(await client.close()).toMatchObject({ status: 0 });
    const counts = [
      ['agent', 'call'],
      ['agent', 'receipt'],
      ['owner', 'decision'],
      ['owner', 'result'],
    ].map(async ([directory = '', kind]) => {
      const entries = await terminals.ledger(directory);
      return entries.filter(({ type }) => type === kind).length;
    });
    expect(new Set(await Promise.all(counts))).toEqual(new Set([texts.length]));
  });

  it('stay with the relay where a NAT has another port for each place, and say why', async () => {
    await using world = new World();
    await using terminals = new Terminals();
    const client = await scene(world, terminals, [{ mapping: 'symmetric' }, {}]);
    await vi.waitFor(
      async () => {
        for (const { sessions, punches } of await statuses(terminals)) {
          expect(sessions.map(({ path }) => path)).toEqual(['relayed']);
          expect(punches[0]?.failure?.code).toBe('E_TIMEOUT');
        }
      },
      { timeout: PATIENCE_MS, interval: 300 },
    );
    expect(await client.call('echo', { still: 'there' })).toMatchObject({ result: {} });
    expect(client.terminal.stderr).not.toContain('lost');
  });
});
