/**
 * Chains as every command reads them, the own one and those kept of others: blocks as they are, and what they come to.
 * Validating them is the reader's.
 *
 * @module
 */
/** A block of the own chain. */
export interface BlockView {
    readonly height: number;
    /** 64 hex digits. */
    readonly hash: string;
    /** Its bytes (PROTOCOL.md §9.5), base64. */
    readonly block: string;
}
/** A chain. */
export interface ChainSummary {
    /** DID. */
    readonly author: string;
    readonly network: string;
    /** Leading zero bits of each block hash. */
    readonly difficulty: number;
    /** Of the newest block, and its hash, 64 hex digits. */
    readonly height: number;
    readonly hash: string;
    /** Lowest height whose entries are here: those of the blocks before were archived. */
    readonly first: number;
    /** Entries in blocks. */
    readonly entries: number;
    /** Sum of 2^difficulty over the blocks, in decimal. */
    readonly work: string;
    /** Of block 0 and of the newest, milliseconds since 1970. */
    readonly firstTimeMs: number;
    readonly lastTimeMs: number;
    /** The newest signed note, `""` before the first. */
    readonly checkpoint: string;
    /** The chain before `first` as a validation goes on from it (PROTOCOL.md §9.8), base64; `""` where that is the start. */
    readonly start: string;
}
/** The blocks of the agent of a data directory. */
export interface BlocksApi {
    /**
     * What a chain comes to.
     *
     * @param params - `author`: whose chain, a DID or an alias; the own one where absent.
     * @throws {TalosError} `E_NOT_FOUND` where no chain of that author is kept; as a name of a peer.
     */
    summary(params?: {
        readonly author?: string;
    }): Promise<ChainSummary>;
    /**
     * Blocks from a height on, base64: at most `count` and some 512 KiB, at least one where there is one.
     *
     * @throws {TalosError} `E_NOT_FOUND` where their entries were archived, or no chain of that author is kept.
     */
    range(params: {
        readonly from: number;
        readonly count: number;
        /** A DID; the own chain where absent. */
        readonly author?: string;
    }): Promise<{
        readonly blocks: readonly string[];
    }>;
    /**
     * One block of the own chain.
     *
     * @param at - Its height in decimal, its hash, or the id of an entry in it.
     * @throws {TalosError} `E_NOT_FOUND` if there is none, or its entries were archived.
     */
    find(at: string): Promise<BlockView>;
}
