/**
 * A copy of the data directory while the agent runs. Part of `AgentApi`, under the same rules: types only, JSON values only.
 *
 * @module
 */
/** Where a backup goes. */
export interface BackupParams {
    /** Absolute path of the new folder. */
    readonly path: string;
}
/** A backup that was made. */
export interface BackupView {
    readonly path: string;
    readonly did: string;
    /** With `key-file` the key lies in the backup: whoever has it is the agent. */
    readonly keystore: 'passphrase' | 'key-file';
    /** Entries of the ledger, at least, when it began. */
    readonly entries: number;
    /** The signed note of these; `""` before the first. */
    readonly checkpoint: string;
    /** Of all files. */
    readonly bytes: number;
}
