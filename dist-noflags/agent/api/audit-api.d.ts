/**
 * What commands ask about the ledger as a whole. Part of `AgentApi`, under the same rules: types only, JSON values only.
 *
 * @module
 */
import type { Feed, FeedOptions } from './message-api.ts';
/** What a full check of the own ledger found. */
export interface AuditReport {
    readonly valid: boolean;
    readonly entries: number;
    readonly blocks: number;
    /** Blocks among them of which only headers and hashes were checked: their entries are in archives that were not given. */
    readonly archived: number;
    readonly checkpoint: string;
    /** Each with its code and where; empty when valid. */
    readonly problems: readonly {
        readonly code: string;
        readonly message: string;
    }[];
}
/** How many entries there are. */
export interface LogSize {
    readonly size: number;
}
/** What is verified. */
export interface VerifyParams {
    /** Absolute paths of archive files. */
    readonly archives?: readonly string[];
    /** A signed note of this ledger that was kept elsewhere. */
    readonly checkpoint?: string;
}
/** How far a verification is, or what it came to. */
export type VerifyStep = {
    readonly entries: number;
    readonly blocks: number;
    readonly allBlocks: number;
    readonly report?: undefined;
} | {
    readonly report: AuditReport;
};
/** The state of the log that is signed. */
export interface LogRoot {
    readonly author: string;
    readonly network: string;
    /** Leading zero bits of each block hash. */
    readonly difficulty: number;
    /** Height of the newest block, and its hash, 64 hex digits. */
    readonly height: number;
    readonly block: string;
    /** Entries in the log up to it, and their root, 64 hex digits. */
    readonly size: number;
    readonly root: string;
    /** Work of all blocks, in decimal. */
    readonly work: string;
    /** Lowest height of a block whose entries are here. */
    readonly first: number;
    /** The signed note; `""` before the first. */
    readonly checkpoint: string;
}
/** What is to be archived: one of the bounds. */
export interface ArchiveParams {
    /** Blocks below this height. */
    readonly beforeHeight?: number;
    /** Blocks of which everything is older, milliseconds since 1970. */
    readonly beforeMs?: number;
    /** Absolute path of the file, which must not exist. */
    readonly file: string;
}
/** What was archived. */
export interface ArchiveView {
    /** Heights of the first and the last block. */
    readonly from: number;
    readonly to: number;
    readonly entries: number;
    /** Id of the entry that says so. */
    readonly entry: string;
}
/** Which content is erased. */
export interface ForgetParams {
    /** As of `AgentApi.auditEntry`. */
    readonly id: string;
    readonly archives?: readonly string[];
}
/** What was erased. */
export interface ForgetView {
    /** The entry. */
    readonly id: string;
    /** The one that says that it was forgotten. */
    readonly entry: string;
    /** Whether the salt of its commitment was here, and the text of its message. */
    readonly salt: boolean;
    readonly text: boolean;
}
/** One call in four layers. Text of peers is not escaped. */
export interface CallLayers {
    /** Who called whom: DIDs, aliases (`""` where there is none), and the session that proved them. */
    readonly identity: {
        readonly caller: string;
        readonly callerAlias: string;
        readonly server: string;
        readonly serverAlias: string;
        readonly session: string;
    };
    /** Under which token, what was decided (`""`: nothing yet), and the approval that was asked for. */
    readonly authority: {
        readonly capability: string;
        readonly service: string;
        readonly decision: string;
        readonly approval?: {
            readonly id: string;
            readonly event?: string;
            readonly by?: string;
        };
    };
    /** What was announced, as the result names it; `fault` where the call is something else, or it is not on record. */
    readonly intent?: {
        readonly hash: string;
        readonly justification?: string;
        readonly fault?: string;
    };
    /** What came of it, as its server signed it; absent before that. */
    readonly execution?: {
        readonly outcome: 'result' | 'error' | 'none';
        /** Commitment; `""` where there is no outcome. */
        readonly result: string;
        /** Hash of the signed statement, who signed it, and when by that clock. */
        readonly statement: string;
        readonly by: string;
        readonly timeMs: number;
    };
}
/** The ledger of the agent of a data directory. */
export interface AuditApi {
    /** The call that an entry is about, as far as entries that are not archived tell; none for other entries. */
    layers(params: {
        readonly id: string;
    }): Promise<{
        readonly call?: CallLayers;
    }>;
    /** The size of the log at once, and whenever it has grown; what is in between two looks is told once. */
    follow(options?: FeedOptions): Promise<Feed<LogSize>>;
    /** Recomputes the whole ledger: how far that is, and last the report. */
    verify(params: VerifyParams, options?: FeedOptions): Promise<Feed<VerifyStep>>;
    /** Seals what waits, and gives the newest signed state. */
    root(): Promise<LogRoot>;
    /** As `Ledger.archive`. @throws {TalosError} `E_FILE_EXISTS`; `E_NOT_FOUND`; `E_STORAGE…`. */
    archive(params: ArchiveParams): Promise<ArchiveView>;
    /**
     * Erases the salt of an entry's commitment, and the text of its message from the history; durable when it resolves.
     * Every proof holds as before. Done again it changes nothing.
     *
     * @throws {TalosError} `E_NOT_FOUND`; `E_USAGE` for an entry that commits to nothing, or a message that nobody has taken.
     */
    forget(params: ForgetParams): Promise<ForgetView>;
    /** Makes the index anew. */
    reindex(): Promise<void>;
}
