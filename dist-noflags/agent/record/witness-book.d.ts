import { type Did } from '../../identity/did.ts';
import type { Ledger } from '../../ledger/journal/ledger.ts';
import { type Checkpoint } from '../../ledger/log/checkpoint.ts';
import type { Store } from '../../storage/store.ts';
/** Peers whose checkpoints are kept; the one that was seen longest ago makes room. PROTOCOL.md §11. */
export declare const MAX_WITNESSED_PEERS = 1000;
/** Checkpoints kept of a peer, the newest. PROTOCOL.md §11. */
export declare const MAX_KEPT_CHECKPOINTS = 64;
/** Evidence files kept about a peer, the newest. PROTOCOL.md §11. */
export declare const MAX_EVIDENCE_A_PEER = 16;
/** The newest checkpoint of a peer. */
export interface KeptCheckpoint {
    readonly checkpoint: Checkpoint;
    /** When it was first seen, milliseconds since 1970. */
    readonly seenMs: number;
}
/** Evidence against a peer. */
export interface KeptEvidence {
    readonly peer: Did;
    /** Counts from 0 for each peer. */
    readonly number: number;
    readonly what: 'fork' | 'rollback';
    /** When it was found, milliseconds since 1970. */
    readonly timeMs: number;
    /** Whether a person has let the peer in again since. */
    readonly isCleared: boolean;
    /** The evidence file. */
    readonly file: string;
}
/** See the module comment. */
export declare class WitnessBook {
    #private;
    private constructor();
    /** Reads the book. @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none. */
    static open(store: Store): Promise<WitnessBook>;
    /** The newest checkpoint that is kept of `peer`. */
    newest(peer: Did): KeptCheckpoint | undefined;
    /** Every peer of which a checkpoint or evidence is kept. */
    peers(): readonly Did[];
    /** The checkpoint of exactly `size` that is kept of `peer`. @throws {TalosError} `E_STORAGE…`. */
    at(peer: Did, size: number): Promise<Checkpoint | undefined>;
    /** Checkpoints kept of `peer`, the newest first. */
    kept(peer: Did): Promise<readonly KeptCheckpoint[]>;
    /**
     * Keeps a checkpoint that is proved to go on from the newest of its author, or is the first; durable when it resolves.
     * One that is not larger than the newest changes nothing.
     */
    keep(checkpoint: Checkpoint, seenMs: number): Promise<void>;
    /** Whether there is evidence against `peer` that nobody has cleared. */
    isRefused(peer: Did): boolean;
    /** Evidence, the oldest first; about `peer`, or about everybody. */
    evidence(peer?: Did): readonly KeptEvidence[];
    /**
     * Keeps evidence against `peer`; durable when it resolves.
     *
     * @returns Whether it is the first that is open: the same fault is found again and again.
     */
    convict(peer: Did, what: 'fork' | 'rollback', file: string, timeMs: number): Promise<boolean>;
    /** Records what a crash kept out of the ledger: evidence is in the store before that. */
    reconcile(ledger: Pick<Ledger, 'positions' | 'append'>): Promise<void>;
    /**
     * Lets `peer` in again: its evidence stays and is marked, its checkpoints are forgotten, so that the next one that it
     * shows is a first; durable when it resolves.
     *
     * @returns Whether there was anything to clear.
     */
    clear(peer: Did): Promise<boolean>;
}
/** SHA-256 of an evidence file, as the ledger names it. */
export declare function evidenceId(file: string): string;
