/** @module `talos peers`: who is known here, and whom a server lists. */
import type { PeerView } from '../../agent/api/message-api.ts';
import type { ListedPeerView } from '../../agent/api/server-api.ts';
import { type Context, optional, type Run } from '../context.ts';
import { printable, tableOf, timeText } from '../terminal.ts';
import { wholeNumber } from '../values.ts';
import { linesOf, withId } from './contacts.ts';
import { multiaddrOf } from './register.ts';

/** Peers that a server is asked for unless told otherwise. */
export const DEFAULT_LISTED_PEERS = 100;
/** Most that can be asked for: what the agent gives at a time. */
const MAX_LIMIT = 10_000;

/** See the module comment. */
export const peers: Run = async (context, _args, options) => {
  const place = optional(options, 'server');
  const limited = optional(options, 'limit');
  const limit = limited === undefined ? undefined : wholeNumber(limited, '--limit', 1, MAX_LIMIT);
  const address = place === undefined ? undefined : multiaddrOf(place);
  await using agent = await context.open();
  const known = await agent.api.contacts.peers();
  if (address !== undefined) {
    const params = { address, limit: limit ?? DEFAULT_LISTED_PEERS };
    const { server, peers: listed, more } = await agent.api.servers.peers(params, context.io.signal);
    const named = namedAfter(listed, known);
    await context.print({ server, peers: named.map((peer) => ({ id: peer.did, ...peer })), more }, () =>
      listedLines(named),
    );
    remark(context, listed.length, more);
    return 0;
  }
  const shown = known.slice(0, limit);
  await context.print({ peers: shown.map(withId) }, () => linesOf(shown));
  return 0;
};

/** What is listed, each with the alias that it has here. */
function namedAfter(
  listed: readonly ListedPeerView[],
  known: readonly PeerView[],
): readonly (ListedPeerView & { readonly alias: string })[] {
  const aliases = new Map(known.map(({ did, alias }) => [did, alias]));
  return listed.map((peer) => ({ ...peer, alias: aliases.get(peer.did) ?? '' }));
}

function listedLines(listed: ReturnType<typeof namedAfter>): readonly string[] {
  return tableOf(
    listed.map(({ did, alias, name, seenMs, connected }) => [
      alias === '' ? '-' : printable(alias),
      printable(did),
      connected ? 'connected' : `last seen ${timeText(seenMs)}`,
      name === '' ? '' : `calls itself "${printable(name)}"`,
    ]),
  );
}

function remark(context: Context, count: number, isMore: boolean): void {
  if (count === 0) context.note('the server lists nobody');
  else if (isMore) context.note('there are more: --limit N shows N, as far as the server lets one see at a time');
}
