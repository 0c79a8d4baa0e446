import { type ReportModel } from './report.ts';
/** The findings of `report` as one SARIF document, JSON with a line feed. */
export declare function reportSarif(report: ReportModel): string;
