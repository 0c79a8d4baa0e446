/**
 * Who has seen the ledger of a client, and what it has seen of others': `client.audit.witnesses`. PROTOCOL.md §9.9.
 *
 * @module
 */
import { type SignalOptions } from '../../base/caller-mistakes.ts';
import type { EvidenceView, RootView, WitnessedPeer, WitnessView } from '../api/witness-api.ts';
import { type ClientContext } from './client-context.ts';
/** How a witness is known. */
export interface WitnessOptions {
    /** Verifier key of a service. */
    readonly key?: string;
}
/** About whom. */
export interface EvidenceOptions {
    /** Every peer where absent. */
    readonly peer?: string;
}
/** See the module comment. */
export declare class ClientWitnesses {
    #private;
    /** Made by the client. */
    constructor(context: ClientContext);
    /** The witnesses that are asked. */
    list(): Promise<readonly WitnessView[]>;
    /**
     * Asks a witness from now on, at each new checkpoint, at most once a minute. Durable.
     *
     * @param witness - The URL of a service (C2SP `tlog-witness`), with its key; or a peer.
     * @throws {RangeError} for a URL without a key; {TalosError} `E_LIMIT` beyond 15; what naming a peer throws.
     */
    add(witness: string, options?: WitnessOptions): Promise<WitnessView>;
    /** Asks a witness no more. @throws {TalosError} `E_NOT_FOUND`. */
    remove(witness: string): Promise<{
        readonly id: string;
    }>;
    /** Seals what waits and asks every witness now. Each says how it went: nothing is thrown for one that failed. */
    ask(options?: SignalOptions): Promise<readonly WitnessView[]>;
    /** The newest checkpoint, and the newest one that a witness cosigned. @throws {TalosError} `E_NOT_FOUND` before the first. */
    root(): Promise<{
        readonly newest: RootView;
        readonly cosigned?: RootView;
    }>;
    /** The peers whose ledgers were seen. */
    peers(): Promise<readonly WitnessedPeer[]>;
    /** Evidence that peers signed two histories, the oldest first. */
    evidence(options?: EvidenceOptions): Promise<readonly EvidenceView[]>;
    /** Lets a peer in again against which there is evidence. Durable. @throws {TalosError} `E_NOT_FOUND` where there is nothing to clear. */
    clear(peer: string): Promise<{
        readonly peer: string;
    }>;
}
