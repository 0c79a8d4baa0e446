/**
 * The identities and agents of this machine, for the commands.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentApi, Whoami } from '../agent/api/api.ts';
import { toHex } from '../base/bytes.ts';
import { isTalosError, TalosError } from '../base/errors.ts';
import { type Did, keyOfDid } from '../identity/did.ts';
import type { NetworkTerms } from '../ledger/network.ts';
import { formatPeerId } from '../net/peer-id.ts';
import { DATA_DIR_NAMES } from '../node/data-dir.ts';
import { tuneEngine } from '../node/engine.ts';
import { withWordsKept } from '../node/identity/keep-words.ts';
import { createKeystore, openKeystore, readKeystoreHead } from '../node/identity/keystore-file.ts';
import type { KeystoreHead } from '../node/identity/keystore-format.ts';
import { finishPending } from '../node/identity/pending-rotation.ts';
import { attachAgent, openAgent } from '../node/local/attach.ts';
import { tryOwnDirectory } from '../node/local/owner-lock.ts';
import { fileSettings, settingsMade } from '../node/settings.ts';
import type { Agents, CreateIdentity, OpenOptions, RecoverIdentity, RotatedIdentity, RotateParams } from './io.ts';
import { usage } from './values.ts';

/** See the module comment. */
export const nodeAgents: Agents = {
  identity: async (dataDir) => {
    const head = readKeystoreHead(dataDir);
    return head === undefined ? undefined : whoamiOf(head);
  },
  create,
  recover,
  open: (options) =>
    openAgent(options.dataDir, { own: tryOwnDirectory, create: () => start(options), signal: options.signal }),
  rotate,
  audit,
  storedRevocations: async (dataDir) => (await import('../node/stored-revocations.ts')).storedRevocations(dataDir),
  attach: async (dataDir) => (existsSync(dataDir) ? attachAgent(dataDir) : undefined),
};

function whoamiOf({ did, name, createdMs, method }: KeystoreHead): Whoami {
  const publicKey = keyOfDid(did);
  return {
    did,
    name,
    publicKey: toHex(publicKey),
    peerId: formatPeerId(publicKey),
    keystore: method.kind,
    createdMs,
  };
}

async function create({ dataDir, name, passphrase, force, keepWords }: CreateIdentity): ReturnType<Agents['create']> {
  const [{ Identity }, { initCrypto }] = await Promise.all([
    import('../identity/identity.ts'),
    import('../crypto/init.ts'),
  ]);
  await initCrypto();
  const createdMs = Date.now();
  const identity = Identity.generate(name, createdMs);
  const words = identity.words();
  const { backup } = await withWordsKept(keepWords, words, {
    make: () => createKeystore(dataDir, { identity, createdMs, passphrase, force }),
    isMade: () => headThere(dataDir)?.did === identity.did,
  });
  const head = readKeystoreHead(dataDir);
  if (head === undefined) throw new TalosError('E_KEYSTORE', 'the keystore that was just made is not there');
  return { identity: whoamiOf(head), words, backup };
}

async function recover({ dataDir, name, words, passphrase, force }: RecoverIdentity): ReturnType<Agents['recover']> {
  const [{ Identity }, { entropyOfWords }, { recoverIdentity }, { initCrypto }] = await Promise.all([
    import('../identity/identity.ts'),
    import('../identity/mnemonic.ts'),
    import('../node/identity/recovered-identity.ts'),
    import('../crypto/init.ts'),
  ]);
  await initCrypto();
  const entropy = entropyOfWords(words);
  const called = name ?? headThere(dataDir)?.name;
  if (called === undefined) throw usage('--name is needed: there is no keystore that has one');
  const createdMs = Date.now();
  const identity = Identity.fromEntropy(entropy, { name: called, nowMs: createdMs, sequence: 0 });
  const { backup, hasData } = await recoverIdentity(dataDir, { identity, createdMs, passphrase, force });
  const head = readKeystoreHead(dataDir);
  if (head === undefined) throw new TalosError('E_KEYSTORE', 'the keystore that was just made is not there');
  return { identity: whoamiOf(head), backup, hasData };
}

/** What the keystore that is there says of itself, where that can be read. */
function headThere(dataDir: string): KeystoreHead | undefined {
  try {
    return readKeystoreHead(dataDir);
  } catch (error) {
    // A damaged one is why people come here.
    if (isTalosError(error)) return undefined;
    throw error;
  }
}

async function rotate({ dataDir, passphrase, force, keepWords }: RotateParams): Promise<RotatedIdentity> {
  const [{ rotateIdentity }, { initCrypto }] = await Promise.all([
    import('../node/identity/rotation.ts'),
    import('../crypto/init.ts'),
  ]);
  await initCrypto();
  const lock = tryOwnDirectory(dataDir);
  if (lock === undefined)
    throw new TalosError('E_LOCKED', `an agent runs in ${dataDir}`, { hint: 'end it, then try again' });
  await using _lock = lock;
  const { step, words } = await rotateIdentity({ dataDir, passphrase, force, keepWords });
  const head = readKeystoreHead(dataDir);
  if (head === undefined) throw new TalosError('E_KEYSTORE', 'the keystore that was just made is not there');
  return { identity: whoamiOf(head), from: step.from, succession: step.text, timeMs: step.timeMs, words };
}

async function audit(...[dataDir, params, options]: Parameters<Agents['audit']>): ReturnType<Agents['audit']> {
  const author = readKeystoreHead(dataDir)?.did ?? (await formerIn(dataDir));
  if (author === undefined) throw new TalosError('E_NO_IDENTITY', `there is no identity in ${dataDir}`);
  const [{ auditLedger }, { archiveFiles }, { openFileJournal }, { openLmdbStore }, { auditReport }, { initCrypto }] =
    await Promise.all([
      import('../ledger/journal/audit.ts'),
      import('../node/files/archive-file.ts'),
      import('../node/store/file-journal.ts'),
      import('../node/store/lmdb-store.ts'),
      import('../agent/api/views.ts'),
      import('../crypto/init.ts'),
    ]);
  await initCrypto();
  const lock = tryOwnDirectory(dataDir);
  if (lock === undefined) throw new TalosError('E_LOCKED', `another process owns ${dataDir}`);
  await using _lock = lock;
  await using store = await openLmdbStore({ path: join(dataDir, DATA_DIR_NAMES.store) });
  await using journal = await openFileJournal(join(dataDir, DATA_DIR_NAMES.ledger, 'journal'));
  const { archives = [], checkpoint } = params;
  return auditReport(
    await auditLedger({
      ...options,
      store,
      journal,
      author,
      nowMs: Date.now(),
      archives: archives.map((path) => () => archiveFiles.read(path)),
      ...(checkpoint === undefined ? {} : { checkpoint }),
    }),
  );
}

/** Whose ledger is in the folder of an earlier identity. */
async function formerIn(dataDir: string): Promise<Did | undefined> {
  await (await import('../crypto/init.ts')).initCrypto();
  return (await import('../node/identity/rotation.ts')).formerOf(dataDir);
}

/** Runs the agent in this process, which holds the lock of the directory. */
async function start({ dataDir, passphrase, settings, offline }: OpenOptions): Promise<AgentApi & AsyncDisposable> {
  const [{ openRunningAgent }, { initCrypto }] = await Promise.all([
    import('../node/agent.ts'),
    import('../crypto/init.ts'),
  ]);
  await initCrypto();
  tuneEngine();
  const isSealed = readKeystoreHead(dataDir)?.method.kind === 'passphrase';
  const given = isSealed ? await passphrase() : undefined;
  await finishPending(dataDir, given);
  const { identity, method, createdMs } = openKeystore(dataDir, { passphrase: given, nowMs: Date.now() });
  const { host, port } = settings;
  return openRunningAgent({
    dataDir,
    identity,
    keystore: method.kind,
    createdMs,
    durability: settings.durability.value,
    ...networkOf(settings),
    isOffline: offline,
    dht: settings.dht.value,
    mdns: settings.mdns.value,
    tunnelLingerMs: settings.linger.value * 1000,
    asksRouter: (['nat-pmp', 'upnp'] as const).filter((way) => settings[way].value),
    ...(settings.metrics.value === '' ? {} : { metrics: settings.metrics.value }),
    reach: { lan: settings.lan.value, bootstrap: settings.bootstrap.value },
    files: fileSettings(settings),
    settings: settingsMade(settings),
    // Only while `talos listen` reads them.
    takesMessages: false,
    host: host.value,
    relays: settings.relay.value.split(',').filter((each) => each !== ''),
    // Without a port that somebody chose, another is taken where this one is in use.
    ...(port.source === 'built in' ? {} : { port: port.value }),
  });
}

/** The network, as far as somebody chose it. */
function networkOf({ network, difficulty }: OpenOptions['settings']): { network: Partial<NetworkTerms> } {
  return {
    network: {
      ...(network.source === 'built in' ? {} : { name: network.value }),
      ...(difficulty.source === 'built in' ? {} : { difficulty: difficulty.value }),
    },
  };
}
