/**
 * What a transfer needs of the place where files lie: a file to be sent, one that is being received, and the room with
 * both. PROTOCOL.md §7.6.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
/** A file that is being sent, open for reading. */
export interface SourceFile extends AsyncDisposable {
    /** In bytes, when it was opened. */
    readonly size: number;
    /** Of what was opened: size, time of the last change, place on the disk. Another text means another file. */
    readonly identity: string;
    /**
     * Reads on at `offset`.
     *
     * @returns New bytes: `length` of them, fewer only where the file ends before.
     * @throws {TalosError} `E_STORAGE…`.
     */
    read(offset: number, length: number): Promise<Bytes>;
    /** Whether what was opened is still what lies under its name, unchanged. */
    isUnchanged(): Promise<boolean>;
}
/** A file that is being received: under a temporary name, of mode 0600, until it is whole. */
export interface PartialFile extends AsyncDisposable {
    /** As it was created under. */
    readonly id: string;
    /** Writes `bytes`, which are the caller's again when it resolves. @throws {TalosError} `E_STORAGE_FULL`, `E_STORAGE…`. */
    write(offset: number, bytes: Uint8Array): Promise<void>;
    /** Makes what was written durable. @throws {TalosError} `E_STORAGE…`. */
    sync(): Promise<void>;
    /** As `SourceFile.read`. */
    read(offset: number, length: number): Promise<Bytes>;
    /**
     * Gives it a name in `downloads/`: a new and safe one, made of `name`, which may come from a stranger. The file and its
     * name are durable when it resolves.
     *
     * @returns Its absolute path.
     * @throws {TalosError} `E_STORAGE…`.
     */
    commit(name: string): Promise<string>;
    /** Removes it, whether it is there or not. */
    discard(): Promise<void>;
}
/**
 * Where files are taken from and put. Disposing of a file closes it and leaves it where it is. One that was committed is
 * found by `reopen`, and its name by another `commit`, until it is disposed of: so that comes after it was recorded.
 */
export interface FileRoom {
    /**
     * Opens a file for reading: a regular one, through no link at its end.
     *
     * @param path - Absolute.
     * @throws {TalosError} `E_NOT_FOUND`; `E_USAGE` where it is no regular file; `E_STORAGE_DENIED`; `E_STORAGE…`.
     */
    open(path: string): Promise<SourceFile>;
    /**
     * Makes room for a file that is to come.
     *
     * @param id - Of the transfer: 32 hex digits.
     * @param size - As it was declared; at least so much room there is, where that can be told.
     * @throws {TalosError} `E_STORAGE_FULL` where there is no room for it; `E_FILE_EXISTS`; `E_STORAGE…`.
     */
    create(id: string, size: number): Promise<PartialFile>;
    /** What was created under `id` and is not whole; undefined where it is gone. @throws {TalosError} `E_STORAGE…`. */
    reopen(id: string): Promise<PartialFile | undefined>;
    /** Removes all that was created under other ids. */
    prune(keep: ReadonlySet<string>): Promise<void>;
    /** Tells kinds of files apart, and how large each may be; absent where that makes no difference. */
    readonly kinds?: FileKinds;
}
/** Kinds of files. */
export interface FileKinds {
    /** The media type by the first bytes, at most {@link KIND_BYTES}, and, where these say nothing, by the name. */
    detect(start: Uint8Array, name: string): Promise<string>;
    /** Most bytes that a file of this media type may have here; for one that is not known, or `''`, as a document. */
    maxBytes(type: string): number;
}
/** So many first bytes tell a kind. */
export declare const KIND_BYTES = 4100;
