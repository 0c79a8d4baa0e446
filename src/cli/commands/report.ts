/** @module `talos audit report`: what the ledger holds and what is odd about it, in one document. */
import type { ReportParams } from '../../agent/api/report-api.ts';
import { ERROR_CODES, isErrorCode, isTalosError } from '../../base/errors.ts';
import { VERSION } from '../../base/version.ts';
import { initCrypto } from '../../crypto/init.ts';
import { parseDid } from '../../identity/did.ts';
import { finding, type ReportModel } from '../../ledger/report/report.ts';
import { ReportBuilder } from '../../ledger/report/report-builder.ts';
import { reportHtml } from '../../ledger/report/report-html.ts';
import { reportMarkdown } from '../../ledger/report/report-markdown.ts';
import { reportSarif } from '../../ledger/report/report-sarif.ts';
import { type Context, type Options, optional, type Run } from '../context.ts';
import { readText, writeText } from '../files.ts';
import { plural, printable, printableJson } from '../terminal.ts';
import { timeMs, usage } from '../values.ts';
import { MAX_NOTE_BYTES } from './audit.ts';

const FORMATS: Readonly<Record<string, (report: ReportModel) => string>> = {
  json: (report) => `${printableJson(JSON.stringify(report))}\n`,
  markdown: reportMarkdown,
  html: reportHtml,
  sarif: reportSarif,
};

/** Exit 4 where ledger or anchors do not verify; the report is written all the same, and says so first. */
export const report: Run = async (context, _args, options) => {
  const format = optional(options, 'format') ?? (context.global.json ? 'json' : 'markdown');
  const write = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (write === undefined)
    throw usage(`--format is unknown: "${printable(format)}"`, `one of ${Object.keys(FORMATS).join(', ')}`);
  const out = optional(options, 'out') ?? '-';
  const made = await reportOf(context, { ...rangeOf(options), ...(await checkpointOf(context, options)) });
  await initCrypto(); // the page names the hash of its style
  await writeText(context, out, write(made));
  if (out !== '-') context.note(`${plural(made.findings.length + made.unlisted, 'finding')}`);
  if (!made.verification.valid) context.note('the ledger or an anchor does not verify');
  return made.verification.valid ? 0 : ERROR_CODES.E_LEDGER_INVALID.exit;
};

function rangeOf(options: Options): ReportParams {
  const from = optional(options, 'from');
  const to = optional(options, 'to');
  return {
    ...(from === undefined ? {} : { fromMs: timeMs(from, '--from') }),
    ...(to === undefined ? {} : { toMs: timeMs(to, '--to') }),
  };
}

/** The report of the agent, or of the bare ledger where the agent refuses to open it. */
async function reportOf(context: Context, range: ReportParams): Promise<ReportModel> {
  try {
    await using agent = await context.open();
    return await agent.api.reports.make(range, context.io.signal);
  } catch (error) {
    if (!isTalosError(error, 'E_STORAGE_CORRUPT') && !isTalosError(error, 'E_LEDGER_INVALID')) throw error;
    return bareReport(context, range);
  }
}

async function checkpointOf(context: Context, options: Options): Promise<Pick<ReportParams, 'checkpoint'>> {
  const file = optional(options, 'checkpoint');
  return file === undefined ? {} : { checkpoint: await readText(context, file, MAX_NOTE_BYTES) };
}

async function bareReport(context: Context, { checkpoint, ...range }: ReportParams): Promise<ReportModel> {
  const { did, name } = await context.identity();
  const {
    valid: _valid,
    problems,
    ...verification
  } = await context.io.agents.audit(context.dataDir, checkpoint === undefined ? {} : { checkpoint }, {
    signal: context.io.signal,
  });
  const findings = problems.map(({ code, message }) =>
    finding(code === 'E_EQUIVOCATION' ? 602 : 601, message, isErrorCode(code) ? { code } : {}),
  );
  return new ReportBuilder().finish({
    author: parseDid(did),
    name,
    version: VERSION,
    nowMs: context.io.now(),
    range,
    verification,
    peers: [],
    anchors: [],
    findings,
    tokens: new Set(),
  });
}
