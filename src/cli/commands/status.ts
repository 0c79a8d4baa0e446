/** @module `talos status`: what the running agent does, read live; without one, that none runs. */
import type { SettingStatus, Status } from '../../agent/api/api.ts';
import type { PunchStatus, RouterStatus } from '../../agent/api/reach-api.ts';
import type { TransferView } from '../../agent/api/transfer-api.ts';
import { settingsMade } from '../../node/settings.ts';
import type { Run } from '../context.ts';
import { plural, printable, tableOf, timeText } from '../terminal.ts';

const REACHABILITY: { readonly [State in Status['reachability']]: string } = {
  public: 'reached from the internet',
  private: 'not reached from the internet, but through relays or opened NATs',
  unknown: 'not known: no server in the internet has tried',
};

/** Attempts to open NATs that are shown to people; `--json` has them all. */
const SHOWN_PUNCHES = 3;

const WAITING: ReadonlySet<TransferView['state']> = new Set(['waiting', 'offered', 'accepted']);

/** See the module comment. */
export const status: Run = async (context) => {
  const identity = await context.identity();
  await using agent = await context.io.agents.attach(context.dataDir);
  if (agent === undefined) {
    const { did, name, keystore } = identity;
    const settings = settingsMade(await context.settings());
    await context.print({ running: false, did, name, keystore, settings, dataDir: context.dataDir }, () => [
      `no agent runs on ${context.dataDir}`,
      ...tableOf([
        ['did', did],
        ['keystore', keystoreText(keystore)],
        ['settings', settingsText(settings)],
      ]),
    ]);
    return 0;
  }
  const now = await agent.api.status();
  const transfers = countsOf(await agent.api.transfers.list());
  await context.print({ running: true, ...now, transfers, dataDir: context.dataDir }, () => [
    ...linesOf(now),
    ...transferLines(transfers),
  ]);
  return 0;
};

/** Files that are not over. */
interface TransferCounts {
  readonly running: number;
  /** To be sent, to a peer that is away or has to accept them. */
  readonly waiting: number;
  /** By peers, for a person here to accept. */
  readonly offered: number;
}

function countsOf(transfers: readonly TransferView[]): TransferCounts {
  const count = (is: (view: TransferView) => boolean): number => transfers.filter(is).length;
  const isOffer = ({ direction, state }: TransferView): boolean => direction === 'received' && state === 'offered';
  return {
    running: count(({ state }) => state === 'running'),
    waiting: count((view) => WAITING.has(view.state) && !isOffer(view)),
    offered: count(isOffer),
  };
}

function transferLines({ running, waiting, offered }: TransferCounts): string[] {
  const lines = [];
  if (running + waiting > 0) lines.push(`${plural(running, 'file')} under way, ${waiting} waiting`);
  if (offered > 0) lines.push(`${plural(offered, 'file')} offered: talos transfers list`);
  return lines;
}

function linesOf(now: Status): string[] {
  return [
    ...tableOf([
      ['agent', `process ${now.owner.pid}, since ${timeText(now.owner.startedMs)}`],
      ['did', now.did],
      ['addresses', now.addresses.length === 0 ? 'not listening' : now.addresses.map(printable).join(' ')],
      ['reachability', REACHABILITY[now.reachability]],
      ['ledger', `${plural(now.ledger.size, 'entry', 'entries')}, height ${now.ledger.height}`],
      ['repairs', repairsText(now.repairs)],
      ['keystore', keystoreText(now.keystore)],
      ['durability', now.durability],
      ['settings', settingsText(now.settings ?? [])],
      ['primitives', printable(now.primitives)],
      ...(now.metrics === undefined ? [] : [['metrics', printable(now.metrics)]]),
    ]),
    ...now.identityChanges.map(
      ({ alias, pinned, offered }) =>
        `${printable(alias)} is pinned as ${printable(pinned)}, and ${printable(offered)} was found in its place: nothing is sent to it until talos contacts accept`,
    ),
    ...now.servers.map(
      ({ did, addresses, mailbox }) =>
        `registered at ${printable(addresses[0] ?? '')} (${printable(did)})${mailbox ? ', with a mailbox' : ''}`,
    ),
    ...now.relays.map(
      ({ relay, reserved, failure }) =>
        `${reserved ? 'reached through' : 'no place yet at'} the relay ${printable(relay)}${failure === undefined ? '' : `: ${failure.code}: ${printable(failure.message)}`}`,
    ),
    ...(now.router === undefined ? [] : [routerText(now.router)]),
    ...now.punches.slice(-SHOWN_PUNCHES).map(punchText),
    ...now.services.map(
      (each) =>
        `lends ${printable(each.service)}: ${plural(each.tools.length, 'tool')} to ${plural(each.peers.length, 'peer')}`,
    ),
    ...now.sessions.map(
      (each) =>
        `session with ${each.peer} (${each.role}) since ${timeText(each.sinceMs)} at ${printable(each.address)}, ${each.path}`,
    ),
  ];
}

function routerText({ address, way = '', failure = '' }: RouterStatus): string {
  return address === undefined
    ? `no port of the router leads here: ${printable(failure)}`
    : `the router forwards ${printable(address)} here, asked by ${printable(way)}`;
}

function punchText({ peer, outcome, atMs, own, failure }: PunchStatus): string {
  const seen = own === '' ? '' : `, seen at ${printable(own)}`;
  const how = failure === undefined ? '' : `: ${failure.code}: ${printable(failure.message)}`;
  return `NATs to ${peer} ${outcome === 'punched' ? 'opened' : 'not opened'} at ${timeText(atMs)}${seen}${how}`;
}

function repairsText({ count, lastAtMs }: Status['repairs']): string {
  if (count === 0) return 'no session had to be made anew';
  return `${plural(count, 'session')} made anew, last at ${timeText(lastAtMs)}; talos history shows why`;
}

/** What is set otherwise than built in: nothing that the environment or a file changes goes unseen. */
function settingsText(settings: readonly SettingStatus[]): string {
  if (settings.length === 0) return 'as built in';
  return settings.map(({ id, value, source }) => `${id}=${printable(value)} (${source})`).join(', ');
}

function keystoreText(keystore: Status['keystore']): string {
  return keystore === 'passphrase' ? 'under a passphrase' : 'under a key file beside it: a copy of both can be opened';
}
