/** @module `talos audit root|archive|forget|reindex`: what is kept of the ledger, and what is not. */
import type { ArchiveParams } from '../../agent/api/audit-api.ts';
import { TalosError } from '../../base/errors.ts';
import { isArchiveFault, openArchive } from '../../ledger/archive/archive.ts';
import { argument, type Context, optional, type Run, required } from '../context.ts';
import { archivesOf, writeText } from '../files.ts';
import { plural, printable, tableOf } from '../terminal.ts';
import { timeMs, usage } from '../values.ts';
import { capabilityId } from './capabilities.ts';
import { cosignedRoot } from './cosigned-root.ts';

/** Numbers from here on are times in milliseconds, those below are heights: a chain has no 10^12 blocks. */
const FIRST_TIME_MS = 1_000_000_000_000;

/** `root`: the newest signed state of the log. */
export const root: Run = async (context, _args, options) => {
  const file = optional(options, 'out');
  await using agent = await context.open();
  const state = await agent.api.audit.root();
  const { json, rows } = await cosignedRoot(agent.api, state.checkpoint);
  if (file !== undefined) {
    await writeText(context, file, json.note ?? state.checkpoint);
    return 0;
  }
  await context.print({ ...state, ...json }, () => [
    ...tableOf([
      ['author', state.author],
      ['network', `${state.network}, difficulty ${state.difficulty}`],
      ['block', `${state.height}, ${state.block}`],
      ['work', state.work],
      ['entries', `${state.size}`],
      ['root', state.root],
      ...rows,
      ...(state.first === 0 ? [] : [['archived', `blocks below ${state.first}`]]),
    ]),
    '',
    ...printableNote(state.checkpoint),
  ]);
  return 0;
};

function printableNote(note: string): string[] {
  return note.trimEnd().split('\n').map(printable);
}

/** `archive`: moves old entries into a file, or verifies such a file. */
export const archive: Run = async (context, _args, options) => {
  const check = optional(options, 'check');
  if (check !== undefined) return checkArchive(context, check);
  const params: ArchiveParams = {
    ...boundOf(required(options, 'before', '--before')),
    file: context.path(fileOf(required(options, 'out', '--out'))),
  };
  await using agent = await context.open();
  const made = await agent.api.audit.archive(params);
  await context.print({ ...made, file: params.file }, () => [
    `archived ${plural(made.entries, 'entry', 'entries')} of the blocks ${made.from} to ${made.to} in ${printable(params.file)}`,
    'keep the file: what is in it is here no longer',
  ]);
  return 0;
};

/** Entries are dropped once the file is durable, which a pipe never is. */
function fileOf(name: string): string {
  if (name === '-') throw usage('--out must be a file: the entries are here no longer once they are in it');
  return name;
}

function boundOf(text: string): { beforeHeight: number } | { beforeMs: number } {
  if (!/^\d+$/.test(text) || Number(text) >= FIRST_TIME_MS) return { beforeMs: timeMs(text, '--before') };
  return { beforeHeight: Number(text) };
}

async function checkArchive(context: Context, name: string): Promise<number> {
  const [{ archiveFiles }, { initCrypto }] = await Promise.all([
    import('../../node/files/archive-file.ts'),
    import('../../crypto/init.ts'),
  ]);
  await initCrypto();
  try {
    const { head, blocks } = await openArchive(() => archiveFiles.read(context.path(name)));
    let entries = 0;
    for await (const each of blocks) {
      context.io.signal.throwIfAborted();
      entries += each.entries.length;
    }
    const { author, from, to } = head;
    await context.print(
      { valid: true, author, network: head.network.name, from, to, entries },
      () => `valid: ${plural(entries, 'entry', 'entries')} of the blocks ${from} to ${to} of ${author}`,
    );
    return 0;
  } catch (error) {
    if (!isArchiveFault(error)) throw error;
    throw new TalosError('E_LEDGER_INVALID', printable(error.message), { cause: error });
  }
}

/** `forget`: erases content, never an entry. */
export const forget: Run = async (context, args, options) => {
  const id = capabilityId(argument(args, 0, 'ENTRY'));
  const archives = archivesOf(context, options);
  await using agent = await context.open();
  const done = await agent.api.audit.forget({ id, ...(archives.length === 0 ? {} : { archives }) });
  await context.print(done, () => {
    const erased = [...(done.salt ? ['its salt'] : []), ...(done.text ? ['its text'] : [])];
    return erased.length === 0
      ? `nothing is left of the content of ${done.id}`
      : `erased ${erased.join(' and ')}: what ${done.id} commits to cannot be shown any more`;
  });
  return 0;
};

/** `reindex`: makes the index anew. */
export const reindex: Run = async (context) => {
  await using agent = await context.open();
  await agent.api.audit.reindex();
  await context.print({ reindexed: true }, () => 'the index was made anew');
  return 0;
};
