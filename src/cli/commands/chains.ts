/** @module `talos audit share …` and `talos audit chain sync|list|remove`: reading each other's ledgers. */
import type { ChainShareView, ChainSyncProgress, KeptChainView } from '../../agent/api/chain-api.ts';
import { argument, type Context, type Run, repeated } from '../context.ts';
import { authorizedDid, knownPeers, peerName } from '../peer-names.ts';
import { plural, printable, tableOf, timeText } from '../terminal.ts';

/** Milliseconds between two lines of progress. */
export const PROGRESS_MS = 1000;

/** `share add`: who may read, from now on. */
export const share: Run = async (context, args, options) => {
  const named = argument(args, 0, 'PEER');
  await using agent = await context.open();
  const { api } = agent;
  const known = async (): Promise<readonly string[]> => {
    const shared = (await api.chains.shares()).map(({ peer }) => peer);
    return [...new Set([...(await knownPeers(api)), ...shared])];
  };
  const peer = await authorizedDid(named, 'PEER', known);
  const view = await api.chains.share({ peer, share: options['headers'] === true ? 'headers' : 'blocks' });
  await context.print({ share: { id: view.peer, ...view } }, () => shareText(view));
  return 0;
};

function shareText({ peer, share: what }: ChainShareView): string {
  return what === 'blocks'
    ? `${printable(peer)} may read the blocks of this ledger, and of those kept here`
    : `${printable(peer)} may read headers, and proofs of what is about it`;
}

/** `share list`. */
export const shares: Run = async (context) => {
  await using agent = await context.open();
  const all = await agent.api.chains.shares();
  await context.print({ shares: all.map((view) => ({ id: view.peer, ...view })) }, () =>
    all.length === 0
      ? 'nobody may read the ledger'
      : tableOf(all.map(({ peer, alias, share: what }) => [printable(peer), what, printable(alias)])),
  );
  return 0;
};

/** `share remove`. */
export const unshare: Run = async (context, args) => {
  const named = peerName(argument(args, 0, 'PEER'));
  await using agent = await context.open();
  const { peer } = await agent.api.chains.unshare({ peer: named });
  await context.print({ removed: { id: peer, peer } }, () => `${printable(peer)} may read nothing any more`);
  return 0;
};

/** `chain sync`: exit 4 where something did not verify, 5 where nobody is there, 3 where it is not shared. */
export const sync: Run = async (context, args, options) => {
  const author = peerName(argument(args, 0, 'PEER'));
  const from = repeated(options, 'from').map(peerName);
  await using agent = await context.open();
  const { signal } = context.io;
  const onProgress = progressOn(context);
  const made = await agent.api.chains.sync({ author, from }, { signal, onProgress });
  const { chain, sources } = made;
  for (const { peer, dropped } of sources)
    if (dropped !== undefined)
      context.note(`left out ${printable(peer)}: ${dropped.code}: ${printable(dropped.reason)}`);
  if (chain.evidence !== '') context.note(`${printable(chain.author)} has signed two histories before: see chain list`);
  await context.print({ ...made, chain: { id: chain.author, ...chain } }, () => [
    `${printable(chain.author)}: ${plural(made.blocks, 'new block')}, ${plural(chain.size, 'entry', 'entries')} up to ` +
      `height ${chain.height}, all verified`,
  ]);
  return 0;
};

/** Lines for people on a terminal, none too often. */
function progressOn(context: Context): (progress: ChainSyncProgress) => void {
  let saidAtMs = context.io.now();
  return ({ height, target, bytes }) => {
    const nowMs = context.io.now();
    if (!context.io.noteIsTerminal || nowMs - saidAtMs < PROGRESS_MS) return;
    saidAtMs = nowMs;
    const mib = (bytes / (1024 * 1024)).toFixed(1);
    context.note(`block ${Math.max(height, 0)} of ${target}, ${mib} MiB`);
  };
}

/** `chain list`. */
export const list: Run = async (context) => {
  await using agent = await context.open();
  const all = await agent.api.chains.list();
  await context.print({ chains: all.map((view) => ({ id: view.author, ...view })) }, () =>
    all.length === 0 ? 'no chain of others is kept' : tableOf(all.map(rowOf)),
  );
  return 0;
};

function rowOf({ author, alias, height, size, bytes, syncedAtMs, evidence }: KeptChainView): string[] {
  return [
    printable(author),
    `height ${height}`,
    plural(size, 'entry', 'entries'),
    plural(bytes, 'byte'),
    timeText(syncedAtMs),
    evidence === '' ? '' : 'signed two histories',
    printable(alias),
  ];
}

/** `chain remove`. */
export const remove: Run = async (context, args) => {
  const named = peerName(argument(args, 0, 'PEER'));
  await using agent = await context.open();
  const { author } = await agent.api.chains.remove({ author: named });
  await context.print({ removed: { id: author, author } }, () => `forgot the chain of ${printable(author)}`);
  return 0;
};
