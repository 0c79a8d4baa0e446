/**
 * Whether a folder is on a disk of this machine. Store, journal and lock rely on what network file systems do not keep:
 * memory that is mapped and written by others, syncs that are syncs, locks that end with their process.
 *
 * @module
 */
import { statfsSync } from 'node:fs';
import { TalosError } from "../../base/errors.js";
/** What Linux calls file systems of other machines (`statfs(2)`, linux/magic.h). */
const NETWORK_FILE_SYSTEMS = new Map([
    [0x6969, 'NFS'],
    [0x517b, 'SMB'],
    [0xff534d42, 'CIFS'],
    [0xfe534d42, 'SMB 2'],
    [0x01021997, '9p'],
    [0x5346414f, 'AFS'],
    [0x6b414653, 'AFS'],
    [0x73757245, 'Coda'],
    [0x00c36400, 'Ceph'],
    [0x0bd00bd0, 'Lustre'],
    [0x47504653, 'GPFS'],
    [0x7461636f, 'OCFS2'],
    [0x01161970, 'GFS2'],
]);
/** The name of a network file system by its type; undefined for any other. */
export function networkFileSystem(type) {
    // Where the type is signed, it comes so.
    return NETWORK_FILE_SYSTEMS.get(type >>> 0);
}
/**
 * Checks that `path` is on no network file system, as far as that is known: on Linux.
 *
 * @param typeOf - The type of the file system of a path; that of the system unless given.
 * @throws {TalosError} `E_STORAGE_DENIED`.
 */
export function assertLocalDisk(path, typeOf = typeOfSystem) {
    if (process.platform !== 'linux')
        return;
    const name = networkFileSystem(typeOf(path));
    if (name === undefined)
        return;
    throw new TalosError('E_STORAGE_DENIED', `the data directory ${path} is on a network file system (${name})`, {
        hint: 'name one on a disk of this machine with --data-dir; a server of several machines keeps its data in a database',
    });
}
function typeOfSystem(path) {
    return statfsSync(path).type;
}
