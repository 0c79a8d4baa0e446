import { describe, expect, it } from 'vitest';
import { DENIALS_A_WINDOW } from '../../src/agent/record/denials.ts';
import { type Channel, openChannel } from '../../src/agent/tunnel/channel.ts';
import {
  MAX_CHANNELS,
  MAX_CHANNELS_A_PEER,
  SWEEP_MS,
  TunnelHost,
  UNUSED_CHANNEL_MS,
} from '../../src/agent/tunnel/tunnel-host.ts';
import { encodeTunnelOpen } from '../../src/agent/tunnel/tunnel-wire.ts';
import { Identity } from '../../src/identity/identity.ts';
import { PACKET } from '../../src/message/packet.ts';
import { ManualTimer } from '../../src/net/timer.ts';
import { ADDRESS, type Made, MemoryNet, makeAgent, scopeOf, scripted, until } from '../fixtures/agents.ts';
import { NEW_YEAR } from '../fixtures/ledger.ts';

/** A server whose tunnels are watched by a timer of the test. */
async function watched(): Promise<{ net: MemoryNet; server: Made; host: TunnelHost; timer: ManualTimer }> {
  const net = new MemoryNet();
  const server = await makeAgent('server', net);
  const timer = new ManualTimer();
  // Nothing goes on beside the tunnels.
  const noSide = {
    join: () => {},
    take: async () => {},
    freshen: async () => {},
    tellRevoked: () => {},
    learn: () => () => {},
  };
  const host = new TunnelHost(server.core, { saw: () => {} }, noSide, timer);
  net.serve(server.key, (link) => host.accept(link));
  return { net, server, host, timer };
}

async function dial(net: MemoryNet, server: Made, stranger: Identity): Promise<Channel> {
  const { dialler } = net.dial(stranger.signing.publicKey, server.key);
  return openChannel({ link: dialler, identity: stranger, peer: server.identity.did, clock: server.clock });
}

const stranger = (n: number): Identity => Identity.generate(`stranger ${n}`, NEW_YEAR);

describe('strangers', () => {
  it('N01: a channel without a tunnel is closed when its time is over, and not before', async () => {
    const { net, server, host, timer } = await watched();
    const channel = await dial(net, server, stranger(1));
    await until(() => host.channels.length === 1);
    timer.advance(UNUSED_CHANNEL_MS - SWEEP_MS);
    expect(host.channels).toHaveLength(1);
    timer.advance(SWEEP_MS);
    await channel.closed;
    await until(() => host.channels.length === 0);
    await server.end();
  });

  it('a channel with a tunnel stays open', async () => {
    const { net, server, host, timer } = await watched();
    const caller = await makeAgent('caller', net);
    host.lend({ name: 'files', startTool: scripted().start, callTimeoutMs: 1000, onDiagnostic: () => undefined });
    await server.core.grants.issue(caller.identity.did, scopeOf(['echo']), 600);
    await caller.core.peers.note(server.identity.did, { addresses: [ADDRESS] });
    const tunnel = await caller.agent.connect({ target: server.identity.did, service: 'files' });
    timer.advance(10 * UNUSED_CHANNEL_MS);
    expect(host.channels).toHaveLength(1);
    await tunnel.close();
    await caller.end();
    await server.end();
  });

  it('N07: when strangers hold every place, one of them makes room for the next who comes', async () => {
    const { net, server, host } = await watched();
    for (let n = 0; n < MAX_CHANNELS / MAX_CHANNELS_A_PEER; n++) {
      const identity = stranger(n);
      for (let i = 0; i < MAX_CHANNELS_A_PEER; i++) await dial(net, server, identity);
    }
    await until(() => host.channels.length === MAX_CHANNELS);
    const [oldest] = host.channels;
    const honest = await dial(net, server, stranger(MAX_CHANNELS));
    await until(() => host.channels.some(({ channel }) => channel.peer === honest.peer || channel !== oldest?.channel));
    expect(host.channels.some(({ channel }) => channel === oldest?.channel)).toBe(false);
    expect(host.channels).toHaveLength(MAX_CHANNELS);
    await server.end();
  });

  it('M25: sessions of strangers leave nothing in the ledger, and their refusals are counted together', async () => {
    const { net, server, host } = await watched();
    const before = server.ledger.size;
    const many = DENIALS_A_WINDOW + 10;
    for (let n = 0; n < many; n++) {
      const channel = await dial(net, server, stranger(n));
      const refused = new Promise<void>((resolve) => {
        channel.onPacket(({ type }) => {
          if (type === PACKET.refusal) resolve();
        });
      });
      channel.send(PACKET.tunnelOpen, 1, encodeTunnelOpen({ service: 'files', chain: [] }));
      await refused;
      await channel.close();
    }
    await until(() => server.ledger.size === before + DENIALS_A_WINDOW);
    expect(await server.entries('session')).toEqual([]);
    server.core.denials.flush(true);
    const denials = await server.entries('denial');
    expect(denials).toHaveLength(DENIALS_A_WINDOW + 1);
    expect(denials.at(-1)).toMatchObject({ subject: 'tunnel', count: many - DENIALS_A_WINDOW });
    await host.close();
    await server.end();
  });
});
