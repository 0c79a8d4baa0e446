/**
 * `TalosClient.create` on Node: an identity and a running agent in a folder of its own.
 *
 * @module
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { TalosClient as NeutralClient } from '../agent/client.ts';
import { systemClock } from '../base/clock.ts';
import { isTalosError, TalosError } from '../base/errors.ts';
import { initCrypto } from '../crypto/init.ts';
import { Identity } from '../identity/identity.ts';
import { openRunningAgent, type RunningAgent, type RunningAgentOptions } from './agent.ts';
import { makeDataDir } from './data-dir.ts';
import { createKeystore, openKeystore, readKeystoreHead } from './keystore-file.ts';
import { serveLocal } from './local-socket.ts';
import { type OwnerLock, tryOwnDirectory } from './owner-lock.ts';
import { finishPending } from './pending-rotation.ts';
import { formatOwnerNote, makeSocketPath } from './socket-path.ts';

/** How a client is made. */
export interface ClientOptions
  extends Pick<RunningAgentOptions, 'durability' | 'network' | 'host' | 'port' | 'onNotice' | 'resolvers'> {
  /** The data directory, made where absent; by default `clients/<name>` in `$TALOS_HOME` or `~/.talos`. */
  readonly dataDir?: string;
  /** Seals a new keystore, opens one that is there; a key file beside it does where absent. */
  readonly passphrase?: string;
}

/** The SDK's client on Node. */
export class TalosClient extends NeutralClient {
  /**
   * Opens the client `name`: makes its identity where there is none, owns its data directory, starts its agent. It
   * listens on any free port of the loopback interface unless `host` and `port` say otherwise, once it has to.
   *
   * @throws {TalosError} `E_LOCKED` if another process owns the directory; `E_PASSPHRASE`, `E_KEYSTORE`, `E_STORAGE…`.
   * @throws {RangeError} for a name that is none.
   */
  static async create(name: string, options: ClientOptions = {}): Promise<TalosClient> {
    const {
      dataDir = join(talosHome(), 'clients', safeName(name)),
      passphrase,
      host = '127.0.0.1',
      port = 0,
    } = options;
    await initCrypto();
    makeDataDir(dataDir);
    const createdMs = systemClock.now();
    if (readKeystoreHead(dataDir) === undefined) createMissing(dataDir, name, createdMs, passphrase);
    const lock = tryOwnDirectory(dataDir);
    if (lock === undefined)
      throw new TalosError('E_LOCKED', `another process owns ${dataDir}`, { hint: 'end it, or use another dataDir' });
    try {
      await finishPending(dataDir, passphrase);
      const opened = openKeystore(dataDir, {
        nowMs: systemClock.now(),
        ...(passphrase === undefined ? {} : { passphrase }),
      });
      const agent = await openRunningAgent({
        ...options,
        dataDir,
        host,
        port,
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
      });
    } catch (error) {
      lock.release();
      throw error;
    }
  }
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

function talosHome(): string {
  const home = process.env['TALOS_HOME'];
  return home === undefined || home === '' ? join(homedir(), '.talos') : home;
}

/** The name as a folder: anything but letters, digits, `.`, `-` and `_` is refused, as it could lead elsewhere. */
function safeName(name: string): string {
  if (!/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$/.test(name))
    throw new RangeError('name must be letters, digits, ".", "-" and "_", at most 64; or give dataDir');
  return name;
}
