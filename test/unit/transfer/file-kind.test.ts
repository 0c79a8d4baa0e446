import { describe, expect, it } from 'vitest';
import { concat, fromHex, utf8 } from '../../../src/base/bytes.ts';
import {
  detectType,
  FILE_LIMITS,
  fileKinds,
  isMisnamed,
  kindOf,
  UNKNOWN_TYPE,
} from '../../../src/transfer/file-kind.ts';
import { KIND_BYTES } from '../../../src/transfer/ports.ts';

const MIB = 1024 ** 2;
const zeros = (count: number): Uint8Array => new Uint8Array(count);

/** First bytes of files of the published kinds. */
const STARTS: readonly (readonly [ending: string, start: Uint8Array, type: string])[] = [
  ['jpg', fromHex('ffd8ffe000104a46494600010100'), 'image/jpeg'],
  [
    'png',
    concat(fromHex('89504e470d0a1a0a0000000d49484452'), zeros(17), fromHex('0000000049444154'), zeros(8)),
    'image/png',
  ],
  ['gif', utf8('GIF89a\u0001\0'), 'image/gif'],
  ['webp', concat(utf8('RIFF'), zeros(4), utf8('WEBPVP8 '), zeros(8)), 'image/webp'],
  ['mp3', concat(utf8('ID3'), fromHex('03000000010000'), zeros(64)), 'audio/mpeg'],
  ['wav', concat(utf8('RIFF'), zeros(4), utf8('WAVEfmt '), zeros(16)), 'audio/wav'],
  ['ogg', concat(utf8('OggS'), zeros(24), fromHex('01766f72626973'), zeros(32)), 'audio/ogg'],
  ['flac', concat(utf8('fLaC'), zeros(34)), 'audio/flac'],
  ['mp4', concat(fromHex('00000018'), utf8('ftypisom'), zeros(12)), 'video/mp4'],
  [
    'webm',
    fromHex('1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878102428581020000000000000000'),
    'video/webm',
  ],
  ['mov', concat(fromHex('00000014'), utf8('ftypqt  '), zeros(12)), 'video/quicktime'],
  ['pdf', utf8('%PDF-1.7\n'), 'application/pdf'],
  ['zip', concat(fromHex('504b0304'), zeros(60)), 'application/zip'],
  ['doc', concat(fromHex('d0cf11e0a1b11ae1'), zeros(64)), 'application/x-cfb'],
  ['txt', utf8('plain text, with a tab\tand an é\n'), 'text/plain'],
];
const startOf = (ending: string): Uint8Array => STARTS.find(([each]) => each === ending)?.[1] ?? zeros(0);

describe('kinds of files', () => {
  it.each(STARTS)('%s is told by its first bytes, whatever it is called', async (ending, start, type) => {
    expect(await detectType(start, `x.${ending}`)).toBe(type);
    expect(await detectType(start, 'x')).toBe(type);
    expect(isMisnamed(`x.${ending}`, type)).toBe(false);
    expect(isMisnamed(`X.${ending.toUpperCase()}`, type)).toBe(false);
  });

  it('have the published limits: images 50 MB, audio 200 MB, video 2 GB, documents 100 MB', () => {
    expect(FILE_LIMITS).toEqual({ image: 50 * MIB, audio: 200 * MIB, video: 2048 * MIB, document: 100 * MIB });
    const kinds = fileKinds();
    const limits = STARTS.map(([ending, , type]) => [ending, kinds.maxBytes(type) / MIB]);
    expect(Object.fromEntries(limits)).toEqual({
      jpg: 50,
      png: 50,
      gif: 50,
      webp: 50,
      mp3: 200,
      wav: 200,
      ogg: 200,
      flac: 200,
      mp4: 2048,
      webm: 2048,
      mov: 2048,
      pdf: 100,
      zip: 100,
      doc: 100,
      txt: 100,
    });
  });

  it('have other limits where they are configured, and what is not known is a document', () => {
    const kinds = fileKinds({ image: 1, document: 7 });
    expect(kinds.maxBytes('image/png')).toBe(1);
    expect(kinds.maxBytes('audio/wav')).toBe(FILE_LIMITS.audio);
    for (const type of ['', UNKNOWN_TYPE, 'image/x-unheard-of', '__proto__', 'constructor']) {
      expect(kindOf(type)).toBe('document');
      expect(kinds.maxBytes(type)).toBe(7);
    }
  });
});

describe('F09: a file that is not what its name says', () => {
  it.each([
    ['a page', utf8('<!DOCTYPE html><script>alert(1)</script>'), 'photo.jpg', 'text/html'],
    ['a page', utf8(' \n<script>alert(1)</script>'), 'notes.txt', 'text/html'],
    ['a program', fromHex('7f454c4602010100'), 'photo.png', 'application/x-elf'],
    ['a program', fromHex('7f454c4602010100'), 'notes.txt', 'application/x-elf'],
    ['a program of Windows', concat(utf8('MZ'), zeros(62)), 'report.pdf', 'application/x-msdownload'],
    ['a picture that is an archive as well', concat(startOf('zip'), startOf('jpg')), 'photo.jpg', 'application/zip'],
    ['an archive', startOf('zip'), 'letter.doc', 'application/zip'],
    ['a picture', startOf('png'), 'letter.zip', 'image/png'],
    ['nothing', zeros(0), 'photo.jpg', UNKNOWN_TYPE],
    ['zeros', zeros(4100), 'film.mp4', UNKNOWN_TYPE],
    ['zeros', zeros(64), 'notes.txt', UNKNOWN_TYPE],
  ])('%s is told, and shown to be misnamed', async (_what, start, name, type) => {
    expect(await detectType(start, name)).toBe(type);
    expect(isMisnamed(name, type)).toBe(true);
  });

  it('is not one whose ending says nothing, or a text of another sort', async () => {
    for (const name of ['x', 'x.dat', 'x.unheard-of', '.x', 'x.'])
      expect(isMisnamed(name, await detectType(startOf('png'), name))).toBe(false);
    expect(isMisnamed('x.csv', await detectType(utf8('a,b\n'), 'x.csv'))).toBe(false);
    expect(isMisnamed('x.docx', 'application/zip')).toBe(false);
    expect(isMisnamed('x.html', await detectType(utf8('<html>'), 'x.html'))).toBe(false);
    expect(isMisnamed('x.txt', await detectType(zeros(0), 'x.txt'))).toBe(false);
  });

  it('is told by its first bytes alone: what follows them, however it would unfold, is not looked at', async () => {
    const start = concat(startOf('jpg'), zeros(KIND_BYTES));
    expect(await detectType(concat(start, utf8('<html>')), 'x.jpg')).toBe('image/jpeg');
    // A character that is cut at the end of what is looked at does not make a text anything else.
    const text = utf8(`${'x'.repeat(KIND_BYTES - 1)}é`);
    expect(await detectType(text.subarray(0, KIND_BYTES), 'x')).toBe('text/plain');
  });
});
