/**
 * `talos doctor`: whether everything is there that an agent needs, and what to do where it is not. What does not need
 * the agent is looked at first, so that as much as possible is said where that cannot be opened.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import type { AgentApi, Whoami } from '../../agent/api/api.ts';
import { isTalosError } from '../../base/errors.ts';
import { VERSION } from '../../base/version.ts';
import { DATA_DIR_NAMES } from '../../node/data-dir.ts';
import * as machine from '../../node/machine.ts';
import { SETTINGS, type SettingName, type Settings } from '../../node/settings.ts';
import type { Context, Run } from '../context.ts';
import { Findings, findingLines } from '../findings.ts';
import { plural, printable } from '../terminal.ts';
import { clockOfLedger, clockOfServers } from './doctor-clock.ts';
import { ledgerOf } from './doctor-ledger.ts';
import { portsOf, reachabilityOf, registriesOf } from './doctor-network.ts';

/** Oldest Node that is supported, as of `engines` in package.json. */
const OLDEST_NODE = [20, 19] as const;
/** Free room below which nothing is written any more, and below which a person should know. */
export const LEAST_FREE_BYTES: number = 64 * 1024 * 1024;
/** See {@link LEAST_FREE_BYTES}. */
export const LITTLE_FREE_BYTES: number = 1024 * 1024 * 1024;
/** Milliseconds for one small durable write above which calls and messages wait noticeably. */
export const SLOW_DISK_MS = 250;
/** Files of a data directory that others may read: they hold no secret. */
const READABLE = [DATA_DIR_NAMES.config, DATA_DIR_NAMES.permissions];
/** Variables beside those of settings that something reads. */
const OTHER_VARIABLES = [
  'TALOS_HOME',
  'TALOS_SERVER_HOME',
  'TALOS_RELAY_HOME',
  'TALOS_PASSPHRASE_FILE',
  'TALOS_STORE',
  'TALOS_CALLER_DID',
  'TALOS_CALLER_ALIAS',
  'TALOS_CAPABILITY_ID',
];

/** See the module comment. */
export const doctor: Run = async (context) => {
  const findings = new Findings();
  await examine(context, findings);
  context.io.signal.throwIfAborted();
  const { all, isHealthy, exitStatus } = findings;
  await context.print({ healthy: isHealthy, dataDir: context.dataDir, findings: all }, () => findingLines(all));
  return exitStatus;
};

async function examine(context: Context, findings: Findings): Promise<void> {
  versionsOf(findings);
  const canOpen = modulesOf(findings);
  const settings = await configurationOf(context, findings);
  directoryOf(context, findings);
  if (!canOpen) {
    findings.skipped('identity', { message: 'needs the native modules', remedy: 'see native-modules' });
    return;
  }
  const identity = await identityOf(context, findings);
  if (settings === undefined || identity === undefined) {
    if (settings !== undefined) await portsOf(findings, settings);
    return;
  }
  await agentOf(context, findings, settings);
}

function versionsOf(findings: Findings): void {
  const { version, platform, arch } = process;
  const [major = 0, minor = 0] = version.slice(1).split('.').map(Number);
  const message = `talos ${VERSION}, Node ${version.slice(1)} on ${platform} ${arch}`;
  const [oldest, oldestMinor] = OLDEST_NODE;
  if (major > oldest || (major === oldest && minor >= oldestMinor)) findings.ok('versions', { message });
  else
    findings.failed('versions', 'E_VERSION', {
      message: `${message}; Node ${OLDEST_NODE.join('.')} is the oldest that works`,
      remedy: 'install a newer Node: 20.19, 22 or 24',
    });
}

/** Gives whether those are there without which no agent can be opened. */
function modulesOf(findings: Findings): boolean {
  const modules = machine.nativeModules();
  const missing = modules.filter(({ failure }) => failure !== undefined);
  for (const { name, failure } of missing) {
    const said = { part: name, message: `${name} cannot be loaded: ${failure}`, remedy: `npm rebuild ${name}` };
    if (name === 'sodium-native')
      findings.warning('native-modules', { ...said, message: `${said.message}; slower code does its work` });
    else findings.failed('native-modules', 'E_INTERNAL', said);
  }
  if (missing.length === 0) findings.ok('native-modules', { message: modules.map(({ name }) => name).join(', ') });
  return missing.every(({ name }) => name === 'sodium-native');
}

async function configurationOf(context: Context, findings: Findings): Promise<Settings | undefined> {
  const read: readonly string[] = [...OTHER_VARIABLES, ...Object.values(SETTINGS).map(({ variable }) => variable)];
  for (const name of Object.keys(context.io.env).filter((each) => each.startsWith('TALOS_') && !read.includes(each)))
    findings.warning('configuration', {
      part: name,
      message: `the environment has ${name}, which nothing reads`,
      remedy: `unset ${printable(name)}, or see talos limits for the names that there are`,
    });
  try {
    const settings = await context.settings();
    const names = (Object.keys(settings) as SettingName[]).filter((name) => settings[name].source !== 'built in');
    const sources = names.map((name) => `${name} (${settings[name].source})`).join(', ');
    findings.ok('configuration', { message: names.length === 0 ? 'everything as built in' : `set: ${sources}` });
    return settings;
  } catch (error) {
    findings.error('configuration', error, `correct ${context.dataDir}/${DATA_DIR_NAMES.config}`);
    return undefined;
  }
}

/** Rights in the data directory, and the disk below it. */
function directoryOf({ dataDir }: Context, findings: Findings): void {
  const none = { message: `there is no ${dataDir} yet`, remedy: 'talos init --name NAME makes it' };
  if (!existsSync(dataDir)) {
    findings.skipped('permissions', none);
    findings.skipped('storage', { ...none, part: 'disk' });
    return;
  }
  try {
    const wrong = machine.wrongRights(dataDir, READABLE);
    for (const { path, what, remedy } of wrong)
      findings.failed('permissions', 'E_STORAGE_DENIED', {
        part: path === dataDir ? '.' : path.slice(dataDir.length + 1),
        message: `${path} ${what}`,
        remedy,
      });
    if (wrong.length === 0) findings.ok('permissions', { message: `${dataDir} is this user's alone` });
  } catch (cause) {
    findings.failed('permissions', 'E_STORAGE_DENIED', {
      message: `${dataDir} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      remedy: 'run talos as the owner of the data directory, or use another one',
    });
    return;
  }
  diskOf(dataDir, findings);
}

function diskOf(dataDir: string, findings: Findings): void {
  try {
    const { freeBytes, durableMs, network } = machine.measureDisk(dataDir);
    const free = `${Math.floor(freeBytes / 1024 / 1024)} MiB free`;
    const said = { part: 'disk', message: `${free}, a durable write takes ${durableMs.toFixed(1)} ms` };
    if (freeBytes < LEAST_FREE_BYTES)
      findings.failed('storage', 'E_STORAGE_FULL', { ...said, remedy: 'make room: nothing can be recorded soon' });
    else if (network !== undefined)
      findings.failed('storage', 'E_STORAGE_DENIED', {
        ...said,
        message: `${dataDir} lies on ${network}; ${said.message}`,
        remedy: 'a data directory on a disk of this machine: network file systems lose locks and writes',
      });
    else if (freeBytes < LITTLE_FREE_BYTES) findings.warning('storage', { ...said, remedy: 'make room' });
    else if (durableMs > SLOW_DISK_MS)
      findings.warning('storage', { ...said, remedy: 'a faster disk: each call waits for such a write' });
    else findings.ok('storage', said);
  } catch (error) {
    findings.error('storage', error, 'the data directory must be writable', 'disk');
  }
}

async function identityOf(context: Context, findings: Findings): Promise<Whoami | undefined> {
  try {
    const identity = await context.identity();
    const seal =
      identity.keystore === 'passphrase'
        ? 'under a passphrase'
        : 'under a key file beside it: a copy of both can be opened';
    findings.ok('identity', { message: `${identity.did} (${printable(identity.name)}), keystore ${seal}` });
    if (identity.createdMs > context.io.now())
      findings.failed('clock', 'E_STALE', {
        message: 'the identity was made in the future of this clock',
        remedy: 'set the clock of this machine, by NTP if possible',
      });
    return identity;
  } catch (error) {
    findings.error('identity', error, 'restore the keystore from a backup, or talos recover');
    return undefined;
  }
}

/** What is asked of the agent: the running one, or one of this process. */
async function agentOf(context: Context, findings: Findings, settings: Settings): Promise<void> {
  try {
    await using running = await context.io.agents.attach(context.dataDir);
    if (running !== undefined) {
      await askAgent(context, findings, settings, running.api, true);
      return;
    }
    await using own = await context.open();
    await askAgent(context, findings, settings, own.api, !own.isOwner);
  } catch (error) {
    context.io.signal.throwIfAborted();
    await notOpened(context, findings, error);
    await portsOf(findings, settings);
  }
}

async function askAgent(
  context: Context,
  findings: Findings,
  settings: Settings,
  api: AgentApi,
  isRunning: boolean,
): Promise<void> {
  const status = await api.status();
  findings.ok('storage', {
    message: isRunning ? `process ${status.owner.pid} has it open and answers` : 'opens, and holds what it says',
  });
  await clockOfLedger(context, findings, api);
  await ledgerOf(context, findings, api);
  await portsOf(findings, settings, isRunning ? status : undefined);
  reachabilityOf(context, findings, isRunning ? status : undefined);
  const servers = await api.servers.list();
  await Promise.all([
    registriesOf(context, findings, settings, api, servers),
    clockOfServers(context, findings, servers),
  ]);
}

/** The agent cannot be opened: which check that belongs to. */
async function notOpened(context: Context, findings: Findings, error: unknown): Promise<void> {
  if (!isTalosError(error)) throw error;
  const { code } = error;
  if (code === 'E_PASSPHRASE' || code === 'E_KEYSTORE') {
    const check = { part: 'keystore', message: error.message, remedy: error.hint || '--passphrase-file FILE' };
    if (code === 'E_PASSPHRASE' && (await context.passphraseOfFile()) === undefined && !context.io.stdinIsTerminal)
      findings.skipped('identity', check);
    else findings.failed('identity', code, check);
    findings.skipped('ledger', { message: 'the keystore was not opened', remedy: check.remedy });
    return;
  }
  findings.error('storage', error, 'see the message; docs/operations.md has how to restore a backup');
  if (code === 'E_STORAGE_CORRUPT' || code === 'E_LEDGER_INVALID') await damagedLedger(context, findings);
}

async function damagedLedger(context: Context, findings: Findings): Promise<void> {
  try {
    const { signal } = context.io;
    const { problems } = await context.io.agents.audit(context.dataDir, {}, { signal });
    for (const [at, { code, message }] of problems.entries())
      findings.failed('ledger', 'E_LEDGER_INVALID', {
        part: String(at + 1),
        message: `${code}: ${message}`,
        remedy: 'restore a backup; talos audit verify shows all of it',
      });
    if (problems.length === 0) findings.ok('ledger', { message: `verifies, ${plural(problems.length, 'problem')}` });
  } catch (error) {
    findings.error('ledger', error, 'restore a backup');
  }
}
