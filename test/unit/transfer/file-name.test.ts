import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/base/bytes.ts';
import { isTalosError } from '../../../src/base/errors.ts';
import { printable } from '../../../src/base/printable.ts';
import { anotherName, readFileName, savedName } from '../../../src/transfer/file-name.ts';
import { MAX_FILE_NAME_BYTES } from '../../../src/transfer/limits.ts';

const code = (name: string) => expect.objectContaining({ code: name });

describe('F01: the name of a file that comes from others', () => {
  it.each([
    '',
    '.',
    '..',
    ' ..',
    '...',
    '. ',
    '/',
    '/etc/passwd',
    '../x',
    'a/../b',
    '..\\x',
    'a\\b',
    '\\\\host\\share',
    '//host/share',
    'C:',
    'C:\\x',
    'c:x',
    'a\0',
    '\0',
    'x.txt\0.jpg',
    '\uff0fetc\uff0fpasswd',
    '\uff0e\uff0e',
    '\u2025',
    'a\u2215b',
    'a\u2044b',
    'a\uff3cb',
    '\u2100',
    'x.',
    'x ',
    'x. .',
    'CON',
    'con',
    'nul.txt',
    'PRN.tar.gz',
    'aux ',
    'COM1',
    'com9.log',
    'LPT1',
    'COM\u00b9',
    'COM0',
    'CONIN$',
    'conout$.txt',
    'clock$',
    '\uff23\uff2f\uff2e',
    'con .txt',
    'nul:stream',
    '\ud800',
    'x\udc00.txt',
  ])('%j is refused', (name) => {
    expect(() => readFileName(name)).toThrow(code('E_MALFORMED'));
    expect(() => savedName(name)).toThrow(code('E_MALFORMED'));
  });

  it('has at most 255 bytes: one more is E_LIMIT', () => {
    const ofTwo = 'é'.repeat(127);
    for (const name of ['x'.repeat(MAX_FILE_NAME_BYTES), `x${ofTwo}`]) expect(readFileName(name)).toBe(name);
    for (const name of ['x'.repeat(MAX_FILE_NAME_BYTES + 1), `xy${ofTwo}`, '\u0800'.repeat(86)])
      expect(() => readFileName(name)).toThrow(code('E_LIMIT'));
  });

  it.each([
    ['report.pdf', 'report.pdf'],
    ['Übersicht 2026 (final).xlsx', 'Übersicht 2026 (final).xlsx'],
    ['日本語.txt', '日本語.txt'],
    ['e\u0301.txt', 'é.txt'],
    ['.bashrc', '_bashrc'],
    ['.', undefined],
    ['-rf', '_rf'],
    ['~root', '_root'],
    ['a:b', undefined],
    ['file.txt:stream', 'file.txt_stream'],
    ['what?*<>|"', 'what______'],
    ['console.log', 'console.log'],
    ['comet.txt', 'comet.txt'],
    ['..hidden', '_.hidden'],
    ['...txt', '_..txt'],
  ])('%j is saved as %j', (name, saved) => {
    if (saved === undefined) expect(() => savedName(name)).toThrow(code('E_MALFORMED'));
    else expect(savedName(name)).toBe(saved);
  });

  it('F14: is saved without what a terminal would act on, and printed escaped before', () => {
    for (const name of ['\u001b[2Jx.txt', 'a\u202egpj.exe', 'a\u200bb', 'a\nb', 'a\u0007b', 'a\u009bb', '\u{e0041}x']) {
      expect(readFileName(name)).toBe(name);
      expect(savedName(name)).toBe(printable(savedName(name)));
      expect(printable(name)).toContain('\\u{');
    }
    expect(savedName('a\u202egpj.exe')).toBe('a_gpj.exe');
  });

  it('never leads out of its folder, whatever it is', () => {
    const parts = fc.constantFrom(
      '.',
      '..',
      '/',
      '\\',
      '\0',
      ' ',
      ':',
      'con',
      '\uff0e',
      '\uff0f',
      '\u202e',
      'a',
      '~',
      '-',
    );
    const names = fc.oneof(
      fc.array(parts, { maxLength: 6 }).map((each) => each.join('')),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(names, (name) => {
        let saved: string;
        try {
          saved = savedName(name);
        } catch (error) {
          expect(isTalosError(error)).toBe(true);
          return;
        }
        expect(readFileName(saved)).toBe(saved);
        expect(saved).toBe(printable(saved));
        expect(saved).not.toMatch(/^[.\-~ ]|[/\\\0]|[. ]$/u);
        expect(utf8(saved).length).toBeLessThanOrEqual(MAX_FILE_NAME_BYTES);
      }),
      { numRuns: 200 },
    );
  });
});

describe('F03: another name', () => {
  it('has its mark before the ending, and is no longer than a name may be', () => {
    expect(anotherName('report.pdf', '1')).toBe('report (1).pdf');
    expect(anotherName('report', '2')).toBe('report (2)');
    expect(anotherName('archive.tar.gz', '3')).toBe('archive.tar (3).gz');
    expect(anotherName(`${'é'.repeat(125)}.pdf`, '99')).toBe(`${'é'.repeat(123)} (99).pdf`);
    const long = `x.${'y'.repeat(253)}`;
    expect(utf8(anotherName(long, '1')).length).toBe(MAX_FILE_NAME_BYTES);
    expect(anotherName(long, '1')).toMatch(/^x\.y+ \(1\)$/);
  });
});
