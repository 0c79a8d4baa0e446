import { describe, expect, it } from 'vitest';
import { MAX_DURATION_MS, parseDuration } from '../../../src/base/duration.ts';

describe('parseDuration', () => {
  it.each([
    ['1s', 1000],
    ['30s', 30_000],
    ['15m', 900_000],
    ['1h', 3_600_000],
    ['7d', 604_800_000],
    ['400d', MAX_DURATION_MS],
    ['9600h', MAX_DURATION_MS],
  ])('%s is %i ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    '',
    '5',
    'h',
    '0s',
    '01h',
    '-1h',
    '+1h',
    '1.5h',
    '1e3s',
    '1 h',
    ' 1h',
    '1h ',
    '1h\n',
    '1H',
    '1w',
    '1hour',
    '1h30m',
    '401d',
    '999999999d',
    '99999999999s',
    '\u0661h',
    'Infinityh',
    '1constructor',
  ])('%j is E_USAGE', (text) => {
    expect(() => parseDuration(text)).toThrow(expect.objectContaining({ code: 'E_USAGE' }));
  });
});
