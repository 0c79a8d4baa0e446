/**
 * Goes on with a rotation in `dataDir`, whose lock is held; nothing where there is none.
 *
 * @throws {TalosError} as `finishRotation`.
 */
export declare function finishPending(dataDir: string, passphrase: string | undefined): Promise<void>;
