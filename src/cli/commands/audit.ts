/** @module `talos audit log|show|verify`: the ledger of the data directory. */
import type { AuditEntry, AuditQuery, AuditReport } from '../../agent/api.ts';
import { ERROR_CODES, isTalosError } from '../../base/errors.ts';
import { ENTRY_TYPES } from '../../ledger/entry.ts';
import { argument, type Context, type Options, optional, type Run } from '../context.ts';
import { peerName } from '../peer-names.ts';
import { plural, printable, printableJson, tableOf, timeText } from '../terminal.ts';
import { timeMs, usage, wholeNumber } from '../values.ts';
import { capabilityId } from './capabilities.ts';

/** Entries that `log` shows where nothing else was asked for. */
export const DEFAULT_LAST = 100;
/** Most entries that `log` gives at once. */
export const MAX_LAST = 10_000;

/** `log`: entries, oldest first; with `--json` one object a line. */
export const log: Run = async (context, _args, options) => {
  const query = queryOf(options);
  await using agent = await context.open();
  const entries = await agent.api.auditLog(query);
  if (context.global.json) for (const entry of entries) await context.io.write(`${entryJson(entry)}\n`);
  else for (const line of tableOf(entries.map(rowOf))) await context.io.write(`${line}\n`);
  if (entries.length === query.last && optional(options, 'last') === undefined)
    context.note(`only the newest ${query.last}; --last N shows more`);
  return 0;
};

function queryOf(options: Options): AuditQuery {
  const last = optional(options, 'last');
  const peer = optional(options, 'peer');
  const type = optional(options, 'type');
  const from = optional(options, 'from');
  const to = optional(options, 'to');
  if (type !== undefined && !ENTRY_TYPES.some((each) => each === type))
    throw usage(`--type is unknown: "${type}"`, `one of ${ENTRY_TYPES.join(', ')}`);
  return {
    last: last === undefined ? DEFAULT_LAST : wholeNumber(last, '--last', 1, MAX_LAST),
    ...(peer === undefined ? {} : { peer: peerName(peer) }),
    ...(type === undefined ? {} : { type }),
    ...(from === undefined ? {} : { fromMs: timeMs(from, '--from') }),
    ...(to === undefined ? {} : { toMs: timeMs(to, '--to') }),
  };
}

/** The entry as it was written stays as it is: number tokens and all. */
function entryJson({ entry, ...rest }: AuditEntry): string {
  return `${printableJson(JSON.stringify(rest)).slice(0, -1)},"entry":${printableJson(entry)}}`;
}

function rowOf(entry: AuditEntry): string[] {
  return [
    timeText(entry.timeMs),
    entry.id.slice(0, 16),
    entry.type,
    printable(entry.peer ?? ''),
    printable(entry.summary),
  ];
}

/** `show`: one entry, whole. */
export const show: Run = async (context, args) => {
  const id = capabilityId(argument(args, 0, 'ID'));
  await using agent = await context.open();
  const entry = await agent.api.auditEntry(id);
  if (context.global.json) await context.io.write(`${entryJson(entry)}\n`);
  else
    for (const line of [
      ...tableOf([
        ['id', entry.id],
        ['time', timeText(entry.timeMs)],
        ['type', entry.type],
        ['what', printable(entry.summary)],
      ]),
      printableJson(entry.entry),
    ])
      await context.io.write(`${line}\n`);
  return 0;
};

/** The report of the agent, or of the bare ledger where the agent refuses to open it. */
async function reportOf(context: Context): Promise<AuditReport> {
  try {
    await using agent = await context.open();
    return await agent.api.auditVerify();
  } catch (error) {
    if (!isTalosError(error, 'E_STORAGE_CORRUPT') && !isTalosError(error, 'E_LEDGER_INVALID')) throw error;
    return context.io.agents.audit(context.dataDir);
  }
}

/** `verify`: recomputes everything; exit 4 where something does not fit. */
export const verify: Run = async (context: Context) => {
  const report = await reportOf(context);
  await context.print(report, () => [
    report.valid
      ? `valid: ${plural(report.entries, 'entry', 'entries')} in ${plural(report.blocks, 'block')}`
      : `not valid: ${plural(report.problems.length, 'problem')}`,
    ...report.problems.map(({ code, message }) => `${code}: ${printable(message)}`),
  ]);
  return report.valid ? 0 : ERROR_CODES.E_LEDGER_INVALID.exit;
};
