/** A router that lies, or changes its mind: what it says is told to nobody unless it can be true. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { TalosError } from '../../../src/base/errors.ts';
import { parseAddress } from '../../../src/net/address.ts';
import { NAT_PMP_PORT } from '../../../src/net/nat-pmp.ts';
import { ManualTimer } from '../../../src/net/timer.ts';
import { natPmp } from '../../../src/node/network/nat-pmp-way.ts';
import { MAPPING_AGAIN_MS, PortMapping } from '../../../src/node/network/port-mapping.ts';
import { MAPPING_LIFE_S, type PortGrant, type PortWay } from '../../../src/node/network/port-way.ts';

const OWN = '/ip4/192.168.1.20/tcp/8766';

interface Told {
  readonly mapping: PortMapping;
  readonly timer: ManualTimer;
  /** What the host was told of addresses outside. */
  readonly said: string[];
  changes: number;
}

/** A mapping for a host of a private network, which asks `ways`. */
function mappingBy(...ways: readonly PortWay[]): Told {
  const said: string[] = [];
  const addressManager = {
    addPublicAddressMapping: (_host: string, _port: number, host: string, port: number) =>
      void said.push(`add ${host}:${port}`),
    removePublicAddressMapping: (_host: string, _port: number, host: string, port: number) =>
      void said.push(`remove ${host}:${port}`),
    confirmObservedAddr: () => {},
  };
  const node = {
    components: { addressManager, transportManager: { getAddrs: () => [OWN] } },
  } as unknown as ConstructorParameters<typeof PortMapping>[0]['node'];
  const timer = new ManualTimer();
  const told: Told = {
    timer,
    said,
    changes: 0,
    mapping: new PortMapping({
      node,
      timer,
      ways,
      onChange: () => {
        told.changes += 1;
      },
      router: async () => '192.168.1.1',
    }),
  };
  return told;
}

const granted = (host: string, given: string[] = []): PortGrant => ({
  host,
  port: 443,
  lifeS: MAPPING_LIFE_S,
  giveBack: async () => void given.push(host),
});
const way = (ask: PortWay['ask'], name: PortWay['name'] = 'NAT-PMP'): PortWay => ({ name, ask });

describe('a router that forwards a port', () => {
  it.each(['192.168.7.1', '10.0.0.1', '100.64.0.1', '127.0.0.1', '169.254.1.1', '0.0.0.0', '224.0.0.1'])(
    'at %s, which is no address of the internet, is told to nobody, and has its port back',
    async (host) => {
      const given: string[] = [];
      const { mapping, said } = mappingBy(way(async () => granted(host, given)));
      await mapping.ask();
      expect([mapping.outside, said, given]).toEqual([undefined, [], [host]]);
      expect(mapping.status).toEqual({ failure: expect.stringContaining('none of the internet') as string });
      await mapping[Symbol.asyncDispose]();
    },
  );

  it('is told of, until it says otherwise or the host ends', async () => {
    const given: string[] = [];
    const hosts = ['203.0.114.7', '203.0.114.8'];
    const told = mappingBy(
      way(async () => {
        const host = hosts.shift();
        if (host === undefined) throw new TalosError('E_TIMEOUT', 'silent');
        return granted(host, given);
      }),
    );
    const { mapping, said } = told;
    await mapping.ask();
    await mapping.ask();
    expect(said).toEqual(['add 203.0.114.7:443', 'remove 203.0.114.7:443', 'add 203.0.114.8:443']);
    await mapping.ask();
    expect([mapping.outside, said.at(-1)]).toEqual([undefined, 'remove 203.0.114.8:443']);
    expect(told.changes).toBe(4);
    await mapping[Symbol.asyncDispose]();
    expect(given).toEqual([]);
  });

  it('has its port back at the end, and no other way is asked meanwhile', async () => {
    const given: string[] = [];
    const asked: string[] = [];
    const { mapping } = mappingBy(
      way(async () => {
        asked.push('first');
        throw new TalosError('E_REFUSED', 'no ports here');
      }),
      way(async () => {
        asked.push('second');
        return granted('203.0.114.7', given);
      }, 'UPnP'),
    );
    await mapping.ask();
    await mapping.ask();
    expect(asked).toEqual(['first', 'second', 'second']);
    await mapping[Symbol.asyncDispose]();
    expect([given, mapping.outside]).toEqual([['203.0.114.7'], undefined]);
  });

  it(`that does not answer is asked again after ${MAPPING_AGAIN_MS} ms, and no sooner`, async () => {
    let asked = 0;
    const { mapping, timer } = mappingBy(
      way(async () => {
        asked += 1;
        throw new TalosError('E_TIMEOUT', 'silent');
      }),
    );
    await mapping.ask();
    timer.advance(MAPPING_AGAIN_MS - 1);
    expect(asked).toBe(1);
    timer.advance(1);
    await mapping.ask();
    expect(asked).toBe(2);
    await mapping[Symbol.asyncDispose]();
  });
});

describe('NAT-PMP, asked of a router that lies', () => {
  const held: Socket[] = [];
  afterEach(() => {
    for (const each of held.splice(0)) each.close();
  });

  /** A router at an address of this machine, which answers a request for a mapping with `answer`. */
  async function router(answer: (asked: Buffer) => Uint8Array): Promise<string> {
    // One that nobody else has: tests run beside each other.
    const host = `127.77.${1 + (process.pid % 250)}.${held.length + 1 + (process.pid % 100)}`;
    const socket = createSocket('udp4');
    held.push(socket);
    socket.on('message', (asked, { port, address }) => {
      const said = asked[1] === 0 ? Uint8Array.of(0, 128, 0, 0, 0, 0, 0, 1, 203, 0, 114, 7) : answer(asked);
      socket.send(said, port, address);
    });
    socket.bind(NAT_PMP_PORT, host);
    await once(socket, 'listening');
    return host;
  }

  /** The answer to `asked`, with other ports and another life. */
  function mapped(asked: Buffer, port = asked.readUInt16BE(4), outside = 443, lifeS = 7200): Uint8Array {
    const answer = Buffer.alloc(16);
    answer[1] = 130;
    answer.writeUInt16BE(port, 8);
    answer.writeUInt16BE(outside, 10);
    answer.writeUInt32BE(lifeS, 12);
    return answer;
  }
  const asking = async (answer: (asked: Buffer) => Uint8Array): Promise<PortGrant> =>
    natPmp.ask({ own: parseAddress(OWN), outside: 8766, router: await router(answer) }, AbortSignal.timeout(5000));

  it('takes the port that it gives', async () => {
    expect(await asking((asked) => mapped(asked))).toMatchObject({ host: '203.0.114.7', port: 443, lifeS: 7200 });
  });

  it.each<[string, (asked: Buffer) => Uint8Array]>([
    ['the port of another', (asked) => mapped(asked, 22)],
    ['no port outside', (asked) => mapped(asked, undefined, 0)],
    ['a port for no time', (asked) => mapped(asked, undefined, 443, 0)],
  ])('E_REFUSED: with %s', async (_, answer) => {
    await expect(asking(answer)).rejects.toThrow(expect.objectContaining({ code: 'E_REFUSED' }));
  });
});
