/**
 * What synchronisation is told and tells. PROTOCOL.md §9.11.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import type { ErrorCode } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import type { Checkpoint } from '../log/checkpoint.ts';
import type { BlockVerdict, ChainTip, ChainView } from '../validation/validate.ts';
import type { SignedHeader } from './chain-header.ts';
import type { ChainSource } from './chain-source.ts';
/** The newest block of a kept chain. */
export interface KeptTip extends ChainTip {
    /** Sum of the work of its blocks. */
    readonly work: bigint;
}
/** A block that was validated, as it is kept. */
export interface ValidBlock {
    readonly bytes: Bytes;
    /** Leaf hashes of its entries. */
    readonly leaves: readonly Bytes[];
    /** The chain with it. */
    readonly tip: KeptTip;
}
/** A chain that is kept here, as synchronisation sees it: what is durable of it. */
export interface KeptChain {
    /** `undefined` before height 0. */
    readonly tip: KeptTip | undefined;
    /** The header of a height up to the tip's. */
    header(height: number): Promise<SignedHeader>;
    /**
     * Keeps blocks that follow the tip, all or none; durable when it resolves.
     *
     * @throws {TalosError} `E_LIMIT` where there is no room for them; `E_STORAGE…`.
     */
    append(blocks: readonly ValidBlock[]): Promise<void>;
    /** Root of the log when it had `size` entries, at most the tip's. */
    rootAt(size: number): Promise<Bytes>;
    /** The header whose log has exactly `size` entries, where there is one. */
    headerOfSize(size: number): Promise<SignedHeader | undefined>;
}
/** How far a synchronisation is. */
export interface SyncProgress {
    /** Height of the newest kept block, −1 before the first. */
    readonly height: number;
    /** Height that it goes to. */
    readonly target: number;
    /** Blocks, and their bytes, that this run has kept. */
    readonly blocks: number;
    readonly bytes: number;
}
/** What became of a source. */
export interface SourceOutcome {
    readonly name: string;
    /** Blocks of it that this run has kept. */
    readonly blocks: number;
    /** Why it was asked no more, where it failed or was not right. */
    readonly dropped?: {
        readonly code: ErrorCode;
        readonly reason: string;
    };
}
/** An author signed two histories. */
export interface ForkFound {
    /** Evidence file. PROTOCOL.md §9.9. */
    readonly evidence: string;
    /** `E_REORG_DEPTH` where the other chain has more work and would replace kept blocks, otherwise `E_EQUIVOCATION`. */
    readonly code: 'E_EQUIVOCATION' | 'E_REORG_DEPTH';
    /** Kept blocks that the other chain does not have, at most; 0 where nothing is kept of either. */
    readonly depth: number;
}
/** What a synchronisation came to. */
export interface SyncReport extends SyncProgress {
    /** Height at the start, −1 where nothing was kept. */
    readonly from: number;
    readonly sources: readonly SourceOutcome[];
    /** Where the author was found to have signed two histories. Nothing that was kept has changed. */
    readonly fork?: ForkFound;
    /** The newest checkpoint of the author that a source showed and the kept chain agrees with, `""` for none. */
    readonly note: string;
}
/** What a synchronisation needs. */
export interface SyncParts {
    readonly author: Did;
    readonly kept: KeptChain;
    /** Checkpoints of the author that are known: a chain that contradicts one is not taken. */
    readonly checkpoints?: readonly Checkpoint[];
    /** In the order in which they are asked; 1 to {@link MAX_SYNC_SOURCES}. */
    readonly sources: readonly ChainSource[];
    /** Name of the network, and the difficulty that it demands. */
    readonly network: string;
    readonly difficulty: number;
    /** Milliseconds since 1970. */
    readonly now: () => number;
    readonly onProgress?: (progress: SyncProgress) => void;
    /** Validates a block; `validateBlock` unless given. */
    readonly validate?: (bytes: Uint8Array, view: ChainView) => BlockVerdict;
    /** For one answer, in milliseconds; {@link SYNC_ANSWER_TIMEOUT_MS} unless given. */
    readonly timeoutMs?: number;
    /** Waits; timers of the platform unless given. */
    readonly pause?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}
/** Sources of one synchronisation. */
export declare const MAX_SYNC_SOURCES = 16;
/** How long a source may take for one answer, in milliseconds, before the next one is asked. PROTOCOL.md §11. */
export declare const SYNC_ANSWER_TIMEOUT_MS = 30000;
