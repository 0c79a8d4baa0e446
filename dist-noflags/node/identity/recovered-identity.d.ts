import { type CreateKeystoreOptions } from './keystore-file.ts';
/** An identity that is there again. */
export interface Recovered {
    /** Where the keystore that was there before is kept. */
    readonly backup: string | undefined;
    /** Whether its store and its ledger were there, and go on. */
    readonly hasData: boolean;
}
/**
 * Makes the keystore of `identity` in `dataDir`. Store and ledger that are there must be those of the same identity, and
 * stay. Durable when it resolves.
 *
 * @param options - As of a new keystore; with `force` a keystore that is there is put under another name first.
 * @throws {TalosError} `E_EXISTS` where there is a keystore, without `force`; `E_LOCKED` while an agent runs;
 *   `E_LEDGER_INVALID` for the ledger of another identity, `E_STORAGE…` for one that cannot be read; `E_REFUSED` where the
 *   identity was about to be replaced. The directory is as it was then.
 */
export declare function recoverIdentity(dataDir: string, options: Omit<CreateKeystoreOptions, 'keepsData'>): Promise<Recovered>;
