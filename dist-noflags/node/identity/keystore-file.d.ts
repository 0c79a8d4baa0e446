import { type Bytes } from '../../base/bytes.ts';
import { type PassphraseCost } from '../../crypto/passphrase.ts';
import { Identity } from '../../identity/identity.ts';
import { type KeystoreHead } from './keystore-format.ts';
/** How a new keystore is made. */
export interface CreateKeystoreOptions {
    readonly identity: Identity;
    /** When the identity was created, milliseconds since 1970; also names the backups. */
    readonly createdMs: number;
    /** Seals the keystore; a key file beside it does where absent. */
    readonly passphrase?: string | undefined;
    /** Puts an identity that is there, its store and its ledger under other names first. */
    readonly force?: boolean;
    /** Store and ledger are those of this identity, and stay where they are. */
    readonly keepsData?: boolean;
    /** Cost of the passphrase's key; {@link PASSPHRASE_COST} by default. */
    readonly cost?: PassphraseCost;
    /** Called after each step that changes the disk, with its name. */
    readonly afterStep?: (step: string) => void;
}
/** A keystore that was made. */
export interface CreatedKeystore {
    /** Where the keystore that was there before is kept. */
    readonly backup: string | undefined;
}
/**
 * Makes the keystore of the data directory `dataDir`, which is made where it is absent. Durable when this returns.
 *
 * @throws {TalosError} `E_EXISTS` if there is one and `force` is not set: nothing changed; `E_LOCKED` if a process runs
 *   the identity that is there; `E_PASSPHRASE` for an empty passphrase; `E_STORAGE…` as the system says.
 */
export declare function createKeystore(dataDir: string, options: CreateKeystoreOptions): CreatedKeystore;
/** As {@link createKeystore}, for who holds the lock of the directory, which is there. */
export declare function makeKeystore(dataDir: string, options: CreateKeystoreOptions): CreatedKeystore;
/**
 * The bytes of a keystore of `identity`, sealed as the one in `dataDir` is: under the passphrase that opens that, or under
 * the same key file.
 *
 * @throws {TalosError} as {@link openKeystore}.
 */
export declare function keystoreLike(dataDir: string, identity: Identity, options: OpenKeystoreOptions & {
    readonly cost?: PassphraseCost;
}): Bytes;
/**
 * What can be read of the identity of `dataDir` without its secrets; `undefined` where there is none.
 *
 * @throws {TalosError} `E_KEYSTORE` if there is a keystore that is damaged, open to others or no file of this user;
 *   `E_VERSION` for one of another version.
 */
export declare function readKeystoreHead(dataDir: string): KeystoreHead | undefined;
/** How {@link openKeystore} opens one. */
export interface OpenKeystoreOptions {
    /** Needed for a keystore under a passphrase, ignored for one under a key file. */
    readonly passphrase?: string | undefined;
    /** Milliseconds since 1970: the certificate is issued now. */
    readonly nowMs: number;
}
/** A keystore that was opened. */
export interface OpenedKeystore extends KeystoreHead {
    readonly identity: Identity;
}
/**
 * Opens the identity of `dataDir`. Nothing is changed, whatever is wrong.
 *
 * @throws {TalosError} `E_NO_IDENTITY` if there is none; `E_PASSPHRASE` if the passphrase is wrong or missing;
 *   `E_KEYSTORE` as {@link readKeystoreHead}, and if the key file is missing, damaged or another; `E_VERSION`.
 */
export declare function openKeystore(dataDir: string, options: OpenKeystoreOptions): OpenedKeystore;
/**
 * The passphrase in the file `path`, or in a pipe: its text without one line break at the end.
 *
 * @param onExposed - Told, before it is read, of a file that every user of this machine may read.
 * @throws {TalosError} `E_PASSPHRASE` if it cannot be read, may be written by everybody, is empty, has several lines or is
 *   too long.
 */
export declare function readPassphraseFile(path: string, onExposed?: () => void): string;
