/**
 * Chains as every command sees them: with whom the own one is shared, and those of others that are kept here.
 * PROTOCOL.md §9.11.
 *
 * @module
 */
/** A peer that may read the own chain, and those kept here. */
export interface ChainShareView {
    /** Its DID. */
    readonly peer: string;
    /** What it is called here, or `""`. */
    readonly alias: string;
    /** Headers and proofs of what is about it, or whole blocks too. */
    readonly share: 'headers' | 'blocks';
}
/** What is to be synchronised. */
export interface ChainSyncParams {
    /** Whose chain: a DID, a public key in hex, an alias, or an address that ends in `/p2p/…`. */
    readonly author: string;
    /** Who is asked for it, named likewise, at most 16; the author where there is none. */
    readonly from?: readonly string[];
}
/** How far a synchronisation is. */
export interface ChainSyncProgress {
    /** Height of the newest kept block, −1 before the first. */
    readonly height: number;
    /** Height that it goes to. */
    readonly target: number;
    /** Blocks, and their bytes, that this run has kept. */
    readonly blocks: number;
    readonly bytes: number;
}
/** How to watch and end a synchronisation. */
export interface ChainSyncOptions {
    /** Ends it; what was kept stays. */
    readonly signal?: AbortSignal;
    readonly onProgress?: (progress: ChainSyncProgress) => void;
}
/** What became of somebody who was asked. */
export interface ChainSourceView {
    /** DID. */
    readonly peer: string;
    /** Blocks of it that this run has kept. */
    readonly blocks: number;
    /** Why it was asked no more: a public code and a sentence, which may quote it. */
    readonly dropped?: {
        readonly code: string;
        readonly reason: string;
    };
}
/** A chain that is kept here. */
export interface KeptChainView {
    /** DID. */
    readonly author: string;
    /** What the author is called here, or `""`. */
    readonly alias: string;
    readonly network: string;
    /** Height of the newest block, whose hash it is, 64 hex digits. */
    readonly height: number;
    readonly hash: string;
    /** Entries in its log. */
    readonly size: number;
    /** Sum of 2^difficulty of its blocks, in decimal. */
    readonly work: string;
    /** Bytes that it takes here. */
    readonly bytes: number;
    /** When it was last synchronised, milliseconds since 1970. */
    readonly syncedAtMs: number;
    /** The newest checkpoint of the author that it agrees with, `""` where none was shown. */
    readonly checkpoint: string;
    /** Evidence file, where the author was found to have signed two histories; `""` otherwise. */
    readonly evidence: string;
}
/** What a synchronisation came to. */
export interface ChainSyncView extends ChainSyncProgress {
    readonly chain: KeptChainView;
    /** Height at the start, −1 where nothing was kept. */
    readonly from: number;
    readonly sources: readonly ChainSourceView[];
}
/** The chains of the agent of a data directory. */
export interface ChainsApi {
    /**
     * Lets a peer read the own chain and those kept here; durable when it resolves.
     *
     * @param params - `peer` is a DID: what gives rights is named in full.
     * @throws {TalosError} `E_BAD_DID`; `E_LIMIT` for one peer too many.
     */
    share(params: {
        readonly peer: string;
        readonly share: 'headers' | 'blocks';
    }): Promise<ChainShareView>;
    /** With whom chains are shared. */
    shares(): Promise<readonly ChainShareView[]>;
    /** A peer may read nothing any more, on links that are open too. @throws {TalosError} `E_NOT_FOUND` if it might not. */
    unshare(params: {
        readonly peer: string;
    }): Promise<{
        readonly peer: string;
    }>;
    /**
     * Brings the kept chain of an author up to what others have of it, each block validated in full.
     *
     * @throws {TalosError} `E_EQUIVOCATION`, or `E_REORG_DEPTH` where kept blocks would have to be replaced, where the author
     *   signed two histories: nothing kept has changed, and `details.evidence` proves it; `E_USAGE` for the own chain;
     *   `E_LIMIT` where there is no room; otherwise the most telling reason of those who were asked: `E_REFUSED`,
     *   `E_UNREACHABLE`, `E_TIMEOUT`, `E_NOT_FOUND`, or what did not verify.
     */
    sync(params: ChainSyncParams, options?: ChainSyncOptions): Promise<ChainSyncView>;
    /** The chains of others that are kept here. */
    list(): Promise<readonly KeptChainView[]>;
    /** Forgets a kept chain and the evidence against its author. @throws {TalosError} `E_NOT_FOUND`. */
    remove(params: {
        readonly author: string;
    }): Promise<{
        readonly author: string;
    }>;
}
