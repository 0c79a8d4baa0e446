/**
 * @module `talos history`: messages that were sent and received, what has become of them, and what becomes of them as it
 * happens.
 */
import type { HistoryEntry, HistoryParams, MessagesApi } from '../../agent/message-api.ts';
import { BoundedMap } from '../../base/bounded.ts';
import { type Context, optional, type Run } from '../context.ts';
import { shownText, who } from '../message-text.ts';
import { ownerEnded } from '../owner-ended.ts';
import { peerName } from '../peer-names.ts';
import { printable, printableJson, tableOf, timeText } from '../terminal.ts';
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
  await context.print({ messages }, () => tableOf(messages.map(rowOf)));
  if (messages.length === last && given === undefined) context.note(`only the newest ${last}; --last N shows more`);
  return 0;
};

/** Prints what there is and then each change, until it is stopped. */
async function follow(context: Context, params: HistoryParams): Promise<number> {
  // What was printed last of each message: pages and changes overlap.
  const printed = new BoundedMap<string, string>(2 * MAX_LAST);
  while (await followOnce(context, params, printed)) {
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
): Promise<boolean> {
  const { signal } = context.io;
  signal.throwIfAborted();
  await using agent = await context.open();
  const { peer } = params;
  const feed = await agent.api.messages.follow(peer === undefined ? {} : { peer }, { signal });
  try {
    for (const entry of await newest(agent.api.messages, params)) await printOnce(context, entry, printed);
    for (let entry = await feed.next(); entry !== undefined; entry = await feed.next()) {
      await printOnce(context, entry, printed);
      await feed.take();
    }
    await feed.ended;
    return false;
  } catch (error) {
    await ownerEnded(error, agent, signal);
    return true;
  } finally {
    await feed.close();
  }
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
