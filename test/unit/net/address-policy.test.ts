import { describe, expect, it } from 'vitest';
import { signingKey } from '../../../src/crypto/sign.ts';
import { parseAddress } from '../../../src/net/address.ts';
import { addressPolicy, isLanMode, publishable, scopeOf } from '../../../src/net/address-policy.ts';
import { formatPeerId } from '../../../src/net/peer-id.ts';

const id = formatPeerId(signingKey(new Uint8Array(32).fill(3)).publicKey);
const at = (host: string): string =>
  `/${host.includes(':') ? 'ip6' : /^[0-9.]+$/.test(host) ? 'ip4' : 'dns'}/${host}/tcp/4001`;
const LOOPBACK = ['127.0.0.1', '127.255.3.4', '::1', 'localhost', 'LOCALHOST.', 'a.localhost'];
const PRIVATE = [
  '10.0.0.1',
  '10.255.255.255',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '100.64.0.1',
  '100.127.255.255',
  'fc00::1',
  'fdff::1',
  'printer',
  'nas.local',
  'db.svc.internal',
  'x.home.arpa',
  'router.lan',
  'fec0::1',
];
const PUBLIC = [
  '192.0.2.1',
  '203.0.113.9',
  '9.255.255.255',
  '11.0.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '192.167.255.255',
  '192.169.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.1',
  '2001:db8::1',
  'fe00::1',
  'server.example',
  'local.example',
  'a.notlocal',
  'lan.example.',
];
const NEVER = ['0.0.0.0', '169.254.169.254', '224.0.0.1', '255.255.255.255', 'fe80::1', 'ff02::1', '::ffff:10.0.0.1'];

describe('the scope of an address', () => {
  it.each(LOOPBACK)('%s is of this machine', (host) => expect(scopeOf(parseAddress(at(host)))).toBe('loopback'));
  it.each(PRIVATE)('%s is of a private network', (host) => expect(scopeOf(parseAddress(at(host)))).toBe('private'));
  it.each(PUBLIC)('%s is of the internet', (host) => expect(scopeOf(parseAddress(at(host)))).toBe('public'));
});

describe('LAN mode', () => {
  it.each([
    [[], false],
    [['127.0.0.1'], true],
    [['192.168.1.2', 'server', '::1'], true],
    [['192.168.1.2', 'server.example'], false],
    [['203.0.113.9'], false],
  ])('auto: with servers at %j it is %s', (hosts, is) => {
    expect(isLanMode('auto', hosts.map(at))).toBe(is);
  });

  it('auto: is off where a server is at something that cannot be read', () => {
    expect(isLanMode('auto', ['/unix/tmp/x'])).toBe(false);
  });

  it('auto: without any server it is on where the local network is asked alone', () => {
    expect(isLanMode('auto', [], true)).toBe(true);
    expect(isLanMode('auto', [at('203.0.113.9')], true)).toBe(false);
    expect(isLanMode('off', [], true)).toBe(false);
  });

  it('is what somebody chose', () => {
    expect(isLanMode('on', [])).toBe(true);
    expect(isLanMode('on', [at('203.0.113.9')])).toBe(true);
    expect(isLanMode('off', [at('127.0.0.1')])).toBe(false);
  });
});

describe('what strangers name', () => {
  const outside = addressPolicy(() => false);
  const inside = addressPolicy(() => true);

  it.each([...LOOPBACK, ...PRIVATE])('H09: %s is dialled, and published, in LAN mode alone', (host) => {
    for (const address of [at(host), `${at(host)}/p2p/${id}`]) {
      expect([outside.mayDial(address), outside.mayPublish(address)]).toEqual([false, false]);
      expect([inside.mayDial(address), inside.mayPublish(address)]).toEqual([true, true]);
    }
  });

  it.each(PUBLIC)('%s is dialled', (host) => {
    expect([outside.mayDial(at(host)), inside.mayDial(at(host))]).toEqual([true, true]);
  });

  it.each([...NEVER.map(at), '/ip4/192.0.2.1/tcp/0', '', 'nonsense', '/ip4/192.0.2.1/udp/53'])(
    'G04: %s is never dialled',
    (address) => {
      for (const policy of [outside, inside])
        expect([policy.mayDial(address), policy.mayPublish(address)]).toEqual([false, false]);
    },
  );

  it('is told with what reaches farthest first', () => {
    const own = ['127.0.0.1', '10.0.0.1', '203.0.113.1', '0.0.0.0'].map(at);
    expect(publishable(own, inside)).toEqual([own[2], own[1], own[0]]);
    expect(publishable(own, outside)).toEqual([own[2]]);
  });
});
