import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../src/net/address.ts';
import { addressPolicy } from '../../../src/net/address-policy.ts';
import { learnedAddresses, MAX_IPS_A_NAME } from '../../../src/node/network/learned-addresses.ts';

const outside = addressPolicy(() => false);
const mayDial = (address: string): boolean => outside.mayDial(address);
const never = new AbortController().signal;
const resolved = async (address: string, ips: readonly string[]): Promise<readonly string[]> => {
  const found = await learnedAddresses([parseAddress(address)], mayDial, never, () => Promise.resolve(ips));
  return found.map(({ text }) => text);
};

describe('a name that a stranger gave', () => {
  it('is dialled at what it leads to', async () => {
    const all = await resolved('/dns/a.example/tcp/443/ws', ['203.0.113.5', '2001:db8::5']);
    expect(all).toEqual(['/ip4/203.0.113.5/tcp/443/ws', '/ip6/2001:db8::5/tcp/443/ws']);
  });

  it.each(['127.0.0.1', '10.1.2.3', '192.168.7.7', '169.254.169.254', '0.0.0.0', '::1', 'fd00::1', 'fe80::1%eth0'])(
    'H09: does not lead to %s',
    async (ip) => {
      expect(await resolved('/dns4/a.example/tcp/80', ['203.0.113.5', ip])).toEqual(['/ip4/203.0.113.5/tcp/80']);
    },
  );

  it('H09: is not looked up at all where it is one of the local network', async () => {
    let asked = 0;
    const lookUp = () => Promise.resolve([`203.0.113.${++asked}`]);
    const addresses = ['localhost', 'nas', 'a.local'].map((name) => parseAddress(`/dns/${name}/tcp/80`));
    expect(await learnedAddresses(addresses, mayDial, never, lookUp)).toEqual([]);
    expect(asked).toBe(0);
  });

  it(`leads to ${MAX_IPS_A_NAME} addresses at most`, async () => {
    const ips = Array.from({ length: MAX_IPS_A_NAME + 1 }, (_, n) => `203.0.113.${n}`);
    expect(await resolved('/dns/a.example/tcp/80', ips)).toHaveLength(MAX_IPS_A_NAME);
  });

  it('leads nowhere where it is not known', async () => {
    const lookUp = () => Promise.reject(new Error('ENOTFOUND'));
    expect(await learnedAddresses([parseAddress('/dns/a.example/tcp/80')], mayDial, never, lookUp)).toEqual([]);
  });

  it('is waited for no longer than the signal allows', async () => {
    const stop = new AbortController();
    const looking = learnedAddresses(
      [parseAddress('/dns/a.example/tcp/80')],
      mayDial,
      stop.signal,
      () => new Promise(() => {}),
    );
    stop.abort(new Error('enough'));
    await expect(looking).rejects.toThrow('enough');
  });
});
