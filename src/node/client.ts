/**
 * `TalosClient.create` on Node: an identity and a running agent in a folder of its own.
 *
 * @module
 */
import { join } from 'node:path';
import { TalosClient as NeutralClient } from '../agent/client/client.ts';
import { assertText, membersOf } from '../base/caller-mistakes.ts';
import { systemClock } from '../base/clock.ts';
import { isTalosError, TalosError } from '../base/errors.ts';
import { initCrypto } from '../crypto/init.ts';
import type { Did } from '../identity/did.ts';
import { Identity } from '../identity/identity.ts';
import { openRunningAgent, type RunningAgent, type RunningAgentOptions } from './agent.ts';
import { type ConfiguredOptions, optionsOf, TalosConfig } from './config.ts';
import { makeDataDir, resolveDataDir } from './data-dir.ts';
import { createKeystore, openKeystore, readKeystoreHead } from './identity/keystore-file.ts';
import { finishPending } from './identity/pending-rotation.ts';
import { serveLocal } from './local/local-socket.ts';
import { type OwnerLock, tryOwnDirectory } from './local/owner-lock.ts';
import { formatOwnerNote, makeSocketPath } from './local/socket-path.ts';

/** How a client is made. */
export interface ClientOptions
  extends Pick<RunningAgentOptions, 'durability' | 'network' | 'host' | 'port' | 'onNotice' | 'resolvers'> {
  /** How it listens, is found and records; what is said here beside it wins. On the loopback interface where absent. */
  readonly config?: TalosConfig;
  /** The data directory, made where absent; by default `clients/<name>` in `$TALOS_HOME` or `~/.talos`. */
  readonly dataDir?: string;
  /** Seals a new keystore, opens one that is there; a key file beside it does where absent. */
  readonly passphrase?: string;
}

/** How the identity of a client is replaced. */
export interface RotateIdentityOptions extends Pick<ClientOptions, 'dataDir' | 'passphrase'> {
  /** Gives up messages that wait to be sent. */
  readonly force?: boolean;
}

/** An identity that was replaced. */
export interface RotatedClient {
  readonly from: Did;
  readonly did: Did;
  /** The 24 words of the new one. Secret; for the owner to write down. */
  readonly words: string;
}

/** Where nothing is configured. */
const LOOPBACK: ConfiguredOptions = { host: '127.0.0.1', port: 0 };

/** The SDK's client on Node. */
export class TalosClient extends NeutralClient {
  /**
   * Opens the client `name`: makes its identity where there is none, owns its data directory, starts its agent. It
   * listens on any free port of the loopback interface unless `config`, `host` and `port` say otherwise, once it has to.
   *
   * @throws {TypeError} for options of another form.
   * @throws {RangeError} for a name that is none.
   * @throws {TalosError} `E_LOCKED` if another process owns the directory; `E_PASSPHRASE`, `E_KEYSTORE`, `E_STORAGE…`.
   */
  static async create(name: string, options: ClientOptions = {}): Promise<TalosClient> {
    assertText(name, 'name');
    const { config, dataDir = folderOf(name), passphrase, ...chosen } = checked(options);
    await initCrypto();
    makeDataDir(dataDir);
    const createdMs = systemClock.now();
    if (readKeystoreHead(dataDir) === undefined) createMissing(dataDir, name, createdMs, passphrase);
    const lock = ownedLock(dataDir);
    try {
      await finishPending(dataDir, passphrase);
      const opened = openKeystore(dataDir, {
        nowMs: systemClock.now(),
        ...(passphrase === undefined ? {} : { passphrase }),
      });
      const agent = await openRunningAgent({
        ...(config === undefined ? LOOPBACK : optionsOf(config)),
        ...chosen,
        dataDir,
        identity: opened.identity,
        keystore: opened.method.kind,
        createdMs: opened.createdMs,
      });
      // Commands on this data directory (`talos status`, `capabilities revoke`, …) find this agent.
      const local = await announce(dataDir, lock, agent);
      return new TalosClient({
        agent,
        core: agent.core,
        messenger: () => agent.messenger(),
        listen: () => agent.listen(),
        close: async () => {
          await local[Symbol.asyncDispose]();
          await agent[Symbol.asyncDispose]();
          lock.release();
        },
        ...(config === undefined || config.server === '' ? {} : { server: config.server }),
      });
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /**
   * Replaces the identity of a client that is not open by a new one, which both sign; peers follow, and see it.
   *
   * @throws {TypeError} for options of another form; {RangeError} for a name that is none.
   * @throws {TalosError} `E_LOCKED` while a process owns the directory; `E_NO_IDENTITY`; `E_REFUSED` where messages wait to
   *   be sent, unless `force` is set; `E_LIMIT`; `E_PASSPHRASE`, `E_KEYSTORE`, `E_STORAGE…`. The directory is as it was then.
   */
  static async rotateIdentity(name: string, options: RotateIdentityOptions = {}): Promise<RotatedClient> {
    assertText(name, 'name');
    const kinds = { dataDir: 'text?', passphrase: 'text?', force: 'boolean?' } as const;
    const given = membersOf<RotateIdentityOptions>(options, 'options', kinds);
    const { dataDir = folderOf(name), passphrase, force = false } = given;
    await initCrypto();
    if (readKeystoreHead(dataDir) === undefined)
      throw new TalosError('E_NO_IDENTITY', `there is no identity in ${dataDir}`);
    await using _lock = ownedLock(dataDir);
    const { rotateIdentity } = await import('./identity/rotation.ts');
    const { step, words } = await rotateIdentity({ dataDir, passphrase, force });
    return { from: step.from, did: step.to, words };
  }
}

/** @throws {TypeError} */
function checked(options: ClientOptions): ClientOptions {
  const given = membersOf<ClientOptions>(options, 'options', {
    config: 'object?',
    dataDir: 'text?',
    passphrase: 'text?',
    durability: 'text?',
    network: 'object?',
    host: 'text?',
    port: 'number?',
    onNotice: 'function?',
    resolvers: 'object?',
  });
  if (given.config !== undefined && !(given.config instanceof TalosConfig))
    throw new TypeError('options.config must be a TalosConfig');
  return given;
}

/** @throws {TalosError} `E_LOCKED`. */
function ownedLock(dataDir: string): OwnerLock {
  const lock = tryOwnDirectory(dataDir);
  if (lock !== undefined) return lock;
  throw new TalosError('E_LOCKED', `another process owns ${dataDir}`, { hint: 'end it, or use another dataDir' });
}

async function announce(dataDir: string, lock: OwnerLock, agent: RunningAgent): Promise<AsyncDisposable> {
  try {
    const socket = await makeSocketPath(dataDir);
    const local = await serveLocal(Promise.resolve(agent), socket);
    lock.write(formatOwnerNote({ pid: process.pid, socket }));
    return local;
  } catch (error) {
    await agent[Symbol.asyncDispose]();
    throw error;
  }
}

function createMissing(dataDir: string, name: string, createdMs: number, passphrase: string | undefined): void {
  const identity = Identity.generate(name, createdMs);
  try {
    createKeystore(dataDir, { identity, createdMs, passphrase });
  } catch (error) {
    // Another process made one at the same time: that one is used.
    if (!isTalosError(error, 'E_EXISTS')) throw error;
  }
}

/** The name as a folder: anything but letters, digits, `.`, `-` and `_` is refused, as it could lead elsewhere. */
function folderOf(name: string): string {
  if (!/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$/.test(name))
    throw new RangeError('name must be letters, digits, ".", "-" and "_", at most 64; or give dataDir');
  return join(resolveDataDir(undefined, process.env, process.cwd()), 'clients', name);
}
