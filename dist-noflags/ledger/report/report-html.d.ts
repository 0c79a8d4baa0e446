import type { ReportModel } from './report.ts';
/** `report` as a page, the verdict first. */
export declare function reportHtml(report: ReportModel): string;
