import { describe, expect, it } from 'vitest';
import { DISK_RESERVE_BYTES, DOWNLOADS_COUNT_MS } from '../../src/node/files/file-room.ts';
import { DOWNLOADS_QUOTA_BYTES, MAX_FILE_LIMIT_BYTES } from '../../src/node/files/file-settings.ts';
import { SETTINGS } from '../../src/node/settings.ts';
import { FILE_LIMITS } from '../../src/transfer/file-kind.ts';
import { MAX_NUMBERED_NAMES } from '../../src/transfer/file-name.ts';
import { MAX_FILE_NAME_BYTES } from '../../src/transfer/limits.ts';
import { KIND_BYTES } from '../../src/transfer/ports.ts';

const code = (name: string) => expect.objectContaining({ code: name });

describe('the limits of files, PROTOCOL.md §11', () => {
  it('are the constants that the code obeys', () => {
    expect({
      MAX_FILE_NAME_BYTES,
      MAX_NUMBERED_NAMES,
      KIND_BYTES,
      FILE_LIMITS,
      MAX_FILE_LIMIT_BYTES,
      DOWNLOADS_QUOTA_BYTES,
      DISK_RESERVE_BYTES,
      DOWNLOADS_COUNT_MS,
    }).toEqual({
      MAX_FILE_NAME_BYTES: 255,
      MAX_NUMBERED_NAMES: 99,
      KIND_BYTES: 4100,
      FILE_LIMITS: { image: 50 * 2 ** 20, audio: 200 * 2 ** 20, video: 2 ** 31, document: 100 * 2 ** 20 },
      MAX_FILE_LIMIT_BYTES: 64 * 2 ** 30,
      DOWNLOADS_QUOTA_BYTES: 16 * 2 ** 30,
      DISK_RESERVE_BYTES: 32 * 2 ** 20,
      DOWNLOADS_COUNT_MS: 5000,
    });
  });

  it.each([
    ['image-limit', '50MiB'],
    ['audio-limit', '200MiB'],
    ['video-limit', '2GiB'],
    ['document-limit', '100MiB'],
    ['downloads-quota', '16GiB'],
  ] as const)('%s is %s unless configured, and a size alone', (name, builtIn) => {
    const { parse, builtIn: found } = SETTINGS[name];
    expect(found).toBe(builtIn);
    expect(['0', '7', '2KiB', '3MB', '1 GiB'].map((text) => parse(text, name))).toEqual([0, 7, 2048, 3e6, 2 ** 30]);
    for (const text of [
      '',
      '-1',
      '1.5MiB',
      '1TiB',
      '1mib',
      'MiB',
      '1e3',
      '0x10',
      '9'.repeat(16),
      '99999999999GiB',
      'all',
    ])
      expect(() => parse(text, name)).toThrow(code('E_USAGE'));
  });

  it('of a kind can be set to 64 GiB, and to no byte more', () => {
    expect(SETTINGS['video-limit'].parse(String(MAX_FILE_LIMIT_BYTES), 'x')).toBe(MAX_FILE_LIMIT_BYTES);
    expect(() => SETTINGS['video-limit'].parse(String(MAX_FILE_LIMIT_BYTES + 1), 'x')).toThrow(code('E_USAGE'));
  });
});
