import type { ReportModel } from './report.ts';
/** `report` as Markdown, the verdict first. */
export declare function reportMarkdown(report: ReportModel): string;
