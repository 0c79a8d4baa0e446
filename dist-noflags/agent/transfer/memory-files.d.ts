/**
 * Files in memory, for clients in memory: by absolute paths, which lead nowhere else.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import type { FileRoom, PartialFile, SourceFile } from '../../transfer/ports.ts';
/** A room in memory. */
export declare class MemoryFiles implements FileRoom {
    #private;
    /** Puts a file there, or another one in its place. */
    put(path: string, bytes: Uint8Array): void;
    /** The file at a path; undefined where there is none. */
    get(path: string): Bytes | undefined;
    /** Paths of all files. */
    get paths(): readonly string[];
    open(path: string): Promise<SourceFile>;
    create(id: string): Promise<PartialFile>;
    reopen(id: string): Promise<PartialFile | undefined>;
    prune(keep: ReadonlySet<string>): Promise<void>;
}
