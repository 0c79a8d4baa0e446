import { afterEach, describe, expect, it } from 'vitest';
import type { PunchMessage } from '../../src/net/punch-message.ts';
import { encodePunchMessage, MAX_PUNCH_MESSAGE_BYTES, PUNCH_PROTOCOL } from '../../src/net/punch-message.ts';
import { type Libp2pNode, openNode } from '../../src/node/network/libp2p-node.ts';
import { MessageStream } from '../../src/node/network/message-stream.ts';
import { meetingPlaces, punchesOf, startPunching } from '../../src/node/network/punch.ts';

const PEER = '12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA';
const OTHER = '12D3KooWKnDdG3iXw9eTFijk3EWSunZcFi54Zka4wmtqtt6rPxc8';
const connect = (...addresses: string[]): PunchMessage => ({ type: 'connect', addresses });

const open = new Set<Libp2pNode>();
async function node(n: number): Promise<Libp2pNode> {
  const seed = new Uint8Array(32).fill(n);
  const opened = await openNode({
    seed,
    listen: ['/ip4/127.0.0.1/tcp/0'],
    handshakeTimeoutMs: 5000,
    maxConnections: 10,
  });
  open.add(opened);
  return opened;
}
afterEach(async () => {
  await Promise.all([...open].map(async ({ libp2p }) => libp2p.stop()));
  open.clear();
});

describe('a peer that asks to be met', () => {
  it('is met where it says, in the internet', () => {
    expect(meetingPlaces(connect('/ip4/8.8.8.8/tcp/50000', `/ip4/9.9.9.9/tcp/1/p2p/${PEER}`), PEER, 'ip4')).toEqual([
      `/ip4/8.8.8.8/tcp/50000/p2p/${PEER}`,
      `/ip4/9.9.9.9/tcp/1/p2p/${PEER}`,
    ]);
  });

  it.each([
    ['H09: a private network', '/ip4/10.1.2.3/tcp/22'],
    ['H09: another private network', '/ip4/192.168.0.1/tcp/80'],
    ['H09: this machine', '/ip4/127.0.0.1/tcp/6379'],
    ['H09: where clouds answer their machines', '/ip4/169.254.169.254/tcp/80'],
    ['any address', '/ip4/0.0.0.0/tcp/80'],
    ['multicast', '/ip4/224.0.0.251/tcp/5353'],
    ['port 0', '/ip4/8.8.8.8/tcp/0'],
    ['another peer', `/ip4/8.8.8.8/tcp/80/p2p/${OTHER}`],
    ['a name', '/dns4/victim.example/tcp/80'],
    ['another family', '/ip6/2606:4700::1111/tcp/80'],
    ['UDP', '/ip4/8.8.8.8/udp/53'],
    ['a relay', `/ip4/8.8.8.8/tcp/80/p2p/${OTHER}/p2p-circuit/p2p/${PEER}`],
    ['a WebSocket', '/ip4/8.8.8.8/tcp/80/ws'],
  ])('is not met at %s', (_, address) => {
    expect(meetingPlaces(connect(address), PEER, 'ip4')).toEqual([]);
  });

  it('is not met without a word about where', () => {
    expect(meetingPlaces({ type: 'sync' }, PEER, 'ip4')).toEqual([]);
  });

  it('H14: is turned away where this side did not dial it through a relay, and nothing is dialled', async () => {
    const [agent, stranger] = [await node(1), await node(2)];
    await startPunching(agent);
    const [address = ''] = agent.addresses();
    for (const from of [stranger]) {
      const connection = await from.dial(address, AbortSignal.timeout(5000));
      const stream = await connection.newStream(PUNCH_PROTOCOL);
      const messages = new MessageStream(stream, MAX_PUNCH_MESSAGE_BYTES);
      const answer = messages.read(AbortSignal.timeout(5000));
      try {
        messages.write(encodePunchMessage(connect('/ip4/8.8.8.8/tcp/50000')));
      } catch {
        // It has turned us away already.
      }
      await expect(answer).rejects.toMatchObject({ code: 'E_UNREACHABLE' });
    }
    expect(punchesOf(agent)).toEqual([]);
    expect(agent.libp2p.getConnections().map(({ direction }) => direction)).toEqual(['inbound']);
  });
});
