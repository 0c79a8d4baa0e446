/** @module `talos history`: messages that were sent and received, and what has become of them. */
import type { HistoryEntry, HistoryParams, MessagesApi } from '../../agent/message-api.ts';
import { optional, type Run } from '../context.ts';
import { shownText, who } from '../message-text.ts';
import { peerName } from '../peer-names.ts';
import { printable, tableOf, timeText } from '../terminal.ts';
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
  await using agent = await context.open();
  const messages = await newest(agent.api.messages, { last, ...(peer === undefined ? {} : { peer: peerName(peer) }) });
  await context.print({ messages }, () => tableOf(messages.map(rowOf)));
  if (messages.length === last && given === undefined) context.note(`only the newest ${last}; --last N shows more`);
  return 0;
};

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
    shownText(entry),
  ];
}
