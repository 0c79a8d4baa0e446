/**
 * @module `talos history`: messages and files that were sent and received, what has become of them, and what becomes of
 * them as it happens.
 */
import type { Feed, HistoryEntry, HistoryParams, MessagesApi } from '../../agent/api/message-api.ts';
import type { TransferEvent, TransferView } from '../../agent/api/transfer-api.ts';
import { BoundedMap } from '../../base/bounded.ts';
import { type Context, optional, type Run } from '../context.ts';
import { isWith, transfersOf } from '../history-files.ts';
import { FilePrinter } from '../listen-files.ts';
import { shownText, who } from '../message-text.ts';
import { ownerEnded } from '../owner-ended.ts';
import { peerName } from '../peer-names.ts';
import { printable, printableJson, tableOf, timeText } from '../terminal.ts';
import { transferRow } from '../transfer-text.ts';
import { wholeNumber } from '../values.ts';

/** Messages that are shown where nothing else was asked for. */
const DEFAULT_LAST = 100;
/** Most messages that are given at once. */
const MAX_LAST = 10_000;

/** See the module comment. */
export const history: Run = async (context, args, options) => {
  const [peer] = args;
  const given = optional(options, 'last');
  const last = given === undefined ? DEFAULT_LAST : wholeNumber(given, '--last', 1, MAX_LAST);
  const params = { last, ...(peer === undefined ? {} : { peer: peerName(peer) }) };
  if (options['follow'] === true) return follow(context, params);
  await using agent = await context.open();
  const messages = await newest(agent.api.messages, params);
  const transfers = await transfersOf(agent.api, await isWith(agent.api, params.peer), last);
  await context.print({ messages, transfers }, () => tableOf(merged(messages, transfers, last)));
  if (messages.length === last && given === undefined) context.note(`only the newest ${last}; --last N shows more`);
  return 0;
};

/** The newest `last` of both, as rows, the oldest first. */
function merged(messages: readonly HistoryEntry[], transfers: readonly TransferView[], last: number): string[][] {
  const rows = [
    ...messages.map((entry) => ({ atMs: entry.atMs, row: rowOf(entry) })),
    ...transfers.map((view) => ({ atMs: view.atMs, row: transferRow(view) })),
  ];
  return rows
    .sort((a, b) => a.atMs - b.atMs)
    .slice(-last)
    .map(({ row }) => row);
}

/** Prints what there is and then each change, until it is stopped. */
async function follow(context: Context, params: HistoryParams): Promise<number> {
  // What was printed last of each message: pages and changes overlap.
  const printed = new BoundedMap<string, string>(2 * MAX_LAST);
  // Offers are answered elsewhere: nobody is asked here.
  const files = new FilePrinter(context, 'watch', () => Promise.resolve(false));
  while (await followOnce(context, params, printed, files)) {
    context.io.signal.throwIfAborted();
    context.note('the process that ran the agent ended; following from here');
  }
  context.io.signal.throwIfAborted();
  return 0;
}

/** Gives true where the process of the agent ended, so that it can be done again. */
async function followOnce(
  context: Context,
  params: HistoryParams,
  printed: BoundedMap<string, string>,
  files: FilePrinter,
): Promise<boolean> {
  const { signal } = context.io;
  signal.throwIfAborted();
  await using agent = await context.open();
  const { peer } = params;
  const feed = await agent.api.messages.follow(peer === undefined ? {} : { peer }, { signal });
  let ofFiles: Feed<TransferEvent> | undefined;
  try {
    for (const entry of await newest(agent.api.messages, params)) await printOnce(context, entry, printed);
    const isAsked = await isWith(agent.api, peer);
    ofFiles = await agent.api.transfers.events({}, { signal });
    const filesEnd = files.run(agent.api.transfers, ofFiles, ({ transfer }) => isAsked(transfer));
    // Where files end without a failure, messages say why.
    await Promise.race([following(context, feed, printed), filesEnd.then(() => new Promise<never>(() => undefined))]);
    return false;
  } catch (error) {
    await ownerEnded(error, agent, signal);
    return true;
  } finally {
    await ofFiles?.close();
    await feed.close();
  }
}

async function following(
  context: Context,
  feed: Feed<HistoryEntry>,
  printed: BoundedMap<string, string>,
): Promise<void> {
  for (let entry = await feed.next(); entry !== undefined; entry = await feed.next()) {
    await printOnce(context, entry, printed);
    await feed.take();
  }
  await feed.ended;
}

async function printOnce(context: Context, entry: HistoryEntry, printed: BoundedMap<string, string>): Promise<void> {
  const key = `${entry.direction} ${entry.peer} ${entry.id}`;
  if (printed.get(key) === entry.state) return;
  printed.set(key, entry.state);
  const line = context.global.json ? printableJson(JSON.stringify(entry)) : rowOf(entry).join('  ');
  await context.io.write(`${line}\n`);
}

/** All that was asked for, page by page. */
async function newest(api: MessagesApi, params: HistoryParams): Promise<readonly HistoryEntry[]> {
  const pages: (readonly HistoryEntry[])[] = [];
  let left = params.last;
  for (let before: string | undefined; left > 0 && before !== ''; ) {
    const page = await api.history({ ...params, last: left, ...(before === undefined ? {} : { before }) });
    pages.unshift(page.messages);
    left -= page.messages.length;
    before = page.before;
  }
  return pages.flat();
}

function rowOf(entry: HistoryEntry): string[] {
  const { atMs, direction, peer, alias, state, reason, id } = entry;
  return [
    timeText(atMs),
    `${direction === 'sent' ? 'to' : 'from'} ${who(peer, alias)}`,
    printable(reason === '' ? state : `${state}: ${reason}`),
    printable(id),
    entry.state === 'repaired' ? '' : shownText(entry),
  ];
}
