/** @module `talos audit witness add|list|remove|clear|ask|evidence`: who saw this ledger, and what was seen of others. */
import type { EvidenceView, WitnessedPeer, WitnessView } from '../../agent/api/witness-api.ts';
import { EXIT, TalosError } from '../../base/errors.ts';
import { argument, optional, type Run } from '../context.ts';
import { writeText } from '../files.ts';
import { peerName } from '../peer-names.ts';
import { plural, printable, tableOf, timeText } from '../terminal.ts';

/** `add`: a service at a URL, or a peer. */
export const add: Run = async (context, args, options) => {
  const place = argument(args, 0, 'URL');
  const key = optional(options, 'key');
  const witness = place.includes('://') ? place : peerName(place);
  await using agent = await context.open();
  const added = await agent.api.witness.add({ witness, ...(key === undefined ? {} : { key }) });
  await context.print({ witness: added }, () => `asks ${printable(added.id)} at each new checkpoint`);
  return 0;
};

/** `list`: witnesses, and peers whose ledgers were seen. */
export const list: Run = async (context) => {
  await using agent = await context.open();
  const [witnesses, peers] = [await agent.api.witness.list(), await agent.api.witness.peers()];
  await context.print({ witnesses, peers }, () => [
    ...tableOf(witnesses.map(witnessRow)),
    ...tableOf(peers.map(peerRow)),
  ]);
  return 0;
};

function witnessRow({ id, url, size, atMs, failure }: WitnessView): string[] {
  const how = size === 0 ? 'nothing yet' : `${plural(size, 'entry', 'entries')}, ${timeText(atMs)}`;
  return ['witness', printable(id), printable(url), how, failure === undefined ? '' : printable(failure)];
}

const STANDINGS: Readonly<Record<WitnessedPeer['standing'], string>> = {
  agreed: 'each keeps the newest of the other',
  unproven: 'does not prove that its ledger goes on from this',
  ahead: 'keeps a later checkpoint of this ledger than there is here',
  silent: 'did not answer',
  unknown: '',
};

function peerRow({ peer, alias, size, seenAtMs, standing, code, refused }: WitnessedPeer): string[] {
  const seen = size === 0 ? 'nothing kept' : `${plural(size, 'entry', 'entries')}, ${timeText(seenAtMs)}`;
  const how = `${STANDINGS[standing]}${code === undefined ? '' : ` (${code})`}`;
  return [
    'peer',
    printable(alias === '' ? peer : alias),
    seen,
    refused ? 'refused: there is evidence against it' : how,
  ];
}

/** `remove`: a witness is asked no more. */
export const remove: Run = async (context, args) => {
  await using agent = await context.open();
  const removed = await agent.api.witness.remove({ witness: argument(args, 0, 'NAME') });
  await context.print(removed, () => `asks ${printable(removed.id)} no more`);
  return 0;
};

/** `clear`: a peer is let in again. */
export const clear: Run = async (context, args) => {
  await using agent = await context.open();
  const cleared = await agent.api.witness.clear({ peer: peerName(argument(args, 0, 'PEER')) });
  await context.print(cleared, () => `${cleared.peer} is let in again; the next checkpoint that it shows is a first`);
  return 0;
};

/** `ask`: exit 5 where a witness did not cosign. */
export const ask: Run = async (context) => {
  await using agent = await context.open();
  const witnesses = await agent.api.witness.ask();
  if (witnesses.length === 0)
    throw new TalosError('E_NOT_FOUND', 'there is no witness', { hint: 'talos audit witness add URL --key VKEY' });
  await context.print({ witnesses }, () => tableOf(witnesses.map(witnessRow)));
  return witnesses.some(({ failure }) => failure !== undefined) ? EXIT.unreachable : 0;
};

/** `evidence`: what there is, or the newest file of it. */
export const evidence: Run = async (context, args, options) => {
  const [peer] = args;
  const out = optional(options, 'out');
  await using agent = await context.open();
  const found = await agent.api.witness.evidence(peer === undefined ? {} : { peer: peerName(peer) });
  if (out === undefined) {
    await context.print({ evidence: found }, () => tableOf(found.map(evidenceRow)));
    return 0;
  }
  const newest = found.reduce<EvidenceView | undefined>(
    (latest, each) => (latest === undefined || each.foundAtMs >= latest.foundAtMs ? each : latest),
    undefined,
  );
  if (newest === undefined) throw new TalosError('E_NOT_FOUND', 'there is no evidence');
  await writeText(context, out, newest.evidence);
  return 0;
};

function evidenceRow({ id, peer, what, foundAtMs, cleared }: EvidenceView): string[] {
  return [timeText(foundAtMs), what, peer, id.slice(0, 16), cleared ? 'cleared' : 'its tunnels are refused'];
}
