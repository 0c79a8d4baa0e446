import { describe, expect, it } from 'vitest';
import { parseRate, parseSize, parseWindow } from '../../../src/capability/term-phrases.ts';

const USAGE = expect.objectContaining({ code: 'E_USAGE', hint: expect.stringContaining('write it like') });

describe('terms in words', () => {
  it.each([
    ['10/min', 10, 60],
    ['1/s', 1, 1],
    ['100/h', 100, 3600],
    ['5/30s', 5, 30],
    ['1000/7d', 1000, 604_800],
    ['3/day', 3, 86_400],
  ])('rate %s', (text, count, seconds) => {
    expect(parseRate(text)).toEqual({ count, seconds });
  });

  it.each([
    '',
    '10',
    '/min',
    '0/min',
    '-1/min',
    '1.5/min',
    '10/0s',
    '10/401d',
    '10/fortnight',
    '10 / min',
    '10/min ',
    '1e3/s',
    '10/MIN',
  ])('no rate: %j', (text) => {
    expect(() => parseRate(text)).toThrow(USAGE);
  });

  it.each<[string, (text: string) => unknown]>([
    ['rate', parseRate],
    ['size', parseSize],
    ['window', parseWindow],
  ])('what is no %s is quoted, cut and as JSON', (what, read) => {
    expect(() => read('1\u001b')).toThrow(`a ${what} that is not understood: "1\\u001b"`);
    expect(() => read('x'.repeat(50))).toThrow(`"${'x'.repeat(40)}…"`);
  });

  it.each([
    ['1', 1],
    ['1000B', 1000],
    ['64KiB', 65_536],
    ['10MB', 10_000_000],
    ['1GiB', 2 ** 30],
  ])('size %s', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(['', '0', '-1', '1.5MB', '1 MB', '1mb', '1TB', '9007199254740992', '1e3', '10000000GB'])(
    'no size: %j',
    (text) => {
      expect(() => parseSize(text)).toThrow(USAGE);
    },
  );

  it.each<[string, object]>([
    ['mon-fri 09:00-17:00 Europe/Berlin', { zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }],
    ['00:00-24:00 UTC', { zone: 'UTC', from: '00:00', to: '24:00' }],
    [' Sun  08:00-09:00  UTC ', { zone: 'UTC', days: [7], from: '08:00', to: '09:00' }],
    ['mon,wed 08:00-09:00 UTC', { zone: 'UTC', days: [1, 3], from: '08:00', to: '09:00' }],
    ['fri-mon 08:00-09:00 UTC', { zone: 'UTC', days: [1, 5, 6, 7], from: '08:00', to: '09:00' }],
  ])('window %s', (text, window) => {
    expect(parseWindow(text)).toEqual(window);
  });

  it.each([
    '',
    '09:00-17:00',
    'mon-fri Europe/Berlin',
    'mon-fri 9:00-17:00 UTC',
    'mon-fri 09:00-17:00 Europe/Atlantis',
    'mon-fri 09:00-17:00 +01:00',
    'mon-fri 17:00-09:00 UTC',
    'mon-fri 22:00-24:01 UTC',
    'monday 09:00-17:00 UTC',
    'mon-fri,fri 09:00-17:00 UTC',
    'mon-wed-fri 09:00-17:00 UTC',
    'mon- 09:00-17:00 UTC',
    ', 09:00-17:00 UTC',
    'mon fri 09:00-17:00 UTC',
  ])('no window: %j', (text) => {
    expect(() => parseWindow(text)).toThrow(USAGE);
  });
});
