/**
 * The ledger of a client: `client.audit`. What happened, proved and verified; exported, archived, forgotten; anchored,
 * witnessed, and the chains of others.
 *
 * @module
 */
import { type SignalOptions } from '../../base/caller-mistakes.ts';
import type { LedgerQuery, StoredEntry } from '../../ledger/journal/ledger.ts';
import type { TileFile } from '../../ledger/log/tile-files.ts';
import type { ReportModel } from '../../ledger/report/report.ts';
import type { AuditEntry, AuditQuery, AuditReport } from '../api/api.ts';
import type { ArchiveParams, ArchiveView, CallLayers, ForgetView, LogRoot, LogSize } from '../api/audit-api.ts';
import type { ReportParams } from '../api/report-api.ts';
import { type EntryFormat } from '../record/entry-lines.ts';
import { ClientAnchors } from './client-anchors.ts';
import { ClientChains } from './client-chains.ts';
import type { ClientContext } from './client-context.ts';
import { ClientWitnesses } from './client-witnesses.ts';
/** Where archived entries are looked for. */
export interface ArchiveOptions {
    /** Absolute paths of archive files. */
    readonly archives?: readonly string[];
}
/** How far a verification is. */
export interface VerifyEvent {
    readonly entries: number;
    readonly blocks: number;
    /** Blocks that there are. */
    readonly allBlocks: number;
}
/** What a verification compares with, besides the ledger itself. */
export interface VerifyAuditOptions extends ArchiveOptions, SignalOptions {
    /** A signed note of this ledger that was kept elsewhere: finds a ledger that was replaced by an older one. */
    readonly checkpoint?: string;
    readonly onProgress?: (progress: VerifyEvent) => void;
}
/** See the module comment. An entry is named by its 64 hex digits, or at least 8 that fit one alone. */
export declare class ClientAudit {
    #private;
    /** Where others say when the log was what it is. */
    readonly anchors: ClientAnchors;
    /** The blocks of the own ledger, and the chains of others that are kept here. */
    readonly chains: ClientChains;
    /** Who has seen this ledger, and what was seen of others. */
    readonly witnesses: ClientWitnesses;
    /** Made by the client. */
    constructor(context: ClientContext);
    /** Entries that fit, in the order of the log. @throws {RangeError} for a number out of bounds. */
    query(query?: LedgerQuery): Promise<readonly StoredEntry[]>;
    /** As {@link query}, as JSON that can be shown; peers may be named by an alias. */
    log(query?: AuditQuery): Promise<readonly AuditEntry[]>;
    /** One entry. @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`; {RangeError} for what is no id. */
    get(id: string, options?: ArchiveOptions): Promise<AuditEntry>;
    /** The call that an entry is about, in four layers; `undefined` for other entries. @throws as {@link get}. */
    layers(id: string): Promise<CallLayers | undefined>;
    /** The proof file of an entry, for anybody: PROTOCOL.md §9.7. `verifyProofFile` checks it. @throws as {@link get}. */
    prove(id: string, options?: ArchiveOptions): Promise<string>;
    /**
     * Recomputes the whole ledger.
     *
     * @throws The reason of the signal where that aborts.
     */
    verify(options?: VerifyAuditOptions): Promise<AuditReport>;
    /** The size of the log at once, and whenever it has grown; what is in between two steps of the loop is told once. */
    follow(options?: SignalOptions): AsyncGenerator<LogSize>;
    /** Seals what waits, and gives the newest signed state: whoever keeps it finds out if the past is changed. */
    root(): Promise<LogRoot>;
    /**
     * Entries as lines of a file, oldest first: JSON lines, CSV, or CloudEvents 1.0.
     *
     * @throws {RangeError} for another format.
     */
    export(format: EntryFormat, query?: AuditQuery): AsyncGenerator<string, void, void>;
    /**
     * The whole log as files of C2SP `tlog-tiles`.
     *
     * @throws {TalosError} `E_NOT_FOUND` where entries are in archives, or none is sealed; `E_LEDGER_INVALID`.
     */
    tiles(): AsyncGenerator<TileFile, void, void>;
    /** Verifies everything, and says what there is and what is odd. `talos audit report` writes it in other formats, too. */
    report(params?: ReportParams, options?: SignalOptions): Promise<ReportModel>;
    /** Moves the entries of old blocks into a file; proofs hold as before. @throws {TalosError} `E_FILE_EXISTS`; `E_NOT_FOUND`; `E_STORAGE…`. */
    archive(params: ArchiveParams): Promise<ArchiveView>;
    /**
     * Erases what opens the commitment of an entry, and the text of its message; durable when it resolves. Proofs hold as
     * before.
     *
     * @throws {TalosError} `E_NOT_FOUND`; {RangeError} for an entry that commits to nothing.
     */
    forget(id: string, options?: ArchiveOptions): Promise<ForgetView>;
    /** Makes the index of the ledger anew. */
    reindex(): Promise<void>;
}
