import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex, utf8 } from '../../../src/base/bytes.ts';
import {
  fromBase58btc,
  fromBase64,
  fromBase64url,
  MAX_BASE58_CHARACTERS,
  toBase58btc,
  toBase64,
  toBase64url,
} from '../../../src/base/encoding.ts';

const malformed = expect.objectContaining({ code: 'E_MALFORMED' });
const CODECS = {
  base64url: [toBase64url, fromBase64url],
  base64: [toBase64, fromBase64],
  base58btc: [toBase58btc, fromBase58btc],
} as const;

describe.each(Object.entries(CODECS))('%s', (_, [write, read]) => {
  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 90 }), (bytes) => {
        expect(read(write(bytes))).toEqual(bytes);
      }),
    );
  });

  it('E03: has one text a value: what is read of a changed text is written so, or it is refused', () => {
    const mutation = fc.tuple(
      fc.nat(),
      fc.nat(2),
      fc.string({
        maxLength: 2,
        unit: fc.constantFrom('A', 'B', '1', 'z', '=', '-', '+', '/', '_', ' ', '\n', '0', 'l', 'é'),
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), mutation, (bytes, [at, cut, put]) => {
        const text = write(bytes);
        const start = at % (text.length + 1);
        const changed = text.slice(0, start) + put + text.slice(start + cut);
        let value: Uint8Array;
        try {
          value = read(changed);
        } catch (error) {
          expect(error).toEqual(malformed);
          return;
        }
        expect(write(value)).toBe(changed);
      }),
    );
  });

  it('E03: refuses white space and characters beyond ASCII, E_MALFORMED', () => {
    for (const bad of [' ', '\n', '\r\n', '\t', '\u0000', '\u007f', '\u00a0', 'é', 'А', '１', '😀', '\ud800'])
      for (const text of [bad, `${bad}AAAA`, `AAAA${bad}`, `AA${bad}AA`, `AAA${bad}`])
        expect(() => read(text), text).toThrow(malformed);
  });
});

describe('base64, RFC 4648 §10', () => {
  const ROWS = { '': '', f: 'Zg==', fo: 'Zm8=', foo: 'Zm9v', foob: 'Zm9vYg==', fooba: 'Zm9vYmE=', foobar: 'Zm9vYmFy' };
  it.each(Object.entries(ROWS))('%j is %j', (text, encoded) => {
    expect(toBase64(utf8(text))).toBe(encoded);
    expect(fromBase64(encoded)).toEqual(utf8(text));
    expect(toBase64url(utf8(text))).toBe(encoded.replaceAll('=', ''));
    expect(fromBase64url(encoded.replaceAll('=', ''))).toEqual(utf8(text));
  });

  it('writes what another encoder writes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(toBase64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
      }),
    );
  });

  it('has its own two characters in each alphabet', () => {
    expect([toBase64(fromHex('fbffbf')), toBase64url(fromHex('fbffbf'))]).toEqual(['+/+/', '-_-_']);
  });

  const NOT_BASE64 = [
    'A',
    'AA',
    'AAA',
    'AA=',
    'AAA==',
    'AAAA=',
    'AAAA==',
    'AAAA====',
    '=',
    '==',
    '====',
    '=AAA',
    'A=AA',
    'A===',
    'AA=A',
    'AB==',
    'Af==',
    'AAB=',
    'AAF=',
    '-_-_',
    'AA==AA==',
    'AA==\n',
    'Zg',
    'Zm8',
    '%%%%',
  ];
  it.each(NOT_BASE64)('E03: %j is no base64, E_MALFORMED', (text) => {
    expect(() => fromBase64(text)).toThrow(malformed);
  });

  const NOT_BASE64URL = [
    'A',
    'AAAAA',
    'AA==',
    'AAA=',
    'AAAA=',
    '=',
    'AB',
    'Af',
    'AAB',
    'AAF',
    '+/+/',
    'A+',
    'A/',
    'Zg==',
    'A.A',
    'AA,A',
  ];
  it.each(NOT_BASE64URL)('E03: %j is no base64url, E_MALFORMED', (text) => {
    expect(() => fromBase64url(text)).toThrow(malformed);
  });
});

describe('base58btc', () => {
  // draft-msporny-base58 §5.
  it.each([
    ['48656c6c6f20576f726c6421', '2NEpo7TZRRrLZSi2U'],
    [
      '54686520717569636b2062726f776e20666f78206a756d7073206f76657220746865206c617a7920646f672e',
      'USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z',
    ],
    ['0000287fb4cd', '11233QC4'],
    ['', ''],
    ['00', '1'],
    ['0000', '11'],
  ])('%s is %s', (hex, text) => {
    expect(toBase58btc(fromHex(hex))).toBe(text);
    expect(toHex(fromBase58btc(text))).toBe(hex);
  });

  it.each(['0', 'O', 'I', 'l', '+', '/', '-', '_', '=', '2NEpo7TZRRrLZSi2U ', '2NEpo7TZRRrLZSi2O', 'z0'])(
    'E03: %j is no base58btc, E_MALFORMED',
    (text) => {
      expect(() => fromBase58btc(text)).toThrow(malformed);
    },
  );

  it('reads texts of 128 characters and refuses 129, since reading is quadratic', () => {
    expect(fromBase58btc('1'.repeat(MAX_BASE58_CHARACTERS))).toEqual(new Uint8Array(MAX_BASE58_CHARACTERS));
    expect(fromBase58btc('z'.repeat(MAX_BASE58_CHARACTERS)).length).toBeGreaterThan(90);
    expect(() => fromBase58btc('1'.repeat(MAX_BASE58_CHARACTERS + 1))).toThrow(malformed);
  });
});
