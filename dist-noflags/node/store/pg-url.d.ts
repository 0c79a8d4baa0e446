/** Where a database is. */
export interface PgTarget {
    /** As `pg` takes it, with its password: never shown. */
    readonly connectionString: string;
    /** The same without password and options, for people. */
    readonly shown: string;
    readonly hasPassword: boolean;
}
/** Longest address, in characters. */
export declare const MAX_STORE_URL = 4096;
/**
 * Reads an address.
 *
 * @throws {TalosError} `E_CONFIG` for what is none, for an option that is not known (a misspelt `sslmode` would turn TLS
 *   off without a word), for a mode of TLS that is decided by whoever is in between, and where none is named for a database
 *   that is not on this machine: it would be in plain text. What was given is not repeated.
 */
export declare function parseStoreUrl(text: string): PgTarget;
/**
 * The address in the file at `path`: its text without one line break at the end.
 *
 * @param onExposed - Told of a file that every user of this machine may read.
 * @throws {TalosError} `E_CONFIG` if it cannot be read, may be written by everybody, is too long or is no text.
 */
export declare function readStoreUrlFile(path: string, onExposed: () => void): string;
