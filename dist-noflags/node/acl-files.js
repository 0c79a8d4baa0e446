/**
 * Access-control lists in files. PROTOCOL.md §8.8.
 *
 * @module
 */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { TalosError } from "../base/errors.js";
import { watchFile } from "./files/watch-file.js";
/** Rights to write of group and others: who may write the list may do whatever it allows. */
const WRITABLE_BY_OTHERS = 0o022;
/** Bytes that are read at a time. */
const PIECE_BYTES = 65_536;
/** The lists of an agent. @param standard - Absolute path of the list of services that name none. */
export function aclFiles(standard) {
    return {
        standard,
        read: readAclFile,
        // With YAML, which few commands need.
        parse: async (bytes) => (await import("../acl/parse.js")).readAcl(bytes),
        fault: async (faults, path) => (await import("../acl/parse.js")).aclError(faults, path),
        watch: (path, changed) => watchFile(path, changed),
    };
}
/**
 * The bytes of the list at `path`; undefined where there is no file.
 *
 * @throws {TalosError} `E_CONFIG` for one that cannot be read, is no file, is too long, or may be written by others.
 */
export async function readAclFile(path) {
    const { MAX_ACL_BYTES } = await import("../acl/acl.js");
    try {
        // Not to wait for the other end of a pipe.
        const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
        try {
            const found = await file.stat();
            if (!found.isFile())
                throw new TalosError('E_CONFIG', `${path} is no file`);
            if ((found.mode & WRITABLE_BY_OTHERS) !== 0)
                throw new TalosError('E_CONFIG', `${path} may be written by others`, { hint: `chmod go-w ${path}` });
            const bytes = Buffer.alloc(MAX_ACL_BYTES + 1);
            let length = 0;
            for (let last = -1; last !== 0 && length < bytes.length; length += last)
                last = (await file.read(bytes, length, Math.min(PIECE_BYTES, bytes.length - length))).bytesRead;
            if (length > MAX_ACL_BYTES)
                throw new TalosError('E_CONFIG', `${path} has more than ${MAX_ACL_BYTES} bytes`);
            return Uint8Array.from(bytes.subarray(0, length));
        }
        finally {
            await file.close();
        }
    }
    catch (cause) {
        const code = cause.code;
        if (cause instanceof TalosError)
            throw cause;
        if (code === 'ENOENT')
            return undefined;
        throw new TalosError('E_CONFIG', `${path} cannot be read: ${code ?? String(cause)}`, { cause });
    }
}
