import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { Listener, Transport } from '@libp2p/interface';
import { describe, expect, it } from 'vitest';
import { SOURCES_A_NET } from '../../../src/base/source-counter.ts';
import { ConnectionRoom, MAX_CONNECTIONS_A_SOURCE } from '../../../src/node/network/connection-room.ts';
import { gated } from '../../../src/node/network/inbound-gate.ts';

const from = (remoteAddress: string): Socket => Object.assign(new EventEmitter(), { remoteAddress }) as Socket;
/** How many of `count` connections there is room for. */
const taken = (room: ConnectionRoom, count: number, address: (n: number) => string): number =>
  Array.from({ length: count }, (_, n) => room.take(from(address(n)))).filter(Boolean).length;

describe('room for connections', () => {
  it.each([
    ['an IPv4 address', (): string => '203.0.113.7'],
    ['one that is written as IPv6', (n: number): string => (n % 2 === 0 ? '203.0.113.7' : '::ffff:203.0.113.7')],
    ['a /64 of IPv6', (n: number): string => `2001:db8::${n.toString(16)}`],
    ['a /64 with zones', (n: number): string => `fe80::1%eth${n}`],
    ['127.0.0.2', (): string => '127.0.0.2'],
    ['nobody, whose connection is gone', (): string => ''],
  ])(`N01: is for ${MAX_CONNECTIONS_A_SOURCE} of %s, not for one more; others have theirs`, (_what, address) => {
    const room = new ConnectionRoom();
    expect(taken(room, MAX_CONNECTIONS_A_SOURCE, address)).toBe(MAX_CONNECTIONS_A_SOURCE);
    expect(room.take(from(address(0)))).toBe(false);
    expect(room.take(from('198.51.100.1'))).toBe(true);
    expect(room.take(from('2001:db8:1::1'))).toBe(true);
  });

  it('N01: a /48 of IPv6 counts for four sources', () => {
    const room = new ConnectionRoom();
    const limit = MAX_CONNECTIONS_A_SOURCE * SOURCES_A_NET;
    expect(taken(room, limit, (n) => `2001:db8:0:${n.toString(16)}::1`)).toBe(limit);
    expect(room.take(from('2001:db8:0:ffff::1'))).toBe(false);
    expect(room.take(from('2001:db8:1:ffff::1'))).toBe(true);
  });

  it('is there again when a connection closes or leaves, once for each', () => {
    const room = new ConnectionRoom();
    const sockets = Array.from({ length: MAX_CONNECTIONS_A_SOURCE }, () => from('203.0.113.7'));
    for (const socket of sockets) room.take(socket);
    const [first, second] = sockets as [Socket, Socket];
    room.leave(first);
    first.emit('close');
    second.emit('close');
    room.leave(from('203.0.113.7'));
    expect(taken(room, 3, () => '203.0.113.7')).toBe(2);
  });

  it('is without end for the machine itself', () => {
    const room = new ConnectionRoom();
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
      expect(taken(room, MAX_CONNECTIONS_A_SOURCE + 1, () => address)).toBe(MAX_CONNECTIONS_A_SOURCE + 1);
  });

  it('finds the first like another: of its source, else of its net, of no other', () => {
    const room = new ConnectionRoom();
    const [other, beside, own] = [from('203.0.113.7'), from('2001:db8:0:2::1'), from('2001:db8:0:1::1')] as const;
    for (const socket of [other, beside, own]) room.take(socket);
    const asking = from('2001:db8:0:1::2');
    expect(room.firstLike(asking, [other, beside, own])).toBe(own);
    expect(room.firstLike(asking, [other, beside])).toBe(beside);
    expect(room.firstLike(asking, [other])).toBeUndefined();
    expect(room.firstLike(from('203.0.113.8'), [other, beside, own])).toBeUndefined();
  });
});

/** What the gate does with a socket. */
class Guest extends EventEmitter {
  readonly remoteAddress = '203.0.113.7';
  isDestroyed = false;
  readonly pause = (): this => this;
  readonly resume = (): this => this;
  readonly unshift = (): void => undefined;
  destroy(): void {
    this.isDestroyed = true;
    this.emit('close');
  }
}

describe('the gate', () => {
  it(`N01: closes the ${MAX_CONNECTIONS_A_SOURCE + 1}th connection of an address where all of it have spoken`, () => {
    const server = new EventEmitter();
    let taken = 0;
    server.on('connection', () => {
      taken += 1;
    });
    const listener = { server, close: () => Promise.resolve() };
    const transport = { createListener: () => listener as unknown as Listener } as unknown as Transport;
    const gate = gated(transport, { handshakeTimeoutMs: 5000, room: new ConnectionRoom() });
    gate.createListener({ upgrader: {} } as Parameters<Transport['createListener']>[0]);
    const guests = Array.from({ length: MAX_CONNECTIONS_A_SOURCE }, () => new Guest());
    for (const guest of guests) {
      server.emit('connection', guest);
      guest.emit('data', Uint8Array.of(0x13));
    }
    const [one, refused, again] = [guests[0], new Guest(), new Guest()] as const;
    server.emit('connection', refused);
    refused.emit('data', Uint8Array.of(0x13));
    expect([taken, refused.isDestroyed]).toEqual([MAX_CONNECTIONS_A_SOURCE, true]);
    expect(guests.some((guest) => guest.isDestroyed)).toBe(false);
    one?.destroy();
    server.emit('connection', again);
    again.emit('data', Uint8Array.of(0x13));
    expect([taken, again.isDestroyed]).toEqual([MAX_CONNECTIONS_A_SOURCE + 1, false]);
  });
});
