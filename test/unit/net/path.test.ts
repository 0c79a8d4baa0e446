import { describe, expect, it } from 'vitest';
import { isRelayed, pathOfAddress } from '../../../src/net/path.ts';

const RELAY = '12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA';

describe('pathOfAddress', () => {
  it.each([
    ['lan', '/ip4/10.1.2.3/tcp/1'],
    ['lan', '/ip4/172.16.0.1/tcp/1/ws'],
    ['lan', '/ip4/172.31.255.255/tcp/1'],
    ['lan', '/ip4/192.168.1.7/tcp/7700/p2p/12D3KooW'],
    ['lan', '/ip4/169.254.1.1/tcp/1'],
    ['lan', '/ip6/fd00::7/tcp/1'],
    ['lan', '/ip6/fe80::1/tcp/1'],
    ['lan', '/ip6zone/eth0/ip6/fe80::1/tcp/1'],
    ['lan', '/ip6/::ffff:192.168.1.7/tcp/1'],
    ['direct', '/ip4/127.0.0.1/tcp/1'],
    ['direct', '/ip6/::1/tcp/1'],
    ['direct', '/ip4/172.15.0.1/tcp/1'],
    ['direct', '/ip4/172.32.0.1/tcp/1'],
    ['direct', '/ip4/100.64.0.1/tcp/1'],
    ['direct', '/ip4/11.0.0.1/tcp/1'],
    ['direct', '/ip4/192.0.2.7/tcp/1'],
    ['direct', '/ip6/2001:db8::7/tcp/1'],
    ['direct', '/ip6/::ffff:192.0.2.7/tcp/1'],
    ['direct', '/dns/10.example/tcp/1'],
    ['relayed', `/ip4/10.1.2.3/tcp/1/p2p/${RELAY}/p2p-circuit`],
    ['relayed', `/ip4/192.0.2.7/tcp/1/p2p/${RELAY}/p2p-circuit/p2p/${RELAY}`],
  ])('is %s for %s', (path, address) => {
    expect(pathOfAddress(address)).toBe(path);
    expect(isRelayed(address)).toBe(path === 'relayed');
  });

  it('takes no part of a name for the word of a relay', () => {
    expect(isRelayed('/dns/p2p-circuit/tcp/1')).toBe(false);
  });
});
