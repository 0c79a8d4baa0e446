/** What is reached inside libp2p past its interface, on a real connection: a release that moves it must not go unnoticed. */
import { expect, it } from 'vitest';
import { openNode } from '../../src/node/network/libp2p-node.ts';
import { lengthOf } from '../../src/node/network/noise-lengths.ts';

const node = (n: number, listen: readonly string[]) =>
  openNode({ seed: new Uint8Array(32).fill(n), listen, handshakeTimeoutMs: 10_000, maxConnections: 4 });

/** The secured stream under a connection. */
const securedOf = (connection: unknown) =>
  (connection as { readonly muxer: { readonly maConn: { readonly decoder: { readonly lengthDecoder: unknown } } } })
    .muxer.maConn;

it('both ends of a connection read the lengths of Noise messages cheaply', async () => {
  const [listener, dialler] = [await node(1, ['/ip4/127.0.0.1/tcp/0']), await node(2, [])];
  try {
    const [address] = listener.libp2p.getMultiaddrs();
    const dialled = await dialler.dial(String(address), new AbortController().signal);
    expect(securedOf(dialled).decoder.lengthDecoder).toBe(lengthOf);
    await expect.poll(() => listener.libp2p.getConnections().length).toBe(1);
    for (const accepted of listener.libp2p.getConnections())
      expect(securedOf(accepted).decoder.lengthDecoder).toBe(lengthOf);
  } finally {
    await dialler.libp2p.stop();
    await listener.libp2p.stop();
  }
});
