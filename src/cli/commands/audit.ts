/** @module `talos audit log|show|verify`: the ledger of the data directory. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentApi, AuditEntry, AuditQuery, AuditReport } from '../../agent/api/api.ts';
import type { LogSize, VerifyParams } from '../../agent/api/audit-api.ts';
import type { Feed } from '../../agent/api/message-api.ts';
import { entryJson, PAGE_ENTRIES } from '../../agent/record/entry-lines.ts';
import { ERROR_CODES, isTalosError, TalosError } from '../../base/errors.ts';
import type { VerifyProgress } from '../../ledger/journal/ledger.ts';
import { DATA_DIR_NAMES } from '../../node/data-dir.ts';
import { MESSAGE_ID, queryOf } from '../audit-query.ts';
import { hasLayers, layerRows } from '../call-layers-text.ts';
import { argument, type Context, optional, type Run } from '../context.ts';
import { archivesOf, readText } from '../files.ts';
import { ownerEnded } from '../owner-ended.ts';
import { plural, printable, printableJson, tableOf, timeText } from '../terminal.ts';
import { fullIdentity, usage } from '../values.ts';
import { capabilityId } from './capabilities.ts';

/** Entries that `log` shows where nothing else was asked for. */
export const DEFAULT_LAST = 100;
/** Longest note that is read. */
export const MAX_NOTE_BYTES: number = 16 * 1024;
/** Milliseconds between two lines about how far a verification is. */
const PROGRESS_MS = 1000;

/** `log`: entries, oldest first; with `--json` one object a line. */
export const log: Run = async (context, _args, options) => {
  const query = { last: DEFAULT_LAST, ...queryOf(options) };
  if (options['follow'] === true) return follow(context, query);
  await using agent = await context.open();
  const entries = await agent.api.auditLog(query);
  if (context.global.json) for (const entry of entries) await context.io.write(`${entryJson(entry)}\n`);
  else for (const line of tableOf(entries.map(rowOf))) await context.io.write(`${line}\n`);
  if (entries.length === query.last && optional(options, 'last') === undefined)
    context.note(`only the newest ${query.last}; --last N shows more`);
  return 0;
};

/** Up to where entries were printed: −1 before the first, `undefined` before the newest were. */
interface Printed {
  after: number | undefined;
}

/** Prints what there is and then each new entry, until it is stopped. */
async function follow(context: Context, query: AuditQuery): Promise<number> {
  const printed: Printed = { after: undefined };
  while (await followOnce(context, query, printed)) {
    context.io.signal.throwIfAborted();
    context.note('the process that ran the agent ended; following from here');
  }
  context.io.signal.throwIfAborted();
  return 0;
}

/** Gives true where the process of the agent ended, so that it can be done again. */
async function followOnce(context: Context, query: AuditQuery, printed: Printed): Promise<boolean> {
  const { signal } = context.io;
  signal.throwIfAborted();
  await using agent = await context.open();
  const feed = await agent.api.audit.follow({ signal });
  try {
    await printNew(context, agent.api, feed, query, printed);
    return false;
  } catch (error) {
    await ownerEnded(error, agent, signal);
    return true;
  } finally {
    await feed.close();
  }
}

async function printNew(
  context: Context,
  api: AgentApi,
  feed: Feed<LogSize>,
  { last, ...query }: AuditQuery,
  printed: Printed,
): Promise<void> {
  for (let step = await feed.next(); step !== undefined; step = await feed.next()) {
    const { size } = step;
    // A machine that lost its power may have lost entries that were shown: others come in their place.
    let after = printed.after === undefined ? undefined : Math.min(printed.after, size - 1);
    for (let isMore = true; isMore; ) {
      const page = {
        ...query,
        last: PAGE_ENTRIES,
        ...(after === undefined ? { last: last ?? DEFAULT_LAST } : { after }),
      };
      const entries = await api.auditLog(page);
      for (const entry of entries) await printOne(context, entry);
      isMore = after !== undefined && entries.length === PAGE_ENTRIES;
      after = Math.max(after ?? -1, entries.at(-1)?.seq ?? -1);
    }
    printed.after = Math.max(after ?? -1, size - 1);
    await feed.take();
  }
  await feed.ended;
}

async function printOne(context: Context, entry: AuditEntry): Promise<void> {
  await context.io.write(`${context.global.json ? entryJson(entry) : rowOf(entry).join('  ')}\n`);
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
export const show: Run = async (context, args, options) => {
  const id = argument(args, 0, 'ID');
  const archives = archivesOf(context, options);
  const isMessage = MESSAGE_ID.test(id);
  if (!isMessage) capabilityId(id);
  await using agent = await context.open();
  const entry = isMessage ? await newestAbout(agent.api, id) : await entryOf(agent.api, id, archives);
  const isWhole = hasLayers(entry.type) && archives.length === 0;
  const { call } = isWhole ? await agent.api.audit.layers({ id: entry.id }) : {};
  if (context.global.json) await context.io.write(`${entryJson(entry, call === undefined ? {} : { call })}\n`);
  else
    for (const line of [
      ...tableOf([
        ['id', entry.id],
        ['time', timeText(entry.timeMs)],
        ['type', entry.type],
        ['what', printable(entry.summary)],
        ...(call === undefined ? [] : layerRows(call)),
      ]),
      printableJson(entry.entry),
    ])
      await context.io.write(`${line}\n`);
  return 0;
};

function entryOf(api: AgentApi, id: string, archives: readonly string[]): Promise<AuditEntry> {
  return archives.length === 0 ? api.auditEntry(id) : api.auditEntry(id, archives);
}

async function newestAbout(api: AgentApi, message: string): Promise<AuditEntry> {
  const [entry] = await api.auditLog({ message, last: 1 });
  if (entry === undefined) throw new TalosError('E_NOT_FOUND', 'no entry is about this message');
  return entry;
}

/** The report of the agent, or of the bare ledger where the agent refuses to open it. */
async function reportOf(context: Context, params: VerifyParams): Promise<AuditReport> {
  const { signal } = context.io;
  const onProgress = progressOn(context);
  try {
    await using agent = await context.open();
    const feed = await agent.api.audit.verify(params, { signal });
    try {
      for (let step = await feed.next(); step !== undefined; step = await feed.next()) {
        if (step.report !== undefined) return step.report;
        onProgress(step);
        await feed.take();
      }
      await feed.ended;
    } finally {
      await feed.close();
    }
    signal.throwIfAborted();
    throw new TalosError('E_CLOSED', 'the agent ended meanwhile', { hint: 'run the command again' });
  } catch (error) {
    if (!isTalosError(error, 'E_STORAGE_CORRUPT') && !isTalosError(error, 'E_LEDGER_INVALID')) throw error;
    return context.io.agents.audit(context.dataDir, params, { onProgress, signal });
  }
}

/** Tells people on a terminal how far a verification is, now and then. */
function progressOn(context: Context): (progress: VerifyProgress) => void {
  if (!context.io.noteIsTerminal) return () => {};
  let next = context.io.now() + PROGRESS_MS;
  return ({ entries, blocks, allBlocks }) => {
    if (context.io.now() < next) return;
    next = context.io.now() + PROGRESS_MS;
    context.note(`${Math.floor((100 * blocks) / allBlocks)} %, ${plural(entries, 'entry', 'entries')}`);
  };
}

/** What was not read, so that nobody takes it for verified. */
function unreadText({ archived }: AuditReport): string {
  return archived === 0
    ? ''
    : `; ${plural(archived, 'block')} by headers and hashes alone, as the entries are archived`;
}

/** Of an earlier identity: nothing of it is secret, or needs its key. */
function formerReport(context: Context, named: string, params: VerifyParams): Promise<AuditReport> {
  const did = fullIdentity(named);
  if (did === undefined) throw usage(`--former must be named in full, got "${printable(named)}"`);
  const folder = join(context.dataDir, DATA_DIR_NAMES.former, did.slice('did:key:'.length));
  if (!existsSync(folder))
    throw new TalosError('E_NOT_FOUND', 'this data directory had no such identity', {
      hint: 'talos audit log --type identity shows whom this one goes on for',
    });
  const { signal } = context.io;
  return context.io.agents.audit(folder, params, { onProgress: progressOn(context), signal });
}

/** `verify`: recomputes everything; exit 4 where something does not fit. */
export const verify: Run = async (context, _args, options) => {
  const file = optional(options, 'checkpoint');
  const archives = archivesOf(context, options);
  const params = {
    ...(archives.length === 0 ? {} : { archives }),
    ...(file === undefined ? {} : { checkpoint: await readText(context, file, MAX_NOTE_BYTES) }),
  };
  const former = optional(options, 'former');
  const report = await (former === undefined ? reportOf(context, params) : formerReport(context, former, params));
  await context.print(report, () => [
    report.valid
      ? `valid: ${plural(report.entries, 'entry', 'entries')} in ${plural(report.blocks, 'block')}${unreadText(report)}`
      : `not valid: ${plural(report.problems.length, 'problem')}`,
    ...report.problems.map(({ code, message }) => `${code}: ${printable(message)}`),
  ]);
  return report.valid ? 0 : ERROR_CODES.E_LEDGER_INVALID.exit;
};
