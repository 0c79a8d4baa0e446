import { publicKeyFromRaw } from '@libp2p/crypto/keys';
import { peerIdFromPublicKey } from '@libp2p/peer-id';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signingKey } from '../../../src/crypto/sign.ts';
import {
  addressOfHostPort,
  endpointOf,
  formatAddress,
  hostPortOf,
  isDialable,
  isNamedPlace,
  MAX_ADDRESS_CHARACTERS,
  MAX_ADDRESSES,
  parseAddress,
  parseAddresses,
  parsePlace,
  serverAddress,
  sourceOf,
  withPeerId,
} from '../../../src/net/address.ts';
import { formatPeerId, parsePeerId } from '../../../src/net/peer-id.ts';

const key = signingKey(new Uint8Array(32).fill(1)).publicKey;
const peerId = formatPeerId(key);
const relayId = formatPeerId(signingKey(new Uint8Array(32).fill(2)).publicKey);
const RELAYED = `/ip4/192.0.2.7/tcp/1/p2p/${relayId}/p2p-circuit`;
const RSA_ID = 'QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N';
const code = (name: string): unknown => expect.objectContaining({ code: name });

describe('parseAddress', () => {
  it('reads the forms that agents use', () => {
    expect(parseAddress('/ip4/192.0.2.7/tcp/7700')).toEqual({
      text: '/ip4/192.0.2.7/tcp/7700',
      family: 'ip4',
      host: '192.0.2.7',
      port: 7700,
      transport: 'tcp',
      relayId: undefined,
      peerId: undefined,
    });
    const full = parseAddress(`/dns4/agent.example/tcp/443/ws/p2p/${peerId}`);
    expect(full).toMatchObject({ family: 'dns4', host: 'agent.example', port: 443, transport: 'ws', peerId });
    expect(parseAddress('/ip6/2001:DB8::7/tcp/1').text).toBe('/ip6/2001:db8::7/tcp/1');
  });

  it.each([
    '',
    '/',
    'agent.example:7700',
    '/ip4/192.0.2.7',
    '/ip4/192.0.2.256/tcp/1',
    '/ip4/192.0.2/tcp/1',
    '/ip4/192.0.2.7/tcp/65536',
    '/ip4/192.0.2.7/tcp/-1',
    '/ip4/192.0.2.7/udp/1/quic-v1',
    '/ip4/192.0.2.7/tcp/1/wss',
    '/ip4/192.0.2.7/tcp/1/tls/ws',
    '/ip4/192.0.2.7/tcp/1/ws/ws',
    '/ip4/192.0.2.7/tcp/1/http',
    `/ip4/192.0.2.7/tcp/1/p2p/${peerId}/p2p/${peerId}`,
    `/p2p/${peerId}`,
    '/ip4/192.0.2.7/tcp/1/p2p/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N',
    '/ip4/192.0.2.7/tcp/1/p2p/12D3KooW',
    '/ip6zone/eth0/ip6/fe80::1/tcp/1',
    '/ip6/fe80::1%eth0/tcp/1',
    '/dnsaddr/bootstrap.libp2p.io',
    '/dns/-bad.example/tcp/1',
    '/dns/a..b/tcp/1',
    '/dns/under_score/tcp/1',
    `/dns/${'a'.repeat(64)}.example/tcp/1`,
    '/unix/%2Ftmp%2Fsocket',
    '/memory/1',
  ])('N14: refuses %j with E_MALFORMED', (text) => {
    expect(() => parseAddress(text)).toThrow(code('E_MALFORMED'));
  });

  it('reads addresses that lead through a relay', () => {
    const place = `/ip4/192.0.2.7/tcp/7700/p2p/${relayId}/p2p-circuit`;
    expect(parseAddress(`${place}/p2p/${peerId}`)).toEqual({
      text: `${place}/p2p/${peerId}`,
      family: 'ip4',
      host: '192.0.2.7',
      port: 7700,
      transport: 'tcp',
      relayId,
      peerId,
    });
    expect(parseAddress(place)).toMatchObject({ text: place, relayId, peerId: undefined });
    const web = `/dns/relay.example/tcp/443/ws/p2p/${relayId}/p2p-circuit/p2p/${peerId}`;
    expect(parseAddress(web)).toMatchObject({ host: 'relay.example', transport: 'ws', relayId, peerId });
  });

  it.each([
    ['a relay without an id', '/ip4/192.0.2.7/tcp/1/p2p-circuit'],
    ['a relay without an id before the peer', `/ip4/192.0.2.7/tcp/1/p2p-circuit/p2p/${peerId}`],
    ['a relay behind a relay', `${RELAYED}/p2p/${peerId}/p2p-circuit`],
    ['a relay behind a relay, for a peer', `${RELAYED}/p2p/${peerId}/p2p-circuit/p2p/${relayId}`],
    ['two words for one relay', `${RELAYED}/p2p-circuit`],
    ['a relay to itself', `${RELAYED}/p2p/${relayId}`],
    ['two peers behind a relay', `${RELAYED}/p2p/${peerId}/p2p/${peerId}`],
    ['a place behind a relay', `${RELAYED}/ip4/192.0.2.8/tcp/1`],
    ['a place behind a relay, for a peer', `${RELAYED}/ip4/10.0.0.1/tcp/22/p2p/${peerId}`],
    ['a relay by its name alone', `/p2p/${relayId}/p2p-circuit/p2p/${peerId}`],
    ['any relay at all', '/p2p-circuit'],
    ['the word before the place', `/p2p-circuit/ip4/192.0.2.7/tcp/1/p2p/${relayId}`],
    ['the web behind a relay', `${RELAYED}/ws/p2p/${peerId}`],
    ['a relay of another kind of key', `/ip4/192.0.2.7/tcp/1/p2p/${RSA_ID}/p2p-circuit/p2p/${peerId}`],
    ['a peer of another kind of key', `${RELAYED}/p2p/${RSA_ID}`],
    ['a value of the word', `${RELAYED}/${peerId}`],
    ['another transport of the relay', `/ip4/192.0.2.7/udp/1/quic-v1/p2p/${relayId}/p2p-circuit/p2p/${peerId}`],
    ['a host that is none', `/ip4/192.0.2.256/tcp/1/p2p/${relayId}/p2p-circuit/p2p/${peerId}`],
  ])('N14: refuses %s with E_MALFORMED', (_, text) => {
    expect(() => parseAddress(text)).toThrow(code('E_MALFORMED'));
  });

  it('an address through a relay counts as one, and has the length of one', () => {
    const relayed = Array.from({ length: MAX_ADDRESSES }, (_, n) => RELAYED.replace('/1/', `/${n + 1}/`));
    expect(parseAddresses(relayed)).toHaveLength(MAX_ADDRESSES);
    expect(() => parseAddresses([...relayed, RELAYED])).toThrow(code('E_LIMIT'));
    const rest = `/tcp/1/p2p/${relayId}/p2p-circuit/p2p/${peerId}`;
    const labels = `${'a'.repeat(63)}.`.repeat(3);
    expect(parseAddress(`/dns/${labels}a${rest}`).peerId).toBe(peerId);
    expect(() => parseAddress(RELAYED.padEnd(MAX_ADDRESS_CHARACTERS + 1, '/'))).toThrow(code('E_LIMIT'));
  });

  it('refuses a text one character over the limit with E_LIMIT, and as many addresses', () => {
    const long = '/dns/'.padEnd(MAX_ADDRESS_CHARACTERS, 'a');
    expect(() => parseAddress(long)).toThrow(code('E_MALFORMED'));
    expect(() => parseAddress(`${long}a`)).toThrow(code('E_LIMIT'));
    const many = Array.from({ length: MAX_ADDRESSES }, (_, n) => `/ip4/192.0.2.7/tcp/${n + 1}`);
    expect(parseAddresses(many)).toHaveLength(MAX_ADDRESSES);
    expect(() => parseAddresses([...many, '/ip4/192.0.2.7/tcp/99'])).toThrow(code('E_LIMIT'));
  });

  it('never throws anything but E_MALFORMED or E_LIMIT at texts near an address', () => {
    const part = fc.constantFrom(
      '/ip4',
      '/ip6',
      '/dns',
      '/tcp',
      '/ws',
      '/p2p',
      '/p2p-circuit',
      '/',
      '127.0.0.1',
      '::1',
      '7',
      peerId,
      relayId,
      '%',
      'é',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        try {
          const address = parseAddress(parts.join(''));
          expect(parseAddress(address.text)).toEqual(address);
        } catch (error) {
          expect(error).toEqual(expect.objectContaining({ code: expect.stringMatching(/^E_(MALFORMED|LIMIT)$/) }));
        }
      }),
    );
  });
});

describe('isDialable', () => {
  it.each([
    '/ip4/127.0.0.1/tcp/1',
    '/ip4/10.0.0.1/tcp/1',
    '/ip4/169.253.0.1/tcp/1',
    '/ip4/170.254.0.1/tcp/1',
    '/ip6/::1/tcp/1',
    '/ip6/2001:db8::7/tcp/1',
    '/dns/a.example/tcp/1',
    '/dns/10.example/tcp/1',
    '/dns/0x1f.a1/tcp/1',
    '/ip6/2001:2002::1/tcp/1',
    '/ip6/65:ff9b::1/tcp/1',
  ])('dials %s', (text) => {
    expect(isDialable(parseAddress(text))).toBe(true);
    expect(isDialable(parseAddress(`${text}/p2p/${relayId}/p2p-circuit/p2p/${peerId}`))).toBe(true);
  });

  it.each([
    '/ip4/0.0.0.0/tcp/1',
    '/ip4/0.1.2.3/tcp/1',
    '/ip4/127.0.0.1/tcp/0',
    '/dns/a.example/tcp/0',
    '/ip4/169.254.0.1/tcp/1',
    '/dns/169.254.169.254/tcp/80',
    '/dns4/127.0.0.1/tcp/80/ws',
    '/dns/2852039166/tcp/80',
    '/dns/0xa9fea9fe/tcp/80',
    '/dns/a.0x7f/tcp/80',
    '/ip6/64:ff9b::a9fe:a9fe/tcp/80',
    '/ip6/2002:a9fe:a9fe::/tcp/80',
    '/ip4/169.254.169.254/tcp/80',
    '/ip4/224.0.0.1/tcp/1',
    '/ip4/239.255.255.255/tcp/1',
    '/ip4/255.255.255.255/tcp/1',
    '/ip6/::/tcp/1',
    '/ip6/::ffff:127.0.0.1/tcp/1',
    '/ip6/::ffff:a00:1/tcp/1',
    '/ip6/::7f00:1/tcp/1',
    '/ip6/ff02::1/tcp/1',
    '/ip6/fe80::1/tcp/1',
  ])('N14: does not dial %s', (text) => {
    expect(isDialable(parseAddress(text))).toBe(false);
    expect(isDialable(parseAddress(`${text}/p2p/${relayId}/p2p-circuit/p2p/${peerId}`))).toBe(false);
  });
});

describe('addresses to listen on', () => {
  it('are made of a host and a port', () => {
    expect(formatAddress('0.0.0.0', 0)).toBe('/ip4/0.0.0.0/tcp/0');
    expect(formatAddress('::', 7700, 'ws')).toBe('/ip6/::/tcp/7700/ws');
    expect(formatAddress('localhost', 7700)).toBe('/dns/localhost/tcp/7700');
  });

  it('are refused with E_MALFORMED where host or port are none', () => {
    for (const [host, port] of [
      ['256.1.1.1', 1],
      ['a b', 1],
      ['::1/tcp/1', 1],
      ['127.0.0.1', 65536],
      ['127.0.0.1', -1],
      ['127.0.0.1', 1.5],
    ] as const)
      expect(() => formatAddress(host, port)).toThrow(code('E_MALFORMED'));
  });

  it('get the peer id once', () => {
    const bare = parseAddress('/ip4/192.0.2.7/tcp/7700');
    const whole = withPeerId(bare, peerId);
    expect(whole).toBe(`/ip4/192.0.2.7/tcp/7700/p2p/${peerId}`);
    expect(withPeerId(parseAddress(whole), peerId)).toBe(whole);
    expect(withPeerId(parseAddress(RELAYED), peerId)).toBe(`${RELAYED}/p2p/${peerId}`);
    expect(withPeerId(parseAddress(`${RELAYED}/p2p/${peerId}`), peerId)).toBe(`${RELAYED}/p2p/${peerId}`);
  });

  it('N14: lead through no relay, nor do those of servers', () => {
    for (const text of [RELAYED, `${RELAYED}/p2p/${peerId}`])
      for (const read of [parsePlace, hostPortOf, serverAddress]) expect(() => read(text)).toThrow(code('E_MALFORMED'));
    const place = `/ip4/192.0.2.7/tcp/1/p2p/${relayId}`;
    expect(parsePlace(place)).toEqual(parseAddress(place));
  });

  it('with an id are told from all else that a stranger may have written', () => {
    expect(isNamedPlace(`/dns/registry.example/tcp/8765/p2p/${peerId}`)).toBe(true);
    for (const text of [
      '',
      '/ip4/192.0.2.7/tcp/1',
      `/ip4/169.254.169.254/tcp/1/p2p/${peerId}`,
      `${RELAYED}/p2p/${peerId}`,
    ])
      expect(isNamedPlace(text)).toBe(false);
  });

  it('are told from who answers there', () => {
    expect(endpointOf(`/ip4/192.0.2.7/tcp/1/p2p/${peerId}`)).toBe('/ip4/192.0.2.7/tcp/1');
    expect(endpointOf(`${RELAYED}/p2p/${peerId}`)).toBe(RELAYED);
    expect(endpointOf(RELAYED)).toBe(RELAYED);
  });
});

describe('peer id', () => {
  it('I06: is the one that libp2p makes of the key', () => {
    expect(peerId).toBe(peerIdFromPublicKey(publicKeyFromRaw(key)).toString());
    expect(peerId).toMatch(/^12D3Koo/);
    expect(parsePeerId(peerId)).toEqual(key);
  });

  it.each([
    '',
    'QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N',
    peerId.slice(1),
    `${peerId}1`,
    `1${peerId}`,
    peerId.toLowerCase(),
  ])('refuses %j with E_MALFORMED', (text) => {
    expect(() => parsePeerId(text)).toThrow(code('E_MALFORMED'));
  });

  it('refuses a key of another length', () => {
    for (const length of [0, 31, 33]) expect(() => formatPeerId(new Uint8Array(length))).toThrow(RangeError);
  });
});

describe('HOST:PORT', () => {
  it.each([
    ['192.0.2.7:8765', '/ip4/192.0.2.7/tcp/8765'],
    ['server.example:1', '/dns/server.example/tcp/1'],
    ['localhost:65535', '/dns/localhost/tcp/65535'],
    ['[2001:db8::7]:8765', '/ip6/2001:db8::7/tcp/8765'],
  ])('%s is the address %s, and back', (text, address) => {
    expect(addressOfHostPort(text)).toBe(address);
    expect(hostPortOf(`${address}/p2p/${peerId}`)).toBe(text);
  });

  it.each(['', '192.0.2.7', ':8765', '192.0.2.7:', '192.0.2.7:0', '192.0.2.7:08765', '192.0.2.7:65536'])(
    'refuses %j with E_MALFORMED',
    (text) => {
      expect(() => addressOfHostPort(text)).toThrow(code('E_MALFORMED'));
    },
  );

  it.each([
    '2001:db8::7:8765',
    '[192.0.2.7]:8765',
    '[::1:8765',
    'a b:1',
    'https://server.example:443',
    '/ip4/1.2.3.4:1',
    '300.1.1.1:1',
    '127.0.0.1:22 ',
  ])('refuses %j with E_MALFORMED, since it may be meant as something else', (text) => {
    expect(() => addressOfHostPort(text)).toThrow(code('E_MALFORMED'));
  });
});

describe('sourceOf', () => {
  it.each([
    ['/ip4/192.0.2.7/tcp/7700', '192.0.2.7'],
    ['/ip4/192.0.2.7/tcp/1/ws', '192.0.2.7'],
    ['/ip6/2001:db8:1:2:3:4:5:6/tcp/7700', '2001:db8:1:2::/64'],
    ['/ip6/2001:db8:1:2::9/tcp/7700', '2001:db8:1:2::/64'],
    ['/ip6/::1/tcp/7700', '0:0:0:0::/64'],
    ['/ip6/::ffff:192.0.2.7/tcp/7700', '192.0.2.7'],
    ['/ip6zone/eth0/ip6/fe80::1/tcp/7700', 'fe80:0:0:0::/64'],
    ['/memory/dialler', '/memory/dialler'],
    [`/ip4/192.0.2.7/tcp/1/p2p/${relayId}/p2p-circuit/p2p/${peerId}`, '192.0.2.7'],
    [`/ip6/2001:db8:1:2::9/tcp/1/p2p/${relayId}/p2p-circuit/p2p/${peerId}`, '2001:db8:1:2::/64'],
    [`/dns/relay.example/tcp/1/p2p/${relayId}/p2p-circuit/p2p/${peerId}`, '/dns/relay.example/tcp/1'],
    [`/dns/relay.example/tcp/1/p2p/${relayId}/p2p-circuit`, '/dns/relay.example/tcp/1'],
    ['/dns/p2p-circuit/tcp/1', '/dns/p2p-circuit/tcp/1'],
  ])('counts %s under %s', (address, source) => {
    expect(sourceOf(address)).toBe(source);
  });

  it('keeps no text of a stranger beyond an address', () => {
    expect(sourceOf('x'.repeat(10_000))).toHaveLength(MAX_ADDRESS_CHARACTERS);
  });
});
