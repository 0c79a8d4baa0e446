/**
 * Reports as every command sees them. PROTOCOL.md §9.10.
 *
 * @module
 */
import type { ReportModel } from '../../ledger/report/report.ts';
/** What a report is about. */
export interface ReportParams {
    /** Only entries from then on, milliseconds since 1970. Everything is verified all the same. */
    readonly fromMs?: number;
    /** Only entries before, milliseconds since 1970. */
    readonly toMs?: number;
    /** A signed note of this ledger that was kept elsewhere: the ledger is compared with it. */
    readonly checkpoint?: string;
}
/** Reports on the ledger of a data directory. */
export interface ReportsApi {
    /** Verifies the ledger and its anchors, reads its entries, and says what there is. */
    make(params: ReportParams, signal?: AbortSignal): Promise<ReportModel>;
}
