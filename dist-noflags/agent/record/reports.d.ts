import type { LedgerFault } from '../../ledger/journal/ledger.ts';
import { type Finding, type ReportModel } from '../../ledger/report/report.ts';
import type { AgentCore } from '../agent-core.ts';
import type { AnchorsApi } from '../api/anchor-api.ts';
import type { ReportParams, ReportsApi } from '../api/report-api.ts';
/** See the module comment. */
export declare class Reports implements ReportsApi {
    #private;
    /** @param version - Of this software. */
    constructor(core: AgentCore, anchors: AnchorsApi, version: string);
    make({ checkpoint, ...range }: ReportParams, signal?: AbortSignal): Promise<ReportModel>;
}
/** What a fault of the ledger is called in a report: another history than one that was signed, or any other. */
export declare function faultFinding({ reason, code, seq, height }: LedgerFault): Finding;
