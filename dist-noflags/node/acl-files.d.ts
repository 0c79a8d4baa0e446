import type { AclFiles } from '../agent/authority/access-lists.ts';
/** The lists of an agent. @param standard - Absolute path of the list of services that name none. */
export declare function aclFiles(standard: string): AclFiles;
/**
 * The bytes of the list at `path`; undefined where there is no file.
 *
 * @throws {TalosError} `E_CONFIG` for one that cannot be read, is no file, is too long, or may be written by others.
 */
export declare function readAclFile(path: string): Promise<Uint8Array | undefined>;
