/**
 * @module `talos contacts add|rename|remove|list|verify|accept`: who is known here, what its owner calls
 * them, and whether they are who they seem.
 */
import type { ComparedPeer, FingerprintView, PeerView } from '../../agent/api/message-api.ts';
import { isAlias } from '../../agent/reach/peer-book.ts';
import { TalosError } from '../../base/errors.ts';
import { isWebDid } from '../../identity/did-web.ts';
import { argument, type Context, optional, type Run, repeated } from '../context.ts';
import { who } from '../message-text.ts';
import { peerName } from '../peer-names.ts';
import { confirmed } from '../question.ts';
import { printable, tableOf } from '../terminal.ts';
import { fullIdentity, usage } from '../values.ts';

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
  const did = isWebDid(named) ? named : fullIdentity(named);
  if (did === undefined)
    throw usage(
      `PEER must be named in full, got "${printable(named)}"`,
      'a DID, a did:web, an Ed25519 key in hex, or a libp2p peer id',
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

/** `contacts verify`: shows what two people compare, and notes that it is the same at both ends. */
export const verify: Run = async (context, args, options) => {
  const peer = peerName(argument(args, 0, 'PEER'));
  const given = optional(options, 'words');
  await using agent = await context.open();
  const { contacts } = agent.api;
  const compared = await contacts.fingerprint(peer);
  const { did } = compared.peer;
  if (given !== undefined) {
    await printCompared(context, { ...compared, peer: await contacts.verify({ peer: did, given }) });
    return 0;
  }
  if (!context.io.stdinIsTerminal) {
    await printCompared(context, compared);
    return 0;
  }
  for (const line of await comparedLines(context, compared)) {
    // Standard output of --json is for the one document.
    if (context.global.json) context.io.note(line);
    else await context.io.write(`${line}\n`);
  }
  if (!(await confirmed((text) => context.io.question(text), `does ${nameOf(compared.peer)} see the same?`)))
    throw new TalosError('E_IDENTITY_MISMATCH', 'not verified: nobody said that both sides see the same', {
      details: { peer: did },
      hint: 'if they differ, somebody may stand in between: send nothing',
    });
  const verified = await contacts.verify({ peer: did, given: compared.fingerprint.text });
  await context.print({ contact: contactOf({ ...compared, peer: verified }) }, () => `${nameOf(verified)} is verified`);
  return 0;
};

/** `contacts accept`: settles a change of identity. */
export const accept: Run = async (context, args, options) => {
  const peer = peerName(argument(args, 0, 'PEER'));
  const named = optional(options, 'did');
  const given = named === undefined ? undefined : fullIdentity(named);
  if (named !== undefined && given === undefined) throw usage(`--did must be named in full, got "${printable(named)}"`);
  await using agent = await context.open();
  const { contacts } = agent.api;
  const did = given ?? (await offeredTo(context, await contacts.fingerprint(peer)));
  const settled = await contacts.accept({ peer, did });
  await context.print({ contact: withId(settled) }, () => `${who(settled.did, settled.alias)} from now on`);
  if (!settled.verified) context.note(`not verified: talos contacts verify ${nameOf(settled)} shows what to compare`);
  return 0;
};

/** The identity that was found, where a person looks at it and says yes: another may be found any moment. */
async function offeredTo(context: Context, compared: ComparedPeer): Promise<string> {
  const { peer, offered } = compared;
  if (offered === undefined)
    throw new TalosError('E_NOT_FOUND', `nothing else was found in the place of ${nameOf(peer)}`);
  const hint = `talos contacts accept ${nameOf(peer)} --did ${printable(offered.did)}, or the pinned ${printable(peer.did)}`;
  if (!context.io.stdinIsTerminal) throw usage('--did must say which of the two identities it is', hint);
  for (const line of await comparedLines(context, compared)) context.io.note(line);
  const question = `is ${nameOf(peer)} ${offered.did} from now on?`;
  if (await confirmed((text) => context.io.question(text), question)) return offered.did;
  throw new TalosError('E_ABORTED', 'nothing was accepted', { hint });
}

const nameOf = ({ alias, did }: PeerView): string => printable(alias === '' ? did : alias);

function contactOf({ peer, fingerprint, offered }: ComparedPeer): object {
  return {
    ...withId(peer),
    fingerprint: fingerprint.words,
    text: fingerprint.text,
    ...(offered === undefined ? {} : { offered: { did: offered.did, fingerprint: offered.words, text: offered.text } }),
  };
}

async function printCompared(context: Context, compared: ComparedPeer): Promise<void> {
  const lines = context.global.json ? [] : await comparedLines(context, compared);
  await context.print({ contact: contactOf(compared) }, () => [
    ...lines,
    `${nameOf(compared.peer)} is ${compared.peer.verified ? '' : 'not '}verified`,
  ]);
}

async function comparedLines(context: Context, { peer, fingerprint, offered }: ComparedPeer): Promise<string[]> {
  const pinned = [`fingerprint with ${who(peer.did, peer.alias)}:`, ...(await fingerprintLines(context, fingerprint))];
  if (offered === undefined) return pinned;
  return [
    ...pinned,
    `in its place was found ${printable(offered.did)}, whose fingerprint is:`,
    ...(await fingerprintLines(context, offered)),
    `talos contacts accept ${nameOf(peer)} --did ${printable(offered.did)} takes that one`,
  ];
}

/** Words a line: people lose their place in longer ones. */
const WORDS_A_LINE = 4;

async function fingerprintLines(context: Context, { words, text }: FingerprintView): Promise<string[]> {
  const rows = Array.from({ length: Math.ceil(words.length / WORDS_A_LINE) }, (_, row) =>
    words
      .slice(row * WORDS_A_LINE, (row + 1) * WORDS_A_LINE)
      .map((word, n) => `${String(row * WORDS_A_LINE + n + 1).padStart(4)} ${printable(word)}`),
  );
  if (!context.io.outIsTerminal || context.global.json) return tableOf(rows);
  const { renderUnicodeCompact } = await import('uqr');
  return [...tableOf(rows), ...renderUnicodeCompact(text).split('\n')];
}

function aliasOf(text: string): string {
  if (!isAlias(text) || fullIdentity(text) !== undefined)
    throw usage(
      `ALIAS can be no alias: "${printable(text)}"`,
      'letters, digits and ._@-, at most 64, starting with a letter or digit',
    );
  return text;
}

/** A peer as `--json` has it. */
export const withId = (peer: PeerView): object => ({ id: peer.did, ...peer });

async function shown(context: Context, peer: PeerView): Promise<void> {
  await context.print(withId(peer), () => linesOf([peer]));
}

/** Peers, a line each. */
export function linesOf(all: readonly PeerView[]): string[] {
  return tableOf(
    all.map(({ did, alias, addresses, verified, changed }) => [
      alias === '' ? '-' : printable(alias),
      printable(did),
      changed === undefined ? (verified ? 'verified' : 'not verified') : `changed: ${printable(changed)} in its place`,
      addresses.map(printable).join(' '),
    ]),
  );
}
