/** @module `talos peers`, `talos contacts add|rename|remove|list`: who is known here, and what its owner calls them. */
import type { PeerView } from '../../agent/message-api.ts';
import { isAlias } from '../../agent/peer-book.ts';
import { argument, type Context, type Run, repeated } from '../context.ts';
import { peerName } from '../peer-names.ts';
import { printable, tableOf } from '../terminal.ts';
import { fullIdentity, usage } from '../values.ts';

/** `peers`: everybody who is known. */
export const peers: Run = async (context) => {
  await using agent = await context.open();
  const known = await agent.api.contacts.peers();
  await context.print({ peers: known.map(withId) }, () => linesOf(known));
  return 0;
};

/** `contacts list`: those who have an alias. */
export const list: Run = async (context) => {
  await using agent = await context.open();
  const contacts = (await agent.api.contacts.peers()).filter(({ alias }) => alias !== '');
  await context.print({ contacts: contacts.map(withId) }, () => linesOf(contacts));
  return 0;
};

/** `contacts add`: gives a peer, named in full, an alias and addresses. */
export const add: Run = async (context, args, options) => {
  const alias = aliasOf(argument(args, 0, 'ALIAS'));
  const named = argument(args, 1, 'PEER');
  const did = fullIdentity(named);
  if (did === undefined)
    throw usage(
      `PEER must be named in full, got "${printable(named)}"`,
      'a DID, an Ed25519 key in hex, or a libp2p peer id',
    );
  await using agent = await context.open();
  await shown(context, await agent.api.contacts.add({ did, alias, addresses: repeated(options, 'address') }));
  return 0;
};

/** `contacts rename`: gives a peer another alias. */
export const rename: Run = async (context, args) => {
  const peer = peerName(argument(args, 0, 'PEER'));
  const alias = aliasOf(argument(args, 1, 'ALIAS'));
  await using agent = await context.open();
  await shown(context, await agent.api.contacts.rename({ peer, alias }));
  return 0;
};

/** `contacts remove`: forgets the alias and the addresses of a peer. */
export const remove: Run = async (context, args) => {
  const peer = peerName(argument(args, 0, 'PEER'));
  await using agent = await context.open();
  await shown(context, await agent.api.contacts.remove(peer));
  return 0;
};

function aliasOf(text: string): string {
  if (!isAlias(text) || fullIdentity(text) !== undefined)
    throw usage(
      `ALIAS can be no alias: "${printable(text)}"`,
      'letters, digits and ._@-, at most 64, starting with a letter or digit',
    );
  return text;
}

const withId = (peer: PeerView): object => ({ id: peer.did, ...peer });

async function shown(context: Context, peer: PeerView): Promise<void> {
  await context.print(withId(peer), () => linesOf([peer]));
}

function linesOf(all: readonly PeerView[]): string[] {
  return tableOf(
    all.map(({ did, alias, addresses }) => [
      alias === '' ? '-' : printable(alias),
      printable(did),
      addresses.map(printable).join(' '),
    ]),
  );
}
