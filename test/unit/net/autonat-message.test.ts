import { multiaddr } from '@multiformats/multiaddr';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat } from '../../../src/base/bytes.ts';
import { fromBase58btc } from '../../../src/base/encoding.ts';
import { isTalosError } from '../../../src/base/errors.ts';
import { bytesField, numberField } from '../../../src/codec/protobuf.ts';
import {
  type AutonatStatus,
  decodeAutonatAnswer,
  decodeAutonatQuestion,
  encodeAutonatAnswer,
  encodeAutonatQuestion,
  MAX_AUTONAT_ADDRESSES,
  MAX_AUTONAT_BYTES,
} from '../../../src/net/autonat-message.ts';

const PEER = '12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA';
const code = (value: string): object => expect.objectContaining({ code: value }) as object;
const peer = (...fields: Uint8Array[]): Uint8Array =>
  concat(numberField(1, 0), bytesField(2, bytesField(1, concat(...fields))));
const id = bytesField(1, fromBase58btc(PEER));

describe('the messages of AutoNAT', () => {
  it('are the bytes of the specification', () => {
    const question = { peerId: PEER, addresses: ['/ip4/192.0.2.7/tcp/7700'] };
    const bytes = encodeAutonatQuestion(question);
    const address = [0x12, 0x08, 0x04, 192, 0, 2, 7, 0x06, 0x1e, 0x14];
    expect([...bytes]).toEqual([0x08, 0, 0x12, 52, 0x0a, 50, 0x0a, 38, ...fromBase58btc(PEER), ...address]);
    expect(decodeAutonatQuestion(bytes)).toEqual(question);
    expect([...encodeAutonatAnswer('ok')]).toEqual([0x08, 0x01, 0x1a, 0x02, 0x08, 0]);
    expect([...encodeAutonatAnswer('failed')]).toEqual([0x08, 0x01, 0x1a, 0x02, 0x08, 100]);
  });

  it.each<AutonatStatus>(['ok', 'failed', 'refused', 'malformed', 'internal'])('say %s', (status) => {
    expect(decodeAutonatAnswer(encodeAutonatAnswer(status))).toBe(status);
  });

  it('leave out what others may leave out: a number that is 0', () => {
    expect(decodeAutonatAnswer(concat(numberField(1, 1), bytesField(3, new Uint8Array(0))))).toBe('ok');
    expect(decodeAutonatQuestion(bytesField(2, bytesField(1, id)))).toEqual({ peerId: PEER, addresses: [] });
  });

  it('have eight addresses at most, and no bytes that are none', () => {
    const addresses = Array.from({ length: MAX_AUTONAT_ADDRESSES + 1 }, (_, n) => `/ip4/192.0.2.7/tcp/${n + 1}`);
    const fields = addresses.map((each) => bytesField(2, multiaddr(each).bytes));
    expect(decodeAutonatQuestion(peer(id, ...fields)).addresses).toEqual(addresses.slice(0, MAX_AUTONAT_ADDRESSES));
    expect(decodeAutonatQuestion(peer(id, bytesField(2, Uint8Array.of(4, 1)))).addresses).toEqual([]);
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['an answer', encodeAutonatAnswer('ok')],
    ['no peer', concat(numberField(1, 0), bytesField(2, new Uint8Array(0)))],
    ['no id', peer()],
    ['a number for an id', peer(numberField(1, 7))],
    ['bytes for a type', bytesField(1, Uint8Array.of(0))],
    ['an end too early', encodeAutonatQuestion({ peerId: PEER, addresses: [] }).slice(0, -1)],
  ])('are no question with %s (E_MALFORMED)', (_, bytes) => {
    expect(() => decodeAutonatQuestion(bytes)).toThrow(code('E_MALFORMED'));
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['a question', encodeAutonatQuestion({ peerId: PEER, addresses: [] })],
    ['no status', numberField(1, 1)],
    ['a status that there is not', concat(numberField(1, 1), bytesField(3, numberField(1, 102)))],
  ])('are no answer with %s (E_MALFORMED)', (_, bytes) => {
    expect(() => decodeAutonatAnswer(bytes)).toThrow(code('E_MALFORMED'));
  });

  it('are 2,048 bytes long at most (E_LIMIT)', () => {
    const padded = (length: number): Uint8Array => {
      const question = encodeAutonatQuestion({ peerId: PEER, addresses: [] });
      return concat(question, bytesField(9, new Uint8Array(length - question.length - 3)));
    };
    expect(padded(MAX_AUTONAT_BYTES)).toHaveLength(MAX_AUTONAT_BYTES);
    expect(decodeAutonatQuestion(padded(MAX_AUTONAT_BYTES)).peerId).toBe(PEER);
    expect(() => decodeAutonatQuestion(padded(MAX_AUTONAT_BYTES + 1))).toThrow(code('E_LIMIT'));
  });

  it('never fail otherwise, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, isQuestion) => {
        try {
          if (isQuestion) decodeAutonatQuestion(bytes);
          else decodeAutonatAnswer(bytes);
        } catch (error) {
          if (!isTalosError(error)) throw error;
        }
      }),
    );
  });
});
