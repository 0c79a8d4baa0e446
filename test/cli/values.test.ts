import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_SHOWN, printable, printableJson, tableOf, timeText } from '../../src/cli/terminal.ts';
import { durationS, durationText, fullIdentity, quoted, timeMs, wholeNumber } from '../../src/cli/values.ts';
import { OWN_DID } from './fake-agent.ts';

const usage = expect.objectContaining({ code: 'E_USAGE' });

describe('durations', () => {
  it.each([
    ['1s', 1],
    ['15m', 900],
    ['24h', 86_400],
    ['7d', 604_800],
    ['2w', 1_209_600],
  ])('%s is %i seconds', (text, seconds) => {
    expect(durationS(text, '--x')).toBe(seconds);
    expect(durationS(durationText(seconds), '--x')).toBe(seconds);
  });

  it.each(['', '0s', '1', 's', '-1s', '1.5h', '1 h', '01h', '1H', '1h30m', '9999999999s', '1e3s', '１h'])(
    'refuses %j with E_USAGE',
    (text) => {
      expect(() => durationS(text, '--x')).toThrow(usage);
    },
  );
});

describe('times', () => {
  it.each([
    ['0', 0],
    ['1700000000000', 1_700_000_000_000],
    ['2023-11-14', Date.UTC(2023, 10, 14)],
    ['2023-11-14T22:13', Date.UTC(2023, 10, 14, 22, 13)],
    ['2023-11-14T22:13:20Z', 1_700_000_000_000],
    ['2023-11-14T22:13:20.5', 1_700_000_000_500],
    ['2023-11-15T00:13:20+02:00', 1_700_000_000_000],
  ])('%s is %i, wherever the computer is', (text, ms) => {
    expect(timeMs(text, '--x')).toBe(ms);
  });

  it.each(['', 'now', '2023-13-01', '2023-02-30T25:00', '14.11.2023', '1e9', '-1', '12345678901234567', 'Nov 14 2023'])(
    'refuses %j with E_USAGE',
    (text) => {
      expect(() => timeMs(text, '--x')).toThrow(usage);
    },
  );

  it('are shown in UTC', () => {
    expect(timeText(1_700_000_000_123)).toBe('2023-11-14T22:13:20Z');
    expect(timeText(1e20)).toBe('100000000000000000000');
  });
});

describe('whole numbers', () => {
  it('hold at their bounds and no further', () => {
    expect(wholeNumber('1', '--x', 1, 3)).toBe(1);
    expect(wholeNumber('3', '--x', 1, 3)).toBe(3);
    for (const text of ['0', '4', '', '1.0', '+1', '0x1', ' 1', '1e0'])
      expect(() => wholeNumber(text, '--x', 1, 3)).toThrow(usage);
  });
});

describe('a peer in full', () => {
  const KEY = '2e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6';

  it('is a DID, a key or a libp2p peer id of the same key', () => {
    expect(fullIdentity(OWN_DID)).toBe(OWN_DID);
    expect(fullIdentity(KEY)).toBe(OWN_DID);
    expect(fullIdentity(KEY.toUpperCase())).toBe(OWN_DID);
  });

  it.each([
    '',
    'alice',
    OWN_DID.slice(0, -1),
    `${OWN_DID}x`,
    `${OWN_DID}#k`,
    OWN_DID.toUpperCase(),
    KEY.slice(2),
    `${KEY}00`,
    '12D3KooW',
    '12D3KooWDNWvYs3iZuj2YR1vY5Cu7AZc7rEdCWnoZyfuS2VQoqFb1',
    'QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG',
    'did:web:example.com',
  ])('I01: is not %j', (text) => {
    expect(fullIdentity(text)).toBeUndefined();
  });
});

describe('quoted', () => {
  it('leaves plain words alone and quotes everything else for a POSIX shell', () => {
    expect(quoted('mcp-connect')).toBe('mcp-connect');
    expect(quoted('talos:invite:a-b_c')).toBe('talos:invite:a-b_c');
    expect(quoted("it's $x")).toBe("'it'\\''s $x'");
    expect(quoted('')).toBe("''");
  });
});

describe('text for a terminal', () => {
  it.each([
    ['\u001b[31mred', '\\u{1b}[31mred'],
    ['a\r\nb\tc', 'a\\u{d}\\u{a}b\\u{9}c'],
    ['\u0000\u007f\u009b', '\\u{0}\\u{7f}\\u{9b}'],
    ['\u202edrow\u2066\u061c', '\\u{202e}drow\\u{2066}\\u{61c}'],
    ['zero\u200bwidth\ufeff\u00ad', 'zero\\u{200b}width\\u{feff}\\u{ad}'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
    ['\u2028\u2029', '\\u{2028}\\u{2029}'],
    ['half \ud800', 'half \\u{d800}'],
    ['plain ü 漢 😀', 'plain ü 漢 😀'],
  ])('L03: %j is shown as %s', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('L03: holds nothing that a terminal obeys, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        // oxlint-disable-next-line no-control-regex
        expect(printable(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });

  it(`is cut after ${MAX_SHOWN} characters, and says so`, () => {
    expect(printable('x'.repeat(MAX_SHOWN))).toHaveLength(MAX_SHOWN);
    expect(printable('x'.repeat(MAX_SHOWN + 1))).toContain(`(${MAX_SHOWN + 1} characters)`);
  });

  it('as JSON is the same JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
        const json = JSON.stringify({ value, text });
        const shown = printableJson(json);
        expect(JSON.parse(shown)).toEqual(JSON.parse(json));
        expect(shown).not.toMatch(/[\u007f-\u009f\u202a-\u202e]/);
      }),
    );
    expect(printableJson('{\n"a":\t"\u{e0041}"}')).toBe('{ "a": "\\udb40\\udc41"}');
  });

  it('stands in aligned columns', () => {
    expect(
      tableOf([
        ['a', 'b'],
        ['long', 'c'],
      ]),
    ).toEqual(['a     b', 'long  c']);
    expect(tableOf([])).toEqual([]);
  });
});
