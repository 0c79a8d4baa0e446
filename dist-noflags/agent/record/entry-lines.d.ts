import { type TileFile } from '../../ledger/log/tile-files.ts';
import type { AgentApi, AuditEntry, AuditQuery } from '../api/api.ts';
/** Entries that are asked for at once where all of many are wanted: the largest of them fit into one local line. */
export declare const PAGE_ENTRIES = 100;
/** Formats of {@link entryLines}. */
export declare const ENTRY_FORMATS: readonly ["jsonl", "csv", "cloudevents"];
/** One of {@link ENTRY_FORMATS}. */
export type EntryFormat = (typeof ENTRY_FORMATS)[number];
/** Which entries, and whose. */
export interface ExportedEntries {
    readonly query: AuditQuery;
    /** DID of the author of the log. */
    readonly author: string;
}
/** All entries that fit, oldest first, a line each with its end; read page by page. @throws {RangeError} for another format. */
export declare function entryLines(api: AgentApi, format: EntryFormat, { query, author }: ExportedEntries): AsyncGenerator<string, void, void>;
/** An entry as JSON on one line, with `more` beside it. What was written stays as it is: number tokens and all. */
export declare function entryJson({ entry, ...rest }: AuditEntry, more?: object): string;
/**
 * The whole log as C2SP `tlog-tiles`: recomputed, and with the root that is signed.
 *
 * @throws {TalosError} `E_NOT_FOUND` where entries are in archives, or none is sealed; `E_LEDGER_INVALID` where the entries
 *   are not those of the signed log.
 */
export declare function logTiles(api: AgentApi): AsyncGenerator<TileFile, number, void>;
