/**
 * Witnesses as every command sees them: who has seen this agent's ledger, and what it has seen of others'.
 *
 * @module
 */
/** What is known of a peer's ledger. */
export interface WitnessedPeer {
    /** DID. */
    readonly peer: string;
    /** `""` where it has none. */
    readonly alias: string;
    /** Newest checkpoint of it that is kept: its size and the note. 0 and `""` where none is. */
    readonly size: number;
    readonly checkpoint: string;
    /** When that was first seen, milliseconds since 1970; 0 where none is kept. */
    readonly seenAtMs: number;
    /**
     * How the last talk went: each keeps the newest of the other; its newest is not proved; it keeps a checkpoint of this
     * agent which this ledger does not have; it did not answer; there was none since this agent runs.
     */
    readonly standing: 'agreed' | 'unproven' | 'ahead' | 'silent' | 'unknown';
    /** Why it did not answer. */
    readonly code?: string;
    /** When that was, milliseconds since 1970; 0 where there was none. */
    readonly talkedAtMs: number;
    /** Whether there is evidence against it that nobody has cleared: its tunnels are refused. */
    readonly refused: boolean;
}
/** Evidence against a peer. */
export interface EvidenceView {
    /** SHA-256 of the file, 64 hex digits, as the ledger names it. */
    readonly id: string;
    /** DID. */
    readonly peer: string;
    readonly what: 'fork' | 'rollback';
    /** Milliseconds since 1970. */
    readonly foundAtMs: number;
    readonly cleared: boolean;
    /** The evidence file (PROTOCOL.md §9.9). */
    readonly evidence: string;
}
/** A witness that is asked to cosign: a service by C2SP `tlog-witness`, or a peer that is shown checkpoints. */
export interface WitnessView {
    readonly kind: 'service' | 'peer';
    /** The name of its key; of a peer its DID. */
    readonly id: string;
    /** URL of a service; `""` of a peer. */
    readonly url: string;
    /** Verifier key of a service; `""` of a peer. */
    readonly key: string;
    /** Entries of the log that it cosigned, or keeps, last; 0 before the first. */
    readonly size: number;
    /** When, milliseconds since 1970; 0 before the first. */
    readonly atMs: number;
    /** Why it did not, when it was asked last; absent where it did. */
    readonly failure?: string;
}
/** A cosignature of a checkpoint. */
export interface CosignerView {
    readonly witness: string;
    /** By the clock of the witness, milliseconds since 1970. */
    readonly timeMs: number;
}
/** A checkpoint of this agent with those who cosigned it. */
export interface RootView {
    readonly size: number;
    /** 64 hex digits. */
    readonly root: string;
    /** The note with its cosignatures. */
    readonly note: string;
    readonly cosigners: readonly CosignerView[];
}
/** The witnesses of the agent of a data directory. */
export interface WitnessApi {
    /** The witnesses that are asked. */
    list(): Promise<readonly WitnessView[]>;
    /**
     * Asks a witness from now on, at each new checkpoint, at most once a minute. Durable.
     *
     * @param params - A URL with the verifier key of the service, or a peer.
     * @throws {TalosError} `E_USAGE` for a URL without a key or no URL; `E_LIMIT` beyond 15; what resolving a name throws.
     */
    add(params: {
        readonly witness: string;
        readonly key?: string;
    }): Promise<WitnessView>;
    /** Asks a witness no more. @throws {TalosError} `E_NOT_FOUND`. */
    remove(params: {
        readonly witness: string;
    }): Promise<{
        readonly id: string;
    }>;
    /** Seals what waits and asks every witness now. Each says how it went: nothing is thrown for one that failed. */
    ask(signal?: AbortSignal): Promise<readonly WitnessView[]>;
    /**
     * The newest checkpoint, and the newest one that a witness cosigned.
     *
     * @throws {TalosError} `E_NOT_FOUND` before the first checkpoint.
     */
    root(): Promise<{
        readonly newest: RootView;
        readonly cosigned?: RootView;
    }>;
    /** The peers whose ledgers were seen. */
    peers(): Promise<readonly WitnessedPeer[]>;
    /**
     * Evidence, the oldest first.
     *
     * @param params - About one peer only: a DID, a public key or an alias.
     * @throws {TalosError} what resolving a name throws.
     */
    evidence(params: {
        readonly peer?: string;
    }): Promise<readonly EvidenceView[]>;
    /**
     * Lets a peer in again against which there is evidence: that stays, its checkpoints are forgotten. Durable.
     *
     * @throws {TalosError} `E_NOT_FOUND` where there is nothing to clear; what resolving a name throws.
     */
    clear(params: {
        readonly peer: string;
    }): Promise<{
        readonly peer: string;
    }>;
}
