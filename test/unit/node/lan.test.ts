import { describe, expect, it } from 'vitest';
import { lanPlaces, MAX_LAN_ADDRESSES } from '../../../src/node/network/lan.ts';

const RELAY = '12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA';
const placesOf = (...texts: string[]): readonly string[] => lanPlaces(texts).map(({ text }) => text);

describe('what an agent of the local network says of where it is', () => {
  it('is used as far as it is of that network', () => {
    const texts = ['/ip4/192.168.1.7/tcp/8766', '/ip4/10.0.0.9/tcp/1/ws', '/ip6/fd00::7/tcp/8766'];
    expect(placesOf(...texts)).toEqual(texts);
  });

  it.each([
    ['H09: this machine', '/ip4/127.0.0.1/tcp/6379'],
    ['H09: this machine, in IPv6', '/ip6/::1/tcp/6379'],
    ['H09: where clouds answer their machines', '/ip4/169.254.169.254/tcp/80'],
    ['the internet', '/ip4/8.8.8.8/tcp/80'],
    ['the internet, in IPv6', '/ip6/2606:4700::1111/tcp/80'],
    ['a name', '/dns4/router.lan/tcp/80'],
    ['any address', '/ip4/0.0.0.0/tcp/80'],
    ['port 0', '/ip4/192.168.1.7/tcp/0'],
    ['multicast', '/ip4/224.0.0.251/tcp/5353'],
    ['UDP', '/ip4/192.168.1.7/udp/53'],
    ['a relay', `/ip4/192.168.1.7/tcp/80/p2p/${RELAY}/p2p-circuit`],
    ['no address at all', 'http://192.168.1.7/'],
  ])('is not used where it is %s', (_, text) => {
    expect(placesOf(text)).toEqual([]);
  });

  it('is cut off after MAX_LAN_ADDRESSES addresses', () => {
    const texts = Array.from({ length: MAX_LAN_ADDRESSES + 1 }, (_, n) => `/ip4/192.168.1.${n + 1}/tcp/1`);
    expect(placesOf(...texts.slice(0, MAX_LAN_ADDRESSES))).toEqual(texts.slice(0, MAX_LAN_ADDRESSES));
    expect(placesOf(...texts)).toEqual(texts.slice(0, MAX_LAN_ADDRESSES));
  });
});
