/**
 * Logs of others, followed by their headers or checkpoints alone: `client.light`. PROTOCOL.md §9.12. The light client
 * without an agent is `LightClient`.
 *
 * @module
 */
import { type SignalOptions } from '../../base/caller-mistakes.ts';
import type { LightSyncView, LightVerdictView, LightView } from '../api/light-api.ts';
import { type ClientContext } from './client-context.ts';
/** How a log is followed. */
export interface LightSyncOptions extends SignalOptions {
    /** Whose log it is; the first source where absent. */
    readonly author?: string;
    /** All headers are kept from now on, and not checkpoints alone. */
    readonly keepHeaders?: boolean;
}
/** How a proof is verified. */
export interface LightVerifyOptions extends SignalOptions {
    /** The entry, canonical JSON, of a C2SP `tlog-proof` that does not hold it. */
    readonly entry?: string;
    /** Whether sources may be asked for the consistency proof that joins its checkpoint; not unless `true`. */
    readonly ask?: boolean;
}
/** What a checkpoint file is of. */
export interface LightExportOptions {
    /** With the proof that it goes on from the log of so many entries. */
    readonly since?: number;
}
/** See the module comment. */
export declare class ClientLight {
    #private;
    /** Made by the client. */
    constructor(context: ClientContext);
    /**
     * Brings what is held of a log up to date. What was taken is durable when it resolves.
     *
     * @param sources - Who is asked, 1 to 16: DIDs, aliases, or addresses that end in `/p2p/…`. Two that agree confirm it.
     * @throws {TalosError} `E_EQUIVOCATION` where the author signed two histories; `E_LIMIT`; where no source gave
     *   anything, the reason of the first: `E_UNREACHABLE`, `E_REFUSED`, `E_STALE`, …
     * @throws The reason of the signal where that aborts.
     */
    sync(sources: readonly string[], options?: LightSyncOptions): Promise<LightSyncView>;
    /** All logs that are followed. @throws {TalosError} `E_STORAGE_CORRUPT` where what is kept was changed. */
    status(): Promise<readonly LightView[]>;
    /** Verifies a proof file against what is held of its author. */
    verify(proof: string, options?: LightVerifyOptions): Promise<LightVerdictView>;
    /** Takes the checkpoint of a file: a signed note, or the one in a proof. @throws {TalosError} `E_PROOF_INVALID`; `E_EQUIVOCATION`; `E_LIMIT`. */
    importCheckpoint(file: string): Promise<LightView>;
    /** A checkpoint file of an author: the newest note. @throws {TalosError} `E_NOT_FOUND` where there is none, or no such proof. */
    exportCheckpoint(author: string, options?: LightExportOptions): Promise<string>;
    /** Forgets what is held of an author. @throws {TalosError} `E_NOT_FOUND`. */
    remove(author: string): Promise<{
        readonly author: string;
    }>;
}
