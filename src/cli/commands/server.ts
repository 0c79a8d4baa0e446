/** @module `talos-server`: a registry, and a mailbox where asked for, until told to stop. */
import { isTalosError } from '../../base/errors.ts';
import { initCrypto } from '../../crypto/init.ts';
import { isIdentityName, MAX_NAME_BYTES } from '../../identity/identity.ts';
import { type NoteVerifier, parseVerifierKey } from '../../ledger/log/note.ts';
import { sourceOf } from '../../net/address.ts';
import { LAN_MODES } from '../../net/lan-mode.ts';
import type { Answered } from '../../net/request-meter.ts';
import {
  type OpenService,
  openServer,
  type RunningServer,
  type ServerOptions,
  type WitnessTerms,
} from '../../node/server/server.ts';
import { bootstraps, choice, hostText } from '../../node/settings.ts';
import { type Context, type Options, optional, type Run, repeated } from '../context.ts';
import { hasRelayLimits, relayLimitsOf } from '../relay-options.ts';
import { causeLines, printable } from '../terminal.ts';
import { usage, wholeNumber } from '../values.ts';

/** See the module comment. */
export const serve: Run = async (context, _args, options) => {
  const where = whereOf(options);
  const name = nameOf(optional(options, 'name') ?? '');
  const services = await servicesOf(options['mailbox'] === true);
  await initCrypto();
  const store = await storeOf(context, options);
  const terms = { ...where, name, store, services, ...witnessOf(options), ...relayOf(options), ...dhtOf(options) };
  return serveUntilStopped(context, terms, 'server');
};

/** Where it listens, as the options say. */
export function whereOf(options: Options): Pick<ServerOptions, 'host' | 'port'> {
  return {
    port: wholeNumber(optional(options, 'port') ?? '', '--port', 0, 65_535),
    host: hostText(optional(options, 'host') ?? '', '--host'),
  };
}

/** Runs a server until it is told to stop. @param identity - Name of a new one. */
export async function serveUntilStopped(
  context: Context,
  terms: Omit<ServerOptions, 'dataDir' | 'passphrase' | 'onFault' | 'onAnswered'>,
  identity: string,
): Promise<number> {
  await context.ensureIdentity(identity);
  const { dataDir, io } = context;
  const { debug } = context.global;
  await using server = await openServer({
    ...terms,
    dataDir,
    passphrase: () => context.passphrase('passphrase: '),
    onFault: (fault) => {
      io.note(faultText(fault));
      if (debug) for (const line of causeLines(fault)) io.note(line);
    },
    ...(debug ? { onAnswered: (service, answered) => io.note(requestText(service, answered)) } : {}),
  });
  await announce(context, server);
  await stopped(io.signal);
  // How it was stopped says the exit status.
  io.signal.throwIfAborted();
  return 0;
}

/** The address of the database, where one was named; its password is to be in no list of processes. */
async function storeOf(context: Context, options: Options): Promise<string | undefined> {
  const given = optional(options, 'store') ?? context.io.env['TALOS_STORE'] ?? '';
  if (given === '') return undefined;
  const { parseStoreUrl, readStoreUrlFile } = await import('../../node/store/pg-url.ts');
  if (!given.startsWith('@')) {
    const { hasPassword } = parseStoreUrl(given);
    if (hasPassword && optional(options, 'store') !== undefined)
      context.note('every user of this machine may see the password of --store: $TALOS_STORE or @FILE hides it');
    return given;
  }
  const path = context.path(given.slice(1));
  return readStoreUrlFile(path, () =>
    context.note(`every user of this machine may read the address of the store in ${path}: chmod 600 closes it`),
  );
}

/** Whether it relays, and within which limits. */
function relayOf(options: Options): Pick<ServerOptions, 'relay'> {
  if (options['relay'] === true) return { relay: relayLimitsOf(options) };
  if (hasRelayLimits(options)) throw usage('--relay-places and what else begins with --relay- go with --relay');
  return {};
}

/** How it takes part in the DHT, unless that is not wanted. */
function dhtOf(options: Options): Pick<ServerOptions, 'dht'> {
  const lan = choice(optional(options, 'lan') ?? 'auto', '--lan', LAN_MODES);
  const bootstrap = bootstraps(repeated(options, 'bootstrap').join(','), '--bootstrap');
  if (options['dht'] !== false) return { dht: { lan, bootstrap } };
  if (bootstrap.length > 0) throw usage('--bootstrap goes without --no-dht');
  return {};
}

/** The witness that was asked for. */
function witnessOf(options: Options): { readonly witness?: WitnessTerms } {
  const logs = repeated(options, 'witnessLog');
  const port = optional(options, 'witnessPort');
  if (options['witness'] !== true) {
    if (logs.length > 0 || port !== undefined) throw usage('--witness-log and --witness-port go with --witness');
    return {};
  }
  return { witness: { port: wholeNumber(port ?? '0', '--witness-port', 0, 65_535), logs: logs.map(logKey) } };
}

function logKey(text: string): NoteVerifier {
  try {
    return parseVerifierKey(text);
  } catch (error) {
    if (isTalosError(error, 'E_MALFORMED')) throw usage(`--witness-log is no key of a log: "${printable(text)}"`);
    throw error;
  }
}

async function servicesOf(withMailbox: boolean): Promise<readonly OpenService[]> {
  const { openRegistry } = await import('../../registry/registry.ts');
  if (!withMailbox) return [openRegistry];
  const { openMailbox } = await import('../../mailbox/mailbox.ts');
  return [openRegistry, openMailbox];
}

async function announce(
  context: Context,
  { did, peerId, addresses, multiaddrs, services, info: { name }, witness }: RunningServer,
): Promise<void> {
  // What agents name the relay by.
  const relay = services.includes('relay') ? { relay: multiaddrs } : {};
  const named = name === '' ? {} : { name };
  await context.print(
    { did, addresses, peerId, services, ...relay, ...named, ...(witness === undefined ? {} : { witness }) },
    () => [
      `${name === '' ? '' : `${printable(name)}: `}${services.join(' and ')} at ${addresses.join(', ')}`,
      `  ${did}`,
      ...multiaddrs.map((address) => `  ${address}`),
      ...(witness === undefined ? [] : [`witness at ${witness.url}`, `  ${witness.key}`]),
    ],
  );
}

function nameOf(name: string): string {
  if (name !== '' && (name.trim() === '' || !isIdentityName(name)))
    throw usage(`--name must be 1 to ${MAX_NAME_BYTES} bytes of printable text`);
  return name;
}

/** One request, for `--debug`: what was asked, from where, and how it went; never what is in it. */
function requestText(service: string, { op, word, cause, ms, from }: Answered): string {
  const why =
    word === undefined ? 'ok' : `${word}: ${isTalosError(cause) ? `${cause.code}: ${cause.message}` : 'fault'}`;
  return printable(`${service} ${op} from ${sourceOf(from)} in ${ms.toFixed(1)} ms: ${why}`);
}

/** What the operator is told of a request that failed here. */
function faultText(fault: unknown): string {
  const text = fault instanceof Error ? fault.message : String(fault);
  return `error: a request could not be served: ${isTalosError(fault) ? `${fault.code}: ` : ''}${printable(text)}`;
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
