import { describe, expect, it } from 'vitest';
import { fromHex, utf8 } from '../../../src/base/bytes.ts';
import { JsonNumber, parseJson, writeJson } from '../../../src/codec/json.ts';

const malformed = expect.objectContaining({ code: 'E_MALFORMED' });
const nested = (open: string, close: string, depth: number, core = '') =>
  open.repeat(depth) + core + close.repeat(depth);

/** Texts that must be refused, by what is wrong with them. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  'duplicate keys': [
    '{"a":1,"a":1}',
    '{"a":1,"a":2}',
    '{"a":1,"b":2,"a":3}',
    '{"a":null,"a":null}',
    '{"a":1,"\\u0061":2}',
    '{"\\u0061":1,"a":2}',
    '{"":1,"":2}',
    '{"1":1,"1":2}',
    '{"__proto__":1,"__proto__":2}',
    '{"__proto__":{},"\\u005f_proto__":{}}',
    '{"toString":1,"toString":2}',
    '{"hasOwnProperty":false,"hasOwnProperty":false}',
    '[{"x":{"y":1,"y":0}}]',
    '{"😀":1,"\\ud83d\\ude00":2}',
  ],
  'text around the value': [
    '\ufeff{}',
    '\ufeff',
    '{}\ufeff',
    '{} {}',
    '1 2',
    'null,',
    '[]]',
    '{}}',
    '"a"b',
    '\u00a0{}',
    '\u2028{}',
    '{}\u3000',
    '\u000b1',
    '\u000c1',
    '1\u0000',
    '\u00001',
    '{}\u001a',
    '\u001e{}',
    ")]}',{}",
  ],
  comments: ['//x\n1', '/*x*/1', '1//x', '1/*x*/', '[1,/*x*/2]', '{/**/"a":1}', '#x\n1', '<!--\n1', '{"a":1}//'],
  'lone surrogates': [
    '"\\ud800"',
    '"\\udc00"',
    '"\\udfff"',
    '"\\ud83d"',
    '"\\ud83dx"',
    '"\\ud83d\\u0041"',
    '"\\ud83d\\n"',
    '"\\ud83d\\ud83d\\ude00"',
    '"\\ude00\\ud83d"',
    '{"\\ud800":1}',
    '"\ud800"',
    '"\udc00"',
    '"a\ud83d"',
    '"\ud83d\\ude00"',
    '"\\ud83d\ude00"',
    '{"\udfff":1}',
  ],
  'control characters and bad escapes': [
    '"\u0000"',
    '"\n"',
    '"\r"',
    '"\t"',
    '"\u001f"',
    '{"a\u0001":1}',
    '"\\x41"',
    '"\\0"',
    '"\\a"',
    '"\\\'"',
    '"\\v"',
    '"\\U0041"',
    '"\\u"',
    '"\\u0"',
    '"\\u00"',
    '"\\u004"',
    '"\\u004g"',
    '"\\u 041"',
    '"\\u+041"',
    '"\\u0x41"',
    '"\\u{41}"',
    '"\\\n"',
    '"\\constructor"',
    '"\\',
    '"\\"',
    '"\\u00',
  ],
  'numbers that are none': [
    '01',
    '-01',
    '00',
    '-00',
    '+1',
    '.5',
    '-.5',
    '1.',
    '-1.',
    '1.e1',
    '1e',
    '1E+',
    '1e-',
    '1e1.5',
    '1e1e1',
    '1..2',
    '-',
    '--1',
    '- 1',
    '0x10',
    '0b1',
    '0o7',
    '1_000',
    '1n',
    '1,000',
    '1 000',
    'NaN',
    '-NaN',
    'Infinity',
    '-Infinity',
    '١',
    '１',
    '1\u0661',
    '½',
  ],
  'other words and other quotes': [
    'True',
    'TRUE',
    'tru',
    'nul',
    'nulll',
    'truefalse',
    'undefined',
    'None',
    'nil',
    "'a'",
    '`a`',
    '“a”',
    'a',
    '{a:1}',
    "{'a':1}",
    '{1:1}',
    '{null:1}',
    '{[]:1}',
    '$',
    '@type',
  ],
  'broken structure': [
    '',
    ' ',
    '\n',
    '{',
    '[',
    '}',
    ']',
    '"',
    ':',
    ',',
    '[1',
    '[1,',
    '[1,]',
    '[,1]',
    '[,]',
    '[1,,2]',
    '[1 2]',
    '[1:2]',
    '[1}',
    '{"a"',
    '{"a":',
    '{"a":}',
    '{"a":1',
    '{"a":1,',
    '{"a":1,}',
    '{,"a":1}',
    '{"a":1,,"b":2}',
    '{"a" 1}',
    '{"a"::1}',
    '{"a":1:2}',
    '{"a","b"}',
    '{"a":1 "b":2}',
    '{"a":1]',
    '["a',
    '"a',
    '[1;2]',
    '[...]',
  ],
  'too deep a value': [
    nested('[', ']', 65),
    nested('{"a":', '}', 65, '1'),
    nested('[{"a":', '}]', 33, '1'),
    nested('[', ']', 100_000),
    nested('{"a":', '}', 100_000, '1'),
    '['.repeat(1_000_000),
    '{"a":'.repeat(200_000),
  ],
};

/** Bytes that are no UTF-8. */
const NOT_UTF8 = {
  'a stray continuation byte': '228022',
  'a continuation byte that lacks': '22c322',
  'an overlong slash in two bytes': '22c0af22',
  'an overlong slash in three bytes': '22e080af22',
  'an overlong zero': '22c08022',
  'a surrogate in UTF-8': '22eda08022',
  'a surrogate pair in UTF-8 (CESU-8)': '22eda0bdedb88022',
  'a code point beyond U+10FFFF': '22f490808022',
  'a byte FF': '22ff22',
  'a byte FE': '22fe22',
  'a truncated character at the end': '22e282',
  'a BOM of UTF-8': 'efbbbf7b7d',
  'UTF-16 with BOM': 'fffe7b007d00',
  'UTF-16 without BOM': '7b007d00',
  'UTF-32': '7b0000007d000000',
} as const;

describe('E04, M08: hostile JSON is refused', () => {
  for (const [reason, texts] of Object.entries(REFUSED)) {
    describe(reason, () => {
      for (const [i, text] of texts.entries())
        it(`E04: ${i + 1}: ${JSON.stringify(text.slice(0, 40))} is E_MALFORMED`, () => {
          expect(() => parseJson(text)).toThrow(malformed);
          if (text.isWellFormed()) expect(() => parseJson(utf8(text))).toThrow(malformed);
        });
    });
  }

  describe('bytes that are no text', () => {
    for (const [reason, hex] of Object.entries(NOT_UTF8))
      it(`E04: ${reason} is E_MALFORMED`, () => {
        expect(() => parseJson(fromHex(hex))).toThrow(malformed);
      });
  });

  it('the corpus holds more than a hundred cases', () => {
    expect(Object.values(REFUSED).flat().length + Object.keys(NOT_UTF8).length).toBeGreaterThan(150);
  });

  it('an error names the place and never the content', () => {
    expect(() => parseJson('{"password":"hunter2",}')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });
});

describe('E04: what only looks hostile is read exactly', () => {
  it('E04: __proto__ is a key like any other and gives nothing a prototype', () => {
    const value = parseJson('{"__proto__":{"polluted":true},"constructor":{"prototype":1},"a":1}');
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor', 'a']);
    expect((value as { polluted?: unknown }).polluted).toBeUndefined();
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(writeJson(value)).toBe('{"__proto__":{"polluted":true},"constructor":{"prototype":1},"a":1}');
  });

  it('E04: __proto__ with a value that is no object is kept', () => {
    expect(writeJson(parseJson('{"__proto__":null}'))).toBe('{"__proto__":null}');
    expect(writeJson(parseJson('{"__proto__":1}'))).toBe('{"__proto__":1}');
  });

  it('E04: an object inherits nothing, and the prototype it has cannot be changed', () => {
    const value = parseJson('{}') as object;
    for (const name of ['toString', 'constructor', 'hasOwnProperty', '__proto__', 'then', 'toJSON'])
      expect(name in value).toBe(false);
    const prototype = Object.getPrototypeOf(value) as Record<string, unknown>;
    expect(() => {
      prototype['polluted'] = true;
    }).toThrow(TypeError);
    expect('polluted' in (parseJson('{}') as object)).toBe(false);
  });

  it('E04: nesting of 64 is read, as arrays, objects and both', () => {
    for (const text of [nested('[', ']', 64), nested('{"a":', '}', 64, '1'), nested('[{"a":', '}]', 32, '1')])
      expect(writeJson(parseJson(text))).toBe(text);
  });

  it('E04: keys that differ only by normalisation are two keys', () => {
    expect(Object.keys(parseJson('{"\u00e9":1,"e\\u0301":2}') as object)).toHaveLength(2);
  });

  it('E04: characters that need no escape are taken as they are', () => {
    const text = '"\u007f\u0080\u2028\u2029\uffff\ufeff😀"';
    expect(parseJson(text)).toBe('\u007f\u0080\u2028\u2029\uffff\ufeff😀');
    expect(writeJson(parseJson(text))).toBe(text);
  });

  it('E04: white space is the four characters of RFC 8259', () => {
    expect(parseJson(' \t\r\n[ \t\r\n1 \t\r\n, \t\r\n{ \t\r\n"a" \t\r\n: \t\r\n2 \t\r\n} \t\r\n] \t\r\n')).toEqual([
      1,
      { a: 2 },
    ]);
  });

  it('E04: every escape gives its character', () => {
    expect(parseJson('"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\ud83d\\ude00\\uABCD\\uabcd\\u0000"')).toBe(
      '"\\/\b\f\n\r\tAé😀\uabcd\uabcd\u0000',
    );
  });

  it('E04: a million small values are read', () => {
    const value = parseJson(`[${'0,'.repeat(999_999)}0]`) as unknown[];
    expect(value).toHaveLength(1_000_000);
  });

  it('M09: ids that a double does not carry are kept as they were written', () => {
    for (const id of ['9007199254740993', '-9007199254740993', '1e400', '1.0', '0.1000000000000000055511', '1E2', '-0'])
      expect((parseJson(`{"id":${id}}`) as { id: JsonNumber }).id).toEqual(new JsonNumber(id));
  });
});
