import type { Connection, PeerId, Stream, Topology } from '@libp2p/interface';
import { describe, expect, it } from 'vitest';
import { GOSSIP_PREFIX, GossipSeam } from '../../../src/node/network/gossip-seam.ts';
import type { Components } from '../../../src/node/network/libp2p-node.ts';

const PEER = { toString: () => 'peer' } as PeerId;

/** A seam, and a connection whose streams fail with `failure`. */
function seamOver(
  failure: Error | undefined,
  admits = true,
): { seam: GossipSeam; connection: Connection; asked: string[]; met: Connection[] } {
  const asked: string[] = [];
  const met: Connection[] = [];
  const connection = {
    remotePeer: PEER,
    status: 'open',
    newStream: async (names: string[]) => {
      asked.push(...names);
      if (failure !== undefined) throw failure;
      return { protocol: names[0], addEventListener: () => {} };
    },
  } as unknown as Connection;
  const seam = new GossipSeam({ components: {} as Components, admits: () => admits, onStream: () => {} });
  const topology: Topology = { onConnect: (_peer, over) => void met.push(over) };
  void seam.register('/meshsub/1.2.0', topology);
  return { seam, connection, asked, met };
}

const named = (name: string): Error => Object.assign(new Error(name), { name });
const open = (over: Connection | undefined): Promise<Stream> => (over as Connection).newStream(['/meshsub/1.2.0']);

describe('what gossipsub sees of libp2p', () => {
  it('has our names on the wire, and its own on the stream', async () => {
    const { seam, connection, asked, met } = seamOver(undefined);
    seam.attach(connection);
    expect((await open(met[0])).protocol).toBe('/meshsub/1.2.0');
    expect(asked).toEqual([`${GOSSIP_PREFIX}/meshsub/1.2.0`]);
  });

  it('dials nobody, and meets nobody who takes no part', async () => {
    const { seam, connection, met } = seamOver(undefined, false);
    seam.attach(connection);
    expect(met).toEqual([]);
    await expect(seam.openConnection()).rejects.toThrow('dials nobody');
  });

  it('leaves a peer alone that does not speak it, and tries one again that was only slow', async () => {
    const silent = seamOver(named('UnsupportedProtocolError'));
    silent.seam.attach(silent.connection);
    await expect(open(silent.met[0])).rejects.toThrow();
    silent.seam.attach(silent.connection);
    expect(silent.met).toHaveLength(1);
    const slow = seamOver(named('TimeoutError'));
    slow.seam.attach(slow.connection);
    await expect(open(slow.met[0])).rejects.toThrow();
    slow.seam.attach(slow.connection);
    expect(slow.met).toHaveLength(2);
  });
});
