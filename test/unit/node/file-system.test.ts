import { describe, expect, it } from 'vitest';
import { isTalosError } from '../../../src/base/errors.ts';
import { assertLocalDisk, networkFileSystem } from '../../../src/node/files/file-system.ts';

describe.skipIf(process.platform !== 'linux')('D14: the file system of a data directory (Linux)', () => {
  it.each([
    ['NFS', 0x6969],
    ['SMB', 0x517b],
    ['CIFS', 0xff534d42],
    ['CIFS', 0xff534d42 | 0],
    ['SMB 2', 0xfe534d42],
    ['9p', 0x01021997],
    ['Ceph', 0x00c36400],
    ['Lustre', 0x0bd00bd0],
    ['GPFS', 0x47504653],
    ['OCFS2', 0x7461636f],
  ])('%s (%i) is refused: E_STORAGE_DENIED', (name, type) => {
    expect(networkFileSystem(type)).toBe(name);
    expect(() => assertLocalDisk('/data', () => type)).toThrow(
      expect.toSatisfy((error: unknown) => isTalosError(error, 'E_STORAGE_DENIED') && error.message.includes(name)),
    );
  });

  it.each([
    ['ext4', 0xef53],
    ['XFS', 0x58465342],
    ['Btrfs', 0x9123683e],
    ['tmpfs', 0x01021994],
    ['overlayfs', 0x794c7630],
    ['ZFS', 0x2fc12fc1],
    ['FUSE, which may be anything', 0x65735546],
  ])('%s (%i) is not', (_name, type) => {
    expect(() => assertLocalDisk('/data', () => type)).not.toThrow();
  });

  it('that of this machine is looked up', () => {
    expect(() => assertLocalDisk('/proc')).not.toThrow();
    expect(() => assertLocalDisk('/nowhere/at/all')).toThrow('ENOENT');
  });
});
