/** Names in a directory that are looked at; what lies deeper has the rights of the folder above it. */
export declare const MAX_NAMES_LOOKED_AT = 256;
/** Milliseconds that a server has to say what time it is. */
export declare const CLOCK_DEADLINE_MS = 3000;
/** Something in a data directory that others may read or write, or that belongs to another user. */
export interface WrongRights {
    readonly path: string;
    readonly what: 'belongs to another user' | 'is open to other users' | 'may be written by others';
    /** A command that mends it. */
    readonly remedy: string;
}
/**
 * What has wrong rights in the data directory `path`, itself first.
 *
 * @param readable - Names that others may read but not write.
 */
export declare function wrongRights(path: string, readable: readonly string[]): readonly WrongRights[];
/** A native module, and why it cannot be loaded; `failure` is absent where it can. */
export interface NativeModule {
    readonly name: string;
    readonly failure?: string;
}
/** Modules with native parts. Without the first another implementation does its work; the others are needed. */
export declare const NATIVE_MODULES: readonly ["sodium-native", "lmdb", "fs-native-extensions"];
/** Loads each. @param load - As `require`. */
export declare function nativeModules(load?: (name: string) => unknown): readonly NativeModule[];
/** Whether `port` of `host` can be listened on: the name of the system's error where not, as `EADDRINUSE`. */
export declare function whyNoPort(host: string, port: number): Promise<string | undefined>;
/** Whether this machine has an address of a family, beside that of itself. */
export declare function ownFamilies(): {
    readonly ip4: boolean;
    readonly ip6: boolean;
};
/** A disk as a data directory finds it. */
export interface Disk {
    /** Bytes that this user may still write. */
    readonly freeBytes: number;
    /** Until 4 KiB were durable, in milliseconds. */
    readonly durableMs: number;
    /** Name of a network file system, on which no agent runs; absent elsewhere. */
    readonly network?: string;
}
/**
 * Writes a file in the data directory `path`, waits until it is on the disk, and removes it.
 *
 * @throws {TalosError} `E_STORAGE_FULL`, `E_STORAGE_DENIED`, `E_STORAGE` as the system says.
 */
export declare function measureDisk(path: string): Disk;
/**
 * How far the clock of a server is ahead of this one, in milliseconds: negative where it is behind. It says so over HTTP,
 * to the second, and proves nothing.
 *
 * @throws {TalosError} `E_UNREACHABLE`, `E_TIMEOUT`; `E_PROTOCOL` where it says no time.
 */
export declare function clockAhead(host: string, port: number, signal: AbortSignal): Promise<number>;
