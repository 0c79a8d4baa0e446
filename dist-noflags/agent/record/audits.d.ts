import type { Entry } from '../../ledger/entry/entry.ts';
import type { ArchiveSource, Ledger } from '../../ledger/journal/ledger.ts';
import type { AgentCore } from '../agent-core.ts';
import type { ArchivePlace } from '../agent-platform.ts';
import type { ArchiveParams, ArchiveView, AuditApi, CallLayers, ForgetParams, ForgetView, LogRoot, LogSize, VerifyParams, VerifyStep } from '../api/audit-api.ts';
import type { Feed, FeedOptions } from '../api/message-api.ts';
import type { Messenger } from '../message/messenger.ts';
/** What it needs of the agent. */
export interface AuditsParts {
    readonly core: AgentCore;
    readonly archives: ArchivePlace;
    readonly messenger: () => Promise<Messenger>;
    /** The entry of an id or a part of one. */
    readonly find: (id: string, archives: readonly string[]) => Promise<Entry>;
}
/** See the module comment. */
export declare class Audits implements AuditApi {
    #private;
    constructor(parts: AuditsParts);
    follow(options?: FeedOptions): Promise<Feed<LogSize>>;
    layers({ id }: {
        readonly id: string;
    }): Promise<{
        readonly call?: CallLayers;
    }>;
    verify({ archives, checkpoint }: VerifyParams, options?: FeedOptions): Promise<Feed<VerifyStep>>;
    /** Archive files by their paths. */
    sources(paths: readonly string[]): readonly ArchiveSource[];
    root(): Promise<LogRoot>;
    archive({ beforeHeight, beforeMs, file }: ArchiveParams): Promise<ArchiveView>;
    forget({ id, archives }: ForgetParams): Promise<ForgetView>;
    /** Makes the index anew. */
    reindex(): Promise<void>;
    /** Ends what is followed or verified: the agent ends. */
    close(): void;
}
/**
 * The whole id of an entry that is named by it, or by its first digits where the entry is a recent one.
 *
 * @throws {TalosError} `E_USAGE`, `E_AMBIGUOUS`, `E_NOT_FOUND`.
 */
export declare function entryIdOf(ledger: Ledger, id: string): Promise<string>;
