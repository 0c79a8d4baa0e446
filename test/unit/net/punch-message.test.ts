import { multiaddr } from '@multiformats/multiaddr';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat } from '../../../src/base/bytes.ts';
import { isTalosError } from '../../../src/base/errors.ts';
import { bytesField, numberField } from '../../../src/codec/protobuf.ts';
import {
  decodePunchMessage,
  encodePunchMessage,
  MAX_PUNCH_ADDRESSES,
  MAX_PUNCH_MESSAGE_BYTES,
} from '../../../src/net/punch-message.ts';

const code = (value: string): object => expect.objectContaining({ code: value }) as object;

describe('the messages of DCUtR', () => {
  it('are the bytes of the specification', () => {
    expect([...encodePunchMessage({ type: 'sync' })]).toEqual([0x08, 0xac, 0x02]);
    // 192.0.2.7, TCP port 7700.
    const connect = encodePunchMessage({ type: 'connect', addresses: ['/ip4/192.0.2.7/tcp/7700'] });
    expect([...connect]).toEqual([0x08, 0x64, 0x12, 0x08, 0x04, 192, 0, 2, 7, 0x06, 0x1e, 0x14]);
    expect(decodePunchMessage(connect)).toEqual({ type: 'connect', addresses: ['/ip4/192.0.2.7/tcp/7700'] });
    expect(decodePunchMessage(Uint8Array.of(0x08, 0xac, 0x02))).toEqual({ type: 'sync' });
  });

  it('have four addresses at most, and no bytes that are none', () => {
    const address = (port: number): Uint8Array => bytesField(2, multiaddr(`/ip4/192.0.2.7/tcp/${port}`).bytes);
    const ports = Array.from({ length: MAX_PUNCH_ADDRESSES + 1 }, (_, n) => n + 1);
    const read = decodePunchMessage(concat(numberField(1, 100), ...ports.map(address)));
    expect(read).toEqual({
      type: 'connect',
      addresses: ports.slice(0, MAX_PUNCH_ADDRESSES).map((port) => `/ip4/192.0.2.7/tcp/${port}`),
    });
    const none = bytesField(2, Uint8Array.of(4, 1));
    expect(decodePunchMessage(concat(numberField(1, 100), none, address(9)))).toEqual({
      type: 'connect',
      addresses: ['/ip4/192.0.2.7/tcp/9'],
    });
  });

  it.each([
    ['no type', new Uint8Array(0)],
    ['another type', numberField(1, 101)],
    ['bytes for a type', bytesField(1, Uint8Array.of(100))],
    ['a message that is cut off', Uint8Array.of(0x08)],
  ])('are refused with %s (E_MALFORMED)', (_, bytes) => {
    expect(() => decodePunchMessage(bytes)).toThrow(code('E_MALFORMED'));
  });

  it('are 4,096 bytes long at most (E_LIMIT)', () => {
    const padded = (length: number): Uint8Array => {
      const head = numberField(1, 100);
      return concat(head, bytesField(9, new Uint8Array(length - head.length - 3)));
    };
    expect(padded(MAX_PUNCH_MESSAGE_BYTES)).toHaveLength(MAX_PUNCH_MESSAGE_BYTES);
    expect(decodePunchMessage(padded(MAX_PUNCH_MESSAGE_BYTES))).toEqual({ type: 'connect', addresses: [] });
    expect(() => decodePunchMessage(padded(MAX_PUNCH_MESSAGE_BYTES + 1))).toThrow(code('E_LIMIT'));
  });

  it('never fail otherwise, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          decodePunchMessage(bytes);
        } catch (error) {
          if (!isTalosError(error)) throw error;
        }
      }),
    );
  });
});
