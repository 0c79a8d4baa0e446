import type { Clock } from '../base/clock.ts';
import type { SigningKey } from '../crypto/sign.ts';
import { type NoteVerifier } from '../ledger/log/note.ts';
import type { Store } from '../storage/store.ts';
/** Logs that a witness knows; of more it cosigns none. PROTOCOL.md §11. */
export declare const MAX_WITNESSED_LOGS = 10000;
/** New logs of a network address in a day: identities cost nothing, and a log that is witnessed stays. PROTOCOL.md §11. */
export declare const NEW_LOGS_A_DAY = 100;
/** A request, its body within `MAX_ADD_CHECKPOINT_BYTES`. */
export interface WitnessRequest {
    readonly method: string;
    /** The path of the URL, without a query. */
    readonly path: string;
    readonly body: Uint8Array;
    /** The network address that asks. */
    readonly from: string;
}
/** What is answered. */
export interface WitnessResponse {
    /** Of HTTP. */
    readonly status: number;
    readonly contentType: string;
    readonly body: string;
}
/** What a witness is made of. */
export interface WitnessParts {
    readonly store: Store;
    readonly clock: Clock;
    /** Its name in cosignatures. */
    readonly name: string;
    /** A key of its own: no identity signs with it. */
    readonly signing: SigningKey;
    /**
     * The logs that it cosigns, by their origins, which are the names of their keys. Empty: the log of any agent, whose
     * origin is its DID and so says its key.
     */
    readonly logs: readonly NoteVerifier[];
}
/** See the module comment. */
export declare class Witness {
    #private;
    /** Its verifier key. */
    readonly key: string;
    private constructor();
    /** Opens a witness over what it stored. */
    static open(parts: WitnessParts): Promise<Witness>;
    /**
     * Answers a request. A cosignature is given once its checkpoint is durable.
     *
     * @throws {TalosError} `E_STORAGE…`: then nothing was cosigned.
     */
    handle({ method, path, body, from }: WitnessRequest): Promise<WitnessResponse>;
}
/** The path of a log's newest checkpoint, below the URL of a witness. */
export declare function monitoringPath(origin: string): string;
