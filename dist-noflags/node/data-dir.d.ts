/**
 * The data directory: where it is, and that it is ours alone. PROTOCOL.md §10.1.
 *
 * @module
 */
import { type Stats } from 'node:fs';
/** Names in a data directory. */
export declare const DATA_DIR_NAMES: {
    readonly keystore: "keystore.json";
    readonly keyFile: "keystore.key";
    readonly config: "config.yaml";
    /** Access-control list of services that name none. */
    readonly permissions: "permissions.yaml";
    readonly ledger: "ledger";
    readonly store: "store";
    /** In the folder of the store: whoever moves or copies that has both. */
    readonly epochKeys: "keys";
    /** Files that were received. */
    readonly downloads: "downloads";
    /** A rotation of the identity that was decided and is not finished: see `rotation.ts`. */
    readonly rotation: "rotation";
    /** Stores and ledgers of earlier identities, a folder each. */
    readonly former: "former";
    /** In both of these: the statement that both identities signed. */
    readonly succession: "succession.json";
};
/** Where a program keeps its data unless it is told otherwise. */
export interface DataHome {
    /** Environment variable with the directory. */
    readonly variable: string;
    /** Folder in the user's home. */
    readonly folder: string;
}
/** Of servers: one machine may run both. */
export declare const SERVER_HOME: DataHome;
/** Of relays that are nothing else. */
export declare const RELAY_HOME: DataHome;
/**
 * The data directory to use: `flag`, else the variable of `home`, else its folder in `$HOME`. Absolute; nothing is made.
 *
 * @param flag - Of the command line; relative to `cwd`.
 * @throws {TalosError} `E_CONFIG` where neither is given and there is no home, or the variable's path is relative.
 */
export declare function resolveDataDir(flag: string | undefined, env: Readonly<Record<string, string | undefined>>, cwd: string, home?: DataHome): string;
/**
 * Makes the data directory `path`, mode 0700, where it is absent. An empty one that is open to others is closed to them;
 * one with content is not touched.
 *
 * @throws {TalosError} `E_STORAGE_DENIED` if it belongs to another user, is open to others and not empty, or cannot be
 *   made; `E_STORAGE` or `E_STORAGE_FULL` as the system says.
 */
export declare function makeDataDir(path: string): void;
/**
 * Makes the folder `path` and those above it that are absent, mode 0700, one after the other: with `recursive`, Node 20
 * tries for ever where the system answers that a folder which is there is not.
 */
export declare function makeFolders(path: string): void;
/**
 * Checks that the data directory `path` is a folder of this user alone.
 *
 * @throws {TalosError} `E_NO_IDENTITY` if it does not exist; `E_STORAGE_DENIED` if it is anything else.
 */
export declare function assertOwnDataDir(path: string): void;
/** Whether something is at `path`, a dangling symbolic link included. */
export declare function isThere(path: string): boolean;
/** Whether group or others have any right. */
export declare function isOpenToOthers({ mode }: Stats): boolean;
/** Whether a file belongs to another user than the one of this process. */
export declare function isForeign({ uid }: Stats): boolean;
