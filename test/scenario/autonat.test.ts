import { afterEach, describe, expect, it } from 'vitest';
import {
  AUTONAT_PROTOCOL,
  type AutonatStatus,
  decodeAutonatAnswer,
  encodeAutonatQuestion,
  MAX_AUTONAT_BYTES,
} from '../../src/net/autonat-message.ts';
import { answerAutonat, MAX_AUTONAT_A_SOURCE, placeToDial } from '../../src/node/network/autonat-server.ts';
import { type Libp2pNode, openNode } from '../../src/node/network/libp2p-node.ts';
import { MessageStream } from '../../src/node/network/message-stream.ts';
import { observePort } from '../../src/node/network/observed.ts';

const PEER = '12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA';
const OTHER = '12D3KooWKnDdG3iXw9eTFijk3EWSunZcFi54Zka4wmtqtt6rPxc8';
const FROM = `/ip4/8.8.8.8/tcp/50000/p2p/${PEER}`;

const open = new Set<Libp2pNode>();
async function node(n: number): Promise<Libp2pNode> {
  const opened = await openNode({
    seed: new Uint8Array(32).fill(n),
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

async function server(n: number): Promise<Libp2pNode> {
  const opened = await node(n);
  await answerAutonat(opened);
  return opened;
}

const addressOf = (of: Libp2pNode): string => of.addresses()[0] ?? '';
const placeOf = (of: Libp2pNode): string => addressOf(of).split('/p2p/')[0] ?? '';

async function say(from: Libp2pNode, to: Libp2pNode, bytes: Uint8Array): Promise<AutonatStatus> {
  const signal = AbortSignal.timeout(10_000);
  const existing = from.libp2p.getConnections(to.libp2p.peerId)[0];
  const connection = existing ?? (await from.libp2p.dial(to.libp2p.getMultiaddrs()));
  const messages = new MessageStream(await connection.newStream(AUTONAT_PROTOCOL), MAX_AUTONAT_BYTES);
  messages.write(bytes);
  const answer = decodeAutonatAnswer(await messages.read(signal));
  await messages.close(signal);
  return answer;
}

function ask(from: Libp2pNode, to: Libp2pNode, addresses: readonly string[], peerId?: string): Promise<AutonatStatus> {
  const id = peerId ?? from.libp2p.peerId.toString();
  return say(from, to, encodeAutonatQuestion({ peerId: id, addresses }));
}

describe('who asks a server', () => {
  it('is dialled back at its own address, once', () => {
    const addresses = ['/ip4/9.9.9.9/tcp/1', '/ip4/8.8.8.8/tcp/8766', '/ip4/8.8.8.8/tcp/22'];
    expect(placeToDial({ peerId: PEER, addresses }, FROM)).toBe(`/ip4/8.8.8.8/tcp/8766/p2p/${PEER}`);
  });

  it.each([
    ['another address', '/ip4/8.8.4.4/tcp/8766'],
    ['an address of the network that the server is in', '/ip4/10.0.0.1/tcp/80'],
    ['the machine of the server', '/ip4/127.0.0.1/tcp/80'],
    ['a name', '/dns4/victim.example/tcp/80'],
    ['another family', '/ip6/2606:4700::1111/tcp/80'],
    ['port 0', '/ip4/8.8.8.8/tcp/0'],
    ['a WebSocket', '/ip4/8.8.8.8/tcp/80/ws'],
    ['another peer', `/ip4/8.8.8.8/tcp/80/p2p/${OTHER}`],
    ['a relay', `/ip4/8.8.8.8/tcp/80/p2p/${OTHER}/p2p-circuit`],
    ['UDP', '/ip4/8.8.8.8/udp/53'],
  ])('N10: is not dialled back at %s', (_, address) => {
    expect(placeToDial({ peerId: PEER, addresses: [address] }, FROM)).toBeUndefined();
  });

  it('N10: is not dialled back through a relay, where its address is that of the relay', () => {
    const from = `/ip4/8.8.8.8/tcp/50000/p2p/${OTHER}/p2p-circuit/p2p/${PEER}`;
    expect(placeToDial({ peerId: PEER, addresses: ['/ip4/8.8.8.8/tcp/80'] }, from)).toBeUndefined();
  });

  it('learns whether it is reached, and where it is seen', async () => {
    const [there, here, other] = [await server(1), await node(2), await node(3)];
    expect(await ask(here, there, [placeOf(here)])).toBe('ok');
    // Another peer answers there, or nobody.
    expect(await ask(here, there, [placeOf(other)])).toBe('failed');
    expect(await ask(here, there, ['/ip4/127.0.0.1/tcp/1'])).toBe('failed');
    expect(await ask(here, there, ['/ip4/127.0.0.2/tcp/1'])).toBe('refused');
    expect(await ask(here, there, [])).toBe('refused');
    await using port = await observePort(addressOf(there), AbortSignal.timeout(5000));
    expect(port.address.text).toBe(`/ip4/127.0.0.1/tcp/${port.localPort}`);
  });

  it('is told so where its question is none, or of another peer', async () => {
    const [there, here] = [await server(1), await node(2)];
    expect(await say(here, there, Uint8Array.of(0x08))).toBe('malformed');
    expect(await ask(here, there, [placeOf(here)], OTHER)).toBe('malformed');
  });

  it('is dialled MAX_AUTONAT_A_SOURCE times a minute, and not once more', async () => {
    const [there, here] = [await server(1), await node(2)];
    const answers: AutonatStatus[] = [];
    for (let n = 0; n <= MAX_AUTONAT_A_SOURCE; n++) answers.push(await ask(here, there, [placeOf(here)]));
    expect(answers.slice(0, -1)).toEqual(Array.from({ length: MAX_AUTONAT_A_SOURCE }, () => 'ok'));
    expect(answers.at(-1)).toBe('refused');
  });
});
